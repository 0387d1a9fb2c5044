"""The open deadlines as the page lists them: a list for each reason, or one list; with the figures above them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from handleplan.attention import Attention, Why
from handleplan.deadline_words import day_in_words

from . import gathering
from .asking import ALL_ROWS, KINDS, LIST, SECTIONS, SORTS, Wish
from .gathering import Line
from .rows import BADGES, Rows

if TYPE_CHECKING:
    from . import Review

MOST_ROWS = 100
FOLDED = ("owner", "moved", "silent")

_EXPLAINED = {
    Why.OVERDUE: gettext_lazy("Most days over the deadline first."),
    Why.IN_WINDOW: gettext_lazy(
        "The deadline can mean several days, and the day lies among them. Fewest days left first."
    ),
    Why.DUE_SOON: gettext_lazy("The last day of the deadline is at most 60 days ahead."),
    Why.UNCERTAIN_END: gettext_lazy("The end date is missing, could not be read, or leaves open which day it means."),
    Why.FORECAST_LATE: gettext_lazy("The owner expects to finish after the last day of the deadline."),
    Why.COUNTER_LATE: gettext_lazy(
        "At the pace of the months that were counted, the point is done after the last day of its deadline."
    ),
    Why.TEXT_LATER: gettext_lazy(
        "The status speaks of a later date than the end date column does. The end date has not been moved."
    ),
}
_EMPTY = {
    Why.OVERDUE: gettext_lazy("No points are overdue on %(day)s"),
    Why.IN_WINDOW: gettext_lazy("No points in their window on %(day)s"),
    Why.DUE_SOON: gettext_lazy("No points due within 60 days from %(day)s"),
    Why.UNCERTAIN_END: gettext_lazy("All open points have an end date that can be counted from"),
    Why.FORECAST_LATE: gettext_lazy("No owner expects to finish after the deadline"),
    Why.COUNTER_LATE: gettext_lazy("No counter points past its deadline"),
    Why.TEXT_LATER: gettext_lazy("No status text names a date later than the deadline"),
}
_TILES = {Why.OVERDUE: "alert", Why.IN_WINDOW: "soon", Why.DUE_SOON: "soon"}


def open_lists(found: Review, *, back: str) -> dict[str, Any]:
    """Tiles, figures per unit and plan, and the lists."""
    wish = found.wish
    by_reason = found.by_reason
    rows = Rows(found.user, names_plans=found.names_plans, back=back)
    if wish.layout == LIST:
        shown = {"list": _one_list(found, rows)}
    else:
        kinds = [why for why in SECTIONS if wish.kind in ("", why.value)]
        shown = {"sections": [_section(why, by_reason[why], rows, wish) for why in kinds]}
    return shown | {
        "tiles": [_tile(why, len(by_reason[why]), wish) for why in SECTIONS],
        "summaries": gathering.summaries(found.lines, wish),
        "writes_statuses": rows.writes_statuses,
    }


def _tile(why: Why, count: int, wish: Wish) -> dict[str, Any]:
    """A count that leads to its list: further down, or to the page with that one where another is shown alone."""
    further_down = wish.layout == "" and wish.kind in ("", why.value)
    address = wish.address(kind=why.value, sort="", rows="")
    return {
        "label": why.label,
        "count": count,
        "href": f"#{why.value}" if further_down else address if wish.layout == LIST else f"{address}#{why.value}",
        "tone": _TILES.get(why, "") if count else "",
        "chosen": wish.kind == why.value,
    }


def _section(why: Why, pairs: list[tuple[Line, Attention]], rows: Rows, wish: Wish) -> dict[str, Any]:
    """One list. Beside others it shows the gravest hundred and says where all of them are."""
    beside_others = not wish.kind
    written = [rows.row(line, reason) for line, reason in (pairs[:MOST_ROWS] if beside_others else pairs)]
    address = f"{wish.address(kind=why.value)}#{why.value}"
    return _cut(len(written), len(pairs), address) | {
        "id": why.value,
        "title": why.label,
        "count": _count(len(pairs)),
        "explained": _EXPLAINED[why],
        "empty": _EMPTY[why] % {"day": day_in_words(wish.as_of)},
        "rows": written,
        "html": _html(rows, written),
        "badge": BADGES[why],
        "icon": BADGES[why],
    }


def _one_list(found: Review, rows: Rows) -> dict[str, Any]:
    wish, lines = found.wish, found.listed
    written = [rows.row(line) for line in (lines if wish.rows == ALL_ROWS else lines[:MOST_ROWS])]
    points = len({line.facts.item for line in lines})
    deadlines = ngettext("%(count)d deadline", "%(count)d deadlines", len(lines)) % {"count": len(lines)}
    return _cut(len(written), len(lines), wish.address(rows=ALL_ROWS)) | {
        "title": KINDS.get(wish.kind) or _("All open points"),
        "count": _count(points) + (f", {deadlines}" if points != len(lines) else ""),
        "rows": written,
        "html": _html(rows, written),
        "sorts": [
            {"label": label, "href": wish.address(sort=name, rows=""), "chosen": wish.sort == name}
            for name, label in SORTS.items()
        ],
    }


def _cut(shown: int, there_are: int, address: str) -> dict[str, Any]:
    words = _("Only the first %(shown)d are shown here. Show all %(all)d") % {"shown": shown, "all": there_are}
    return {"all_address": address if there_are > shown else "", "all_label": words}


def _count(points: int) -> str:
    return ngettext("%(points)d point", "%(points)d points", points) % {"points": points}


def _html(rows: Rows, written: list[dict[str, Any]]) -> str:
    return mark_safe("".join(map(rows.html, written)))  # every text of the plan is escaped where the row is written
