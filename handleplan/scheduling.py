"""The verbs that write milestones and deadlines beyond the plan's own import: corrections, milestones, sharing."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Max

from handleplan import history
from handleplan.dates import ImpreciseDate
from handleplan.models import EndDateRevision, Milestone, MilestoneShare, PlanItem, User
from handleplan.models.imprecise import columns


@transaction.atomic
def correct_end(
    faulty: EndDateRevision, *, end: ImpreciseDate, why: str, user: User, reason: str, seen: int | None = None
) -> EndDateRevision:
    """Mends a typing mistake: a new row that points at the faulty one, which stays (S004-22).

    The corrected date takes the faulty one's place in the chain; it is no move and is not counted as one. Raises
    ``Outdated`` when the milestone was changed meanwhile, ``ValueError`` without a reason.
    """
    if not why.strip():
        raise ValueError("a correction needs a reason")
    milestone = faulty.milestone
    if seen is not None:
        history.claim(milestone, seen=seen)
    last = milestone.revisions.aggregate(last=Max("sequence"))["last"]
    correction = EndDateRevision.objects.create(
        milestone=milestone,
        sequence=last + 1,
        kind=EndDateRevision.Kind.CORRECTION,
        corrects=faulty,
        reason=why,
        recorded_by=user,
        recorded_because=reason,
        **columns("end", end),
    )
    _follow_chain(milestone, user=user, reason=reason)
    return correction


def _follow_chain(milestone: Milestone, *, user: User, reason: str) -> None:
    """Brings the milestone's repeated dates in line with its chain."""
    links = milestone.links()
    first = links[0]
    changes = columns("end", links[-1].end) | {"revised_as_written": ""}
    if first.revision.kind == EndDateRevision.Kind.ORIGINAL:
        changes |= columns("original", first.end)
    differing = [name for name, value in changes.items() if getattr(milestone, name) != value]
    for name in differing:
        setattr(milestone, name, changes[name])
    if differing:
        history.save(milestone, user=user, reason=reason, fields=differing)


@transaction.atomic
def add_milestone(
    item: PlanItem, *, name: str, user: User, reason: str, start: ImpreciseDate | None = None
) -> Milestone:
    """A further milestone of a point, after those it has. Its end is recorded with ``planning.record_first_end``."""
    last = item.milestones.aggregate(last=Max("position"))["last"]
    milestone = Milestone(item=item, is_own=False, name=name, position=(last or 0) + 1, **columns("start", start))
    history.save(milestone, user=user, reason=reason)
    return milestone


@transaction.atomic
def rename_milestone(milestone: Milestone, *, name: str, user: User, reason: str) -> None:
    """Another name; the former one stays in history."""
    milestone.name = name
    history.save(milestone, user=user, reason=reason, fields=["name"])


@transaction.atomic
def complete_milestone(
    milestone: Milestone, *, on: dt.date | None, user: User, reason: str, seen: int | None = None
) -> None:
    """Says on which day the milestone was really reached (None: takes it back)."""
    if seen is not None:
        history.claim(milestone, seen=seen)
    milestone.completed_on = on
    history.save(milestone, user=user, reason=reason, fields=["completed_on"])


@transaction.atomic
def put_under_revision(
    milestone: Milestone, *, why: str, user: User, reason: str, seen: int | None = None
) -> None:
    """The schedule is being revised and there is no new date yet (S000-19). The next move ends it."""
    if seen is not None:
        history.claim(milestone, seen=seen)
    milestone.under_revision, milestone.under_revision_reason = True, why
    history.save(milestone, user=user, reason=reason, fields=["under_revision", "under_revision_reason"])


@transaction.atomic
def share_milestone(milestone: Milestone, item: PlanItem, *, user: User, reason: str, withdrawn: bool = False) -> None:
    """The milestone serves a further point (S003-11); ``withdrawn`` takes that back.

    Raises ``ValueError`` for its own point or a point of another plan.
    """
    if item.pk == milestone.item_id or item.plan_id != milestone.item.plan_id:
        raise ValueError("a milestone serves further points of its own plan")
    share = MilestoneShare.objects.filter(milestone=milestone, item=item).first()
    share = share or MilestoneShare(milestone=milestone, item=item)
    share.withdrawn = withdrawn
    history.save(share, user=user, reason=reason)
