"""What the pages of audit reports show, as ready words and plain dicts, in as many queries for a hundred remarks as for
one."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handleplan import coverage, permissions
from handleplan.audit_words import name_of, shortened
from handleplan.coverage import SYMBOLS, TONES, State
from handleplan.deadline_words import day_in_words, read_as
from handleplan.models import AuditRemark, AuditReport, Plan, PlanItem, RemarkAnswer, User
from handleplan.remark_groups import Block, Group, group

Piece = dict[str, Any]
_BADGES = {State.OPEN: "undated", State.EXPECTED: "soon", State.CLAIMED: "forecast", State.CLOSED: "closed"}


def report_rows(user: User) -> list[Piece]:
    """The reports that exist for the person, the newest first, with how many remarks stand how."""
    reports = AuditReport.objects.visible_to(user).select_related("plan")
    remarks = coverage.complete(AuditRemark.objects.filter(report__in=reports.values("pk")))
    by_report: dict[int, list[AuditRemark]] = {}
    for remark in remarks:
        by_report.setdefault(remark.report_id, []).append(remark)
    plans = plans_to_show(user)
    return [_report_row(report, by_report.get(report.pk, []), plans) for report in reports]


def _report_row(report: AuditReport, remarks: list[AuditRemark], plans: frozenset[int] | None) -> Piece:
    states = Counter(coverage.state_of(remark) for remark in remarks)
    return {
        "title": report.title,
        "url": reverse("handleplan:audit-report-detail", args=[report.pk]),
        "source": report.source_name,
        "year": report.year,
        "plan": report.plan if report.plan_id and (plans is None or report.plan_id in plans) else None,
        "remarks": len(remarks),
        "unanswered": sum(not coverage.is_answered(remark) for remark in remarks),
        "claimed": states[State.CLAIMED],
        "closed": states[State.CLOSED],
    }


# -- one report -------------------------------------------------------------------------------------------------------


def report_page(report: AuditReport, user: User, *, today: dt.date) -> Piece:
    """A report with its remarks area by area, their answers, what is missing, and who holds what to be closed."""
    remarks = {remark.pk: remark for remark in coverage.complete(report.remarks.all())}
    answers = {answer.pk: answer for answer in coverage.answers_of(report)}
    areas = {area.pk: area for area in report.areas.all()}
    plans = plans_to_show(user)
    told = {pk: remark_row(remark, today, plans) for pk, remark in remarks.items()}
    said = {pk: answer_row(answer, remarks, today) for pk, answer in answers.items()}
    groups = group(
        [(pk, one.kind == AuditRemark.Kind.RECOMMENDATION, one.area_id) for pk, one in remarks.items()],
        list(areas),
        [(pk, frozenset(cover.remark_id for cover in one.covers.all())) for pk, one in answers.items()],
    )
    return {
        "facts": _facts(report),
        "figures": _figures(told.values()),
        "parts": [_part(report, groups, areas, told, said, is_advice) for is_advice in (False, True)],
        "missing": [row for row in told.values() if not row["answered"]],
        "dates": [_dates(one) for one in coverage.told_dates(answers.values())],
        "points": _points(remarks.values(), plans),
        "files": [
            {"name": file.name, "url": reverse("handleplan:audit-file-detail", args=[file.pk])}
            for file in report.files.all()
        ],
        "may_keep": permissions.can_keep_plans(user),
    }


def _facts(report: AuditReport) -> list[str]:
    source = report.get_source_display()
    named = source.casefold() in report.source_name.casefold()
    said = [report.source_name if named else f"{report.source_name} ({source})", str(report.year)]
    if report.received_on:
        said.append(_("received %(day)s") % {"day": day_in_words(report.received_on)})
    if report.presented_on:
        day = {"day": day_in_words(report.presented_on), "whom": report.presented_to}
        said.append((_("presented to %(whom)s %(day)s") if report.presented_to else _("presented %(day)s")) % day)
    return said


def _figures(rows: Iterable[Piece]) -> list[Piece]:
    rows = list(rows)
    counted = Counter(row["state"]["code"] for row in rows)
    missing = sum(not row["answered"] for row in rows)
    claimed, closed = counted[State.CLAIMED.value], counted[State.CLOSED.value]
    return [
        {"label": _("Remarks and recommendations"), "figure": len(rows), "css": ""},
        {"label": _("Unanswered"), "figure": missing, "css": "alert"},
        {"label": _("Closed in the management’s view"), "figure": claimed, "css": "soon"},
        {"label": _("Closed by the auditors"), "figure": closed, "css": "done"},
    ]


def _part(
    report: AuditReport,
    groups: list[Group],
    areas: dict[int, Any],
    told: dict[int, Piece],
    said: dict[int, Piece],
    is_advice: bool,
) -> Piece:
    return {
        "title": _("Recommendations") if is_advice else _("Remarks"),
        "id": "recommendations" if is_advice else "remarks",
        "lead": report.recommendations_lead if is_advice else report.remarks_lead,
        "groups": [
            {
                "area": areas.get(each.area),
                "name": areas[each.area].name if each.area else "",
                "blocks": [_block(block, told, said) for block in each.blocks],
            }
            for each in groups
            if each.is_advice == is_advice
        ],
    }


def _block(block: Block, told: dict[int, Piece], said: dict[int, Piece]) -> Piece:
    return {
        "remarks": [told[pk] for pk in block.remarks],
        "answers": [said[pk] | {"covers_all": said[pk]["keys"] >= {*block.remarks}} for pk in block.answers],
        "seen": [said[pk] for pk in block.seen],
    }


def plans_to_show(user: User) -> frozenset[int] | None:
    """The plans whose points may be named to the person; None for all of them."""
    if user.role != User.Role.OWNER:
        return None
    return frozenset(Plan.objects.visible_to(user).values_list("pk", flat=True))


def remark_row(remark: AuditRemark, today: dt.date, plans: frozenset[int] | None = None) -> Piece:
    """A remark of ``coverage.complete`` in words, with its address, how it stands and what answers it.

    Points are named of ``plans`` only (None: of all).
    """
    state = coverage.state_of(remark)
    overdue = remark.committee_due and state != State.CLOSED and remark.committee_due < today
    return {
        "pk": remark.pk,
        "code": remark.code,
        "name": name_of(remark),
        "text": remark.text,
        "joined_by": remark.joined_by,
        "short": shortened(remark.text),
        "url": reverse("handleplan:remark-detail", args=[remark.pk]),
        "kind": remark.get_kind_display(),
        "severity": severity_of(remark),
        "state": {"code": state.value, "word": str(state.label), "badge": _BADGES[state]},
        "expected": remark.expected.as_written if remark.expected else "",
        "committee_due": day_in_words(remark.committee_due) if remark.committee_due else "",
        "committee_late": bool(overdue),
        "carried_over": remark.is_carried_over,
        "answered": coverage.is_answered(remark),
        "points": [point_row(link.item) for link in remark.links.all() if may_name(link.item, plans)],
    }


def may_name(item: PlanItem, plans: frozenset[int] | None) -> bool:
    return plans is None or item.plan_id in plans


def severity_of(remark: AuditRemark) -> Piece | None:
    """Word, symbol and tone of a remark's severity; None where the report gives none."""
    if not remark.severity:
        return None
    code = remark.severity
    return {"word": remark.get_severity_display(), "symbol": SYMBOLS[code], "tone": TONES[code]}


