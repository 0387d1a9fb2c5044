"""The verbs that tie an agenda item to earlier and later dealings with the same matter (S002-7, S002-15)."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from handleplan import history
from handleplan.models import User
from meetings.models import AgendaItem, Committee, ItemLink


class AlreadyLinked(ValueError):
    """The item is tied to that one in the same way already."""


@transaction.atomic
def link_items(
    item: AgendaItem,
    *,
    kind: str,
    user: User,
    reason: str,
    other: AgendaItem | None = None,
    date: dt.date | None = None,
    committee: Committee | None = None,
    text: str = "",
) -> ItemLink:
    """The item's matter was dealt with in ``other``, or (where we do not have that one) on a day in a committee, with
    the words of the text.

    Raises ``AlreadyLinked`` for the same link again, ``ValueError`` for an item tied to itself or to nothing.
    """
    if other is None and date is None:
        raise ValueError("a link leads to an item or to a day")
    if other is not None and other.pk == item.pk:
        raise ValueError("an item is not tied to itself")
    AgendaItem.objects.select_for_update(no_key=True).get(pk=item.pk)  # one at a time
    same = {"kind": kind, "other": other, "date": None if other else date, "committee": None if other else committee}
    if item.links.filter(withdrawn=False, **same).exists():
        raise AlreadyLinked
    link = ItemLink(item=item, text=text.strip(), **same)
    history.save(link, user=user, reason=reason)
    return link


@transaction.atomic
def withdraw_link(link: ItemLink, *, user: User, reason: str) -> None:
    """The two do not belong together after all; the row stays, marked so. Done twice it stays done."""
    if not link.withdrawn:
        link.withdrawn = True
        history.save(link, user=user, reason=reason, fields=["withdrawn"])
