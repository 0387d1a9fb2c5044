"""The form a report design is made and changed with: a field for each choice, a line for each column."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from handleplan.forms.keeping import MonthField, PlainField
from handleplan.models import Plan
from reports.column_roles import ROLES, Role, month_before_mark, month_mark, roles_of
from reports.designs import Abbreviation, Column, Design, DesignPart

PARTS = (("active", _("Active points")), ("closed", _("Closed points")))
OWN, AS_THE_PLAN = "own", "plan"
MOST_ABBREVIATIONS = 60
_ABBREVIATION = re.compile(r"([^\s=:]{1,20})\s*[=:]\s*(\S.{0,299})")


class DesignForm(forms.Form):
    """Everything a design says, as a browser sends it; ``design`` puts it together."""

    label = PlainField(
        label=_("Name of the design"), max_length=80, error_messages={"required": _("Give the design a name.")}
    )
    scope = forms.ChoiceField(
        label=_("Points"),
        choices=[("all", _("The whole plan")), ("focus", _("Only points in management focus, under their headings"))],
        widget=forms.RadioSelect,
    )
    order = forms.ChoiceField(
        label=_("Order"),
        choices=[("as_written", _("As written in the plan")), ("by_number", _("By number"))],
        widget=forms.RadioSelect,
    )
    closed = forms.ChoiceField(
        label=_("Closed points"),
        choices=[
            ("listed", _("Listed")),
            ("with_slippage", _("Listed, and how far each deadline slipped")),
            ("none", _("Left out")),
        ],
        widget=forms.RadioSelect,
    )
    charts = forms.BooleanField(label=_("Print the charts"), required=False)
    abbreviations = PlainField(
        label=_("Abbreviations of your own"),
        help_text=_(
            "One on each line, for example HKY = Handicapkompenserende ydelser. The report explains those that it uses."
        ),
        lines=4,
        max_length=10_000,
        required=False,
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for kind, name in PARTS:
            self._add_part(kind, {"part": name})

    def _add_part(self, kind: str, named: dict[str, Any]) -> None:
        self.fields[f"{kind}_title"] = PlainField(
            label=_("Heading"), help_text=_("Empty: as in the plan’s own table."), max_length=200, required=False
        )
        self.fields[f"{kind}_as_of"] = PlainField(
            label=_("Status as of"),
            help_text=_(
                "Empty: as in the plan’s own table. %(month)s is the report’s month, %(before)s the one before it."
            )
            % {"month": month_mark(), "before": month_before_mark()},
            max_length=100,
            required=False,
        )
        self.fields[f"{kind}_columns"] = forms.ChoiceField(
            label=_("Columns"),
            choices=[(AS_THE_PLAN, _("As in the plan’s own table")), (OWN, _("These:"))],
            widget=forms.RadioSelect,
        )
        for role in roles_of(kind):
            about = {"column": role.label}
            self.fields[f"{kind}_{role.code}_place"] = forms.IntegerField(
                label=_("%(column)s: place") % about,
                min_value=1,
                max_value=99,
                required=False,
                widget=forms.TextInput(
                    attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": 2, "placeholder": " "}
                ),
                error_messages={"invalid": _("Write a number from 1 to 99, or nothing.")},
            )
            self.fields[f"{kind}_{role.code}_title"] = PlainField(
                label=_("%(column)s: title") % about, max_length=120, required=False
            )
            self.fields[f"{kind}_{role.code}_group"] = PlainField(
                label=_("%(column)s: shared heading") % about, max_length=120, required=False
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        for kind, _name in PARTS:
            first = f"{kind}_{roles_of(kind)[0].code}_place"
            if data.get(f"{kind}_columns") == OWN and not self._misread(kind) and not list(self._columns(kind)):
                self.add_error(first, gettext("Give at least one column a place, or take the plan’s own columns."))
        self._read_abbreviations(data.get("abbreviations", ""))
        return data

    @property
    def choices(self) -> list[forms.BoundField]:
        return [self["scope"], self["order"], self["closed"]]

    @property
    def parts(self) -> list[dict[str, Any]]:
        """The fields of each part, its columns in the order they have now and those left out behind them."""
        return [
            {
                "kind": kind,
                "name": name,
                "title": self[f"{kind}_title"],
                "as_of": self[f"{kind}_as_of"],
                "columns": self[f"{kind}_columns"],
                "rows": sorted(self._rows(kind), key=lambda row: row["order"]),
            }
            for kind, name in PARTS
        ]

    @property
    def design(self) -> Design:
        """The design that the form describes. Only for a valid form; the name is the row's and stays empty here."""
        data = self.cleaned_data
        parts = tuple(
            DesignPart(
                kind,
                title=data[f"{kind}_title"],
                as_of_text=data[f"{kind}_as_of"],
                columns=tuple(self._columns(kind)) if data[f"{kind}_columns"] == OWN else (),
            )
            for kind, _name in PARTS
        )
        return Design(
            name="",
            label=data["label"],
            parts=parts,
            order=data["order"],
            scope=data["scope"],
            closed=data["closed"],
            charts=data["charts"],
            abbreviations=self._abbreviations,
        )

    def _rows(self, kind: str) -> Iterator[dict[str, Any]]:
        for at, role in enumerate(roles_of(kind)):
            place, title, group = (self[f"{kind}_{role.code}_{name}"] for name in ("place", "title", "group"))
            written = str(place.value() or "").strip()
            order = int(written) if written.isascii() and written.isdigit() else 100
            errors = [*place.errors, *title.errors, *group.errors]
            yield {"role": role, "place": place, "title": title, "group": group, "errors": errors, "order": (order, at)}

    def _columns(self, kind: str) -> Iterator[Column]:
        data = self.cleaned_data
        placed = [(data.get(f"{kind}_{role.code}_place"), at, role) for at, role in enumerate(roles_of(kind))]
        for _place, _at, role in sorted((each for each in placed if each[0]), key=lambda each: each[:2]):
            title = data.get(f"{kind}_{role.code}_title") or role.column().title
            yield Column(role.code, title, data.get(f"{kind}_{role.code}_group", ""))

    def _misread(self, kind: str) -> bool:
        return any(name.startswith(f"{kind}_") and name.endswith("_place") for name in self.errors)

    def _read_abbreviations(self, text: str) -> None:
        found: list[Abbreviation] = []
        for line in filter(None, (line.strip() for line in text.split("\n"))):
            if (match := _ABBREVIATION.fullmatch(line)) is None:
                said = gettext("“%(line)s” is not understood. Write the short form, = and what it stands for.")
                self.add_error("abbreviations", said % {"line": line[:60]})
                break
            found.append(Abbreviation(match[1], match[2]))
        if len(found) > MOST_ABBREVIATIONS:
            self.add_error("abbreviations", gettext("At most %(most)d abbreviations.") % {"most": MOST_ABBREVIATIONS})
        self._abbreviations = tuple(found)


