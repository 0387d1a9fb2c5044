"""The auditors' page over the change log."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from handleplan import permissions
from handleplan.log_page import log_page
from handleplan.permissions import require


@require_safe
@require(permissions.can_read_log)
def log(request: HttpRequest) -> HttpResponse:
    """The state of the chain, and what was written, the newest first."""
    page = log_page(request.user, request.GET)
    return render(request, "handleplan/log.html", page, status=422 if page["form"].errors else 200)
