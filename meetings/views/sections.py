"""The sections of an item: written, ordered, filled again, taken out and put back."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from handleplan import clock, worddiff
from handleplan.permissions import can_keep_plans, require
from handleplan.views.keeping import METHODS, Sheet
from meetings import drafting
from meetings.drafting.sections import refill
from meetings.forms.items import RefillForm, SectionForm, WhyForm, numbers_of, section_facts
from meetings.habits import from_data
from meetings.models import Section
from meetings.views.drafting import address_of, answer, part_of_item, press, seen_of, visible_agenda_item


@require_http_methods(METHODS)
@require(can_keep_plans)
def section_add(request: HttpRequest, pk: int) -> HttpResponse:
    """A section of this item alone, or with ``?under=`` a sub-heading of one."""
    item = visible_agenda_item(request.user, pk)
    under = request.GET.get("under", "")
    parent = item.sections.filter(pk=under, parent=None).first() if under.isdigit() and len(under) < 16 else None
    habit = from_data(item.habits).section(parent.key) if parent and parent.key else None
    sheet = Sheet(request)
    first = sheet.initial(heading_form=habit.parts if habit else "line", text_as_of=clock.today())
    form = SectionForm(sheet.data, initial=first, plan=item.plan)
    if sheet.is_sent and form.is_valid():

        def add() -> str:
            data = dict(form.cleaned_data)
            points = data.pop("points", ())
            by = {"user": request.user, "reason": _("The section was added")}
            made = drafting.add_section(item, parent=parent, points=points, **data, **by)
            return address_of(item, f"#section-{made.pk}")

        if answered := answer(sheet, item, add, _("The section is added.")):
            return answered
    return sheet.show("meetings/section_edit.html", form, item=item, parent=parent)


@require_http_methods(METHODS)
@require(can_keep_plans)
def section_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """A section's heading and text; two people's changes are brought together."""
    section = part_of_item(Section, request.user, pk)
    item, sheet = section.item, Sheet(request, section)
    how = {"plan": item.plan, "text_kind": section.text_kind}
    spoken = section.points.filter(withdrawn=False).select_related("point")
    first = section_facts(section) | {"points": numbers_of(row.point for row in spoken)}
    form = SectionForm(sheet.data, initial=sheet.initial(**first), **how)
    context: dict[str, Any] = {}
    if sheet.is_sent and form.is_valid():

        def keep() -> str:
            by = {"seen": sheet.seen, "user": request.user, "reason": _("The section was edited")}
            drafting.edit_section(section, **form.cleaned_data, **by)
            return address_of(item, f"#section-{section.pk}")

        if answered := answer(sheet, item, keep, _("The section is saved.")):
            return answered
        form, context = _together(sheet, form, section, how)
    habit = from_data(item.habits).section(section.key) if section.key else None
    guidance = habit.guidance if habit else ""
    return sheet.show("meetings/section_edit.html", form, item=item, section=section, guidance=guidance, **context)


def _together(
    sheet: Sheet, form: SectionForm, section: Section, how: dict[str, Any]
) -> tuple[SectionForm, dict[str, Any]]:
    """The form for another try, with both people's words in it, and what differs word by word."""
    mine = form.cleaned_data["body"]
    merged = worddiff.merge(sheet.then.body, mine, section.body)
    words = ("heading", "heading_form", "body")
    base, theirs = ({name: getattr(row, name) for name in words} for row in (sheet.then, section))
    again = sheet.brought_together(form, base, theirs) | {"body": merged.text}
    sheet.others = [each for each in sheet.others if each["label"] != form.fields["body"].label]
    both = [{"mine": each.mine.strip(), "theirs": each.theirs.strip()} for each in merged.conflicts]
    context = {"pieces": worddiff.compare(section.body, mine), "conflicts": both}
    return SectionForm(initial=again, **how), context


@require_http_methods(METHODS)
@require(can_keep_plans)
def section_refill(request: HttpRequest, pk: int) -> HttpResponse:
    """What the data give now beside what stands there; nothing is taken over before a person has seen it."""
    section = part_of_item(Section, request.user, pk)
    item, sheet = section.item, Sheet(request, section)
    found = refill(section)
    form = RefillForm(sheet.data, initial=sheet.initial(body=found.merged.text, fresh=found.fresh))
    if sheet.is_sent and form.is_valid():

        def keep() -> str:
            by = {"seen": sheet.seen, "user": request.user, "reason": _("The section was filled from the data")}
            drafting.refill_section(section, today=clock.today(), **form.cleaned_data, **by)
            return address_of(item, f"#section-{section.pk}")

        if answered := answer(sheet, item, keep, _("The section is saved.")):
            return answered
        found = refill(section)
        form = RefillForm(initial=form.data.dict() | {"body": found.merged.text, "fresh": found.fresh})
    pieces = worddiff.compare(section.body, found.merged.text)
    return sheet.show("meetings/section_refill.html", form, item=item, section=section, found=found, pieces=pieces)


@require_POST
@require(can_keep_plans)
def section_move(request: HttpRequest, pk: int) -> HttpResponse:
    """Its place, one up or down."""
    section = part_of_item(Section, request.user, pk)
    by = {"user": request.user, "reason": _("The order of the sections was changed")}
    up = request.POST.get("step") == "up"
    act = lambda: drafting.move_section(section, up=up, **by)  # noqa: E731
    return press(request, section.item, act, anchor=f"#section-{section.pk}")


@require_http_methods(METHODS)
@require(can_keep_plans)
def section_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes a section out of the item, with a reason; its words stay."""
    section = part_of_item(Section, request.user, pk)
    item, sheet = section.item, Sheet(request, section)
    form = WhyForm(sheet.data, initial=sheet.initial())
    if sheet.is_sent and form.is_valid():

        def drop() -> str:
            by = {"seen": sheet.seen, "user": request.user, "reason": _("The section was taken out")}
            drafting.drop_section(section, why=form.cleaned_data["why"], **by)
            return address_of(item)

        if answered := answer(sheet, item, drop, _("The section is taken out. Its words are kept.")):
            return answered
        form = WhyForm(initial=form.data.dict())
    return sheet.show("meetings/section_drop.html", form, item=item, section=section)


@require_POST
@require(can_keep_plans)
def section_restore(request: HttpRequest, pk: int) -> HttpResponse:
    """A section that was taken out stands in the item again."""
    section = part_of_item(Section, request.user, pk)
    by = {"seen": seen_of(request), "user": request.user, "reason": _("The section was put back")}
    said = _("The section stands in the item again.")
    anchor = f"#section-{section.pk}"
    return press(request, section.item, lambda: drafting.restore_section(section, **by), said, anchor)
