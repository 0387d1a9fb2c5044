"""Closing a point and opening it again. Closing is confirmed on a page of its own (UX 24)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from handleplan import clock, closing, history, permissions, plan_rows
from handleplan.forms import items as forms
from handleplan.keeping_page import derived_state
from handleplan.models import Closing, PlanItem
from handleplan.permissions import require
from handleplan.views import fetching
from handleplan.views.keeping import METHODS, Sheet


@require_http_methods(METHODS)
@require(permissions.can_keep_plans)
def item_close(request: HttpRequest, pk: int) -> HttpResponse:
    """How the point ends; then what that means, to be confirmed; then it is closed."""
    item = fetching.visible_item(request.user, pk)
    sheet = Sheet(request, item)
    if item.is_closed and not sheet.is_sent:
        return _as_it_is(request, item, _("The point is closed already."))
    how = {"item": item, "today": clock.today()}
    month = plan_rows.frame(item.plan).month
    first = sheet.initial(reported_in=month or clock.today().replace(day=1), kind=Closing.Kind.CLOSED)
    form = forms.CloseForm(sheet.data, initial=first, **how)
    confirming = sheet.is_sent and sheet.step != "change" and form.is_valid()
    if confirming and sheet.step == "close":
        if answer := sheet.do(lambda: _close(item, form, sheet), lambda: _said(item)):
            return answer
    if sheet.is_sent and sheet.step == "change":
        form = forms.CloseForm(initial=form.data.dict(), **how)
    derived = derived_state(item)
    context = {"item": item, "plan": item.plan, "confirming": confirming, "derived": derived}
    return sheet.show("handleplan/item_close.html", form, **context)


def _close(item: PlanItem, form: forms.CloseForm, sheet: Sheet) -> str:
    if item.is_closed:
        raise history.Outdated
    user = sheet.request.user
    closing.close_item(item, seen=sheet.seen, user=user, reason=_("The point was closed"), **form.cleaned_data)
    return reverse("handleplan:item-detail", args=[item.pk])


def _said(item: PlanItem) -> str:
    return _("%(point)s is %(state)s.") % {"point": item.number or item.title, "state": item.get_state_display()}


@require_http_methods(METHODS)
@require(permissions.can_keep_plans)
def item_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Opens a closed point again, with the reason; its closing stays in what has happened."""
    item = fetching.visible_item(request.user, pk)
    sheet = Sheet(request, item)
    if not item.is_closed and not sheet.is_sent:
        return _as_it_is(request, item, _("The point is open."))
    form = forms.ReopenForm(sheet.data, initial=sheet.initial())
    if sheet.is_sent and form.is_valid():
        if answer := sheet.do(lambda: _reopen(item, form, sheet), _("The point is open again.")):
            return answer
    last = item.closings.exclude(kind=Closing.Kind.REOPENED).select_related("recorded_by", "into").last()
    return sheet.show("handleplan/item_reopen.html", form, item=item, plan=item.plan, last=last)


def _reopen(item: PlanItem, form: forms.ReopenForm, sheet: Sheet) -> str:
    if not item.is_closed:
        raise history.Outdated
    closing.reopen_item(
        item, seen=sheet.seen, why=form.cleaned_data["why"], user=sheet.request.user, reason=_("The point was reopened")
    )
    return reverse("handleplan:item-detail", args=[item.pk])


def _as_it_is(request: HttpRequest, item: PlanItem, words: str) -> HttpResponse:
    messages.info(request, words)
    return redirect("handleplan:item-detail", pk=item.pk)
