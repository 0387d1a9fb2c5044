"""The statuses a manager has to approve: each beside the month before it, with what the dates say of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db.models import OuterRef, Subquery

from handleplan import approving, attention, permissions, prose, worddiff
from handleplan.attention import Facts, Why
from handleplan.deadline_words import month_in_words, read_as
from handleplan.milestone_page import Piece, point
from handleplan.models import Plan, ReadBy, Round, StatusEntry, User
from handleplan.models.scales import Level
from handleplan.moments import moment_in_words
from handleplan.names import acted_for
from handleplan.request_page import asked_words
from handleplan.scaling import levels_of, name_of_version


def waiting_for(user: User) -> list[StatusEntry]:
    """The statuses of open rounds that this person is to answer now, in the order of plans and points. Two queries.

    Nobody approves what he wrote himself. A manager who is new sees what is open now, and nothing of closed rounds.
    """
    plans = Plan.objects.visible_to(user).filter(approval=Plan.Approval.EVERYTHING)
    rounds = list(Round.objects.filter(plan__in=plans, closed_at=None))
    return [
        entry
        for entry in approving.awaiting_verdict(*rounds).values()
        if entry.recorded_by_id != user.pk and permissions.can_approve(user, entry.item)
    ]


def approval_list(user: User, *, today: dt.date) -> Piece:
    """What the page shows, plan by plan. Four or five queries, however many statuses wait."""
    entries = waiting_for(user)
    before = _months_before(entries)
    facts = {each.item: each for each in attention.facts_for(user) if each.is_own} if entries else {}
    plans: dict[int, Piece] = {}
    for entry in entries:
        plan = entry.item.plan
        month = month_in_words(entry.period)
        section = plans.setdefault(plan.pk, {"pk": plan.pk, "title": plan.title, "month": month, "rows": []})
        section["rows"].append(_row(entry, before.get(entry.pk), facts.get(entry.item_id), today))
    return {"plans": list(plans.values()), "count": len(entries)}


def _months_before(entries: Sequence[StatusEntry]) -> dict[int, StatusEntry]:
    """By the key of a status: the last one of an earlier month that told something."""
    told = StatusEntry.objects.counted().filter(item=OuterRef("item"), period__lt=OuterRef("period"), nothing_new=False)
    newest = told.order_by("-period", "-recorded_at", "-pk").values("pk")[:1]
    keys = StatusEntry.objects.filter(pk__in=[entry.pk for entry in entries]).order_by()
    pairs = dict(keys.annotate(before=Subquery(newest)).values_list("pk", "before"))
    rows = StatusEntry.objects.select_related("scale").in_bulk([key for key in pairs.values() if key])
    return {key: rows[before] for key, before in pairs.items() if before}


def _row(entry: StatusEntry, before: StatusEntry | None, facts: Facts | None, today: dt.date) -> Piece:
    text = prose.to_plain(entry.text, entry.text_kind)
    last = prose.to_plain(before.text, before.text_kind) if before else ""
    pieces = worddiff.compare(last, text) if before and text else ()
    level, last_level = _level(entry), _level(before) if before else None
    typed = entry.forecast is not None and entry.forecast_read_by != ReadBy.TEXT
    return {
        "pk": entry.pk,
        "item": point(entry.item),
        "owner": " · ".join(filter(None, [str(entry.item.owner or ""), str(entry.item.unit or "")])),
        "by": acted_for(entry.recorded_by, entry.on_behalf_of),
        "when": moment_in_words(entry.recorded_at),
        "nothing_new": entry.nothing_new,
        "text": text,
        "last": last,
        "last_month": month_in_words(before.period) if before else "",
        "pieces": pieces,
        "unchanged": bool(pieces) and all(piece.kind == worddiff.SAME for piece in pieces),
        "level": level,
        "last_level": last_level if last_level and last_level != level else None,
        "scale_changed": _scale_changed(entry, before),
        "corrective_action": entry.corrective_action,
        "in_focus": entry.in_focus,
        "focus_reason": entry.focus_reason,
        "forecast": entry.forecast_as_written if typed else "",
        "forecast_reading": read_as(entry.forecast) if typed else "",
        **_of_dates(facts, level, today),
    }


def _of_dates(facts: Facts | None, level: Level | None, today: dt.date) -> dict[str, Any]:
    """What the dates say beside the assessment: overdue, contradicted, a new deadline asked for."""
    if facts is None:
        return {"end": "", "over": "", "contradicts": False, "requested": ""}
    reasons = {each.why: each for each in attention.judge(facts, today)}
    over = reasons.get(Why.OVERDUE)
    state = "committee" if facts.for_committee else "open"
    return {
        "end": facts.end.as_written if facts.end else "",
        "over": over.sentence if over else "",
        "contradicts": bool(over and level and level["tone"] == attention.GOOD),
        "requested": asked_words(facts.requested, state) if facts.requested else "",
    }


def _level(entry: StatusEntry) -> Level | None:
    return next((each for each in levels_of(entry.scale) if each["code"] == entry.assessment), None)


def _scale_changed(entry: StatusEntry, before: StatusEntry | None) -> str:
    """Which scale the month before was assessed with, where it was another one."""
    if before is None or not (entry.assessment and before.assessment) or entry.scale_id == before.scale_id:
        return ""
    return name_of_version(before.scale.version if before.scale else 0)
