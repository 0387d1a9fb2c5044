"""People: who stands in for whom, and handing a leaver's points over."""

from __future__ import annotations

import re

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from handleplan import clock, history, permissions, staffing
from handleplan.forms.people import HandOverForm, StandInForm
from handleplan.models import StandIn, User
from handleplan.people_page import open_points, people_list, person_page, point_facts
from handleplan.permissions import require

METHODS = ["GET", "HEAD", "POST"]
_WITHDRAW = re.compile(r"withdraw-([1-9][0-9]{0,8})")


@require_safe
@require(permissions.can_see_people)
def people(request: HttpRequest) -> HttpResponse:
    """Everybody who can sign in."""
    return render(request, "handleplan/people_list.html", {"people": people_list(clock.today())})


@require_http_methods(METHODS)
@require(permissions.can_see_people)
def person_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One person; a POST names a stand-in, or (``act`` "withdraw-17") takes one back."""
    person = _person(pk)
    if request.method != "POST":
        return _detail(request, person, StandInForm(owner=person))
    if not permissions.can_set_stand_in(request.user, person):
        raise PermissionDenied
    if act := _WITHDRAW.fullmatch(request.POST.get("act", "")):
        leave = get_object_or_404(StandIn, pk=int(act[1]), owner=person)
        staffing.withdraw_stand_in(leave, user=request.user, reason=_("The stand-in was taken back"))
        messages.success(request, _("%(name)s stands in no more.") % {"name": leave.stand_in})
        return redirect("handleplan:person-detail", pk=pk)
    form = StandInForm(request.POST, owner=person)
    if form.is_valid():
        try:
            staffing.add_stand_in(person, user=request.user, reason=_("A stand-in was named"), **form.cleaned_data)
        except staffing.AlreadyStoodIn:
            form.add_error("first_day", _("Somebody stands in on some of these days already."))
    if not form.is_valid():
        return _detail(request, person, form, status=422)
    messages.success(request, _("%(name)s stands in.") % {"name": form.cleaned_data["stand_in"]})
    return redirect("handleplan:person-detail", pk=pk)


def _detail(request: HttpRequest, person: User, form: StandInForm, *, status: int = 200) -> HttpResponse:
    page = person_page(person, request.user, today=clock.today())
    context = {"person": person, "page": page, "form": form, "told": [form] if status == 422 else []}
    return render(request, "handleplan/person_detail.html", context, status=status)


@require_http_methods(METHODS)
@require(permissions.can_hand_over_some)
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Gives a person's points to another one: the choice, what it becomes, and confirmed, the handover."""
    person = _person(pk)
    if not permissions.can_hand_over(request.user, person):
        raise PermissionDenied
    items = open_points(person, request.user)
    first = {"points": [item.pk for item in items]}
    form = HandOverForm(request.POST if request.method == "POST" else None, owner=person, items=items, initial=first)
    step = request.POST.get("step", "")
    context = {"person": person, "form": form, "items": [point_facts(item) for item in items]}
    if not form.is_bound or not form.is_valid():
        context["told"] = [form] if form.is_bound else []
        return render(request, "handleplan/hand_over.html", context, status=422 if form.is_bound else 200)
    chosen = [item for item in items if item.pk in form.cleaned_data["points"]]
    if step != "confirm":
        context |= {"preview": [point_facts(item) for item in chosen] if step != "change" else None}
        return render(request, "handleplan/hand_over.html", context)
    to, why = form.cleaned_data["to"], form.cleaned_data["why"]
    try:
        count = staffing.hand_over(person, to=to, items=chosen, user=request.user, reason=why)
    except history.Outdated:
        return render(request, "handleplan/hand_over.html", context | {"outdated": True}, status=409)
    words = ngettext(
        "%(count)d point was handed over to %(name)s.", "%(count)d points were handed over to %(name)s.", count
    )
    messages.success(request, words % {"count": count, "name": to})
    return redirect("handleplan:person-detail", pk=pk)


def _person(pk: int) -> User:
    people = User.objects.filter(is_active=True).exclude(username=staffing.SYSTEM_USER).select_related("unit")
    return get_object_or_404(people, pk=pk)
