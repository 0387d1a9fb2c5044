"""Asking for a new deadline, and answering what was asked."""

from __future__ import annotations

import re
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from handleplan import clock, dates, history, once, permissions, replying, requesting
from handleplan.forms.fields import LONGEST_DATE
from handleplan.forms.requests import AnswerForm, RequestForm
from handleplan.models import EndDateRequest, Plan
from handleplan.move_page import move_preview
from handleplan.permissions import require
from handleplan.request_page import asked_words, request_list, visible_requests
from handleplan.views.claiming import Marks, made_before, typed_before, visible_milestone
from handleplan.views.deadlines import METHODS, about, home_of, in_two_steps, sent_fields, why_settled

_ACT = re.compile(r"(grant|decline|committee|withdraw)-(all|[1-9][0-9]{0,8})")
ALL = "all"
NEEDS_ANSWER = ("decline",)


# -- asking -----------------------------------------------------------------------------------------------------------


@require_http_methods(METHODS)
@require(permissions.can_read)
def request_add(request: HttpRequest, pk: int) -> HttpResponse:
    """A request for a new end date: the form, what it would become, and confirmed, the request."""
    milestone = visible_milestone(request.user, pk)
    if not permissions.can_request_end(request.user, milestone.item):
        raise PermissionDenied
    if made := made_before(request.user, request.POST.get(once.FIELD, "")):
        return redirect(made)
    template = "handleplan/request_add.html"
    if settled := why_settled(milestone) or _why_asked(milestone):
        status = 409 if request.method == "POST" else 200
        return render(request, template, about(milestone) | {"settled": settled}, status=status)
    initial = {"end": request.GET.get("to", "")[:LONGEST_DATE]} | typed_before(request)
    form = RequestForm(sent_fields(request), today=clock.today(), initial=initial)

    def preview(end: dates.ImpreciseDate) -> dict[str, Any]:
        return move_preview(milestone, end, today=clock.today(), category=form.cleaned_data["category"])

    def ask(sent: Marks) -> str:
        data = form.cleaned_data
        requesting.request_end(
            milestone,
            end=data["end"],
            reason_text=data["why"],
            category=data["category"],
            on_behalf_of=permissions.on_behalf_of(request.user, milestone.item),
            user=request.user,
            reason=_("New deadline asked for"),
            seen=sent.seen,
        )
        return home_of(milestone)

    at_once = milestone.item.plan.approval == Plan.Approval.NONE
    return in_two_steps(request, milestone, form, preview, ask, template, _told(at_once), at_once=at_once)


def _why_asked(milestone: Any) -> str:
    asked = requesting.open_request(milestone)
    if asked is None:
        return ""
    return _("There is a request already, %(request)s.") % {"request": asked_words(asked.end_as_written, asked.state)}


def _told(at_once: bool) -> Any:
    def told(end: dates.ImpreciseDate) -> str:
        if at_once:
            return _("The end date is now “%(end)s”.") % {"end": end}
        return _("You have asked for “%(end)s”. The old end date stands until it is answered.") % {"end": end}

    return told


# -- answering --------------------------------------------------------------------------------------------------------


@require_http_methods(METHODS)
@require(permissions.can_see_requests)
def requests(request: HttpRequest) -> HttpResponse:
    """The requests that wait. A POST answers one (``act`` "grant-17") or those that are chosen ("decline-all")."""
    if request.method != "POST":
        return _list(request)
    act = _ACT.fullmatch(request.POST.get("act", ""))
    verb, which = act.groups() if act else ("", ALL)
    form = AnswerForm(request.POST, prefix=which, today=clock.today(), needs_answer=verb in NEEDS_ANSWER)
    chosen = request.POST.getlist("chosen") if which == ALL else [which]
    keys = [int(key) for key in chosen if key.isascii() and key.isdigit() and len(key) < 10]
    if not (verb and keys):
        form.add_error(None, _("Choose at least one request, and what is answered."))
    if not form.is_valid():
        return _list(request, forms={which: form}, told=[form], chosen=chosen, status=422)
    rows = list(visible_requests(request.user).filter(pk__in=keys).select_related("milestone__item__plan"))
    try:
        with transaction.atomic():
            for asked in rows:
                _answer(request, asked, verb, form.cleaned_data)
            if len(rows) != len(set(keys)):
                raise history.Outdated
    except history.Outdated:
        return _list(request, forms={which: form}, outdated=True, status=409)
    messages.success(request, _said(verb, len(rows)))
    return redirect("handleplan:request-list")


def _answer(request: HttpRequest, asked: EndDateRequest, verb: str, data: dict[str, Any]) -> None:
    """One answer; the version is the one that the person saw on the page."""
    user, item = request.user, asked.milestone.item
    seen = request.POST.get(f"seen-{asked.pk}", "")
    by = {"user": user, "seen": int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else -1}
    if verb == "withdraw":
        if user.pk not in (asked.asked_by_id, asked.asked_for_id):
            raise PermissionDenied
        requesting.withdraw_request(asked, reason=_("The request was taken back"), **by)
        return
    if not permissions.can_answer_request(user, asked, item):
        raise PermissionDenied
    if verb == "committee":
        requesting.mark_needs_committee(asked, answer=data["answer"], reason=_("It needs the committee"), **by)
        replying.tell_answered(asked, user=user, reason=_("It needs the committee"))
        return
    decision = {"decided_by": data["decided_by"] or str(user), "decided_on": data["decided_on"] or clock.today()}
    if verb == "grant":
        requesting.grant(asked, answer=data["answer"], reason=_("The new deadline was approved"), **decision, **by)
    else:
        requesting.decline(asked, answer=data["answer"], reason=_("The new deadline was declined"), **decision, **by)
    replying.tell_answered(asked, user=user, reason=_("A request was answered"))


def _said(verb: str, count: int) -> str:
    words = {
        "grant": ngettext("The deadline is moved.", "%(count)d deadlines are moved.", count),
        "decline": ngettext("The request is declined.", "%(count)d requests are declined.", count),
        "committee": ngettext(
            "The request waits for the committee.", "%(count)d requests wait for the committee.", count
        ),
        "withdraw": ngettext("The request is taken back.", "%(count)d requests are taken back.", count),
    }
    return words[verb] % {"count": count}


def _list(
    request: HttpRequest, *, forms: dict[str, AnswerForm] | None = None, status: int = 200, **context: Any
) -> HttpResponse:
    page = request_list(request.user, today=clock.today())
    bound = forms or {}

    def form_for(key: str) -> AnswerForm:
        return bound.get(key) or AnswerForm(prefix=key, today=clock.today())

    for row in page["waiting"]:
        row["form"] = form_for(str(row["pk"])) if row["may_answer"] else None
        row["open"] = str(row["pk"]) in bound
        row["chosen"] = str(row["pk"]) in context.get("chosen", ())
    context |= {"page": page, "every": form_for(ALL)}
    return render(request, "handleplan/request_list.html", context, status=status)
