"""What a committee decided: recorded after a preview of everything it does, corrected with a reason, and read."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from handleplan import clock
from handleplan.permissions import can_keep_plans, can_read, require
from handleplan.views.keeping import METHODS, Sheet
from meetings import deciding
from meetings.decision_page import decision_form_page, decision_page, facts_of, matters_of, preview
from meetings.forms.decisions import DecisionForm
from meetings.models import AgendaItem
from meetings.views.commitments import visible_item

_VERSION = re.compile(r"(?:request|milestone|point)-[1-9][0-9]{0,8}")


@require_safe
@require(can_read)
def decision_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """What was decided of an item and what it did; of a closed one the public words alone."""
    item = visible_item(request.user, pk)
    return render(request, "meetings/decision_detail.html", {"item": item, **decision_page(item, request.user)})


@require_http_methods(METHODS)
@require(can_keep_plans)
def decision_add(request: HttpRequest, pk: int) -> HttpResponse:
    """The decision and what it does; a preview; then all of it at once."""
    item = visible_item(request.user, pk)
    if item.minutes.exists():
        return redirect("meetings:decision-detail", pk=pk)

    def record(form: DecisionForm, sheet: Sheet) -> Any:
        by = {"user": request.user, "reason": _("The decision was recorded"), "seen": sheet.seen}
        return deciding.record_decision(item, **form.minutes(), **by)

    return _in_two_steps(request, item, record, _("The decision is recorded."), corrects=False)


@require_http_methods(METHODS)
@require(can_keep_plans)
def decision_correct(request: HttpRequest, pk: int) -> HttpResponse:
    """New minutes that correct the newest ones, with a reason; what those did stays done."""
    item = visible_item(request.user, pk)
    faulty = deciding.newest_minutes(item)
    if faulty is None:
        return redirect("meetings:decision-add", pk=pk)

    def correct(form: DecisionForm, sheet: Sheet) -> Any:
        by = {"user": request.user, "reason": _("The minutes were corrected"), "seen": sheet.seen}
        return deciding.correct_decision(faulty, why=form.cleaned_data["why"], **form.minutes(), **by)

    return _in_two_steps(request, item, correct, _("The minutes are corrected."), corrects=True)


def _in_two_steps(
    request: HttpRequest,
    item: AgendaItem,
    act: Callable[[DecisionForm, Sheet], Any],
    said: str,
    *,
    corrects: bool,
) -> HttpResponse:
    """The form, what it will do, and, confirmed, the act: 422 for what is missing, 409 when somebody else was first."""
    sheet = Sheet(request, item)
    matters = matters_of(item, _seen(request) if sheet.is_sent else None)
    options = {"matters": matters, "corrects": corrects, "today": clock.today()}
    form = DecisionForm(sheet.data, initial=sheet.initial(**facts_of(item)), **options)
    confirming = sheet.is_sent and sheet.step != "change" and form.is_valid()
    if confirming and sheet.step == "record":

        def do() -> str:
            act(form, sheet)
            return reverse("meetings:decision-detail", args=[item.pk])

        if answer := sheet.do(do, said):
            return answer
        confirming = False
        form = DecisionForm(request.POST, **options | {"matters": matters_of(item)})
    page = decision_form_page(item, form, request.user, today=clock.today())
    page["preview"] = preview(form, today=clock.today()) if confirming else None
    page["sent"] = _sent(request) if confirming else []
    return sheet.show("meetings/decision_form.html", form, item=item, corrects=corrects, **page)


def _seen(request: HttpRequest) -> dict[str, int]:
    """The versions that the person saw of what waits for the decision."""
    found = {}
    for name, value in request.POST.items():
        if name.startswith("seen-") and _VERSION.fullmatch(name[5:]) and value.isascii() and value.isdigit():
            found[name[5:]] = int(value[:9])
    return found


def _sent(request: HttpRequest) -> list[tuple[str, str]]:
    """The fields that were sent, to be sent again with the confirmation."""
    own = {"csrfmiddlewaretoken", "step", "seen", "known", "once"}
    return [(name, value) for name, values in request.POST.lists() if name not in own for value in values]
