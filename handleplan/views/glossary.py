"""The glossary, and every legal reference."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from handleplan import abbreviations, explaining, permissions
from handleplan.forms.glossary import GlossaryForm, facts_of_word
from handleplan.legal_page import LONGEST_QUERY, legal_page
from handleplan.models import GlossaryEntry, Plan
from handleplan.permissions import require
from handleplan.views.keeping import METHODS, Sheet
from handleplan.views.plan_keeping import visible_plan

FORM = "handleplan/audit_form.html"


@require_safe
@require(permissions.can_read)
def glossary_list(request: HttpRequest) -> HttpResponse:
    """The municipality's own words, and the nation's beside them."""
    entries = list(GlossaryEntry.objects.all())
    context = {
        "abbreviations": [entry for entry in entries if entry.kind == GlossaryEntry.Kind.ABBREVIATION],
        "parties": [entry for entry in entries if entry.kind == GlossaryEntry.Kind.PARTY],
        "national": sorted(abbreviations.NATIONAL.items()),
        "may_keep": permissions.can_keep_plans(request.user),
    }
    return render(request, "handleplan/glossary_list.html", context)


@require_http_methods(METHODS)
@require(permissions.can_keep_plans)
def glossary_add(request: HttpRequest) -> HttpResponse:
    """Explains a short form, or says who a party is."""
    sheet = Sheet(request)
    form = GlossaryForm(sheet.data, initial=sheet.initial())
    if sheet.is_sent and form.is_valid():

        def explain() -> str:
            explaining.explain(**form.cleaned_data, user=request.user, reason=_("The word was explained"))
            return reverse("handleplan:glossary-list")

        return sheet.do(explain, _("The word is saved."))
    return sheet.show(FORM, form, title=_("Explain a word"), submit=_("Save the word"), **_frame())


@require_http_methods(METHODS)
@require(permissions.can_keep_plans)
def glossary_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Explains a word anew, or takes it out of the glossary."""
    entry = get_object_or_404(GlossaryEntry, pk=pk)
    sheet = Sheet(request, entry)
    form = GlossaryForm(sheet.data, initial=sheet.initial(short=entry.short, **facts_of_word(entry)), now=entry)
    if sheet.step == "remove" or (sheet.is_sent and form.is_valid()):

        def keep() -> str:
            by = {"user": request.user, "seen": sheet.seen}
            if sheet.step == "remove":
                explaining.forget(entry, reason=_("The word was taken out"), **by)
            else:
                kind, words = form.cleaned_data["kind"], form.cleaned_data["words"]
                explaining.explain_anew(entry, kind=kind, words=words, reason=_("The word was explained anew"), **by)
            return reverse("handleplan:glossary-list")

        if answer := sheet.do(keep, _("The glossary is saved.")):
            return answer
        again = sheet.brought_together(form, facts_of_word(sheet.then), facts_of_word(entry))
        form = GlossaryForm(initial=again | {"short": entry.short}, now=entry)
    further = {"remove": _("Take the word out")}
    return sheet.show(FORM, form, title=_("Edit the word"), submit=_("Save the word"), **further, **_frame())


@require_safe
@require(permissions.can_read)
def legal_reference_list(request: HttpRequest) -> HttpResponse:
    """Where laws are referred to; ``?q=`` in any spelling, ``?plan=`` of one plan."""
    query = request.GET.get("q", "").replace("\x00", "")[:LONGEST_QUERY].strip()
    slug = request.GET.get("plan", "")
    plan = visible_plan(request.user, slug) if slug else None
    context = {
        "query": query,
        "plan": plan,
        "plans": Plan.objects.visible_to(request.user),
        **legal_page(request.user, plan=plan, query=query),
    }
    return render(request, "handleplan/legal_reference_list.html", context)


def _frame() -> dict:
    url = reverse("handleplan:glossary-list")
    return {"crumbs": [{"label": _("Abbreviations and parties"), "url": url}], "back": url}
