"""Opening a round, looking at it, and closing it. Closing is confirmed on a page of its own (UX 24)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from handleplan import approving, clock, contributions, history, permissions, rounding
from handleplan.cockpit_page import cockpit
from handleplan.deadline_words import month_in_words
from handleplan.forms.rounds import CloseRoundForm, OpenRoundForm
from handleplan.models import Plan, Round
from handleplan.permissions import require
from handleplan.round_page import round_table
from handleplan.views.keeping import METHODS, Sheet

_DAYS_TO_ANSWER = 7


@require_http_methods(METHODS)
@require(permissions.can_keep_plans)
def round_open(request: HttpRequest, slug: str) -> HttpResponse:
    """The month and the due day; what will be asked stands beside it."""
    plan = get_object_or_404(Plan.objects.visible_to(request.user), slug=slug)
    today = clock.today()
    now_open = rounding.current_round(plan)
    if now_open is not None and request.method != "POST":
        messages.info(request, _("A round of the plan is open already."))
        return redirect("handleplan:round-detail", pk=now_open.pk)
    sheet = Sheet(request)
    due_on = today + dt.timedelta(days=_DAYS_TO_ANSWER)
    first = sheet.initial(period=rounding.next_period(plan, today), due_on=due_on)
    form = OpenRoundForm(sheet.data, initial=first, today=today)
    if sheet.is_sent and form.is_valid():
        try:
            if answer := sheet.do(lambda: _open(request, plan, form.cleaned_data), lambda: _opened(form)):
                return answer
        except rounding.RoundRefused as refused:
            form.refuse(refused.cause)
    active = plan.items.initiatives().active().count()
    return sheet.show(
        "handleplan/round_open.html", form, plan=plan, active=active, quarterly=plan.rhythm == "quarterly"
    )


def _open(request: HttpRequest, plan: Plan, asked: dict[str, Any]) -> str:
    round = rounding.open_round(
        plan,
        today=clock.today(),
        user=request.user,
        reason=_("The round was opened"),
        committee_asked=contributions.committee_asked(plan),
        **asked,
    )
    return reverse("handleplan:round-detail", args=[round.pk])


def _opened(form: OpenRoundForm) -> str:
    return _("The round for %(month)s is open.") % {"month": month_in_words(form.cleaned_data["period"])}


@require_safe
@require(permissions.can_read)
def round_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Who has answered and who has not; for who keeps the plan, what can be done about it."""
    round = visible_round(request, pk)
    context = round_table(round, today=clock.today()) | {"plan": round.plan}
    keeps = permissions.can_keep_plans(request.user)
    context |= {"may_close": keeps and not round.is_closed, "may_write": keeps and not round.is_closed}
    context["may_correct"] = keeps and round.is_closed
    if keeps:
        context |= cockpit(round, today=clock.today())
        context["actions"] = contributions.plan_actions(round.plan, request.user)
    return render(request, "handleplan/round_detail.html", context)


@require_http_methods(METHODS)
@require(permissions.can_keep_plans)
def round_close(request: HttpRequest, pk: int) -> HttpResponse:
    """What is missing, and what closing means; then it is closed."""
    round = visible_round(request, pk)
    sheet = Sheet(request, round)
    if round.is_closed and not sheet.is_sent:
        messages.info(request, _("The round is closed already."))
        return redirect("handleplan:round-detail", pk=pk)
    table = round_table(round, today=clock.today())
    form = CloseRoundForm(sheet.data, initial=sheet.initial(), missing=len(table["missing"]))
    if sheet.is_sent and form.is_valid():
        said = _("The round for %(month)s is closed.") % {"month": month_in_words(round.period)}
        if answer := sheet.do(lambda: _close(round, form, sheet), said):
            return answer
    context = {"plan": round.plan, "missing_words": _missing(table), "unapproved": approving.unapproved(round)}
    return sheet.show("handleplan/round_close.html", form, **context, **table)


def _close(round: Round, form: CloseRoundForm, sheet: Sheet) -> str:
    note, user = form.cleaned_data["note"], sheet.request.user
    try:
        rounding.close_round(round, note=note, user=user, reason=_("The round was closed"), seen=sheet.seen)
    except rounding.RoundRefused as refused:
        raise history.Outdated from refused
    return reverse("handleplan:round-detail", args=[round.pk])


def _missing(table: dict[str, Any]) -> str:
    count = len(table["missing"])
    return ngettext("%(count)d status is missing", "%(count)d statuses are missing", count) % {"count": count}


def visible_round(request: HttpRequest, pk: int) -> Round:
    rounds = Round.objects.filter(plan__in=Plan.objects.visible_to(request.user))
    return get_object_or_404(rounds.select_related("plan", "closed_by", "opened_by"), pk=pk)
