"""The verbs that say how one point relates to another."""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet

from handleplan import history
from handleplan.models import ItemRelation, PlanItem, User

_DELETED = "-"


@transaction.atomic
def relate_items(
    item: PlanItem, other: PlanItem, *, kind: str, user: User, reason: str, confirmed: bool = False
) -> ItemRelation | None:
    """States how one point relates to another; a relation read from text is unconfirmed.

    None for a proposal that a person has rejected before: it is not made again.
    """
    relation = ItemRelation.objects.filter(item=item, other=other, kind=kind).first()
    if relation is None:
        if not confirmed and rejections().filter(item=item, other=other, kind=kind).exists():
            return None
        relation = ItemRelation(item=item, other=other, kind=kind, confirmed=confirmed)
        history.save(relation, user=user, reason=reason)
    elif confirmed and not relation.confirmed:
        relation.confirmed = True
        history.save(relation, user=user, reason=reason, fields=["confirmed"])
    return relation


@transaction.atomic
def confirm_relation(relation: ItemRelation, *, user: User, reason: str, seen: int | None = None) -> None:
    """A person says that a proposed relation is right. ``seen`` is the entry of its history that the person saw.

    Raises ``Outdated`` when somebody confirmed or rejected it meanwhile.
    """
    relation = _hold(relation, seen)
    relation.confirmed = True
    history.save(relation, user=user, reason=reason, fields=["confirmed"])


@transaction.atomic
def reject_relation(relation: ItemRelation, *, user: User, reason: str, seen: int | None = None) -> None:
    """A person says that a relation is wrong: it is taken away, and its history says who did it and when.

    It is not proposed again. Raises ``Outdated`` as ``confirm_relation``.
    """
    relation = _hold(relation, seen)
    relation._history_user = user
    relation._change_reason = reason
    relation.delete()


@transaction.atomic
def propose_again(rejection: int, *, user: User, reason: str) -> ItemRelation:
    """Takes a rejection back: the relation is a proposal again. ``rejection`` is the key of its entry in history.

    Raises ``Outdated`` when it was related again meanwhile.
    """
    entry = rejections().filter(history_id=rejection).first()
    if entry is None or ItemRelation.objects.filter(item=entry.item_id, other=entry.other_id, kind=entry.kind).exists():
        raise history.Outdated
    relation = ItemRelation(item_id=entry.item_id, other_id=entry.other_id, kind=entry.kind)
    history.save(relation, user=user, reason=reason)
    return relation


def rejections() -> QuerySet:
    """The entries of history that took a relation away."""
    return ItemRelation.history.filter(history_type=_DELETED)


def _hold(relation: ItemRelation, seen: int | None) -> ItemRelation:
    """The relation, held for this transaction; a person's ``seen`` must be its newest entry."""
    held = ItemRelation.objects.select_for_update(no_key=True).filter(pk=relation.pk).first()
    newest = held and held.history.order_by("-history_id").values_list("history_id", flat=True).first()
    if held is None or (seen is not None and seen != newest):
        raise history.Outdated
    return held
