"""The review: what is late over all plans, on the screen and as an Excel file."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from handleplan import clock, permissions
from handleplan.late_page import Review, late_page, review
from handleplan.late_page.sheet import late_workbook
from handleplan.permissions import require

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@require(permissions.can_read)
def late(request: HttpRequest) -> HttpResponse:
    """What is overdue, due, uncertain or silent on a day; today unless ``?on=`` names another."""
    return _page(request, review(request.user, request.GET, today=clock.today()))


@require_safe
@require(permissions.can_read)
def late_export(request: HttpRequest) -> HttpResponse:
    """What the page with the same filters shows, as an Excel file. A filter that makes no sense shows the page."""
    found = review(request.user, request.GET, today=clock.today())
    if not found.form.is_valid():
        return _page(request, found)
    name, content = late_workbook(found)
    headers = {"Content-Disposition": content_disposition_header(True, name), "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type=XLSX, headers=headers)


def _page(request: HttpRequest, found: Review) -> HttpResponse:
    page = late_page(found, back=request.get_full_path())
    return render(request, "handleplan/late.html", page, status=422 if page["errors"] else 200)
