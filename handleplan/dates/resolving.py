"""From the shape of an expression to the days it means (DOMAIN.md B1).

Where DOMAIN.md is silent:

* "inden" and "før" a period longer than a day end the day before it begins ("inden juni 2012" = 31 May); before
  "ultimo P" or "slutningen af P" they end with P itself, marked ambiguous. "inden for P" ends with P.
* "efter P" begins the day after P ends, as "inden" ends the day before; "fra" and "siden" begin with P's first day.
* "årsskiftet" is midnight: before, by or until it is 31 December, from or after it is 1 January.
* "ca." widens days, weeks and months only; thirds, quarters, seasons and years are vague as they are.
* A missing year is the first whose interval ends no earlier than 60 days before the context; after "siden", or when the
  caller knows that the sentence tells of the past, it is the last whose interval begins no later than the context.
* The left side of a range takes the year of the right, or the year before when it would come after it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import MAXYEAR, date
from itertools import pairwise

from .calendar_days import Days, ImpossibleDateError, days_of, part_of, precision_of, shift
from .edtf import TOLERANCE
from .expressions import COUNTED, Expression, Joint, Period, Single, Unit
from .imprecise import ImpreciseDate
from .kinds import Kind, Precision
from .vocabulary import WEEKDAYS, Limit, Part

DAYS_BACK = 60
YEARS_TO_TRY = 9
JOINT_KINDS = {Joint.ALTERNATIVES: Kind.ALTERNATIVES, Joint.SET: Kind.SET, Joint.RANGE: Kind.RANGE}
WEEKDAY_BEGINNINGS = {
    beginning: number
    for number, beginnings in enumerate(("ma mo", "ti tu", "on we", "to th", "fr", "lø sa", "sø su"))
    for beginning in beginnings.split()
}


class UnreadDateError(Exception):
    """The words cannot be turned into days; `problem` is the stable code."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the expression stands in: its text, where tokens lie in it, the day years come from, whether it is past."""

    text: str
    slices: Sequence[tuple[int, int]]
    context: date | None
    past: bool = False

    def words(self, single: Single) -> str:
        """The text of one single, as written."""
        return self.text[self.slices[single.start][0] : self.slices[single.end - 1][1]]


@dataclass(frozen=True, slots=True)
class Placed:
    """A single with its days, before any limit."""

    single: Single
    days: Days
    year_from_context: bool = False


def resolve(expression: Expression, around: Surroundings) -> ImpreciseDate:
    """The reading of an expression, with an empty `as_written`. Raises ImpossibleDateError or UnreadDateError."""
    singles = _complete(expression.singles)
    if len(singles) == 1:
        reading = _read(_place(singles[0], around), around)
        if expression.joint == Joint.RANGE:
            reading = replace(reading, kind=Kind.RANGE, precision=Precision.SPAN, parts=())
        return replace(reading, as_written="")
    if expression.joint == Joint.RANGE:
        return _range(singles[0], singles[1], around)
    return _list(JOINT_KINDS[expression.joint], singles, around)


# Several periods


def _complete(singles: tuple[Single, ...]) -> tuple[Single, ...]:
    """Lend every fragment the unit of its neighbour: "1. og 15. maj", "primo/medio 2013", "uge 34-36 2012"."""
    done: list[Single] = []
    for single in reversed(singles):
        lender = done[0].period if done else None
        done.insert(0, replace(single, period=_borrow(single.period, lender)))
    for index, single in enumerate(done):
        if index and single.period.unit == Unit.NUMBER:
            lender = done[index - 1].period
            if lender.unit in COUNTED and single.period.number > lender.number:
                done[index] = replace(single, period=replace(single.period, unit=lender.unit))
    if any(single.period.unit in (Unit.NUMBER, Unit.NOTHING) for single in done):
        raise UnreadDateError("not-a-date")
    return tuple(done)


def _borrow(period: Period, lender: Period | None) -> Period:
    if lender is None:
        return period
    if period.unit == Unit.NOTHING:
        return replace(lender, ambiguous=False)
    if period.unit == Unit.NUMBER and period.year is None:
        if lender.unit == Unit.DAY:
            return replace(period, unit=Unit.DAY, month=lender.month)
        if lender.unit in COUNTED:
            return replace(period, unit=lender.unit)
    return period


def _range(left: Single, right: Single, around: Surroundings) -> ImpreciseDate:
    if left.period.dotted and right.period.unit != Unit.DAY:
        raise UnreadDateError("not-a-date")
    if right.period.year is None and left.period.year is not None:
        first = _place(left, around)
        last = _place_in(right, first.days[1].year)
        if last.days[1] < first.days[0]:
            last = _place_in(right, first.days[1].year + 1)
    else:
        last = _place(right, around)
        first = _place_before(left, last, around)
    if first.days[0] > last.days[1]:
        raise ImpossibleDateError("reversed-range")
    reading = _joined(Kind.RANGE, [_read(first, around), _read(last, around)])
    return replace(reading, earliest=reading.parts[0].earliest, latest=reading.parts[1].latest)


def _place_before(left: Single, last: Placed, around: Surroundings) -> Placed:
    if left.period.year is not None:
        return _place(left, around)
    year = last.single.period.year
    if year is None:
        raise UnreadDateError("no-year")
    first = _place_in(left, year)
    if first.days[0] > last.days[1]:
        first = _place_in(left, year - 1)
    return replace(first, year_from_context=last.year_from_context)


