"""What else belongs to an item: what is proposed, the list of points in focus, annexes, and names in the text."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from handleplan import clock
from handleplan.permissions import can_keep_plans, require
from handleplan.views.keeping import METHODS, Sheet
from meetings import drafting
from meetings.forms.items import AnnexForm, FocusForm, ProposalForm, ReferenceForm, WhyForm, focus_facts
from meetings.habits import from_data
from meetings.models import Appendix, EventReference, FocusPoint, Proposal
from meetings.views.drafting import (
    address_of,
    answer,
    editions_of,
    part_of_item,
    press,
    seen_of,
    visible_agenda_item,
)

# -- what is proposed -------------------------------------------------------------------------------------------------


@require_http_methods(METHODS)
@require(can_keep_plans)
def proposal_add(request: HttpRequest, pk: int) -> HttpResponse:
    """One more point of what is proposed."""
    item = visible_agenda_item(request.user, pk)
    sheet = Sheet(request)
    at = from_data(item.habits).at
    form = ProposalForm(sheet.data, initial=sheet.initial(text=f"{at} " if at else "", asks=Proposal.Asks.NOTE))
    if sheet.is_sent and form.is_valid():

        def add() -> str:
            by = {"user": request.user, "reason": _("The proposal was added")}
            drafting.add_proposal(item, **form.cleaned_data, **by)
            return address_of(item, "#proposals")

        if answered := answer(sheet, item, add, _("The proposal is added.")):
            return answered
    return sheet.show("meetings/proposal_edit.html", form, item=item)


@require_http_methods(METHODS)
@require(can_keep_plans)
def proposal_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The words of one point, and what the committee is asked."""
    proposal = part_of_item(Proposal, request.user, pk)
    item, sheet = proposal.item, Sheet(request, proposal)
    form = ProposalForm(sheet.data, initial=sheet.initial(text=proposal.text, asks=proposal.asks))
    if sheet.is_sent and form.is_valid():

        def keep() -> str:
            by = {"seen": sheet.seen, "user": request.user, "reason": _("The proposal was edited")}
            drafting.edit_proposal(proposal, **form.cleaned_data, **by)
            return address_of(item, "#proposals")

        if answered := answer(sheet, item, keep, _("The proposal is saved.")):
            return answered
        form = ProposalForm(initial=form.data.dict())
    return sheet.show("meetings/proposal_edit.html", form, item=item, proposal=proposal)


@require_POST
@require(can_keep_plans)
def proposal_press(request: HttpRequest, pk: int) -> HttpResponse:
    """One up, one down, or proposed no more."""
    proposal = part_of_item(Proposal, request.user, pk)
    step = request.POST.get("step")
    if step == "drop":
        by = {"seen": seen_of(request), "user": request.user, "reason": _("The proposal was taken out")}
        said = _("The proposal is taken out.")
        return press(request, proposal.item, lambda: drafting.drop_proposal(proposal, **by), said, "#proposals")
    by = {"up": step == "up", "user": request.user, "reason": _("The order of the proposals was changed")}
    return press(request, proposal.item, lambda: drafting.move_proposal(proposal, **by), "", "#proposals")


# -- points in focus --------------------------------------------------------------------------------------------------


@require_http_methods(METHODS)
@require(can_keep_plans)
def focus_add(request: HttpRequest, pk: int) -> HttpResponse:
    """One more point on the list of those that need corrective action."""
    item = visible_agenda_item(request.user, pk)
    sheet = Sheet(request)
    form = FocusForm(sheet.data, initial=sheet.initial(), item=item)
    if sheet.is_sent and form.is_valid():

        def add() -> str:
            by = {"user": request.user, "reason": _("A point in focus was added")}
            made = drafting.add_focus(item, **form.cleaned_data, **by)
            return address_of(item, f"#focus-{made.pk}")

        if answered := answer(sheet, item, add, _("The point is on the list.")):
            return answered
    return sheet.show("meetings/focus_edit.html", form, item=item)


