"""Names of reports and meetings in an item's text, and what they are resolved to (S000-22)."""

from __future__ import annotations

from django.db import transaction

from handleplan import history
from handleplan.models import User
from meetings.filling import previous_item
from meetings.models import AgendaItem, EventReference, Meeting, Section
from meetings.references import FORECAST, LAST_TIME, Named, named
from reports.models import Edition

CALENDAR, PERSON = "calendar", "person"


@transaction.atomic
def note_references(section: Section, *, user: User, reason: str) -> list[EventReference]:
    """Notes the names in a section's text, resolved by the calendar where it can; those noted before stay."""
    known = {row.words.casefold() for row in section.references.all()}
    made = []
    for each in named(section.body, section.item.meeting.date):
        if each.words.casefold() in known:
            continue
        meeting = _meeting_of(each, section.item)
        row = EventReference(
            section=section, words=each.words[:120], meeting=meeting, resolved_by=CALENDAR if meeting else ""
        )
        history.save(row, user=user, reason=reason)
        made.append(row)
    return made


def _meeting_of(name: Named, item: AgendaItem) -> Meeting | None:
    """The committee's only meeting in the month; for "sidste status" that of the item before. A forecast of the economy
    is no meeting: a person says what it is."""
    if name.kind == LAST_TIME:
        previous = previous_item(item.meeting, item.plan)
        return previous.meeting if previous else None
    if name.kind == FORECAST or name.month is None:
        return None
    month = {"date__year": name.month.year, "date__month": name.month.month}
    found = list(item.meeting.committee.meetings.filter(is_cancelled=False, **month)[:2])
    return found[0] if len(found) == 1 else None


@transaction.atomic
def resolve_reference(
    reference: EventReference,
    *,
    user: User,
    reason: str,
    meeting: Meeting | None = None,
    edition: Edition | None = None,
) -> bool:
    """What the name means, as a person says; with neither it is on the list again. True if anything differed."""
    facts = {"meeting": meeting, "edition": edition, "resolved_by": PERSON if meeting or edition else ""}
    return history.change(reference, facts, user=user, reason=reason)
