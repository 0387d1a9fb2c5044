"""One remark: its page, the forms it is written in, the points that answer it, and who says that it is closed."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from handleplan import auditing, clock, coverage, permissions
from handleplan.audit_words import name_of, shortened
from handleplan.forms import audits as forms
from handleplan.models import AuditRemark, AuditReport, Plan, PlanItem, RemarkType, User
from handleplan.permissions import require
from handleplan.remark_page import remark_page
from handleplan.views.audits import FORM, address_of, crumbs, visible_report
from handleplan.views.keeping import METHODS, Sheet


@require_safe
@require(permissions.can_read)
def remark_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """A remark in full, what answers it, and its course."""
    remark = visible_remark(request.user, pk)
    page = remark_page(remark, request.user, today=clock.today())
    context = {"remark": remark, "report": remark.report, "crumbs": crumbs(remark.report), **page}
    return render(request, "handleplan/remark_detail.html", context)


@require_http_methods(METHODS)
@require(permissions.can_keep_plans)
def remark_add(request: HttpRequest, pk: int) -> HttpResponse:
    """A further remark of a report; the page comes again for the next one."""
    report = visible_report(request.user, pk)
    sheet = Sheet(request)
    form = _form(request.user, report, sheet.data, sheet.initial(**_after_the_last(report)))
    if sheet.is_sent and form.is_valid():

        def add() -> str:
            by = {"user": request.user, "reason": _("The remark was written down")}
            auditing.add_remark(report, area=_area(report, form, by), **form.facts, **by)
            return address_of(report)

        return sheet.do(add, _("The remark is saved."))
    words = {"title": _("Add a remark"), "submit": _("Save the remark"), "back": address_of(report)}
    return sheet.show(FORM, form, crumbs=crumbs(report), **words, **_lists(report))


@require_http_methods(METHODS)
@require(permissions.can_keep_plans)
def remark_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Mends a remark's words and what is said of it."""
    remark = visible_remark(request.user, pk)
    sheet = Sheet(request, remark)
    form = _form(request.user, remark.report, sheet.data, sheet.initial(**forms.facts_of_remark(remark)))
    if sheet.is_sent and form.is_valid():

        def keep() -> str:
            by = {"user": request.user, "reason": _("The remark was edited")}
            auditing.edit_remark(remark, seen=sheet.seen, area=_area(remark.report, form, by), **form.facts, **by)
            return _page_of(remark)

        if answer := sheet.do(keep, _("The remark is saved.")):
            return answer
        remark = visible_remark(request.user, pk)
        base, theirs = forms.facts_of_remark(sheet.then), forms.facts_of_remark(remark)
        form = _form(request.user, remark.report, None, sheet.brought_together(form, base, theirs))
    words = {"title": _("Edit the remark"), "submit": _("Save the remark"), "back": _page_of(remark)}
    return sheet.show(FORM, form, crumbs=_crumbs(remark), **words, **_lists(remark.report))


@require_http_methods(METHODS)
@require(permissions.can_keep_plans)
def remark_points(request: HttpRequest, pk: int) -> HttpResponse:
    """Which points of plans answer the remark; ``?plan=`` chooses among another plan's points."""
    remark = visible_remark(request.user, pk)
    sheet = Sheet(request, remark)
    plan, points = _points_to_choose(request, remark)
    now = [link.item_id for link in remark.links.all()]
    first = {"points": late.getlist("points") if (late := sheet.came_too_late) else now}
    form = forms.LinkForm(sheet.data, initial=first, points=points)
    if sheet.is_sent and form.is_valid():

        def link() -> str:
            by = {"user": request.user, "reason": _("The answering points were chosen")}
            auditing.link_items(remark, items=form.chosen, seen=sheet.seen, **by)
            return _page_of(remark)

        if answer := sheet.do(link, _("The answering points are saved.")):
            return answer
        form = forms.LinkForm(initial={"points": form.data.getlist("points")}, points=points)
    words = {"title": _("Points that answer the remark"), "submit": _("Save the points"), "back": _page_of(remark)}
    plans = [one for one in Plan.objects.visible_to(request.user) if plan is None or one.pk != plan.pk]
    said = {"said_above": remark.text, "other_plans": plans, "chosen_plan": plan}
    return sheet.show(FORM, form, crumbs=_crumbs(remark), **words, **said)


@require_http_methods(METHODS)
@require(permissions.can_move_deadlines)
def remark_claim(request: HttpRequest, pk: int) -> HttpResponse:
    """What the management holds of the remark. It closes nothing: that is the auditors' to do."""
    remark = visible_remark(request.user, pk)
    note = _("The remark stays open until the auditors say themselves that it is closed.")
    words = {"title": _("The management’s view"), "submit": _("Record the view"), "note": note}
    return _recorded(request, remark, forms.ClaimForm, auditing.claim, _("The management’s view is recorded."), words)


