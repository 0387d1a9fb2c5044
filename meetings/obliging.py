"""What a committee has ordered to be told of a plan: the verbs that write it, and what is due, delivered and missed.

An obligation's periods follow from its rhythm; nothing about them is stored but what was delivered or excused. The
report of a period is expected at the committee's last meeting within the period, and where there is none at the first
one after it: "månedlig afrapportering i 2012" was given on 25 January, 29 February and so on (S000-4).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from handleplan import history
from handleplan.models import Plan, User
from handleplan.periods import Period, first_day, last_day, period_of
from meetings.models import AgendaItem, Committee, Delivery, Meeting, ReportingObligation
from reports.models import Edition

Cadence = ReportingObligation.Cadence
MONTHS = {
    Cadence.MONTHLY: 1,
    Cadence.QUARTERLY: 3,
    Cadence.HALF_YEARLY: 6,
    Cadence.YEARLY: 12,
    Cadence.BIENNIAL: 12,
    Cadence.ONCE: 1,
}
# From one period to the next, where that is more than the period's own length.
_STEPS = {Cadence.BIENNIAL: 24}
# How long after a period without any meeting its report counts as missed.
_PATIENCE = dt.timedelta(days=31)
# How many periods back an item of before our time is looked for.
_LOOKED_BACK = 6
# The states of a period, in the words of the page: ``Due.state``.
DELIVERED, EXCUSED, MISSED, DUE, COMING = "delivered", "excused", "missed", "due", "coming"


@dataclass(frozen=True, slots=True)
class Due:
    """One period of an obligation: its days, the meeting its report is expected at, and how it stands."""

    first: dt.date
    last: dt.date
    state: str
    meeting: Meeting | None = None
    delivery: Delivery | None = None


# -- verbs ------------------------------------------------------------------------------------------------------------


@transaction.atomic
def add_obligation(
    plan: Plan,
    committee: Committee,
    *,
    text: str,
    cadence: str,
    first_period: dt.date,
    user: User,
    reason: str,
    **facts: Any,
) -> ReportingObligation:
    """The committee is owed reports of the plan; ``text`` is how it was ordered, ``first_period`` a month's first day.

    One plan may be owed to several committees, and the body that orders (``ordered_by``) may be another one.
    """
    obligation = ReportingObligation(
        plan=plan, committee=committee, text=text, cadence=cadence, first_period=first_period.replace(day=1), **facts
    )
    history.save(obligation, user=user, reason=reason)
    return obligation


@transaction.atomic
def edit_obligation(
    obligation: ReportingObligation, *, seen: int | None, user: User, reason: str, **facts: Any
) -> bool:
    """Sets what is said of an obligation; True if anything differed. Raises ``Outdated``."""
    history.claim(obligation, seen=seen)
    return history.change(obligation, facts, user=user, reason=reason)


@transaction.atomic
def deliver(
    obligation: ReportingObligation,
    *,
    period: dt.date,
    meeting: Meeting,
    user: User,
    item: AgendaItem | None = None,
    edition: Edition | None = None,
    reason: str = "",
) -> Delivery:
    """The period's report was given to a meeting: with an agenda item, an edition, or (from before our time) neither.

    ``period`` is any day of the period. Raises ``ValueError`` for a day that lies in none of the obligation's periods.
    """
    first, _last = period_with(obligation, period)
    return Delivery.objects.create(
        obligation=obligation,
        period=first,
        meeting=meeting,
        item=item,
        edition=edition,
        reason=reason,
        recorded_by=user,
    )


@transaction.atomic
def excuse(obligation: ReportingObligation, *, period: dt.date, user: User, reason: str) -> Delivery:
    """The period needs no report, and why. Raises ``ValueError`` without a reason."""
    if not reason.strip():
        raise ValueError("a report is excused with a reason")
    first, _last = period_with(obligation, period)
    return Delivery.objects.create(
        obligation=obligation, period=first, excused=True, reason=reason.strip(), recorded_by=user
    )


# -- periods ----------------------------------------------------------------------------------------------------------


def periods(obligation: ReportingObligation, until: dt.date) -> Iterator[tuple[dt.date, dt.date]]:
    """First and last day of each of its periods that begins by ``until``, and of all that have an end, in order.

    Quarters, half-years and years are those of the calendar: an order of May begins with the second quarter.
    """
    months = MONTHS[Cadence(obligation.cadence)]
    step = _STEPS.get(Cadence(obligation.cadence), months)
    begin = obligation.first_period.replace(day=1)
    at = Period(begin.year, begin.month - (begin.month - 1) % months)
    end = obligation.last_period
    while first_day(at) <= (end or until):
        yield first_day(at), last_day(_later(at, months - 1))
        if obligation.cadence == Cadence.ONCE:
            return
        at = _later(at, step)


def _later(period: Period, months: int) -> Period:
    count = period.year * 12 + period.month - 1 + months
    return Period(count // 12, count % 12 + 1)


def period_with(obligation: ReportingObligation, day: dt.date) -> tuple[dt.date, dt.date]:
    """The period a day lies in. Raises ``ValueError`` where it lies in none."""
    for first, last in periods(obligation, day):
        if first <= day <= last:
            return first, last
    raise ValueError(f"{day} lies in no period of the obligation")


def standing(obligation: ReportingObligation, today: dt.date) -> list[Due]:
    """How each period stands on ``today``, oldest first: two queries."""
    meetings = obligation.committee.meetings.filter(is_cancelled=False).select_related("committee")
    deliveries = obligation.deliveries.select_related("meeting", "item", "edition").order_by("pk")
    return stand(obligation, meetings.order_by("date", "time"), deliveries, today)


def stand(
    obligation: ReportingObligation, meetings: Iterable[Meeting], deliveries: Iterable[Delivery], today: dt.date
) -> list[Due]:
    """``standing`` of rows that are read already: meetings by date, deliveries oldest first.

    A delivery whose item was taken off the agenda again is none.
    """
    meetings = list(meetings)
    given = {row.period: row for row in deliveries if row.item is None or row.item.state != AgendaItem.State.DROPPED}
    found = []
    for first, last in periods(obligation, today):
        delivery = given.get(first)
        expected = _expected(meetings, first, last)
        if delivery:
            state = EXCUSED if delivery.excused else DELIVERED
        else:
            state = _state(expected, first, last, today)
        found.append(Due(first, last, state, delivery.meeting if delivery else expected, delivery))
    return found


def _expected(meetings: Sequence[Meeting], first: dt.date, last: dt.date) -> Meeting | None:
    within = [meeting for meeting in meetings if first <= meeting.date <= last]
    return within[-1] if within else next((meeting for meeting in meetings if meeting.date > last), None)


def _state(expected: Meeting | None, first: dt.date, last: dt.date, today: dt.date) -> str:
    if (expected.date if expected else last + _PATIENCE) < today:
        return MISSED
    return DUE if first <= today else COMING


def can_serve(rhythm: str, cadence: str) -> bool:
    """Whether a plan that is reported in that rhythm has something new to tell in each of the obligation's periods."""
    return not (rhythm == Plan.Rhythm.QUARTERLY and cadence == Cadence.MONTHLY)


