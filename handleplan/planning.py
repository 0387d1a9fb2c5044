"""The verbs that write a plan, its points, their schedule and their deadlines.

Each verb is one transaction with an author and a reason; the rows it writes belong together and are kept in history.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify

from handleplan import counting, history, legal, numbering
from handleplan.dates import ImpreciseDate
from handleplan.models import (
    EndDateRevision,
    Milestone,
    Observation,
    Plan,
    PlanItem,
    TablePart,
    Unit,
    User,
)
from handleplan.models.imprecise import columns

_ADDRESSES = ("new", "import")  # of pages beside those of plans
_DANISH_LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "Æ": "ae", "Ø": "oe", "Å": "aa"})


@transaction.atomic
def create_plan(
    *, title: str, user: User, reason: str, intro: str = "", unit: Unit | None = None, slug: str = "", **facts: Any
) -> Plan:
    """A new plan without points; ``facts`` are its origin, version and approval.

    ``slug`` is made of the title unless given, and made unique with a number.
    """
    wanted = slug or slugify(title.translate(_DANISH_LETTERS))[:70].strip("-") or "plan"
    taken = {*Plan.objects.filter(slug__startswith=wanted).values_list("slug", flat=True), *_ADDRESSES}
    number = 2
    unique = wanted
    while unique in taken:
        unique = f"{wanted}-{number}"
        number += 1
    plan = Plan(slug=unique, title=title, intro=intro, unit=unit, **facts)
    history.save(plan, user=user, reason=reason)
    return plan


@transaction.atomic
def edit_plan(plan: Plan, *, user: User, reason: str, seen: int | None = None, **changes: Any) -> bool:
    """Sets the named fields of a plan; True if anything differed.

    ``seen`` is the entry of the plan's history that the person saw. Raises ``Outdated`` when a newer one is there.
    """
    if seen is not None:
        hold_plan(plan, seen=seen)
    return _change(plan, changes, user=user, reason=reason)


def hold_plan(plan: Plan, *, seen: int) -> None:
    """Holds the plan's row for this transaction; raises ``Outdated`` when its history went on since ``seen``."""
    Plan.objects.select_for_update(no_key=True).get(pk=plan.pk)
    if plan.history.order_by("-history_id").values_list("history_id", flat=True).first() != seen:
        raise history.Outdated
    plan.refresh_from_db()


@transaction.atomic
def add_usual_parts(plan: Plan, *, user: User, reason: str) -> None:
    """The two parts of a plan's table, with the usual columns."""
    set_table_part(plan, kind=TablePart.Kind.ACTIVE, user=user, reason=reason)
    set_table_part(plan, kind=TablePart.Kind.CLOSED, title="Afsluttede punkter", user=user, reason=reason)


@transaction.atomic
def set_table_part(plan: Plan, *, kind: str, user: User, reason: str, **layout: Any) -> TablePart:
    """The columns, title and as-of text of the plan's active or closed part; written only where they differ."""
    part = TablePart.objects.filter(plan=plan, kind=kind).first() or TablePart(plan=plan, kind=kind)
    _change(part, layout, user=user, reason=reason)
    return part


def hold_order(plan: int) -> None:
    """Lets one writer at a time change the order of a plan's points, until the transaction ends.

    Taken before any point is claimed: measured on PostgreSQL, three people who moved points deadlocked in half of their
    moves without it, and in none with it.
    """
    Plan.objects.select_for_update(no_key=True).get(pk=plan)


@transaction.atomic
def add_item(plan: Plan, *, kind: str, user: User, reason: str, position: int | None = None, **fields: Any) -> PlanItem:
    """A new point. ``position`` is its place in the written order (by default the last one)."""
    if position is None:
        hold_order(plan.pk)
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
def edit_item(item: PlanItem, *, user: User, reason: str, seen: int | None = None, **changes: Any) -> bool:
    """Sets the named fields of a point; True if anything differed. Not for ``state`` or ``number``.

    ``seen`` is the version the person saw. Raises ``Outdated`` when somebody changed the point meanwhile.
    """
    if {"state", "number", "sort_key"} & changes.keys():
        raise ValueError("state and number have verbs of their own")
    history.claim(item, seen=seen)
    changed = _change(item, changes, user=user, reason=reason)
    if changed:
        refresh_search(item)
    return changed


