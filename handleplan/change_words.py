"""Changes of fields in a caseworker's words: the name of the field, and its old and new value as people write them."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from handleplan import worddiff
from handleplan.amounts import format_number
from handleplan.deadline_words import day_in_words, month_in_words, read_as
from handleplan.models import (
    Counter,
    ItemRelation,
    Milestone,
    MilestoneShare,
    ObservationLink,
    PlanItem,
    StatusEntry,
    Unit,
    User,
)
from handleplan.models.imprecise import ImpreciseColumns, ReadBy, column_names

LONG = 120  # characters from which two texts are compared word by word

Names = Mapping[str, str | Promise]
_ITEM: Names = {
    "plan": gettext_lazy("Plan"),
    "position": gettext_lazy("Place in the plan"),
    "number": gettext_lazy("Number"),
    "sort_key": gettext_lazy("Sorting of the number"),
    "parent": gettext_lazy("Stands under"),
    "kind": gettext_lazy("Kind"),
    "level": gettext_lazy("Level"),
    "title": gettext_lazy("Title"),
    "marker": gettext_lazy("Mark before the title"),
    "italic": gettext_lazy("Title in italics"),
    "capitals": gettext_lazy("Title in capitals"),
    "description": gettext_lazy("Description"),
    "description_kind": gettext_lazy("Description prints"),
    "owner": gettext_lazy("Owner"),
    "owner_text": gettext_lazy("Owner as written"),
    "unit": gettext_lazy("Unit"),
    "state": gettext_lazy("State"),
    "reported_closed_in": gettext_lazy("Reported closed in"),
    "latest_status": gettext_lazy("Newest status"),
    "in_focus": gettext_lazy("Management focus"),
}
_MILESTONE: Names = {
    "item": gettext_lazy("Point"),
    "is_own": gettext_lazy("The point’s own schedule"),
    "name": gettext_lazy("Name"),
    "position": gettext_lazy("Place among the milestones"),
    "start": gettext_lazy("Start"),
    "original": gettext_lazy("Original end date"),
    "end": gettext_lazy("End date"),
    "forecast": gettext_lazy("Expected"),
    "moves": gettext_lazy("Times moved"),
    "revised_as_written": gettext_lazy("Revised end dates as written"),
    "completed_on": gettext_lazy("Completed"),
    "under_revision": gettext_lazy("Schedule under revision"),
    "under_revision_reason": gettext_lazy("Reason for the revision"),
}
_RELATION: Names = {
    "item": gettext_lazy("Point"),
    "other": gettext_lazy("Other point"),
    "kind": gettext_lazy("Relation"),
    "confirmed": gettext_lazy("Confirmed by a person"),
}
_SHARE: Names = {
    "milestone": gettext_lazy("Milestone"),
    "item": gettext_lazy("Serves the point"),
    "withdrawn": pgettext_lazy("milestone share", "No longer"),
}
_COUNTER: Names = {
    "item": gettext_lazy("Point"),
    "name": gettext_lazy("What is counted"),
    "unit": pgettext_lazy("of a counter", "Unit"),
    "scope": gettext_lazy("Scope"),
    "target_as_written": gettext_lazy("Own target"),
    "target_value": gettext_lazy("Own target as a number"),
    "target_unit": gettext_lazy("Unit of the own target"),
    "limit_as_written": gettext_lazy("Statutory limit"),
    "limit_value": gettext_lazy("Statutory limit as a number"),
    "limit_unit": gettext_lazy("Unit of the statutory limit"),
    "withdrawn": gettext_lazy("Taken back"),
}
_LINK: Names = {
    "observation": gettext_lazy("Observation"),
    "status": gettext_lazy("Is told in the status"),
    "revision": gettext_lazy("Is the cause of the deadline"),
    "withdrawn": gettext_lazy("Taken back"),
}
LABELS: dict[type[models.Model], Names] = {
    PlanItem: _ITEM,
    Milestone: _MILESTONE,
    ItemRelation: _RELATION,
    MilestoneShare: _SHARE,
    Counter: _COUNTER,
    ObservationLink: _LINK,
}
_MONTHS = {"reported_closed_in"}
_TECHNICAL = {"id"}
# Model -> the columns of its history that make its name.
_NAMING: dict[type[models.Model], tuple[str, ...]] = {
    User: ("full_name", "username"),
    Unit: ("name",),
    PlanItem: ("number", "title"),
    Milestone: ("name",),
}


@dataclass(frozen=True, slots=True)
class Change:
    """A field's old and new value in words. ``pieces`` are their word differences where they are long texts."""

    label: str
    old: str
    new: str
    pieces: tuple[worddiff.Piece, ...] = ()


