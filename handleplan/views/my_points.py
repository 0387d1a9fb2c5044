"""My points: one page with what the open rounds ask of a person."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from handleplan import clock, permissions, rounding
from handleplan.my_points_page import lay_out, my_points
from handleplan.permissions import require


@require_safe
@never_cache
@require(permissions.can_read)
def my_points_list(request: HttpRequest) -> HttpResponse:
    """Each point with last month's text beside an empty field, a form of its own; the visit is remembered."""
    page = my_points(request.user, today=clock.today())
    lay_out(page, request.user, get_token(request))
    rounding.note_visits(page["rounds"], request.user)
    return render(request, "handleplan/my_points.html", page)
