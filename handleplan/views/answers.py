"""Answers to remarks, and what their controls found."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from handleplan import answering, auditing, permissions
from handleplan.audit_words import shortened
from handleplan.forms import audits as forms
from handleplan.models import AuditReport, Milestone, RemarkAnswer, User
from handleplan.permissions import require
from handleplan.views.audits import FORM, address_of, crumbs, visible_report
from handleplan.views.keeping import METHODS, Sheet


@require_http_methods(METHODS)
@require(permissions.can_keep_plans)
def answer_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Answers one or more remarks of a report; ``?remark=`` names those that are ticked from the start."""
    report = visible_report(request.user, pk)
    sheet = Sheet(request)
    asked = [key for key in request.GET.getlist("remark") if key.isascii() and key.isdigit()]
    form = _form(report, sheet.data, _with_remarks(sheet, {}, asked))
    if sheet.is_sent and form.is_valid():

        def add() -> str:
            answering.add_answer(report, **form.facts, user=request.user, reason=_("The answer was written"))
            return address_of(report)

        return sheet.do(add, _("The answer is saved."))
    words = {"title": _("Answer remarks"), "submit": _("Save the answer"), "back": address_of(report)}
    return sheet.show(FORM, form, crumbs=crumbs(report), **words)


@require_http_methods(METHODS)
@require(permissions.can_keep_plans)
def answer_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Writes an answer anew, or says that it answers other remarks."""
    answer = visible_answer(request.user, pk)
    sheet = Sheet(request, answer)
    now = [str(cover.remark_id) for cover in answer.covers.all()]
    form = _form(answer.report, sheet.data, _with_remarks(sheet, forms.facts_of_answer(answer), now))
    if sheet.is_sent and form.is_valid():

        def keep() -> str:
            by = {"user": request.user, "reason": _("The answer was edited")}
            answering.edit_answer(answer, seen=sheet.seen, **form.facts, **by)
            return address_of(answer.report)

        if response := sheet.do(keep, _("The answer is saved.")):
            return response
        base, theirs = forms.facts_of_answer(sheet.then), forms.facts_of_answer(answer)
        again = sheet.brought_together(form, base, theirs) | {"remarks": form.data.getlist("remarks")}
        form = _form(answer.report, None, again)
    words = {"title": _("Edit the answer"), "submit": _("Save the answer"), "back": address_of(answer.report)}
    return sheet.show(FORM, form, crumbs=crumbs(answer.report), **words)


@require_http_methods(METHODS)
@require(permissions.can_keep_plans)
def answer_result(request: HttpRequest, pk: int) -> HttpResponse:
    """What a planned control found; finding nothing is a result too."""
    answer = visible_answer(request.user, pk, kind=RemarkAnswer.Kind.CONTROL)
    sheet = Sheet(request, answer)
    form = forms.ResultForm(sheet.data, initial=sheet.initial())
    if sheet.is_sent and form.is_valid():

        def record() -> str:
            reason = _("The control’s result was recorded")
            answering.record_result(answer, **form.cleaned_data, user=request.user, reason=reason)
            return address_of(answer.report)

        return sheet.do(record, _("The result is recorded."))
    words = {"title": _("Result of the control"), "submit": _("Record the result"), "back": address_of(answer.report)}
    return sheet.show(FORM, form, crumbs=crumbs(answer.report), said_above=answer.text, **words)


@require_http_methods(METHODS)
@require(permissions.can_keep_plans)
def answer_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes an answer away that was written by mistake and whose control has found nothing yet."""
    answer = visible_answer(request.user, pk)
    sheet, report = Sheet(request, answer), answer.report
    form = forms.RemovalForm(sheet.data, initial=sheet.initial())
    if sheet.is_sent and form.is_valid():

        def remove() -> str:
            answering.remove_answer(answer, seen=sheet.seen, user=request.user, reason=form.cleaned_data["reason"])
            return address_of(report)

        try:
            if response := sheet.do(remove, _("The answer is taken away.")):
                return response
        except auditing.StillUsed:
            form.add_error(None, _("The control’s result hangs on the answer, so it stays."))
    words = {"title": _("Take the answer away"), "submit": _("Take it away"), "back": address_of(report)}
    return sheet.show(FORM, form, crumbs=crumbs(report), said_above=shortened(answer.text, 400), **words)


def visible_answer(user: User, pk: int, **wanted: Any) -> RemarkAnswer:
    visible = AuditReport.objects.visible_to(user).values("pk")
    answers = RemarkAnswer.objects.filter(report__in=visible, **wanted).select_related("report")
    return get_object_or_404(answers, pk=pk)


def _form(report: AuditReport, data: Any, initial: dict[str, Any]) -> forms.AnswerForm:
    milestones = Milestone.objects.filter(item__plan=report.plan_id) if report.plan_id else Milestone.objects.none()
    remarks = report.remarks.select_related("area")
    listed = milestones.exclude(end_kind="").select_related("item").order_by("item__position", "position")
    return forms.AnswerForm(data, initial=initial, remarks=remarks, milestones=listed)


def _with_remarks(sheet: Sheet, facts: dict[str, Any], ticked: list[str]) -> dict[str, Any]:
    """The fields of a form that is opened; what was typed before the session ran out comes first."""
    late = sheet.came_too_late
    return sheet.initial(**facts) | {"remarks": late.getlist("remarks") if late else ticked}
