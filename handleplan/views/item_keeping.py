"""Adding a point, editing it, and giving it another place."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from handleplan import arranging, clock, history, permissions, planning
from handleplan.dates import ImpreciseDate
from handleplan.forms import items as forms
from handleplan.keeping_page import names_then, place_preview, same_number
from handleplan.models import Plan, PlanItem, User
from handleplan.permissions import require
from handleplan.views import fetching
from handleplan.views.keeping import METHODS, Sheet
from handleplan.views.plan_keeping import visible_plan


@require_http_methods(METHODS)
@require(permissions.can_keep_plans)
def item_add(request: HttpRequest, slug: str) -> HttpResponse:
    """A new point. Another point above brings its own places and its next number: the form is shown again."""
    plan = visible_plan(request.user, slug)
    sheet = Sheet(request)
    how = {"plan": plan, "today": clock.today()}
    first = sheet.initial(parent=request.GET.get("parent", ""), kind=PlanItem.Kind.INITIATIVE)
    form = forms.NewItemForm(sheet.data, initial=first, **how)
    form.initial.setdefault("number", form.suggested(form.above))
    if sheet.is_sent and (sheet.step == "parent" or form.parent_changed):
        form = forms.NewItemForm(initial=form.data.dict(), **how)
    elif sheet.is_sent and form.is_valid():

        def add() -> str:
            item = _add(plan, form, request.user)
            _warn_of_double(request, item)
            return reverse("handleplan:item-detail", args=[item.pk])

        return sheet.do(add, _("The point is added."))
    context = {"plan": plan, "suggested": form.suggested(form.above), "looked": sheet.is_sent and not form.is_bound}
    return sheet.show("handleplan/item_add.html", form, **context)


def _add(plan: Plan, form: forms.NewItemForm, user: User) -> PlanItem:
    data, by = form.cleaned_data, {"user": user, "reason": _("The point was added")}
    fields = {name: data[name] for name in ("number", "title", "description", "owner", "unit", "parent")}
    item = planning.add_item(plan, kind=data["kind"], **fields, **by)
    before = data["before"] or arranging.behind(data["parent"], form.points)
    if before is not None:
        arranging.place_item(item, parent=data["parent"], before=before, **by)
    if data["kind"] == PlanItem.Kind.INITIATIVE or data["start"] or data["end"]:
        _schedule(item, data["start"], data["end"], **by)
    return item


def _schedule(item: PlanItem, start: ImpreciseDate | None, end: ImpreciseDate | None, **by: object) -> None:
    milestone = planning.schedule_item(item, start=start, **by)
    if end is not None:
        planning.record_first_end(milestone, end=end, **by)


def _warn_of_double(request: HttpRequest, item: PlanItem) -> None:
    if other := same_number(item):
        said = _("%(number)s is also the number of “%(title)s”. Both keep it until one is renumbered.")
        messages.warning(request, said % {"number": item.number, "title": other.display_title or other.number})


@require_http_methods(METHODS)
@require(permissions.can_keep_plans)
def item_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """What is said of a point; another number is remembered, another title stands in its history."""
    item = fetching.visible_item(request.user, pk)
    sheet = Sheet(request, item)
    form = forms.ItemForm(sheet.data, initial=sheet.initial(**forms.facts_of(item)), owner=item.owner_id)
    if sheet.is_sent and form.is_valid():
        answer = sheet.do(lambda: _edit(item, form, sheet), _("The point is saved."))
        if answer:
            return answer
        together = sheet.brought_together(form, forms.facts_of(sheet.then), forms.facts_of(item))
        form = forms.ItemForm(initial=together, owner=item.owner_id)
    context = {"item": item, "plan": item.plan, "names": names_then(item)}
    return sheet.show("handleplan/item_edit.html", form, **context)


def _edit(item: PlanItem, form: forms.ItemForm, sheet: Sheet) -> str:
    data, by = dict(form.cleaned_data), {"user": sheet.request.user, "reason": _("The point was edited")}
    number = data.pop("number")
    planning.edit_item(item, seen=sheet.seen, **data, **by)
    if number != item.number:
        arranging.renumber_item(item, number=number, user=sheet.request.user, reason=_("The point was renumbered"))
        _warn_of_double(sheet.request, item)
    return reverse("handleplan:item-detail", args=[item.pk])


@require_http_methods(METHODS)
@require(permissions.can_keep_plans)
def item_place(request: HttpRequest, pk: int) -> HttpResponse:
    """Another place for a point and what stands under it: choose, look at it between its neighbours, place it.

    The numbers that would follow the new place are offered; each former number is remembered.
    """
    item = fetching.visible_item(request.user, pk)
    sheet = Sheet(request, item)
    first = sheet.initial(parent=str(item.parent_id or ""), number=item.number)
    form = forms.PlaceForm(sheet.data, plan=item.plan, item=item, initial=first)
    if not sheet.is_sent:
        form.initial.setdefault("before", _next_beside(item, form))
    preview = None
    if sheet.is_sent and form.is_valid():
        preview = place_preview(item, form)
        if sheet.step == "place" and request.POST.get("looked") == preview["token"]:
            if answer := sheet.do(lambda: _place(item, form, sheet, preview), _("The point has its new place.")):
                return answer
            form = forms.PlaceForm(sheet.data, plan=item.plan, item=item)
            preview = place_preview(item, form) if form.is_valid() else None
    context = {"item": item, "plan": item.plan, "preview": preview, "renumber": request.POST.get("renumber", "yes")}
    return sheet.show("handleplan/item_place.html", form, **context)


def _place(item: PlanItem, form: forms.PlaceForm, sheet: Sheet, preview: dict) -> str:
    data, by = form.cleaned_data, {"user": sheet.request.user, "reason": _("The point was moved")}
    before = data["before"] or arranging.behind(data["parent"], form.points, leaving_out=item)
    arranging.place_item(item, parent=data["parent"], before=before, seen=sheet.seen, **by)
    if sheet.request.POST.get("renumber") == "yes":
        rows = {point.pk: point for point in item.plan.items.filter(pk__in=[n["pk"] for n in preview["numbers"]])}
        for change in preview["numbers"]:
            if rows[change["pk"]].number != change["old"]:
                raise history.Outdated
            arranging.renumber_item(rows[change["pk"]], number=change["new"], **by)
    return reverse("handleplan:item-detail", args=[item.pk])


def _next_beside(item: PlanItem, form: forms.PlaceForm) -> str:
    """The point that stands behind this one now, under the same point."""
    return next((str(other.pk) for other in form.beside if other.position > item.position), "")
