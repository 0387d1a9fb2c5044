"""What the page of one meeting shows, as plain strings."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy

from handleplan.deadline_words import day_in_words, month_in_words
from handleplan.models import Plan, User
from handleplan.permissions import can_keep_plans
from meetings import obliging, openness, promising, templating
from meetings.committee_page import meeting_words, period_words
from meetings.convening import agenda_due
from meetings.draft_page import due_rows
from meetings.item_words import item_address
from meetings.models import AgendaItem, Meeting

Piece = dict[str, Any]
_BADGES = {
    AgendaItem.State.DRAFT: ("soon", "edit"),
    AgendaItem.State.READY: ("closed", "closed"),
    AgendaItem.State.DECIDED: ("ontime", "report"),
    AgendaItem.State.DROPPED: ("undated", "undated"),
}


# What can be fetched of a whole meeting, and from which state of an item on.
_BOOKLETS = (
    ("agenda", gettext_lazy("Agenda"), (AgendaItem.State.READY, AgendaItem.State.DECIDED)),
    ("minutes", gettext_lazy("Minutes"), (AgendaItem.State.DECIDED,)),
)


def meeting_page(meeting: Meeting, user: User, today: dt.date) -> Piece:
    """The meeting, its agenda in order, and what is owed to its committee that day. A fixed number of queries."""
    due = agenda_due(meeting)
    items = list(openness.visible_items(user).filter(meeting=meeting).select_related("plan"))
    standing = [item for item in items if item.state != AgendaItem.State.DROPPED]
    return {
        "when": meeting_words(meeting),
        "place": meeting.place or meeting.committee.place,
        "agenda": day_in_words(due),
        "agenda_is_past": due < today,
        "is_past": meeting.date < today,
        "items": [_item_row(item, standing, user) for item in items],
        "booklets": [
            {"label": label, "kind": kind, "unsigned": kind == "minutes" and not templating.sheet_of(meeting.committee)}
            for kind, label, states in _BOOKLETS
            if any(item.state in states for item in items)
        ],
        "owed": _owed(meeting, items, user) if can_keep_plans(user) and not meeting.is_cancelled else [],
        "due": _due(meeting, items, user, today),
    }


def _due(meeting: Meeting, items: list[AgendaItem], user: User, today: dt.date) -> list[Piece]:
    """What the agenda must have an answer to (S000-21), while it is still to be made, for those who make it."""
    is_made = meeting.date < today and not any(item.state == AgendaItem.State.DRAFT for item in items)
    if is_made or meeting.is_cancelled or not can_keep_plans(user):
        return []
    visible = set(Plan.objects.visible_to(user).values_list("pk", flat=True)) | {None}
    return due_rows((each for each in promising.due_at_meeting(meeting) if each.plan_id in visible), user)


def _item_row(item: AgendaItem, standing: list[AgendaItem], user: User) -> Piece:
    """A line of the agenda. Of a closed item only those who keep it see more than its public title."""
    css, icon = _BADGES[AgendaItem.State(item.state)]
    opens = openness.may_read(user, item)
    at = standing.index(item) if item in standing else None
    return {
        "pk": item.pk,
        "number": item.number,
        "title": openness.title_of(item, user),
        "marker": f"({item.kind})" if item.kind in ("O", "B") else "",
        "closed": item.is_closed,
        "url": reverse("meetings:agenda-item", args=[item.pk]) if opens else item_address(item),
        "plan": item.plan.title if item.plan and opens else "",
        "month": month_in_words(item.period) if item.period and opens else "",
        "state": str(item.get_state_display()),
        "css": css,
        "icon": icon,
        "can_go_up": at is not None and at > 0,
        "can_go_down": at is not None and at < len(standing) - 1,
    }


def _owed(meeting: Meeting, items: list[AgendaItem], user: User) -> list[Piece]:
    """The obligations whose period at this meeting has no item here yet."""
    have = {item.obligation_id for item in items if item.state != AgendaItem.State.DROPPED}
    visible = set(Plan.objects.visible_to(user).values_list("pk", flat=True))
    add = reverse("meetings:agenda-item-add", args=[meeting.pk])
    return [
        {
            "text": obligation.text,
            "plan": obligation.plan.title,
            "period": period_words(obligation, period),
            "url": f"{add}?obligation={obligation.pk}",
        }
        for obligation, period in obliging.owed(meeting.committee, meeting.date)
        if obligation.pk not in have and obligation.plan_id in visible
    ]
