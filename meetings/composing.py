"""Agenda items read into documents. The only queries behind a printed item: five, for one item and for a meeting."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.conf import settings
from django.db.models import Q, QuerySet, prefetch_related_objects
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from handleplan.collation import danish_key
from handleplan.deadline_words import day_in_words
from meetings.document import (
    AGENDA,
    LINE,
    MINUTES,
    Annex,
    Document,
    HeadLine,
    Part,
    Passage,
    Public,
    from_data,
    published,
)
from meetings.habits import Habits, SectionHabit, filled
from meetings.habits import from_data as habits_from
from meetings.models import (
    AgendaItem,
    Appendix,
    CommitteeMember,
    Decision,
    ItemVersion,
    Meeting,
    Minutes,
    Proposal,
    Section,
)

OF_THE_MEETING = ("committee", "date", "date_long", "number", "openness", "place", "time")  # public of a closed item

_CHAIRS = (CommitteeMember.Role.CHAIR, CommitteeMember.Role.DEPUTY)
_SIGNING = {"members": (*_CHAIRS, CommitteeMember.Role.MEMBER), "chairs": _CHAIRS}

_GAP = re.compile(r"(\s{2,}|\t)")
_FIELD = re.compile(r"\{(\w+)\}")
_EMPTY_BRACKETS = re.compile(r"\s*\(\s*\)")


@dataclass
class _Item:
    """An item and everything its document is read from."""

    item: AgendaItem
    kind: str
    habits: Habits
    values: Mapping[str, str] = field(default_factory=dict)
    sections: list[Section] = field(default_factory=list)
    proposals: list[Proposal] = field(default_factory=list)
    minutes: Minutes | None = None
    decisions: list[Decision] = field(default_factory=list)
    appendices: list[Appendix] = field(default_factory=list)


def compose(item: AgendaItem, *, kind: str = AGENDA, public: bool = True) -> Document:
    """The item as agenda (before the meeting) or minutes (after it), as its rows stand now.

    With ``public``, the default of all that leaves the house, a closed item tells its public title and decision alone.
    """
    return _composed([item], kind, public)[0]


def compose_meeting(
    meeting: Meeting, *, kind: str = AGENDA, public: bool = True, among: QuerySet[AgendaItem] | None = None
) -> list[Document]:
    """Every item of a meeting that was not taken off its agenda, in order. Public: none that is still being drafted.

    ``among`` are the items that exist for whoever asks.
    """
    items = (AgendaItem.objects if among is None else among).filter(meeting=meeting)
    items = (
        items.exclude(state=AgendaItem.State.DROPPED).order_by("position", "pk").select_related("meeting__committee")
    )
    if public:
        items = items.exclude(state=AgendaItem.State.DRAFT)
    return _composed(list(items), kind, public)


def who_signs(meeting: Meeting, sheet: str) -> list[str]:
    """Who signs the minutes on their sheet (``habits.SHEETS``): members on the day of the meeting, the chair first."""
    then = (Q(since=None) | Q(since__lte=meeting.date)) & (Q(until=None) | Q(until__gte=meeting.date))
    order = _SIGNING.get(sheet, ())
    members = meeting.committee.members.filter(then, role__in=order)
    return [str(each) for each in sorted(members, key=lambda one: (order.index(one.role), danish_key(one.name)))]


def kept(item: AgendaItem, *, kind: str, public: bool = True) -> Document | None:
    """The newest version that went out as agenda or minutes, as it was then (S000-33); None where there is none.

    What was closed later is closed in its older versions too.
    """
    version = ItemVersion.objects.filter(item=item, kind=kind).order_by("pk").last()
    if version is None:
        return None
    document = from_data(version.content)
    if public and item.is_closed:
        return compose(item, kind=kind)
    return published(document) if public else document


def _composed(items: Sequence[AgendaItem], kind: str, public: bool) -> list[Document]:
    prefetch_related_objects(items, "meeting__committee")
    with translation.override(settings.LANGUAGE_CODE):
        documents = [_document(rows) for rows in _read(items, kind)]
    return [published(document) for document in documents] if public else documents


def _read(items: Sequence[AgendaItem], kind: str) -> Iterable[_Item]:
    rows = {item.pk: _Item(item, kind, habits_from(item.habits)) for item in items}
    for section in Section.objects.filter(item__in=rows, is_dropped=False).order_by("position", "pk"):
        rows[section.item_id].sections.append(section)
    for proposal in Proposal.objects.filter(item__in=rows, is_dropped=False).order_by("position", "pk"):
        rows[proposal.item_id].proposals.append(proposal)
    for minutes in Minutes.objects.filter(item__in=rows).order_by("pk"):  # the newest counts
        rows[minutes.item_id].minutes = minutes
    for decision in Decision.objects.filter(minutes__item__in=rows).select_related("minutes").order_by("pk"):
        if decision.minutes == rows[decision.minutes.item_id].minutes:
            rows[decision.minutes.item_id].decisions.append(decision)
    appendices = Appendix.objects.filter(item__in=rows, withdrawn=False).select_related("edition")
    for appendix in appendices.order_by("position", "pk"):
        rows[appendix.item_id].appendices.append(appendix)
    for each in rows.values():
        each.values = values_of(each.item, each.minutes)
    return rows.values()


def _document(rows: _Item) -> Document:
    item, meeting = rows.item, rows.item.meeting
    annexes = tuple(_annex(place, row) for place, row in enumerate(rows.appendices, start=1))
    return Document(
        rows.kind,
        item.title,
        _head(rows.habits, rows.values),
        tuple(_parts(rows)),
        annexes,
        _("Annexes") if annexes else "",
        occasion=f"{meeting.committee.name} {day_in_words(meeting.date)}",
        author=rows.values["proposer"] or meeting.committee.municipality,
        date=meeting.date.isoformat(),
        bullet=rows.habits.bullet,
        language=settings.LANGUAGE_CODE,
        is_closed=item.is_closed,
        public=_public(rows) if item.is_closed else Public(),
    )


def values_of(item: AgendaItem, minutes: Minutes | None = None) -> dict[str, str]:
    """What the patterns of a template may name (``habits.FIELDS``), of this item."""
    meeting, committee = item.meeting, item.meeting.committee
    return {
        "absent": minutes.absence_text if minutes else "",
        "attendance": minutes.attendance_text if minutes else "",
        "case_number": item.case_number,
        "committee": committee.name,
        "date": f"{meeting.date:%d.%m.%Y}",
        "date_long": day_in_words(meeting.date),
        "document_number": item.document_number,
        "marker": f"({item.kind})" if item.kind else "",
        "number": item.number,
        "openness": pgettext("agenda item", "Closed") if item.is_closed else pgettext("agenda item", "Open"),
        "place": meeting.place,
        "proposer": item.proposer or committee.proposer,
        "time": f"{meeting.time:%H:%M}" if meeting.time else "",
        "title": item.title,
    }


def line(pattern: str, values: Mapping[str, str]) -> str:
    """A line of the head with its fields filled.

    Stretches between wide gaps stand for themselves: one whose fields are all empty is left out with its words, so
    that no line ends in "Dok.nr.:" without a number.
    """
    written = []
    for stretch in _GAP.split(pattern):
        names = _FIELD.findall(stretch)
        if not names or any(values.get(name, name) for name in names):
            written.append(filled(stretch, values))
    return _EMPTY_BRACKETS.sub("", "".join(written)).strip()


def _head(habits: Habits, values: Mapping[str, str]) -> tuple[HeadLine, ...]:
    """The head's lines, and behind them the title where no line of the head holds it."""
    lines = [HeadLine(line(pattern, values), "{title}" in pattern) for pattern in habits.head]
    if not any(each.is_title for each in lines):
        lines.append(HeadLine(line(habits.title, values), is_title=True))
    return tuple(each for each in lines if each.text)


