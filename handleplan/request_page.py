"""What the pages say of requests for a new deadline, and of deadlines that hang on a decision, as ready words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from handleplan import permissions, proposing
from handleplan.deadline_words import day_in_words, read_as
from handleplan.milestone_page import Piece, complete_milestones, milestone_facts, name_of, point
from handleplan.models import (
    ConditionalAlternative,
    ConditionalEnd,
    EndDateRequest,
    Milestone,
    Plan,
    PlanItem,
    User,
)
from handleplan.models.plans import PlanItemQuerySet
from handleplan.moments import local_day
from handleplan.move_page import move_preview
from handleplan.names import acted_for

_LATEST = 20  # answered requests that are shown beneath those that wait


def visible_requests(user: User) -> Any:
    """The requests of open points that exist for the person: an owner's are those he asked or answers for."""
    rows = EndDateRequest.objects.filter(milestone__item__plan__in=Plan.objects.visible_to(user))
    rows = rows.exclude(milestone__item__state__in=PlanItemQuerySet.CLOSED_STATES)
    if not permissions.can_move_deadlines(user):
        mine = Q(asked_by=user) | Q(asked_for=user) | Q(milestone__item__owner=user)
        rows = rows.filter(mine)
    return rows.select_related("asked_by", "asked_for", "answered_by", "milestone")


def request_list(user: User, *, today: dt.date) -> Piece:
    """The requests that wait, those the person can answer first, and the newest answers. Six queries, however many."""
    rows = visible_requests(user)
    waiting = list(rows.filter(state__in=EndDateRequest.OPEN_STATES).order_by("asked_at", "pk"))
    settled = list(rows.exclude(state__in=EndDateRequest.OPEN_STATES).order_by("-answered_at", "-pk")[:_LATEST])
    complete = complete_milestones().select_related("item__plan__unit", "item__owner__unit", "item__unit")
    milestones = complete.in_bulk([row.milestone_id for row in (*waiting, *settled)])
    told = [_waiting(row, milestones[row.milestone_id], user, today) for row in waiting]
    return {
        "waiting": sorted(told, key=lambda each: not each["may_answer"]),
        "answerable": sum(each["may_answer"] for each in told),
        "settled": [_settled(row, milestones[row.milestone_id]) for row in settled],
    }


def _waiting(asked: EndDateRequest, milestone: Milestone, user: User, today: dt.date) -> Piece:
    facts = milestone_facts(milestone, as_of=today)
    may_answer = permissions.can_answer_request(user, asked, milestone.item)
    preview = move_preview(milestone, asked.end, today=today, category=asked.reason_category)
    return _told(asked, milestone) | {
        "seen": asked.version,
        "may_answer": may_answer,
        "elsewhere": "" if may_answer else _who_answers(asked, milestone.item),
        "may_withdraw": asked.asked_by_id == user.pk or asked.asked_for_id == user.pk,
        "for_committee": asked.state == EndDateRequest.State.COMMITTEE,
        "now": facts["end"],
        "over": facts["over"],
        "preview": preview,
        "moved_since": milestone.moves + (milestone.end is not None) != asked.would_be_move,
    }


def _who_answers(asked: EndDateRequest, item: PlanItem) -> str:
    if asked.state == EndDateRequest.State.COMMITTEE:
        return _("It waits for the committee.")
    unit = permissions.answering_unit(item)
    return (
        _("It is answered by the manager of %(unit)s.") % {"unit": unit} if unit else _("It is answered by a manager.")
    )


def _settled(asked: EndDateRequest, milestone: Milestone) -> Piece:
    return _told(asked, milestone) | {
        "by": str(asked.answered_by or ""),
        "on": day_in_words(local_day(asked.answered_at)) if asked.answered_at else "",
    }


def _told(asked: EndDateRequest, milestone: Milestone) -> Piece:
    item = milestone.item
    return {
        "pk": asked.pk,
        "item": point(item),
        "plan": item.plan.title,
        "milestone": "" if milestone.is_own else name_of(milestone),
        "owner": " · ".join(
            filter(None, [str(item.owner or "") or item.owner_text, item.unit.name if item.unit else ""])
        ),
        "end": asked.end_as_written,
        "reading": read_as(asked.end),
        "cause": capfirst(asked.get_reason_category_display()) if asked.reason_category else "",
        "reason": asked.reason,
        "asked_by": acted_for(asked.asked_by, asked.asked_for),
        "asked_on": day_in_words(local_day(asked.asked_at)),
        "state": asked.state,
        "state_words": capfirst(asked.get_state_display()),
        "answer": asked.answer,
        "decided_by": asked.decided_by,
        "decided_on": day_in_words(asked.decided_on) if asked.decided_on else "",
    }


# -- beside a deadline ------------------------------------------------------------------------------------------------


def waiting_for(milestones: Iterable[int]) -> dict[int, Piece]:
    """By the milestone's key: the end date asked for, and the decision its deadline hangs on. Two queries."""
    keys = list(milestones)
    found: dict[int, Piece] = {key: {} for key in keys}
    asked = EndDateRequest.objects.filter(milestone__in=keys, state__in=EndDateRequest.OPEN_STATES)
    for row in asked.select_related("asked_by", "asked_for"):
        found[row.milestone_id]["request"] = {
            "end": row.end_as_written,
            "words": asked_words(row.end_as_written, row.state),
            "reason": row.reason,
            "asked_by": acted_for(row.asked_by, row.asked_for),
            "asked_on": day_in_words(local_day(row.asked_at)),
            "answer": row.answer,
        }
    rows = ConditionalAlternative.objects.filter(conditional__milestone__in=keys, conditional__choice=None)
    hanging: dict[ConditionalEnd, list[ConditionalAlternative]] = {}
    for row in rows.select_related("conditional"):
        hanging.setdefault(row.conditional, []).append(row)
    for conditional, alternatives in hanging.items():
        found[conditional.milestone_id]["conditional"] = conditional_facts(conditional, alternatives)
    return found


def with_waiting(section: Piece, item: PlanItem) -> Piece:
    """The milestones of a point's page (``milestones_section``), each with what waits beside it. Two queries."""
    pieces = [piece for piece in (section["own"], *section["rows"]) if piece]
    waiting = waiting_for(piece["id"] for piece in pieces)
    for piece in pieces:
        piece["waiting"] = waiting[piece["id"]]
    status = item.latest_status if section["may_move"] and not item.is_closed else None
    own = section["own"]
    if own and status and not own["waiting"].get("conditional"):
        section["hangs"] = proposing.hanging(status.text, status.period.replace(day=15)) is not None
    return section


def asked_words(end: str, state: str) -> str:
    """ "anmodet: ultimo 2014 (afventer)", as it stands beside the end date that still counts."""
    if state == EndDateRequest.State.COMMITTEE:
        return _("asked for: %(end)s (awaits the committee)") % {"end": end}
    return _("asked for: %(end)s (awaiting an answer)") % {"end": end}


def conditional_facts(conditional: ConditionalEnd, alternatives: Iterable[ConditionalAlternative]) -> Piece:
    """A deadline that hangs on a decision: which, when, and the end date that each outcome gives."""
    outcomes = [
        {"pk": each.pk, "end": each.end_as_written, "reading": read_as(each.end), "condition": each.condition}
        for each in alternatives
    ]
    when = conditional.when
    return {
        "pk": conditional.pk,
        "awaits": conditional.awaits,
        "when": when.as_written if when else "",
        "when_reading": read_as(when),
        "alternatives": outcomes,
        "url": reverse("handleplan:conditional-pick", args=[conditional.pk]),
    }
