"""A plan at one moment, as frozen facts.

A snapshot is everything a report may print and nothing it may look up: renderers get a ``Snapshot`` and never see
the database. Dates keep their wording beside the interval they were read as. ``as_json`` and ``from_json`` are each
other's inverse, so that a snapshot stored today can be rendered or compared in ten years.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from handleplan.models import Plan

SCHEMA = 1


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """An imprecise date: the words of the plan, and the first and last day they can mean (None where open)."""

    text: str
    earliest: dt.date | None = None
    latest: dt.date | None = None
    kind: str = "none"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a part. Columns of one ``group`` stand under one shared heading ("Tidsplan")."""

    role: str  # number, title, description, start, original_end, revised_end, end, status, owner
    title: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class MilestoneFact:
    """A further milestone of an item, beside the item's own schedule."""

    name: str
    start: WrittenDate | None = None
    original_end: WrittenDate | None = None
    superseded: tuple[WrittenDate, ...] = ()
    end: WrittenDate | None = None
    moves: int = 0
    completed_on: dt.date | None = None
    under_revision: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One item of the plan as it stands in the report.

    ``cells`` holds the text of each of the part's columns exactly as the table has it (marker and bracketed earlier
    dates included, italics and capitals left to the flags); the other fields are the facts behind them.
    """

    number: str
    title: str
    cells: tuple[str, ...]
    level: int = 1
    is_heading: bool = False
    marker: str = ""
    italic: bool = False
    capitals: bool = False
    description: str = ""
    owner: str = ""
    start: WrittenDate | None = None
    original_end: WrittenDate | None = None
    superseded: tuple[WrittenDate, ...] = ()
    end: WrittenDate | None = None
    forecast: WrittenDate | None = None
    status: str = ""
    status_kind: str = "plain"
    closed: bool = False
    due: str = ""  # a DueState code; empty for headings and closed items
    days_overdue: int = 0
    slippage_low: int | None = None  # days from original to current end, as a range
    slippage_high: int | None = None
    moves: int = 0
    in_focus: bool = False
    focus_reason: str = ""
    milestones: tuple[MilestoneFact, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """One of the report's tables: the active points or the closed ones, each with its own columns and as-of text."""

    kind: str  # active, closed
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    as_of_text: str = ""
    header_rows: int = 2


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts of initiatives; headings are not counted. ``due_soon``: not overdue, the last day within 60 days."""

    total: int = 0
    active: int = 0
    closed: int = 0
    overdue: int = 0
    in_window: int = 0
    due_soon: int = 0
    no_end: int = 0
    moved: int = 0
    in_focus: int = 0
    missing_status: int = 0
    contradicting: int = 0


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing on the front page that needs a person: ``why`` is a code of ``handleplan.attention``."""

    number: str
    title: str
    why: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A plan's month. ``period`` is the month's first day, ``as_of`` the day that decides what is overdue."""

    plan: str
    title: str
    period: dt.date
    as_of: dt.date
    figures: Figures
    parts: tuple[Part, ...]
    intro: str = ""
    unit: str = ""
    occasion: str = ""
    notices: tuple[Notice, ...] = ()
    taken_at: str = ""  # ISO 8601 with offset; the moment the facts were read
    language: str = "da"
    schema: int = field(default=SCHEMA)

    def as_json(self) -> str:
        """The snapshot as JSON with sorted keys: the same facts always give the same bytes."""
        return json.dumps(dataclasses.asdict(self), default=_iso, ensure_ascii=False, sort_keys=True)


def _iso(value: object) -> str:
    if isinstance(value, dt.date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in a snapshot")


def _day(value: str | None) -> dt.date | None:
    return dt.date.fromisoformat(value) if value else None


def _written(value: dict[str, Any] | None) -> WrittenDate | None:
    if value is None:
        return None
    return WrittenDate(value["text"], _day(value["earliest"]), _day(value["latest"]), value["kind"])


def _row(value: dict[str, Any]) -> Row:
    dates = {name: _written(value[name]) for name in ("start", "original_end", "end", "forecast")}
    milestones = tuple(_milestone(each) for each in value["milestones"])
    cells = tuple(value["cells"])
    return Row(**{**value, **dates, "superseded": _superseded(value), "cells": cells, "milestones": milestones})


def _milestone(value: dict[str, Any]) -> MilestoneFact:
    dates = {name: _written(value[name]) for name in ("start", "original_end", "end")}
    completed = _day(value["completed_on"])
    return MilestoneFact(**{**value, **dates, "superseded": _superseded(value), "completed_on": completed})


def _superseded(value: dict[str, Any]) -> tuple[WrittenDate, ...]:
    return tuple(filter(None, map(_written, value["superseded"])))


def _part(value: dict[str, Any]) -> Part:
    columns = tuple(Column(**column) for column in value["columns"])
    return Part(**{**value, "columns": columns, "rows": tuple(_row(row) for row in value["rows"])})


def from_json(text: str) -> Snapshot:
    """The snapshot that ``as_json`` wrote. Raises ``ValueError`` for another schema."""
    value = json.loads(text)
    if value["schema"] != SCHEMA:
        raise ValueError(f"snapshot schema {value['schema']} is not {SCHEMA}")
    value["period"] = dt.date.fromisoformat(value["period"])
    value["as_of"] = dt.date.fromisoformat(value["as_of"])
    value["figures"] = Figures(**value["figures"])
    value["parts"] = tuple(_part(part) for part in value["parts"])
    value["notices"] = tuple(Notice(**notice) for notice in value["notices"])
    return Snapshot(**value)


def build_snapshot(plan: Plan, period: dt.date, *, occasion: str = "", language: str = "da") -> Snapshot:
    """The plan's month as facts, read in a handful of queries. ``period`` is the month's first day."""
    from .building import read_plan  # here, so that renderers load the facts without Django and its models

    return read_plan(plan, period, occasion=occasion, language=language)
