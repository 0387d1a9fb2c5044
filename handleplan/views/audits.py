"""Audit reports: the list, one report, and the forms it is written in."""

from __future__ import annotations

import logging
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from handleplan import audit_page, auditing, clock, contributions, filing, permissions
from handleplan.forms import audits as forms
from handleplan.forms.evidence import FileForm
from handleplan.models import AuditArea, AuditFile, AuditReport, User
from handleplan.permissions import require
from handleplan.views.keeping import METHODS, Sheet
from handleplan.views.plan_keeping import visible_plan

FORM = "handleplan/audit_form.html"
logger = logging.getLogger(__name__)


@require_safe
@require(permissions.can_read)
def audit_report_list(request: HttpRequest) -> HttpResponse:
    """The reports that the person may see, and how their remarks stand."""
    context = {
        "reports": audit_page.report_rows(request.user),
        "may_keep": permissions.can_keep_plans(request.user),
    }
    return render(request, "handleplan/audit_report_list.html", context)


@require_safe
@require(permissions.can_read)
def audit_report_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One report: its remarks area by area, their answers, and what is missing."""
    report = visible_report(request.user, pk)
    page = audit_page.report_page(report, request.user, today=clock.today())
    actions = list(contributions.contributed("AUDIT_ACTIONS", report, request.user))
    return render(request, "handleplan/audit_report_detail.html", {"report": report, "actions": actions, **page})


@require_http_methods(METHODS)
@require(permissions.can_keep_plans)
def audit_report_add(request: HttpRequest) -> HttpResponse:
    """A new report, without remarks; with ``?plan=`` the one of a plan."""
    sheet = Sheet(request)
    first = {"year": str(clock.today().year), "plan": _asked_plan(request)}
    form = forms.ReportForm(sheet.data, initial=sheet.initial(**first), user=request.user)
    if sheet.is_sent and form.is_valid():

        def add() -> str:
            report = auditing.add_report(
                **form.cleaned_data, user=request.user, reason=_("The report was written down")
            )
            return address_of(report)

        return sheet.do(add, _("The report is saved. Add its first remark."))
    words = {"title": _("New report"), "submit": _("Save the report"), "back": reverse("handleplan:audit-report-list")}
    return sheet.show(FORM, form, crumbs=crumbs(), **words)


@require_http_methods(METHODS)
@require(permissions.can_keep_plans)
def audit_report_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """What is said of a report itself, and how its account begins."""
    report = visible_report(request.user, pk)
    sheet = Sheet(request, report)
    form = forms.ReportForm(sheet.data, initial=sheet.initial(**forms.facts_of_report(report)), user=request.user)
    if sheet.is_sent and form.is_valid():

        def keep() -> str:
            by = {"user": request.user, "reason": _("The report was edited")}
            auditing.edit_report(report, seen=sheet.seen, **form.cleaned_data, **by)
            return address_of(report)

        if answer := sheet.do(keep, _("The report is saved.")):
            return answer
        base, theirs = forms.facts_of_report(sheet.then), forms.facts_of_report(report)
        form = forms.ReportForm(initial=sheet.brought_together(form, base, theirs), user=request.user)
    words = {"title": _("Edit the report"), "submit": _("Save the report"), "back": address_of(report)}
    return sheet.show(FORM, form, crumbs=crumbs(report), **words)


@require_http_methods(METHODS)
@require(permissions.can_keep_plans)
def audit_area_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """An area's name, and its heading as the report writes it."""
    area = get_object_or_404(AuditArea.objects.select_related("report"), pk=pk)
    sheet = Sheet(request, area)
    form = forms.AreaForm(sheet.data, initial=sheet.initial(**forms.facts_of_area(area)))
    if sheet.is_sent and form.is_valid():
        others = area.report.areas.exclude(pk=area.pk)
        if others.filter(name=form.cleaned_data["name"]).exists():
            form.add_error("name", _("The report has an area of that name already."))
        else:

            def keep() -> str:
                by = {"user": request.user, "reason": _("The area was edited")}
                auditing.edit_area(area, seen=sheet.seen, **form.cleaned_data, **by)
                return address_of(area.report)

            if answer := sheet.do(keep, _("The area is saved.")):
                return answer
            base, theirs = forms.facts_of_area(sheet.then), forms.facts_of_area(area)
            form = forms.AreaForm(initial=sheet.brought_together(form, base, theirs))
    words = {"title": _("Edit the area"), "submit": _("Save the area"), "back": address_of(area.report)}
    return sheet.show(FORM, form, crumbs=crumbs(area.report), **words)


@require_http_methods(METHODS)
@require(permissions.can_keep_plans)
def audit_file_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Attaches the report itself, as it was received."""
    report = visible_report(request.user, pk)
    sheet = Sheet(request, report)
    form = FileForm(request.POST, request.FILES) if sheet.is_sent else FileForm()
    if sheet.is_sent and form.is_valid():

        def keep() -> str:
            by = {"user": request.user, "reason": _("The report itself was attached")}
            filing.store_audit_file(report, form.cleaned_data["file"], **by)
            return address_of(report)

        return sheet.do(keep, _("The file “%(name)s” is attached.") % {"name": form.cleaned_data["file"].name})
    words = {"title": _("Attach the report"), "submit": _("Attach"), "back": address_of(report), "has_file": True}
    return sheet.show(FORM, form, crumbs=crumbs(report), **words)


@require_safe
@require(permissions.can_read)
def audit_file_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The report itself, to be saved: a browser neither shows nor runs it, and no shared cache keeps it."""
    visible = AuditReport.objects.visible_to(request.user).values("pk")
    file = get_object_or_404(AuditFile.objects.filter(report__in=visible).select_related("report"), pk=pk)
    try:
        content = filing.read_file(file)
    except filing.Damaged:
        logger.exception("The bytes of audit file %s are not those that were stored", file.pk)
        said = _("The file “%(name)s” is damaged in the archive and is not sent.")
        messages.error(request, said % {"name": file.name})
        return redirect(address_of(file.report))
    return HttpResponse(
        content,
        content_type=file.content_type,
        headers={
            "Content-Disposition": content_disposition_header(True, file.name),
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
        },
    )


@require_safe
@require(permissions.can_read)
def plan_remarks(request: HttpRequest, slug: str) -> HttpResponse:
    """What a plan answers, both ways: the remarks with their points, and the points that answer none."""
    plan = visible_plan(request.user, slug)
    page = audit_page.plan_remarks_page(plan, request.user, today=clock.today())
    context = {"plan": plan, "may_keep": permissions.can_keep_plans(request.user), **page}
    return render(request, "handleplan/plan_remarks.html", context)


# -- what the views of remarks and answers share ----------------------------------------------------------------------


def visible_report(user: User, pk: int) -> AuditReport:
    return get_object_or_404(AuditReport.objects.visible_to(user).select_related("plan"), pk=pk)


def address_of(report: AuditReport) -> str:
    return reverse("handleplan:audit-report-detail", args=[report.pk])


def crumbs(report: AuditReport | None = None, *further: dict[str, Any]) -> list[dict[str, Any]]:
    """The way from the list of reports to a page beneath it."""
    way = [{"label": _("Audit reports"), "url": reverse("handleplan:audit-report-list")}]
    if report is not None:
        way.append({"label": report.title, "url": address_of(report)})
    return [*way, *further]


def _asked_plan(request: HttpRequest) -> str:
    slug = request.GET.get("plan", "")
    return str(visible_plan(request.user, slug).pk) if slug else ""
