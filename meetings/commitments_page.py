"""What the pages of promises show, as plain strings: the list, overdue ones first; one promise; and candidates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from handleplan import dates
from handleplan.deadline_words import day_in_words, over_deadline, read_as
from handleplan.models import Plan, User
from handleplan.permissions import can_keep_plans
from meetings import openness, promising, spotting
from meetings.happenings import commitment_address, entries_of, state_badge
from meetings.item_words import item_address, item_words, meeting_words
from meetings.models import (
    AgendaItem,
    Commitment,
    CommitmentCommittee,
    CommitmentEvent,
    CommitmentPoint,
    Committee,
    Section,
)

Piece = dict[str, Any]
STATES = ("open", "answered", "withdrawn", "all")


# -- the list ---------------------------------------------------------------------------------------------------------


def commitment_list(user: User, query: Mapping[str, str], *, today: dt.date) -> Piece:
    """The promises a person may read, as the address asks for them; overdue ones first. Unknown wishes ask for nothing.

    As many queries for a hundred promises as for one.
    """
    plans = {plan.slug: plan for plan in Plan.objects.visible_to(user).order_by("title", "pk")}
    committees = {str(body.pk): body for body in Committee.objects.order_by("name", "pk")}
    plan, body = plans.get(query.get("plan", "")), committees.get(query.get("committee", ""))
    state = query.get("state", "")
    state = state if state in STATES else "open"
    kind = query.get("kind", "")
    kind = kind if kind in Commitment.Kind.values else ""
    rows = with_everything(openness.visible_commitments(user))
    if plan:
        rows = rows.filter(plan=plan)
    if body:
        rows = rows.filter(Q(committees__committee=body, committees__withdrawn=False))
    if kind:
        rows = rows.filter(kind=kind)
    found = sorted(rows, key=lambda row: (row.last_day or dt.date.max, row.pk))
    shown = [row for row in found if state in ("all", row.state)]
    told = [facts_of(row, user, today=today) for row in shown]
    return {
        "overdue": [row for row in told if row["over"]],
        "rows": [row for row in told if not row["over"]],
        "open": sum(row.state == "open" for row in found),
        "late": sum(_days_over(row, today) > 0 for row in found),
        "state": state,
        "filters": [
            _choice("state", _("State"), state, [(code, _state_words(code)) for code in STATES], empty=None),
            _choice("committee", _("Committee"), query.get("committee", "") if body else "", committees.items()),
            _choice("plan", _("Plan"), plan.slug if plan else "", [(slug, row.title) for slug, row in plans.items()]),
            _choice("kind", _("Kind"), kind, [(code, capfirst(words)) for code, words in Commitment.Kind.choices]),
        ],
        "filtered": bool(plan or body or kind or state != "open"),
        "plan": plan,
        "may_keep": can_keep_plans(user),
    }


def _choice(name: str, label: str, value: str, choices: Iterable[tuple[str, Any]], empty: str | None = "") -> Piece:
    options = [{"value": key, "words": str(words), "chosen": key == value} for key, words in choices]
    first = [] if empty is None else [{"value": "", "words": _("All"), "chosen": not value}]
    return {"name": name, "label": label, "options": [*first, *options]}


def _state_words(code: str) -> str:
    return _("All") if code == "all" else capfirst(str(Commitment.State(code).label))


def with_everything(rows: Any) -> Any:
    """Promises with what ``facts_of`` tells of them: three queries, however many."""
    points = CommitmentPoint.objects.filter(withdrawn=False).select_related("point")
    bodies = CommitmentCommittee.objects.filter(withdrawn=False).select_related("committee")
    rows = rows.with_last_day().select_related(
        "plan", "asked_by", "due_meeting__committee", "source_item__meeting__committee", "source_section"
    )
    return rows.prefetch_related(Prefetch("points", points), Prefetch("committees", bodies))


def facts_of(commitment: Commitment, user: User, *, today: dt.date) -> Piece:
    """One promise in words (of ``with_everything``)."""
    days = _days_over(commitment, today)
    meeting = commitment.due_meeting
    return {
        "pk": commitment.pk,
        "url": commitment_address(commitment),
        "text": commitment.text,
        "subject": commitment.subject,
        "kind": capfirst(commitment.get_kind_display()),
        "state": commitment.state,
        "badge": state_badge(commitment),
        "due": commitment.when_as_written,
        "reading": read_as(commitment.when),
        "meeting": meeting_words(meeting.committee, meeting.date) if meeting else "",
        "meeting_url": reverse("meetings:meeting-detail", args=[meeting.pk]) if meeting else "",
        "over": over_deadline(days) if days > 0 else "",
        "committees": [row.committee.name for row in commitment.committees.all()],
        "points": [_point(row.point) for row in commitment.points.all()],
        "plan": commitment.plan.title if commitment.plan else "",
        "plan_url": reverse("handleplan:plan-detail", args=[commitment.plan.slug]) if commitment.plan else "",
        "source": _source(commitment, user),
        "source_url": item_address(commitment.source_item) if commitment.source_item else "",
        "section": commitment.source_section.heading if commitment.source_section else "",
        "made_on": day_in_words(commitment.made_on) if commitment.made_on else "",
        "asked_by": str(commitment.asked_by or commitment.asked_by_text),
    }


def _point(point: Any) -> Piece:
    return {
        "number": point.number,
        "title": point.display_title,
        "url": reverse("handleplan:item-detail", args=[point.pk]),
    }


def _source(commitment: Commitment, user: User) -> str:
    return item_words(commitment.source_item, user) if commitment.source_item else commitment.source_text


def _days_over(commitment: Commitment, today: dt.date) -> int:
    last = commitment.last_day
    return (today - last).days if last and commitment.state == Commitment.State.OPEN else 0


# -- one promise ------------------------------------------------------------------------------------------------------


def commitment_page(commitment: Commitment, user: User, *, today: dt.date) -> Piece:
    """The promise and everything that happened to it, oldest first; who still waits for an answer."""
    events = CommitmentEvent.objects.select_related("recorded_by", "section", "meeting__committee")
    events = events.select_related("item__meeting__committee").order_by("pk")
    row = (
        with_everything(Commitment.objects.filter(pk=commitment.pk)).prefetch_related(Prefetch("events", events)).get()
    )
    told = facts_of(row, user, today=today)
    given = promising.answered_committees([row])[row.pk]
    waiting = [each.committee.name for each in row.committees.all() if each.committee_id not in given]
    return {
        "row": told,
        "entries": list(entries_of(row, user, quotes=False)),
        "waiting": waiting if given and row.state == Commitment.State.OPEN else [],
        "may_keep": can_keep_plans(user),
        "is_open": row.state == Commitment.State.OPEN,
    }


def answer_choices(commitment: Commitment, user: User) -> list[tuple[str, list[tuple[str, str]]]]:
    """The items that can answer it, newest meeting first, each with its sections: for a list with groups."""
    bodies = commitment.committees.filter(withdrawn=False).values("committee")
    items = openness.readable_items(user).filter(meeting__committee__in=bodies)
    items = items.exclude(state=AgendaItem.State.DROPPED)
    if commitment.plan_id is not None:
        items = items.filter(Q(plan=commitment.plan_id) | Q(plan=None))
    if commitment.made_on:
        items = items.filter(meeting__date__gte=commitment.made_on)
    found = items.select_related("meeting__committee").order_by("-meeting__date", "position", "pk")[:_MOST_ITEMS]
    sections: dict[int, list[Section]] = {}
    for section in Section.objects.filter(item__in=[item.pk for item in found], is_dropped=False).exclude(heading=""):
        sections.setdefault(section.item_id, []).append(section)
    return [
        (
            item_words(item, user),
            [
                (f"item-{item.pk}", _("The whole item, %(day)s") % {"day": dates.format_numeric(item.meeting.date)}),
                *((f"section-{part.pk}", part.heading) for part in sections.get(item.pk, [])),
            ],
        )
        for item in found
    ]


_MOST_ITEMS = 20


# -- candidates -------------------------------------------------------------------------------------------------------


def candidate_list(item: AgendaItem, user: User) -> Piece:
    """The sentences of an item that look like promises, each with what it would become. A fixed number of queries."""
    among = list(Committee.objects.filter(municipality=item.meeting.committee.municipality))
    made = with_everything(Commitment.objects.filter(source_item=item)).order_by("pk")
    return {
        "words": item_words(item, user),
        "item_url": item_address(item),
        "rows": [_candidate(each, item, among) for each in spotting.candidates_in([item])],
        "made": [facts_of(row, user, today=dt.date.min) for row in made],
    }


def _candidate(proposed: spotting.Proposed, item: AgendaItem, among: list[Committee]) -> Piece:
    section, candidate = proposed
    kind = Commitment.Kind(candidate.direction)
    bodies = spotting.committees_named(candidate.sentence, item, among)
    return {
        "key": f"{section.pk}-{candidate.key}",
        "section": section.heading,
        "sentence": candidate.sentence,
        "kind": capfirst(str(kind.label)),
        "due": candidate.due.as_written if candidate.due else "",
        "reading": read_as(candidate.due),
        "asked_on": day_in_words(candidate.asked_on) if candidate.asked_on else "",
        "by": candidate.by,
        "committees": [body.name for body in bodies],
        "change_url": f"{reverse('meetings:commitment-add')}?section={section.pk}&candidate={candidate.key}",
    }
