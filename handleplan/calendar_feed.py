"""A person's deadlines and round dates as iCalendar (RFC 5545), for the calendar he uses anyway.

An imprecise deadline stands on its last day, with the words of the plan in its title ("ultimo 2013"): a calendar has
days only, and the plan is what counts. Each entry keeps its UID, so that a moved deadline moves and is not doubled.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from handleplan import permissions
from handleplan.deadline_words import month_in_words, reading
from handleplan.models import Milestone, Plan, PlanItem, Round, User
from handleplan.models.people import Role

SEES_ALL_ROUNDS = (Role.SECRETARY, Role.MANAGER, Role.ADMINISTRATOR)


def calendar_of(user: User, *, today: dt.date) -> bytes:
    """The whole calendar of a person, in his language: what he answers for, and the rounds that are open for him."""
    from icalendar import Calendar  # slow: only who fetches a calendar waits for it

    with translation.override(user.language):
        calendar = Calendar()
        calendar.add("prodid", "-//Handleplan//DA")
        calendar.add("version", "2.0")
        calendar.add("x-wr-calname", "Handleplan")
        calendar.add("refresh-interval", dt.timedelta(hours=6), parameters={"VALUE": "DURATION"})
        for milestone in _deadlines(user, today):
            calendar.add_component(_deadline(milestone))
        for round in _rounds(user, today):
            calendar.add_component(_opening_day(round))
            calendar.add_component(_due_day(round))
    return calendar.to_ical()


def _mine(user: User, today: dt.date) -> Any:
    plans = Plan.objects.visible_to(user)
    return PlanItem.objects.active().filter(permissions.answers_for(user, today), plan__in=plans)


def _deadlines(user: User, today: dt.date) -> Any:
    milestones = Milestone.objects.filter(item__in=_mine(user, today), completed_on=None, end_latest__isnull=False)
    return milestones.select_related("item__plan").order_by("end_latest", "pk")


def _rounds(user: User, today: dt.date) -> Any:
    rounds = Round.objects.filter(closed_at=None, plan__in=Plan.objects.visible_to(user))
    if user.role not in SEES_ALL_ROUNDS:
        rounds = rounds.filter(Q(asked__item__in=_mine(user, today))).distinct()
    return rounds.select_related("plan").order_by("due_on", "pk")


def _deadline(milestone: Milestone) -> Any:
    item = milestone.item
    name = f"{item.number} {item.display_title}".strip()
    title = f"{name}: {milestone.name}" if milestone.name else name
    written = f" ({milestone.end_as_written})" if reading(milestone.end) != milestone.end_as_written else ""
    return _event(
        uid=f"deadline-{milestone.pk}",
        title=_("Deadline: %(title)s") % {"title": title} + written,
        day=milestone.end_latest,
        words=item.plan.title,
        address=reverse("handleplan:item-detail", args=[item.pk]),
    )


def _opening_day(round: Round) -> Any:
    return _event(
        uid=f"round-{round.pk}-opens",
        title=_("Status for %(month)s is asked for") % {"month": month_in_words(round.period)},
        day=round.opens_on,
        words=round.plan.title,
        address=reverse("handleplan:plan-detail", args=[round.plan.slug]),
    )


def _due_day(round: Round) -> Any:
    return _event(
        uid=f"round-{round.pk}-due",
        title=_("Status for %(month)s is due") % {"month": month_in_words(round.period)},
        day=round.due_on,
        words=round.plan.title,
        address=reverse("handleplan:plan-detail", args=[round.plan.slug]),
    )


def _event(*, uid: str, title: str, day: dt.date, words: str, address: str) -> Any:
    from icalendar import Event  # as above

    event = Event()
    event.add("uid", f"{uid}@{settings.SITE_URL.partition('://')[2]}")
    event.add("dtstamp", timezone.now())
    event.add("dtstart", day)
    event.add("dtend", day + dt.timedelta(days=1))
    event.add("summary", title)
    event.add("description", words)
    event.add("url", settings.SITE_URL + address)
    event.add("transp", "TRANSPARENT")  # a deadline does not make anybody busy
    return event
