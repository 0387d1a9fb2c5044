"""What the page of one agenda item shows: its text section by section, and what is missing, as plain strings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from handleplan.deadline_words import day_in_words, month_in_words
from handleplan.models import User
from handleplan.permissions import can_keep_plans
from meetings import openness, promising
from meetings.committee_page import meeting_words
from meetings.composing import values_of
from meetings.drafting import readiness
from meetings.habits import Habits, filled, from_data
from meetings.models import AgendaItem, Commitment, EventReference, FocusPoint, Proposal, Section

Piece = dict[str, Any]


def draft_page(item: AgendaItem, user: User) -> Piece:
    """Everything of an item in a fixed number of queries; who may not write gets no link to do so."""
    writes = can_keep_plans(user) and item.state == AgendaItem.State.DRAFT
    habits = from_data(item.habits)
    values = values_of(item)
    sections, focus = list(item.sections.all()), list(_focus(item))
    proposals = list(item.proposals.filter(is_dropped=False))
    missing = readiness.missing(item) if writes else []
    remarks = readiness.remarks(item) if writes else []
    return {
        "facts": _facts(item),
        "writes": writes,
        "sections": _sections(item, sections, proposals, habits, values, remarks, writes=writes),
        "answering": {line.answered_in_id for line in focus if not line.is_off},
        "decided": _decided(item),
        "dropped": [_dropped(section) for section in sections if section.is_dropped] if can_keep_plans(user) else [],
        "focus": [_focus_row(line) for line in focus],
        "due": due_rows(promising.due_in(item), user, item=item),
        "references": [_reference_row(row) for row in _references(item)],
        "annexes": [_annex_row(row) for row in item.appendices.filter(withdrawn=False).select_related("edition")],
        "missing": [_told(each, item) for each in missing],
        "remarks": [_told(each, item) for each in remarks],
    }


def _facts(item: AgendaItem) -> list[tuple[str, str]]:
    facts = [
        (_("Meeting"), f"{item.meeting.committee}, {meeting_words(item.meeting)}"),
        (_("Month"), month_in_words(item.period) if item.period else ""),
        (_("Case number"), item.case_number),
        (_("Document number"), item.document_number),
        (_("Who proposes"), item.proposer),
        (_("Signed by"), ", ".join(name.strip() for name in item.signers.splitlines() if name.strip())),
        (_("Template"), item.template.label),
        (_("Text as of"), day_in_words(item.text_as_of) if item.text_as_of else ""),
    ]
    if item.is_closed:
        facts += [(_("Closed because of"), item.closed_reason), (_("Public title"), item.public_title)]
    return [(name, value) for name, value in facts if value]


def _decided(item: AgendaItem) -> list[str]:
    """The newest minutes' words: who was there, and what was decided."""
    minutes = item.minutes.order_by("-pk").first()
    if minutes is None:
        return []
    words = [decision.text for decision in minutes.decisions.all()]
    return [text for text in (minutes.attendance_text, minutes.absence_text, *words, minutes.dissent) if text]


def _sections(
    item: AgendaItem,
    sections: list[Section],
    proposals: list[Proposal],
    habits: Habits,
    values: dict[str, str],
    remarks: list[readiness.Missing],
    *,
    writes: bool,
) -> list[Piece]:
    """The sections in their order, each with its sub-headings under it."""
    stale: dict[int, list[str]] = defaultdict(list)
    for each in remarks:
        if each.section:
            stale[each.section].append(each.sentence)
    standing = [section for section in sections if not section.is_dropped]
    tops = [section for section in standing if section.parent_id is None]
    found = []
    for section in tops:
        habit = habits.section(section.key) if section.key else None
        parts = [each for each in standing if each.parent_id == section.pk]
        piece = _section_row(section, tops, values, stale[section.pk])
        piece |= {
            "role": habit.role if habit else "text",
            "phrase": habit.phrase if habit and not section.body.strip() else "",
            "guidance": habit.guidance if habit and writes else "",
            "required": bool(habit and habit.required),
            "can_refill": bool(habit and (habit.fill or (habit.role == "economy" and item.plan_id))),
            "parts": [_section_row(part, parts, values, stale[part.pk]) for part in parts],
        }
        if piece["role"] == "proposal":
            piece["proposer"] = filled(habits.proposer, values)
            piece["proposals"] = [_proposal_row(each, proposals, habits) for each in proposals]
        if piece["role"] == "signatures":
            piece["signers"] = [name.strip() for name in item.signers.splitlines() if name.strip()]
        found.append(piece)
    return found