@transaction.atomic
def assign_item(item: PlanItem, *, user: User, reason: str, owner: User | None, unit: Unit | None) -> bool:
    """Says who answers for the point."""
    return edit_item(item, user=user, reason=reason, owner=owner, unit=unit)


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
    seen: int | None = None,
    because: Observation | None = None,
) -> EndDateRevision:
    """Moves the deadline: a new link of the chain; every earlier one stays.

    ``reason`` says why the row is written (kept in history), ``why`` the cause of the delay as the plan tells it,
    empty where unknown. ``revised_as_written`` is the imported cell of revised dates, verbatim. ``seen`` is the
    milestone's version the person saw. Raises ``Outdated`` when somebody changed the milestone meanwhile. A schedule
    under revision has its new date with this (S000-19). ``because`` is the number of a counter that caused it
    (S004-28).
    """
    history.claim(milestone, seen=seen)
    last = milestone.revisions.aggregate(last=Max("sequence"))["last"]
    fields = columns("end", end) | {"moves": milestone.moves + 1, "revised_as_written": revised_as_written}
    fields |= {"under_revision": False, "under_revision_reason": ""}
    _change(milestone, fields, user=user, reason=reason)
    revision = _append_revision(
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
    if because is not None:
        counting.link_observation(because, revision, user=user, reason=reason)
    return revision


@transaction.atomic
def read_date(
    milestone: Milestone, *, prefix: str, value: ImpreciseDate, user: User, reason: str, seen: int | None = None
) -> None:
    """A person's reading of a date: the interval is replaced, the words stay (``prefix``: start, original or end).

    Raises ``ValueError`` if the words differ: those change only by moving or correcting the deadline. ``seen`` is the
    milestone's version the person saw; raises ``Outdated`` when somebody changed it meanwhile.
    """
    history.claim(milestone, seen=seen)
    if getattr(milestone, f"{prefix}_as_written") != value.as_written:
        raise ValueError("an override changes the interval, never the words")
    _change(milestone, columns(prefix, value), user=user, reason=reason)


def search_text(item: PlanItem, *, former: tuple[str, ...] = (), status: str = "") -> str:
    """What search looks in: number, former numbers, title, description, owner and status, casefolded, with one
    token for every legal reference (so that "SEL § 41" is found in all its spellings)."""
    owner = f"{item.owner} {item.owner_text}" if item.owner_id else item.owner_text
    unit = f"{item.unit.name} {item.unit.short_name}" if item.unit_id else ""
    text = "\n".join([item.number, *former, item.title, item.description, owner, unit, status])
    tokens = " ".join(legal.search_tokens(f"{item.title}\n{item.description}\n{status}"))
    return f"{folded(text)}\n{tokens}"


def folded(text: str) -> str:
    """As ``search_text`` holds a text."""
    return unicodedata.normalize("NFC", text).replace("\N{NO-BREAK SPACE}", " ").casefold()


def search_text_now(item: PlanItem) -> str:
    """What ``search_text`` ought to be, asked of the rows that it repeats."""
    former = tuple(item.former_numbers.values_list("number", flat=True))
    latest = item.latest_status
    status = latest.text if latest else ""
    if latest and latest.nothing_new and (told := item.last_words()):
        status = f"{status}\n{told.text}"
    return search_text(item, former=former, status=status)


def refresh_search(item: PlanItem) -> None:
    """Brings ``search_text`` up to date. It repeats other fields and is outside history."""
    text = search_text_now(item)
    if text != item.search_text:
        item.search_text = text
        save_outside_history(item, ["search_text"])


def save_outside_history(item: PlanItem, fields: list[str]) -> None:
    """Saves what repeats other rows, or stands there for a moment only."""
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
