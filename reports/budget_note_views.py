"""A budget note as the PDF that goes with a case."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import translation
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from handleplan.budget_note.audit import audit
from handleplan.budget_page import tell
from handleplan.models import Plan
from handleplan.note_facts import complete_notes, facts_of
from handleplan.permissions import can_read, require
from reports import pdf
from reports.budget_notes import NotePaper


@require_safe
@require(can_read)
def budget_note_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The note as it is written; with ``?checked=1`` what its own figures say of it stands behind it."""
    note = get_object_or_404(complete_notes().filter(plan__in=Plan.objects.visible_to(request.user)), pk=pk)
    facts = facts_of(note)
    checks: tuple[str, ...] = ()
    if request.GET.get("checked") == "1":
        with translation.override("da"):  # the paper's language, not the reader's
            checks = tuple(said.sentence for said in tell(facts, audit(facts)))
    try:
        content = pdf.render_note(NotePaper(facts, checks))
    except pdf.PaperError as error:
        context = {"plan": note.plan, "code": error.code}
        return render(request, "reports/status_report_failed.html", context, status=503)
    name = slugify(f"budgetnotat-{note.proposal_number or note.title}".translate({216: "Oe", 248: "oe"}))[:60]
    headers = {"Content-Disposition": f'inline; filename="{name}.pdf"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)