@require_http_methods(METHODS)
@require(can_keep_plans)
def focus_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The line's wording, the points behind it, and the section that answers it."""
    line = part_of_item(FocusPoint, request.user, pk)
    item, sheet = line.item, Sheet(request, line)
    form = FocusForm(sheet.data, initial=sheet.initial(**focus_facts(line)), item=item)
    if sheet.is_sent and form.is_valid():

        def keep() -> str:
            by = {"seen": sheet.seen, "user": request.user, "reason": _("A point in focus was edited")}
            drafting.edit_focus(line, **{"points": (), **form.cleaned_data}, **by)
            return address_of(item, f"#focus-{line.pk}")

        if answered := answer(sheet, item, keep, _("The point is saved.")):
            return answered
        form = FocusForm(initial=form.data.dict(), item=item)
    return sheet.show("meetings/focus_edit.html", form, item=item, line=line)


@require_http_methods(METHODS)
@require(can_keep_plans)
def focus_off(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes a point off the list, with a reason."""
    line = part_of_item(FocusPoint, request.user, pk)
    item, sheet = line.item, Sheet(request, line)
    form = WhyForm(sheet.data, initial=sheet.initial())
    if sheet.is_sent and form.is_valid():

        def take_off() -> str:
            by = {"seen": sheet.seen, "user": request.user, "reason": _("A point was taken off the list")}
            drafting.take_off(line, why=form.cleaned_data["why"], **by)
            return address_of(item, f"#focus-{line.pk}")

        if answered := answer(sheet, item, take_off, _("The point is off the list.")):
            return answered
        form = WhyForm(initial=form.data.dict())
    return sheet.show("meetings/focus_off.html", form, item=item, line=line)


@require_POST
@require(can_keep_plans)
def focus_back(request: HttpRequest, pk: int) -> HttpResponse:
    """A point that was taken off is on the list again."""
    line = part_of_item(FocusPoint, request.user, pk)
    by = {"seen": seen_of(request), "user": request.user, "reason": _("A point was put back on the list")}
    said, anchor = _("The point is on the list."), f"#focus-{line.pk}"
    return press(request, line.item, lambda: drafting.put_back_on(line, **by), said, anchor)


# -- annexes ----------------------------------------------------------------------------------------------------------


@require_http_methods(METHODS)
@require(can_keep_plans)
def annex_add(request: HttpRequest, pk: int) -> HttpResponse:
    """An annex, or a published report that goes along as one."""
    item = visible_agenda_item(request.user, pk)
    sheet, editions = Sheet(request), editions_of(item.plan)
    form = AnnexForm(sheet.data, initial=sheet.initial(added_on=clock.today()), editions=editions)
    if sheet.is_sent and form.is_valid():

        def add() -> str:
            by = {"user": request.user, "reason": _("The annex was added")}
            drafting.add_annex(item, **form.cleaned_data, **by)
            return address_of(item, "#annexes")

        if answered := answer(sheet, item, add, _("The annex is added.")):
            return answered
    return sheet.show("meetings/annex_add.html", form, item=item)


@require_POST
@require(can_keep_plans)
def annex_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """The annex goes with the item no more."""
    annex = part_of_item(Appendix, request.user, pk)
    by = {"user": request.user, "reason": _("The annex was taken off")}
    said = _("The annex is taken off.")
    return press(request, annex.item, lambda: drafting.withdraw_annex(annex, **by), said, "#annexes")


# -- names in the text ------------------------------------------------------------------------------------------------


@require_http_methods(METHODS)
@require(can_keep_plans)
def reference_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Which meeting or edition a name in the text means."""
    reference = get_object_or_404(EventReference.objects.select_related("section"), pk=pk)
    item = visible_agenda_item(request.user, reference.section.item_id)
    sheet = Sheet(request)
    meetings = item.meeting.committee.meetings.select_related("committee")
    first = sheet.initial(meeting=reference.meeting_id, edition=reference.edition_id)
    form = ReferenceForm(sheet.data, initial=first, meetings=meetings, editions=editions_of(item.plan))
    if sheet.is_sent and form.is_valid():

        def resolve() -> str:
            by = {"user": request.user, "reason": _("A name in the text was resolved")}
            drafting.resolve_reference(reference, **form.cleaned_data, **by)
            return address_of(item, "#references")

        return sheet.do(resolve, _("It is noted what the name means."))
    return sheet.show("meetings/reference_edit.html", form, item=item, reference=reference)
