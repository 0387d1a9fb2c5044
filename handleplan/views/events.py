"""Telling what happened to a point or a plan, and taking it back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from handleplan import kept, once, permissions, recounting
from handleplan.forms.events import EventForm, WithdrawalForm
from handleplan.models import Event, Observation, Plan, PlanItem, StoredFile
from handleplan.permissions import require
from handleplan.timeline import plan_events
from handleplan.views import fetching


@require_http_methods(["GET", "HEAD", "POST"])
@require(permissions.can_read)
def event_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Tells something that happened to a point."""
    item = fetching.item_to_write(request.user, pk)
    back = reverse("handleplan:item-detail", args=[item.pk]) + "#timeline"
    return _event_form(request, item.plan, item, back)


@require_http_methods(["GET", "HEAD", "POST"])
@require(permissions.can_keep_plans)
def plan_event_add(request: HttpRequest, slug: str) -> HttpResponse:
    """Tells something that happened to the plan as a whole; what was told before stands below."""
    plan = get_object_or_404(Plan.objects.visible_to(request.user), slug=slug)
    return _event_form(request, plan, None, reverse("handleplan:plan-event-add", args=[plan.slug]))


def _event_form(request: HttpRequest, plan: Plan, item: PlanItem | None, back: str) -> HttpResponse:
    form = EventForm(request.POST if request.method == "POST" else None, initial=kept_fields(request))
    if form.is_valid():

        def tell() -> str:
            recounting.record_event(plan, item=item, user=request.user, **form.cleaned_data)
            return back

        address, _first = once.do_once(request.POST.get(once.FIELD, ""), request.user, tell)
        messages.success(request, _("The event is saved."))
        return redirect(address)
    context = {
        "plan": plan,
        "item": item,
        "form": form,
        "once": request.POST.get(once.FIELD) or once.new_key(),
        "entries": [] if item else plan_events(plan, request.user),
    }
    return render(request, "handleplan/event_add.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@require(permissions.can_read)
def event_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes an event back, with a reason; it stays, marked."""
    event = fetching.event_to_withdraw(request.user, pk)
    if event.item:
        back = reverse("handleplan:item-detail", args=[event.item_id]) + "#timeline"
    else:
        back = reverse("handleplan:plan-event-add", args=[event.plan.slug])
    words = {"title": _("Take the event back"), "what": event.text, "done": _("The event is taken back.")}
    return withdrawal(request, event, back, words)


def withdrawal(
    request: HttpRequest, fact: Event | Observation | StoredFile, back: str, words: dict[str, str]
) -> HttpResponse:
    """The page that takes a recorded fact back; one that is taken back already leads to where it stands."""
    if getattr(fact, "withdrawal", None):
        return redirect(back)
    form = WithdrawalForm(request.POST if request.method == "POST" else None, initial=kept_fields(request))
    if form.is_valid():
        recounting.withdraw(fact, user=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, words["done"])
        return redirect(back)
    item = fact.counter.item if isinstance(fact, Observation) else fact.item
    context = {"form": form, "back": back, "item": item, "plan": item.plan if item else fact.plan, **words}
    return render(request, "handleplan/withdraw.html", context, status=422 if form.is_bound else 200)


def kept_fields(request: HttpRequest) -> dict[str, str] | None:
    """What was typed before the session ran out."""
    fields = kept.take(request, request.path) if request.method == "GET" else None
    return fields.dict() if fields else None
