"""A plan as it stood at the end of any past day, read out of the rows that were there then.

What happened comes from append-only rows: deadlines, statuses, closings, events and what was taken back. What may be
edited (title, number, place, owner, names) comes from the history tables. django-simple-history's own ``as_of`` is not
used: of equal stamps it gives two rows, a date means its midnight, an owner bears today's name, and a deleted point
above breaks it (MEASURED.md, "History and audit"). Here a day ends with Copenhagen's midnight, and of the rows stamped
before it the one that the database numbered last counts, whatever the clock said.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from operator import attrgetter
from typing import Any

from django.db import models
from django.db.models import Exists, Max, OuterRef, Subquery
from django.utils import timezone

from handleplan.dates import ImpreciseDate
from handleplan.models import (
    Closing,
    EndDateRevision,
    Event,
    Milestone,
    Plan,
    PlanItem,
    StatusEntry,
    StatusVerdict,
    Unit,
    User,
    Withdrawal,
)
from handleplan.models.imprecise import ImpreciseColumns
from handleplan.models.milestones import links_of
from handleplan.models.plans import PlanItemQuerySet

_DELETED = "-"


@dataclass(frozen=True, slots=True)
class LinkThen:
    """A link of a deadline's chain as it counted: its end date after the corrections known by then."""

    sequence: int
    kind: str
    end: ImpreciseDate
    reason: str
    reason_category: str
    decided_by: str
    decided_on: dt.date | None
    recorded_at: dt.datetime
    is_corrected: bool


@dataclass(frozen=True, slots=True)
class MilestoneThen:
    """A milestone with its chain. ``end`` is the last link's date, ``original`` the first one's if it was original."""

    pk: int
    name: str
    is_own: bool
    start: ImpreciseDate | None
    original: ImpreciseDate | None
    end: ImpreciseDate | None
    forecast: ImpreciseDate | None
    links: tuple[LinkThen, ...]
    completed_on: dt.date | None
    under_revision: bool

    @property
    def moves(self) -> int:
        return sum(1 for link in self.links if link.kind == EndDateRevision.Kind.MOVE)


@dataclass(frozen=True, slots=True)
class StatusThen:
    """The newest month's status that was recorded by then and not taken back."""

    period: dt.date
    text: str
    text_kind: str
    assessment: str
    forecast: ImpreciseDate | None
    recorded_at: dt.datetime


@dataclass(frozen=True, slots=True)
class EventThen:
    """Something that had been told by then; ``item`` is the key of its point, None for the plan's own."""

    item: int | None
    when: ImpreciseDate | None
    text: str
    source: str
    amount: Decimal | None
    amount_unit: str


@dataclass(frozen=True, slots=True)
class ItemThen:
    """A point. ``parent`` is the key of the point above, None if there was none; ``owner`` the name it had then."""

    pk: int
    number: str
    title: str
    kind: str
    parent: int | None
    position: int
    level: int
    description: str
    owner: str
    unit: str
    state: str
    reported_closed_in: dt.date | None
    status: StatusThen | None
    in_focus: bool
    milestones: tuple[MilestoneThen, ...]

    @property
    def is_closed(self) -> bool:
        return self.state in PlanItemQuerySet.CLOSED_STATES

    @property
    def own(self) -> MilestoneThen | None:
        """The point's own schedule."""
        return next((milestone for milestone in self.milestones if milestone.is_own), None)

    @property
    def links(self) -> tuple[LinkThen, ...]:
        return self.own.links if self.own else ()

    @property
    def end(self) -> ImpreciseDate | None:
        return self.own.end if self.own else None

    @property
    def original(self) -> ImpreciseDate | None:
        return self.own.original if self.own else None

    @property
    def forecast(self) -> ImpreciseDate | None:
        return self.own.forecast if self.own else None


@dataclass(frozen=True, slots=True)
class PlanThen:
    """A plan at the end of ``day``: its points in written order and the events told by then.

    Before the plan was first recorded its title is empty and it holds nothing.
    """

    day: dt.date
    title: str
    items: tuple[ItemThen, ...]
    events: tuple[EventThen, ...]


def end_of(day: dt.date) -> dt.datetime:
    """The instant at which ``day`` is over in Copenhagen: the midnight that begins the next one. Half-open: what is
    recorded at that instant belongs to the next day."""
    return dt.datetime.combine(day + dt.timedelta(days=1), dt.time.min, tzinfo=timezone.get_default_timezone())


