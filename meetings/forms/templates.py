"""The form a section template is made and changed with: head, patterns, and a line for each section."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from handleplan.forms.fields import DanishDateField
from handleplan.forms.keeping import PlainField
from meetings.habits import FIELDS, Habits, SectionHabit
from meetings.templating import Template

SPARE = 2  # empty lines for further sections
MOST_SECTIONS = 30
ROLES = (
    ("text", _("text")),
    ("lead", _("lead without a heading")),
    ("proposal", _("what is proposed")),
    ("economy", _("economy")),
    ("signatures", _("signatures")),
    ("decision", _("the decision")),
)
FILLS = (
    ("", _("nothing")),
    ("order", _("the order behind the item")),
    ("competence", _("the committee’s name")),
    ("issue", _("points in focus and requests")),
    ("status", _("statuses and what is new")),
    ("next", _("the next meeting")),
)
PARTS = (("line", _("on a line of its own")), ("run_in", _("with a colon before the text")))
DECISION_ORDERS = (
    ("attendance,decision", _("who attended, then the decision")),
    ("absence,decision", _("who was absent, then the decision")),
    ("decision,attendance", _("the decision, then who attended")),
    ("decision,absence", _("the decision, then who was absent")),
    ("attendance,absence,decision", _("who attended, who was absent, then the decision")),
    ("decision", _("the decision alone")),
)
SHEETS = (
    ("", _("no sheet")),
    ("members", _("every member")),
    ("chairs", _("chair and deputy chair")),
)
_PATTERNS = ("proposer", "proposal_number", "at", "attendance", "absence", "signature", "sheet", "bullet")
_FIELD = re.compile(r"\{(\w+)\}")


class PatternField(PlainField):
    """A line with fields in braces; blanks inside it stay, for they are part of the print."""

    default_error_messages = {"unknown": _("“%(field)s” is no field. There are: %(fields)s.")}

    def __init__(self, *, fields: tuple[str, ...] = FIELDS, **options: Any) -> None:
        self.known = fields
        super().__init__(required=False, max_length=1_000, strip=False, **options)

    def to_python(self, value: Any) -> str:
        text = forms.CharField.to_python(self, value).replace("\r\n", "\n").replace("\r", "\n")
        for name in _FIELD.findall(text):
            if name not in self.known:
                params = {"field": f"{{{name}}}", "fields": ", ".join(f"{{{each}}}" for each in self.known)}
                raise ValidationError(self.error_messages["unknown"], code="unknown", params=params)
        return text if self.lines else text.replace("\n", " ")


class TemplateForm(forms.Form):
    """Everything a template says, as a browser sends it; ``habits`` puts it together."""

    label = PlainField(
        label=_("Name of the template"), max_length=120, error_messages={"required": _("Give the template a name.")}
    )
    valid_from = DanishDateField(
        label=_("Valid from"),
        help_text=_("The first day it is used. Items keep the template they have."),
        required=False,
    )
    head = PatternField(
        label=_("Lines above the text"),
        help_text=_("One on each line, with fields in braces: {date}, {time}, {place}, {case_number} and so on."),
        lines=4,
    )
    proposer = PatternField(label=_("Before what is proposed"))
    proposal_number = PatternField(
        label=_("Before each proposal"), help_text=_("{n} is its number; empty for none."), fields=("n",)
    )
    at = PlainField(label=_("The proposals begin with"), max_length=20, required=False)
    decision_order = forms.ChoiceField(label=_("Under the decision’s heading"), choices=DECISION_ORDERS)
    attendance = PatternField(label=_("Who attended"))
    absence = PatternField(label=_("Who was absent"))
    signature = PatternField(
        label=_("Between two signatures"), help_text=_("A vertical bar stands for a new line."), fields=()
    )
    bullet = PlainField(
        label=_("Before the items of a list"),
        help_text=_("In plain text; in PDF and Word a list is a list."),
        max_length=3,
        required=False,
    )
    sheet = forms.ChoiceField(
        label=_("Signature sheet behind the minutes"),
        help_text=_("On its own page last in the minutes of a meeting whose committee uses the template."),
        choices=SHEETS,
        required=False,
    )
    is_offered = forms.BooleanField(
        label=_("Can be chosen for items"),
        help_text=_("Without it the template is kept, and items drafted with it stay as they are."),
        required=False,
    )

    def __init__(self, *args: Any, sections: int, **options: Any) -> None:
        super().__init__(*args, **options)
        self.count = min(max(sections, 1) + SPARE, MOST_SECTIONS)
        for row in range(self.count):
            self._add_row(row)

    def _add_row(self, row: int) -> None:
        about = {"nth": row + 1}
        place = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": 2})
        added = {
            "place": forms.IntegerField(
                label=_("Section %(nth)d: place") % about,
                min_value=1,
                max_value=99,
                required=False,
                widget=place,
                error_messages={"invalid": _("Write a number from 1 to 99, or nothing.")},
            ),
            "heading": PatternField(label=_("Heading")),
            "role": forms.ChoiceField(label=_("What stands in it"), choices=ROLES, required=False),
            "fill": forms.ChoiceField(label=_("Is filled with"), choices=FILLS, required=False),
            "required": forms.BooleanField(label=_("Must be written"), required=False),
            "phrase": PlainField(label=_("Is printed when it is empty"), max_length=400, required=False),
            "parts": forms.ChoiceField(label=_("Sub-headings stand"), choices=PARTS, required=False),
            "guidance": PlainField(label=_("Guidance (never printed)"), max_length=600, required=False),
            "key": forms.CharField(widget=forms.HiddenInput, required=False, max_length=40),
        }
        self.fields |= {f"s{row}_{name}": field for name, field in added.items()}

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The fields of each section in the order they have now, the spare ones behind them."""
        names = ("place", "heading", "role", "fill", "required", "phrase", "parts", "guidance", "key")
        found = [{name: self[f"s{row}_{name}"] for name in names} | {"nth": row + 1} for row in range(self.count)]
        for row in found:
            row["role_words"] = dict(ROLES).get(row["role"].value(), "")
        return sorted(found, key=lambda row: (_order(row["place"].value()), row["nth"]))

    @property
    def patterns(self) -> list[forms.BoundField]:
        return [self[name] for name in ("proposer", "proposal_number", "at", "bullet", "signature")]

    @property
    def of_decision(self) -> list[forms.BoundField]:
        return [self[name] for name in ("decision_order", "attendance", "absence", "sheet")]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not any(data.get(f"s{row}_place") for row in range(self.count)) and not self._misread():
            self.add_error("s0_place", _("Give at least one section a place."))
        return data

    @property
    def habits(self) -> Habits:
        """What the form describes. Only for a valid form."""
        data = self.cleaned_data
        return Habits(
            head=tuple(line for line in data["head"].split("\n") if line.strip()),
            sections=tuple(self._sections()),
            proposer=data["proposer"],
            proposal_number=data["proposal_number"],
            at=data["at"],
            attendance=data["attendance"],
            absence=data["absence"],
            decision_order=tuple(data["decision_order"].split(",")),
            signature=data["signature"].replace("|", "\n"),
            sheet=data["sheet"],
            bullet=data["bullet"] or Habits().bullet,
        )

    def _sections(self) -> Iterator[SectionHabit]:
        data = self.cleaned_data
        placed = [(data[f"s{row}_place"], row) for row in range(self.count) if data.get(f"s{row}_place")]
        taken: set[str] = set()
        for _place, row in sorted(placed):
            of = {name: data.get(f"s{row}_{name}") for name in ("heading", "phrase", "guidance", "fill")}
            key = data.get(f"s{row}_key") or slugify(of["heading"])[:36] or f"afsnit-{row + 1}"
            while key in taken:
                key += "-2"
            taken.add(key)
            yield SectionHabit(
                key,
                of["heading"].strip(),
                data.get(f"s{row}_role") or "text",
                bool(data.get(f"s{row}_required")),
                of["phrase"],
                data.get(f"s{row}_parts") or "line",
                of["fill"] or "",
                of["guidance"],
            )

    def _misread(self) -> bool:
        return any(name.endswith("_place") for name in self.errors)


def fields_of(template: Template) -> dict[str, Any]:
    """The fields of a template as its form has them."""
    habits = template.habits
    fields: dict[str, Any] = {name: getattr(habits, name) for name in _PATTERNS}
    fields |= {"label": template.label, "valid_from": template.valid_from, "is_offered": template.is_offered}
    fields |= {"head": "\n".join(habits.head), "decision_order": ",".join(habits.decision_order)}
    fields["signature"] = habits.signature.replace("\n", "|")
    for row, section in enumerate(habits.sections):
        for name in ("key", "heading", "role", "required", "phrase", "parts", "fill", "guidance"):
            fields[f"s{row}_{name}"] = getattr(section, name)
        fields[f"s{row}_place"] = row + 1
    return fields


def _order(value: Any) -> int:
    text = str(value or "").strip()
    return int(text) if text.isascii() and text.isdigit() else 100
