"""The verbs that write a plan: its points, their schedule, their deadlines.

Each verb is one transaction with an author and a reason; the rows it writes belong together and are kept in history.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify

from handleplan import history, legal, numbering
from handleplan.dates import ImpreciseDate
from handleplan.models import (
    Closing,
    EndDateRevision,
    FormerNumber,
    ItemRelation,
    Milestone,
    Plan,
    PlanItem,
    TablePart,
    Unit,
    User,
)
from handleplan.models.imprecise import columns

_DANISH_LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "Æ": "ae", "Ø": "oe", "Å": "aa"})


@transaction.atomic
def create_plan(
    *, title: str, user: User, reason: str, intro: str = "", unit: Unit | None = None, slug: str = ""
) -> Plan:
    """A new plan without points. ``slug`` is made of the title unless given, and made unique with a number."""
    wanted = slug or slugify(title.translate(_DANISH_LETTERS))[:70].strip("-") or "plan"
    taken = set(Plan.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    number = 2
    unique = wanted
    while unique in taken:
        unique = f"{wanted}-{number}"
        number += 1
    plan = Plan(slug=unique, title=title, intro=intro, unit=unit)
    history.save(plan, user=user, reason=reason)
    return plan


@transaction.atomic
def edit_plan(plan: Plan, *, user: User, reason: str, **changes: Any) -> bool:
    """Sets the named fields of a plan; True if anything differed."""
    return _change(plan, changes, user=user, reason=reason)


@transaction.atomic
def set_table_part(plan: Plan, *, kind: str, user: User, reason: str, **layout: Any) -> TablePart:
    """The columns, title and as-of text of the plan's active or closed part; written only where they differ."""
    part = TablePart.objects.filter(plan=plan, kind=kind).first() or TablePart(plan=plan, kind=kind)
    _change(part, layout, user=user, reason=reason)
    return part


@transaction.atomic
def add_item(plan: Plan, *, kind: str, user: User, reason: str, position: int | None = None, **fields: Any) -> PlanItem:
    """A new point. ``position`` is its place in the written order (by default the last one)."""
    if position is None:
        position = (plan.items.aggregate(last=Max("position"))["last"] or 0) + 1
    number = fields.get("number", "")
    item = PlanItem(plan=plan, kind=kind, position=position, **fields)
    item.sort_key = numbering.sort_key(number)
    if number:
        item.level = numbering.depth(number)
    item.search_text = search_text(item)
    history.save(item, user=user, reason=reason)
    return item


@transaction.atomic
def edit_item(item: PlanItem, *, user: User, reason: str, **changes: Any) -> bool:
    """Sets the named fields of a point; True if anything differed. Not for ``state`` or ``number``."""
    if {"state", "number", "sort_key"} & changes.keys():
        raise ValueError("state and number have verbs of their own")
    changed = _change(item, changes, user=user, reason=reason)
    if changed:
        refresh_search(item)
    return changed


@transaction.atomic
def assign_item(item: PlanItem, *, user: User, reason: str, owner: User | None, unit: Unit | None) -> bool:
    """Says who answers for the point."""
    return edit_item(item, user=user, reason=reason, owner=owner, unit=unit)


