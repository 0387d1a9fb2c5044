"""The rules: why a deadline needs a person, and in which order. Pure, with the day as an argument."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handleplan import dates
from handleplan.dates import DayRange, ImpreciseDate, Kind
from handleplan.deadline_words import days_left, month_in_words, over_deadline
from handleplan.models import ReadBy
from handleplan.periods import last_day, period_of

from .facts import Facts, Pace

SOON_DAYS = 60
GOOD = "good"  # the tone of a scale's level
_UNCERTAIN = (Kind.UNREAD, Kind.IMPOSSIBLE, Kind.NONE, Kind.ALTERNATIVES, Kind.ONWARDS, Kind.ONGOING)


class Why(models.TextChoices):
    """Why a point needs a person, in the order of risk."""

    OVERDUE = "overdue", gettext_lazy("Overdue")
    IN_WINDOW = "in-window", gettext_lazy("In its window")
    DUE_SOON = "due-soon", gettext_lazy("Falls due within 60 days")
    FORECAST_LATE = "forecast-late", gettext_lazy("Expected after the deadline")
    COUNTER_LATE = "counter-late", gettext_lazy("The numbers point past the deadline")
    TEXT_LATER = "text-later", gettext_lazy("The text names a later date")
    CONTRADICTION = "contradiction", gettext_lazy("Assessed as good, but overdue")
    UNCERTAIN_END = "uncertain-end", gettext_lazy("Uncertain or missing end date")
    SILENT = "silent", gettext_lazy("No status this month")
    CLOSED_PARENT = "closed-parent", gettext_lazy("Open under a closed point")
    IN_FOCUS = "in-focus", gettext_lazy("Management focus")


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence with the expression in it that matters: ``before + expression + after``."""

    before: str
    expression: str
    after: str

    def __str__(self) -> str:
        return f"{self.before}{self.expression}{self.after}"


@dataclass(frozen=True, slots=True)
class Attention:
    """One reason why one deadline of one point needs a person.

    ``days`` counts days over the current end date (OVERDUE, CONTRADICTION), days left (IN_WINDOW, DUE_SOON), or days
    from the current end date to the last day of the forecast (FORECAST_LATE, COUNTER_LATE, TEXT_LATER).
    ``days_over_original`` is 0 when the original end date is not passed or not known. ``moved`` is the distance from
    the original to the current end date.
    """

    facts: Facts
    why: Why
    days: int = 0
    days_over_original: int = 0
    moved: DayRange | None = None

    @property
    def quote(self) -> Quote | None:
        """The sentence of the status text that names a later date."""
        return quote(self.facts.status_text, str(self.facts.forecast)) if self.why == Why.TEXT_LATER else None

    @property
    def sentence(self) -> str:
        """The reason in words, without the point's name."""
        facts = self.facts
        match self.why:
            case Why.OVERDUE:
                return over_deadline(self.days)
            case Why.IN_WINDOW | Why.DUE_SOON:
                return days_left(self.days)
            case Why.FORECAST_LATE:
                return _("Expected %(forecast)s, later than the deadline") % {"forecast": facts.forecast}
            case Why.COUNTER_LATE:
                return pace_in_words(_latest_pace(facts))
            case Why.TEXT_LATER:
                return _("The status text names %(forecast)s. Should the end date be moved?") % {
                    "forecast": facts.forecast
                }
            case Why.CONTRADICTION:
                return _("Assessed “%(word)s”, but the deadline is passed") % {"word": facts.assessment}
            case Why.UNCERTAIN_END:
                return why_uncertain(facts.end)
            case Why.SILENT:
                return _("No status has been given this month")
            case Why.CLOSED_PARENT:
                return _("The point above, %(number)s, is closed") % {"number": facts.closed_parent}
        return str(self.why.label)


def judge(facts: Facts, as_of: dt.date) -> list[Attention]:
    """Every reason that holds for these facts on the day ``as_of``. Pure."""
    found = [] if facts.done else [*_about_end(facts, as_of), *_about_forecast(facts), *_about_pace(facts)]
    if facts.is_own:
        month = as_of.replace(day=1)
        if facts.status_month is None or facts.status_month < month:
            found.append((Why.SILENT, (month - facts.status_month).days if facts.status_month else 0))
        if facts.closed_parent:
            found.append((Why.CLOSED_PARENT, 0))
        if facts.in_focus:
            found.append((Why.IN_FOCUS, 0))
    if not found:
        return []
    over_original = dates.days_overdue(facts.original, as_of) if facts.original else 0
    moved = moved_from_original(facts)
    return [Attention(facts, why, days, over_original, moved) for why, days in found]


def _about_end(facts: Facts, as_of: dt.date) -> list[tuple[Why, int]]:
    end = facts.end
    found = []
    if end is not None and end.latest is not None:
        left = (end.latest - as_of).days
        if left < 0:
            found.append((Why.OVERDUE, -left))
            if facts.tone == GOOD:
                found.append((Why.CONTRADICTION, -left))
        if left >= 0 and end.earliest is not None and end.earliest <= as_of and not end.is_day:
            found.append((Why.IN_WINDOW, left))
        if 0 <= left <= SOON_DAYS:
            found.append((Why.DUE_SOON, left))
    if end is None or end.latest is None or end.kind in _UNCERTAIN:
        found.append((Why.UNCERTAIN_END, 0))
    return found


