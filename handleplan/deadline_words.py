"""Deadlines in words, for the pages: readings, days moved, and where an end date stands.

Danish by default, English where the page is English; the words of the plan itself are never touched.
"""

from __future__ import annotations

import datetime as dt
import re

from django.utils import formats
from django.utils.translation import get_language, gettext_lazy, ngettext, pgettext
from django.utils.translation import gettext as _

from handleplan import dates
from handleplan.dates import DayRange, DueState, ImpreciseDate

_DIGITS = re.compile(r"[0-9]{1,4}")

DUE_WORDS = {
    DueState.OVERDUE: gettext_lazy("Overdue"),
    DueState.IN_WINDOW: gettext_lazy("In its window"),
    DueState.DUE_SOON: gettext_lazy("Due soon"),
    DueState.NOT_DUE: gettext_lazy("Not due yet"),
    DueState.NO_END: gettext_lazy("Without an end date"),
}


def reading(value: ImpreciseDate | None) -> str:
    """The days a date means: "1.5.–31.8.2013", "senest 31.12.2012"; "" where it has none."""
    if value is None or (value.earliest is None and value.latest is None):
        return ""
    if value.earliest is None:
        return _("no later than %(day)s") % {"day": dates.format_numeric(value.latest)}
    if value.latest is None:
        return _("from %(day)s") % {"day": dates.format_numeric(value.earliest)}
    return dates.format_days(value.earliest, value.latest)


def read_as(value: ImpreciseDate | None) -> str:
    """ "læses som 1.5.–31.8.2013", or that it could not be read; "" where the words are that one day already."""
    if value is None or not value.as_written:
        return ""
    days = reading(value)
    if not days:
        return _("could not be read as a date") if not value.is_read else ""
    if _is_plain_day(value):
        return ""
    return _("read as %(days)s") % {"days": days}


def _is_plain_day(value: ImpreciseDate) -> bool:
    """Whether the words say day and year themselves ("1. okt. 2011"; not "udgangen af 2012", "4/12")."""
    if not value.is_day or value.read_by != dates.ReadBy.PARSER:
        return False
    said = {int(digits) for digits in _DIGITS.findall(value.as_written)}
    return {value.latest.day, value.latest.year} <= said


def days_moved(moved: DayRange | None) -> str:
    """ "+121 til +243 dage", "+365 dage", "0 dage"; "" if it is not known (S004-25)."""
    if moved is None:
        return ""
    if moved.low == moved.high:
        return ngettext("%(days)s day", "%(days)s days", abs(moved.high)) % {"days": signed(moved.high)}
    return _("%(low)s to %(high)s days") % {"low": signed(moved.low), "high": signed(moved.high)}


def over_deadline(days: int) -> str:
    """ "91 dage over fristen"."""
    return ngettext("%(days)d day over the deadline", "%(days)d days over the deadline", days) % {"days": days}


def over_original(days: int) -> str:
    """ "334 dage over den oprindelige"; "" for 0."""
    if not days:
        return ""
    return ngettext("%(days)d day over the original", "%(days)d days over the original", days) % {"days": days}


def days_left(days: int) -> str:
    """ "31 dage tilbage", and "sidste dag er i dag" for 0."""
    if days == 0:
        return _("This is the last day")
    return ngettext("%(days)d day left", "%(days)d days left", days) % {"days": days}


def signed(days: int) -> str:
    """ "+121", "−30" (with a minus sign), "0"."""
    return f"+{days}" if days > 0 else f"\N{MINUS SIGN}{-days}" if days < 0 else "0"


def times_moved(moves: int) -> str:
    """ "rykket 2 gange", "ikke rykket"."""
    if not moves:
        return pgettext("deadline", "not moved")
    return ngettext("moved %(times)d time", "moved %(times)d times", moves) % {"times": moves}


def day_in_words(day: dt.date) -> str:
    """ "29. november 2013" in the language of the page."""
    return formats.date_format(day, "j. F Y" if get_language() == "da" else "j F Y")


def month_in_words(day: dt.date) -> str:
    """ "november 2013" in the language of the page."""
    return formats.date_format(day, "F Y")


def month_without_news(nth: int) -> str:
    """ "2. måned uden nyt"."""
    return _("month %(nth)d without news") % {"nth": nth}