@require_http_methods(METHODS)
@require(permissions.can_keep_plans)
def remark_verdict(request: HttpRequest, pk: int) -> HttpResponse:
    """What the auditors themselves said of the remark, and where."""
    remark = visible_remark(request.user, pk)
    note = _("Only what the auditors have said themselves. What the municipality holds is the management’s view.")
    words = {"title": _("The auditors’ verdict"), "submit": _("Record the verdict"), "note": note}
    done = _("The auditors’ verdict is recorded.")
    return _recorded(request, remark, forms.VerdictForm, auditing.record_verdict, done, words)


def _recorded(
    request: HttpRequest, remark: AuditRemark, kind: Any, verb: Any, done: str, words: dict[str, Any]
) -> HttpResponse:
    sheet = Sheet(request, remark)
    form = kind(sheet.data, initial=sheet.initial())
    if sheet.is_sent and form.is_valid():

        def record() -> str:
            verb(remark, **form.cleaned_data, user=request.user, reason=words["title"])
            return _page_of(remark)

        return sheet.do(record, done)
    said = {"said_above": remark.text, "back": _page_of(remark)}
    return sheet.show(FORM, form, crumbs=_crumbs(remark), **words, **said)


@require_http_methods(METHODS)
@require(permissions.can_keep_plans)
def remark_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes a remark away that was written by mistake and that nothing hangs on yet."""
    remark = visible_remark(request.user, pk)
    sheet = Sheet(request, remark)
    form = forms.RemovalForm(sheet.data, initial=sheet.initial())
    if sheet.is_sent and form.is_valid():
        report = remark.report

        def remove() -> str:
            auditing.remove_remark(remark, seen=sheet.seen, user=request.user, reason=form.cleaned_data["reason"])
            return address_of(report)

        try:
            if answer := sheet.do(remove, _("The remark is taken away.")):
                return answer
        except auditing.StillUsed:
            form.add_error(None, _("Answers, points or views hang on the remark. Take those away first."))
    words = {"title": _("Take the remark away"), "submit": _("Take it away"), "back": _page_of(remark)}
    return sheet.show(FORM, form, crumbs=_crumbs(remark), said_above=remark.text, **words)


def visible_remark(user: User, pk: int) -> AuditRemark:
    visible = AuditReport.objects.visible_to(user).values("pk")
    return get_object_or_404(coverage.complete(AuditRemark.objects.filter(report__in=visible)), pk=pk)


def _page_of(remark: AuditRemark) -> str:
    return reverse("handleplan:remark-detail", args=[remark.pk])


def _crumbs(remark: AuditRemark) -> list[dict[str, Any]]:
    return crumbs(remark.report, {"label": shortened(name_of(remark), 40), "url": _page_of(remark)})


def _form(user: User, report: AuditReport, data: Any, initial: dict[str, Any]) -> forms.RemarkForm:
    return forms.RemarkForm(data, initial=initial, report=report, earlier=forms.earlier_remarks(report, user))


def _area(report: AuditReport, form: forms.RemarkForm, by: dict[str, Any]) -> Any:
    name = form.cleaned_data["area"]
    return auditing.add_area(report, name=name, **by) if name else None


def _after_the_last(report: AuditReport) -> dict[str, str]:
    """The next remark is most often of the same kind and area as the one before."""
    last = report.remarks.select_related("area").order_by("-position").first()
    return {"kind": last.kind, "area": last.area.name if last.area_id else ""} if last else {}


def _lists(report: AuditReport) -> dict[str, Any]:
    """What the fields offer while somebody types."""
    return {
        "areas": report.areas.values_list("name", flat=True),
        "types": RemarkType.objects.values_list("text", flat=True),
    }


def _points_to_choose(request: HttpRequest, remark: AuditRemark) -> tuple[Plan | None, list[PlanItem]]:
    """The points of the asked or the report's plan, and those that are chosen already, whatever their plan."""
    visible = Plan.objects.visible_to(request.user)
    slug = request.GET.get("plan", "")
    plan = get_object_or_404(visible, slug=slug) if slug else visible.filter(pk=remark.report.plan_id).first()
    chosen = PlanItem.objects.filter(pk__in=[link.item_id for link in remark.links.all()])
    of_plan = PlanItem.objects.filter(plan=plan) if plan else PlanItem.objects.none()
    return plan, list((of_plan | chosen).order_by("plan", "position"))