def owed(committee: Committee, day: dt.date) -> list[tuple[ReportingObligation, dt.date]]:
    """The obligations towards a committee that run on a day, each with the first day of its period then. One query."""
    running = committee.obligations.filter(first_period__lte=day).select_related("plan", "committee")
    return [(each, first) for each in running if (first := period_at(each, day))]


def period_at(obligation: ReportingObligation, day: dt.date) -> dt.date | None:
    """The first day of the period whose report a meeting on that day is owed: the one it lies in, or the last one
    before it. None before the first, and once the order has ended."""
    if obligation.last_period and day > last_day(period_of(obligation.last_period)):
        return None
    reached = [first for first, _last in periods(obligation, day) if first <= day]
    return reached[-1] if reached else None


def told_by(committee: Committee, day: dt.date) -> list[tuple[ReportingObligation, dt.date]]:
    """What an item of a meeting on that day can be the report of: the last periods that had begun, newest first, of
    each obligation towards the committee. One query."""
    orders = committee.obligations.filter(first_period__lte=day).select_related("plan", "committee")
    begun = ((each, [first for first, _last in periods(each, day) if first <= day]) for each in orders)
    found = [(each, first) for each, firsts in begun for first in firsts[-_LOOKED_BACK:]]
    return sorted(found, key=lambda one: one[1], reverse=True)


def missed(plan: Plan, today: dt.date) -> Iterator[tuple[ReportingObligation, Due]]:
    """Every report of a plan that a committee should have had by now. Three queries."""
    rows = list(plan.obligations.select_related("committee"))
    meetings = Meeting.objects.filter(committee__in=[row.committee_id for row in rows], is_cancelled=False)
    meetings = list(meetings.order_by("date", "time"))
    deliveries = list(Delivery.objects.filter(obligation__in=rows).select_related("item", "meeting").order_by("pk"))
    for row in rows:
        ours = [meeting for meeting in meetings if meeting.committee_id == row.committee_id]
        given = [each for each in deliveries if each.obligation_id == row.pk]
        yield from ((row, due) for due in stand(row, ours, given, today) if due.state == MISSED)
