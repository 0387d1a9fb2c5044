"""An item as document, and a meeting's agenda or minutes: page, text, PDF and Word."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from itertools import product

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from handleplan.deadline_words import day_in_words
from handleplan.models import Plan
from handleplan.permissions import can_read, require
from meetings import composing, openness, paper, templating
from meetings.document import AGENDA, MINUTES, Document, as_text
from meetings.document_page import document_page, shown, versions
from meetings.models import AgendaItem, Meeting
from meetings.package import package
from reports import archive, docx, pdf
from reports.letters import Letter
from reports.models import Edition

log = logging.getLogger(__name__)
WORD = archive.CONTENT_TYPES["docx"]
_FILES = ("pdf", "docx", "xlsx")  # of an edition, as annexes


def _item(request: HttpRequest, pk: int) -> tuple[AgendaItem, str, bool]:
    """The item, the version that is asked for, and whether a closed item is asked for whole; 404 for what is not."""
    item = get_object_or_404(openness.visible_items(request.user).select_related("meeting__committee"), pk=pk)
    known = versions(item)
    version = request.GET.get("version") or known[0]
    whole = request.GET.get("whole") == "1"
    if version not in known or (whole and not openness.may_read(request.user, item)):
        raise Http404
    return item, version, whole


@require_safe
@require(can_read)
def item_document(request: HttpRequest, pk: int) -> HttpResponse:
    """The item as it is printed, to be read, copied and fetched. Of a closed item the public words, unless asked."""
    item, version, whole = _item(request, pk)
    context = document_page(item, version, request.user, whole=whole)
    trail = {"item": item, "item_title": context["title"]}
    trail |= {"meeting": item.meeting, "committee": item.meeting.committee}
    return render(request, "meetings/item_document.html", {**trail, **context})


@require_safe
@require(can_read)
def item_text(request: HttpRequest, pk: int) -> HttpResponse:
    """The item as plain text, to be marked and copied where there is no JavaScript."""
    item, version, whole = _item(request, pk)
    return HttpResponse(as_text(shown(item, version, whole=whole)), content_type="text/plain; charset=utf-8")


@require_safe
@require(can_read)
def item_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The item as PDF/UA, the editions among its annexes inside."""
    item, version, whole = _item(request, pk)
    document = shown(item, version, whole=whole)
    return _pdf(request, paper.letter(document, _enclosed(request, [document])), _name(document), item.meeting)


@require_safe
@require(can_read)
def item_docx(request: HttpRequest, pk: int) -> HttpResponse:
    """The item as a Word file with real headings."""
    item, version, whole = _item(request, pk)
    document = shown(item, version, whole=whole)
    return _file(docx.render_letter(paper.letter(document)), WORD, f"{_name(document)}.docx", "attachment")


@require_safe
@require(can_read)
def item_zip(request: HttpRequest, pk: int) -> HttpResponse:
    """The item for the agenda system in one package: PDF, Word, text, and the files of its editions."""
    item, version, whole = _item(request, pk)
    document = shown(item, version, whole=whole)
    letter = paper.letter(document, _enclosed(request, [document]))
    try:
        printed = pdf.render_letter(letter)
    except pdf.PaperError as error:
        return _failed(request, item.meeting, error)
    files = [("pdf", printed), ("docx", docx.render_letter(letter)), ("txt", as_text(document).encode())]
    annexes = [(name, content) for name, _about, content in _enclosed(request, [document], _FILES)]
    name = _name(document)
    return _file(package(document, name, files, annexes), "application/zip", f"{name}.zip", "attachment")


@require_safe
@require(can_read)
def meeting_pdf(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """A whole meeting's agenda or minutes as PDF/UA, what is closed in its public words, the editions inside."""
    meeting, letter = _booklet(request, pk, kind, encloses=True)
    return _pdf(request, letter, _booklet_name(meeting, kind), meeting)


@require_safe
@require(can_read)
def meeting_docx(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The same as a Word file."""
    meeting, letter = _booklet(request, pk, kind)
    return _file(docx.render_letter(letter), WORD, f"{_booklet_name(meeting, kind)}.docx", "attachment")


def _booklet(request: HttpRequest, pk: int, kind: str, *, encloses: bool = False) -> tuple[Meeting, Letter]:
    meeting = get_object_or_404(Meeting.objects.select_related("committee__template"), pk=pk)
    if kind not in (AGENDA, MINUTES):
        raise Http404
    documents = composing.compose_meeting(meeting, kind=kind, among=openness.visible_items(request.user))
    clock = f" kl. {meeting.time:%H.%M}" if meeting.time else ""
    sheet = templating.sheet_of(meeting.committee) or ("members" if request.GET.get("signatures") == "1" else "")
    letter = paper.booklet(
        documents,
        kind=kind,
        committee=meeting.committee.name,
        when=f"{day_in_words(meeting.date)}{clock}",
        place=meeting.place,
        date=meeting.date.isoformat(),
        signers=composing.who_signs(meeting, sheet) if kind == MINUTES else (),
        enclosed=_enclosed(request, documents) if encloses else (),
    )
    return meeting, letter


def _enclosed(
    request: HttpRequest, documents: Sequence[Document], kinds: Sequence[str] = ("pdf",)
) -> Sequence[tuple[str, str, bytes]]:
    """The files of the editions among the annexes; one that is damaged or not this person's stays out."""
    keys = [annex.edition for document in documents for annex in document.annexes if annex.edition]
    editions = Edition.objects.filter(plan__in=Plan.objects.visible_to(request.user)).select_related("plan")
    found = []
    for edition, kind in product(editions.filter(pk__in=keys).order_by("pk"), kinds):
        try:
            content = archive.read_file(edition, kind)
        except archive.Damaged:
            log.error("the %s of edition %s is damaged or gone; the agenda item goes without it", kind, edition.pk)
            continue
        found.append((archive.file_name(edition, kind), str(edition), content))
    return found


def _pdf(request: HttpRequest, letter: Letter, name: str, meeting: Meeting) -> HttpResponse:
    try:
        content = pdf.render_letter(letter)
    except pdf.PaperError as error:
        return _failed(request, meeting, error)
    return _file(content, "application/pdf", f"{name}.pdf", "inline")


def _failed(request: HttpRequest, meeting: Meeting, error: pdf.PaperError) -> HttpResponse:
    context = {"meeting": meeting, "committee": meeting.committee, "code": error.code}
    return render(request, "meetings/document_failed.html", context, status=503)


def _name(document: Document) -> str:
    """ "referat-2012-02-29-status-paa-handleplan"; never more of a closed item than its public title."""
    return f"{_slug(paper.kind_in_words(document.kind))}-{document.date}-{_slug(document.title)[:60].rstrip('-')}"


def _booklet_name(meeting: Meeting, kind: str) -> str:
    return f"{_slug(paper.kind_in_words(kind))}-{meeting.date:%Y-%m-%d}-{_slug(meeting.committee.name)[:60]}"


def _slug(text: str) -> str:
    return slugify(text.casefold().replace("æ", "ae").replace("ø", "oe").replace("å", "aa"))


def _file(content: bytes, kind: str, name: str, how: str) -> HttpResponse:
    headers = {"Content-Disposition": f'{how}; filename="{name}"'}
    return HttpResponse(content, content_type=kind, headers=headers)
