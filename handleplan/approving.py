"""The verbs with which a manager answers a submitted status: approved, or sent back with a comment."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from handleplan import history, updating
from handleplan.models import Plan, PlanItem, Round, StatusEntry, StatusVerdict, User


@transaction.atomic
def approve(statuses: Sequence[StatusEntry], *, round: Round, user: User, reason: str) -> list[StatusVerdict]:
    """Approves these statuses of an open round, all or none.

    ``reason`` may be empty: an approval needs no comment. Raises ``Outdated`` where one of them is no longer what its
    point says in the round (a newer one came, somebody else answered it, it was taken back, the round is closed).
    """
    standing = _hold(statuses, round)
    return [_answer(status, StatusVerdict.Kind.APPROVED, reason, user) for status in standing]


@transaction.atomic
def send_back(status: StatusEntry, *, comment: str, user: User, reason: str) -> StatusVerdict:
    """Sends a status back to its author with a comment: it counts no more, and the point follows the one before it.

    What the author had submitted earlier in the round and replaced himself goes with it, unless it was approved. Raises
    ``ValueError`` without a comment or for a status of no round, ``Outdated`` as ``approve`` does.
    """
    if not comment.strip():
        raise ValueError("who sends a status back says why")
    if status.round is None:
        raise ValueError("only what was written in a round is sent back")
    (status,) = _hold([status], status.round)
    for replaced in status.item.statuses.counted().filter(round=status.round, verdict=None).exclude(pk=status.pk):
        _answer(replaced, StatusVerdict.Kind.SENT_BACK, comment, user)
    verdict = _answer(status, StatusVerdict.Kind.SENT_BACK, comment, user)
    updating.follow_newest(status.item, user=user, reason=reason)
    return verdict


def _hold(statuses: Sequence[StatusEntry], round: Round) -> list[StatusEntry]:
    """The statuses as they stand now; their points and their round stay as they are until the transaction ends."""
    keys = {status.pk for status in statuses}
    if Round.objects.select_for_update(no_key=True).get(pk=round.pk).is_closed:
        raise history.Outdated
    points = {status.item_id for status in statuses}
    list(PlanItem.objects.select_for_update(no_key=True).filter(pk__in=points).order_by("pk"))
    waiting = awaiting_verdict(round)
    standing = [waiting[key] for key in sorted(keys) if key in waiting]
    if len(standing) != len(keys):
        raise history.Outdated
    return standing


def awaiting_verdict(*rounds: Round) -> dict[int, StatusEntry]:
    """What no manager has answered in these rounds, by key: of each point the newest status, if it has no verdict.

    One query; the entries come with their points, authors and scales, the plans in their order.
    """
    entries = StatusEntry.objects.counted().filter(round__in=rounds)
    complete = entries.select_related(
        "item__plan__unit",
        "item__owner__unit",
        "item__unit",
        "recorded_by",
        "on_behalf_of",
        "scale",
        "verdict",
        "round",
    )
    newest: dict[int, StatusEntry] = {}
    for entry in complete.order_by("item__plan__title", "item__position", "item", "-recorded_at", "-pk"):
        newest.setdefault(entry.item_id, entry)
    return {entry.pk: entry for entry in newest.values() if getattr(entry, "verdict", None) is None}


def unapproved(round: Round) -> int:
    """How many statuses of the round still wait for approval; none where the plan's statuses are not approved."""
    return len(awaiting_verdict(round)) if round.plan.approval == Plan.Approval.EVERYTHING else 0


def _answer(status: StatusEntry, kind: str, comment: str, user: User) -> StatusVerdict:
    return StatusVerdict.objects.create(status=status, kind=kind, comment=comment, recorded_by=user)
