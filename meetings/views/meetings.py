"""Meetings of a committee: the year's calendar, one meeting with its agenda, and the order of its items."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from handleplan import clock
from handleplan.permissions import can_keep_plans, can_read, require
from handleplan.views.keeping import METHODS, Sheet
from meetings import convening
from meetings.forms.committees import MeetingForm, MeetingsForm, meeting_facts
from meetings.meeting_page import meeting_page
from meetings.models import Committee, Meeting


@require_safe
@require(can_read)
def meeting_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One meeting and its agenda."""
    meeting = get_object_or_404(Meeting.objects.select_related("committee__template"), pk=pk)
    context = meeting_page(meeting, request.user, clock.today())
    return render(request, "meetings/meeting_detail.html", {"meeting": meeting, **context})


@require_http_methods(METHODS)
@require(can_keep_plans)
def meeting_add(request: HttpRequest, pk: int) -> HttpResponse:
    """One meeting, or a year of them."""
    committee = get_object_or_404(Committee, pk=pk)
    sheet = Sheet(request)
    form = MeetingsForm(sheet.data, initial=sheet.initial(place=committee.place))
    if sheet.is_sent and form.is_valid():

        def add() -> str:
            by = {"user": request.user, "reason": _("The meeting was put into the calendar")}
            made = convening.add_meetings(committee, days=form.meetings(), place=form.cleaned_data["place"], **by)
            if len(made) == 1:
                return reverse("meetings:meeting-detail", args=[made[0].pk])
            return reverse("meetings:committee-detail", args=[committee.pk])

        count = len(form.cleaned_data["days"])
        said = ngettext("%(count)d meeting is added.", "%(count)d meetings are added.", count) % {"count": count}
        try:
            return sheet.do(add, said)
        except convening.AlreadyThere as there:
            form.refuse(there.args[0])
    return sheet.show("meetings/meeting_add.html", form, committee=committee)


@require_http_methods(METHODS)
@require(can_keep_plans)
def meeting_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """What is said of a meeting."""
    meeting = get_object_or_404(Meeting.objects.select_related("committee"), pk=pk)
    sheet = Sheet(request, meeting)
    form = MeetingForm(sheet.data, initial=sheet.initial(**meeting_facts(meeting)))
    if sheet.is_sent and form.is_valid():

        def keep() -> str:
            by = {"seen": sheet.seen, "user": request.user, "reason": _("The meeting was edited")}
            convening.edit_meeting(meeting, **form.cleaned_data, **by)
            return reverse("meetings:meeting-detail", args=[meeting.pk])

        try:
            if answer := sheet.do(keep, _("The meeting is saved.")):
                return answer
            form = MeetingForm(initial=form.data.dict())
        except convening.AlreadyThere:
            form.refuse_day()
    return sheet.show("meetings/meeting_edit.html", form, meeting=meeting)