def point_row(item: PlanItem) -> Piece:
    return {
        "pk": item.pk,
        "number": item.number,
        "title": item.display_title,
        "plan": item.plan.title,
        "url": reverse("handleplan:item-detail", args=[item.pk]),
    }


def answer_row(answer: RemarkAnswer, remarks: dict[int, AuditRemark], today: dt.date) -> Piece:
    """An answer in words: what it is, what it covers, whether its day is past, and what its control found."""
    keys = frozenset(cover.remark_id for cover in answer.covers.all())
    return {
        "pk": answer.pk,
        "keys": keys,
        "covers": [name_of(remarks[pk]) for pk in remarks if pk in keys],
        "heading": answer.heading,
        "text": answer.text,
        "short": shortened(answer.text, 90),
        "kind": answer.get_kind_display(),
        "is_control": answer.kind == RemarkAnswer.Kind.CONTROL,
        "is_planned": answer.kind == RemarkAnswer.Kind.PLANNED,
        "awaited": coverage.is_awaited(answer, today),
        "when": answer.when.as_written if answer.when else "",
        "reading": read_as(answer.when),
        "effect": answer.get_effect_display(),
        "milestone": milestone_row(answer.milestone) if answer.milestone_id else None,
        "results": [
            {
                "outcome": result.get_outcome_display(),
                "text": result.text,
                "day": day_in_words(result.dated_on),
                "by": str(result.recorded_by),
            }
            for result in answer.results.all()
        ],
    }


