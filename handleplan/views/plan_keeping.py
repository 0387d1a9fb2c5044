"""Making a plan, editing what is said of it, and continuing it in another one."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from handleplan import clock, permissions, plan_rows, planning, scaling, succeeding
from handleplan.forms import plans as forms
from handleplan.keeping_page import scale_versions
from handleplan.models import Plan, Scale, User
from handleplan.permissions import require
from handleplan.views.keeping import METHODS, Sheet


@require_http_methods(METHODS)
@require(permissions.can_keep_plans)
def plan_add(request: HttpRequest) -> HttpResponse:
    """A blank plan, with the usual parts of its table."""
    sheet = Sheet(request)
    form = forms.PlanForm(sheet.data, initial=sheet.initial())
    if sheet.is_sent and form.is_valid():

        def add() -> str:
            by = {"user": request.user, "reason": _("The plan was made")}
            plan = planning.create_plan(**form.facts, **by)
            planning.add_usual_parts(plan, **by)
            return reverse("handleplan:plan-detail", args=[plan.slug])

        return sheet.do(add, _("The plan is made. Add its first point."))
    return sheet.show("handleplan/plan_add.html", form)


@require_http_methods(METHODS)
@require(permissions.can_keep_plans)
def plan_edit(request: HttpRequest, slug: str) -> HttpResponse:
    """What is said of the plan, and the scale it is assessed with."""
    plan = visible_plan(request.user, slug)
    sheet, scale = Sheet(request, plan), scaling.current_scale(plan)
    now = forms.facts_of(plan) | forms.level_fields(scaling.levels_of(scale))
    form = forms.PlanEditForm(sheet.data, initial=sheet.initial(**now))
    scale_seen = _scale_seen(request) if sheet.is_sent else scale.version if scale else 0
    if sheet.is_sent and form.is_valid() and form.is_explained(scaling.levels_of(scale)):
        answer = sheet.do(lambda: _keep(plan, form, sheet, scale_seen), _("The plan is saved."))
        if answer:
            return answer
        base, scale = _as_seen(sheet, scale_seen), scaling.current_scale(plan)
        theirs = forms.facts_of(plan) | forms.level_fields(scaling.levels_of(scale))
        form = forms.PlanEditForm(initial=sheet.brought_together(form, base, theirs))
        scale_seen = scale.version if scale else 0
    versions = scale_versions(plan)
    return sheet.show("handleplan/plan_edit.html", form, plan=plan, scale_seen=scale_seen, versions=versions)


def _keep(plan: Plan, form: forms.PlanEditForm, sheet: Sheet, scale_seen: int) -> str:
    by = {"user": sheet.request.user, "reason": _("The plan was edited")}
    planning.edit_plan(plan, seen=sheet.seen, **form.facts, **by)
    before = scaling.levels_of(scaling.current_scale(plan))
    levels = form.levels(before)
    if levels != list(before):
        scaling.set_scale(plan, levels=levels, seen=scale_seen, user=by["user"], reason=form.cleaned_data["scale_why"])
    return reverse("handleplan:plan-detail", args=[plan.slug])


@require_http_methods(METHODS)
@require(permissions.can_keep_plans)
def plan_settings(request: HttpRequest, slug: str) -> HttpResponse:
    """How often the plan is reported, what the manager approves, and when further reminders go out."""
    plan = visible_plan(request.user, slug)
    sheet = Sheet(request, plan)
    form = forms.SettingsForm(sheet.data, initial=sheet.initial(**forms.settings_of(plan)))
    if sheet.is_sent and form.is_valid():

        def keep() -> str:
            by = {"user": request.user, "reason": _("The settings were changed")}
            planning.edit_plan(plan, seen=sheet.seen, **form.cleaned_data, **by)
            return reverse("handleplan:plan-detail", args=[plan.slug])

        if answer := sheet.do(keep, _("The settings are saved.")):
            return answer
        base, theirs = forms.settings_of(sheet.then), forms.settings_of(plan)
        form = forms.SettingsForm(initial=sheet.brought_together(form, base, theirs))
    return sheet.show("handleplan/plan_settings.html", form, plan=plan)


def _scale_seen(request: HttpRequest) -> int:
    text = request.POST.get("scale", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else -1


def _as_seen(sheet: Sheet, version: int) -> dict[str, str]:
    """The fields as they were when the person opened the form."""
    scale = Scale.objects.filter(plan=sheet.row, version=version).first()
    return forms.facts_of(sheet.then) | forms.level_fields(scaling.levels_of(scale))


@require_http_methods(METHODS)
@require(permissions.can_keep_plans)
def plan_continue(request: HttpRequest, slug: str) -> HttpResponse:
    """A successor that carries chosen open points over; one that is there already takes further points."""
    plan = visible_plan(request.user, slug)
    sheet = Sheet(request, plan)
    points = list(plan.items.initiatives().active().order_by("position", "pk"))
    month = plan_rows.frame(plan).month
    first = {"points": [point.pk for point in points], "reported_in": month or clock.today().replace(day=1)}
    first |= {"title": _("%(plan)s, phase 2") % {"plan": plan.title}, "version_text": _("Phase 2")}
    if late := sheet.came_too_late:
        first |= late.dict() | {"points": late.getlist("points")}
    form = forms.ContinueForm(sheet.data, initial=first, points=points, successor=plan.successor)
    if sheet.is_sent and form.is_valid():
        if answer := sheet.do(lambda: _continue(plan, form, sheet), lambda: _carried(form)):
            return answer
        points = list(plan.items.initiatives().active().order_by("position", "pk"))
        again = form.data.dict() | {"points": form.data.getlist("points")}
        form = forms.ContinueForm(initial=again, points=points, successor=plan.successor)
    return sheet.show("handleplan/plan_continue.html", form, plan=plan, points=points)


def _continue(plan: Plan, form: forms.ContinueForm, sheet: Sheet) -> str:
    data = form.cleaned_data
    successor = succeeding.continue_plan(
        plan,
        items=list(plan.items.filter(pk__in=data["points"])),
        title=data.get("title", ""),
        version_text=data.get("version_text", ""),
        reported_in=data["reported_in"],
        user=sheet.request.user,
        reason=_("The plan was continued"),
        seen=sheet.seen,
    )
    return reverse("handleplan:plan-detail", args=[successor.slug])


def _carried(form: forms.ContinueForm) -> str:
    count = len(form.cleaned_data["points"])
    words = ngettext("%(count)d point was carried over.", "%(count)d points were carried over.", count)
    return words % {"count": count}


def visible_plan(user: User, slug: str) -> Plan:
    plans = Plan.objects.visible_to(user).select_related("successor", "unit")
    return get_object_or_404(plans, slug=slug)