def _parts(rows: _Item) -> Iterable[Part]:
    children: defaultdict[int, list[Section]] = defaultdict(list)
    for section in rows.sections:
        if section.parent_id:
            children[section.parent_id].append(section)
    for section, habit in _in_order(rows):
        if habit and habit.role == "decision" and (rows.kind != MINUTES or rows.minutes is None):
            continue
        passages = tuple(_passages(section, habit, rows))
        below = children[section.pk] if section else []
        if passages or below or (habit and habit.required):
            yield _part(section, habit, rows, passages)
            yield from (_part(part, None, rows, tuple(_body(part)), level=2) for part in below)


def _in_order(rows: _Item) -> list[tuple[Section | None, SectionHabit | None]]:
    """The item's sections in their own order; what the template prints without a row keeps the template's place."""
    placed: list[tuple[Section | None, SectionHabit | None]] = [
        (section, rows.habits.section(section.key) if section.key else None)
        for section in rows.sections
        if not section.parent_id
    ]
    there = {habit.key for _section, habit in placed if habit}
    before: list[str] = []
    for habit in rows.habits.sections:
        if habit.key not in there and habit.role in ("proposal", "signatures", "decision"):
            at = [place for place, (_section, known) in enumerate(placed) if known and known.key in before]
            placed.insert(at[-1] + 1 if at else 0, (None, habit))
        before.append(habit.key)
    return placed


