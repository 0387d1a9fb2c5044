"""One agenda item: begun for a meeting, its page, its head, its place, and going out."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from handleplan import clock
from handleplan.models import Plan
from handleplan.permissions import can_keep_plans, can_read, require
from handleplan.views.keeping import METHODS, Sheet
from meetings import drafting, filling, obliging, templating
from meetings.draft_page import draft_page
from meetings.forms.items import DraftForm, ItemForm, WhyForm, item_facts
from meetings.models import AgendaItem, Meeting
from meetings.views.drafting import address_of, answer, press, seen_of, visible_agenda_item


@require_safe
@require(can_read)
def agenda_item(request: HttpRequest, pk: int) -> HttpResponse:
    """An item section by section; for who drafts it, what is missing."""
    item = visible_agenda_item(request.user, pk)
    return render(request, "meetings/agenda_item.html", {"item": item, **draft_page(item, request.user)})


@require_http_methods(METHODS)
@require(can_keep_plans)
def agenda_item_add(request: HttpRequest, pk: int) -> HttpResponse:
    """An item for a meeting: what it is about, and how it is built; the sections come filled."""
    meeting = get_object_or_404(Meeting.objects.select_related("committee__template"), pk=pk)
    sheet = Sheet(request)
    form = DraftForm(sheet.data, initial=sheet.initial(**_first(request, meeting)), **_among(request, meeting))
    if sheet.is_sent and form.is_valid():
        return sheet.do(lambda: _draft(meeting, form, request), _("The item is drafted. Look each section through."))
    return sheet.show("meetings/agenda_item_add.html", form, meeting=meeting)


def _among(request: HttpRequest, meeting: Meeting) -> dict:
    plans = list(Plan.objects.visible_to(request.user).order_by("title", "pk"))
    visible = {plan.pk for plan in plans}
    owed = [each for each, _period in obliging.owed(meeting.committee, meeting.date) if each.plan_id in visible]
    return {"obligations": owed, "plans": plans, "templates": templating.choices_at(meeting.date)}


def _first(request: HttpRequest, meeting: Meeting) -> dict[str, object]:
    """What the form begins with: the order that was pressed, the meeting's month, the template that is usual then."""
    wanted = request.GET.get("obligation", "")
    usual = templating.usual(meeting)
    first = {"about": f"o{wanted}" if wanted else "", "period": filling.month_told_at(meeting)}
    return first | ({"template": usual} if usual else {})


def _draft(meeting: Meeting, form: DraftForm, request: HttpRequest) -> str:
    data = form.cleaned_data
    item = drafting.draft_item(
        meeting,
        template=data["template"],
        title=data["title"] or filling.title_text(data["plan"]),
        plan=data["plan"],
        obligation=data["obligation"],
        period=data["period"] if data["plan"] else None,
        kind=data["kind"],
        number=data["number"],
        today=clock.today(),
        user=request.user,
        reason=_("The item was drafted"),
    )
    return address_of(item)


@require_http_methods(METHODS)
@require(can_keep_plans)
def agenda_item_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """What stands in the item's head and at its foot."""
    item = visible_agenda_item(request.user, pk)
    sheet = Sheet(request, item)
    form = ItemForm(sheet.data, initial=sheet.initial(**item_facts(item)))
    if sheet.is_sent and form.is_valid():

        def keep() -> str:
            by = {"seen": sheet.seen, "user": request.user, "reason": _("The item was edited")}
            drafting.edit_item(item, **form.cleaned_data, **by)
            return address_of(item)

        if answered := answer(sheet, item, keep, _("The item is saved.")):
            return answered
        form = ItemForm(initial=form.data.dict())
    return sheet.show("meetings/agenda_item_edit.html", form, item=item)


@require_POST
@require(can_keep_plans)
def agenda_item_move(request: HttpRequest, pk: int) -> HttpResponse:
    """Its place on the agenda, one up or down."""
    item = visible_agenda_item(request.user, pk)
    by = {"user": request.user, "reason": _("The order of the agenda was changed")}
    if item.state != AgendaItem.State.DROPPED:
        drafting.move_item(item, up=request.POST.get("step") == "up", **by)
    return redirect(reverse("meetings:meeting-detail", args=[item.meeting_id]) + f"#item-{item.pk}")


@require_POST
@require(can_keep_plans)
def agenda_item_ready(request: HttpRequest, pk: int) -> HttpResponse:
    """The item goes out, or its page says what is missing."""
    item = visible_agenda_item(request.user, pk)
    by = {"seen": seen_of(request), "user": request.user, "reason": _("The item was marked ready")}
    try:
        said = _("The item is ready, and kept as it goes out.")
        return press(request, item, lambda: drafting.mark_ready(item, **by), said)
    except drafting.NotReady as lacking:
        count = len(lacking.missing)
        messages.warning(request, _("The item is not ready: %(count)d things are missing.") % {"count": count})
        return redirect(address_of(item, "#missing"))


@require_POST
@require(can_keep_plans)
def agenda_item_take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """A ready item is drafted again."""
    item = visible_agenda_item(request.user, pk)
    by = {"seen": seen_of(request), "user": request.user, "reason": _("The item was taken back")}
    if item.state != AgendaItem.State.READY:
        return redirect(address_of(item))
    return press(request, item, lambda: drafting.take_back(item, **by), _("The item is a draft again."))


@require_http_methods(METHODS)
@require(can_keep_plans)
def agenda_item_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes the item off the agenda, with a reason."""
    item = visible_agenda_item(request.user, pk)
    sheet = Sheet(request, item)
    form = WhyForm(sheet.data, initial=sheet.initial())
    if item.state in (AgendaItem.State.DECIDED, AgendaItem.State.DROPPED) and not sheet.is_sent:
        return redirect(address_of(item))
    if sheet.is_sent and form.is_valid():

        def drop() -> str:
            drafting.drop_item(item, seen=sheet.seen, user=request.user, reason=form.cleaned_data["why"])
            return reverse("meetings:meeting-detail", args=[item.meeting_id])

        if answered := answer(sheet, item, drop, _("The item is taken off the agenda.")):
            return answered
        form = WhyForm(initial=form.data.dict())
    return sheet.show("meetings/agenda_item_drop.html", form, item=item)
