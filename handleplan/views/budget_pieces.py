"""What a budget note consists of: sections, proposals, sentences about money, tables. Each has a form of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from handleplan import budgeting, permissions
from handleplan.budget_note.facts import MONEY, QUARTERS, TableFact
from handleplan.forms.budget_tables import MOST_ROWS, SPARE, TableForm, differences, fields_of_table, rows_sent
from handleplan.forms.budgets import (
    AppropriationForm,
    ProposalForm,
    SectionForm,
    facts_of_section,
    fields_of_sentence,
    read_sentence,
)
from handleplan.models import (
    Appropriation,
    BudgetNote,
    BudgetProposal,
    BudgetSection,
    BudgetTable,
    Plan,
)
from handleplan.note_facts import sentence_facts, table_facts
from handleplan.permissions import require
from handleplan.views.budget_notes import visible_note
from handleplan.views.keeping import METHODS, Sheet

REMOVE = "remove"


def _piece(request: HttpRequest, model: type[Any], pk: int) -> Any:
    rows = model.objects.filter(note__plan__in=Plan.objects.visible_to(request.user)).select_related("note__plan")
    return get_object_or_404(rows, pk=pk)


def _back(note: BudgetNote, anchor: str = "") -> str:
    return reverse("handleplan:budget-note", args=[note.pk]) + (f"#{anchor}" if anchor else "")


def _take_out(sheet: Sheet, verb: Callable[..., None], row: Any, said: str) -> HttpResponse | None:
    def act() -> str:
        verb(row, user=sheet.request.user, reason=_("The note was edited"), seen=sheet.seen)
        return _back(row.note)

    return sheet.do(act, said)


def _look_again(sheet: Sheet, form: forms.Form, theirs: Mapping[str, Any]) -> None:
    """Tells what stands there now where it differs from what was typed."""
    sheet.others = [
        {"label": form.fields[name].label or name, "old": "", "new": value, "mine": True}
        for name, value in theirs.items()
        if name in form.fields and isinstance(value, str) and form.data.get(name, "").replace("\r\n", "\n") != value
    ]


# -- sections ---------------------------------------------------------------------------------------------------------


@require_http_methods(METHODS)
@require(permissions.can_keep_plans)
def budget_section_add(request: HttpRequest, pk: int) -> HttpResponse:
    """A new section of a note."""
    return _section(request, visible_note(request.user, pk), None)


@require_http_methods(METHODS)
@require(permissions.can_keep_plans)
def budget_section_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """A section of a note; it can be taken out."""
    section = _piece(request, BudgetSection, pk)
    return _section(request, section.note, section)


def _section(request: HttpRequest, note: BudgetNote, section: BudgetSection | None) -> HttpResponse:
    sheet = Sheet(request, note)
    rows = list(note.sections.all())
    others = [row for row in rows if row != section]
    place = rows.index(section) if section else len(rows)
    first = facts_of_section(section, place) if section else {"place": place}
    form = SectionForm(sheet.data, initial=sheet.initial(**first), others=others)
    by = {"user": request.user, "reason": _("The note was edited"), "seen": sheet.seen}
    if section and sheet.step == REMOVE and not (section.tables.exists() and not others):
        if answer := _take_out(sheet, budgeting.remove_section, section, _("The section is taken out.")):
            return answer
    elif sheet.is_sent and form.is_valid():

        def keep() -> str:
            row = budgeting.put_section(note, section=section, **form.cleaned_data, **by)
            return _back(note, f"section-{row.pk}")

        if answer := sheet.do(keep, _("The section is saved.")):
            return answer
        if section:
            section.refresh_from_db()
            _look_again(sheet, form, facts_of_section(section, place))
        form = SectionForm(initial=form.data.dict(), others=others)
    return sheet.show("handleplan/budget_section.html", form, plan=note.plan, note=note, section=section)


# -- proposals --------------------------------------------------------------------------------------------------------


@require_http_methods(METHODS)
@require(permissions.can_keep_plans)
def budget_proposal_add(request: HttpRequest, pk: int) -> HttpResponse:
    """A new proposal of a note."""
    return _proposal(request, visible_note(request.user, pk), None)


@require_http_methods(METHODS)
@require(permissions.can_keep_plans)
def budget_proposal_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """A proposal and the points it pays for; it can be taken out."""
    proposal = _piece(request, BudgetProposal, pk)
    return _proposal(request, proposal.note, proposal)


def _proposal(request: HttpRequest, note: BudgetNote, proposal: BudgetProposal | None) -> HttpResponse:
    sheet = Sheet(request, note)
    points = list(note.plan.items.order_by("position", "pk"))
    first: dict[str, Any] = {}
    if proposal:
        mine = list(proposal.points.values_list("item", flat=True))
        first = {"number": proposal.number, "title": proposal.title, "points": mine}
    if late := sheet.came_too_late:
        first |= late.dict() | {"points": late.getlist("points")}
    form = ProposalForm(sheet.data, initial=first, points=points)
    by = {"user": request.user, "reason": _("The note was edited"), "seen": sheet.seen}
    if proposal and sheet.step == REMOVE:
        if answer := _take_out(sheet, budgeting.remove_proposal, proposal, _("The proposal is taken out.")):
            return answer
    elif sheet.is_sent and form.is_valid():
        number, title = form.cleaned_data["number"], form.cleaned_data["title"]
        if note.proposals.filter(number=number).exclude(pk=proposal.pk if proposal else None).exists():
            form.add_error("number", _("The note has a proposal with this number already."))
            return sheet.show("handleplan/budget_proposal.html", form, plan=note.plan, note=note, proposal=proposal)

        def keep() -> str:
            what = {"number": number, "title": title, "points": form.picked, "proposal": proposal}
            budgeting.put_proposal(note, **what, **by)
            return _back(note, "proposals")

        if answer := sheet.do(keep, _("The proposal is saved.")):
            return answer
        if proposal:
            proposal.refresh_from_db()
            _look_again(sheet, form, {"number": proposal.number, "title": proposal.title})
        again = form.data.dict() | {"points": form.data.getlist("points")}
        form = ProposalForm(initial=again, points=points)
    return sheet.show("handleplan/budget_proposal.html", form, plan=note.plan, note=note, proposal=proposal)


# -- sentences about money --------------------------------------------------------------------------------------------


@require_http_methods(METHODS)
@require(permissions.can_keep_plans)
def appropriation_add(request: HttpRequest, pk: int) -> HttpResponse:
    """What another sentence of the note says of money."""
    return _appropriation(request, visible_note(request.user, pk), None)


@require_http_methods(METHODS)
@require(permissions.can_keep_plans)
def appropriation_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """What a sentence says of money; it can be taken out."""
    row = _piece(request, Appropriation, pk)
    return _appropriation(request, row.note, row)


def _appropriation(request: HttpRequest, note: BudgetNote, row: Appropriation | None) -> HttpResponse:
    sheet = Sheet(request, note)
    now = fields_of_sentence(sentence_facts(row), row.part_of_id) if row else {}
    form = AppropriationForm(sheet.data, initial=sheet.initial(**now), note=note, now=row)
    by = {"user": request.user, "reason": _("The note was edited"), "seen": sheet.seen}
    if sheet.step == "read":
        form = AppropriationForm(initial=read_sentence(request.POST), note=note, now=row)
    elif row and sheet.step == REMOVE:
        said = _("The amount is taken out. The sentence stays in the text.")
        if answer := _take_out(sheet, budgeting.remove_appropriation, row, said):
            return answer
    elif sheet.is_sent and form.is_valid():

        def keep() -> str:
            budgeting.put_appropriation(note, form.facts, appropriation=row, part_of=form.whole, **by)
            return _back(note, "sentences")

        if answer := sheet.do(keep, _("The amounts of the sentence are saved.")):
            return answer
        if row:
            row.refresh_from_db()
            _look_again(sheet, form, fields_of_sentence(sentence_facts(row), row.part_of_id))
        form = AppropriationForm(initial=form.data.dict(), note=note, now=row)
    return sheet.show("handleplan/appropriation.html", form, plan=note.plan, note=note, row=row)


# -- tables -----------------------------------------------------------------------------------------------------------


@require_http_methods(METHODS)
@require(permissions.can_keep_plans)
def budget_table_add(request: HttpRequest, pk: int) -> HttpResponse:
    """A new table: of amounts, or of quarters where the address says so."""
    return _table(request, visible_note(request.user, pk), None)


@require_http_methods(METHODS)
@require(permissions.can_keep_plans)
def budget_table_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """A table's head and its grid; it can be taken out."""
    table = _piece(request, BudgetTable, pk)
    return _table(request, table.note, table)


