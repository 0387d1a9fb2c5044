"""The page of what is late, over all plans."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from handleplan import clock, permissions
from handleplan.late_page import late_page
from handleplan.permissions import require


@require_safe
@require(permissions.can_read)
def late(request: HttpRequest) -> HttpResponse:
    """What is overdue, due or uncertain on a day; today unless ``?on=`` names another."""
    page = late_page(request.user, request.GET, today=clock.today())
    return render(request, "handleplan/late.html", page, status=422 if page["errors"] else 200)
