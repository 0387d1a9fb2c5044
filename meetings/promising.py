"""The verbs that write promises to a committee and what was asked for, and what happens to them.

A promise is never overwritten: it is answered in an agenda item, moved or withdrawn with a reason, and each of these is
a ``CommitmentEvent``. Given to two committees, it is kept when both have had their answer (S000-20).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import Exists, F, Q
from django.db.models.functions import Coalesce

from handleplan import history, prose
from handleplan.dates import ImpreciseDate
from handleplan.models import Plan, PlanItem, User
from handleplan.models.imprecise import column_names, columns
from meetings.models import (
    AgendaItem,
    Appendix,
    Commitment,
    CommitmentCommittee,
    CommitmentEvent,
    CommitmentPoint,
    Committee,
    Meeting,
    Section,
)

Kind, State = Commitment.Kind, Commitment.State
Event = CommitmentEvent.Kind


class NotQuoted(ValueError):
    """The words of a promise do not stand in the section they are said to stand in."""


# -- verbs ------------------------------------------------------------------------------------------------------------


@transaction.atomic
def make_commitment(
    *,
    kind: str,
    text: str,
    user: User,
    reason: str,
    when: ImpreciseDate | None = None,
    due_meeting: Meeting | None = None,
    committees: Iterable[Committee] = (),
    points: Iterable[PlanItem] = (),
    plan: Plan | None = None,
    item: AgendaItem | None = None,
    section: Section | None = None,
    appendix: Appendix | None = None,
    source_text: str = "",
    subject: str = "",
    made_on: dt.date | None = None,
    asked_by: Committee | None = None,
    asked_by_text: str = "",
) -> Commitment:
    """A promise or a request in its exact words, where it stands, to whom, about which points and when it is due.

    Its source is a section, an annex, an item or a free reference. Without a meeting the only one that its
    committee holds within its date is taken.

    Raises ``NotQuoted`` for words that do not stand in the section, ``ValueError`` without words, source or (for a
    promise) a date, and for a point of another plan.
    """
    item = item or (section and section.item) or (appendix and appendix.item) or None
    points, plan = list(points), plan or (item and item.plan)
    plan = plan or (points[0].plan if points else None)
    if not text.strip() or not (item or source_text):
        raise ValueError("a promise has words and a source")
    if kind == Kind.PROMISE and when is None and due_meeting is None:
        raise ValueError("a promise says when it is due")
    if any(point.plan_id != plan.pk for point in points):
        raise ValueError("a promise is about points of its own plan")
    if section is not None and not is_quoted(text, section):
        raise NotQuoted
    bodies = list({body.pk: body for body in [*committees, *([asked_by] if asked_by else [])]}.values())
    made_on = made_on or (item.meeting.date if item and kind == Kind.PROMISE else None)
    commitment = Commitment(
        kind=kind,
        text=text.strip(),
        subject=subject,
        plan=plan,
        source_item=item,
        source_section=section,
        source_appendix=appendix,
        source_text=source_text,
        made_on=made_on,
        asked_by=asked_by,
        asked_by_text=asked_by_text,
        due_meeting=due_meeting or the_meeting(bodies, when, after=made_on),
        **columns("when", when),
    )
    by = {"user": user, "reason": reason}
    history.save(commitment, **by)
    for body in bodies:
        history.save(CommitmentCommittee(commitment=commitment, committee=body), **by)
    for point in points:
        history.save(CommitmentPoint(commitment=commitment, point=point), **by)
    _record(commitment, Event.MADE, user, when=when, meeting=commitment.due_meeting, item=item, section=section)
    return commitment


@transaction.atomic
def answer(
    commitment: Commitment,
    *,
    user: User,
    reason: str,
    item: AgendaItem | None = None,
    section: Section | None = None,
    words: str = "",
    seen: int | None = None,
) -> CommitmentEvent:
    """It is answered in an item (``section`` where in it), or elsewhere as ``words`` say.

    Given to several committees it stays open until each has its answer; an answer elsewhere is for all of them.
    ``seen`` is the version the person saw. Raises ``Outdated`` when it was settled meanwhile, ``ValueError`` without
    item and words.
    """
    item = item or (section.item if section else None)
    if item is None and not words.strip():
        raise ValueError("an answer stands in an item, or says where")
    _claim_open(commitment, seen)
    event = _record(
        commitment,
        Event.ANSWERED,
        user,
        item=item,
        section=section,
        meeting=item.meeting if item else None,
        answer=words.strip(),
    )
    if item is None or not _unanswered_committees(commitment):
        _settle(commitment, State.ANSWERED, user, reason)
    return event


@transaction.atomic
def move(
    commitment: Commitment,
    *,
    why: str,
    user: User,
    reason: str,
    when: ImpreciseDate | None = None,
    due_meeting: Meeting | None = None,
    item: AgendaItem | None = None,
    seen: int | None = None,
) -> CommitmentEvent:
    """It is due later; ``item`` is where the committee is told. Raises ``ValueError`` without a reason or a new date,
    ``Outdated`` as ``answer``."""
    if not why.strip() or (when is None and due_meeting is None):
        raise ValueError("a promise moves to a new date and for a reason")
    _claim_open(commitment, seen)
    before = due_words(commitment)
    bodies = [row.committee for row in commitment.committees.filter(withdrawn=False).select_related("committee")]
    for name, value in columns("when", when).items():
        setattr(commitment, name, value)
    commitment.due_meeting = due_meeting or the_meeting(bodies, when, after=None)
    history.save(commitment, user=user, reason=reason, fields=[*column_names("when"), "due_meeting"])
    event = {"when": when, "meeting": commitment.due_meeting, "item": item, "before": before, "reason": why.strip()}
    return _record(commitment, Event.MOVED, user, **event)


@transaction.atomic
def withdraw(
    commitment: Commitment,
    *,
    why: str,
    user: User,
    reason: str,
    item: AgendaItem | None = None,
    seen: int | None = None,
) -> CommitmentEvent:
    """It will not be kept, and why; ``item`` is where the committee is told. Raises as ``move``."""
    if not why.strip():
        raise ValueError("a promise is withdrawn for a reason")
    _claim_open(commitment, seen)
    _settle(commitment, State.WITHDRAWN, user, reason)
    return _record(commitment, Event.WITHDRAWN, user, item=item, reason=why.strip())


@transaction.atomic
def reopen(commitment: Commitment, *, why: str, user: User, reason: str, seen: int | None = None) -> CommitmentEvent:
    """The answer was none after all, or it will be kept nevertheless: it is open again, answers before do not count.

    Raises ``ValueError`` without a reason, ``Outdated`` when it was changed meanwhile or is open.
    """
    if not why.strip():
        raise ValueError("a promise is opened again for a reason")
    history.claim(commitment, seen=seen)
    commitment.refresh_from_db()
    if commitment.state == State.OPEN:
        raise history.Outdated
    _settle(commitment, State.OPEN, user, reason)
    return _record(commitment, Event.REOPENED, user, reason=why.strip())


@transaction.atomic
def tell_subject(
    commitment: Commitment,
    *,
    points: Iterable[PlanItem],
    user: User,
    reason: str,
    plan: Plan | None = None,
    subject: str = "",
    seen: int | None = None,
) -> None:
    """What it is about, told afterwards: its subject, its points, and its plan where it was of none.

    A plan that it has stays. Raises ``ValueError`` for a point of another plan, ``Outdated`` when it was changed
    meanwhile.
    """
    history.claim(commitment, seen=seen)
    commitment.refresh_from_db()
    by = {"user": user, "reason": reason}
    history.change(commitment, {"subject": subject, "plan": commitment.plan or plan}, **by)
    wanted = {point.pk: point for point in points}
    if any(point.plan_id != commitment.plan_id for point in wanted.values()):
        raise ValueError("a promise is about points of its own plan")
    there = {row.point_id: row for row in commitment.points.all()}
    for key, row in there.items():
        history.change(row, {"withdrawn": key not in wanted}, **by)
    for key in wanted.keys() - there.keys():
        history.save(CommitmentPoint(commitment=commitment, point=wanted[key]), **by)


@transaction.atomic
def reopen_answers_of(item: AgendaItem, *, user: User, reason: str) -> list[Commitment]:
    """What an item had answered is open again, because the item came off the agenda; which they were."""
    answered = Commitment.objects.filter(events__kind=Event.ANSWERED, events__item=item, state=State.ANSWERED)
    found = list(answered.distinct())
    for commitment in found:
        reopen(commitment, why=reason, user=user, reason=reason)
    return found


# -- what is asked of them --------------------------------------------------------------------------------------------


def unanswered(item: AgendaItem) -> list[Commitment]:
    """Open promises and requests that are due at the item's meeting and that it does not answer (S000-21).

    They are those of ``due_in``, but for what the item itself promises. Three queries.
    """
    return [each for each in due_in(item) if each.source_item_id != item.pk]


def due_in(item: AgendaItem) -> list[Commitment]:
    """What is due at the item's meeting and that this item must see to: what is of its plan, and what is of no plan.

    The latter is for the agenda's drafts of no plan; where there are none it is for every item, so that it is not
    dropped in silence. Three queries.
    """
    if item.plan_id is None:
        return _due(item.meeting, Q(plan=None))
    takers = AgendaItem.objects.filter(meeting=item.meeting_id, plan=None, state=AgendaItem.State.DRAFT)
    return _due(item.meeting, Q(plan=item.plan_id) | (Q(plan=None) & ~Exists(takers)))


def due_at(meeting: Meeting, *, plan: Plan | None) -> list[Commitment]:
    """Open promises and requests of a plan (of none, without one) that a meeting must have an answer to, oldest first.
    Three queries."""
    return _due(meeting, Q(plan=plan))


def due_at_meeting(meeting: Meeting) -> list[Commitment]:
    """All that a meeting must have an answer to, whatever plan it is of, oldest first. Three queries."""
    return _due(meeting, Q())


def _due(meeting: Meeting, which: Q) -> list[Commitment]:
    """What the meeting's committee must have an answer to: what was due before and is still open is among it, what it
    has had its answer to is not. A date that spans several meetings is due at the last of them; what has no last day
    (S000-12) at the first meeting after it was said."""
    day = meeting.date
    after = Meeting.objects.filter(committee=meeting.committee_id, is_cancelled=False, date__gt=day)
    later = list(after.values_list("date", flat=True))
    rows = Commitment.objects.open().with_last_day().annotate(said=Coalesce("made_on", "source_item__meeting__date"))
    rows = rows.filter(which, Q(last_day__isnull=False) | Q(said=None) | Q(said__lt=day))
    rows = rows.filter(Q(when_earliest=None) | Q(when_earliest__lte=day) | Q(due_meeting__date__lte=day))
    rows = rows.filter(committees__committee=meeting.committee_id, committees__withdrawn=False)
    found = rows.select_related("due_meeting__committee", "plan", "source_item")
    found = found.order_by(F("last_day").asc(nulls_last=True), "pk")
    answered = answered_committees(found)
    return [
        each
        for each in found
        if meeting.committee_id not in answered[each.pk]
        and (
            each.last_day is None
            or each.last_day <= day
            or not (each.due_meeting_id or any(date <= each.last_day for date in later))
        )
    ]


def the_meeting(bodies: Sequence[Committee], when: ImpreciseDate | None, *, after: dt.date | None) -> Meeting | None:
    """The one meeting that the body holds within a date (and not before ``after``); None where there is none, or more,
    or where several bodies were promised it."""
    if when is None or when.latest is None or len(bodies) != 1:
        return None
    meetings = bodies[0].meetings.filter(date__lte=when.latest, is_cancelled=False)
    first = max(filter(None, (when.earliest, after)), default=None)
    if first:
        meetings = meetings.filter(date__gte=first)
    found = meetings.order_by("date", "time")[:2]
    return found[0] if len(found) == 1 else None


def answered_committees(commitments: Iterable[Commitment]) -> dict[int, set[int]]:
    """By the promise's key: the committees that have had their answer since it was made or last opened. One query."""
    found: dict[int, set[int]] = {commitment.pk: set() for commitment in commitments}
    events = CommitmentEvent.objects.filter(commitment__in=found, kind__in=[Event.ANSWERED, Event.REOPENED])
    events = events.exclude(item__state=AgendaItem.State.DROPPED, kind=Event.ANSWERED).order_by("pk")
    for key, kind, body in events.values_list("commitment", "kind", "meeting__committee"):
        if kind == Event.REOPENED:
            found[key] = set()
        elif body:
            found[key].add(body)
    return found


