"""Imprecise dates as EDTF, ISO 8601-2 (the table at the end of DOMAIN.md B3)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from .kinds import Kind, Precision

if TYPE_CHECKING:
    from .imprecise import ImpreciseDate

ONE_DAY = timedelta(days=1)

# "ca." and "omkring" widen a reading by this many days at each side; other precisions are vague as they are.
TOLERANCE = {
    Precision.DAY: timedelta(days=3),
    Precision.WEEK: timedelta(days=7),
    Precision.MONTH: timedelta(days=15),
}


def write_edtf(reading: ImpreciseDate) -> str:
    """The EDTF text of a reading, "" where EDTF has no way to say it (ongoing, none, unread, impossible)."""
    if reading.kind == Kind.ALTERNATIVES and reading.parts:
        return "[" + ",".join(write_edtf(part) for part in reading.parts) + "]"
    if reading.kind == Kind.SET and reading.parts:
        return "{" + ",".join(write_edtf(part) for part in reading.parts) + "}"
    if reading.kind == Kind.RANGE and len(reading.parts) == 2:
        left, right = (write_edtf(part) for part in reading.parts)
        if "/" not in left + right:
            return f"{left}/{right}"
        return f"{reading.earliest}/{reading.latest}"
    slack = TOLERANCE.get(reading.precision, timedelta()) if reading.approximate else timedelta()
    mark = "~" if reading.approximate else ""
    if reading.earliest is not None and reading.latest is not None:
        return _interval(reading.earliest + slack, reading.latest - slack, reading.precision, mark)
    if reading.latest is not None:
        return f"../{reading.latest - slack}{mark}"
    if reading.earliest is not None:
        return f"{reading.earliest + slack}{mark}/.."
    return ""


def _interval(low: date, high: date, precision: Precision, mark: str) -> str:
    year, month = low.year, low.month
    if precision == Precision.QUARTER:
        return f"{year:04}-{33 + (month - 1) // 3}{mark}"
    if precision == Precision.HALF:
        return f"{year:04}-{40 + (month - 1) // 6}{mark}"
    if precision == Precision.YEAR_THIRD:
        return f"{year:04}-{37 + (month - 1) // 4}{mark}"
    if precision == Precision.SEASON and month != 12:
        return f"{year:04}-{20 + month // 3}{mark}"
    start, end = _shortest(low, high)
    if start == end:
        return start + mark
    # The turn of a year is vague by nature; its two months say so without a tilde.
    if mark and precision == Precision.SPAN:
        mark = ""
    return f"{start}{mark}/{end}{mark}"


def _shortest(low: date, high: date) -> tuple[str, str]:
    after = high + ONE_DAY
    if low.day == 1 and after.day == 1:
        if low.month == 1 and after.month == 1:
            return f"{low.year:04}", f"{high.year:04}"
        return f"{low:%Y-%m}", f"{high:%Y-%m}"
    return low.isoformat(), high.isoformat()
