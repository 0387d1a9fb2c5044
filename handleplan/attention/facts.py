"""The deadlines of the open points, with all that the rules and the pages ask of them, in one query.

Where statuses carry assessments, one more reads the words of their scales; where something is counted, one its numbers.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from handleplan.counter_accounts import own_forecast
from handleplan.dates import ImpreciseDate, Kind
from handleplan.models import (
    ConditionalEnd,
    Counter,
    EndDateRequest,
    Observation,
    Plan,
    PlanItem,
    ReadBy,
    Scale,
    StatusEntry,
    User,
)
from handleplan.models.plans import PlanItemQuerySet
from handleplan.models.scales import USUAL_LEVELS, Level
from handleplan.nothing_new import months_without_news


@dataclass(frozen=True, slots=True)
class Pace:
    """When one of the point's counters will have nothing left at its pace: months, by their first days."""

    counter: str
    earliest: dt.date
    latest: dt.date


NO_LEVEL: Level = {"code": "", "word": "", "symbol": "", "tone": ""}
_Levels = dict[int | None, dict[str, Level]]


@dataclass(frozen=True, slots=True)
class Facts:
    """One deadline of one open point, with all that the rules and the pages ask of it.

    ``milestone_name`` is empty for the point's own schedule. ``closed_parent`` is the number (or title) of the point
    above, where that one is closed. ``done`` means that the milestone itself is reached. ``owner`` is the person (or
    the words of the plan) and the unit; ``person`` and ``unit`` are the two apart. ``assessment``, ``symbol`` and
    ``tone`` are those of the newest status, in the scale it was written in, and ``quiet`` for how many months in a
    row it says "nothing new". ``requested`` is an end date asked for and not answered, ``for_committee`` that it waits
    for the committee; ``awaits`` the decision a deadline hangs on. ``paces`` are the forecasts of the point's counters.
    """

    item: int
    number: str = ""
    sort_key: str = ""
    title: str = ""
    plan: str = ""
    plan_title: str = ""
    owner: str = ""
    owner_id: int | None = None
    owner_email: str = ""
    person: str = ""
    unit: str = ""
    unit_id: int | None = None
    milestone: int | None = None
    milestone_name: str = ""
    is_own: bool = True
    done: bool = False
    under_revision: bool = False
    original: ImpreciseDate | None = None
    end: ImpreciseDate | None = None
    forecast: ImpreciseDate | None = None
    moves: int = 0
    status_text: str = ""
    status_month: dt.date | None = None
    quiet: int = 0
    assessment: str = ""
    symbol: str = ""
    tone: str = ""
    in_focus: bool = False
    closed_parent: str = ""
    requested: str = ""
    for_committee: bool = False
    awaits: str = ""
    paces: tuple[Pace, ...] = ()


def facts_for(user: User, *, plan: Plan | None = None, items: Collection[int] | None = None) -> list[Facts]:
    """The deadlines of every open initiative in the plans ``user`` may see, or of those of ``items``.

    A point without a schedule of its own has one line without dates; other milestones follow with their names.
    """
    points = PlanItem.objects.filter(plan__in=Plan.objects.visible_to(user)).initiatives().active()
    if plan is not None:
        points = points.filter(plan=plan)
    if items is not None:
        points = points.filter(pk__in=items)
    rows = list(
        _with_waiting(points)
        .order_by("plan_id", "position", "-milestones__is_own", "milestones__position")
        .values(*_COLUMNS)
    )
    levels, quiet, paces = _levels(rows), _quiet(rows), _paces(rows)
    found: list[Facts] = []
    for row in rows:
        is_own = bool(row["milestones__is_own"])
        if not is_own and (not found or found[-1].item != row["pk"]):
            found.append(Facts(**_of_item(row, levels, quiet)))
        if row["milestones__pk"] is not None:
            found.append(_with_milestone(row, levels, quiet, paces))
    return found


def _with_waiting(items: QuerySet[PlanItem]) -> QuerySet[PlanItem]:
    """What waits beside each deadline, in the same query."""
    asked = EndDateRequest.objects.filter(
        milestone=OuterRef("milestones__pk"), state__in=EndDateRequest.OPEN_STATES
    ).order_by()
    hanging = ConditionalEnd.objects.filter(milestone=OuterRef("milestones__pk"), choice=None).order_by()
    return items.annotate(
        requested=Subquery(asked.values("end_as_written")[:1]),
        request_state=Subquery(asked.values("state")[:1]),
        awaits=Subquery(hanging.values("awaits")[:1]),
        is_counted=Exists(Counter.objects.standing().filter(item=OuterRef("pk")).order_by()),
    )


def whose(row: dict[str, Any]) -> dict[str, Any]:
    """Which point a row of ``WHOSE`` columns is, in which plan, and who answers for it."""
    person = row["owner__full_name"] or row["owner__username"] or row["owner_text"]
    unit = row["unit__name"] or ""
    return {
        "item": row["pk"],
        "number": row["number"],
        "sort_key": row["sort_key"],
        "title": row["title"].capitalize() if row["capitals"] else row["title"],
        "plan": row["plan__slug"],
        "plan_title": row["plan__title"],
        "owner_id": row["owner_id"],
        "owner_email": row["owner__email"] or "",
        "unit_id": row["unit_id"],
        "person": person,
        "unit": unit,
        "owner": " · ".join(filter(None, [person, unit])),
    }


