"""The archive of a plan and the page of one edition, as plain strings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import urlencode

from django.db.models import Prefetch
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handleplan import dates
from handleplan.models import Plan, User
from handleplan.moments import moment_in_words
from handleplan.permissions import can_keep_plans
from reports.models import Edition, EditionFile, Journalising
from reports.verifying import Finding

FILE_ORDER = ("pdf", "docx", "xlsx", "facts")  # as people ask for them
FIGURES = ("active", "overdue", "due_soon", "in_focus", "missing_status", "closed")


def archive_page(plan: Plan, user: User) -> dict[str, Any]:
    """Context for ``reports/edition_list.html``: every edition, newest first, in three queries."""
    editions = list(complete(Edition.objects.filter(plan=plan)))
    compared = before(editions).label if len(editions) > 1 else ""
    rows = [edition_row(edition) for edition in editions]
    return {
        "plan": plan,
        "rows": rows,
        "labels": [{"label": row["label"], "month": row["month"], "is_from": row["label"] == compared} for row in rows],
        "may_publish": can_keep_plans(user),
        "heads": figure_heads(),
    }


def before(editions: Sequence[Edition]) -> Edition:
    """Of two or more editions, the newest first, the one that the newest is compared with: that of a month before."""
    return next((edition for edition in editions if edition.period < editions[0].period), editions[1])


def complete(editions: Any) -> Any:
    """Editions with their files (no bytes), journalisings and corrections: three queries for any number."""
    files = EditionFile.objects.defer("content").order_by("pk")
    return editions.select_related("plan", "corrects", "previous").prefetch_related(
        Prefetch("files", files),
        Prefetch("journalisings", Journalising.objects.select_related("recorded_by")),
        Prefetch("corrected_by", Edition.objects.order_by("pk")),
    )


def figure_heads() -> list[str]:
    """The words over the figures of a list of editions."""
    return [_("Active"), _("Overdue"), _("Due within 60 days"), _("Focus"), _("Without status"), _("Closed")]


def edition_row(edition: Edition) -> dict[str, Any]:
    """One edition in a list; ``edition`` comes from ``complete``."""
    journalised = list(edition.journalisings.all())
    corrected = list(edition.corrected_by.all())
    heads = figure_heads()
    return {
        "pk": edition.pk,
        "label": edition.label,
        "url": reverse("reports:edition-detail", args=[edition.pk]),
        "month": dates.format_month(edition.period),
        "title": edition.title,
        "occasion": edition.occasion,
        "design": edition.design_data.get("label", ""),
        "published": moment_in_words(edition.recorded_at),
        "by": edition.published_by,
        "figures": [
            {"label": label, "value": edition.figures.get(name, "–"), "alarm": name == "overdue"}
            for name, label in zip(FIGURES, heads, strict=True)
        ],
        "corrects": edition.corrects.label if edition.corrects else "",
        "corrected": ", ".join(each.label for each in corrected),
        "journalised": str(journalised[-1]) if journalised else "",
        "files": file_rows(edition, edition.files.all()),
    }


def file_rows(
    edition: Edition, files: Iterable[EditionFile], view: str = "reports:edition-file"
) -> list[dict[str, Any]]:
    """The files of an edition with their addresses, sizes and hashes."""
    return [
        {
            "kind": each.kind,
            "name": capfirst(each.get_kind_display()),
            "url": reverse(view, args=[edition.pk, each.kind]),
            "size": filesizeformat(each.size),
            "sha256": each.sha256,
        }
        for each in sorted(files, key=lambda each: FILE_ORDER.index(each.kind))
    ]


def edition_page(edition: Edition, user: User) -> dict[str, Any]:
    """Context for ``reports/edition_detail.html``; ``edition`` comes from ``complete``."""
    row = edition_row(edition)
    return {
        "edition": edition,
        "plan": edition.plan,
        "row": row,
        "as_of": dates.format_day(edition.as_of),
        "points": _points(edition),
        "compared": _compared(edition),
        "corrected": [
            {"label": each.label, "url": reverse("reports:edition-detail", args=[each.pk])}
            for each in edition.corrected_by.all()
        ],
        "journalisings": [
            {"numbers": str(each), "by": str(each.recorded_by), "when": moment_in_words(each.recorded_at)}
            for each in reversed(list(edition.journalisings.all()))
        ],
        "may_publish": can_keep_plans(user),
    }


def _compared(edition: Edition) -> dict[str, str] | None:
    """The edition that "since last time" was written against, and the page where the two are compared."""
    previous = edition.previous
    if previous is None:
        return None
    wanted = urlencode({"from": previous.label, "to": edition.label})
    return {
        "label": previous.label,
        "url": f"{reverse('reports:edition-compare', args=[edition.plan.slug])}?{wanted}",
    }


def _points(edition: Edition) -> str:
    """How many points the tables list, headings not counted; editions of before that was noted list all there are."""
    count = edition.figures.get("listed", edition.figures.get("total", 0))
    return ngettext("%(count)s point", "%(count)s points", count) % {"count": count}


def findings_page(findings: Iterable[Finding]) -> dict[str, Any]:
    """Context for ``reports/edition_check.html``: every edition with what was found of its files."""
    rows = [_finding_row(finding) for finding in findings]
    broken = [row for row in rows if not row["whole"]]
    return {"rows": rows, "broken": broken, "files": sum(row["count"] for row in rows)}


def _finding_row(finding: Finding) -> dict[str, Any]:
    edition = finding.edition
    return {
        "plan": edition.plan.title,
        "label": edition.label,
        "url": reverse("reports:edition-detail", args=[edition.pk]),
        "month": dates.format_month(edition.period),
        "whole": finding.is_whole,
        "count": len(finding.whole) + len(finding.changed),
        "said": finding_words(finding),
        "sha256": edition.facts_sha256,
    }


def finding_words(finding: Finding) -> str:
    """What was found of an edition's files, in a sentence."""
    if finding.is_whole:
        return _("All files are as they were published.")
    said = []
    for kinds, words in ((finding.changed, _("changed since: %(files)s")), (finding.missing, _("gone: %(files)s"))):
        if kinds:
            said.append(words % {"files": ", ".join(str(EditionFile.Kind(kind).label) for kind in kinds)})
    return _("Not as published – %(faults)s.") % {"faults": "; ".join(said)}
