"""The status report as a page: a snapshot turned into strings that a template only has to place."""

from __future__ import annotations

from typing import Any

from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from handleplan import dates
from reports import change_words, charts
from reports.paper.words import words_for

from .layout import differing
from .snapshot import Column, Part, Row, Snapshot


def report_page(snapshot: Snapshot) -> dict[str, Any]:
    """Context for ``reports/status_report.html``. ``months`` tells when the parts are not of one month (S004-3)."""
    return {
        "snapshot": snapshot,
        "month": dates.format_month(snapshot.period),
        "month_code": f"{snapshot.period:%Y-%m}",
        "as_of": dates.format_day(snapshot.as_of),
        "figures": figure_tiles(snapshot),
        "notices": _by_point(snapshot),
        "parts": [_part(part) for part in snapshot.parts],
        "charts": drawn_charts(snapshot),
        "abbreviations": snapshot.abbreviations,
        "since": _since_last(snapshot),
        "rules": _rules(snapshot),
        "months": in_words(differing(part.as_of_text for part in snapshot.parts)),
    }


def _since_last(snapshot: Snapshot) -> dict[str, Any] | None:
    """What happened since the edition before, as editions carry it; None for a report that is compared with none."""
    changes, language = snapshot.since_last, get_language() or snapshot.language
    if changes is None:
        return None
    return {
        "title": change_words.title_of(changes, language),
        "groups": change_words.told(changes, language),
        "nothing": change_words.nothing(changes, language),
    }


def _rules(snapshot: Snapshot) -> list[tuple[str, str]]:
    """How the figures are counted, in the words of the paper."""
    words = words_for(get_language() or snapshot.language)
    as_of = words.date(snapshot.as_of)
    return [(name, rule.format(as_of=as_of)) for name, rule in (*words.rules, *words.further_rules)]


def in_words(months: list[str]) -> str:
    """ "november 2013 og okt. 2013"."""
    return _(" and ").join(months)


def drawn_charts(snapshot: Snapshot) -> list[dict[str, Any]]:
    """The charts with their tables, where the design has any. ``reports.charts`` escapes all that it draws."""
    if snapshot.design is None or not snapshot.design.charts:
        return []
    return [
        {
            "key": chart.key,
            "title": chart.title,
            "note": chart.note if chart.svg else chart.alt,
            "svg": mark_safe(chart.svg),
            "table": chart.table,
        }
        for chart in charts.all_of(snapshot)
    ]


def figure_tiles(snapshot: Snapshot) -> list[dict[str, str]]:
    """The figures of the front page, each with its words and the colour of its tile."""
    figures = snapshot.figures
    share = round(100 * figures.closed / figures.total) if figures.total else 0
    closed = _("of %(total)s (%(share)s %%)") % {"total": figures.total, "share": share}
    return [
        {"value": str(figures.active), "label": _("active points"), "tone": "", "note": ""},
        {"value": str(figures.overdue), "label": _("overdue"), "tone": "alert", "note": ""},
        {"value": str(figures.due_soon), "label": _("due within 60 days"), "tone": "soon", "note": ""},
        {"value": str(figures.in_focus), "label": _("management focus"), "tone": "focus", "note": ""},
        {"value": str(figures.missing_status), "label": _("without status"), "tone": "", "note": ""},
        {"value": str(figures.closed), "label": _("closed"), "tone": "done", "note": closed},
    ]


def _by_point(snapshot: Snapshot) -> list[dict[str, Any]]:
    """The notices, one entry for each point with all its sentences."""
    points: dict[tuple[str, str], list[str]] = {}
    for notice in snapshot.notices:
        points.setdefault((notice.number, notice.title), []).append(notice.sentence)
    return [{"number": number, "title": title, "sentences": said} for (number, title), said in points.items()]


def _part(part: Part) -> dict[str, Any]:
    rows = [_row(row, part) for row in part.rows]
    return {
        "kind": part.kind,
        "title": part.title or _("Active points"),
        "as_of_text": part.as_of_text,
        "head": header(part.columns),
        "two_rows": part.header_rows == 2,
        "rows": rows,
        "width": len(part.columns),
    }


def header(columns: tuple[Column, ...]) -> dict[str, list[dict[str, Any]]]:
    """The header's cells: the first row with its spans, the second with the columns of each group."""
    first: list[dict[str, Any]] = []
    second: list[dict[str, Any]] = []
    for column in columns:
        if not column.group:
            first.append({"title": column.title, "role": column.role, "span": 1, "grouped": False})
            continue
        if not (first and first[-1]["grouped"] and first[-1]["title"] == column.group):
            first.append({"title": column.group, "role": "group", "span": 0, "grouped": True})
        first[-1]["span"] += 1
        second.append({"title": column.title, "role": column.role})
    return {"first": first, "second": second}


def _row(row: Row, part: Part) -> dict[str, Any]:
    cells = [{"role": column.role, "text": text} for column, text in zip(part.columns, row.cells, strict=True)]
    return {"row": row, "cells": cells, "is_heading": row.is_heading, "level": row.level, "italic": row.italic}
