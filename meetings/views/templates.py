"""The section templates: which there are, a copy of one, and changing one with an example beside it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from handleplan.permissions import can_keep_plans, require
from handleplan.views.keeping import METHODS, Sheet
from meetings import templating
from meetings.forms.templates import TemplateForm, fields_of
from meetings.models import SectionTemplate
from meetings.shipped import SHIPPED
from meetings.template_page import example, template_rows

SHOW = "show"  # the step that only looks


@require_safe
@require(can_keep_plans)
def template_list(request: HttpRequest) -> HttpResponse:
    """Every template, and the way to a copy of each."""
    return render(request, "meetings/template_list.html", {"templates": template_rows()})


@require_http_methods(METHODS)
@require(can_keep_plans)
def template_add(request: HttpRequest) -> HttpResponse:
    """A template of our own, as a copy of ``?copy=``."""
    try:
        copied = templating.named(request.GET.get("copy", SHIPPED[-1].name))
    except templating.Unknown as unknown:
        raise Http404 from unknown
    sheet = Sheet(request)
    first = fields_of(copied) | {"label": _("Copy of %(template)s") % {"template": copied.label}, "is_offered": True}
    form = TemplateForm(sheet.data, initial=sheet.initial(**first), sections=len(copied.habits.sections))
    if sheet.is_sent and sheet.step != SHOW and form.is_valid():

        def add() -> str:
            by = {"user": request.user, "reason": _("The template was made")}
            facts = {name: form.cleaned_data[name] for name in ("label", "valid_from")}
            templating.add_template(habits=form.habits, **facts, **by)
            return reverse("meetings:template-list")

        return sheet.do(add, _("The template is made. It can be chosen for items now."))
    return _show(sheet, form, copied)


@require_http_methods(METHODS)
@require(can_keep_plans)
def template_edit(request: HttpRequest, name: str) -> HttpResponse:
    """One of our own templates; those that come with Handleplan are copied."""
    row = get_object_or_404(SectionTemplate, name=name, is_shipped=False)
    sheet, kept = Sheet(request, row), templating.named(name)
    count = len(kept.habits.sections)
    form = TemplateForm(sheet.data, initial=sheet.initial(**fields_of(kept)), sections=count)
    if sheet.is_sent and sheet.step != SHOW and form.is_valid():

        def keep() -> str:
            by = {"seen": sheet.seen, "user": request.user, "reason": _("The template was changed")}
            facts = {field: form.cleaned_data[field] for field in ("label", "valid_from", "is_offered")}
            templating.change_template(row, habits=form.habits, **facts, **by)
            return reverse("meetings:template-list")

        if answer := sheet.do(keep, _("The template is saved.")):
            return answer
        form = TemplateForm(initial=form.data.dict(), sections=count)
    return _show(sheet, form, kept, row=row)


def _show(sheet: Sheet, form: TemplateForm, kept: templating.Template, **context: Any) -> HttpResponse:
    """The page, or for htmx the example alone. A form with a mistake in it has no example."""
    habits = kept.habits
    if form.is_bound:
        habits = form.habits if form.is_valid() else None
    template = "meetings/template_edit.html"
    if sheet.request.htmx and sheet.step == SHOW:
        template = "meetings/includes/template_example.html"
    return sheet.show(template, form, example=example(habits) if habits else None, **context)
