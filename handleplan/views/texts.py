"""The page of a plan's texts, and letting one stand in which a CPR number is suspected."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from handleplan import checking_texts, clock, periods, permissions, rounding
from handleplan.forms.texts import ClearingForm
from handleplan.permissions import require
from handleplan.text_page import text_page
from handleplan.views.plan_keeping import visible_plan


@require_http_methods(["GET", "HEAD", "POST"])
@require(permissions.can_keep_plans)
def plan_texts(request: HttpRequest, slug: str) -> HttpResponse:
    """What to look at in the month's texts; ``?month=2013-11`` names another month than the plan's own."""
    plan, today = visible_plan(request.user, slug), clock.today()
    asked = periods.parse_period(request.GET.get("month", "")[:20])
    period = periods.first_day(asked) if asked else rounding.status_month(plan, today)
    remarks = [remark for remark in checking_texts.blocking(plan, period, today) if remark.sha256]
    form = None
    if request.method == "POST":
        form = ClearingForm(request.POST, remarks=remarks, today=today)
        if form.is_valid():
            form.clear(plan, user=request.user)
            messages.success(request, _("The text stands, with your name and your reason."))
            return redirect(request.get_full_path())
    context = {"plan": plan, "form": form, **text_page(plan, period, today=today)}
    return render(request, "handleplan/plan_texts.html", context, status=422 if form else 200)
