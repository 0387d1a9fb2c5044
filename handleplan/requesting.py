"""The verbs that write requests for a new deadline, and deadlines that hang on a decision.

An owner asks; a manager (or a committee) decides. Until then the old date stands and what is overdue is counted from
it. A request that is granted becomes a move like any other (``planning.move_end``), with who decided it and when.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from handleplan import history, planning, scheduling
from handleplan.dates import ImpreciseDate
from handleplan.models import (
    ConditionalAlternative,
    ConditionalChoice,
    ConditionalEnd,
    EndDateRequest,
    EndDateRevision,
    Milestone,
    Plan,
    Round,
    User,
)
from handleplan.models.imprecise import columns

State = EndDateRequest.State
Category = EndDateRevision.ReasonCategory


class AlreadyAsked(ValueError):
    """The milestone has a request that is not answered yet."""


class AlreadyConditional(ValueError):
    """The milestone's deadline hangs on a decision already."""


# -- requests ---------------------------------------------------------------------------------------------------------


@transaction.atomic
def request_end(
    milestone: Milestone,
    *,
    end: ImpreciseDate,
    reason_text: str,
    category: str,
    user: User,
    reason: str,
    on_behalf_of: User | None = None,
    seen: int | None = None,
) -> EndDateRequest:
    """Asks for a new end date; ``reason_text`` says why, ``on_behalf_of`` is the owner somebody else asks for.

    Where nobody approves new deadlines in the plan it is granted at once, as a move by whoever asked. ``seen`` is the
    milestone's version the person saw. Raises ``Outdated`` when the milestone was changed meanwhile, ``AlreadyAsked``
    where a request is open, ``ValueError`` without a reason.
    """
    if not reason_text.strip():
        raise ValueError("a request needs a reason")
    history.claim(milestone, seen=seen)
    if open_request(milestone) is not None:
        raise AlreadyAsked
    plan = milestone.item.plan
    asked = EndDateRequest(
        milestone=milestone,
        round=Round.objects.filter(plan=plan, closed_at=None).first(),
        would_be_move=milestone.moves + (milestone.end is not None),
        reason=reason_text,
        reason_category=category,
        asked_by=user,
        asked_for=on_behalf_of,
        **columns("end", end),
    )
    if plan.approval == Plan.Approval.NONE:
        _become_move(asked, answer="", decided_by="", decided_on=None, user=user)
    history.save(asked, user=user, reason=reason)
    return asked


@transaction.atomic
def grant(
    asked: EndDateRequest,
    *,
    decided_by: str,
    decided_on: dt.date | None,
    user: User,
    reason: str,
    answer: str = "",
    seen: int | None = None,
) -> EndDateRequest:
    """Moves the deadline as it was asked for. ``decided_by`` and ``decided_on`` are kept by the revision as text.

    ``seen`` is the request's version the person saw. Raises ``Outdated`` when it was answered or withdrawn meanwhile.
    """
    _claim_open(asked, seen)
    history.claim(asked.milestone, seen=None)
    asked.milestone.refresh_from_db()
    _become_move(asked, answer=answer, decided_by=decided_by, decided_on=decided_on, user=user)
    history.save(asked, user=user, reason=reason)
    return asked


@transaction.atomic
def decline(
    asked: EndDateRequest,
    *,
    answer: str,
    user: User,
    reason: str,
    decided_by: str = "",
    decided_on: dt.date | None = None,
    seen: int | None = None,
) -> EndDateRequest:
    """Says no, and why; the deadline stays. Raises ``ValueError`` without an answer, ``Outdated`` as ``grant``."""
    if not answer.strip():
        raise ValueError("who declines a request says why")
    _claim_open(asked, seen)
    _settle(asked, State.DECLINED, answer, user)
    asked.decided_by, asked.decided_on = decided_by, decided_on
    history.save(asked, user=user, reason=reason)
    return asked


@transaction.atomic
def mark_needs_committee(
    asked: EndDateRequest, *, user: User, reason: str, answer: str = "", seen: int | None = None
) -> EndDateRequest:
    """It needs the committee: it stays open and waits for its decision. Raises ``Outdated`` as ``grant``."""
    _claim_open(asked, seen)
    if asked.state != State.OPEN:
        raise history.Outdated
    asked.state, asked.answer = State.COMMITTEE, answer
    history.save(asked, user=user, reason=reason, fields=["state", "answer"])
    return asked


@transaction.atomic
def withdraw_request(asked: EndDateRequest, *, user: User, reason: str, seen: int | None = None) -> EndDateRequest:
    """Whoever asked takes it back. Raises ``Outdated`` when it was answered meanwhile."""
    _claim_open(asked, seen)
    _settle(asked, State.WITHDRAWN, "", user)
    history.save(asked, user=user, reason=reason)
    return asked


def open_request(milestone: Milestone) -> EndDateRequest | None:
    """The request that waits for an answer; there is at most one."""
    return milestone.end_requests.filter(state__in=EndDateRequest.OPEN_STATES).first()


