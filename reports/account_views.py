"""The account of an audit report: as a page, as PDF and as a Word file."""

from __future__ import annotations

from html import escape

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.safestring import mark_safe
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from handleplan.models import AuditReport
from handleplan.permissions import can_keep_plans, can_read, require
from reports import accounting, archive, docx, pdf
from reports.account import blocks, letter
from reports.letters import blocks_html


def _report(request: HttpRequest, pk: int) -> AuditReport:
    visible = AuditReport.objects.visible_to(request.user).select_related("plan__unit")
    return get_object_or_404(visible, pk=pk)


@require_safe
@require(can_read)
def audit_account(request: HttpRequest, pk: int) -> HttpResponse:
    """The account as it will print, and what is still unanswered in it."""
    report = _report(request, pk)
    account = accounting.read_account(report)
    text = "".join(blocks_html(blocks(account), lambda said: escape(said).replace("\n", "<br>"), shift=1))
    context = {
        "report": report,
        "account": account,
        "text": mark_safe(text),
        "missing": accounting.unanswered(report),
        "may_keep": can_keep_plans(request.user),
    }
    return render(request, "reports/audit_account.html", context)


@require_safe
@require(can_read)
def audit_account_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The account as PDF/UA. When it cannot be made, a page says so and nothing is half sent."""
    report = _report(request, pk)
    account = accounting.read_account(report)
    try:
        content = pdf.render_letter(letter(account))
    except pdf.PaperError as error:
        context = {"report": report, "code": error.code}
        return render(request, "reports/audit_account_failed.html", context, status=503)
    return _file(content, report, "pdf", "inline")


@require_safe
@require(can_read)
def audit_account_docx(request: HttpRequest, pk: int) -> HttpResponse:
    """The account as a Word file with real headings, to be edited or pasted from."""
    report = _report(request, pk)
    content = docx.render_letter(letter(accounting.read_account(report)))
    return _file(content, report, "docx", "attachment")


def _file(content: bytes, report: AuditReport, kind: str, how: str) -> HttpResponse:
    name = f"redegoerelse-{slugify(report.title)[:60].strip('-')}-{report.year}.{kind}"
    headers = {"Content-Disposition": f'{how}; filename="{name}"'}
    return HttpResponse(content, content_type=archive.CONTENT_TYPES[kind], headers=headers)
