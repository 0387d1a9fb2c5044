"""The points of a plan as the parts of a report: which print, in which order, in which columns, in which words.

A design says it, and where it is silent the plan's own table does. No query and no model: rows of facts in, parts out.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from handleplan import dates, periods

from .columns import cell
from .designs import Column, Design, DesignPart
from .snapshot import Part, Row

ACTIVE, CLOSED = "active", "closed"
_OWN_MONTH = re.compile(r"\{(?:month|måned)\}")
_MONTH_BEFORE = re.compile(r"\{(?:previous month|forrige måned)\}")


@dataclass(frozen=True, slots=True)
class OwnTable:
    """A part of the plan's own table; ``as_of_month`` is the month whose table it was, where the plan says it."""

    title: str = ""
    as_of_text: str = ""
    as_of_month: dt.date | None = None
    columns: tuple[Column, ...] = ()


def lay_out(
    rows: Sequence[Row], own: dict[str, OwnTable], design: Design, period: dt.date
) -> tuple[tuple[Part, ...], tuple[Row, ...]]:
    """The parts that have rows, and the points that the design leaves out."""
    printed = {row.item for row in _in_scope(rows, design)}
    others = [row for row in rows if row.item not in printed]
    in_order = sorted(rows, key=lambda row: row.sort_key) if design.order == "by_number" else rows
    parts = []
    for kind in (ACTIVE, CLOSED):
        mine = [row for row in in_order if row.item in printed and row.closed == (kind == CLOSED)]
        if mine:
            parts.append(_part(kind, design, _table(own, kind, period), mine, period))
    return tuple(parts), tuple(others)


def as_of_texts(own: dict[str, OwnTable], design: Design, period: dt.date) -> list[str]:
    """What each part of a month's report is as of, whether or not it has rows."""
    kinds = (ACTIVE,) if design.closed == "none" else (ACTIVE, CLOSED)
    return [_as_of(design.part(kind), _table(own, kind, period), period) for kind in kinds]


def differing(texts: Iterable[str]) -> list[str]:
    """The as-of texts of parts that are not of the same month (S004-3); none where they are."""
    said = list(filter(None, texts))
    return said if len(set(said)) > 1 else []


def as_of_words(text: str, period: dt.date) -> str:
    """A design's "as of" in a month's report: ``{måned}`` is that month, ``{forrige måned}`` the one before it."""
    before = (period.replace(day=1) - dt.timedelta(days=1)).replace(day=1)
    return _OWN_MONTH.sub(dates.format_month(period), _MONTH_BEFORE.sub(dates.format_month(before), text))


def _in_scope(rows: Sequence[Row], design: Design) -> Iterable[Row]:
    listed = [row for row in rows if design.closed != "none" or not row.closed]
    if design.scope != "focus":
        return listed
    parents = {row.item: row.parent for row in rows}
    kept: set[int | None] = set()
    for row in listed:
        key = row.item if row.in_focus and not row.is_heading else None
        while key is not None and key not in kept:
            kept.add(key)
            key = parents.get(key)
    return [row for row in listed if row.item in kept]


def _table(own: dict[str, OwnTable], kind: str, period: dt.date) -> OwnTable:
    """The plan's table of a part as a month's report prints it."""
    table = own.get(kind, OwnTable())
    another_month = ACTIVE in own and own[ACTIVE].as_of_month not in (None, period)
    return _of_month(table, period) if another_month else table


def _as_of(wanted: DesignPart, table: OwnTable, period: dt.date) -> str:
    return as_of_words(wanted.as_of_text, period) or table.as_of_text or dates.format_month(period)


def _of_month(table: OwnTable, period: dt.date) -> OwnTable:
    """The plan's table in a later month's report (or an earlier one's): its titles speak of that month (S004-3)."""

    def moved(text: str) -> str:
        found = periods.find_period(text)
        return text.replace(found[1], dates.format_month(period)) if found else text

    columns = tuple(dataclasses.replace(column, title=moved(column.title)) for column in table.columns)
    return OwnTable(moved(table.title), moved(table.as_of_text), period, columns)


def _part(kind: str, design: Design, table: OwnTable, rows: list[Row], period: dt.date) -> Part:
    wanted = design.part(kind)
    columns = _columns(kind, design, wanted, table, period)
    filled = (dataclasses.replace(row, cells=tuple(cell(row, each.role, period) for each in columns)) for row in rows)
    default_title = _("Closed points") if kind == CLOSED else ""
    return Part(
        kind=kind,
        title=wanted.title or (table.title if table.columns or table.title else default_title),
        columns=columns,
        rows=tuple(filled),
        as_of_text=_as_of(wanted, table, period),
        header_rows=2 if any(column.group for column in columns) else 1,
    )


def _columns(kind: str, design: Design, wanted: DesignPart, table: OwnTable, period: dt.date) -> tuple[Column, ...]:
    columns = wanted.columns or table.columns or _usual(kind)
    month = as_of_words(wanted.as_of_text, period) or dates.format_month(period)
    named = tuple(dataclasses.replace(each, title=_OWN_MONTH.sub(lambda _found: month, each.title)) for each in columns)
    if kind == CLOSED and design.closed == "with_slippage" and all(each.role != "slippage" for each in named):
        at = next((index for index, each in enumerate(named) if each.role in ("status", "standing")), len(named))
        named = (*named[:at], Column("slippage", _("Slippage")), *named[at:])
    return named


def _usual(kind: str) -> tuple[Column, ...]:
    """The columns of a plan whose own table is not known."""
    schedule = _("Schedule")
    first = (
        Column("number", _("Goal no.")),
        Column("title", _("Area, theme and initiatives")),
        Column("description", _("Description")),
        Column("start", _("Start"), schedule),
    )
    status = Column("status", _("Status as of %(month)s") % {"month": "{month}"})
    if kind == CLOSED:
        return (*first, Column("end", _("End"), schedule), status)
    return (
        *first,
        Column("original_end", _("Original end date"), schedule),
        Column("revised_end", _("Updated end date"), schedule),
        status,
    )
