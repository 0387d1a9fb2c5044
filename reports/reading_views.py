"""Reading without signing in: no cookie, no search engine, editions only."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from handleplan import clock
from handleplan.models import Plan
from handleplan.security import open_to_anyone
from reports import archive, csv_table, opening, reading
from reports.archive_page import complete
from reports.edition_views import stored_file
from reports.models import Edition
from reports.page import report_page
from reports.reading import Door

log = logging.getLogger(__name__)


def through_a_door(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Opens the link or the public page that the address names: 404 for none, 410 for a link that has ended."""

    @open_to_anyone
    @require_safe
    @wraps(view)
    def opened(request: HttpRequest, token: str = "", slug: str = "", **where: str) -> HttpResponse:
        door = _door(token, slug)
        if door is None:
            response = render(request, "reports/reading_ended.html", status=410)
        else:
            response = view(request, door, **where)
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    return opened


def _door(token: str, slug: str) -> Door | None:
    """Raises 404 for what never was a door; None for a link that no longer opens."""
    if slug:
        return Door(get_object_or_404(Plan, slug=slug, public_page__open=True))
    if not opening.is_ours(token):
        raise Http404
    link = opening.link_of(token, clock.today())
    return Door(link.plan, link, token) if link else None


def _visited(door: Door, what: str, edition: Edition | None = None) -> None:
    if door.link:
        opening.note_visit(door.link, what=what, edition=edition)


def _edition(door: Door, label: str) -> Edition:
    number, letter = label.rstrip("abcdefghijklmnopqrstuvwxyz"), label.lstrip("0123456789")
    if not number.isascii() or not number.isdigit() or len(number) > 9:
        raise Http404
    return get_object_or_404(complete(door.editions()), number=int(number), letter=letter)


@through_a_door
def reading_list(request: HttpRequest, door: Door) -> HttpResponse:
    """The editions that may be read, newest first."""
    _visited(door, "list")
    return render(request, "reports/reading_list.html", reading.list_page(door))


@through_a_door
def reading_edition(request: HttpRequest, door: Door, label: str) -> HttpResponse:
    """An edition as a page, made of its stored facts alone."""
    edition = _edition(door, label)
    try:
        snapshot = archive.snapshot_of(edition)
    except archive.Damaged:
        return _damaged(request, edition)
    _visited(door, "page", edition)
    context: dict[str, Any] = {
        "frame": "reports/reading_base.html",
        "plan": edition.plan,
        **report_page(snapshot),
        **reading.edition_page(edition, door),
    }
    return render(request, "reports/reading_edition.html", context)


@through_a_door
def reading_file(request: HttpRequest, door: Door, label: str, kind: str) -> HttpResponse:
    """One of the edition's files as it was published, or its facts as CSV."""
    edition = _edition(door, label)
    try:
        response = _csv(edition) if kind == reading.CSV else stored_file(request, edition, kind)
    except archive.Damaged:
        return _damaged(request, edition)
    _visited(door, kind, edition)
    return response


def _csv(edition: Edition) -> HttpResponse:
    content = csv_table.render(archive.snapshot_of(edition))
    disposition = content_disposition_header(True, archive.file_name(edition, reading.CSV))
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers={"Content-Disposition": disposition})


def _damaged(request: HttpRequest, edition: Edition) -> HttpResponse:
    log.error("A file of edition %s is not what was published", edition.pk)
    return render(request, "reports/reading_damaged.html", status=503)