def _part(
    section: Section | None, habit: SectionHabit | None, rows: _Item, passages: tuple[Passage, ...], *, level: int = 1
) -> Part:
    role = habit.role if habit else "text"
    if section is None:
        assert habit is not None
        return Part(habit.key, role, filled(habit.heading, rows.values), LINE, level, passages)
    heading = filled(section.heading, rows.values)
    return Part(section.key, role, heading, section.heading_form, level, passages, section.pk)


def _passages(section: Section | None, habit: SectionHabit | None, rows: _Item) -> Iterable[Passage]:
    yield from _body(section, habit.phrase if habit else "")
    role = habit.role if habit else "text"
    if role == "proposal":
        yield from _proposals(rows)
    elif role == "signatures":
        names = [name.strip() for name in rows.item.signers.splitlines() if name.strip()]
        yield from [Passage("signers", rows.habits.signature.join(names))] if names else []
    elif role == "decision" and rows.minutes:
        yield from _decided(rows.minutes, rows)


def _body(section: Section | None, phrase: str = "") -> Iterable[Passage]:
    if section and section.body.strip():
        yield Passage("text", section.body, text_kind=section.text_kind)
    elif phrase:
        yield Passage("text", phrase)


def _proposals(rows: _Item) -> Iterable[Passage]:
    if rows.proposals and rows.habits.proposer:
        yield Passage("line", line(rows.habits.proposer, rows.values))
    for number, proposal in enumerate(rows.proposals, start=1):
        yield Passage("point", proposal.text, rows.habits.proposal_number.replace("{n}", str(number)))


def _decided(minutes: Minutes, rows: _Item) -> Iterable[Passage]:
    told = {
        "attendance": [filled(rows.habits.attendance, rows.values)],
        "absence": [filled(rows.habits.absence, rows.values).rstrip()],
        "decision": [*(decision.text for decision in rows.decisions), minutes.dissent],
    }
    for name in rows.habits.decision_order:
        yield from (Passage("line", text) for text in told.get(name, ()) if text.strip())


def _annex(place: int, row: Appendix) -> Annex:
    title = _("Annex %(number)s: %(title)s") % {"number": place, "title": row.title}
    if row.document_number:
        title += ", " + _("doc. no. %(number)s") % {"number": row.document_number}
    if row.added_on:
        # Translators: behind an annex's title, the day on which it was put to the item.
        title += " " + _("(added on %(day)s)") % {"day": f"{row.added_on:%d.%m.%Y}"}
    note = ""
    if row.edition:
        # Translators: below an annex that is a published report; the checksum proves that it is unchanged.
        note = _("Edition %(label)s, checksum of its facts %(hash)s") % {
            "label": row.edition.label,
            "hash": row.edition.facts_sha256,
        }
    return Annex(title, note, row.is_closed, row.edition_id)


def _public(rows: _Item) -> Public:
    known = {name: value if name in OF_THE_MEETING else "" for name, value in rows.values.items()}
    known["title"] = rows.item.public_title
    habit = rows.habits.of_role("decision")
    told = rows.minutes.public_text if rows.minutes and rows.kind == MINUTES else ""
    return Public(
        _head(rows.habits, known), rows.item.public_title, filled(habit.heading, known) if habit else "", told
    )
