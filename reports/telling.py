"""What had been said of each point up to a month: its status, its focus, its assessments. Reads only.

A status that was taken back (``Withdrawal``) or sent back (``StatusVerdict``) never counts.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from handleplan import dates
from handleplan.models import Plan, Scale, StatusEntry
from handleplan.models.scales import USUAL_LEVELS

from .facts import Assessment, Level, ScaleFacts

_LIGHT = ("pk", "item_id", "period", "scale_id", "assessment", "in_focus", "focus_reason", "nothing_new")
_Scales = dict[int | None, ScaleFacts]


@dataclass(slots=True)
class Told:
    """One point's statuses as they count: ``newest`` is the last one, ``said`` the last one that says something new."""

    newest: StatusEntry
    said: StatusEntry | None
    nothing_new: int
    in_focus: bool
    focus_since: dt.date | None
    focus_words: str
    assessment: Assessment | None
    assessments: tuple[Assessment, ...]

    @property
    def text(self) -> str:
        """The status in words; of a month without news, that it has none, and what was said last."""
        if not self.newest.nothing_new or self.newest.text:
            return self.newest.text
        words = _("Nothing new in %(month)s (month no. %(count)s without news).") % {
            "month": dates.format_month(self.newest.period),
            "count": self.nothing_new,
        }
        if self.said is None or not self.said.text:
            return words
        last = _("Status of %(month)s:") % {"month": dates.format_month(self.said.period)}
        return f"{words}\n\n{last}\n\n{self.said.text}"

    @property
    def text_kind(self) -> str:
        said = self.said if self.newest.nothing_new and not self.newest.text else self.newest
        return said.text_kind if said else self.newest.text_kind


def scales_of(plan: Plan) -> _Scales:
    """The versions of the plan's scale by key; under None the usual words, version 0."""
    scales: _Scales = {None: _scale(0, USUAL_LEVELS, "")}
    for scale in Scale.objects.filter(plan=plan):
        scales[scale.pk] = _scale(scale.version, scale.levels, scale.reason)
    return scales


def statuses_of(plan: Plan, period: dt.date, scales: _Scales) -> dict[int, Told]:
    """For each point that had a status by the month that begins on ``period``, what it says; in two queries."""
    counted = StatusEntry.objects.counted().filter(item__plan=plan, period__lte=period)
    rows: dict[int, list[dict[str, Any]]] = {}
    for row in counted.order_by("period", "recorded_at", "pk").values(*_LIGHT):
        rows.setdefault(row["item_id"], []).append(row)
    wanted = {key for entries in rows.values() for key in (entries[-1]["pk"], _said(entries)) if key}
    texts = {entry.pk: entry for entry in StatusEntry.objects.filter(item__plan=plan, pk__in=wanted)}
    return {item: _told(entries, texts, scales) for item, entries in rows.items()}


def _said(entries: list[dict[str, Any]]) -> int | None:
    return next((row["pk"] for row in reversed(entries) if not row["nothing_new"]), None)


def _told(entries: list[dict[str, Any]], texts: dict[int, StatusEntry], scales: _Scales) -> Told:
    newest = entries[-1]
    spoken = next((row for row in reversed(entries) if row["in_focus"] is not None), None)
    focus = spoken if spoken and spoken["in_focus"] else None
    by_month = {row["period"]: row for row in entries}
    months = [by_month[period] for period in sorted(by_month)]
    assessed = tuple(filter(None, (_assessment(row, scales) for row in months)))
    said = _said(entries)
    return Told(
        newest=texts[newest["pk"]],
        said=texts[said] if said else None,
        nothing_new=_months_without_news(months),
        in_focus=focus is not None,
        focus_since=focus["period"] if focus else None,
        focus_words=focus["focus_reason"] if focus else "",
        assessment=_assessment(newest, scales),
        assessments=assessed,
    )


def _months_without_news(months: list[dict[str, Any]]) -> int:
    count = 0
    for row in reversed(months):
        if not row["nothing_new"]:
            break
        count += 1
    return count


def _assessment(row: dict[str, Any], scales: _Scales) -> Assessment | None:
    if not row["assessment"]:
        return None
    scale = scales.get(row["scale_id"], scales[None])
    level = next((level for level in scale.levels if level.code == row["assessment"]), None)
    if level is None:
        return Assessment(row["period"], row["assessment"], row["assessment"], "", "", scale.version)
    return Assessment(row["period"], level.code, level.word, level.symbol, level.tone, scale.version)


def _scale(version: int, levels: list[Any], reason: str) -> ScaleFacts:
    return ScaleFacts(version, tuple(Level(**level) for level in levels), reason)