def _about_forecast(facts: Facts) -> list[tuple[Why, int]]:
    end, forecast = facts.end, facts.forecast
    if end is None or forecast is None or end.latest is None or forecast.latest is None:
        return []
    beyond = (forecast.latest - end.latest).days
    if beyond <= 0:
        return []
    return [(Why.TEXT_LATER if forecast.read_by == ReadBy.TEXT else Why.FORECAST_LATE, beyond)]


def _latest_pace(facts: Facts) -> Pace | None:
    """The counter that takes longest, where its forecast passes the end date: its last month begins after it."""
    end = facts.end.latest if facts.end else None
    late = [pace for pace in facts.paces if end and pace.latest > end]
    return max(late, key=lambda pace: (pace.latest, pace.earliest), default=None)


def _about_pace(facts: Facts) -> list[tuple[Why, int]]:
    pace = _latest_pace(facts)
    if pace is None or facts.end is None or facts.end.latest is None:
        return []
    return [(Why.COUNTER_LATE, (last_day(period_of(pace.latest)) - facts.end.latest).days)]


def pace_in_words(pace: Pace | None) -> str:
    """ "Med sit tempo er "…" færdig mellem juni 2014 og august 2014"."""
    if pace is None:
        return ""
    words = {"counter": pace.counter, "first": month_in_words(pace.earliest), "last": month_in_words(pace.latest)}
    if pace.earliest == pace.latest:
        return _("At its pace “%(counter)s” is done in %(last)s") % words
    return _("At its pace “%(counter)s” is done between %(first)s and %(last)s") % words


def months_silent(facts: Facts, as_of: dt.date) -> int | None:
    """Whole months from the month of the newest status to that of ``as_of``: 0 for one of this month, None where no
    status was ever given."""
    month = facts.status_month
    return None if month is None else max(0, (as_of.year - month.year) * 12 + as_of.month - month.month)


def moved_from_original(facts: Facts) -> DayRange | None:
    """How far the deadline has moved, as a range of days; None if it never moved or the days are unknown (S004-25)."""
    if not facts.moves or facts.end is None or facts.original is None:
        return None
    return dates.slippage(facts.end, facts.original)


def why_uncertain(end: ImpreciseDate | None) -> str:
    """What is wrong with an end date that cannot be counted from."""
    if end is None or (end.kind == Kind.NONE and not end.as_written):
        return _("No end date")
    words = {
        Kind.UNREAD: _("The end date could not be read"),
        Kind.IMPOSSIBLE: _("The end date is an impossible day"),
        Kind.ALTERNATIVES: _("The end date names several possible dates"),
        Kind.ONGOING: _("Ongoing, without an end date"),
    }
    return words.get(end.kind, _("The end date names no last day"))


_SENTENCE_END = re.compile(r"(?<=[.!?])[\"”’)\]]*\s+(?=[\"”’(\[]*[A-ZÆØÅ])|\n+")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:jf|jfr|jvf|pkt|nr|ca|evt|hhv|fx|f\.eks|bl\.a|d|kl|mio|mia|vedr|inkl|ekskl|pga|mht|ift|iht|stk|pr|v)\.$",
    re.IGNORECASE,
)


def quote(text: str, expression: str) -> Quote | None:
    """The sentence of ``text`` that holds ``expression``; None if it is not there. A full stop in a date, after an
    abbreviation or before a small letter ends no sentence."""
    at = text.find(expression) if expression else -1
    if at < 0:
        return None
    start, end = 0, len(text)
    for boundary in _SENTENCE_END.finditer(text):
        if _ABBREVIATION.search(text[max(0, boundary.start() - 12) : boundary.start()]):
            continue
        if boundary.end() <= at:
            start = boundary.end()
        elif boundary.start() >= at + len(expression):
            end = boundary.start()
            break
    return Quote(text[start:at].lstrip(), expression, text[at + len(expression) : end].rstrip())


def by_risk(attention: Attention) -> tuple[Any, ...]:
    """The order of risk, as a key to sort by."""
    facts = attention.facts
    left = attention.why in (Why.IN_WINDOW, Why.DUE_SOON)
    return (
        _RANK[attention.why],
        attention.days if left else -attention.days,
        _UNCERTAIN_RANK.get(facts.end.kind, 1) if attention.why == Why.UNCERTAIN_END and facts.end else 1,
        -attention.days_over_original,
        facts.plan_title.casefold(),
        facts.sort_key,
        facts.item,
        facts.milestone or 0,
    )


_RANK = {why: rank for rank, why in enumerate(Why)}
_UNCERTAIN_RANK = {
    Kind.UNREAD: 0,
    Kind.IMPOSSIBLE: 0,
    Kind.NONE: 1,
    Kind.ONWARDS: 2,
    Kind.ALTERNATIVES: 3,
    Kind.ONGOING: 4,
}
