"""What the drafting verbs share: one writer of an item at a time, only while it is a draft, and the order of rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from handleplan import history
from handleplan.models import User
from meetings.models import AgendaItem


class NotDrafting(ValueError):
    """The item is ready, decided or taken off: its words are not changed any more."""


def hold(item: AgendaItem) -> AgendaItem:
    """Holds the item's row for this transaction. Raises ``NotDrafting`` unless it is being drafted."""
    held = AgendaItem.objects.select_for_update(no_key=True).get(pk=item.pk)
    if held.state != AgendaItem.State.DRAFT:
        raise NotDrafting(held.get_state_display())
    return held


def next_position(rows: Any) -> int:
    """The place behind the last of these rows."""
    last = rows.order_by("-position").values_list("position", flat=True).first()
    return 0 if last is None else last + 1


def move(row: Any, among: Sequence[Any], *, up: bool, user: User, reason: str) -> bool:
    """Changes a row's place with its neighbour's; False at the end. Rows that share a place are told apart first."""
    rows = list(among)
    at = next(place for place, each in enumerate(rows) if each.pk == row.pk)
    other = at - 1 if up else at + 1
    if not 0 <= other < len(rows):
        return False
    rows[at], rows[other] = rows[other], rows[at]
    for place, each in enumerate(rows):
        history.change(each, {"position": place}, user=user, reason=reason)
    return True
