"""The page of an item as document: which version is shown, what can be copied, and what the files are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from handleplan.models import User
from handleplan.moments import moment_in_words
from meetings import composing, html, openness
from meetings.document import AGENDA, MINUTES, Document, Part, as_text, part_text, sha256
from meetings.models import AgendaItem, ItemVersion
from meetings.paper import kind_in_words

NOW = "now"  # the rows as they stand, beside the versions that went out


def versions(item: AgendaItem) -> list[str]:
    """Which versions can be shown, the newest first: the minutes, the agenda, and the draft while it is one."""
    kept = set(ItemVersion.objects.filter(item=item).values_list("kind", flat=True))
    found = [kind for kind in (MINUTES, AGENDA) if kind in kept]
    return [NOW, *found] if item.state in (AgendaItem.State.DRAFT, AgendaItem.State.READY) or not found else found


def shown(item: AgendaItem, version: str, *, whole: bool) -> Document:
    """The document of a version. ``whole``: of a closed item all of it, for the house alone."""
    if version != NOW:
        kept = composing.kept(item, kind=version, public=not whole)
        if kept is not None:
            return kept
    kind = MINUTES if version == MINUTES or (version == NOW and item.state == AgendaItem.State.DECIDED) else AGENDA
    return composing.compose(item, kind=kind, public=not whole)


def document_page(item: AgendaItem, version: str, user: User, *, whole: bool) -> dict[str, Any]:
    """Everything the page shows, as plain strings; the document's own words as safe HTML."""
    document = shown(item, version, whole=whole)
    query = {"version": version, **({"whole": 1} if whole else {})}
    return {
        "title": openness.title_of(item, user if whole else None),
        "kind": kind_in_words(document.kind),
        "occasion": document.occasion,
        "tabs": [_tab(item, each, version, whole=whole) for each in versions(item)],
        "copy_html": html.clean(document),
        "copy_text": as_text(document),
        "before": html.on_page(_without_parts(document)),
        "sections": [_section(place, part, document) for place, part in enumerate(document.parts)],
        "annexes": _annexes(document),
        "files": _files(item, query),
        "checksum": sha256(document),
        "kept_at": _kept_at(item, version),
        "is_closed": item.is_closed,
        "is_whole": whole,
        "may_read_whole": item.is_closed and openness.may_read(user, item),
        "version": version,
    }


def _tab(item: AgendaItem, version: str, current: str, *, whole: bool) -> dict[str, Any]:
    label = _("As it stands now") if version == NOW else kind_in_words(version)
    query = urlencode({"version": version, **({"whole": 1} if whole else {})})
    return {
        "label": label,
        "url": f"{reverse('meetings:item-document', args=[item.pk])}?{query}",
        "current": version == current,
    }


def _without_parts(document: Document) -> Document:
    return replace(document, parts=(), annexes=())


def _section(place: int, part: Part, document: Document) -> dict[str, Any]:
    name = part.heading or {"lead": _("Introduction"), "signatures": _("Signatures")}.get(part.role, _("Text"))
    return {
        "place": place,
        "name": name.rstrip(":"),
        "html": html.part_on_page(part),
        "copy_html": html.clean_part(part),
        "copy_text": part_text(part, document.bullet),
    }


def _annexes(document: Document) -> list[dict[str, Any]]:
    return [
        {
            "text": annex.text,
            "note": annex.note,
            "closed": annex.is_closed,
            "url": reverse("reports:edition-detail", args=[annex.edition]) if annex.edition else "",
        }
        for annex in document.annexes
    ]


def _files(item: AgendaItem, query: Mapping[str, Any]) -> list[dict[str, str]]:
    names = (("pdf", "PDF"), ("docx", "Word"), ("text", _("Plain text")), ("zip", _("All with annexes (ZIP)")))
    return [
        {"label": label, "url": f"{reverse(f'meetings:item-{name}', args=[item.pk])}?{urlencode(query)}"}
        for name, label in names
    ]


def _kept_at(item: AgendaItem, version: str) -> str:
    row = ItemVersion.objects.filter(item=item, kind=version).order_by("pk").last()
    return moment_in_words(row.recorded_at) if row else ""
