"""Budget notes: the note as a page, its head, and a note that is read in from a pasted document."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from handleplan import budgeting, contributions, permissions
from handleplan.budget_note.blocks import take_apart
from handleplan.budget_note.reading import compose
from handleplan.budget_page import note_page, reading_page
from handleplan.forms.budget_reading import PasteForm, choices_of, head_fields, with_head
from handleplan.forms.budgets import NoteForm, facts_of_note
from handleplan.models import BudgetNote, Plan, User
from handleplan.note_facts import complete_notes, facts_of
from handleplan.permissions import require
from handleplan.views.keeping import METHODS, Sheet
from handleplan.views.plan_keeping import visible_plan


def visible_note(user: User, pk: int) -> BudgetNote:
    notes = BudgetNote.objects.filter(plan__in=Plan.objects.visible_to(user)).select_related("plan")
    return get_object_or_404(notes, pk=pk)


@require_safe
@require(permissions.can_read)
def budget_note(request: HttpRequest, pk: int) -> HttpResponse:
    """The note as it prints, and what its own figures say of it."""
    note = get_object_or_404(complete_notes().filter(plan__in=Plan.objects.visible_to(request.user)), pk=pk)
    context = {
        "plan": note.plan,
        "actions": contributions.note_actions(note, request.user),
        "may_keep": permissions.can_keep_plans(request.user),
        **note_page(facts_of(note)),
    }
    return render(request, "handleplan/budget_note.html", context)


@require_http_methods(METHODS)
@require(permissions.can_keep_plans)
def budget_note_add(request: HttpRequest, slug: str) -> HttpResponse:
    """A note that is written here from its head on."""
    plan, sheet = visible_plan(request.user, slug), Sheet(request)
    form = NoteForm(sheet.data, initial=sheet.initial(title_lead="Budgetnotat vedrørende"))
    if sheet.is_sent and form.is_valid():

        def add() -> str:
            note = budgeting.add_note(plan, user=request.user, reason=_("The note was made"), **form.cleaned_data)
            return reverse("handleplan:budget-note", args=[note.pk])

        return sheet.do(add, _("The budget note is made. Add its first section."))
    return sheet.show("handleplan/budget_note_edit.html", form, plan=plan, note=None)


@require_http_methods(METHODS)
@require(permissions.can_keep_plans)
def budget_note_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The head of a note."""
    note = visible_note(request.user, pk)
    sheet = Sheet(request, note)
    form = NoteForm(sheet.data, initial=sheet.initial(**facts_of_note(note)))
    if sheet.is_sent and form.is_valid():

        def keep() -> str:
            by = {"user": request.user, "reason": _("The note was edited")}
            budgeting.edit_note(note, seen=sheet.seen, **form.cleaned_data, **by)
            return reverse("handleplan:budget-note", args=[note.pk])

        if answer := sheet.do(keep, _("The budget note is saved.")):
            return answer
        base, theirs = facts_of_note(sheet.then), facts_of_note(note)
        form = NoteForm(initial=sheet.brought_together(form, base, theirs))
    return sheet.show("handleplan/budget_note_edit.html", form, plan=note.plan, note=note)


@require_http_methods(METHODS)
@require(permissions.can_keep_plans)
def budget_note_read(request: HttpRequest, slug: str) -> HttpResponse:
    """Reads a pasted note: first taken apart and shown, then entered as the person decided."""
    plan, sheet = visible_plan(request.user, slug), Sheet(request)
    form = PasteForm(sheet.data, initial=sheet.initial())
    context: dict[str, Any] = {"plan": plan, "head_form": None}
    if sheet.is_sent and form.is_valid():
        head, blocks = take_apart(form.cleaned_data["text"])
        choices = choices_of(request.POST, blocks)
        head_form = NoteForm(request.POST if "title" in request.POST else None, initial=head_fields(head))
        note = with_head(compose(head, blocks, choices), head_form)
        if sheet.step == "enter" and head_form.is_valid():

            def enter() -> str:
                row = budgeting.enter_note(plan, note, user=request.user, reason=_("The note was read in"))
                return reverse("handleplan:budget-note", args=[row.pk])

            return sheet.do(enter, _("The budget note is read in. Say which points its proposals pay for."))
        context |= {"head_form": head_form, **reading_page(note, blocks, choices)}
    return sheet.show("handleplan/budget_note_read.html", form, **context)
