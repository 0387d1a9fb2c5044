"""The pages of plans."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from handleplan import clock, consistency, contributions, coverage, permissions, plan_rows
from handleplan.audit_page import coverage_words
from handleplan.forms.filtering import PlanFilter
from handleplan.models import Plan
from handleplan.permissions import require
from handleplan.plan_list_page import plan_list_rows
from handleplan.plan_page import PlanPage
from handleplan.plan_tree import Rules
from handleplan.round_page import rounds_of


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
    plan = get_object_or_404(Plan.objects.visible_to(request.user).select_related("successor"), slug=slug)
    frame = plan_rows.frame(plan)
    today = clock.today()
    rules = Rules(today, frame.month or today.replace(day=1))
    may_write = partial(permissions.can_edit_status, request.user)
    page = PlanPage(plan, frame.unit, PlanFilter.read(request.GET), rules, request.path, may_write)
    only_results = bool(request.htmx and not request.htmx.history_restore_request)
    context = {
        "plan": plan,
        "frame": frame,
        "page": page,
        "swap": only_results,
        "actions": contributions.plan_actions(plan, request.user),
        "may_import": permissions.can_keep_plans(request.user),
        "may_write": request.user.role in permissions.WRITERS,
        "answers_remarks": coverage_words(coverage.Covered(frame.initiatives, frame.answering)),
        "rounds": [] if only_results else rounds_of(plan, today=today),
    }
    if context["may_import"] and not only_results:
        context["to_look_at"] = consistency.count(plan, request.user, today)
    template = "handleplan/plan_detail.html#results" if only_results else "handleplan/plan_detail.html"
    response = render(request, template, context)
    if only_results:
        response.headers["HX-Push-Url"] = page.address
    patch_vary_headers(response, ["HX-Request"])
    return response
