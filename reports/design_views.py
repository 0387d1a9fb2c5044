"""The designs of reports: which there are, a copy of one, and changing one with a preview beside it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from handleplan import clock
from handleplan.models import Plan
from handleplan.permissions import can_keep_plans, require
from handleplan.views.keeping import METHODS, Sheet
from reports import designing
from reports.choosing import design_named, design_of
from reports.design_form import DesignEditForm, DesignForm, PreviewForm, fields_of
from reports.design_page import design_rows, preview
from reports.designs import STANDARD, Design
from reports.models import ReportDesign

SHOW = "show"  # the step that only looks


@require_http_methods(["GET", "HEAD"])
@require(can_keep_plans)
def design_list(request: HttpRequest) -> HttpResponse:
    """Every design, and the way to a copy of each."""
    return render(request, "reports/design_list.html", {"designs": design_rows()})


@require_http_methods(METHODS)
@require(can_keep_plans)
def design_add(request: HttpRequest) -> HttpResponse:
    """A new design, as a copy of ``?copy=``."""
    copied = design_named(request.GET.get("copy", STANDARD.name))
    if copied is None:
        raise Http404
    sheet = Sheet(request)
    first = fields_of(copied) | {"label": _("Copy of %(design)s") % {"design": copied.label}}
    form = DesignForm(sheet.data, initial=sheet.initial(**first))
    if sheet.is_sent and sheet.step != SHOW and form.is_valid():

        def add() -> str:
            designing.add_design(design=form.design, user=request.user, reason=_("The design was made"))
            return reverse("reports:design-list")

        return sheet.do(add, _("The design is made. It can be chosen for reports now."))
    return _show(sheet, form, copied, "reports/design_add.html")


@require_http_methods(METHODS)
@require(can_keep_plans)
def design_edit(request: HttpRequest, name: str) -> HttpResponse:
    """One of the municipality's own designs, with a preview of a real plan."""
    row = get_object_or_404(ReportDesign, name=name)
    sheet, kept = Sheet(request, row), design_of(row)
    form = DesignEditForm(sheet.data, initial=sheet.initial(**fields_of(kept), is_offered=row.is_offered))
    if sheet.is_sent and sheet.step != SHOW and form.is_valid():
        if answer := sheet.do(lambda: _change(row, form, sheet), _("The design is saved.")):
            return answer
        form = DesignEditForm(initial=form.data.dict())
    return _show(sheet, form, kept, "reports/design_edit.html", row=row)


def _change(row: ReportDesign, form: DesignEditForm, sheet: Sheet) -> str:
    designing.change_design(
        row,
        design=form.design,
        is_offered=form.cleaned_data["is_offered"],
        seen=sheet.seen,
        user=sheet.request.user,
        reason=_("The design was changed"),
    )
    return reverse("reports:design-list")


def _show(sheet: Sheet, form: DesignForm, design: Design, template: str, **context: Any) -> HttpResponse:
    """The page, or for htmx the preview alone. A form with a mistake in it has no preview."""
    request = sheet.request
    plans = Plan.objects.visible_to(request.user).select_related("unit").order_by("title", "pk")
    looking = PreviewForm(plans, request.POST if sheet.is_sent else None)
    chosen = looking.cleaned_data if looking.is_bound and looking.is_valid() else {}
    if form.is_bound:
        design = form.design if form.is_valid() else None
    plan = chosen.get("plan") or plans.first()
    shown = preview(plan, design, chosen.get("month"), clock.today()) if design else None
    context |= {"preview": shown, "preview_form": looking}
    if request.htmx and sheet.step == SHOW:
        template = "reports/includes/design_preview.html"
    return sheet.show(template, form, **context)
