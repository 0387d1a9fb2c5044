"""The month's status report: as a page, as the PDF that goes to the committee, and as Word and Excel files."""

from __future__ import annotations

import datetime as dt

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods

from handleplan import clock, periods
from handleplan.models import Plan
from handleplan.permissions import can_keep_plans, can_read, require
from reports import docx, pdf, publishing, xlsx
from reports.building import newest_month
from reports.choosing import design_named, offered
from reports.designs import AS_THE_TABLE, Design
from reports.page import report_page
from reports.snapshot import Snapshot, build_snapshot

EARLIEST_YEAR = 1900
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _asked_month(request: HttpRequest, plan: Plan) -> dt.date:
    """The month of ``?month=2013-11``, by default the newest one; 404 for what is no month."""
    wanted = request.GET.get("month", "")
    if not wanted:
        return newest_month(plan, clock.today())
    month = periods.parse_period(wanted)
    if month is None or month.year < EARLIEST_YEAR:
        raise Http404
    return periods.first_day(month)


def _asked_design(request: HttpRequest) -> Design | None:
    """The design of ``?design=standard``; None, the plan's own table, where none is asked for. 404 for what is none."""
    wanted = request.GET.get("design", "")
    if not wanted:
        return None
    design = design_named(wanted)
    if design is None:
        raise Http404
    return design


def _snapshot(request: HttpRequest, slug: str) -> tuple[Plan, Snapshot]:
    plan = get_object_or_404(Plan.objects.visible_to(request.user).select_related("unit"), slug=slug)
    return plan, build_snapshot(plan, _asked_month(request, plan), design=_asked_design(request))


@require_http_methods(["GET"])
@require(can_read)
def status_report(request: HttpRequest, slug: str) -> HttpResponse:
    """The report as it will print, to be read on the screen first."""
    plan, snapshot = _snapshot(request, slug)
    chosen = (snapshot.design or AS_THE_TABLE).name
    designs = [{"name": each.name, "label": each.label, "chosen": each.name == chosen} for each in offered()]
    asked = f"&design={chosen}" if snapshot.design else ""
    keeps = can_keep_plans(request.user)
    choice = {
        "designs": designs,
        "keeps_designs": keeps,
        "warnings": publishing.warnings(plan) if keeps else (),
        "query": f"?month={snapshot.period:%Y-%m}{asked}",
    }
    return render(request, "reports/status_report.html", {"plan": plan, **choice, **report_page(snapshot)})


@require_http_methods(["GET"])
@require(can_read)
def status_report_pdf(request: HttpRequest, slug: str) -> HttpResponse:
    """The report as PDF. When it cannot be made, a page says so and nothing is half sent."""
    plan, snapshot = _snapshot(request, slug)
    try:
        content = pdf.render(snapshot)
    except pdf.PaperError as error:
        context = {"plan": plan, "code": error.code}
        return render(request, "reports/status_report_failed.html", context, status=503)
    return _file(content, "application/pdf", plan, snapshot, "pdf", "inline")


@require_http_methods(["GET"])
@require(can_read)
def status_report_docx(request: HttpRequest, slug: str) -> HttpResponse:
    """The report as a Word file, to be edited or pasted from."""
    plan, snapshot = _snapshot(request, slug)
    return _file(docx.render(snapshot), WORD, plan, snapshot, "docx")


@require_http_methods(["GET"])
@require(can_read)
def status_report_xlsx(request: HttpRequest, slug: str) -> HttpResponse:
    """The report as an Excel file, to be sorted and counted in."""
    plan, snapshot = _snapshot(request, slug)
    return _file(xlsx.render(snapshot), EXCEL, plan, snapshot, "xlsx")


def _file(
    content: bytes, kind: str, plan: Plan, snapshot: Snapshot, suffix: str, how: str = "attachment"
) -> HttpResponse:
    disposition = f'{how}; filename="statusrapport-{plan.slug}-{snapshot.period:%Y-%m}.{suffix}"'
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": disposition})