class NamesThen:
    """What people, units and points were called at a moment, as far as their history tells; a query for each kind."""

    def __init__(self, wanted: Iterable[tuple[type[models.Model], int | None]]) -> None:
        keys: dict[type[models.Model], set[int]] = {}
        for model, pk in wanted:
            if pk is not None:
                keys.setdefault(model, set()).add(pk)
        self._past: dict[tuple[type[models.Model], int], list[tuple[dt.datetime, str]]] = {}
        self._now: dict[tuple[type[models.Model], int], str] = {}
        for model, pks in keys.items():
            if model in _NAMING:
                self._remember(model, pks)
            missing = pks - {pk for kind, pk in self._past if kind is model}
            if missing:
                self._now |= {(model, row.pk): _called_now(row) for row in model._base_manager.filter(pk__in=missing)}

    def _remember(self, model: type[models.Model], pks: set[int]) -> None:
        rows = model.history.filter(id__in=pks).order_by("history_id")
        for pk, moment, *parts in rows.values_list("id", "history_date", *_NAMING[model]):
            self._past.setdefault((model, pk), []).append((moment, _called(model, parts)))

    def at(self, model: type[models.Model], pk: int | None, moment: dt.datetime) -> str:
        """The name at ``moment``; the first known one if that was before all of them; "" for nobody."""
        if pk is None:
            return ""
        past = self._past.get((model, pk))
        if not past:
            return self._now.get((model, pk), "") or _("no. %(number)d") % {"number": pk}
        return past[max(bisect_right(past, moment, key=lambda name: name[0]) - 1, 0)][1]


def _called(model: type[models.Model], parts: Sequence[str]) -> str:
    if model is User:
        return parts[0] or parts[1]
    return " ".join(filter(None, parts)) or (_("The point’s own schedule") if model is Milestone else "")


def _called_now(row: models.Model) -> str:
    return month_in_words(row.period) if isinstance(row, StatusEntry) else str(row)


# -- what differs -----------------------------------------------------------------------------------------------------


def mentioned(model: type[models.Model], row: Any) -> Iterator[tuple[type[models.Model], int | None]]:
    """The rows that a history row points at, to be called by their names."""
    for field in _fields(model, row):
        if field.is_relation:
            yield field.related_model, getattr(row, field.attname)


def changes(model: type[models.Model], row: Any, before: Any, names: NamesThen) -> list[Change]:
    """What differs between a history row and the one before it; without one, what it holds."""
    found = []
    for name, columns in _grouped(model, row):
        if before is not None and all(getattr(row, column) == getattr(before, column) for column in columns):
            continue
        new = _words(model, name, row, names)
        old = _words(model, name, before, names) if before is not None else ""
        if before is not None or (new and getattr(row, columns[0])):  # at the start, "no" and 0 tell nothing
            found.append(_change(str(LABELS[model].get(name, name)), old, new, compare=before is not None))
    return _without_repeats(found, model, before)


def _change(label: str, old: str, new: str, *, compare: bool) -> Change:
    long = compare and old and new and max(len(old), len(new)) > LONG
    return Change(label, old, new, worddiff.compare(old, new) if long else ())


def _without_repeats(found: list[Change], model: type[models.Model], before: Any) -> list[Change]:
    """A number's sorting and level follow it; they are told only where they change alone, and never at the start."""
    if model is not PlanItem:
        return found
    derived = {str(_ITEM["sort_key"]), str(_ITEM["level"])}
    told = {change.label for change in found}
    if before is not None and str(_ITEM["number"]) not in told:
        return found
    return [change for change in found if change.label not in derived]


def _fields(model: type[models.Model], row: Any) -> list[models.Field]:
    tracked = {field.name for field in row._meta.fields}
    return [f for f in model._meta.concrete_fields if f.name in tracked and f.name not in _TECHNICAL]


def _grouped(model: type[models.Model], row: Any) -> Iterator[tuple[str, list[str]]]:
    """Fields with their columns; the five columns of an imprecise date are one."""
    prefixes = [name for name in LABELS[model] if isinstance(getattr(model, name, None), ImpreciseColumns)]
    belonging = {column: prefix for prefix in prefixes for column in column_names(prefix)}
    told = set()
    for field in _fields(model, row):
        prefix = belonging.get(field.name)
        if prefix is None:
            yield field.name, [field.attname]
        elif prefix not in told:
            told.add(prefix)
            yield prefix, column_names(prefix)


def _words(model: type[models.Model], name: str, row: Any, names: NamesThen) -> str:
    """A value as people write it; "" for none."""
    if isinstance(getattr(model, name, None), ImpreciseColumns):
        return _date_as_written(row, name)
    field = model._meta.get_field(name)
    value = getattr(row, field.attname)
    if field.is_relation:
        return names.at(field.related_model, value, row.history_date)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, dt.date):
        return month_in_words(value) if name in _MONTHS else day_in_words(value)
    if isinstance(value, Decimal):
        value = value.normalize()
    return format_number(value) if isinstance(value, int | Decimal) else str(value or "")


def _date_as_written(row: Any, prefix: str) -> str:
    written, kind = getattr(row, f"{prefix}_as_written"), getattr(row, f"{prefix}_kind")
    if not kind:
        return ""
    days = read_as(ImpreciseColumns(prefix).__get__(row))
    told = ", ".join(filter(None, (days, _who_read(getattr(row, f"{prefix}_read_by")))))
    return f"{written} ({told})" if told else written


def _who_read(read_by: str) -> str:
    return "" if read_by in ("", ReadBy.PARSER) else str(ReadBy(read_by).label)
