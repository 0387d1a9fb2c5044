"""How imprecise dates are sorted, when they are overdue and how far they have slipped (DOMAIN.md B1)."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from .edtf import ONE_DAY
from .imprecise import ImpreciseDate
from .kinds import Kind, Precision

SOON_DAYS = 60
HALF_A_MONTH = 15
FINENESS = {precision: rank for rank, precision in enumerate(Precision)}
DATED, OPEN_ENDED, ONGOING, UNDATED = range(4)

SortKey = tuple[int, int, int, int]


class DueState(StrEnum):
    """Where an end date stands on a given day."""

    NOT_DUE = "not_due"
    DUE_SOON = "due_soon"
    IN_WINDOW = "in_window"
    OVERDUE = "overdue"
    NO_END = "no_end"


@dataclass(frozen=True, slots=True)
class DayRange:
    """A number of days known between two bounds, both inclusive; equal bounds are a single number."""

    low: int
    high: int


def end_sort_key(end: ImpreciseDate) -> SortKey:
    """Sorts end dates: by latest day (none last), then earliest day (none first), then the finest precision.

    After the dated ones come those without an end ("fra 2012"), then "løbende", then no date, unread and impossible.
    Dates with equal keys are told apart by the caller, usually by item number.
    """
    latest = end.latest.toordinal() if end.latest else 0
    earliest = end.earliest.toordinal() if end.earliest else 0
    return _rank(end, bool(end.latest)), latest, earliest, FINENESS[end.precision]


def start_sort_key(start: ImpreciseDate) -> SortKey:
    """Sorts start dates: by earliest day (that of "senest D" is D), then latest day (none last), then precision."""
    first = start.earliest or start.latest
    earliest = first.toordinal() if first else 0
    latest = (start.latest or date.max).toordinal()
    return _rank(start, bool(first)), earliest, latest, FINENESS[start.precision]


def _rank(reading: ImpreciseDate, dated: bool) -> int:
    if dated:
        return DATED
    if reading.earliest is not None:
        return OPEN_ENDED
    return ONGOING if reading.kind == Kind.ONGOING else UNDATED


def due_state(end: ImpreciseDate, as_of: date, soon_days: int = SOON_DAYS) -> DueState:
    """Where an end date stands on `as_of`; whether the item is closed is the caller's to know.

    Overdue only after the latest day; in window from the earliest to the latest day, except for single days and
    deadlines; due soon when the latest day is at most `soon_days` ahead.
    """
    if end.latest is None:
        return DueState.NO_END
    if as_of > end.latest:
        return DueState.OVERDUE
    if end.earliest is not None and not end.is_day and end.earliest <= as_of:
        return DueState.IN_WINDOW
    return DueState.DUE_SOON if (end.latest - as_of).days <= soon_days else DueState.NOT_DUE


def days_overdue(end: ImpreciseDate, as_of: date) -> int:
    """Days from the latest day of `end` to `as_of`; 0 when it is not overdue or has no end."""
    return max(0, (as_of - end.latest).days) if end.latest else 0


def slippage(current: ImpreciseDate, original: ImpreciseDate) -> DayRange | None:
    """Days from the original end's latest day to the current end's earliest and latest; None when either has no end.

    A single number (equal bounds) when the current end is one day or a deadline. Negative when the end moved forward.
    Source: DOMAIN.md B1, S004-25.
    """
    if current.latest is None or original.latest is None:
        return None
    high = (current.latest - original.latest).days
    low = high if current.earliest is None else (current.earliest - original.latest).days
    return DayRange(low, high)


def months_moved(current: ImpreciseDate, original: ImpreciseDate) -> int:
    """Months from the original end's latest day to the current end's, for "+26 mdr. fra oprindelig"; 0 without both.

    Whole calendar months, and the odd days count as one more from 15 up: 1.1.2012 -> 31.12.2012 is 12,
    31.12.2012 -> 31.8.2013 is 8, 1.11.2011 -> 31.12.2013 is 26. Negative when the end moved forward.
    """
    if current.latest is None or original.latest is None:
        return 0
    if current.latest < original.latest:
        return -_months_between(current.latest, original.latest)
    return _months_between(original.latest, current.latest)


def _months_between(first: date, second: date) -> int:
    months = (second.year - first.year) * 12 + second.month - first.month
    if _day_in_month(second, first.day) > second:
        months -= 1
        before = second.replace(day=1) - ONE_DAY
        return months + ((second - _day_in_month(before, first.day)).days >= HALF_A_MONTH)
    return months + ((second - _day_in_month(second, first.day)).days >= HALF_A_MONTH)


def _day_in_month(month: date, day: int) -> date:
    return month.replace(day=min(day, monthrange(month.year, month.month)[1]))


def latest_day_after(reading: ImpreciseDate, other: ImpreciseDate) -> bool:
    """Whether `reading` can be later than `other` ever is: its latest day is after the other's. False without both."""
    return reading.latest is not None and other.latest is not None and reading.latest > other.latest