@transaction.atomic
def order_items(items: Sequence[PlanItem], *, user: User, reason: str) -> int:
    """Gives the points of a plan the written order they have in ``items`` (all of them); how many changed place.

    A place is taken by one point only, so the points that move first step aside, outside history.
    """
    moving = [(place, item) for place, item in enumerate(items, start=1) if item.position != place]
    aside = max((item.position for item in items), default=0) + len(items)
    for place, item in moving:
        item.position = aside + place
        _save_outside_history(item, ["position"])
    for place, item in moving:
        item.position = place
        history.save(item, user=user, reason=reason, fields=["position"])
    return len(moving)


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

    Raises ``Outdated`` when somebody changed the point meanwhile, ``ValueError`` for a point merged into itself.
    """
    if into is not None and (into.pk == item.pk or into.plan_id != item.plan_id):
        raise ValueError("a point is merged into another point of its plan")
    if seen is not None:
        history.claim(item, seen=seen)
    item.state = PlanItem.State(kind)
    item.reported_closed_in = reported_in
    history.save(item, user=user, reason=reason, fields=["state", "reported_closed_in"])
    if into is not None:
        relation = ItemRelation.Kind.MERGED_INTO if kind == Closing.Kind.MERGED else ItemRelation.Kind.CONTINUED_IN
        relate_items(item, into, kind=relation, user=user, reason=reason, confirmed=True)
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
    """Opens a closed point again; its closing stays in the record."""
    if seen is not None:
        history.claim(item, seen=seen)
    item.state = PlanItem.State.IN_PROGRESS
    item.reported_closed_in = None
    history.save(item, user=user, reason=reason, fields=["state", "reported_closed_in"])
    return Closing.objects.create(
        item=item, kind=Closing.Kind.REOPENED, reason=why, recorded_by=user, recorded_because=reason
    )


@transaction.atomic
def renumber_item(item: PlanItem, *, number: str, user: User, reason: str, seen: int | None = None) -> None:
    """Gives a point another number; the former one is remembered and found by search."""
    if seen is not None:
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
def place_item(
    item: PlanItem, *, parent: PlanItem | None, before: PlanItem | None, user: User, reason: str, seen: int | None = None
) -> None:
    """Puts a point, and all that stands under it, under ``parent`` and in front of ``before`` (None: last).

    Raises ``ValueError`` for a place inside itself.
    """
    if seen is not None:
        history.claim(item, seen=seen)
    in_order = list(item.plan.items.order_by("position", "pk"))
    moving = {item.pk}
    for other in in_order:  # a point stands behind the one above it, so one pass finds them all
        if other.parent_id in moving:
            moving.add(other.pk)
    if {place.pk for place in (parent, before) if place} & moving:
        raise ValueError("a point cannot stand inside itself")
    others = [other for other in in_order if other.pk not in moving]
    place = next((i for i, other in enumerate(others) if before and other.pk == before.pk), len(others))
    others[place:place] = [item if other.pk == item.pk else other for other in in_order if other.pk in moving]
    if item.parent_id != (parent.pk if parent else None):
        item.parent = parent
        history.save(item, user=user, reason=reason, fields=["parent"])
    for position, other in enumerate(others, start=1):
        if other.position != position:
            other.position = position
            history.save(other, user=user, reason=reason, fields=["position"])


@transaction.atomic
def schedule_item(item: PlanItem, *, start: ImpreciseDate | None, user: User, reason: str) -> Milestone:
    """The point's own schedule with its start; made if missing, written only where the start differs."""
    milestone = item.milestones.filter(is_own=True).first() or Milestone(item=item)
    _change(milestone, columns("start", start), user=user, reason=reason)
    return milestone


@transaction.atomic
def record_first_end(
    milestone: Milestone,
    *,
    end: ImpreciseDate,
    user: User,
    reason: str,
    kind: str = EndDateRevision.Kind.ORIGINAL,
) -> EndDateRevision:
    """The chain's first link. Kind "planned" where the table does not say which end date was the original one.

    Raises ``ValueError`` if the milestone already has end dates: the original is never changed (S004-22).
    """
    if milestone.revisions.exists():
        raise ValueError("the original end date is never changed; record a correction")
    fields = columns("end", end)
    if kind == EndDateRevision.Kind.ORIGINAL:
        fields |= columns("original", end)
    _change(milestone, fields, user=user, reason=reason)
    return _append_revision(milestone, sequence=0, kind=kind, end=end, user=user, because=reason)


@transaction.atomic
def move_end(
    milestone: Milestone,
    *,
    end: ImpreciseDate,
    user: User,
    reason: str,
    why: str = "",
    reason_category: str = "",
    decided_by: str = "",
    decided_on: dt.date | None = None,
    revised_as_written: str = "",
) -> EndDateRevision:
    """Moves the deadline: a new link of the chain; every earlier one stays.

    ``reason`` says why the row is written (kept in history), ``why`` the cause of the delay as the plan tells it,
    empty where unknown. ``revised_as_written`` is the imported cell of revised dates, verbatim.
    """
    last = milestone.revisions.aggregate(last=Max("sequence"))["last"]
    fields = columns("end", end) | {"moves": milestone.moves + 1, "revised_as_written": revised_as_written}
    _change(milestone, fields, user=user, reason=reason)
    return _append_revision(
        milestone,
        sequence=1 if last is None else last + 1,
        kind=EndDateRevision.Kind.MOVE,
        end=end,
        user=user,
        because=reason,
        reason=why,
        reason_category=reason_category,
        decided_by=decided_by,
        decided_on=decided_on,
    )