def plan_as_of(plan: Plan, day: dt.date) -> PlanThen:
    """The plan at the end of ``day``, in ten queries whatever its size.

    Raises ``OverflowError`` for the last day of the calendar.
    """
    end = end_of(day)
    plans = _newest(Plan, end, id=plan.pk)
    rows = [row for row in _newest(PlanItem, end, id__in=_points(plan)) if row.plan_id == plan.pk]
    keys = {row.id for row in rows}
    owners, units = _owners(plan, end), _units(plan, end)
    statuses, spoken = _statuses(plan, end), _spoken(plan, end)
    milestones, closings = _milestones(plan, end, statuses), _closings(plan, end)
    items = [
        ItemThen(
            pk=row.id,
            number=row.number,
            title=row.title,
            kind=row.kind,
            parent=row.parent_id if row.parent_id in keys else None,
            position=row.position,
            level=row.level,
            description=row.description,
            owner=owners.get(row.owner_id) or row.owner_text,
            unit=units.get(row.unit_id, ""),
            **_state(row, closings.get(row.id)),
            status=_status(statuses.get(row.id)),
            in_focus=bool(spoken.get(row.id)),
            milestones=tuple(milestones.get(row.id, ())),
        )
        for row in sorted(rows, key=attrgetter("position", "id"))
    ]
    title = plans[0].title if plans else ""
    return PlanThen(day=day, title=title, items=tuple(items), events=tuple(_events(plan, end)))


# -- what may be edited: the history tables ---------------------------------------------------------------------------


def _newest(model: type[models.Model], end: dt.datetime, **among: Any) -> list[Any]:
    """The newest history row of each row of ``model``, of those stamped before ``end``; none for a deleted one.

    The newest is the one the database numbered last: stamps may be equal, and a clock may be set back.
    """
    history = model.history.order_by()  # type: ignore[attr-defined]
    last = history.filter(history_date__lt=end, **among).values("id").annotate(last=Max("history_id")).values("last")
    return list(history.filter(history_id__in=last).exclude(history_type=_DELETED))


def _points(plan: Plan) -> models.QuerySet:
    """The keys of all points that ever stood in the plan."""
    return PlanItem.history.filter(plan_id=plan.pk).order_by().values("id")


def _owners(plan: Plan, end: dt.datetime) -> dict[int, str]:
    ever = PlanItem.history.filter(plan_id=plan.pk, owner_id__isnull=False).order_by().values("owner_id")
    return {row.id: row.full_name or row.username for row in _newest(User, end, id__in=ever)}


def _units(plan: Plan, end: dt.datetime) -> dict[int, str]:
    ever = PlanItem.history.filter(plan_id=plan.pk, unit_id__isnull=False).order_by().values("unit_id")
    return {row.id: row.name for row in _newest(Unit, end, id__in=ever)}


def _milestones(plan: Plan, end: dt.datetime, statuses: dict[int, StatusEntry]) -> dict[int, list[MilestoneThen]]:
    """The milestones of each point, its own schedule first."""
    ever = Milestone.history.filter(item_id__in=_points(plan)).order_by().values("id")
    chains = _chains(ever, end)
    found: dict[int, list[MilestoneThen]] = defaultdict(list)
    rows = _newest(Milestone, end, id__in=ever)
    for row in sorted(rows, key=lambda row: (not row.is_own, row.position, row.id)):
        chain = chains.get(row.id, ())
        first = chain[0] if chain and chain[0].kind == EndDateRevision.Kind.ORIGINAL else None
        status = statuses.get(row.item_id) if row.is_own else None
        found[row.item_id].append(
            MilestoneThen(
                pk=row.id,
                name=row.name,
                is_own=row.is_own,
                start=_date(row, "start"),
                original=_as_read(row, "original", first),
                end=_as_read(row, "end", chain[-1] if chain else None),
                forecast=status.forecast if status else _date(row, "forecast"),
                links=chain,
                completed_on=row.completed_on,
                under_revision=row.under_revision,
            )
        )
    return found


def _date(row: Any, prefix: str) -> ImpreciseDate | None:
    return ImpreciseColumns(prefix).__get__(row)


def _as_read(row: Any, prefix: str, link: LinkThen | None) -> ImpreciseDate | None:
    """The link's date, with the days a person had said its words mean: those stand on the milestone alone."""
    reading = _date(row, prefix)
    if link and reading and reading.as_written == link.end.as_written:
        return reading
    return link.end if link else None


