"""The page of every change to a point."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from handleplan import permissions
from handleplan.history_panel import history_page
from handleplan.permissions import require
from handleplan.views import fetching


@require_safe
@require(permissions.can_read)
def item_history(request: HttpRequest, pk: int) -> HttpResponse:
    """Who changed what of a point, when and why; ``?page=`` goes back in time."""
    item = fetching.visible_item(request.user, pk)
    context = {"item": item, "plan": item.plan, "page": history_page(item, request.GET.get("page", ""))}
    return render(request, "handleplan/item_history.html", context)
