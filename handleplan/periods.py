"""Months as reporting periods: "november 2013", "okt. 2013", "2013-11" (S004-3)."""

import calendar
import datetime as dt
import re
from typing import NamedTuple

from handleplan.dates.vocabulary import MONTHS

DANISH_MONTHS = "januar februar marts april maj juni juli august september oktober november december".split()
_WORD = re.compile(r"\b([^\W\d_]{3,9})\b\.?[\s\u00a0'’-]{0,3}((?:19|20)?[0-9]{2})(?![\w.-])", re.IGNORECASE)
_CODE = re.compile(r"(?<![\w.-])((?:19|20)[0-9]{2})-(0[1-9]|1[0-2])(?![\w-])")
_SLASHED = re.compile(r"(?<![\w./-])(0?[1-9]|1[0-2])[/-]((?:19|20)[0-9]{2})(?![\w/-])")
_DAY = re.compile(r"(?<![\w.])(?:0?[1-9]|[12][0-9]|3[01])[./-](0?[1-9]|1[0-2])[./-]((?:19|20)[0-9]{2})(?!\w)")


class Period(NamedTuple):
    """A month. Periods compare in time order; the code ("2013-11") does too."""

    year: int
    month: int

    @property
    def code(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"


def parse_period(text: str) -> Period | None:
    """The month a text is, or None: "november 2013", "Okt. 2013", "nov-13", "2013-11", "11/2013"."""
    found = _find(text.strip().rstrip("."))
    return found[0] if found and found[1].strip() == text.strip().rstrip(".") else None


def find_period(text: str) -> tuple[Period, str] | None:
    """The first month a text speaks of, with its words: "Status pr. november 2013" -> (Period(2013, 11), "november
    2013")."""
    found = _find(text)
    return (found[0], found[1]) if found else None


def period_of(day: dt.date) -> Period:
    """The month a day lies in."""
    return Period(day.year, day.month)


def following(period: Period) -> Period:
    """The month after it."""
    return Period(period.year + period.month // 12, period.month % 12 + 1)


def first_day(period: Period) -> dt.date:
    """The first day of the month."""
    return dt.date(period.year, period.month, 1)


def middle(period: Period) -> dt.date:
    """The fifteenth: the context that lends a year to dates written without one."""
    return dt.date(period.year, period.month, 15)


def last_day(period: Period) -> dt.date:
    """The last day of the month: the day that decides what is overdue in its report."""
    return dt.date(period.year, period.month, calendar.monthrange(period.year, period.month)[1])


def label_da(period: Period) -> str:
    """The month in Danish words: "november 2013"."""
    return f"{DANISH_MONTHS[period.month - 1]} {period.year}"


def _find(text: str) -> tuple[Period, str] | None:
    found: list[tuple[int, Period, str]] = []
    for match in _WORD.finditer(text):
        month = MONTHS.get(match[1].casefold())
        if month:
            found.append((match.start(), Period(_year(match[2]), month), match.group()))
    found += [(match.start(), Period(int(match[1]), int(match[2])), match.group()) for match in _CODE.finditer(text)]
    for pattern in (_SLASHED, _DAY):
        found += [
            (match.start(), Period(int(match[2]), int(match[1])), match.group()) for match in pattern.finditer(text)
        ]
    return min(found)[1:] if found else None


def _year(digits: str) -> int:
    return int(digits) if len(digits) == 4 else 2000 + int(digits) - (100 if int(digits) > 69 else 0)
