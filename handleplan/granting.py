"""The verbs that tell what a point was granted and what was spent on it: facts, put right by another row."""

from __future__ import annotations

from decimal import Decimal

from django.db import IntegrityError, transaction

from handleplan.history import Outdated
from handleplan.models import Plan, PlanItem, PointAmount, User


@transaction.atomic
def record_amount(
    plan: Plan,
    *,
    kind: str,
    year: int,
    amount: Decimal,
    user: User,
    item: PlanItem | None = None,
    as_written: str = "",
    price_level: str = "",
    source: str = "",
    reason: str = "",
) -> PointAmount:
    """Tells what was granted to or spent on a point in a year, in kroner; without a point, on the plan as a whole.

    Raises ``ValueError`` for a point of another plan.
    """
    return _append(
        plan,
        item=item,
        kind=kind,
        year=year,
        amount=amount,
        as_written=as_written,
        price_level=price_level,
        source=source,
        reason=reason,
        user=user,
    )


@transaction.atomic
def correct_amount(
    fact: PointAmount,
    *,
    amount: Decimal,
    user: User,
    reason: str,
    as_written: str = "",
    price_level: str = "",
    source: str = "",
) -> PointAmount:
    """Puts an amount right: the new one counts, the old one stays to be seen.

    Raises ``ValueError`` without a reason, and ``Outdated`` when the fact was corrected or taken back meanwhile.
    """
    return _replace(
        fact, amount=amount, as_written=as_written, price_level=price_level, source=source, user=user, reason=reason
    )


@transaction.atomic
def take_back(fact: PointAmount, *, user: User, reason: str) -> PointAmount:
    """Takes an amount back: it counts no more. Raises as ``correct_amount``."""
    return _replace(fact, amount=None, user=user, reason=reason)


def _replace(fact: PointAmount, *, user: User, reason: str, **said: object) -> PointAmount:
    if not reason.strip():
        raise ValueError("a correction needs a reason")
    try:
        with transaction.atomic():
            of = {"item": fact.item, "kind": fact.kind, "year": fact.year}
            return _append(fact.plan, **of, **said, replaces=fact, user=user, reason=reason)
    except IntegrityError as error:
        raise Outdated from error


def _append(plan: Plan, *, item: PlanItem | None, user: User, **said: object) -> PointAmount:
    if item is not None and item.plan_id != plan.pk:
        raise ValueError("the point belongs to another plan")
    return PointAmount.objects.create(plan=plan, item=item, recorded_by=user, **said)