def _section_row(section: Section, among: list[Section], values: dict[str, str], stale: list[str]) -> Piece:
    at = next(place for place, each in enumerate(among) if each.pk == section.pk)
    return {
        "pk": section.pk,
        "heading": filled(section.heading, values) if section.heading_form != Section.HeadingForm.NONE else "",
        "name": filled(section.heading, values) or _name_of(section),
        "run_in": section.heading_form == Section.HeadingForm.RUN_IN,
        "body": section.body,
        "kind": section.text_kind,
        "as_of": day_in_words(section.text_as_of) if section.text_as_of else "",
        "stale": stale,
        "can_go_up": at > 0,
        "can_go_down": at < len(among) - 1,
        "can_refill": bool(section.filled),
    }


def _name_of(section: Section) -> str:
    """What a section without a heading is called on the page."""
    names = {"lead": _("Lead"), "underskrifter": _("Signatures")}
    return str(names.get(section.key, _("Section without a heading")))


def _proposal_row(proposal: Proposal, among: list[Proposal], habits: Habits) -> Piece:
    at = among.index(proposal)
    return {
        "pk": proposal.pk,
        "label": habits.proposal_number.replace("{n}", str(at + 1)).strip(),
        "text": proposal.text,
        "asks": str(proposal.get_asks_display()),
        "version": proposal.version,
        "can_go_up": at > 0,
        "can_go_down": at < len(among) - 1,
    }


def _dropped(section: Section) -> Piece:
    return {
        "pk": section.pk,
        "name": section.heading or _name_of(section),
        "why": section.dropped_because,
        "version": section.version,
    }


def _focus(item: AgendaItem) -> Any:
    return item.focus_points.select_related("answered_in__parent").prefetch_related("initiatives__point")


def _focus_row(line: FocusPoint) -> Piece:
    section = line.answered_in
    points = [row.point for row in line.initiatives.all() if not row.withdrawn]
    answered = section is not None and readiness.stands(section) and bool(section.body.strip())
    return {
        "pk": line.pk,
        "title": line.title,
        "points": [
            {"number": point.number, "url": reverse("handleplan:item-detail", args=[point.pk])} for point in points
        ],
        "answered": answered,
        "section": section.pk if section else None,
        "heading": section.heading if section else "",
        "off": line.is_off,
        "why": line.off_because,
        "carried": line.carried_from_id is not None,
        "version": line.version,
    }


def due_rows(due: Iterable[Commitment], user: User, *, item: AgendaItem | None = None) -> list[Piece]:
    """What a meeting must have an answer to; what stands in a closed item, for those alone who read it. Beside
    ``item`` the plan is named only where it is another one than the item's."""
    readable = (each for each in due if each.source_item is None or openness.may_read(user, each.source_item))
    return [_commitment_row(each, item) for each in readable]


def _commitment_row(each: Commitment, item: AgendaItem | None) -> Piece:
    asked = each.kind != Commitment.Kind.PROMISE
    about = str(each.plan or _("of no plan"))
    return {
        "text": each.text,
        "kind": pgettext("committee", "Asked for") if asked else pgettext("committee", "Promised"),
        "when": promising.due_words(each),
        "about": "" if item and each.plan_id == item.plan_id else about,
        "url": _address_of(each.pk, item),
    }


def _address_of(commitment: int, item: AgendaItem | None) -> str:
    """The page of a promise, on which it is answered in the item."""
    query = f"?item={item.pk}" if item else ""
    return reverse("meetings:commitment-detail", args=[commitment]) + query


def _references(item: AgendaItem) -> list[EventReference]:
    """Those whose words still stand in their section."""
    rows = EventReference.objects.filter(section__item=item, section__is_dropped=False)
    rows = rows.select_related("section", "meeting__committee", "edition").order_by("section__position", "pk")
    return [row for row in rows if row.words.casefold() in " ".join(row.section.body.split()).casefold()]


def _reference_row(row: EventReference) -> Piece:
    means, url = "", ""
    if row.meeting:
        means = f"{row.meeting.committee}, {day_in_words(row.meeting.date)}"
        url = reverse("meetings:meeting-detail", args=[row.meeting_id])
    elif row.edition:
        means, url = str(row.edition), reverse("reports:edition-detail", args=[row.edition_id])
    return {"pk": row.pk, "words": row.words, "means": means, "url": url, "by_person": row.resolved_by == "person"}


def _annex_row(row: Any) -> Piece:
    return {
        "pk": row.pk,
        "title": row.title,
        "added": day_in_words(row.added_on) if row.added_on else "",
        "closed": row.is_closed,
        "edition_url": reverse("reports:edition-detail", args=[row.edition_id]) if row.edition_id else "",
    }


def _told(each: readiness.Missing, item: AgendaItem) -> Piece:
    anchor = f"#section-{each.section}" if each.section else f"#focus-{each.focus}" if each.focus else ""
    if each.commitment:
        anchor = _address_of(each.commitment, item)
    return {"sentence": each.sentence, "anchor": anchor, "code": each.code}
