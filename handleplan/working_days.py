"""Danish working days: when a reminder goes out, and when it counts as two days late.

The public holidays come from ``holidays`` (which knows that Store bededag was one until 2023). Beside them stand the
days on which municipal offices are closed by agreement: Constitution Day, Christmas Eve and New Year's Eve
(docs/decisions/0015-working-days.md).
"""

from __future__ import annotations

import datetime as dt
from functools import cache

CLOSED_BY_AGREEMENT = frozenset({(6, 5), (12, 24), (12, 31)})  # month, day
_DAY = dt.timedelta(days=1)


@cache
def _holidays(year: int) -> frozenset[dt.date]:
    from holidays import country_holidays  # slow: only who asks for working days waits for it

    return frozenset(country_holidays("DK", years=year))


def is_working_day(day: dt.date) -> bool:
    """Whether a municipal office is open: no Saturday, Sunday or public holiday, and not closed by agreement."""
    return day.weekday() < 5 and (day.month, day.day) not in CLOSED_BY_AGREEMENT and day not in _holidays(day.year)


def add_working_days(day: dt.date, days: int) -> dt.date:
    """The working day that lies ``days`` working days after ``day`` (before it for a negative number).

    ``day`` itself is never counted and need not be a working day; 0 gives it back as it is.
    """
    step = _DAY if days > 0 else -_DAY
    for _counted in range(abs(days)):
        day += step
        while not is_working_day(day):
            day += step
    return day


def working_days_before(day: dt.date, days: int) -> dt.date:
    """The working day that lies ``days`` working days before ``day``."""
    return add_working_days(day, -days)


def on_or_after(day: dt.date) -> dt.date:
    """``day``, or the next working day."""
    return day if is_working_day(day) else add_working_days(day, 1)


def on_or_before(day: dt.date) -> dt.date:
    """``day``, or the working day before it."""
    return day if is_working_day(day) else add_working_days(day, -1)
