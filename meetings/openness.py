"""What of an agenda item may be told, and to whom (C2, S003-25).

A closed item's words are for those who keep plans. Everybody else, and everything that leaves the house, gets its
public title and its public decision text, and nothing more. Whatever tells of items asks here; ``user`` None is the
public.
"""

from __future__ import annotations

from django.db.models import Q, QuerySet

from handleplan import permissions
from handleplan.models import Plan, User
from meetings.models import AgendaItem, Commitment, Minutes


def can_read_closed(user: User | None) -> bool:
    """Reads closed items: the secretary and the administrator."""
    return user is not None and permissions.can_keep_plans(user)


def may_read(user: User | None, item: AgendaItem) -> bool:
    """Whether the item's own words are for this person."""
    return not item.is_closed or can_read_closed(user)


def visible_items(user: User) -> QuerySet[AgendaItem]:
    """The items that exist for a person: of plans he may see, and of no plan. Of a closed one ask ``may_read``."""
    return AgendaItem.objects.filter(Q(plan=None) | Q(plan__in=Plan.objects.visible_to(user)))


def readable_items(user: User | None) -> QuerySet[AgendaItem]:
    """The items whose own words are for this person."""
    rows = AgendaItem.objects.all() if user is None else visible_items(user)
    return rows if can_read_closed(user) else rows.filter(is_closed=False)


def visible_commitments(user: User) -> QuerySet[Commitment]:
    """The promises a person may read: a promise that stands in a closed item is as closed as the item."""
    rows = Commitment.objects.visible_to(user)
    return rows if can_read_closed(user) else rows.exclude(source_item__is_closed=True)


def title_of(item: AgendaItem, user: User | None) -> str:
    """The item's title, or the public one where its own is not for this person."""
    return item.title if may_read(user, item) else item.public_title


def decision_of(minutes: Minutes, user: User | None) -> str:
    """What the committee decided, in its own words a line each; of a closed item the public text, which may be ""."""
    if not may_read(user, minutes.item):
        return minutes.public_text
    return "\n".join(decision.text for decision in minutes.decisions.all())
