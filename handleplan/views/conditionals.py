"""Deadlines that hang on a decision: saying so, and saying how it ended (S004-27)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from handleplan import clock, dates, history, once, permissions, proposing, requesting
from handleplan.forms.conditionals import MOST_OUTCOMES, ChoiceForm, ConditionalForm
from handleplan.models import ConditionalEnd, Milestone, Plan
from handleplan.move_page import reading_words
from handleplan.permissions import require
from handleplan.request_page import conditional_facts
from handleplan.views.claiming import made_before, marks, others_words, typed_before, visible_milestone
from handleplan.views.deadlines import METHODS, about, home_of, sent_fields, why_settled


@require_http_methods(METHODS)
@require(permissions.can_move_deadlines)
def conditional_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Says that a deadline hangs on a decision; filled in with what the newest status says of it."""
    milestone = visible_milestone(request.user, pk)
    sent = marks(request, milestone)
    if made := made_before(request.user, sent.once):
        return redirect(made)
    waiting = requesting.open_conditional(milestone)
    settled = why_settled(milestone) or (_("The deadline hangs on a decision already.") if waiting else "")
    initial = _proposed(milestone) | typed_before(request)
    form = ConditionalForm(sent_fields(request), today=clock.today(), initial=initial)
    context = about(milestone) | {"form": form, "marks": sent, "settled": settled, "from_text": "end_0" in initial}
    context |= _echoes(form) | {"waiting": conditional_facts(waiting, waiting.alternatives.all()) if waiting else None}
    template = "handleplan/conditional_add.html"
    if settled or not form.is_bound or not form.is_valid():
        status = 409 if settled and form.is_bound else 422 if form.is_bound else 200
        return render(request, template, context | {"told": [form] if status == 422 else []}, status=status)

    def add() -> str:
        facts = {name: form.cleaned_data[name] for name in ("awaits", "when")}
        requesting.add_conditional_end(
            milestone,
            alternatives=form.alternatives,
            user=request.user,
            reason=_("The deadline hangs on a decision"),
            seen=sent.seen,
            **facts,
        )
        return home_of(milestone)

    try:
        address, first = once.do_once(sent.once, request.user, add)
    except history.Outdated:
        return render(request, template, context | others_words(request, milestone), status=409)
    if first:
        messages.success(request, _("The end date stands until the decision is entered here."))
    return redirect(address)


def _proposed(milestone: Milestone) -> dict[str, str]:
    """What the newest status says of the point's own deadline, as the form's fields hold it."""
    status = milestone.item.latest_status if milestone.is_own else None
    found = proposing.hanging(status.text, status.period.replace(day=15)) if status else None
    if found is None:
        return {}
    fields = {"awaits": found.awaits, "when": _said(found.when)}
    return fields | {f"end_{at}": end.as_written for at, end in enumerate(found.alternatives[:MOST_OUTCOMES])}


def _said(when: dates.ImpreciseDate | None) -> str:
    """The words of a day, with its year where the text left it out."""
    if when is None:
        return ""
    return dates.format_numeric(when.latest) if when.is_day else when.as_written


def _echoes(form: ConditionalForm) -> dict[str, Any]:
    """The form's dates, each with how it is read."""

    def echo(name: str) -> dict[str, Any]:
        return reading_words(dates.parse(form[name].value() or "", clock.today()))

    outcomes = [
        {"end": form[f"end_{at}"], "condition": form[f"condition_{at}"], "echo": echo(f"end_{at}")}
        for at in range(MOST_OUTCOMES)
    ]
    return {"when_echo": echo("when"), "outcomes": outcomes}


@require_http_methods(METHODS)
@require(permissions.can_move_deadlines)
def conditional_pick(request: HttpRequest, pk: int) -> HttpResponse:
    """Says how the decision fell: one of the alternatives, or (``step`` "drop") that the condition fell away."""
    visible = ConditionalEnd.objects.filter(milestone__item__plan__in=Plan.objects.visible_to(request.user))
    conditional = get_object_or_404(visible.prefetch_related("alternatives"), pk=pk)
    milestone = visible_milestone(request.user, conditional.milestone_id)
    drops = request.POST.get("step") == "drop"
    form = ChoiceForm(sent_fields(request), alternatives=conditional.alternatives.all(), drops=drops)
    context = about(milestone) | {"form": form, "marks": marks(request, milestone), "settled": why_settled(milestone)}
    context |= {"conditional": conditional_facts(conditional, conditional.alternatives.all())}
    template = "handleplan/conditional_pick.html"
    if getattr(conditional, "choice", None):
        return redirect(home_of(milestone))
    if context["settled"] or not form.is_bound or not form.is_valid():
        status = 409 if context["settled"] and form.is_bound else 422 if form.is_bound else 200
        return render(request, template, context | {"told": [form] if status == 422 else []}, status=status)
    data, by = form.cleaned_data, {"user": request.user, "seen": context["marks"].seen}
    try:
        if drops:
            requesting.drop_conditional(conditional, why=data["why"], reason=data["why"], **by)
        else:
            decision = {name: data[name] for name in ("alternative", "decided_by", "decided_on", "why")}
            requesting.pick_alternative(conditional, reason=data["why"], **decision, **by)
    except history.Outdated:
        return render(request, template, context | others_words(request, milestone), status=409)
    said = _("The condition has fallen away. The end date stays as it is.")
    messages.success(request, said if drops else _("The end date is now “%(end)s”.") % {"end": data["alternative"]})
    return redirect(home_of(milestone))
