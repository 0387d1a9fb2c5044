"""The verbs that record what a committee decided, and let the decision do what it decided, in one transaction.

The revision of a deadline keeps who decided it and when as text; ``DecisionEffect`` ties it to the decision. Both
versions of the item are kept: as agenda before the meeting, as minutes after it (S000-33).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from handleplan import closing, history, replying, requesting
from handleplan.models import ConditionalAlternative, EndDateRequest, PlanItem, User
from meetings import composing, document, obliging, openness, promising
from meetings.models import AgendaItem, Attendance, Committee, Decision, DecisionEffect, ItemVersion, Minutes, Proposal

Code, Kind, State = Decision.Code, DecisionEffect.Kind, AgendaItem.State

# The decisions after which something new may hold; the others leave the matter as it was, or to another body.
ACCEPTING = (Code.APPROVED, Code.NOTED, Code.ADOPTED, Code.APPROVED_CHANGED, Code.SPLIT)


class AlreadyDecided(ValueError):
    """The item has its minutes; a mistake in them is corrected."""


class NothingDecided(ValueError):
    """A decision that accepts nothing cannot move a deadline, close a point or order reports."""


@dataclass(frozen=True, slots=True)
class Said:
    """A decision in its exact words: on one proposal, or (without one) on the whole item."""

    code: str
    text: str
    proposal: Proposal | None = None
    votes_for: str = ""
    votes_against: str = ""
    abstained: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whom the minutes name under the item; ``role`` is one of ``Attendance.Role``."""

    name: str
    title: str = ""
    party: str = ""
    role: str = "attended"


@dataclass(frozen=True, slots=True)
class Effect:
    """What the decision does: one of the kinds of ``DecisionEffect``, and the row it is done to.

    ``words`` say why where the decision's own words are not to be repeated; ``obligation`` are the facts of
    ``obliging.add_obligation``; ``seen`` is the version of the request, milestone or point that the person saw.
    """

    kind: str
    request: EndDateRequest | None = None
    alternative: ConditionalAlternative | None = None
    point: PlanItem | None = None
    obligation: Mapping[str, Any] = field(default_factory=dict)
    words: str = ""
    seen: int | None = None


@transaction.atomic
def record_decision(
    item: AgendaItem,
    *,
    decisions: Sequence[Said],
    user: User,
    reason: str,
    decided_on: dt.date | None = None,
    attendance: str = "",
    absence: str = "",
    people: Sequence[Person] = (),
    dissent: str = "",
    public_text: str = "",
    effects: Sequence[Effect] = (),
    seen: int | None = None,
) -> Minutes:
    """The item's minutes: decisions, attendance and absence as printed, dissent; then everything the decision does.

    ``decided_on`` is the day of the meeting where none is given; ``public_text`` what may be told of a closed item;
    ``seen`` the item's version the person saw. An item that is taken off opens again what it had answered.

    Raises ``AlreadyDecided``, ``NothingDecided``, ``ValueError`` without any words, and ``Outdated`` when the item or
    anything the decision acts upon was changed meanwhile: then nothing at all is written.
    """
    history.claim(item, seen=seen)
    if item.minutes.exists():
        raise AlreadyDecided
    if not item.versions.filter(kind=document.AGENDA).exists():
        _keep_version(item, document.AGENDA, user)
    minutes = _write(
        Minutes(
            item=item,
            decided_on=decided_on or item.meeting.date,
            attendance_text=attendance,
            absence_text=absence,
            dissent=dissent,
            public_text=public_text,
            reason=reason,
            recorded_by=user,
        ),
        decisions,
        people,
        effects,
        user,
        reason,
    )
    taken_off = any(said.code == Code.WITHDRAWN and said.proposal is None for said in decisions)
    item.state = State.DROPPED if taken_off else State.DECIDED
    history.save(item, user=user, reason=reason, fields=["state"])
    if taken_off:
        promising.reopen_answers_of(item, user=user, reason=reason)
    return minutes


@transaction.atomic
def correct_decision(
    faulty: Minutes,
    *,
    why: str,
    decisions: Sequence[Said],
    user: User,
    reason: str,
    decided_on: dt.date | None = None,
    attendance: str = "",
    absence: str = "",
    people: Sequence[Person] = (),
    dissent: str = "",
    public_text: str = "",
    effects: Sequence[Effect] = (),
    seen: int | None = None,
) -> Minutes:
    """New minutes that point at the faulty ones, and why; the newest count. What the faulty ones did stays done.

    Raises ``ValueError`` without a reason, ``Outdated`` where they have been corrected already; else as
    ``record_decision``.
    """
    if not why.strip():
        raise ValueError("minutes are corrected for a reason")
    item = faulty.item
    history.claim(item, seen=seen)
    if faulty.corrected_by.exists():
        raise history.Outdated
    minutes = Minutes(
        item=item,
        decided_on=decided_on or faulty.decided_on,
        attendance_text=attendance,
        absence_text=absence,
        dissent=dissent,
        public_text=public_text,
        corrects=faulty,
        reason=why.strip(),
        recorded_by=user,
    )
    return _write(minutes, decisions, people, effects, user, reason)


