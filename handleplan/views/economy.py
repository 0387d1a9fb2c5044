"""What a plan costs: its page, and the forms that tell and correct amounts."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from handleplan import granting, permissions
from handleplan.economy_page import amount_row, describe, economy_page
from handleplan.forms.amounts import AmountForm, CorrectionForm, TakeBackForm
from handleplan.models import Plan, PointAmount
from handleplan.permissions import require
from handleplan.views.keeping import METHODS, Sheet
from handleplan.views.plan_keeping import visible_plan


@require_safe
@require(permissions.can_read)
def plan_economy(request: HttpRequest, slug: str) -> HttpResponse:
    """Granted and spent by point and year, with totals, and the plan's budget notes."""
    context = economy_page(visible_plan(request.user, slug), request.user)
    context["may_keep"] = permissions.can_keep_plans(request.user)
    return render(request, "handleplan/plan_economy.html", context)


@require_http_methods(METHODS)
@require(permissions.can_keep_plans)
def amount_add(request: HttpRequest, slug: str) -> HttpResponse:
    """Tells an amount; ``?item=`` is the point it begins with."""
    plan, sheet = visible_plan(request.user, slug), Sheet(request)
    points = plan.items.order_by("position", "pk")
    form = AmountForm(sheet.data, initial=sheet.initial(item=request.GET.get("item", "")), points=points)
    if sheet.is_sent and form.is_valid():

        def tell() -> str:
            row = granting.record_amount(plan, user=request.user, **form.facts)
            return _back(row)

        return sheet.do(tell, _("The amount is saved."))
    return sheet.show("handleplan/amount_add.html", form, plan=plan)


@require_http_methods(METHODS)
@require(permissions.can_keep_plans)
def amount_correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Puts an amount right or takes it back, with a reason; the old one stays to be seen."""
    rows = PointAmount.objects.filter(plan__in=Plan.objects.visible_to(request.user), amount__isnull=False)
    row = get_object_or_404(rows.select_related("plan", "item", "recorded_by"), pk=pk)
    if PointAmount.objects.filter(replaces=row).exists() and request.method != "POST":
        return redirect(_back(row))
    sheet = Sheet(request)
    takes_back = sheet.step == "take_back"
    data = sheet.data
    first = {"amount": row.as_written, "price_level": row.price_level, "source": row.source}
    form = CorrectionForm(None if takes_back else data, initial=sheet.initial(**first))
    back_form = TakeBackForm(data if takes_back else None, prefix="back")
    chosen = back_form if takes_back else form
    if sheet.is_sent and chosen.is_valid():

        def act() -> str:
            if takes_back:
                granting.take_back(row, user=request.user, reason=back_form.cleaned_data["reason"])
            else:
                granting.correct_amount(row, user=request.user, **form.said)
            return _back(row)

        said = _("The amount is taken back.") if takes_back else _("The amount is put right.")
        if answer := _do(sheet, row, act, said):
            return answer
    context = {"plan": row.plan, "row": amount_row(row), "what": describe(row), "back_form": back_form}
    status = 409 if sheet.is_outdated else 422 if chosen.is_bound and chosen.errors else 200
    template = "handleplan/amount_correct.html"
    return render(request, template, {"sheet": sheet, "form": form, "item": row.item, **context}, status=status)


def _do(sheet: Sheet, row: PointAmount, act, said: str) -> HttpResponse | None:
    """As ``Sheet.do``; the row itself never changes, so that there is nothing to look at again."""
    sheet.row = row.plan
    return sheet.do(act, said)


def _back(row: PointAmount) -> str:
    if row.item_id:
        return reverse("handleplan:item-detail", args=[row.item_id]) + "#economy"
    return reverse("handleplan:plan-economy", args=[row.plan.slug])