# -- what happened: append-only rows ----------------------------------------------------------------------------------


def _chains(milestones: models.QuerySet, end: dt.datetime) -> dict[int, tuple[LinkThen, ...]]:
    """The chain of each milestone up to its last link recorded before ``end``: no link before that one is missing,
    even if a clock that was fast stamped it later."""
    rows: dict[int, list[EndDateRevision]] = defaultdict(list)
    for row in EndDateRevision.objects.filter(milestone_id__in=milestones).order_by("sequence"):
        rows[row.milestone_id].append(row)
    chains = {}
    for key, revisions in rows.items():
        last = max((row.sequence for row in revisions if row.recorded_at < end), default=-1)
        chains[key] = tuple(_links([row for row in revisions if row.sequence <= last]))
    return chains


def _links(revisions: Iterable[EndDateRevision]) -> Iterable[LinkThen]:
    for link in links_of(revisions):
        row = link.revision
        yield LinkThen(
            sequence=row.sequence,
            kind=row.kind,
            end=link.end,
            reason=row.reason,
            reason_category=row.reason_category,
            decided_by=row.decided_by,
            decided_on=row.decided_on,
            recorded_at=row.recorded_at,
            is_corrected=bool(link.corrected_by),
        )


def _told(plan: Plan, end: dt.datetime, **which: Any) -> models.QuerySet[StatusEntry]:
    """Of each point the status that counted: the newest month's, of that the last recorded, not taken back or sent back
    by then."""
    taken_back = Withdrawal.objects.filter(status=OuterRef("pk"), recorded_at__lt=end)
    sent_back = StatusVerdict.objects.filter(status=OuterRef("pk"), kind="sent_back", recorded_at__lt=end)
    entries = (
        StatusEntry.objects.filter(item=OuterRef("pk"), recorded_at__lt=end, **which)
        .filter(~Exists(taken_back), ~Exists(sent_back))
        .order_by("-period", "-recorded_at", "-pk")
        .values("pk")[:1]
    )
    picks = PlanItem.objects.filter(pk__in=_points(plan)).order_by().values(pick=Subquery(entries))
    return StatusEntry.objects.filter(pk__in=picks).order_by()


def _statuses(plan: Plan, end: dt.datetime) -> dict[int, StatusEntry]:
    return {entry.item_id: entry for entry in _told(plan, end)}


def _spoken(plan: Plan, end: dt.datetime) -> dict[int, bool]:
    """What the newest status that speaks of management focus says of it."""
    return dict(_told(plan, end, in_focus__isnull=False).values_list("item_id", "in_focus"))


def _status(entry: StatusEntry | None) -> StatusThen | None:
    if entry is None:
        return None
    return StatusThen(
        period=entry.period,
        text=entry.text,
        text_kind=entry.text_kind,
        assessment=entry.assessment,
        forecast=entry.forecast,
        recorded_at=entry.recorded_at,
    )


def _closings(plan: Plan, end: dt.datetime) -> dict[int, Closing]:
    """The last closing or reopening of each point, in the order the database numbered them."""
    rows = Closing.objects.filter(item_id__in=_points(plan), recorded_at__lt=end).order_by("pk")
    return {row.item_id: row for row in rows}


def _state(row: Any, closing: Closing | None) -> dict[str, Any]:
    """The state and the month of its report. Imported rows have no closing: there history says it."""
    if closing is None:
        return {"state": row.state, "reported_closed_in": row.reported_closed_in}
    if closing.kind != Closing.Kind.REOPENED:
        return {"state": closing.kind, "reported_closed_in": closing.reported_in}
    was_open = row.state not in PlanItemQuerySet.CLOSED_STATES
    return {"state": row.state if was_open else PlanItem.State.IN_PROGRESS.value, "reported_closed_in": None}


def _events(plan: Plan, end: dt.datetime) -> Iterable[EventThen]:
    taken_back = Withdrawal.objects.filter(event=OuterRef("pk"), recorded_at__lt=end)
    rows = Event.objects.filter(~Exists(taken_back), plan=plan, recorded_at__lt=end)
    for row in rows.order_by("recorded_at", "pk"):
        yield EventThen(
            item=row.item_id,
            when=row.when,
            text=row.text,
            source=row.source,
            amount=row.amount,
            amount_unit=row.amount_unit,
        )
