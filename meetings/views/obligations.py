"""What a committee is owed: ordering it, ending it, and settling a period by hand."""

from __future__ import annotations

import datetime as dt

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from handleplan import clock
from handleplan.models import Plan, User
from handleplan.periods import first_day, parse_period
from handleplan.permissions import can_keep_plans, can_read, require
from handleplan.views.keeping import METHODS, Sheet
from meetings import obliging
from meetings.committee_page import obligation_page, period_words
from meetings.forms.committees import DeliveryForm, ObligationEditForm, ObligationForm, obligation_facts
from meetings.models import Committee, ReportingObligation


@require_safe
@require(can_read)
def obligation_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One obligation with every period: due, delivered, missed."""
    obligation = visible_obligation(request.user, pk)
    context = obligation_page(obligation, clock.today())
    return render(request, "meetings/obligation_detail.html", {"obligation": obligation, **context})


@require_http_methods(METHODS)
@require(can_keep_plans)
def obligation_add(request: HttpRequest, pk: int) -> HttpResponse:
    """What a committee has ordered."""
    committee = get_object_or_404(Committee, pk=pk)
    sheet = Sheet(request)
    first = sheet.initial(first_period=clock.today().replace(day=1), cadence="monthly")
    form = ObligationForm(sheet.data, initial=first, plans=_plans(request.user), committee=committee)
    if sheet.is_sent and form.is_valid():

        def add() -> str:
            by = {"user": request.user, "reason": _("The reporting was ordered")}
            made = obliging.add_obligation(committee=committee, **form.cleaned_data, **by)
            return reverse("meetings:obligation-detail", args=[made.pk])

        return sheet.do(add, _("The reporting obligation is added."))
    return sheet.show("meetings/obligation_edit.html", form, committee=committee)


@require_http_methods(METHODS)
@require(can_keep_plans)
def obligation_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """What is said of an obligation; it may end before its time."""
    obligation = visible_obligation(request.user, pk)
    sheet, committee = Sheet(request, obligation), obligation.committee
    among = {"plans": _plans(request.user), "committee": committee}
    form = ObligationEditForm(sheet.data, initial=sheet.initial(**obligation_facts(obligation)), **among)
    if sheet.is_sent and form.is_valid():

        def keep() -> str:
            by = {"seen": sheet.seen, "user": request.user, "reason": _("The reporting obligation was edited")}
            obliging.edit_obligation(obligation, **form.cleaned_data, **by)
            return reverse("meetings:obligation-detail", args=[obligation.pk])

        if answer := sheet.do(keep, _("The reporting obligation is saved.")):
            return answer
        form = ObligationEditForm(initial=form.data.dict(), **among)
    return sheet.show("meetings/obligation_edit.html", form, committee=committee, obligation=obligation)


@require_http_methods(METHODS)
@require(can_keep_plans)
def delivery_add(request: HttpRequest, pk: int, month: str) -> HttpResponse:
    """Settles one period by hand: it was given to a meeting before Handleplan, or it is not needed."""
    obligation = visible_obligation(request.user, pk)
    period = _period(obligation, month)
    among = {
        "meetings": obligation.committee.meetings.filter(is_cancelled=False).select_related("committee"),
        "editions": obligation.plan.editions.order_by("-number", "-letter"),
    }
    sheet = Sheet(request)
    form = DeliveryForm(sheet.data, initial=sheet.initial(how="given"), **among)
    if sheet.is_sent and form.is_valid():
        return sheet.do(lambda: _settle(obligation, period, form, request.user), _("The period is settled."))
    words = period_words(obligation, period)
    return sheet.show("meetings/delivery_add.html", form, obligation=obligation, words=words)


def _settle(obligation: ReportingObligation, period: dt.date, form: DeliveryForm, user: User) -> str:
    data = form.cleaned_data
    if data["how"] == "excused":
        obliging.excuse(obligation, period=period, user=user, reason=data["reason"])
    else:
        given = {"meeting": data["meeting"], "edition": data["edition"], "reason": data["reason"]}
        obliging.deliver(obligation, period=period, user=user, **given)
    return reverse("meetings:obligation-detail", args=[obligation.pk])


def _period(obligation: ReportingObligation, month: str) -> dt.date:
    """The first day of the period that a month in the address begins; 404 for any other."""
    read = parse_period(month)
    try:
        first = obliging.period_with(obligation, first_day(read))[0] if read else None
    except ValueError as error:
        raise Http404 from error
    if first is None or first != first_day(read):
        raise Http404
    return first


def visible_obligation(user: User, pk: int) -> ReportingObligation:
    visible = ReportingObligation.objects.filter(plan__in=Plan.objects.visible_to(user))
    return get_object_or_404(visible.select_related("plan", "committee", "ordered_by"), pk=pk)


def _plans(user: User):
    return Plan.objects.visible_to(user).order_by("title", "pk")
