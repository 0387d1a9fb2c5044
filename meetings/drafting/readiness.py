"""What is missing before an item may go out, and what a careful reader would look at once more."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from handleplan import dates
from meetings import promising
from meetings.habits import from_data
from meetings.models import AgendaItem, Commitment, EventReference, FocusPoint, Proposal, Section

FORWARD = (dates.Role.FORECAST, dates.Role.DEADLINE, dates.Role.PROMISE)
_NOTES = re.compile(r"\btil\s+(?:efterretning|orientering)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Missing:
    """Something in a sentence, and where it is mended: ``section``, ``focus`` or ``commitment`` is a key."""

    code: str
    sentence: str
    section: int | None = None
    focus: int | None = None
    commitment: int | None = None


class NotReady(ValueError):
    """The item may not go out yet; ``missing`` says why."""

    def __init__(self, missing: Sequence[Missing]) -> None:
        super().__init__(" ".join(each.sentence for each in missing))
        self.missing = tuple(missing)


def missing(item: AgendaItem) -> list[Missing]:
    """What keeps the item from being ready: empty sections, unanswered points of the list, and open promises."""
    sections = list(item.sections.filter(is_dropped=False))
    proposals = list(item.proposals.filter(is_dropped=False))
    return [
        *_empty(item, sections, proposals),
        *_unanswered_focus(item.focus_points.filter(is_off=False).select_related("answered_in__parent")),
        *_unanswered_promises(promising.unanswered(item)),
    ]


def _empty(item: AgendaItem, sections: Sequence[Section], proposals: Sequence[Proposal]) -> Iterator[Missing]:
    habits = from_data(item.habits)
    with_text = {section.pk for section in sections if section.body.strip()}
    with_text |= {section.parent_id for section in sections if section.parent_id and section.pk in with_text}
    by_key = {section.key: section for section in sections if section.key}
    for habit in habits.sections:
        section = by_key.get(habit.key)
        if habit.role == "proposal" and not proposals:
            yield Missing("no_proposal", _("Nothing is proposed to the committee."), section.pk if section else None)
        elif habit.role in ("text", "lead", "economy") and habit.required and not habit.phrase and section:
            if section.pk not in with_text:
                said = _("“%(heading)s” is empty.") % {"heading": section.heading or _("Lead")}
                yield Missing("empty", said, section.pk)


def _unanswered_focus(points: Sequence[FocusPoint]) -> Iterator[Missing]:
    for point in points:
        section = point.answered_in
        if section is None or not stands(section) or not section.body.strip():
            said = _("“%(title)s” is on the list of points in focus, but nothing answers it.") % {"title": point.title}
            yield Missing("focus", said, section.pk if section else None, focus=point.pk)


def stands(section: Section) -> bool:
    """It is printed: neither it nor the section above it was taken out."""
    return not section.is_dropped and not (section.parent and section.parent.is_dropped)


def _unanswered_promises(commitments: Sequence[Commitment]) -> Iterator[Missing]:
    for each in commitments:
        asked = each.kind != Commitment.Kind.PROMISE
        words = {"text": each.text}
        said = _("Asked for and not answered: “%(text)s”") if asked else _("Promised and not answered: “%(text)s”")
        yield Missing("promise", said % words, commitment=each.pk)


def remarks(item: AgendaItem) -> list[Missing]:
    """What does not keep the item back but misleads its reader: an (O) item that asks for more than to take note, dates
    that lie before the meeting, names of reports that nobody has resolved."""
    sections = list(item.sections.filter(is_dropped=False))
    references = list(unresolved(item))
    return [
        *odd_proposals(item, item.proposals.filter(is_dropped=False)),
        *(stale for section in sections for stale in stale_dates(item, section)),
        *(
            Missing(
                "reference",
                _("“%(words)s”: it is not known which meeting or report that is.") % {"words": each.words},
                each.section_id,
            )
            for each in references
        ),
    ]


def odd_proposals(item: AgendaItem, proposals: Sequence[Proposal]) -> Iterator[Missing]:
    """Proposals of an (O) item that do more than take note (S003-24)."""
    if item.kind != AgendaItem.Kind.INFORMATION:
        return
    for proposal in proposals:
        if proposal.asks != Proposal.Asks.NOTE or not _NOTES.search(proposal.text):
            said = _("The item is for information, but more is proposed than to take note: “%(text)s”")
            yield Missing("not_noting", said % {"text": proposal.text})


def stale_dates(item: AgendaItem, section: Section) -> Iterator[Missing]:
    """Dates a section looks forward to that lie before the meeting: when it is read they are past (S000-18)."""
    day = item.meeting.date
    for mention in dates.find(section.body, section.text_as_of or item.text_as_of or day):
        if mention.role in FORWARD and mention.date.latest and mention.date.latest < day:
            words = " ".join(section.body[mention.start : mention.end].split())
            said = _("“%(words)s” lies before the meeting.") % {"words": words}
            yield Missing("stale", said, section.pk)


def unresolved(item: AgendaItem) -> Iterator[EventReference]:
    """Names of reports and meetings that stand in the item's text and lead nowhere yet."""
    rows = EventReference.objects.filter(section__item=item, section__is_dropped=False, meeting=None, edition=None)
    for row in rows.select_related("section"):
        if row.words.casefold() in " ".join(row.section.body.split()).casefold():
            yield row
