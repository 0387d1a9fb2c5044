"""The course of a matter: the items that dealt with a plan or a point, in the order of their meetings, as words.

What a closed item says is for those who may read it; everybody else gets its public title and decision.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from handleplan import dates
from handleplan.models import Plan, PlanItem, User
from handleplan.permissions import can_keep_plans
from meetings import openness
from meetings.committee_page import obligation_rows
from meetings.item_words import item_address, item_words, items_about, meeting_words
from meetings.models import AgendaItem, ItemLink, Minutes

Piece = dict[str, Any]


def course(plan: Plan, user: User, point: PlanItem | None = None, *, today: dt.date) -> Piece:
    """Everything that was put before a committee of the plan (or of one point), newest first; of the whole plan
    also what committees have ordered to be told. Eight queries."""
    items = _items(plan, user, point)
    rows = [*_told(items, user), *_named(items, user)]
    return {
        "rows": sorted(rows, key=lambda row: (row["day"], row["order"]), reverse=True),
        "orders": [] if point else obligation_rows(plan.obligations.all(), user, today),
        "whole": point is None,
        "plan": plan.title,
        "plan_url": reverse("handleplan:plan-detail", args=[plan.slug]),
        "point": f"{point.number} {point.display_title}".strip() if point else "",
        "point_url": reverse("handleplan:item-detail", args=[point.pk]) if point else "",
        "all_url": reverse("meetings:plan-course", args=[plan.slug]),
    }


def _items(plan: Plan, user: User, point: PlanItem | None) -> list[AgendaItem]:
    if point is not None:
        rows = items_about(point, user)
    else:
        rows = openness.visible_items(user).filter(plan=plan).exclude(state=AgendaItem.State.DROPPED)
        if not can_keep_plans(user):
            rows = rows.exclude(state=AgendaItem.State.DRAFT)
    return list(rows.select_related("meeting__committee").order_by("meeting__date", "position", "pk"))


def _told(items: Iterable[AgendaItem], user: User) -> Iterable[Piece]:
    items = {item.pk: item for item in items}
    minutes = {row.item_id: row for row in _minutes(items)}
    links = defaultdict(list)
    rows = ItemLink.objects.filter(Q(item__in=items) | Q(other__in=items), withdrawn=False, other__isnull=False)
    for link in rows.select_related("other__meeting__committee", "item__meeting__committee").order_by("pk"):
        links[link.item_id].append((capfirst(link.get_kind_display()), link.other))
        links[link.other_id].append((_("Named by"), link.item))
    for order, item in enumerate(items.values()):
        decided = minutes.get(item.pk)
        yield {
            "day": item.meeting.date,
            "order": order,
            "when": meeting_words(item.meeting.committee, item.meeting.date),
            "title": openness.title_of(item, user),
            "url": item_address(item),
            "state": capfirst(item.get_state_display()),
            "is_draft": item.state == AgendaItem.State.DRAFT,
            "is_closed": item.is_closed,
            "decision": openness.decision_of(decided, user) if decided else "",
            "decision_url": reverse("meetings:decision-detail", args=[item.pk]) if decided else "",
            "links": [
                {"kind": kind, "words": item_words(other, user), "url": item_address(other)}
                for kind, other in links[item.pk]
                if other.plan_id == item.plan_id or other.plan_id is None
            ],
        }


def _minutes(items: Iterable[int]) -> Iterable[Minutes]:
    rows = Minutes.objects.filter(item__in=items).select_related("item").prefetch_related("decisions")
    return rows.order_by("pk")  # the newest counts


def _named(items: Iterable[AgendaItem], user: User) -> Iterable[Piece]:
    """Dealings that a text names and that we have no item of."""
    readable = {item.pk: item for item in items if openness.may_read(user, item)}
    rows = ItemLink.objects.filter(item__in=readable, withdrawn=False, other=None, date__isnull=False)
    for link in rows.select_related("committee").order_by("pk"):
        item = readable[link.item_id]
        yield {
            "day": link.date,
            "order": -1,
            "when": meeting_words(link.committee, link.date) if link.committee else dates.format_numeric(link.date),
            "title": link.text or capfirst(link.get_kind_display()),
            "url": "",
            "state": capfirst(link.get_kind_display()),
            "named_in": item_words(item, user),
            "named_url": item_address(item),
        }


# -- one item's links -------------------------------------------------------------------------------------------------


def links_page(item: AgendaItem, user: User) -> Piece:
    """What the item is tied to, for the page on which that is said."""
    rows = item.links.filter(withdrawn=False).select_related("other__meeting__committee", "committee")
    return {
        "words": item_words(item, user),
        "item_url": item_address(item),
        "rows": [
            {
                "pk": link.pk,
                "kind": capfirst(link.get_kind_display()),
                "words": _link_words(link, user),
                "text": link.text,
                "url": item_address(link.other) if link.other else "",
            }
            for link in rows
        ],
    }


def _link_words(link: ItemLink, user: User) -> str:
    if link.other:
        return item_words(link.other, user)
    day: dt.date = link.date
    return meeting_words(link.committee, day) if link.committee else dates.format_numeric(day)
