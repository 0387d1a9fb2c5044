"""Moving a deadline, correcting a typing mistake in one, and reading a date while it is typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from handleplan import clock, dates, history, once, permissions, planning, scheduling
from handleplan.counter_page import additions_of
from handleplan.forms.deadlines import CorrectionForm, DateForm, FirstEndForm, MoveForm
from handleplan.forms.fields import LONGEST_DATE
from handleplan.milestone_page import cell_of, chain_of, link_of, milestone_facts, name_of, point, standing_row
from handleplan.models import EndDateRevision, Milestone, Observation, Plan
from handleplan.move_page import move_preview, reading_words
from handleplan.permissions import require
from handleplan.views.claiming import Marks, made_before, marks, others_words, typed_before, visible_milestone

METHODS = ["GET", "HEAD", "POST"]


@require_safe
@require(permissions.can_read)
def date_reading(request: HttpRequest) -> HttpResponse:
    """How the words of a date are read, for the line beneath its field; ``?field=`` names the parameter they are in."""
    text = request.GET.get(request.GET.get("field", ""), "").strip()[: LONGEST_DATE + 1]
    echo = reading_words(dates.parse(text, clock.today()))
    return render(request, "handleplan/includes/date_reading.html", {"echo": echo})


@require_http_methods(METHODS)
@require(permissions.can_move_deadlines)
def milestone_move(request: HttpRequest, pk: int) -> HttpResponse:
    """A new end date: the form, what it becomes, and confirmed, the move. ``?to=`` is a date somebody spoke of."""
    milestone = visible_milestone(request.user, pk)
    if settled := why_settled(milestone):
        context, status = about(milestone) | {"settled": settled}, 409 if request.method == "POST" else 200
        return render(request, "handleplan/milestone_move.html", context, status=status)
    form_class = FirstEndForm if milestone.end is None else MoveForm
    initial = {"end": request.GET.get("to", "")[:LONGEST_DATE]} | typed_before(request)
    extra = {"additions": additions_of(milestone)} if form_class is MoveForm else {}
    form = form_class(sent_fields(request), today=clock.today(), initial=initial, **extra)

    def preview(end: dates.ImpreciseDate) -> dict[str, Any]:
        facts = {name: form.cleaned_data[name] for name in ("category", "decided_on") if name in form.cleaned_data}
        return move_preview(milestone, end, today=clock.today(), **facts)

    def move(sent: Marks) -> str:
        data = dict(form.cleaned_data)
        facts = {name: data[name] for name in ("why", "decided_by", "decided_on") if name in data}
        by = {"user": request.user, "seen": sent.seen, "end": data["end"]}
        if form_class is FirstEndForm:
            scheduling.set_end(milestone, reason=_("Original end date recorded"), **by)
        else:
            chosen = data.get("because")
            facts["because"] = Observation.objects.get(pk=chosen) if chosen else None
            planning.move_end(milestone, reason=data["why"], reason_category=data["category"], **facts, **by)
        return home_of(milestone)

    return in_two_steps(request, milestone, form, preview, move, "handleplan/milestone_move.html", _told_moved)


@require_http_methods(METHODS)
@require(permissions.can_move_deadlines)
def revision_correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Mends a typing mistake in one link of a chain; no move, and the faulty row stays (S004-22)."""
    visible = EndDateRevision.objects.filter(milestone__item__plan__in=Plan.objects.visible_to(request.user))
    revision = get_object_or_404(visible, pk=pk)
    milestone = visible_milestone(request.user, revision.milestone_id)
    link, place = link_of(milestone, revision)
    faulty = standing_row(link)
    initial = {"end": faulty.end_as_written} | typed_before(request)
    form = CorrectionForm(sent_fields(request), today=clock.today(), faulty=faulty.end, initial=initial)

    def preview(end: dates.ImpreciseDate) -> dict[str, Any]:
        return {
            "text": end.as_written,
            "reading": reading_words(end),
            "unread": not end.is_read,
            "cell": cell_of(milestone, place=place, text=end.as_written),
        }

    def correct(sent: Marks) -> str:
        data = form.cleaned_data
        by = {"user": request.user, "reason": data["why"], "seen": sent.seen}
        scheduling.correct_end(faulty, end=data["end"], why=data["why"], **by)
        return home_of(milestone)

    template = "handleplan/revision_correct.html"
    link_words = next(piece for piece in chain_of(milestone) if piece["revision"] == link.revision)
    return in_two_steps(request, milestone, form, preview, correct, template, _told_corrected, link=link_words)


def in_two_steps(
    request: HttpRequest,
    milestone: Milestone,
    form: DateForm,
    preview: Callable[[dates.ImpreciseDate], dict[str, Any]],
    act: Callable[[Marks], str],
    template: str,
    told: Callable[[dates.ImpreciseDate], str],
    **extra: Any,
) -> HttpResponse:
    """The form, then what it becomes, then the act: 422 for what is missing, 409 when somebody else was first."""
    context = about(milestone) | {"form": form, "marks": marks(request, milestone), **extra}
    step = request.POST.get("step", "")
    if step == "confirm" and (made := made_before(request.user, context["marks"].once)):
        return redirect(made)
    context["echo"] = reading_words(dates.parse(form["end"].value() or "", clock.today()))
    if not form.is_bound or not form.is_valid():
        context["told"] = [form] if form.is_bound else []
        return render(request, template, context, status=422 if form.is_bound else 200)
    sent = context["marks"]
    try:
        if step == "confirm":
            address, first = once.do_once(sent.once, request.user, lambda: act(sent))
            if first:
                messages.success(request, told(form.cleaned_data["end"]))
            return redirect(address)
        if sent.seen != milestone.version:
            raise history.Outdated
    except history.Outdated:
        others = others_words(request, milestone)
        return render(request, template, context | about(others["milestone"]) | others, status=409)
    if step != "change":
        context["preview"] = preview(form.cleaned_data["end"])
    return render(request, template, context)


def why_settled(milestone: Milestone) -> str:
    """Why the deadline is not moved any more; "" while it can be."""
    if milestone.item.is_closed:
        return _("The point is closed, so its deadline is not moved any more.")
    if milestone.completed_on:
        return _("The milestone is reached, so its deadline is not moved any more.")
    return ""


def home_of(milestone: Milestone) -> str:
    """Where a deadline stands: on its point's page, or on its own where the milestone has a name."""
    if milestone.is_own:
        return reverse("handleplan:item-detail", args=[milestone.item_id]) + "#deadlines"
    return reverse("handleplan:milestone-detail", args=[milestone.pk])


def sent_fields(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _told_moved(end: dates.ImpreciseDate) -> str:
    return _("The end date is now “%(end)s”.") % {"end": end}


def _told_corrected(end: dates.ImpreciseDate) -> str:
    return _("The typing mistake is corrected: “%(end)s”.") % {"end": end}


def about(milestone: Milestone) -> dict[str, Any]:
    return {
        "milestone": milestone,
        "name": name_of(milestone),
        "item": point(milestone.item),
        "plan": milestone.item.plan,
        "facts": milestone_facts(milestone, as_of=clock.today()),
        "home": home_of(milestone),
    }
