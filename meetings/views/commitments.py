"""What the committee was promised or asked for: the list, one promise, a new one, and those a text proposes."""

from __future__ import annotations

import re
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from handleplan import clock
from handleplan.models import Plan, User
from handleplan.permissions import can_keep_plans, can_read, require
from handleplan.views.keeping import METHODS, Sheet
from meetings import openness, promising, spotting
from meetings.commitments_page import answer_choices, candidate_list, commitment_list, commitment_page
from meetings.forms.commitments import AnswerForm, CommitmentForm, MoveForm, SubjectForm, WhyForm
from meetings.happenings import commitment_address
from meetings.models import AgendaItem, Commitment, Committee, Section
from meetings.views.drafting import address_of

_PROPOSED = re.compile(r"(confirm|dismiss)-([1-9][0-9]{0,8})-([0-9a-f]{64})")


@require_safe
@require(can_read)
def commitments(request: HttpRequest) -> HttpResponse:
    """What is promised and asked for, overdue first; filters stand in the address."""
    page = commitment_list(request.user, request.GET, today=clock.today())
    return render(request, "meetings/commitment_list.html", page)


@require_http_methods(METHODS)
@require(can_read)
def commitment_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One promise and what happened to it. A POST (``step``) answers, moves, withdraws or opens it again, or
    says what it is about.

    ``?item=`` is the item it is answered for: that one is chosen, and the person gets back to it.
    """
    commitment = get_object_or_404(openness.visible_commitments(request.user).select_related("plan"), pk=pk)
    if request.method != "POST":
        return _shown(request, commitment, Sheet(request, commitment), {})
    return _change(request, commitment)


@require(can_keep_plans)
def _change(request: HttpRequest, commitment: Commitment) -> HttpResponse:
    sheet = Sheet(request, commitment)
    step = sheet.step if sheet.step in _STEPS else "answer"
    form = _forms(request, commitment, sheet)[step]
    if not form.is_valid():
        return _shown(request, commitment, sheet, {step: form}, form)
    act, said = _STEPS[step]

    def do() -> str:
        by = {"user": request.user, "reason": str(said), "seen": sheet.seen}
        data = form.place if step == "answer" else form.cleaned_data
        act(commitment, **data, **by)
        came_from = _item(request)
        return address_of(came_from, "#missing") if came_from else commitment_address(commitment)

    return sheet.do(do, str(said)) or _shown(request, commitment, sheet, {step: form}, form)


_STEPS = {
    "answer": (promising.answer, gettext_lazy("The answer is recorded.")),
    "move": (promising.move, gettext_lazy("The promise is moved.")),
    "withdraw": (promising.withdraw, gettext_lazy("The promise is withdrawn.")),
    "reopen": (promising.reopen, gettext_lazy("The promise is open again.")),
    "subject": (promising.tell_subject, gettext_lazy("What it is about is saved.")),
}


def _forms(request: HttpRequest, commitment: Commitment, sheet: Sheet) -> dict[str, Any]:
    """The form of each act, bound to what was sent for the act that was pressed."""
    came_from = _item(request)
    first = {"where": f"item-{came_from.pk}"} if came_from else {}
    choices = answer_choices(commitment, request.user)
    bodies = [row.committee for row in commitment.committees.filter(withdrawn=False).select_related("committee")]

    pressed = sheet.step if sheet.step in _STEPS else "answer"

    def sent(step: str) -> Any:
        return sheet.data if pressed == step else None

    return {
        "answer": AnswerForm(sent("answer"), prefix="answer", initial=first, choices=choices),
        "move": MoveForm(sent("move"), prefix="move", bodies=bodies, today=clock.today()),
        "withdraw": WhyForm(sent("withdraw"), prefix="withdraw"),
        "reopen": WhyForm(sent("reopen"), prefix="reopen"),
        "subject": SubjectForm(sent("subject"), prefix="subject", commitment=commitment, plans=_plans(request)),
    }


def _shown(
    request: HttpRequest, commitment: Commitment, sheet: Sheet, bound: dict[str, Any], form: Any = None
) -> HttpResponse:
    page = commitment_page(commitment, request.user, today=clock.today())
    if page["may_keep"]:
        page["forms"] = _forms(request, commitment, sheet) | bound
    return sheet.show("meetings/commitment_detail.html", form, pressed=next(iter(bound), ""), **page)


@require_http_methods(METHODS)
@require(can_keep_plans)
def commitment_add(request: HttpRequest) -> HttpResponse:
    """A promise that nobody's text proposes, or one of those with its words mended (``?section=&candidate=``)."""
    section = _section(request)
    item = section.item if section else _item(request)
    sheet = Sheet(request)
    options = {
        "plans": _plans(request),
        "day": item.meeting.date if item else clock.today(),
        "item": item,
        "section": section,
    }
    form = CommitmentForm(sheet.data, initial=sheet.initial(**_proposed(request, item, section)), **options)
    if sheet.is_sent and form.is_valid():
        try:
            return sheet.do(lambda: _make(request.user, form, item, section), _("It is recorded."))
        except promising.NotQuoted:
            form.refuse_words()
    return sheet.show("meetings/commitment_add.html", form, item=item, section=section)


