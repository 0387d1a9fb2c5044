"""What needs a person: late, uncertain, contradicted, silent (DOMAIN.md B1, S004-26, S004-35, S004-40).

Reads only. ``facts_for`` asks the database once, whatever the number of points; ``judge`` is the rules, pure, with the
day as an argument. The rule that decides "overdue": the point is open, and the day lies after the last day that its
current end date can mean.

The order is that of risk: first what is over its deadline (most days first, then most days over the original one), then
what is inside its window or due soon (fewest days left first), then what is expected or told to come later than its
deadline (furthest beyond first), then what has no certain end date (unreadable, none at all, alternatives, ongoing),
then silence (longest first), closed parents and management focus. Ties follow plan and number.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handleplan import dates
from handleplan.dates import DayRange, ImpreciseDate, Kind
from handleplan.deadline_words import days_left, over_deadline
from handleplan.models import Plan, PlanItem, ReadBy, User

SOON_DAYS = 60
_UNCERTAIN = (Kind.UNREAD, Kind.IMPOSSIBLE, Kind.NONE, Kind.ALTERNATIVES, Kind.ONWARDS, Kind.ONGOING)


class Why(models.TextChoices):
    """Why a point needs a person, in the order of risk."""

    OVERDUE = "overdue", gettext_lazy("Overdue")
    IN_WINDOW = "in-window", gettext_lazy("In its window")
    DUE_SOON = "due-soon", gettext_lazy("Due within 60 days")
    FORECAST_LATE = "forecast-late", gettext_lazy("Expected after the deadline")
    TEXT_LATER = "text-later", gettext_lazy("The text names a later date")
    UNCERTAIN_END = "uncertain-end", gettext_lazy("Uncertain or missing end date")
    SILENT = "silent", gettext_lazy("No status this month")
    CLOSED_PARENT = "closed-parent", gettext_lazy("Open under a closed point")
    IN_FOCUS = "in-focus", gettext_lazy("Management focus")


@dataclass(frozen=True, slots=True)
class Facts:
    """One deadline of one open point, with all that the rules and the pages ask of it.

    ``milestone_name`` is empty for the point's own schedule. ``closed_parent`` is the number (or title) of the point
    above, where that one is closed. ``done`` means that the milestone itself is reached.
    """

    item: int
    number: str = ""
    sort_key: str = ""
    title: str = ""
    plan: str = ""
    plan_title: str = ""
    owner: str = ""
    owner_id: int | None = None
    unit_id: int | None = None
    milestone: int | None = None
    milestone_name: str = ""
    is_own: bool = True
    done: bool = False
    original: ImpreciseDate | None = None
    end: ImpreciseDate | None = None
    forecast: ImpreciseDate | None = None
    moves: int = 0
    status_text: str = ""
    status_month: dt.date | None = None
    in_focus: bool = False
    closed_parent: str = ""


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

    ``days`` counts days over the current end date (OVERDUE), days left (IN_WINDOW, DUE_SOON), or days from the current
    end date to the last day of the forecast (FORECAST_LATE, TEXT_LATER). ``days_over_original`` is 0 when the original
    end date is not passed or not known. ``moved`` is the distance from the original to the current end date.
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
            case Why.TEXT_LATER:
                return _("The status text names %(forecast)s. Should the end date be moved?") % {
                    "forecast": facts.forecast
                }
            case Why.UNCERTAIN_END:
                return why_uncertain(facts.end)
            case Why.SILENT:
                return _("No status has been given this month")
            case Why.CLOSED_PARENT:
                return _("The point above, %(number)s, is closed") % {"number": facts.closed_parent}
        return str(self.why.label)


def needing_attention(user: User, as_of: dt.date, *, plan: Plan | None = None) -> list[Attention]:
    """Everything that needs a person in the plans ``user`` may see (or in one of them), the gravest first."""
    found = [attention for facts in facts_for(user, plan=plan) for attention in judge(facts, as_of)]
    return sorted(found, key=_by_risk)


def by_reason(attentions: Iterable[Attention]) -> dict[Why, list[Attention]]:
    """The same, one list for each reason; empty lists for reasons nobody has."""
    lists: dict[Why, list[Attention]] = {why: [] for why in Why}
    for attention in attentions:
        lists[attention.why].append(attention)
    return lists


def judge(facts: Facts, as_of: dt.date) -> list[Attention]:
    """Every reason that holds for these facts on the day ``as_of``. Pure."""
    found = [] if facts.done else [*_about_end(facts, as_of), *_about_forecast(facts)]
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


def facts_for(user: User, *, plan: Plan | None = None) -> list[Facts]:
    """The deadlines of every open initiative in the plans ``user`` may see, in one query.

    A point without a schedule of its own has one line without dates; other milestones follow with their names.
    """
    items = PlanItem.objects.filter(plan__in=Plan.objects.visible_to(user)).initiatives().active()
    if plan is not None:
        items = items.filter(plan=plan)
    rows = items.order_by("plan_id", "position", "-milestones__is_own", "milestones__position").values(*_COLUMNS)
    found: list[Facts] = []
    for row in rows:
        is_own = bool(row["milestones__is_own"])
        if not is_own and (not found or found[-1].item != row["pk"]):
            found.append(_without_schedule(row))
        if row["milestones__pk"] is not None:
            found.append(_with_milestone(row))
    return found


_DATES = ("original", "end", "forecast")
_COLUMNS = (
    *("pk", "number", "sort_key", "title", "capitals", "plan__slug", "plan__title", "in_focus", "owner_text"),
    *(
        "owner_id",
        "unit_id",
        "owner__full_name",
        "owner__username",
        "unit__name",
        "latest_status__text",
        "latest_status__period",
    ),
    *("parent__state", "parent__number", "parent__title"),
    *("milestones__pk", "milestones__is_own", "milestones__name", "milestones__moves", "milestones__completed_on"),
    *(
        f"milestones__{prefix}_{part}"
        for prefix in _DATES
        for part in ("as_written", "earliest", "latest", "kind", "read_by")
    ),
)


def _of_item(row: dict[str, Any]) -> dict[str, Any]:
    closed_above = row["parent__state"] in PlanItem.objects.all().CLOSED_STATES
    person = row["owner__full_name"] or row["owner__username"]
    return {
        "item": row["pk"],
        "number": row["number"],
        "sort_key": row["sort_key"],
        "title": row["title"].capitalize() if row["capitals"] else row["title"],
        "plan": row["plan__slug"],
        "plan_title": row["plan__title"],
        "owner_id": row["owner_id"],
        "unit_id": row["unit_id"],
        "owner": " · ".join(filter(None, [person or row["owner_text"], row["unit__name"]])),
        "status_text": row["latest_status__text"] or "",
        "status_month": row["latest_status__period"],
        "in_focus": row["in_focus"],
        "closed_parent": (row["parent__number"] or row["parent__title"] or "–") if closed_above else "",
    }


def _without_schedule(row: dict[str, Any]) -> Facts:
    return Facts(**_of_item(row))


def _with_milestone(row: dict[str, Any]) -> Facts:
    return Facts(
        **_of_item(row),
        **{prefix: _date(row, prefix) for prefix in _DATES},
        milestone=row["milestones__pk"],
        milestone_name=row["milestones__name"],
        is_own=row["milestones__is_own"],
        done=row["milestones__completed_on"] is not None,
        moves=row["milestones__moves"],
    )


def _date(row: dict[str, Any], prefix: str) -> ImpreciseDate | None:
    column = f"milestones__{prefix}"
    if not row[f"{column}_kind"]:
        return None
    return ImpreciseDate(
        as_written=row[f"{column}_as_written"],
        earliest=row[f"{column}_earliest"],
        latest=row[f"{column}_latest"],
        kind=Kind(row[f"{column}_kind"]),
        read_by=row[f"{column}_read_by"] or ReadBy.PARSER.value,
    )


def _by_risk(attention: Attention) -> tuple[Any, ...]:
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