def _table(request: HttpRequest, note: BudgetNote, table: BudgetTable | None) -> HttpResponse:
    sheet = Sheet(request, note)
    kind = table.kind if table else QUARTERS if request.GET.get("kind") == QUARTERS else MONEY
    numbers = dict(note.proposals.values_list("pk", "number"))
    facts = table_facts(table, note.sign, numbers) if table else TableFact(kind)
    first = fields_of_table(facts, table.section_id if table else None, note.sign)
    count = rows_sent(request.POST) if sheet.is_sent else len(facts.rows) + SPARE
    form = TableForm(sheet.data, initial=sheet.initial(**first), note=note, kind=kind, count=count)
    by = {"user": request.user, "reason": _("The note was edited"), "seen": sheet.seen}
    if sheet.step == "rows":
        sent = _sent(request)
        form = TableForm(initial=sent, note=note, kind=kind, count=min(count + SPARE, MOST_ROWS))
    elif table and sheet.step == REMOVE:
        if answer := _take_out(sheet, budgeting.remove_table, table, _("The table is taken out.")):
            return answer
    elif sheet.is_sent and form.is_valid():

        def keep() -> str:
            section = form.sections.get(form.cleaned_data["section"])
            row = budgeting.put_table(note, form.facts, table=table, section=section, **by)
            return _back(note, f"table-{row.pk}")

        if answer := sheet.do(keep, _("The table is saved.")):
            return answer
        if table:
            table = _piece(request, BudgetTable, table.pk)
            facts = table_facts(table, note.sign, numbers)
            sheet.others = differences(form, facts, fields_of_table(facts, table.section_id, note.sign))
        form = TableForm(initial=_sent(request), note=note, kind=kind, count=count)
    context = {"plan": note.plan, "note": note, "table": table, "kind": kind, "is_money": kind == MONEY}
    return sheet.show("handleplan/budget_table.html", form, **context)


def _sent(request: HttpRequest) -> dict[str, Any]:
    """What was typed; of boxes, all that were ticked."""
    quarters = {name: request.POST.getlist(name) for name in request.POST if name.startswith("quarters_")}
    return request.POST.dict() | quarters
