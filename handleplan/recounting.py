"""The verbs that write what happened, and that take a recorded fact back."""

from __future__ import annotations

from decimal import Decimal

from django.db import transaction

from handleplan import updating
from handleplan.dates import ImpreciseDate
from handleplan.models import (
    EndDateRevision,
    Event,
    Observation,
    Plan,
    PlanItem,
    StatusEntry,
    StoredFile,
    User,
    Withdrawal,
)
from handleplan.models.imprecise import columns


@transaction.atomic
def record_event(
    plan: Plan,
    *,
    when: ImpreciseDate,
    text: str,
    user: User,
    item: PlanItem | None = None,
    source: str = "",
    amount: Decimal | None = None,
    amount_unit: str = "",
) -> Event:
    """Tells something that happened, to a plan or to one of its points.

    Raises ``ValueError`` without a text or for a point of another plan.
    """
    if not text.strip() or (item is not None and item.plan_id != plan.pk):
        raise ValueError("an event has a text and belongs to its plan")
    return Event.objects.create(
        plan=plan,
        item=item,
        text=text,
        source=source,
        amount=amount,
        amount_unit=amount_unit,
        recorded_by=user,
        **columns("when", when),
    )


@transaction.atomic
def withdraw(
    fact: Event | EndDateRevision | Observation | StatusEntry | StoredFile, *, user: User, reason: str
) -> Withdrawal:
    """Takes a recorded fact back: it stays, marked as withdrawn with who, when and why. Twice is once.

    Raises ``ValueError`` without a reason, and for a link of a deadline's chain: that is mended by a correction.
    """
    if not reason.strip():
        raise ValueError("a withdrawal needs a reason")
    name = {Event: "event", Observation: "observation", StatusEntry: "status", StoredFile: "file"}.get(type(fact))
    if name is None:
        raise ValueError("a deadline is corrected, not withdrawn")
    withdrawal, _made = Withdrawal.objects.get_or_create(
        **{name: fact}, defaults={"reason": reason, "recorded_by": user}
    )
    if isinstance(fact, StatusEntry):
        updating.follow_newest(fact.item, user=user, reason=reason)
    return withdrawal
