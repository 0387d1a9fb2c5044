"""The little time line of one point: from its start past the original end to the current one, the forecast and today.

Pure: days in, SVG out. Presentation attributes only, so that the drawing needs no style; it is hidden from screen
readers because the dates beside it say the same. All bars of a page share one ``Axis`` and can be compared.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from html import escape

WIDTH, HEIGHT = 260, 42
_LEFT, _RIGHT = 4, 256
_HALF_A_YEAR, _AIR = 183, 75
_MOST_YEARS = 7
_LABEL_ROOM = 28

BAR, MOVED, MOVED_LINE, END, FORECAST, TODAY, INK, AXIS_LINE = (
    "#58748f", "#f6c6c9", "#b0121b", "#b0121b", "#8a5a00", "#0055b0", "#16202b", "#b6c0ca",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Bar:
    """The days of one point; any of them may be unknown."""

    start: dt.date | None = None
    original: dt.date | None = None
    end: dt.date | None = None
    forecast: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Axis:
    """The days between which every bar of a page is drawn."""

    first: dt.date
    last: dt.date
    today: dt.date
    today_label: str = "i dag"

    def x(self, day: dt.date) -> float:
        """Where a day lies; days outside lie at the rim."""
        share = (day - self.first).days / max((self.last - self.first).days, 1)
        return _LEFT + (_RIGHT - _LEFT) * min(max(share, 0.0), 1.0)


def axis_for(bars: Iterable[Bar], *, today: dt.date, today_label: str = "i dag") -> Axis:
    """An axis with room for every end and for today; it begins with the year of the first end (or the one before, if
    that end lies in its first half), and a start before that is cut off with an arrow."""
    ends = [today, *(day for bar in bars for day in (bar.original, bar.end, bar.forecast) if day)]
    first, last = min(ends), max(ends)
    first = dt.date.fromordinal(max(first.toordinal() - _HALF_A_YEAR, 1)).replace(month=1, day=1)
    last = dt.date.fromordinal(min(last.toordinal() + _AIR, dt.date.max.toordinal()))
    return Axis(first, last, today, today_label)


def draw(bar: Bar, axis: Axis) -> str:
    """The bar of one point as an SVG; "" if it has neither end nor forecast to show."""
    if not (bar.end or bar.original or bar.forecast):
        return ""
    shapes = [_years(axis), *_planned(bar, axis), *_moved(bar, axis), *_expected(bar, axis), *_today(bar, axis)]
    return (
        f'<svg class="schedule-bar" viewBox="0 0 {WIDTH} {HEIGHT}" aria-hidden="true" focusable="false">'
        f"{''.join(shapes)}</svg>"
    )


def _planned(bar: Bar, axis: Axis) -> list[str]:
    """Start to the original end (or, where that is unknown or was moved forward, to the current end)."""
    days = [day for day in (bar.original, bar.end) if day]
    if not (bar.start and days):
        return []
    left, right = axis.x(bar.start), axis.x(min(days))
    shapes = []
    if right > left:
        shapes.append(f'<rect x="{left:.1f}" y="14" width="{right - left:.1f}" height="9" fill="{BAR}"></rect>')
    if bar.start < axis.first:
        shapes.append(f'<path d="M{left + 7:.1f} 15.5v6l-4.5-3z" fill="#fff"></path>')
    return shapes


def _moved(bar: Bar, axis: Axis) -> list[str]:
    shapes = []
    if bar.original and bar.end and bar.end > bar.original:
        left, right = axis.x(bar.original), axis.x(bar.end)
        shapes.append(
            f'<rect x="{left:.1f}" y="14.5" width="{max(right - left, 0.5):.1f}" height="8" fill="{MOVED}" '
            f'stroke="{MOVED_LINE}"></rect>'
        )
    if bar.original:
        shapes.append(f'<path d="M{axis.x(bar.original):.1f} 10v17" stroke="{INK}" stroke-width="2.2"></path>')
    if bar.end:
        at = axis.x(bar.end)
        shapes.append(f'<path d="M{at - 4.5:.1f} 7.500h9l-4.5 6.500z" fill="{END}"></path>')
    return shapes


def _expected(bar: Bar, axis: Axis) -> list[str]:
    if not bar.forecast:
        return []
    at = axis.x(bar.forecast)
    last = max([day for day in (bar.end, bar.original) if day], default=None)
    shapes = []
    if last and axis.x(last) < at - 5:
        shapes.append(
            f'<path d="M{axis.x(last):.1f} 18.500H{at - 5:.1f}" stroke="{FORECAST}" stroke-width="1.5" '
            'stroke-dasharray="3 2.5"></path>'
        )
    shapes.append(f'<path d="M{at:.1f} 13.500l5 5-5 5-5-5z" fill="#fff" stroke="{FORECAST}" stroke-width="1.6"></path>')
    return shapes


def _today(bar: Bar, axis: Axis) -> list[str]:
    """The line of today, its label on the side where neither the rim nor the arrow of the end is in the way."""
    at = axis.x(axis.today)
    arrow = axis.x(bar.end) if bar.end else -WIDTH
    after = at + _LABEL_ROOM < WIDTH and not at - 5 < arrow < at + _LABEL_ROOM
    return [
        f'<path d="M{at:.1f} 2v28" stroke="{TODAY}" stroke-width="1.6"></path>',
        f'<text x="{at + (3 if after else -3):.1f}" y="8.5" font-size="9" font-weight="600" fill="{TODAY}" '
        f'text-anchor="{"start" if after else "end"}">{escape(axis.today_label)}</text>',
    ]


@lru_cache(maxsize=32)
def _years(axis: Axis) -> str:
    """The base line with a tick and a label at each new year, or at every n-th where the years are many."""
    years = range(axis.first.year, axis.last.year + 1)
    step = -(-len(years) // _MOST_YEARS)
    shapes = [f'<path d="M{_LEFT} 30H{_RIGHT}" stroke="{AXIS_LINE}"></path>']
    for year in years[::step]:
        at = axis.x(dt.date(year, 1, 1))
        shapes.append(f'<path d="M{at:.1f} 27v5" stroke="{AXIS_LINE}"></path>')
        if at < WIDTH - 22:
            shapes.append(f'<text x="{at + 1:.1f}" y="40.5" font-size="9.5" fill="#46525f">{year}</text>')
    return "".join(shapes)
