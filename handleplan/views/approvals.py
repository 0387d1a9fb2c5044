"""Approving what was submitted in the open rounds: one, those that are chosen or all, or sending one back."""

from __future__ import annotations

import re
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from handleplan import approving, clock, history, permissions, replying
from handleplan.approval_page import approval_list, waiting_for
from handleplan.forms.approvals import SendBackForm
from handleplan.models import StatusEntry
from handleplan.permissions import require

_ACT = re.compile(r"(approve)-(chosen|all|[1-9][0-9]{0,8})|(return)-([1-9][0-9]{0,8})")


@require_http_methods(["GET", "HEAD", "POST"])
@require(permissions.can_approve_some)
def approvals(request: HttpRequest) -> HttpResponse:
    """What waits for this manager. A POST answers (``act``): "approve-17", "approve-chosen", "approve-all" (of those
    that the page showed) or "return-17"."""
    if request.method != "POST":
        return _list(request)
    act = _ACT.fullmatch(request.POST.get("act", ""))
    verb, which = [each for each in act.groups() if each] if act else ("approve", "chosen")
    keys = _keys(request, which)
    if not keys:
        return _list(request, nothing_chosen=True, status=422)
    form = SendBackForm(request.POST, prefix=which) if verb == "return" else None
    if form is not None and not form.is_valid():
        return _list(request, forms={which: form}, told=[form], status=422)
    waiting = {entry.pk: entry for entry in waiting_for(request.user)}
    try:
        with transaction.atomic():
            if keys - waiting.keys():
                raise history.Outdated
            _answer(request, [waiting[key] for key in sorted(keys)], form)
    except history.Outdated:
        return _list(request, forms={which: form} if form else None, outdated=True, status=409)
    said = ngettext("The status is approved.", "%(count)d statuses are approved.", len(keys)) % {"count": len(keys)}
    messages.success(request, _("The status is sent back.") if form else said)
    return redirect("handleplan:approval-list")


def _keys(request: HttpRequest, which: str) -> set[int]:
    named = {"chosen": "chosen", "all": "shown"}.get(which)
    sent = request.POST.getlist(named) if named else [which]
    return {int(key) for key in sent if key.isascii() and key.isdigit() and len(key) < 10}


def _answer(request: HttpRequest, entries: list[StatusEntry], form: SendBackForm | None) -> None:
    if form is not None:
        comment = form.cleaned_data["comment"]
        by = {"user": request.user, "reason": comment}
        replying.tell_sent_back(approving.send_back(entries[0], comment=comment, **by), **by)
        return
    rounds = {entry.round for entry in entries}
    for round in sorted(rounds, key=lambda each: each.pk):
        of_round = [entry for entry in entries if entry.round_id == round.pk]
        approving.approve(of_round, round=round, user=request.user, reason="")


def _list(
    request: HttpRequest, *, forms: dict[str, SendBackForm] | None = None, status: int = 200, **context: Any
) -> HttpResponse:
    page = approval_list(request.user, today=clock.today())
    bound, chosen = forms or {}, request.POST.getlist("chosen")
    for row in (row for plan in page["plans"] for row in plan["rows"]):
        key = str(row["pk"])
        row |= {"form": bound.get(key) or SendBackForm(prefix=key), "open": key in bound, "chosen": key in chosen}
    return render(request, "handleplan/approval_list.html", context | {"page": page}, status=status)