@transaction.atomic
def read_date(milestone: Milestone, *, prefix: str, value: ImpreciseDate, user: User, reason: str) -> None:
    """A person's reading of a date: the interval is replaced, the words stay (``prefix``: start, original or end).

    Raises ``ValueError`` if the words differ: those change only by moving or correcting the deadline.
    """
    if getattr(milestone, f"{prefix}_as_written") != value.as_written:
        raise ValueError("an override changes the interval, never the words")
    _change(milestone, columns(prefix, value), user=user, reason=reason)


@transaction.atomic
def remember_former_number(item: PlanItem, *, number: str, user: User, reason: str) -> None:
    """Keeps a number the point had before, so that search still finds it."""
    FormerNumber.objects.get_or_create(
        item=item,
        sort_key=numbering.sort_key(number),
        defaults={"number": number, "recorded_by": user, "reason": reason},
    )
    refresh_search(item)


@transaction.atomic
def relate_items(
    item: PlanItem, other: PlanItem, *, kind: str, user: User, reason: str, confirmed: bool = False
) -> ItemRelation:
    """States how one point relates to another; a relation read from text is unconfirmed."""
    relation = ItemRelation.objects.filter(item=item, other=other, kind=kind).first()
    if relation is None:
        relation = ItemRelation(item=item, other=other, kind=kind, confirmed=confirmed)
        history.save(relation, user=user, reason=reason)
    return relation


def search_text(item: PlanItem, *, former: tuple[str, ...] = (), status: str = "") -> str:
    """What search looks in: number, former numbers, title, description, owner and status, casefolded, with one
    token for every legal reference (so that "SEL § 41" is found in all its spellings)."""
    owner = f"{item.owner} {item.owner_text}" if item.owner_id else item.owner_text
    unit = f"{item.unit.name} {item.unit.short_name}" if item.unit_id else ""
    text = "\n".join([item.number, *former, item.title, item.description, owner, unit, status])
    tokens = " ".join(legal.search_tokens(f"{item.title}\n{item.description}\n{status}"))
    plain = unicodedata.normalize("NFC", text).replace("\N{NO-BREAK SPACE}", " ").casefold()
    return f"{plain}\n{tokens}"


def refresh_search(item: PlanItem) -> None:
    """Brings ``search_text`` up to date. It repeats other fields and is outside history."""
    former = tuple(item.former_numbers.values_list("number", flat=True))
    status = item.latest_status.text if item.latest_status_id else ""
    text = search_text(item, former=former, status=status)
    if text != item.search_text:
        item.search_text = text
        _save_outside_history(item, ["search_text"])


def _save_outside_history(item: PlanItem, fields: list[str]) -> None:
    item.skip_history_when_saving = True
    try:
        item.save(update_fields=fields)
    finally:
        del item.skip_history_when_saving


def _append_revision(
    milestone: Milestone, *, sequence: int, kind: str, end: ImpreciseDate, user: User, because: str, **facts: Any
) -> EndDateRevision:
    return EndDateRevision.objects.create(
        milestone=milestone,
        sequence=sequence,
        kind=kind,
        recorded_by=user,
        recorded_because=because,
        **columns("end", end),
        **facts,
    )


def _change(row: Any, changes: dict[str, Any], *, user: User, reason: str) -> bool:
    """Saves the fields that differ; a row not yet saved is saved whole. True if anything was written."""
    if row.pk is None:
        for name, value in changes.items():
            setattr(row, name, value)
        history.save(row, user=user, reason=reason)
        return True
    differing = [name for name, value in changes.items() if getattr(row, name) != value]
    if not differing:
        return False
    for name in differing:
        setattr(row, name, changes[name])
    history.save(row, user=user, reason=reason, fields=differing)
    return True