def is_quoted(text: str, section: Section) -> bool:
    """Whether the words stand in the section, whatever its white space and marks."""
    body = section.body if text in section.body else prose.to_plain(section.body, section.text_kind)
    return bare(text) in bare(body)


def due_words(commitment: Commitment) -> str:
    """When it is due, as it is written: the date's words, else the day of its meeting."""
    if commitment.when_as_written:
        return commitment.when_as_written
    return str(commitment.due_meeting or "")


def bare(text: str) -> str:
    """The words of a text with single spaces between them."""
    return " ".join(text.split())


def _unanswered_committees(commitment: Commitment) -> set[int]:
    bodies = set(commitment.committees.filter(withdrawn=False).values_list("committee", flat=True))
    return bodies - answered_committees([commitment])[commitment.pk]


def _claim_open(commitment: Commitment, seen: int | None) -> None:
    history.claim(commitment, seen=seen)
    commitment.refresh_from_db()
    if commitment.state != State.OPEN:
        raise history.Outdated


def _settle(commitment: Commitment, state: str, user: User, reason: str) -> None:
    commitment.state = state
    history.save(commitment, user=user, reason=reason, fields=["state"])


def _record(
    commitment: Commitment, kind: str, user: User, *, when: ImpreciseDate | None = None, **facts: object
) -> CommitmentEvent:
    return CommitmentEvent.objects.create(
        commitment=commitment, kind=kind, recorded_by=user, **columns("when", when), **facts
    )
