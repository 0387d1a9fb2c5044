"""The pages of plans."""

from __future__ import annotations

from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from handleplan import clock, contributions, permissions
from handleplan.forms.filtering import PlanFilter
from handleplan.models import Plan, TablePart
from handleplan.permissions import require
from handleplan.plan_list_page import plan_list_rows
from handleplan.plan_page import PlanPage
from handleplan.plan_tree import Rules


@require_safe
@require(permissions.can_read)
def plan_list(request: HttpRequest) -> HttpResponse:
    """Every plan that the person may see, with its figures."""
    context = {
        "plans": plan_list_rows(request.user, today=clock.today()),
        "may_import": permissions.can_keep_plans(request.user),
    }
    return render(request, "handleplan/plan_list.html", context)


@require_safe
@require(permissions.can_read)
def plan_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """A plan's points as its filters want them; an htmx request gets the part of the page that filters change."""
    month = TablePart.objects.filter(plan=OuterRef("pk"), kind=TablePart.Kind.ACTIVE).values("as_of_month")
    plans = Plan.objects.visible_to(request.user).select_related("unit").annotate(month=Subquery(month[:1]))
    plan = get_object_or_404(plans, slug=slug)
    today = clock.today()
    rules = Rules(today, plan.month or today.replace(day=1))
    page = PlanPage(plan, PlanFilter.read(request.GET), rules, request.path)
    context = {
        "plan": plan,
        "page": page,
        "actions": contributions.plan_actions(plan, request.user),
        "may_import": permissions.can_keep_plans(request.user),
    }
    only_results = request.htmx and not request.htmx.history_restore_request
    template = "handleplan/plan_detail.html#results" if only_results else "handleplan/plan_detail.html"
    response = render(request, template, context)
    if only_results:
        response.headers["HX-Push-Url"] = page.address
    patch_vary_headers(response, ["HX-Request"])
    return response
