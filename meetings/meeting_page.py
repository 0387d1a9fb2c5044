"""What the page of one meeting shows, as plain strings."""

from __future__ import annotations

import datetime as dt
from typing import Any

from handleplan.deadline_words import day_in_words
from meetings.committee_page import meeting_words
from meetings.convening import agenda_due
from meetings.models import Meeting

Piece = dict[str, Any]


def meeting_page(meeting: Meeting, today: dt.date) -> Piece:
    """The meeting: when, where, and when its agenda goes out."""
    due = agenda_due(meeting)
    return {
        "when": meeting_words(meeting),
        "place": meeting.place or meeting.committee.place,
        "agenda": day_in_words(due),
        "agenda_is_past": due < today,
        "is_past": meeting.date < today,
    }
