"""The verbs that say where a point of a plan stands, and under which number."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import transaction

from handleplan import history, numbering, planning
from handleplan.models import FormerNumber, PlanItem, User
from handleplan.planning import refresh_search, save_outside_history


@transaction.atomic
def order_items(items: Sequence[PlanItem], *, user: User, reason: str) -> int:
    """Gives the points of a plan the written order they have in ``items`` (all of them); how many changed place.

    A place is taken by one point only, so the points that move first step aside, outside history.
    """
    moving = [(place, item) for place, item in enumerate(items, start=1) if item.position != place]
    aside = max((item.position for item in items), default=0) + len(items)
    for place, item in moving:
        item.position = aside + place
        save_outside_history(item, ["position"])
    for place, item in moving:
        item.position = place
        history.save(item, user=user, reason=reason, fields=["position"])
    return len(moving)


@transaction.atomic
def place_item(
    item: PlanItem,
    *,
    parent: PlanItem | None,
    before: PlanItem | None,
    user: User,
    reason: str,
    seen: int | None = None,
) -> None:
    """Puts a point, and all that stands under it, under ``parent`` and in front of ``before`` (None: last).

    Raises ``ValueError`` for a place inside itself.
    """
    planning.hold_order(item.plan_id)
    history.claim(item, seen=seen)
    in_order = list(item.plan.items.order_by("position", "pk"))
    moving = beneath(item, in_order) | {item.pk}
    if {place.pk for place in (parent, before) if place} & moving:
        raise ValueError("a point cannot stand inside itself")
    if item.parent_id != (parent.pk if parent else None):
        item.parent = parent
        history.save(item, user=user, reason=reason, fields=["parent"])
    others = [other for other in in_order if other.pk not in moving]
    place = next((i for i, other in enumerate(others) if before and other.pk == before.pk), len(others))
    others[place:place] = [item if other.pk == item.pk else other for other in in_order if other.pk in moving]
    order_items(others, user=user, reason=reason)


def beneath(item: PlanItem, points: Iterable[PlanItem]) -> set[int]:
    """The keys of all that stands under ``item``, at any depth and wherever it was written (S004-17)."""
    children: dict[int | None, list[int]] = {}
    for point in points:
        children.setdefault(point.parent_id, []).append(point.pk)
    found: set[int] = set()
    waiting = [item.pk]
    while waiting:
        new = [pk for pk in children.get(waiting.pop(), ()) if pk not in found]
        found.update(new)
        waiting += new
    return found


def behind(
    parent: PlanItem | None, points: Sequence[PlanItem], *, leaving_out: PlanItem | None = None
) -> PlanItem | None:
    """The point in front of which one stands that is to be the last under ``parent``; None for the end of the plan.

    ``points`` are those of the plan in written order. What stands under ``parent`` may be scattered (S004-7): the last
    of it counts, of those that stand behind ``parent`` in one run.
    """
    away = (beneath(leaving_out, points) | {leaving_out.pk}) if leaving_out else set()
    there = [point for point in points if point.pk not in away]
    if parent is None:
        return None
    family = beneath(parent, there) | {parent.pk}
    place = next(at for at, point in enumerate(there) if point.pk == parent.pk) + 1
    while place < len(there) and there[place].pk in family:
        place += 1
    return there[place] if place < len(there) else None


@transaction.atomic
def renumber_item(item: PlanItem, *, number: str, user: User, reason: str, seen: int | None = None) -> None:
    """Gives a point another number; the former one is remembered and found by search."""
    history.claim(item, seen=seen)
    former = item.number
    if number == former:
        return
    item.number, item.sort_key = number, numbering.sort_key(number)
    if number:
        item.level = numbering.depth(number)
    history.save(item, user=user, reason=reason, fields=["number", "sort_key", "level"])
    if former:
        remember_former_number(item, number=former, user=user, reason=reason)
    refresh_search(item)


@transaction.atomic
def remember_former_number(item: PlanItem, *, number: str, user: User, reason: str) -> None:
    """Keeps a number the point had before, so that search still finds it."""
    FormerNumber.objects.get_or_create(
        item=item,
        sort_key=numbering.sort_key(number),
        defaults={"number": number, "recorded_by": user, "reason": reason},
    )
    refresh_search(item)