def milestone_row(milestone: Any) -> Piece:
    """A plan's milestone as an answer refers to it: its name, its date now and its address."""
    return {
        "name": str(milestone),
        "end": milestone.end.as_written if milestone.end else "",
        "url": reverse("handleplan:item-detail", args=[milestone.item_id]),
    }


def _dates(told: coverage.ToldDates) -> Piece:
    spellings = ", ".join(f"“{spelling}”" for spelling in told.spellings)
    return milestone_row(told.milestone) | {"spellings": spellings, "differ": bool(told.differ)}


def _points(remarks: Iterable[AuditRemark], plans: frozenset[int] | None) -> list[Piece]:
    """The points that answer the report, each with the remarks it answers: coverage seen from the plan."""
    found: dict[int, Piece] = {}
    for remark in remarks:
        for link in remark.links.all():
            if not may_name(link.item, plans):
                continue
            row = found.setdefault(link.item_id, point_row(link.item) | {"answers": []})
            row["answers"].append(name_of(remark))
    return list(found.values())


# -- a plan's remarks -------------------------------------------------------------------------------------------------


def plan_remarks_page(plan: Plan, user: User, *, today: dt.date) -> Piece:
    """Coverage both ways: the remarks that the plan is to answer with its points, and the points that answer none."""
    remarks = list(coverage.complete(coverage.of_plan(plan)).order_by("report", "position", "pk"))
    rows: dict[int, Piece] = {}
    plans = plans_to_show(user)
    for remark in remarks:
        report = rows.setdefault(
            remark.report_id,
            {
                "title": remark.report.title,
                "source": remark.report.source_name,
                "year": remark.report.year,
                "url": reverse("handleplan:audit-report-detail", args=[remark.report_id]),
                "rows": [],
            },
        )
        report["rows"].append(remark_row(remark, today, plans))
    initiatives = plan.items.initiatives().annotate(answers=Count("remark_links")).select_related("plan")
    return {
        "figure": coverage_words(coverage.covered(plan)),
        "reports": list(rows.values()),
        "missing": [row for report in rows.values() for row in report["rows"] if not row["answered"]],
        "without": [point_row(item) for item in initiatives.filter(answers=0).order_by("position")],
    }


def coverage_words(covered: coverage.Covered) -> str:
    """ "84 initiatives, 65 of them on audit remarks"."""
    said = ngettext("%(count)d initiative", "%(count)d initiatives", covered.initiatives)
    said = said % {"count": covered.initiatives}
    return _("%(initiatives)s, %(count)d of them on audit remarks") % {"initiatives": said, "count": covered.answering}


def answers_of_item(item: PlanItem) -> list[Piece]:
    """The remarks that a point answers, for its own page; one query."""
    links = item.remark_links.select_related("remark__report", "remark__area").order_by("remark__report", "remark")
    return [
        {
            "name": name_of(link.remark),
            "text": shortened(link.remark.text, 90),
            "has_code": bool(link.remark.code),
            "report": link.remark.report.title,
            "severity": severity_of(link.remark),
            "url": reverse("handleplan:remark-detail", args=[link.remark_id]),
        }
        for link in links
    ]
