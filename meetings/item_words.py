"""How pages call an agenda item, where it stands, and which items are about a point, as far as a person may know."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q, QuerySet
from django.urls import reverse

from handleplan import dates
from handleplan.models import PlanItem, User
from handleplan.permissions import can_keep_plans
from meetings import openness
from meetings.models import AgendaItem, CommitmentEvent, Committee, DecisionEffect


def item_address(item: AgendaItem) -> str:
    """The page on which the item is read."""
    return reverse("meetings:item-document", args=[item.pk])


def item_words(item: AgendaItem, user: User | None) -> str:
    """ "Socialudvalget 29.02.2012: Status på handleplanen"; of a closed item the public title."""
    return f"{meeting_words(item.meeting.committee, item.meeting.date)}: {openness.title_of(item, user)}"


def meeting_words(committee: Committee, day: dt.date) -> str:
    """ "Socialudvalget 29.02.2012"."""
    return f"{committee.name} {dates.format_numeric(day)}"


def items_about(point: PlanItem, user: User) -> QuerySet[AgendaItem]:
    """The items that speak of a point, that decided something of it or that promised something about it."""
    answered = CommitmentEvent.objects.filter(
        commitment__points__point=point, commitment__points__withdrawn=False, item__isnull=False
    )
    decided = DecisionEffect.objects.filter(point=point).values("decision__minutes__item")
    rows = openness.visible_items(user).filter(plan=point.plan_id).exclude(state=AgendaItem.State.DROPPED)
    found = rows.filter(
        Q(sections__points__point=point, sections__points__withdrawn=False, sections__is_dropped=False)
        | Q(focus_points__initiatives__point=point, focus_points__initiatives__withdrawn=False)
        | Q(pk__in=decided)
        | Q(pk__in=answered.values("item"))
    )
    if not can_keep_plans(user):
        found = found.exclude(state=AgendaItem.State.DRAFT)
    return found.distinct()