def newest_minutes(item: AgendaItem) -> Minutes | None:
    """The minutes that count: the last correction, or the only ones."""
    return item.minutes.order_by("pk").last()


def accepts(decisions: Sequence[Said]) -> bool:
    """Whether anything new may hold after these decisions."""
    return any(said.code in ACCEPTING for said in decisions)


def decided_in(committee: Committee, day: dt.date) -> str:
    """ "Besluttet i Socialudvalget 29.02.2012", as reasons and timelines tell it."""
    return _("Decided in %(committee)s %(day)s") % {"committee": committee.name, "day": f"{day:%d.%m.%Y}"}


def _write(
    minutes: Minutes,
    decisions: Sequence[Said],
    people: Sequence[Person],
    effects: Sequence[Effect],
    user: User,
    reason: str,
) -> Minutes:
    if not decisions or not all(said.text.strip() for said in decisions):
        raise ValueError("a decision has words")
    if not accepts(decisions) and any(effect.kind != Kind.DECLINED for effect in effects):
        raise NothingDecided
    minutes.save()
    by = {"recorded_by": user}
    rows = [
        Decision.objects.create(
            minutes=minutes,
            proposal=said.proposal,
            code=said.code,
            text=said.text.strip(),
            votes_for=said.votes_for,
            votes_against=said.votes_against,
            abstained=said.abstained,
            **by,
        )
        for said in decisions
    ]
    for person in people:
        facts = {"name": person.name, "title": person.title, "party": person.party, "role": person.role}
        Attendance.objects.create(minutes=minutes, **facts, **by)
    whole = next((row for row in rows if row.proposal_id is None), rows[0])
    for effect in effects:
        _apply(effect, whole, user, reason)
    _keep_version(minutes.item, document.MINUTES, user)
    return minutes


# -- what a decision does ---------------------------------------------------------------------------------------------


def _apply(effect: Effect, decision: Decision, user: User, reason: str) -> DecisionEffect:
    """Does it through the core's own verb and ties what came of it to the decision."""
    done = _ACTS[Kind(effect.kind)](effect, decision, {"user": user, "reason": reason})
    return DecisionEffect.objects.create(decision=decision, kind=effect.kind, recorded_by=user, **done)


def _grant(effect: Effect, decision: Decision, by: dict[str, Any]) -> dict[str, Any]:
    asked = requesting.grant(effect.request, answer=effect.words, seen=effect.seen, **_by_whom(decision), **by)
    replying.tell_answered(asked, **by)
    return {"request": asked, "revision": asked.revision, "point": asked.milestone.item}


def _decline(effect: Effect, decision: Decision, by: dict[str, Any]) -> dict[str, Any]:
    answer = effect.words or _why(decision)
    asked = requesting.decline(effect.request, answer=answer, seen=effect.seen, **_by_whom(decision), **by)
    replying.tell_answered(asked, **by)
    return {"request": asked, "point": asked.milestone.item}


def _pick(effect: Effect, decision: Decision, by: dict[str, Any]) -> dict[str, Any]:
    conditional = effect.alternative.conditional
    why = effect.words or _why(decision)
    choice = requesting.pick_alternative(
        conditional, effect.alternative, why=why, seen=effect.seen, **_by_whom(decision), **by
    )
    return {"choice": choice, "revision": choice.revision, "point": conditional.milestone.item}


def _close(effect: Effect, decision: Decision, by: dict[str, Any]) -> dict[str, Any]:
    point = effect.point
    if point.is_closed:
        raise history.Outdated
    item, day = decision.minutes.item, decision.minutes.decided_on
    month = item.period or day.replace(day=1)
    why = effect.words or _why(decision)
    return {
        "closing": closing.close_item(point, reported_in=month, why=why, seen=effect.seen, **by),
        "point": point,
    }


def _oblige(effect: Effect, decision: Decision, by: dict[str, Any]) -> dict[str, Any]:
    facts = {"ordered_by": decision.minutes.item.meeting.committee, **effect.obligation}
    return {"obligation": obliging.add_obligation(decided_in=decision, **facts, **by)}


_ACTS = {
    Kind.GRANTED: _grant,
    Kind.DECLINED: _decline,
    Kind.PICKED: _pick,
    Kind.CLOSED: _close,
    Kind.OBLIGED: _oblige,
}


def _by_whom(decision: Decision) -> dict[str, Any]:
    minutes = decision.minutes
    return {"decided_by": minutes.item.meeting.committee.name, "decided_on": minutes.decided_on}


def _why(decision: Decision) -> str:
    """Where it was decided, and in which words unless the item is closed: all who read the plan read a reason."""
    minutes = decision.minutes
    with translation.override(settings.LANGUAGE_CODE):  # it is kept, whoever enters it
        told = decided_in(minutes.item.meeting.committee, minutes.decided_on)
    words = decision.text if openness.may_read(None, minutes.item) else minutes.public_text
    return f"{told}: {words}" if words else told


def _keep_version(item: AgendaItem, kind: str, user: User) -> ItemVersion:
    """The item as it is now, whole; what may be told of it is asked when it is shown."""
    whole = composing.compose(item, kind=kind, public=False)
    return ItemVersion.objects.create(
        item=item, kind=kind, content=document.to_data(whole), sha256=document.sha256(whole), recorded_by=user
    )
