"""One remark: what it says, what answers it, who holds what of it, and its course from the day it was received."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from handleplan import coverage, glossary, legal, permissions
from handleplan.audit_page import answer_row, may_name, plans_to_show, remark_row
from handleplan.audit_words import name_of, shortened
from handleplan.deadline_words import day_in_words, read_as
from handleplan.models import AuditRemark, PlanItem, RemarkAnswer, RemarkItem, User
from handleplan.moments import local_day

Piece = dict[str, Any]


def remark_page(remark: AuditRemark, user: User, *, today: dt.date) -> Piece:
    """Everything the template prints of a remark of ``coverage.complete``."""
    siblings = {one.pk: one for one in remark.report.remarks.select_related("area")}
    answers = [one for one in coverage.answers_of(remark.report) if remark.pk in _covers(one)]
    plans = plans_to_show(user)
    return {
        "row": remark_row(remark, today, plans),
        "kind": remark.get_kind_display(),
        "reading": read_as(remark.expected),
        "laws": _laws(remark),
        "explained": glossary.explained([remark.text, *(answer.text for answer in answers)]),
        "origin": _origin(remark),
        "answers": [answer_row(answer, siblings, today) for answer in answers],
        "claims": [_said(claim) for claim in reversed(remark.claims.all())],
        "verdicts": [_said(verdict) | {"where": verdict.said_in} for verdict in reversed(remark.verdicts.all())],
        "alike": _alike(remark, user),
        "course": _course(remark, answers, plans),
        "may_keep": permissions.can_keep_plans(user),
        "may_claim": permissions.can_move_deadlines(user),
    }


def _covers(answer: Any) -> set[int]:
    return {cover.remark_id for cover in answer.covers.all()}


def _laws(remark: AuditRemark) -> list[str]:
    """The legal basis as written, then every reference of the text, each once."""
    found = [remark.legal_basis] if remark.legal_basis else []
    found += [reference.as_written for reference in legal.find_references(remark.text)]
    return list(dict.fromkeys(found))


def _origin(remark: AuditRemark) -> Piece:
    before = remark.carried_from
    if before is None:
        return {"word": _("carried over from an earlier report") if remark.is_carried_over else _("new"), "url": ""}
    named = {"remark": name_of(before), "report": before.report.title}
    return {
        "word": _("carried over from %(remark)s in %(report)s") % named,
        "url": reverse("handleplan:remark-detail", args=[before.pk]),
    }


def _said(row: Any) -> Piece:
    return {
        "word": row.get_standing_display(),
        "is_closed": row.standing == "closed",
        "text": row.text,
        "day": day_in_words(row.dated_on),
        "by": str(row.recorded_by),
    }


def _alike(remark: AuditRemark, user: User) -> list[Piece]:
    """The same remark in other areas and reports, and where it is carried on."""
    same = Q(carried_from=remark.pk)
    if remark.type_id:
        same |= Q(type=remark.type_id)
    visible = remark.report.__class__.objects.visible_to(user).values("pk")
    others = AuditRemark.objects.filter(same, report__in=visible).exclude(pk=remark.pk)
    return [
        {
            "name": name_of(other),
            "report": other.report.title,
            "text": shortened(other.text),
            "url": reverse("handleplan:remark-detail", args=[other.pk]),
        }
        for other in others.select_related("report", "area")[:30]
    ]


# -- its course -------------------------------------------------------------------------------------------------------


def _course(remark: AuditRemark, answers: list[Any], plans: frozenset[int] | None) -> list[Piece]:
    """What happened to the remark, newest first: each with its day, who told it, and its words."""
    entries = [*_of_words(remark), *_of_links(remark, plans)]
    first = RemarkAnswer.history.filter(id__in=[answer.pk for answer in answers], history_type="+")
    for row in first.select_related("history_user").order_by("history_id"):
        entries.append(_entry(local_day(row.history_date), row.history_user, _("Answered"), row.text))
    for answer in answers:
        for result in answer.results.all():
            what = _("Control: %(outcome)s") % {"outcome": result.get_outcome_display()}
            entries.append(_entry(result.dated_on, result.recorded_by, what, result.text))
    entries += _of_rows(remark.claims.all(), _("The management: %(word)s"))
    entries += _of_rows(remark.verdicts.all(), _("The auditors: %(word)s"))
    if remark.report.received_on:
        entries.insert(0, _entry(remark.report.received_on, "", _("The report was received"), remark.report.title))
    return sorted(entries, key=lambda entry: entry["on"])[::-1]


def _of_rows(rows: Any, words: str) -> list[Piece]:
    return [
        _entry(row.dated_on, row.recorded_by, words % {"word": row.get_standing_display()}, row.text) for row in rows
    ]


def _of_links(remark: AuditRemark, plans: frozenset[int] | None) -> list[Piece]:
    """When points came to answer it or ceased to; what one person did on one day is one entry."""
    rows = list(RemarkItem.history.filter(remark_id=remark.pk).select_related("history_user").order_by("history_id"))
    items = PlanItem.objects.in_bulk({row.item_id for row in rows})
    said = {"+": _("Is answered by %(points)s"), "-": _("Is no longer answered by %(points)s")}
    gathered: dict[tuple[str, dt.date, Any], list[str]] = {}
    for row in rows:
        if row.history_type in said and row.item_id in items and may_name(items[row.item_id], plans):
            key = (row.history_type, local_day(row.history_date), row.history_user)
            gathered.setdefault(key, []).append(str(items[row.item_id]))
    return [
        _entry(day, by, said[kind] % {"points": ", ".join(points)}, "") for (kind, day, by), points in gathered.items()
    ]


def _of_words(remark: AuditRemark) -> list[Piece]:
    """When its text was written, and written anew."""
    found, before = [], None
    for row in remark.history.select_related("history_user").order_by("history_id"):
        if row.text != before:
            what = _("Written down") if before is None else _("Its text was changed")
            found.append(
                _entry(local_day(row.history_date), row.history_user, what, "" if before is None else row.text)
            )
        before = row.text
    return found


def _entry(on: dt.date, by: Any, what: str, text: str) -> Piece:
    return {"on": on, "day": day_in_words(on), "by": str(by or ""), "what": what, "text": shortened(text, 300)}
