"""The verbs that end a point of a plan and open it again."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from handleplan import history, relating
from handleplan.dates import ImpreciseDate
from handleplan.models import Closing, ItemRelation, PlanItem, User
from handleplan.models.imprecise import columns


@transaction.atomic
def close_item(
    item: PlanItem,
    *,
    reported_in: dt.date | None,
    user: User,
    reason: str,
    kind: str = Closing.Kind.CLOSED,
    why: str = "",
    when: ImpreciseDate | None = None,
    into: PlanItem | None = None,
    seen: int | None = None,
) -> Closing:
    """Ends a point: closed, dropped, merged into or continued in another one (``into``).

    ``reported_in`` is the first day of the month in whose report it stands as closed; ``when`` it was really done, None
    where unknown; ``why`` the reason as people will read it. ``seen`` is the version the person saw.

    Raises ``Outdated`` when somebody changed the point meanwhile, ``ValueError`` for a point merged into itself. A
    point goes on in its own plan, or is continued in the plan's successor.
    """
    if into is not None and not _may_take_over(into, item, kind):
        raise ValueError("a point is merged into another point of its plan, or continued in the successor")
    history.claim(item, seen=seen)
    item.state = PlanItem.State(kind)
    item.reported_closed_in = reported_in
    history.save(item, user=user, reason=reason, fields=["state", "reported_closed_in"])
    if into is not None:
        relating.relate_items(item, into, kind=_relation(kind), user=user, reason=reason, confirmed=True)
    return Closing.objects.create(
        item=item,
        kind=kind,
        into=into,
        reason=why,
        reported_in=reported_in,
        recorded_by=user,
        recorded_because=reason,
        **columns("when", when),
    )


@transaction.atomic
def reopen_item(item: PlanItem, *, user: User, reason: str, why: str = "", seen: int | None = None) -> Closing:
    """Opens a closed point again; its closing stays in the record, its merger into another point of the plan ends."""
    history.claim(item, seen=seen)
    last = item.closings.exclude(kind=Closing.Kind.REOPENED).order_by("-pk").select_related("into").first()
    item.state = PlanItem.State.IN_PROGRESS
    item.reported_closed_in = None
    history.save(item, user=user, reason=reason, fields=["state", "reported_closed_in"])
    if last is not None and last.into is not None and last.into.plan_id == item.plan_id:
        for relation in item.relations.filter(other=last.into, kind=_relation(last.kind)):
            relating.reject_relation(relation, user=user, reason=reason)
    return Closing.objects.create(
        item=item, kind=Closing.Kind.REOPENED, reason=why, recorded_by=user, recorded_because=reason
    )


def _may_take_over(into: PlanItem, item: PlanItem, kind: str) -> bool:
    if into.plan_id == item.plan_id:
        return into.pk != item.pk
    return kind == Closing.Kind.CONTINUED and into.plan_id == item.plan.successor_id


def _relation(kind: str) -> str:
    return ItemRelation.Kind.MERGED_INTO if kind == Closing.Kind.MERGED else ItemRelation.Kind.CONTINUED_IN
