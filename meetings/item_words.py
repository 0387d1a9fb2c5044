"""How pages call an agenda item and where it stands, as much of it as a person may know."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse

from handleplan import dates
from handleplan.models import User
from meetings import openness
from meetings.models import AgendaItem, Committee


def item_address(item: AgendaItem) -> str:
    """The page on which the item is read."""
    return reverse("meetings:item-document", args=[item.pk])


def item_words(item: AgendaItem, user: User | None) -> str:
    """ "Socialudvalget 29.02.2012: Status på handleplanen"; of a closed item the public title."""
    return f"{meeting_words(item.meeting.committee, item.meeting.date)}: {openness.title_of(item, user)}"


def meeting_words(committee: Committee, day: dt.date) -> str:
    """ "Socialudvalget 29.02.2012"."""
    return f"{committee.name} {dates.format_numeric(day)}"
