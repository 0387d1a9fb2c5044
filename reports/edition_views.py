"""The archive: every edition of a plan, its files, where it is journalised, and whether all is as it was published."""

from __future__ import annotations

import logging

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from handleplan import once
from handleplan.models import Plan, User
from handleplan.permissions import can_keep_plans, can_read, require
from handleplan.views.events import kept_fields
from reports import archive, journalising, verifying
from reports.archive_page import archive_page, complete, edition_page, edition_row, findings_page
from reports.forms import JournaliseForm
from reports.models import Edition

log = logging.getLogger(__name__)


def visible_edition(user: User, pk: int) -> Edition:
    """An edition of a plan the person may see, with what its page shows; else 404."""
    return get_object_or_404(complete(Edition.objects.filter(plan__in=Plan.objects.visible_to(user))), pk=pk)


@require_safe
@require(can_read)
def edition_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Every edition of a plan with its figures and files, and two of them to be compared."""
    plan = get_object_or_404(Plan.objects.visible_to(request.user), slug=slug)
    return render(request, "reports/edition_list.html", archive_page(plan, request.user))


@require_safe
@require(can_read)
def edition_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One edition: what it is, its files with their hashes, its corrections, where it is journalised."""
    edition = visible_edition(request.user, pk)
    return render(request, "reports/edition_detail.html", edition_page(edition, request.user))


@require_safe
@require(can_read)
def edition_file(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """A file as it was published; a browser that has it already is told so."""
    edition = visible_edition(request.user, pk)
    try:
        return stored_file(request, edition, kind)
    except archive.Damaged:
        return damaged(request, edition)


def stored_file(request: HttpRequest, edition: Edition, kind: str) -> HttpResponse:
    """The stored bytes under their name, with their hash as ETag. Raises ``archive.Damaged``; 404 for no such file."""
    facts = archive.file_facts(edition, kind)
    if facts is None:
        raise Http404
    etag = f'"{facts.sha256}"'
    known = get_conditional_response(request, etag=etag)
    if known is not None:
        return known
    headers = {
        "Content-Disposition": content_disposition_header(kind != "pdf", archive.file_name(edition, kind)),
        "ETag": etag,
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-cache",
    }
    return HttpResponse(archive.read_file(edition, kind), content_type=archive.CONTENT_TYPES[kind], headers=headers)


def damaged(request: HttpRequest, edition: Edition) -> HttpResponse:
    """Instead of a file that is not what was published: that it is not, on the page that shows all of them."""
    log.error("A file of edition %s is not what was published", edition.pk)
    messages.error(
        request,
        _("A file of edition %(label)s is no longer what was published, and is not sent. Tell your administrator.")
        % {"label": edition.label},
    )
    return redirect("reports:edition-check")


@require_safe
@require(can_read)
def edition_zip(request: HttpRequest, pk: int) -> HttpResponse:
    """One package for the records system: the files with their metadata."""
    edition = visible_edition(request.user, pk)
    try:
        content = journalising.package(edition)
    except archive.Damaged:
        return damaged(request, edition)
    disposition = content_disposition_header(True, archive.file_name(edition, "zip"))
    return HttpResponse(content, content_type="application/zip", headers={"Content-Disposition": disposition})


@require_http_methods(["GET", "HEAD", "POST"])
@require(can_keep_plans)
def edition_journalise(request: HttpRequest, pk: int) -> HttpResponse:
    """Notes the case and document number that the records system gave."""
    edition = visible_edition(request.user, pk)
    form = JournaliseForm(request.POST if request.method == "POST" else None, initial=kept_fields(request))
    if form.is_valid():

        def note() -> str:
            journalising.journalise(edition, user=request.user, **form.cleaned_data)
            return edition_row(edition)["url"]

        address, _first = once.do_once(request.POST.get(once.FIELD, ""), request.user, note)
        messages.success(request, _("It is noted where the edition is journalised."))
        return redirect(address)
    context = {
        **edition_page(edition, request.user),
        "form": form,
        "once": request.POST.get(once.FIELD) or once.new_key(),
    }
    return render(request, "reports/edition_journalise.html", context, status=422 if form.is_bound else 200)


@require_safe
@require(can_keep_plans)
def edition_unjournalised(request: HttpRequest) -> HttpResponse:
    """What is published and lies in no records system yet, over all plans."""
    rows = [edition_row(edition) for edition in complete(journalising.not_journalised(request.user))]
    return render(request, "reports/edition_unjournalised.html", {"rows": rows})


@require_safe
@require(can_read)
def edition_check(request: HttpRequest) -> HttpResponse:
    """Hashes every file of every edition again, and says which are still what was published."""
    editions = Edition.objects.filter(plan__in=Plan.objects.visible_to(request.user))
    return render(request, "reports/edition_check.html", findings_page(verifying.verify(editions)))
