"""The verbs that write milestones and deadlines beyond the plan's own import: corrections, milestones, sharing."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Max

from handleplan import history, planning
from handleplan.dates import ImpreciseDate
from handleplan.models import EndDateRevision, Milestone, MilestoneShare, PlanItem, User
from handleplan.models.imprecise import columns
from handleplan.models.milestones import links_of


class AlreadyThere(ValueError):
    """The point has a milestone with this name and end date."""


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
    _follow_chain(milestone, correction, user=user, reason=reason)
    return correction


def _follow_chain(milestone: Milestone, correction: EndDateRevision, *, user: User, reason: str) -> None:
    """Brings the milestone's repeated dates in line with its chain. Only what was corrected changes: how a person read
    another date of the chain (``planning.read_date``) stays."""
    links = links_of(EndDateRevision.objects.filter(milestone=milestone))
    first, last = links[0], links[-1]
    changes: dict[str, Any] = {"revised_as_written": ""}
    if correction in last.corrected_by:
        changes |= columns("end", last.end)
    if correction in first.corrected_by and first.revision.kind == EndDateRevision.Kind.ORIGINAL:
        changes |= columns("original", first.end)
    differing = [name for name, value in changes.items() if getattr(milestone, name) != value]
    for name in differing:
        setattr(milestone, name, changes[name])
    if differing:
        history.save(milestone, user=user, reason=reason, fields=differing)


@transaction.atomic
def add_milestone(
    item: PlanItem,
    *,
    name: str,
    user: User,
    reason: str,
    start: ImpreciseDate | None = None,
    end: ImpreciseDate | None = None,
) -> Milestone:
    """A further milestone of a point, after those it has, with its original end date if that is known.

    Raises ``AlreadyThere`` if another one has the same name and end date: two people confirmed the same proposal.
    """
    PlanItem.objects.select_for_update(no_key=True).get(pk=item.pk)
    there = item.milestones.filter(name=name, original_as_written=end.as_written) if end else ()
    if end and there.exists():
        raise AlreadyThere
    last = item.milestones.aggregate(last=Max("position"))["last"]
    milestone = Milestone(item=item, is_own=False, name=name, position=(last or 0) + 1, **columns("start", start))
    history.save(milestone, user=user, reason=reason)
    if end is not None:
        planning.record_first_end(milestone, end=end, user=user, reason=reason)
    return milestone


@transaction.atomic
def set_end(
    milestone: Milestone, *, end: ImpreciseDate, user: User, reason: str, seen: int | None = None
) -> EndDateRevision:
    """The first end date of a milestone that has none: its original one.

    Raises ``Outdated`` when the milestone was changed meanwhile, ``ValueError`` if it has end dates.
    """
    history.claim(milestone, seen=seen)
    revision = planning.record_first_end(milestone, end=end, user=user, reason=reason)
    if milestone.under_revision:
        milestone.under_revision, milestone.under_revision_reason = False, ""
        history.save(milestone, user=user, reason=reason, fields=["under_revision", "under_revision_reason"])
    return revision


@transaction.atomic
def rename_milestone(milestone: Milestone, *, name: str, user: User, reason: str, seen: int | None = None) -> None:
    """Another name; the former one stays in history."""
    history.claim(milestone, seen=seen)
    milestone.name = name
    history.save(milestone, user=user, reason=reason, fields=["name"])


@transaction.atomic
def complete_milestone(
    milestone: Milestone, *, on: dt.date | None, user: User, reason: str, seen: int | None = None
) -> None:
    """Says on which day the milestone was really reached (None: takes it back)."""
    history.claim(milestone, seen=seen)
    milestone.completed_on = on
    history.save(milestone, user=user, reason=reason, fields=["completed_on"])


@transaction.atomic
def put_under_revision(milestone: Milestone, *, why: str, user: User, reason: str, seen: int | None = None) -> None:
    """The schedule is being revised and there is no new date yet (S000-19). The next move ends it."""
    history.claim(milestone, seen=seen)
    milestone.under_revision, milestone.under_revision_reason = True, why
    history.save(milestone, user=user, reason=reason, fields=["under_revision", "under_revision_reason"])


@transaction.atomic
def share_milestone(
    milestone: Milestone,
    item: PlanItem,
    *,
    user: User,
    reason: str,
    withdrawn: bool = False,
    seen: int | None = None,
) -> None:
    """The milestone serves a further point (S003-11); ``withdrawn`` takes that back.

    Raises ``ValueError`` for its own point or a point of another plan, ``Outdated`` as the others.
    """
    history.claim(milestone, seen=seen)
    if item.pk == milestone.item_id or item.plan_id != milestone.item.plan_id:
        raise ValueError("a milestone serves further points of its own plan")
    share = MilestoneShare.objects.filter(milestone=milestone, item=item).first()
    share = share or MilestoneShare(milestone=milestone, item=item)
    share.withdrawn = withdrawn
    history.save(share, user=user, reason=reason)
