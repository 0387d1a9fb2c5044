"""The form of a budget note's table: its head, and a grid of rows and years, or of activities and quarters."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from handleplan.amounts import NumberError
from handleplan.budget_note.facts import ACTIVITY, GROUP, MONEY, ROW, CellFact, RowFact, TableFact
from handleplan.forms.budgets import EARLIEST, LATEST
from handleplan.forms.keeping import PlainField
from handleplan.models import BudgetNote, BudgetRow, BudgetTable
from handleplan.models.budgets import Area, Sign
from handleplan.money import read_cell

MOST_YEARS, MOST_ROWS, SPARE = 12, 120, 3
_LONGEST_CELL = 40
_STEP = 10
_SPAN = re.compile(r"(\d{4})\s*[-–]\s*(\d{4})")
_KINDS = [(code, capfirst(words)) for code, words in BudgetRow.Kind.choices if code != ACTIVITY]
_AREAS = [("", _("none")), *((code, capfirst(words)) for code, words in Area.choices)]


class YearsField(PlainField):
    """The years of a table: "2012-2015" or "2012, 2013". Gives a list."""

    default_error_messages = {
        "unread": _("“%(text)s” are no years. Write for example 2012-2015."),
        "many": _("A table has at most %(most)d years."),
    }

    def to_python(self, value: Any) -> list[int]:  # type: ignore[override]
        if isinstance(value, list):
            return value
        text = super().to_python(value)
        years: set[int] = set()
        for part in text.replace(",", " ").replace(";", " ").split() if not _SPAN.search(text) else [text]:
            span = _SPAN.fullmatch(part.strip())
            first, last = (span[1], span[2]) if span else (part, part)
            if not (first.isascii() and first.isdigit() and EARLIEST <= int(first) <= int(last) <= LATEST):
                raise ValidationError(self.error_messages["unread"], code="unread", params={"text": text[:40]})
            years |= set(range(int(first), int(last) + 1))
        if len(years) > MOST_YEARS:
            raise ValidationError(self.error_messages["many"], code="many", params={"most": MOST_YEARS})
        return sorted(years)

    def run_validators(self, value: Any) -> None:
        """Its own rules are all there is."""

    def validate(self, value: Any) -> None:
        if self.required and not value:
            raise ValidationError(self.error_messages["required"], code="required")

    def prepare_value(self, value: Any) -> Any:
        return write_years(value) if isinstance(value, list) else value


def write_years(years: list[int]) -> str:
    """ "2012-2015" where they follow each other, else "2012, 2014"."""
    if len(years) > 1 and years == list(range(years[0], years[-1] + 1)):
        return f"{years[0]}-{years[-1]}"
    return ", ".join(map(str, years))


class CellField(PlainField):
    """A cell: "12.250", "- 3.000", "-" for nothing. Gives a ``CellFact`` without a year, or None where it is empty."""

    default_error_messages = {
        "unread": _("“%(text)s” is no number. Write for example 12.250, - 3.000 or - for nothing."),
    }

    def to_python(self, value: Any) -> CellFact | None:  # type: ignore[override]
        text = super().to_python(value)
        try:
            number = read_cell(text)
        except NumberError as error:
            raise ValidationError(self.error_messages["unread"], code="unread", params={"text": text[:40]}) from error
        if number is not None and (abs(number) >= 10**14 or number != round(number, 2)):
            raise ValidationError(self.error_messages["unread"], code="unread", params={"text": text[:40]})
        return CellFact(0, text, number) if text else None

    def run_validators(self, value: Any) -> None:
        """Its own rules are all there is."""

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return super().widget_attrs(widget) | {"size": 9, "maxlength": _LONGEST_CELL}


class TableForm(forms.Form):
    """A table's head and its grid. A row without a text is taken away; rows stand in the order of their numbers."""

    number = PlainField(label=_("Number of the table"), help_text=_("For example 1."), max_length=20, required=False)
    caption = PlainField(label=_("Caption"), max_length=400, required=False)
    caption_rest = PlainField(label=_("Second line of the caption"), max_length=400, required=False)
    section = forms.ChoiceField(label=_("Stands in the section"), required=False)
    unit_text = PlainField(
        label=_("Corner of the table"),
        help_text=_("As it is to print, for example 1.000 kr. – 2012 p/l."),
        max_length=200,
        required=False,
    )
    unit = forms.TypedChoiceField(label=_("Unit"), choices=BudgetTable.Unit.choices, coerce=int, initial=1_000)
    price_level = PlainField(
        label=_("Price level"), help_text=_("For example 2012 p/l."), max_length=60, required=False
    )
    sign = forms.ChoiceField(
        label=_("Signs"),
        choices=[("", _("As in the note")), *((code, capfirst(words)) for code, words in Sign.choices)],
        required=False,
    )
    years = YearsField(
        label=_("Years"),
        help_text=_("For example 2012-2015. Press “Show the rows” when you have changed them."),
        error_messages={"required": _("Write the years of the table, for example 2012-2015.")},
    )

    def __init__(self, *args: Any, note: BudgetNote, kind: str, count: int, **options: Any) -> None:
        super().__init__(*args, **options)
        self.kind = kind
        if kind != MONEY:
            for name in ("unit", "price_level", "sign"):
                del self.fields[name]
        self.sections = {str(each.pk): each for each in note.sections.all()}
        self.fields["section"].choices = [
            ("", _("the last one")),
            *((pk, str(each)[:70]) for pk, each in self.sections.items()),
        ]
        self.head_names = list(self.fields)
        self.numbers = [("", _("none")), *((each.number, each.number) for each in note.proposals.all())]
        self.row_count = min(count, MOST_ROWS)
        for at in range(self.row_count):
            self._add_row(at)

    @property
    def shown_years(self) -> list[int]:
        """The years whose cells the grid has: those that were sent, or that the table has."""
        try:
            return self.fields["years"].to_python(self["years"].value() or "")
        except ValidationError:
            return []

    def _add_row(self, at: int) -> None:
        row = {"row": at + 1}
        self.fields[f"order_{at}"] = PlainField(label=_("Row %(row)d: place") % row, max_length=6, required=False)
        self.fields[f"label_{at}"] = PlainField(label=_("Row %(row)d: text") % row, max_length=400, required=False)
        self.fields[f"key_{at}"] = forms.CharField(widget=forms.HiddenInput, required=False, max_length=18)
        if self.kind != MONEY:
            self.fields[f"quarters_{at}"] = forms.MultipleChoiceField(
                choices=[(f"{year}-{quarter}", "") for year in self.shown_years for quarter in (1, 2, 3, 4)],
                required=False,
            )
            return
        self.fields[f"kind_{at}"] = forms.ChoiceField(label=_("Row %(row)d: kind") % row, choices=_KINDS, initial=ROW)
        self.fields[f"area_{at}"] = forms.ChoiceField(
            label=_("Row %(row)d: steering area") % row, choices=_AREAS, required=False
        )
        self.fields[f"proposal_{at}"] = forms.ChoiceField(
            label=_("Row %(row)d: proposal") % row, choices=self.numbers, required=False
        )
        for year in self.shown_years:
            self.fields[f"cell_{at}_{year}"] = CellField(
                label=_("Row %(row)d: %(year)d") % (row | {"year": year}), required=False
            )

    @property
    def head(self) -> list[forms.BoundField]:
        return [self[name] for name in self.head_names]

    @property
    def rows(self) -> Iterator[dict[str, Any]]:
        for at in range(self.row_count):
            row: dict[str, Any] = {name: self[f"{name}_{at}"] for name in ("order", "label", "key")}
            if self.kind == MONEY:
                row |= {name: self[f"{name}_{at}"] for name in ("kind", "area", "proposal")}
                row["cells"] = [self[f"cell_{at}_{year}"] for year in self.shown_years]
                fields = [row["label"], row["order"], row["kind"], *row["cells"]]
            else:
                ticked = set(self[f"quarters_{at}"].value() or ())
                row["quarters"] = [
                    {
                        "value": f"{year}-{quarter}",
                        "checked": f"{year}-{quarter}" in ticked,
                        "name": f"quarters_{at}",
                        "label": gettext("Row %(row)d: quarter %(quarter)d of %(year)d")
                        % {"row": at + 1, "quarter": quarter, "year": year},
                    }
                    for year in self.shown_years
                    for quarter in (1, 2, 3, 4)
                ]
                fields = [row["label"], row["order"]]
            row["errors"] = [error for field in fields for error in field.errors]
            yield row

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        for at in range(self.row_count):
            filled = any(data.get(f"cell_{at}_{year}") for year in data.get("years") or ())
            if not data.get(f"label_{at}") and filled and f"label_{at}" not in self.errors:
                self.add_error(f"label_{at}", gettext("Write what the row is about, or empty its amounts too."))
            order = data.get(f"order_{at}", "")
            if order and not (order.isascii() and order.isdigit()):
                self.add_error(f"order_{at}", gettext("The place of a row is a whole number."))
        return data

    @property
    def facts(self) -> TableFact:
        data = self.cleaned_data
        names = ("number", "caption", "caption_rest", "unit_text", "unit", "price_level", "sign")
        head = {name: data[name] for name in names if name in data}
        rows = [(int(data[f"order_{at}"] or 10**6), at) for at in range(self.row_count) if data[f"label_{at}"]]
        return TableFact(
            self.kind, **head, years=tuple(data["years"]), rows=tuple(self._fact(at) for _order, at in sorted(rows))
        )

    def _fact(self, at: int) -> RowFact:
        data = self.cleaned_data
        key = data[f"key_{at}"]
        named = {"label": data[f"label_{at}"], "key": int(key) if key.isascii() and key.isdigit() else None}
        if self.kind != MONEY:
            return RowFact(ACTIVITY, **named, quarters=tuple(data[f"quarters_{at}"]))
        kind = data[f"kind_{at}"]
        cells = (
            ()
            if kind == GROUP
            else tuple(
                CellFact(year, cell.as_printed, cell.value)
                for year in data["years"]
                if (cell := data.get(f"cell_{at}_{year}"))
            )
        )
        area = data[f"area_{at}"] if kind == GROUP else ""
        return RowFact(kind, **named, area=area, proposal=data[f"proposal_{at}"] if kind == ROW else "", cells=cells)