def _list(kind: Kind, singles: tuple[Single, ...], around: Surroundings) -> ImpreciseDate:
    years = [single.period.year for single in singles]
    placed: list[Placed] = []
    for index, single in enumerate(singles):
        if single.limit is None and singles[0].limit is not None:
            single = replace(single, limit=singles[0].limit)
        following = next((year for year in years[index:] if year is not None), None)
        preceding = next((year for year in reversed(years[:index]) if year is not None), None)
        year = following if following is not None else preceding
        placed.append(_place(single, around) if year is None else _place_in(single, single.period.year or year))
    reading = _joined(kind, [_read(one, around) for one in placed])
    out_of_order = any(one.days > other.days for one, other in pairwise(placed))
    borrowed = any(year is None for year in years) and any(year is not None for year in years)
    return replace(reading, ambiguous=reading.ambiguous or (out_of_order and borrowed))


def _joined(kind: Kind, parts: list[ImpreciseDate]) -> ImpreciseDate:
    starts = [part.earliest for part in parts if part.earliest is not None]
    ends = [part.latest for part in parts if part.latest is not None]
    return ImpreciseDate(
        as_written="",
        earliest=min(starts) if len(starts) == len(parts) else None,
        latest=max(ends) if len(ends) == len(parts) else None,
        kind=kind,
        precision=Precision.SPAN,
        approximate=any(part.approximate for part in parts),
        year_from_context=any(part.year_from_context for part in parts),
        two_digit_year=any(part.two_digit_year for part in parts),
        ambiguous=any(part.ambiguous for part in parts),
        parts=tuple(parts),
    )


# One period


def _place_in(single: Single, year: int) -> Placed:
    if single.period.year is None:
        single = replace(single, period=replace(single.period, year=year))
    days = days_of(single.period, single.period.year or year)
    if single.part is not None:
        days = part_of(days, single.period, single.part)
    return Placed(single, days)


def _place(single: Single, around: Surroundings) -> Placed:
    period = single.period
    if period.dotted and period.year is None:
        raise UnreadDateError("not-a-date")
    if period.year is not None:
        return _place_in(single, period.year)
    if period.unit == Unit.TURN and single.limit in (None, Limit.EXACT):
        raise UnreadDateError("relative")
    return _place_by_context(single, around)


def _place_by_context(single: Single, around: Surroundings) -> Placed:
    context = around.context
    backwards = around.past or single.limit == Limit.SINCE
    now = context or date(2000, 1, 1)
    oldest = shift(now, -DAYS_BACK)
    years = range(now.year - 1, now.year + YEARS_TO_TRY)
    if backwards:
        years = range(now.year + 1, now.year - YEARS_TO_TRY, -1)
    problem = ""
    for year in years:
        if not 1 <= year < MAXYEAR:
            continue
        try:
            placed = _place_in(single, year)
        except ImpossibleDateError as impossible:
            problem = problem or impossible.problem
            continue
        if context is None:
            raise UnreadDateError("no-year")
        if (placed.days[0] <= context) if backwards else (placed.days[1] >= oldest):
            return replace(placed, year_from_context=True)
    raise ImpossibleDateError(problem or "impossible-year")


def _read(placed: Placed, around: Surroundings) -> ImpreciseDate:
    single, (low, high) = placed.single, placed.days
    period, limit, part = single.period, single.limit, single.part
    precision = precision_of(period, part)
    ambiguous = period.ambiguous or (limit == Limit.BEFORE and part == Part.LAST)
    if period.weekday in WEEKDAYS and WEEKDAY_BEGINNINGS[period.weekday[:2]] != low.weekday():
        ambiguous = True
    if limit == Limit.EXACT and part in (Part.FIRST, Part.LAST, Part.LATE):
        low, high = (low, low) if part == Part.FIRST else (high, high)
        precision = Precision.DAY
    earliest, latest = _bounded(limit, single, (low, high))
    if single.approximate and precision in TOLERANCE:
        slack = TOLERANCE[precision].days
        earliest = earliest and shift(earliest, -slack)
        latest = latest and shift(latest, slack)
    kind = Kind.INTERVAL
    if earliest is None or latest is None:
        kind = Kind.DEADLINE if earliest is None else Kind.ONWARDS
    return ImpreciseDate(
        as_written=around.words(single),
        earliest=earliest,
        latest=latest,
        kind=kind,
        precision=precision,
        approximate=single.approximate or period.wide,
        year_from_context=placed.year_from_context,
        two_digit_year=period.two_digit,
        ambiguous=ambiguous,
    )


def _bounded(limit: Limit | None, single: Single, days: Days) -> tuple[date | None, date | None]:
    low, high = days
    if limit is None or limit == Limit.EXACT:
        return low, high
    if single.period.unit == Unit.TURN and single.part is None:
        year = single.period.year or low.year
        new_year = date(year + 1, 1, 1)
        return (new_year, None) if limit in (Limit.FROM, Limit.SINCE, Limit.AFTER) else (None, date(year, 12, 31))
    if limit in (Limit.FROM, Limit.SINCE):
        return low, None
    if limit == Limit.AFTER:
        return shift(high, 1), None
    if limit == Limit.BEFORE and single.part not in (Part.END, Part.LAST):
        return None, shift(low, -1)
    return None, high
