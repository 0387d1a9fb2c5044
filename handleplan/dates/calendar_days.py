"""Which days a period of the calendar covers (DOMAIN.md B1)."""

from __future__ import annotations

from datetime import MAXYEAR, date, timedelta

from .edtf import ONE_DAY
from .expressions import Period, Unit
from .kinds import Precision
from .vocabulary import Part

FIRST_YEAR, LAST_YEAR = 1900, 2199

Days = tuple[date, date]

PRECISIONS = {
    Unit.DAY: Precision.DAY,
    Unit.DAYS: Precision.SPAN,
    Unit.WEEK: Precision.WEEK,
    Unit.MONTH: Precision.MONTH,
    Unit.HALF_MONTH: Precision.SPAN,
    Unit.QUARTER: Precision.QUARTER,
    Unit.SEASON: Precision.SEASON,
    Unit.TERTIAL: Precision.YEAR_THIRD,
    Unit.HALF: Precision.HALF,
    Unit.TURN: Precision.SPAN,
    Unit.YEAR: Precision.YEAR,
    Unit.YEARS: Precision.SPAN,
}
PART_PRECISIONS = {
    Unit.WEEK: Precision.SPAN,
    Unit.MONTH: Precision.MONTH_THIRD,
    Unit.QUARTER: Precision.SPAN,
    Unit.SEASON: Precision.SPAN,
    Unit.TERTIAL: Precision.SPAN,
    Unit.HALF: Precision.SPAN,
    Unit.YEAR: Precision.YEAR_THIRD,
}
IN_A_YEAR = {Unit.QUARTER: 4, Unit.TERTIAL: 3, Unit.HALF: 2}


class ImpossibleDateError(Exception):
    """The words name a day, month, week or year that does not exist; `problem` is the stable code."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


def days_of(period: Period, year: int) -> Days:
    """First and last day of `period` in `year`. Raises ImpossibleDateError for 31 June, week 54, a fifth quarter."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ImpossibleDateError("impossible-year")
    unit = period.unit
    if unit in (Unit.DAY, Unit.DAYS):
        last = period.last if unit == Unit.DAYS else period.number
        return _ordered(_day(year, period.month, period.number), _day(year, period.month, last))
    if unit == Unit.WEEK:
        return _week(year, period.number)
    if unit == Unit.MONTH:
        return _month(year, period.month)
    if unit == Unit.HALF_MONTH:
        return _half_month(year, period)
    if unit in IN_A_YEAR:
        return _piece_of_year(year, period.number, IN_A_YEAR[unit])
    if unit == Unit.SEASON:
        return _months(year, 3 * period.number, 3)
    if unit == Unit.TURN:
        return (date(year, 12, 1), date(year + 1, 1, 31)) if period.wide else (date(year, 12, 31), date(year + 1, 1, 1))
    return _years(year, period.last or year)


def part_of(days: Days, period: Period, part: Part) -> Days:
    """The third or the last day of a period.

    Thirds: of a year four months, of a half-year two, of a quarter or season one; of a tertial its first, its two
    middle, its last month; of a month 1-10, 11-20, 21-end; of a week two days, two days, three days.
    """
    low, high = days
    if part == Part.END:
        return high, high
    index = {Part.FIRST: 0, Part.MIDDLE: 1}.get(part, 2)
    if period.unit == Unit.WEEK:
        return low + timedelta(days=2 * index), (high if index == 2 else low + timedelta(days=2 * index + 1))
    if period.unit == Unit.MONTH:
        return low.replace(day=1 + 10 * index), (high if index == 2 else low.replace(day=10 + 10 * index))
    if period.unit == Unit.TERTIAL:
        return _months(low.year, low.month + (0, 1, 3)[index], (1, 2, 1)[index])
    length = {Unit.YEAR: 4, Unit.HALF: 2}.get(period.unit, 1)
    return _months(low.year, low.month + length * index, length)


def precision_of(period: Period, part: Part | None) -> Precision:
    """The unit the words speak in."""
    if part == Part.END:
        return Precision.DAY
    return PRECISIONS[period.unit] if part is None else PART_PRECISIONS[period.unit]


def shift(day: date, days: int) -> date:
    """`day` moved by a number of days, stopping at the ends of the calendar."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max if days > 0 else date.min


def _day(year: int, month: int, number: int) -> date:
    if not 1 <= month <= 12:
        raise ImpossibleDateError("impossible-month")
    try:
        return date(year, month, number)
    except ValueError:
        raise ImpossibleDateError("impossible-day") from None


def _ordered(low: date, high: date) -> Days:
    if low > high:
        raise ImpossibleDateError("reversed-range")
    return low, high


def _years(year: int, last: int) -> Days:
    if not year <= last <= LAST_YEAR:
        raise ImpossibleDateError("impossible-year")
    return date(year, 1, 1), date(last, 12, 31)


def _week(year: int, number: int) -> Days:
    try:
        monday = date.fromisocalendar(year, number, 1)
    except ValueError:
        raise ImpossibleDateError("impossible-week") from None
    return monday, monday + timedelta(days=6)


def _month(year: int, month: int) -> Days:
    if not 1 <= month <= 12:
        raise ImpossibleDateError("impossible-month")
    return _months(year, month, 1)


def _half_month(year: int, period: Period) -> Days:
    low, high = _month(year, period.month)
    number = 2 if period.number == -1 else period.number
    if number not in (1, 2):
        raise ImpossibleDateError("impossible-number")
    return (low, low.replace(day=15)) if number == 1 else (low.replace(day=16), high)


def _piece_of_year(year: int, number: int, pieces: int) -> Days:
    number = pieces if number == -1 else number
    if not 1 <= number <= pieces:
        raise ImpossibleDateError("impossible-number")
    length = 12 // pieces
    return _months(year, 1 + length * (number - 1), length)


def _months(year: int, month: int, count: int) -> Days:
    """`count` whole months from `month`, which may lie beyond the year's twelve."""
    first, last = year * 12 + month - 1, year * 12 + month - 1 + count
    low = date(first // 12, first % 12 + 1, 1)
    return low, date(min(last // 12, MAXYEAR), last % 12 + 1, 1) - ONE_DAY
