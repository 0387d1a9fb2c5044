"""The pages of counters: what is counted on a point, what was observed, and what is taken back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from handleplan import clock, counting, history, once, permissions
from handleplan.counter_page import counter_page, linkable
from handleplan.forms.counters import CounterForm, LinksForm, ObservationForm
from handleplan.forms.events import WithdrawalForm
from handleplan.models import Counter, EndDateRevision, Observation, Plan, PlanItem, StatusEntry, User
from handleplan.permissions import require
from handleplan.views import fetching
from handleplan.views.events import kept_fields, withdrawal

METHODS = ["GET", "HEAD", "POST"]


def visible_counter(user: User, pk: int) -> Counter:
    """A counter of a plan that exists for the person."""
    counters = Counter.objects.filter(item__plan__in=Plan.objects.visible_to(user))
    return get_object_or_404(counters.select_related("item__plan", "item__owner", "item__unit"), pk=pk)


def counter_to_write(user: User, pk: int) -> Counter:
    """A counter whose numbers the person may tell: who writes the point's status."""
    counter = visible_counter(user, pk)
    if not permissions.can_edit_status(user, counter.item):
        raise PermissionDenied
    return counter


def observation_to_write(user: User, pk: int) -> Observation:
    observations = Observation.objects.filter(counter__item__plan__in=Plan.objects.visible_to(user))
    beside = ("counter__item__plan", "counter__item__owner", "counter__item__unit", "withdrawal")
    observation = get_object_or_404(observations.select_related(*beside), pk=pk)
    if not permissions.can_edit_status(user, observation.counter.item):
        raise PermissionDenied
    return observation


def address_of(counter: Counter) -> str:
    return reverse("handleplan:counter-detail", args=[counter.pk])


@require_safe
@require(permissions.can_read)
def counter_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Where a counter stands, its picture and forecast, and every number with its source."""
    counter = visible_counter(request.user, pk)
    return render(request, "handleplan/counter_detail.html", counter_page(counter, request.user, as_of=clock.today()))


@require_http_methods(METHODS)
@require(permissions.can_read)
def counter_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Begins to count something on a point."""
    item = fetching.item_to_write(request.user, pk)
    if item.kind != PlanItem.Kind.INITIATIVE:
        raise Http404
    form = CounterForm(request.POST if request.method == "POST" else None, initial=kept_fields(request))
    if form.is_valid():

        def add() -> str:
            reason = _("Counter added")
            counter = counting.add_counter(item, user=request.user, reason=reason, **form.cleaned_data)
            return address_of(counter)

        address, _first = once.do_once(request.POST.get(once.FIELD, ""), request.user, add)
        messages.success(request, _("The counter is added. Tell its first number now."))
        return redirect(address)
    context = {"form": form, "item": item, "plan": item.plan, "once": _once(request)}
    return render(request, "handleplan/counter_edit.html", context, status=422 if form.is_bound else 200)


@require_http_methods(METHODS)
@require(permissions.can_read)
def counter_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Says otherwise what is counted."""
    counter = counter_to_write(request.user, pk)
    first = CounterForm.of(counter) | (kept_fields(request) or {})
    form = CounterForm(request.POST if request.method == "POST" else None, initial=first)
    outdated = False
    if form.is_valid():
        seen = request.POST.get("seen", "")
        try:
            counting.edit_counter(
                counter,
                seen=int(seen) if seen.isdecimal() and len(seen) < 9 else 0,
                user=request.user,
                reason=_("Counter changed"),
                **form.cleaned_data,
            )
        except history.Outdated:
            counter, outdated = counter_to_write(request.user, pk), True
        else:
            messages.success(request, _("The counter is changed."))
            return redirect(address_of(counter))
    status = 409 if outdated else 422 if form.is_bound else 200
    context = {"form": form, "counter": counter, "item": counter.item, "plan": counter.item.plan, "outdated": outdated}
    return render(request, "handleplan/counter_edit.html", context, status=status)


@require_http_methods(METHODS)
@require(permissions.can_read)
def counter_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes a counter back, or brings it back, with a reason."""
    counter = counter_to_write(request.user, pk)
    form = WithdrawalForm(request.POST if request.method == "POST" else None, initial=kept_fields(request))
    item = counter.item
    if form.is_valid():
        verb = counting.restore_counter if counter.withdrawn else counting.withdraw_counter
        verb(counter, user=request.user, reason=form.cleaned_data["reason"])
        done = _("The counter is taken back.") if counter.withdrawn else _("The counter is there again.")
        messages.success(request, done)
        return redirect(address_of(counter))
    title = _("Bring the counter back") if counter.withdrawn else _("Take the counter back")
    context = {"form": form, "item": item, "plan": item.plan, "counter": counter, "title": title}
    context["back"] = address_of(counter)
    return render(request, "handleplan/counter_withdraw.html", context, status=422 if form.is_bound else 200)


