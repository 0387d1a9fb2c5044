"""What is proposed to the committee, point by point."""

from __future__ import annotations

from django.db import transaction

from handleplan import history
from handleplan.models import User
from meetings.drafting import rows
from meetings.models import AgendaItem, Proposal


@transaction.atomic
def add_proposal(item: AgendaItem, *, text: str, user: User, reason: str, asks: str = Proposal.Asks.NOTE) -> Proposal:
    """One more point; the text holds its own "At" or "at". Raises ``NotDrafting``."""
    rows.hold(item)
    proposal = Proposal(item=item, text=text, asks=asks, position=rows.next_position(item.proposals))
    history.save(proposal, user=user, reason=reason)
    return proposal


@transaction.atomic
def edit_proposal(proposal: Proposal, *, text: str, asks: str, seen: int | None, user: User, reason: str) -> bool:
    """Its words, and what the committee is asked; True if anything differed. Raises ``Outdated``, ``NotDrafting``."""
    rows.hold(proposal.item)
    history.claim(proposal, seen=seen)
    return history.change(proposal, {"text": text, "asks": asks}, user=user, reason=reason)


@transaction.atomic
def move_proposal(proposal: Proposal, *, up: bool, user: User, reason: str) -> bool:
    """Its place among the item's proposals, one up or down; False at the end. Raises ``NotDrafting``."""
    rows.hold(proposal.item)
    among = proposal.item.proposals.filter(is_dropped=False)
    return rows.move(proposal, list(among), up=up, user=user, reason=reason)


@transaction.atomic
def drop_proposal(proposal: Proposal, *, seen: int | None, user: User, reason: str) -> None:
    """It is proposed no more; its words stay in the history. Raises ``Outdated``, ``NotDrafting``."""
    rows.hold(proposal.item)
    history.claim(proposal, seen=seen)
    history.change(proposal, {"is_dropped": True}, user=user, reason=reason)
