"""Two editions compared, as strings that a template only has to place."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from handleplan import dates
from reports import change_words
from reports.changes import compare
from reports.page import figure_tiles
from reports.snapshot import Snapshot


def compare_page(old: Snapshot, new: Snapshot) -> dict[str, Any]:
    """Context for ``reports/edition_compare.html``: what happened, and the figures side by side."""
    changes = compare(old, new)
    language = get_language() or "da"
    groups = change_words.told(changes, language)
    return {
        "title": change_words.title_of(changes, language),
        "groups": groups,
        "count": sum(len(group.lines) for group in groups),
        "nothing": change_words.nothing(changes, language),
        "figures": _figures(old, new),
        "heads": [_head(old), _head(new)],
        "two_designs": (old.design and old.design.name) != (new.design and new.design.name),
    }


def _head(snapshot: Snapshot) -> str:
    month = dates.format_month(snapshot.period)
    if snapshot.edition is None:
        return month
    return _("Edition %(label)s, %(month)s") % {"label": snapshot.edition.label, "month": month}


def _figures(old: Snapshot, new: Snapshot) -> list[dict[str, str]]:
    """Each figure then and now, and by how much it differs ("+2", "−1", "0")."""
    rows = []
    for then, now in zip(figure_tiles(old), figure_tiles(new), strict=True):
        by = int(now["value"]) - int(then["value"])
        told = f"+{by}" if by > 0 else f"\N{MINUS SIGN}{-by}" if by < 0 else "0"
        rows.append({"label": now["label"], "then": then["value"], "now": now["value"], "by": told})
    return rows