def fields_of_table(table: TableFact, section: int | None, note_sign: str) -> dict[str, Any]:
    """The fields of ``TableForm`` as a browser sends them."""
    names = ("number", "caption", "caption_rest", "unit_text", "unit", "price_level")
    fields: dict[str, Any] = {name: str(getattr(table, name)) for name in names}
    fields |= {"section": str(section or ""), "years": list(table.years)}
    fields["sign"] = "" if table.sign == note_sign else table.sign
    for at, row in enumerate(table.rows):
        fields |= {f"order_{at}": str(_STEP * (at + 1)), f"label_{at}": row.label, f"key_{at}": str(row.key or "")}
        fields |= {f"kind_{at}": row.kind, f"area_{at}": row.area, f"proposal_{at}": row.proposal}
        fields[f"quarters_{at}"] = list(row.quarters)
        fields |= {f"cell_{at}_{cell.year}": cell.as_printed for cell in row.cells}
    return fields


def rows_sent(data: Mapping[str, Any]) -> int:
    """How many rows a sent form has."""
    text = str(data.get("rows", ""))
    return min(int(text), MOST_ROWS) if text.isascii() and text.isdigit() and len(text) < 5 else SPARE


def differences(form: TableForm, now: TableFact, fields: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What stands in the table now where it differs from what was sent, as a conflict tells it: the head's fields, then
    row by row what others wrote, added and took out. ``fields`` are those of the table now."""
    sent = {str(form.data.get(f"key_{at}", "")): at for at in range(form.row_count)} if form.is_bound else {}
    told: list[tuple[str, str]] = []
    rows: list[tuple[str, str]] = []
    for name in form.head_names:
        field = form.fields[name]
        there = str(field.prepare_value(fields.get(name, "")) or "")
        if form.data.get(name, "").strip() != there:
            choices = {str(key): str(words) for key, words in getattr(field, "choices", ())}
            told.append((str(field.label), choices.get(there, there)))
    for row in now.rows:
        at = sent.get(str(row.key))
        if at is None:
            words = gettext("%(cells)s – it is not in the table below, and goes if you save") % {
                "cells": _in_a_line(row)
            }
            rows.append((gettext("New row “%(row)s”") % {"row": row.label}, words))
            continue
        if form.data.get(f"label_{at}", "").strip() != row.label:
            told.append((gettext("Row %(row)d: text") % {"row": at + 1}, row.label))
        told += _cells_that_differ(form, at, row, now.years)
    there = {str(row.key) for row in now.rows}
    for key, at in sent.items():
        if key and key not in there:
            rows.append(
                (form.data.get(f"label_{at}", ""), gettext("the row was taken out, and comes back if you save"))
            )
    return [
        {"label": label, "old": "", "new": new, "mine": is_mine}
        for is_mine, each in ((True, told), (False, rows))
        for label, new in each
    ]


def _cells_that_differ(form: TableForm, at: int, row: RowFact, years: Sequence[int]) -> Iterator[tuple[str, str]]:
    if form.kind != MONEY:
        if {*form.data.getlist(f"quarters_{at}")} != {*row.quarters}:
            yield row.label, _in_a_line(row)
        return
    for year in years:
        there = next((cell.as_printed for cell in row.cells if cell.year == year), "")
        if form.data.get(f"cell_{at}_{year}", "").strip() != there:
            yield f"{row.label}, {year}", there


def _in_a_line(row: RowFact) -> str:
    """ "2012: 1.000; 2013: -", or the quarters of an activity."""
    if row.quarters:
        quarters = (each.split("-") for each in row.quarters)
        return ", ".join(gettext("%(quarter)s. kv. %(year)s") % {"quarter": q, "year": year} for year, q in quarters)
    return "; ".join(f"{cell.year}: {cell.as_printed}" for cell in row.cells)