class DesignEditForm(DesignForm):
    """A design that is there already: it may be taken off the list of those to choose between."""

    is_offered = forms.BooleanField(
        label=_("Can be chosen for reports"),
        help_text=_("Without it the design is kept, and editions printed with it stay as they are."),
        required=False,
    )


class PreviewForm(forms.Form):
    """Which plan and month the preview shows; no part of the design."""

    plan = forms.ModelChoiceField(Plan.objects.none(), label=_("Plan"), empty_label=None, to_field_name="slug")
    month = MonthField(label=_("Month"), help_text=_("For example november 2013."), required=False)

    def __init__(self, plans: Iterable[Plan], *args: Any, **options: Any) -> None:
        super().__init__(*args, prefix="preview", **options)
        self.fields["plan"].queryset = plans


def fields_of(design: Design) -> dict[str, Any]:
    """The fields of ``DesignForm`` as a design fills them; a column that is left out shows its usual title."""
    facts: dict[str, Any] = {name: getattr(design, name) for name in ("label", "scope", "order", "closed", "charts")}
    facts["abbreviations"] = "\n".join(f"{each.short} = {each.words}" for each in design.abbreviations)
    for kind, _name in PARTS:
        part = design.part(kind)
        facts |= {f"{kind}_title": part.title, f"{kind}_as_of": part.as_of_text}
        facts[f"{kind}_columns"] = OWN if part.columns else AS_THE_PLAN
        facts |= _fields_of_columns(kind, part.columns or _usual(kind), roles_of(kind))
    return facts


def _fields_of_columns(kind: str, columns: Iterable[Column], roles: Iterable[Role]) -> dict[str, Any]:
    placed = {column.role: (place, column) for place, column in enumerate(columns, start=1)}
    facts: dict[str, Any] = {}
    for role in roles:
        place, column = placed.get(role.code, (None, role.column()))
        title = column.title.replace("{month}", month_mark())
        named = {"place": place, "title": title, "group": column.group}
        facts |= {f"{kind}_{role.code}_{name}": value for name, value in named.items()}
    return facts


def _usual(kind: str) -> tuple[Column, ...]:
    """The columns of the document that the product began with, for somebody who wants columns of his own."""
    return tuple(role.column() for role in ROLES if kind in role.usual)
