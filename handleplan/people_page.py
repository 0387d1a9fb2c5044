"""The pages of people: who they are, who stands in for them, and what they answer for."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from handleplan import dates, permissions
from handleplan.collation import danish_key
from handleplan.keeping_page import Piece
from handleplan.models import Plan, PlanItem, StandIn, User
from handleplan.models.plans import PlanItemQuerySet
from handleplan.staffing import SYSTEM_USER

_OPEN = Q(owned_items__kind=PlanItem.Kind.INITIATIVE) & ~Q(owned_items__state__in=PlanItemQuerySet.CLOSED_STATES)


def people_list(today: dt.date) -> list[Piece]:
    """Everybody who can sign in, in the order of names, with who stands in for whom. Two queries."""
    leaves: dict[int, list[Piece]] = {}
    for leave in _leaves(today):
        leaves.setdefault(leave.owner_id, []).append(leave_facts(leave, today))
    people = User.objects.filter(is_active=True).exclude(username=SYSTEM_USER).select_related("unit")
    counted = people.annotate(points=Count("owned_items", filter=_OPEN))
    return [
        {
            "name": str(person),
            "role": person.get_role_display(),
            "unit": person.unit.name if person.unit else "",
            "points": person.points,
            "leaves": leaves.get(person.pk, []),
            "url": reverse("handleplan:person-detail", args=[person.pk]),
        }
        for person in sorted(counted, key=lambda each: danish_key(str(each)))
    ]


def person_page(person: User, user: User, *, today: dt.date) -> Piece:
    """One person as ``user`` may see him: the open points of plans that are visible to ``user``, and the leaves."""
    points = open_points(person, user)
    leaves = [leave_facts(leave, today) for leave in _leaves(today, owner=person)]
    acts_for = _leaves(today, stand_in=person)
    return {
        "name": str(person),
        "role": person.get_role_display(),
        "unit": person.unit.name if person.unit else "",
        "email": person.email,
        "points": [point_facts(item) for item in points],
        "leaves": leaves,
        "acts_for": [leave_facts(leave, today) | {"name": str(leave.owner)} for leave in acts_for],
        "may_set": permissions.can_set_stand_in(user, person),
        "may_hand_over": permissions.can_hand_over(user, person) and bool(points),
    }


def open_points(person: User, user: User) -> list[PlanItem]:
    """The open points that the person owns, in plans ``user`` may see."""
    items = PlanItem.objects.initiatives().active().filter(owner=person, plan__in=Plan.objects.visible_to(user))
    return list(items.select_related("plan").order_by("plan__title", "plan", "position"))


def point_facts(item: PlanItem) -> Piece:
    return {
        "pk": item.pk,
        "number": item.number,
        "title": item.display_title,
        "plan": item.plan.title,
        "url": reverse("handleplan:item-detail", args=[item.pk]),
    }


def leave_facts(leave: StandIn, today: dt.date) -> Piece:
    """ "Ove Jensen, 1.–14. december 2013", and whether it is now."""
    now = leave.first_day <= today <= leave.last_day
    return {
        "pk": leave.pk,
        "name": str(leave.stand_in),
        "days": dates.format_days(leave.first_day, leave.last_day),
        "now": now,
        "words": _("now") if now else "",
    }


def _leaves(today: dt.date, **which: Any) -> list[StandIn]:
    """The leaves that last today or are to come."""
    rows = StandIn.objects.filter(withdrawn=False, last_day__gte=today, **which)
    return list(rows.select_related("owner", "stand_in").order_by("first_day", "pk"))
