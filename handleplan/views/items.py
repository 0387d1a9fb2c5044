"""The page of one point."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from handleplan import clock, contributions, permissions, timeline
from handleplan.audit_page import answers_of_item
from handleplan.counter_page import counters_section
from handleplan.economy_page import item_economy
from handleplan.item_page import item_page
from handleplan.keeping_page import derived_state
from handleplan.milestone_page import milestones_section
from handleplan.models import Plan, PlanItem
from handleplan.permissions import require
from handleplan.request_page import with_waiting


@require_safe
@require(permissions.can_read)
def item_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """What a point is, its deadlines as a chain, its status, and where it stands in the tree."""
    points = PlanItem.objects.filter(plan__in=Plan.objects.visible_to(request.user))
    item = get_object_or_404(points.select_related("plan", "owner", "unit", "parent"), pk=pk)
    context = item_page(item, as_of=clock.today())
    context["remarks"] = answers_of_item(item)
    context["timeline"] = timeline.section(item, request.user, request.GET, request.path)
    section = milestones_section(item, request.user, as_of=clock.today())
    context["milestones"] = with_waiting(section, item)
    context["counters"] = counters_section(item, request.user)
    context["economy"] = item_economy(item) | {"may_keep": permissions.can_keep_plans(request.user)}
    context["derived"] = derived_state(item)
    context["panels"] = contributions.point_panels(item, request.user, clock.today())
    context["may_write"] = permissions.can_edit_status(request.user, item) and not item.is_closed
    return render(request, "handleplan/item_detail.html", context)