WHOSE = (
    *("pk", "number", "sort_key", "title", "capitals", "plan__slug", "plan__title", "owner_text"),
    *("owner_id", "owner__full_name", "owner__username", "owner__email", "unit_id", "unit__name"),
)
_DATES = ("original", "end", "forecast")
PARTS = ("as_written", "earliest", "latest", "kind", "read_by")
_COLUMNS = (
    *WHOSE,
    *("in_focus", "latest_status__text", "latest_status__period", "latest_status__assessment"),
    "latest_status__nothing_new",
    *("latest_status__scale_id", "parent__state", "parent__number", "parent__title"),
    *("milestones__pk", "milestones__is_own", "milestones__name", "milestones__moves", "milestones__completed_on"),
    *("milestones__under_revision", "requested", "request_state", "awaits", "is_counted"),
    *(f"milestones__{prefix}_{part}" for prefix in _DATES for part in PARTS),
)


def _levels(rows: Iterable[dict[str, Any]]) -> _Levels:
    """The levels of the scales that assessments of ``rows`` are in, by scale and code; asks only if there are any."""
    scales = {row["latest_status__scale_id"] for row in rows if row["latest_status__assessment"]}
    levels: _Levels = {None: {level["code"]: level for level in USUAL_LEVELS}}
    if scales - {None}:
        for scale in Scale.objects.filter(pk__in=scales - {None}):
            levels[scale.pk] = {level["code"]: level for level in scale.levels}
    return levels


def _quiet(rows: Iterable[dict[str, Any]]) -> dict[int, int]:
    """How many months in a row a point's status says "nothing new"; asks only if there are any."""
    items = {row["pk"] for row in rows if row["latest_status__nothing_new"]}
    if not items:
        return {}
    told: dict[int, list[tuple[dt.date, bool]]] = {}
    entries = StatusEntry.objects.counted().filter(item__in=items).order_by("item", "-period", "-recorded_at", "-pk")
    for item, period, nothing_new in entries.values_list("item", "period", "nothing_new"):
        told.setdefault(item, []).append((period, nothing_new))
    return {item: months_without_news(months) for item, months in told.items()}


def _of_item(row: dict[str, Any], levels: _Levels, quiet: dict[int, int]) -> dict[str, Any]:
    closed_above = row["parent__state"] in PlanItemQuerySet.CLOSED_STATES
    code = row["latest_status__assessment"]
    level = levels[row["latest_status__scale_id"]].get(code, {**NO_LEVEL, "word": code}) if code else NO_LEVEL
    return whose(row) | {
        "status_text": row["latest_status__text"] or "",
        "status_month": row["latest_status__period"],
        "quiet": quiet.get(row["pk"], 0),
        "assessment": level["word"],
        "symbol": level["symbol"],
        "tone": level["tone"],
        "in_focus": row["in_focus"],
        "closed_parent": (row["parent__number"] or row["parent__title"] or "–") if closed_above else "",
    }


def _paces(rows: Iterable[dict[str, Any]]) -> dict[int, tuple[Pace, ...]]:
    """The forecasts of the points' counters, each of the counter's own scope; asks only if there are any."""
    items = {row["pk"] for row in rows if row["is_counted"]}
    if not items:
        return {}
    told = Observation.objects.counted().filter(counter__item__in=items, counter__withdrawn=False, scope="")
    by_counter: dict[int, list[Observation]] = {}
    for observation in told.select_related("counter").order_by("counter", "when_latest", "pk"):
        by_counter.setdefault(observation.counter_id, []).append(observation)
    found: dict[int, tuple[Pace, ...]] = {}
    for observations in by_counter.values():
        counter = observations[0].counter
        ahead = own_forecast(observation.tally for observation in observations)
        if ahead.earliest and ahead.latest:
            found[counter.item_id] = (
                *found.get(counter.item_id, ()),
                Pace(counter.name, ahead.earliest, ahead.latest),
            )
    return found


def _with_milestone(
    row: dict[str, Any], levels: _Levels, quiet: dict[int, int], paces: dict[int, tuple[Pace, ...]]
) -> Facts:
    return Facts(
        **_of_item(row, levels, quiet),
        **{prefix: read_date(row, f"milestones__{prefix}") for prefix in _DATES},
        milestone=row["milestones__pk"],
        milestone_name=row["milestones__name"],
        is_own=row["milestones__is_own"],
        done=row["milestones__completed_on"] is not None,
        under_revision=row["milestones__under_revision"],
        moves=row["milestones__moves"],
        requested=row["requested"] or "",
        for_committee=row["request_state"] == EndDateRequest.State.COMMITTEE,
        awaits=row["awaits"] or "",
        paces=paces.get(row["pk"], ()) if row["milestones__is_own"] else (),
    )


def read_date(row: dict[str, Any], column: str) -> ImpreciseDate | None:
    """The imprecise date in the five columns that begin with ``column``; None where nothing is written."""
    if not row[f"{column}_kind"]:
        return None
    return ImpreciseDate(
        as_written=row[f"{column}_as_written"],
        earliest=row[f"{column}_earliest"],
        latest=row[f"{column}_latest"],
        kind=Kind(row[f"{column}_kind"]),
        read_by=row[f"{column}_read_by"] or ReadBy.PARSER.value,
    )
