"""Committees, their members, and what they are owed."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from handleplan import clock
from handleplan.permissions import can_keep_plans, can_read, require
from handleplan.views.keeping import METHODS, Sheet
from meetings import convening, templating
from meetings.committee_page import committee_page, committee_rows
from meetings.forms.committees import CommitteeForm, MemberForm, facts_of
from meetings.models import Committee, CommitteeMember


@require_safe
@require(can_read)
def committee_list(request: HttpRequest) -> HttpResponse:
    """Every committee, and when it meets next."""
    return render(request, "meetings/committee_list.html", {"committees": committee_rows(clock.today())})


@require_safe
@require(can_read)
def committee_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """A committee with its meetings, what it is owed, and who sits in it."""
    committee = get_object_or_404(Committee.objects.select_related("template"), pk=pk)
    context = committee_page(committee, request.user, clock.today())
    return render(request, "meetings/committee_detail.html", {"committee": committee, **context})


@require_http_methods(METHODS)
@require(can_keep_plans)
def committee_add(request: HttpRequest) -> HttpResponse:
    """A new committee."""
    sheet = Sheet(request)
    form = CommitteeForm(sheet.data, initial=sheet.initial(agenda_days=4, active=True))
    if sheet.is_sent and form.is_valid():

        def add() -> str:
            by = {"user": request.user, "reason": _("The committee was added")}
            made = convening.add_committee(**_facts(form, by), **by)
            return reverse("meetings:committee-detail", args=[made.pk])

        try:
            return sheet.do(add, _("The committee is added. Put its meetings into the calendar."))
        except convening.AlreadyThere:
            form.refuse_name()
    return sheet.show("meetings/committee_edit.html", form)


@require_http_methods(METHODS)
@require(can_keep_plans)
def committee_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """What is said of a committee."""
    committee = get_object_or_404(Committee, pk=pk)
    sheet = Sheet(request, committee)
    form = CommitteeForm(sheet.data, initial=sheet.initial(**facts_of(committee)))
    if sheet.is_sent and form.is_valid():

        def keep() -> str:
            by = {"user": request.user, "reason": _("The committee was edited")}
            convening.edit_committee(committee, **_facts(form, by), seen=sheet.seen, **by)
            return reverse("meetings:committee-detail", args=[committee.pk])

        try:
            if answer := sheet.do(keep, _("The committee is saved.")):
                return answer
            form = CommitteeForm(initial=form.data.dict())
        except convening.AlreadyThere:
            form.refuse_name()
    return sheet.show("meetings/committee_edit.html", form, committee=committee)


def _facts(form: CommitteeForm, by: dict[str, Any]) -> dict[str, Any]:
    """What the form says, the template as its row."""
    facts = dict(form.cleaned_data)
    name = facts.pop("template")
    return facts | {"template": templating.take(name, **by) if name else None}


@require_http_methods(METHODS)
@require(can_keep_plans)
def member_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody more who sits in the committee."""
    committee = get_object_or_404(Committee, pk=pk)
    sheet = Sheet(request)
    form = MemberForm(sheet.data, initial=sheet.initial(role=CommitteeMember.Role.MEMBER))
    if sheet.is_sent and form.is_valid():

        def add() -> str:
            by = {"user": request.user, "reason": _("The member was added")}
            convening.add_member(committee, **form.cleaned_data, **by)
            return reverse("meetings:committee-detail", args=[committee.pk])

        return sheet.do(add, _("The member is added."))
    return sheet.show("meetings/member_edit.html", form, committee=committee)


@require_http_methods(METHODS)
@require(can_keep_plans)
def member_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """What is said of a member; who leaves gets a last day."""
    member = get_object_or_404(CommitteeMember.objects.select_related("committee"), pk=pk)
    sheet = Sheet(request, member)
    now = {name: getattr(member, name) for name in MemberForm.base_fields}
    form = MemberForm(sheet.data, initial=sheet.initial(**now))
    if sheet.is_sent and form.is_valid():

        def keep() -> str:
            by = {"seen": sheet.seen, "user": request.user, "reason": _("The member was edited")}
            convening.edit_member(member, **form.cleaned_data, **by)
            return reverse("meetings:committee-detail", args=[member.committee_id])

        if answer := sheet.do(keep, _("The member is saved.")):
            return answer
        form = MemberForm(initial=form.data.dict())
    return sheet.show("meetings/member_edit.html", form, committee=member.committee, member=member)