@require_http_methods(METHODS)
@require(permissions.can_read)
def observation_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Tells a number of a counter."""
    counter = counter_to_write(request.user, pk)
    if counter.withdrawn:
        return redirect(address_of(counter))
    form = ObservationForm(
        request.POST if request.method == "POST" else None, initial=kept_fields(request), counter=counter
    )
    if form.is_valid():

        def tell() -> str:
            counting.record_observation(counter, form.told, user=request.user, reason=_("Number told"))
            return f"{address_of(counter)}#numbers"

        if _told(request, form, tell):
            messages.success(request, _("The number is saved."))
            return redirect(f"{address_of(counter)}#numbers")
    context = {"form": form, "counter": counter, "item": counter.item, "plan": counter.item.plan}
    context["once"] = _once(request)
    return render(request, "handleplan/observation_add.html", context, status=422 if form.is_bound else 200)


def _told(request: HttpRequest, form: ObservationForm, tell: Callable[[], str]) -> bool:
    """Whether the number stands now; what the counter refuses is said beside its field."""
    try:
        once.do_once(request.POST.get(once.FIELD, ""), request.user, tell)
    except counting.AlreadyObserved:
        form.add_error("value", _("The counter has this number for these days already."))
    except counting.BaselineTaken:
        form.add_error("kind", _("The counter has a total at the beginning. A new one is a restated total."))
    return not form.errors


@require_http_methods(METHODS)
@require(permissions.can_read)
def observation_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes a number back, with a reason; it stays, marked, and nothing is counted from it."""
    observation = observation_to_write(request.user, pk)
    words = {
        "title": _("Take the number back"),
        "what": f"{observation.counter}: {observation.get_kind_display()} {observation}",
        "done": _("The number is taken back."),
    }
    return withdrawal(request, observation, f"{address_of(observation.counter)}#numbers", words)


@require_http_methods(METHODS)
@require(permissions.can_read)
def observation_links(request: HttpRequest, pk: int) -> HttpResponse:
    """Says which statuses tell a number, and which deadlines were moved because of it."""
    observation = observation_to_write(request.user, pk)
    counter, item = observation.counter, observation.counter.item
    now = {_key(link): link for link in observation.links.filter(withdrawn=False)}
    choices = linkable(item)
    data = request.POST if request.method == "POST" else None
    form = LinksForm(data, initial={"facts": list(now)}, choices=choices)
    if form.is_valid():
        wanted = set(form.cleaned_data["facts"])
        by: dict[str, Any] = {"user": request.user, "reason": _("Number linked")}
        with transaction.atomic():
            for key in wanted - now.keys():
                counting.link_observation(observation, _fact(key), **by)
            for key in (now.keys() & {code for code, _words in choices}) - wanted:
                counting.unlink_observation(now[key], **by)
        messages.success(request, _("The connections are saved."))
        return redirect(f"{address_of(counter)}#numbers")
    context = {"form": form, "counter": counter, "item": item, "plan": item.plan, "observation": observation}
    context["choices"] = choices
    return render(request, "handleplan/observation_links.html", context, status=422 if form.is_bound else 200)


def _key(link: Any) -> str:
    return f"status-{link.status_id}" if link.status_id else f"revision-{link.revision_id}"


def _fact(key: str) -> StatusEntry | EndDateRevision:
    """What a choice of the form stands for; the form has let pass only what it offered."""
    name, _dash, pk = key.partition("-")
    return (StatusEntry if name == "status" else EndDateRevision).objects.get(pk=pk)


def _once(request: HttpRequest) -> str:
    return request.POST.get(once.FIELD) or once.new_key()
