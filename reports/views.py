"""The month's status report: as a page, and as the PDF that goes to the committee."""

from __future__ import annotations

import datetime as dt

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods

from handleplan import clock, periods
from handleplan.models import Plan
from handleplan.permissions import can_read, require
from reports import pdf
from reports.building import newest_month
from reports.page import report_page
from reports.snapshot import Snapshot, build_snapshot

EARLIEST_YEAR = 1900


def _asked_month(request: HttpRequest, plan: Plan) -> dt.date:
    """The month of ``?month=2013-11``, by default the newest one; 404 for what is no month."""
    wanted = request.GET.get("month", "")
    if not wanted:
        return newest_month(plan, clock.today())
    month = periods.parse_period(wanted)
    if month is None or month.year < EARLIEST_YEAR:
        raise Http404
    return periods.first_day(month)


def _snapshot(request: HttpRequest, slug: str) -> tuple[Plan, Snapshot]:
    plan = get_object_or_404(Plan.objects.visible_to(request.user).select_related("unit"), slug=slug)
    return plan, build_snapshot(plan, _asked_month(request, plan))


@require_http_methods(["GET"])
@require(can_read)
def status_report(request: HttpRequest, slug: str) -> HttpResponse:
    """The report as it will print, to be read on the screen first."""
    plan, snapshot = _snapshot(request, slug)
    return render(request, "reports/status_report.html", {"plan": plan, **report_page(snapshot)})


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
    name = f"statusrapport-{plan.slug}-{snapshot.period:%Y-%m}.pdf"
    disposition = f'inline; filename="{name}"'
    return HttpResponse(content, content_type="application/pdf", headers={"Content-Disposition": disposition})
