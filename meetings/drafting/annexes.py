"""The annexes of an item, with the day each was put to it; a published edition goes along as such."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from handleplan import history
from handleplan.models import User
from meetings.drafting import rows
from meetings.models import AgendaItem, Appendix
from reports.models import Edition


@transaction.atomic
def add_annex(
    item: AgendaItem,
    *,
    title: str,
    user: User,
    reason: str,
    added_on: dt.date | None = None,
    edition: Edition | None = None,
    document_number: str = "",
    is_closed: bool = False,
) -> Appendix:
    """One more annex at the end. Raises ``NotDrafting``, ``ValueError`` for an edition of another plan."""
    rows.hold(item)
    if edition and item.plan_id and edition.plan_id != item.plan_id:
        raise ValueError("the edition is another plan's")
    annex = Appendix(
        item=item,
        position=rows.next_position(item.appendices),
        title=title,
        added_on=added_on,
        edition=edition,
        document_number=document_number,
        is_closed=is_closed,
    )
    history.save(annex, user=user, reason=reason)
    return annex


@transaction.atomic
def withdraw_annex(annex: Appendix, *, user: User, reason: str) -> None:
    """The annex goes with the item no more. Raises ``NotDrafting``."""
    rows.hold(annex.item)
    history.change(annex, {"withdrawn": True}, user=user, reason=reason)
