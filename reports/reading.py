"""What somebody may read without signing in: the editions behind a link, or those of a plan's public page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.text import capfirst

from handleplan import dates
from handleplan.models import Plan
from reports.archive_page import FILE_ORDER, complete, edition_row
from reports.models import Edition, ReadingLink

CSV = "csv"  # made from the stored facts; the other kinds are stored themselves


@dataclass(frozen=True, slots=True)
class Door:
    """A way in: through a link (with its token in the address) or through the public page of ``plan``."""

    plan: Plan
    link: ReadingLink | None = None
    token: str = ""

    def editions(self) -> QuerySet[Edition]:
        """What lies behind it; never a draft, for only editions are published."""
        editions = Edition.objects.filter(plan=self.plan)
        return editions.filter(pk=self.link.edition_id) if self.link and self.link.edition_id else editions

    def address(self, label: str = "", kind: str = "") -> str:
        """The address of the list, of an edition, or of one of its files."""
        names = (
            ("reading", "reading-edition", "reading-file") if self.link else ("public", "public-edition", "public-file")
        )
        parts = [part for part in (label, kind) if part]
        return reverse(f"reports:{names[len(parts)]}", args=[self.token or self.plan.slug, *parts])


def list_page(door: Door) -> dict[str, Any]:
    """Context for ``reports/reading_list.html``."""
    rows = [_row(edition, door) for edition in complete(door.editions())]
    return {"door": door, "title": rows[0]["title"] if rows else door.plan.title, "rows": rows, "until": _until(door)}


def edition_page(edition: Edition, door: Door) -> dict[str, Any]:
    """Context around the report in ``reports/reading_edition.html``; ``edition`` comes from ``complete``."""
    return {
        "door": door,
        "row": _row(edition, door),
        "corrections": edition.corrections,
        "facts_sha256": edition.facts_sha256,
        "list_address": door.address(),
        "until": _until(door),
    }


def _row(edition: Edition, door: Door) -> dict[str, Any]:
    files = [
        {
            "name": capfirst(each.get_kind_display()),
            "url": door.address(edition.label, each.kind),
            "size": filesizeformat(each.size),
        }
        for each in sorted(edition.files.all(), key=lambda each: FILE_ORDER.index(each.kind))
    ]
    files.append({"name": "CSV", "url": door.address(edition.label, CSV), "size": ""})
    return {**edition_row(edition), "url": door.address(edition.label), "files": files}


def _until(door: Door) -> str:
    return dates.format_day(door.link.expires_on) if door.link else ""