def _plans(request: HttpRequest) -> QuerySet[Plan]:
    return Plan.objects.visible_to(request.user).order_by("title", "pk")


def _make(user: User, form: CommitmentForm, item: AgendaItem | None, section: Section | None) -> str:
    data = dict(form.cleaned_data)
    asked = data["kind"] == Commitment.Kind.REQUEST
    made = promising.make_commitment(
        item=item,
        section=section,
        asked_by=data["committees"][0] if asked else None,
        user=user,
        reason=_("A promise or a request was written down"),
        **data,
    )
    return commitment_address(made)


def _proposed(request: HttpRequest, item: AgendaItem | None, section: Section | None) -> dict[str, Any]:
    """What the form holds at first: the candidate's words, or the committee of the item."""
    initial: dict[str, Any] = {"committees": [item.meeting.committee_id] if item else []}
    plan = Plan.objects.visible_to(request.user).filter(slug=request.GET.get("plan", "")).first()
    initial |= {"plan": plan.pk} if plan else {}
    if section is None or item is None:
        return initial
    for of_section, candidate in spotting.candidates_in([item]):
        if of_section.pk == section.pk and candidate.key == request.GET.get("candidate"):
            among = Committee.objects.filter(municipality=item.meeting.committee.municipality)
            initial |= {
                "kind": candidate.direction,
                "text": promising.bare(candidate.sentence),
                "when": candidate.due.as_written if candidate.due else "",
                "made_on": candidate.asked_on,
                "asked_by_text": candidate.by if candidate.direction == Commitment.Kind.MANAGEMENT else "",
                "committees": [body.pk for body in spotting.committees_named(candidate.sentence, item, among)],
            }
    points = section.points.filter(withdrawn=False).select_related("point")
    return initial | {"points": ", ".join(row.point.number for row in points)}


def _section(request: HttpRequest) -> Section | None:
    key = request.GET.get("section", "")
    if not (key.isascii() and key.isdigit() and len(key) < 10):
        return None
    visible = Section.objects.filter(item__in=openness.visible_items(request.user))
    return get_object_or_404(visible.select_related("item__meeting__committee", "item__plan"), pk=key)


def _item(request: HttpRequest) -> AgendaItem | None:
    key = request.GET.get("item", "")
    if not (key.isascii() and key.isdigit() and len(key) < 10):
        return None
    return visible_item(request.user, int(key))


def visible_item(user: User, pk: int) -> AgendaItem:
    """An item that exists for the person; 404 for any other."""
    return get_object_or_404(openness.visible_items(user).select_related("meeting__committee", "plan"), pk=pk)


@require_http_methods(METHODS)
@require(can_keep_plans)
def candidates(request: HttpRequest, pk: int) -> HttpResponse:
    """The sentences of an item that look like promises: one press confirms one, another says that it is none."""
    item = visible_item(request.user, pk)
    if request.method == "POST":
        pressed = _PROPOSED.fullmatch(request.POST.get("act", ""))
        for section, candidate in spotting.candidates_in([item]) if pressed else ():
            if pressed and (str(section.pk), candidate.key) == pressed.groups()[1:]:
                _settle(request, pressed[1], section, candidate)
        if pressed:
            return redirect("meetings:candidate-list", pk=item.pk)
    page = candidate_list(item, request.user) | {"item": item}
    wrong = request.method == "POST"
    return render(request, "meetings/candidate_list.html", page | {"wrong": wrong}, status=422 if wrong else 200)


def _settle(request: HttpRequest, act: str, section: Section, candidate: Any) -> None:
    if act == "dismiss":
        spotting.dismiss_candidate(section, candidate.sentence, user=request.user)
        messages.success(request, _("It is no promise, and will not be proposed again."))
        return
    among = Committee.objects.filter(municipality=section.item.meeting.committee.municipality)
    by = {"user": request.user, "reason": _("A promise found in the text was confirmed")}
    spotting.confirm_candidate(section, candidate, among=among, **by)
    messages.success(request, _("It is recorded."))
