"""The course of a matter over the meetings, and what an item is tied to."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from handleplan import clock
from handleplan.models import Plan, User
from handleplan.permissions import can_keep_plans, can_read, require
from handleplan.views.keeping import METHODS, Sheet
from meetings import openness, relating_items
from meetings.course_page import course, links_page
from meetings.forms.links import LinkForm
from meetings.item_words import item_words
from meetings.models import AgendaItem
from meetings.views.commitments import visible_item

_MOST = 100  # items to choose between


@require_safe
@require(can_read)
def plan_course(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything that was put before a committee of the plan; ``?point=`` narrows it to one point."""
    plan = get_object_or_404(Plan.objects.visible_to(request.user), slug=slug)
    key = request.GET.get("point", "")
    known = key.isascii() and key.isdigit() and len(key) < 10
    point = get_object_or_404(plan.items, pk=key) if known else None
    return render(request, "meetings/plan_course.html", course(plan, request.user, point, today=clock.today()))


@require_http_methods(METHODS)
@require(can_keep_plans)
def item_links(request: HttpRequest, pk: int) -> HttpResponse:
    """What the item is tied to. A POST ties it to another one, or (``withdraw``) unties it."""
    item = visible_item(request.user, pk)
    here = reverse("meetings:item-links", args=[pk])
    if key := request.POST.get("withdraw"):
        link = get_object_or_404(item.links, pk=key if key.isascii() and key.isdigit() and len(key) < 10 else None)
        relating_items.withdraw_link(link, user=request.user, reason=_("The two do not belong together"))
        messages.success(request, _("The two are not tied any more."))
        return redirect(here)
    sheet = Sheet(request)
    form = LinkForm(sheet.data, initial=sheet.initial(), choices=_choices(item, request.user))
    if sheet.is_sent and form.is_valid():

        def tie() -> str:
            by = {"user": request.user, "reason": _("The two belong together")}
            relating_items.link_items(item, **form.cleaned_data, **by)
            return here

        try:
            return sheet.do(tie, _("The two are tied."))
        except relating_items.AlreadyLinked:
            form.refuse_second()
    return sheet.show("meetings/item_links.html", form, item=item, **links_page(item, request.user))


def _choices(item: AgendaItem, user: User) -> list[tuple[str, str]]:
    """The other items of the plan and of the meeting, newest first."""
    rows = openness.visible_items(user).exclude(pk=item.pk).exclude(state=AgendaItem.State.DROPPED)
    near = rows.filter(plan=item.plan_id) | rows.filter(meeting=item.meeting_id)
    found = near.select_related("meeting__committee").order_by("-meeting__date", "position", "pk").distinct()
    return [(str(other.pk), item_words(other, user)) for other in found[:_MOST]]
