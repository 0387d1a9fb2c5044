"""The list of points that need corrective action: each is answered by a section, or taken off with a reason."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from handleplan import history
from handleplan.models import PlanItem, User
from meetings.drafting import rows
from meetings.models import AgendaItem, FocusInitiative, FocusPoint, Section


@transaction.atomic
def add_focus(
    item: AgendaItem,
    *,
    title: str,
    user: User,
    reason: str,
    points: Iterable[PlanItem] = (),
    answered_in: Section | None = None,
) -> FocusPoint:
    """One more line of the list, with the points of the plan behind it (0 to many: S000-9). Raises ``NotDrafting``."""
    rows.hold(item)
    line = FocusPoint(item=item, position=rows.next_position(item.focus_points), title=title, answered_in=answered_in)
    history.save(line, user=user, reason=reason)
    for point in points:
        history.save(FocusInitiative(focus=line, point=point), user=user, reason=reason)
    return line


@transaction.atomic
def edit_focus(
    line: FocusPoint,
    *,
    title: str,
    points: Iterable[PlanItem],
    answered_in: Section | None,
    seen: int | None,
    user: User,
    reason: str,
) -> bool:
    """The line's own wording, the points behind it and the section that answers it; True if anything differed.

    Raises ``Outdated``, ``NotDrafting``, ``ValueError`` for a section of another item.
    """
    rows.hold(line.item)
    history.claim(line, seen=seen)
    _refuse_elsewhere(line, answered_in)
    changed = [history.change(line, {"title": title, "answered_in": answered_in}, user=user, reason=reason)]
    wanted, have = {point.pk for point in points}, {row.point_id: row for row in line.initiatives.all()}
    for key, row in have.items():
        changed.append(history.change(row, {"withdrawn": key not in wanted}, user=user, reason=reason))
    for key in sorted(wanted - have.keys()):
        history.save(FocusInitiative(focus=line, point_id=key), user=user, reason=reason)
        changed.append(True)
    return any(changed)


@transaction.atomic
def answer_focus(line: FocusPoint, *, section: Section, seen: int | None, user: User, reason: str) -> None:
    """Says which section answers the line; its heading may be another one (S000-10). Raises ``Outdated``,
    ``NotDrafting``, ``ValueError`` for a section of another item."""
    rows.hold(line.item)
    history.claim(line, seen=seen)
    _refuse_elsewhere(line, section)
    history.change(line, {"answered_in": section}, user=user, reason=reason)


@transaction.atomic
def take_off(line: FocusPoint, *, why: str, seen: int | None, user: User, reason: str) -> None:
    """The point is on the list no more, and why. Raises ``Outdated``, ``NotDrafting``, ``ValueError`` without why."""
    if not why.strip():
        raise ValueError("a point leaves the list with a reason")
    rows.hold(line.item)
    history.claim(line, seen=seen)
    history.change(line, {"is_off": True, "off_because": why.strip()}, user=user, reason=reason)


@transaction.atomic
def put_back_on(line: FocusPoint, *, seen: int | None, user: User, reason: str) -> None:
    """A point that was taken off is on the list again. Raises ``Outdated``, ``NotDrafting``."""
    rows.hold(line.item)
    history.claim(line, seen=seen)
    history.change(line, {"is_off": False, "off_because": ""}, user=user, reason=reason)


def _refuse_elsewhere(line: FocusPoint, section: Section | None) -> None:
    if section is not None and section.item_id != line.item_id:
        raise ValueError("a point of the list is answered in its own item")