def _claim_open(asked: EndDateRequest, seen: int | None) -> None:
    history.claim(asked, seen=seen)
    asked.refresh_from_db()
    if asked.state not in EndDateRequest.OPEN_STATES:
        raise history.Outdated


def _become_move(
    asked: EndDateRequest, *, answer: str, decided_by: str, decided_on: dt.date | None, user: User
) -> None:
    """Makes the revision a request asks for; the first end date of a milestone that has none is no move."""
    milestone = asked.milestone
    if milestone.end is None and not milestone.revisions.exists():
        asked.revision = scheduling.set_end(milestone, end=asked.end, user=user, reason=asked.reason)
    else:
        asked.revision = planning.move_end(
            milestone,
            end=asked.end,
            why=asked.reason,
            reason_category=asked.reason_category,
            decided_by=decided_by,
            decided_on=decided_on,
            user=user,
            reason=asked.reason,
        )
    asked.decided_by, asked.decided_on = decided_by, decided_on
    _settle(asked, State.GRANTED, answer, user)


def _settle(asked: EndDateRequest, state: str, answer: str, user: User) -> None:
    asked.state, asked.answer = state, answer or asked.answer
    asked.answered_by, asked.answered_at = user, timezone.now()


# -- deadlines that hang on a decision (S004-27) ----------------------------------------------------------------------


@transaction.atomic
def add_conditional_end(
    milestone: Milestone,
    *,
    awaits: str,
    when: ImpreciseDate | None,
    alternatives: Sequence[tuple[str, ImpreciseDate]],
    user: User,
    reason: str,
    seen: int | None = None,
) -> ConditionalEnd:
    """Says that the deadline hangs on a decision: ``awaits`` which, ``when`` the day it falls on, and for each outcome
    the condition in words and the end date it would give. The end date that counts stays until one is picked.

    Raises ``ValueError`` for fewer than two alternatives, ``AlreadyConditional`` where one is waiting, ``Outdated``
    when the milestone was changed meanwhile.
    """
    if len(alternatives) < 2:
        raise ValueError("a conditional deadline has at least two alternatives")
    history.claim(milestone, seen=seen)
    if open_conditional(milestone) is not None:
        raise AlreadyConditional
    conditional = ConditionalEnd.objects.create(
        milestone=milestone, awaits=awaits, recorded_by=user, recorded_because=reason, **columns("when", when)
    )
    for position, (condition, end) in enumerate(alternatives):
        ConditionalAlternative.objects.create(
            conditional=conditional,
            position=position,
            condition=condition,
            recorded_by=user,
            **columns("end", end),
        )
    return conditional


@transaction.atomic
def pick_alternative(
    conditional: ConditionalEnd,
    alternative: ConditionalAlternative,
    *,
    decided_by: str,
    decided_on: dt.date | None,
    why: str,
    user: User,
    reason: str,
    seen: int | None = None,
) -> ConditionalChoice:
    """The decision fell: the deadline moves to this alternative's end date.

    Raises ``ValueError`` for an alternative of another deadline or without a reason, ``Outdated`` when one was picked
    or the milestone changed meanwhile.
    """
    if alternative.conditional_id != conditional.pk:
        raise ValueError("an alternative is picked from its own deadline")
    if not why.strip():
        raise ValueError("a choice says why")
    milestone = _claim_waiting(conditional, seen)
    revision = planning.move_end(
        milestone,
        end=alternative.end,
        why=why,
        reason_category=Category.AWAITING_DECISION,
        decided_by=decided_by,
        decided_on=decided_on,
        user=user,
        reason=reason,
    )
    return ConditionalChoice.objects.create(
        conditional=conditional,
        alternative=alternative,
        revision=revision,
        reason=why,
        decided_by=decided_by,
        decided_on=decided_on,
        recorded_by=user,
    )


@transaction.atomic
def drop_conditional(
    conditional: ConditionalEnd, *, why: str, user: User, reason: str, seen: int | None = None
) -> ConditionalChoice:
    """The condition fell away and no alternative was picked; the end date that counts stays. Raises as
    ``pick_alternative``."""
    if not why.strip():
        raise ValueError("dropping a condition needs a reason")
    _claim_waiting(conditional, seen)
    return ConditionalChoice.objects.create(conditional=conditional, reason=why, recorded_by=user)


def open_conditional(milestone: Milestone) -> ConditionalEnd | None:
    """The conditional deadline that still waits for its decision; there is at most one."""
    return milestone.conditional_ends.filter(choice=None).first()


def _claim_waiting(conditional: ConditionalEnd, seen: int | None) -> Milestone:
    milestone = conditional.milestone
    history.claim(milestone, seen=seen)
    milestone.refresh_from_db()
    if ConditionalChoice.objects.filter(conditional=conditional).exists():
        raise history.Outdated
    return milestone
