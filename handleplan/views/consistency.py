"""What does not fit together in a plan."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from handleplan import clock, consistency, permissions
from handleplan.permissions import require
from handleplan.views.plan_keeping import visible_plan


@require_safe
@require(permissions.can_read)
def plan_consistency(request: HttpRequest, slug: str) -> HttpResponse:
    """Every check that finds something; who keeps the plan gets the links to mend it."""
    plan = visible_plan(request.user, slug)
    found = consistency.findings(plan, request.user, clock.today())
    context = {
        "plan": plan,
        "checks": consistency.by_check(found),
        "count": len(found),
        "may_mend": permissions.can_keep_plans(request.user),
    }
    return render(request, "handleplan/plan_consistency.html", context)
