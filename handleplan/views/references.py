"""The references of a plan, and what a person says of the relations that were read out of them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from handleplan import history, once, permissions, relating
from handleplan.models import ItemRelation, Plan
from handleplan.permissions import require
from handleplan.reference_page import reference_page
from handleplan.views.keeping import METHODS
from handleplan.views.plan_keeping import visible_plan


@require_http_methods(METHODS)
@require(permissions.can_keep_plans)
def plan_references(request: HttpRequest, slug: str) -> HttpResponse:
    """Every "jf. …" of the plan; relations read out of the texts are confirmed, rejected or proposed again."""
    plan = visible_plan(request.user, slug)
    if request.method != "POST":
        return _show(request, plan)
    address = reverse("handleplan:plan-references", args=[plan.slug])
    said = _act(request, plan)
    if said is None:
        return _show(request, plan, unclear=True, status=422)
    act, words = said
    try:
        once.do_once(request.POST.get(once.FIELD, ""), request.user, lambda: act() or address)
    except (history.Outdated, ItemRelation.DoesNotExist):
        return _show(request, plan, outdated=True, status=409)
    messages.success(request, words)
    return redirect(address)


def _act(request: HttpRequest, plan: Plan):
    """What the button means, and what is said when it is done; None for no button of ours."""
    pk, seen = (_number(request.POST.get(name, "")) for name in ("relation", "seen"))
    by = {"user": request.user}

    def relation() -> ItemRelation:
        return ItemRelation.objects.get(pk=pk, item__plan=plan)

    def again() -> None:
        get_object_or_404(relating.rejections(), history_id=pk, item_id__in=plan.items.values("pk"))
        relating.propose_again(pk, reason=_("Proposed again"), **by)

    def confirm() -> None:
        relating.confirm_relation(relation(), seen=seen, reason=_("Relation confirmed"), **by)

    def reject() -> None:
        relating.reject_relation(relation(), seen=seen, reason=_("Relation rejected"), **by)

    return {
        "confirm": (confirm, _("The relation is confirmed.")),
        "reject": (reject, _("The relation is rejected. It is not proposed again.")),
        "again": (again, _("The relation is proposed again.")),
    }.get(request.POST.get("act", ""))


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0


def _show(request: HttpRequest, plan: Plan, *, status: int = 200, **how: bool) -> HttpResponse:
    context = {"plan": plan, **reference_page(plan), **how}
    return render(request, "handleplan/plan_references.html", context, status=status)
