"""A point's deadlines on a time axis, as numbers for an SVG: one lane for each link of the chain, the newest on top.

Pure. Across, everything is a percentage of the drawing's width, so that its text keeps its size on a telephone; down,
pixels. Every number is ready text: a localised "12,5" would break the drawing. What cannot be placed in time (an
unreadable date) has no lane; the list beside the drawing is its text twin and says all of it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from handleplan.dates import ImpreciseDate

LANE = 38
TOP = 22
AXIS = 24
_MOST_TICKS = 8
_LONGEST_LABEL = 34


@dataclass(frozen=True, slots=True)
class Lane:
    """What a lane shows: ``role`` is "forecast", "current", "superseded" or "original", ``prefix`` its word."""

    prefix: str
    label: str
    role: str
    earliest: dt.date
    latest: dt.date


@dataclass(frozen=True, slots=True)
class Run:
    """A line that leads up to a window or on from it: "plan", "slip", "over" (past the deadline) or "wait"."""

    role: str
    x: str
    end: str


@dataclass(frozen=True, slots=True)
class DrawnLane:
    """A lane in its place; ``is_day`` asks for a mark alone, without a window before it."""

    prefix: str
    label: str
    role: str
    is_day: bool
    middle: str
    bar_top: str
    x: str
    width: str
    end: str
    runs: tuple[Run, ...]
    anchor: str
    text_y: str


@dataclass(frozen=True, slots=True)
class Tick:
    x: str
    label: str


@dataclass(frozen=True, slots=True)
class Chart:
    """The whole drawing; ``today_x`` is "" for what is closed."""

    height: str
    axis_y: str
    tick_y: str
    today_x: str
    today_anchor: str
    lanes: tuple[DrawnLane, ...]
    ticks: tuple[Tick, ...]


def lane(prefix: str, role: str, end: ImpreciseDate | None) -> Lane | None:
    """A lane for an end date, with its words as far as they fit a telephone; None if its last day is unknown."""
    if end is None or end.latest is None:
        return None
    words = end.as_written
    label = words if len(words) <= _LONGEST_LABEL else f"{words[: _LONGEST_LABEL - 1]}…"
    return Lane(prefix, label, role, end.earliest or end.latest, end.latest)


def draw(lanes: Sequence[Lane | None], *, start: dt.date | None, today: dt.date | None) -> Chart | None:
    """The chart of the lanes that can be placed; None if there is none. Without ``today`` for what is closed."""
    placed = [each for each in lanes if each is not None]
    if not placed:
        return None
    days = [day for each in placed for day in (each.earliest, each.latest)]
    days += [day for day in (start, today) if day]
    scale = _Scale(min(days).toordinal(), max(days).toordinal())
    axis = TOP + LANE * len(placed) + 4
    today_at = scale.at(today) if today else 0.0
    return Chart(
        height=str(axis + AXIS),
        axis_y=str(axis),
        tick_y=str(axis + 17),
        today_x=_percent(today_at) if today else "",
        today_anchor="end" if today_at > 85 else "start" if today_at < 15 else "middle",
        lanes=tuple(
            _draw_lane(each, index, _runs(each, placed, start, today), scale) for index, each in enumerate(placed)
        ),
        ticks=tuple(_ticks(scale)),
    )


@dataclass(frozen=True, slots=True)
class _Scale:
    """Days (as ordinals) to percent, with some air at both sides."""

    first: int
    last: int

    @property
    def span(self) -> int:
        return max(self.last - self.first, 30)

    def at(self, day: dt.date) -> float:
        return 2 + 95 * (day.toordinal() - self.first) / self.span


def _runs(
    each: Lane, placed: Sequence[Lane], start: dt.date | None, today: dt.date | None
) -> list[tuple[str, dt.date, dt.date]]:
    """The lines of a lane. The current one shows the plan up to the original end, the slip after it, and what it is
    over its deadline; a forecast goes on from the current deadline."""
    by_role = {lane.role: lane for lane in placed}
    current, original = by_role.get("current"), by_role.get("original")
    if each.role == "forecast":
        runs = [("wait", current.latest, each.earliest)] if current else []
    elif each.role == "current" and original:
        runs = [("slip", original.latest, each.earliest)]
        runs += [("plan", start, min(original.latest, each.earliest))] if start else []
    else:
        runs = [("plan", start, each.earliest)] if start else []
    if each.role == "current" and today:
        runs.append(("over", each.latest, today))
    return [run for run in runs if run[1] < run[2]]


def _draw_lane(each: Lane, index: int, runs: Sequence[tuple[str, dt.date, dt.date]], scale: _Scale) -> DrawnLane:
    middle = TOP + LANE * index + 26
    left, right = scale.at(each.earliest), scale.at(each.latest)
    return DrawnLane(
        prefix=each.prefix,
        label=each.label,
        role=each.role,
        is_day=each.earliest == each.latest,
        middle=str(middle),
        bar_top=str(middle - 5),
        x=_percent(left),
        width=_percent(right - left),
        end=_percent(right),
        runs=tuple(Run(role, _percent(scale.at(first)), _percent(scale.at(last))) for role, first, last in runs),
        anchor="end" if right > 64 else "start" if right < 36 else "middle",
        text_y=str(middle - 11),
    )


def _ticks(scale: _Scale) -> list[Tick]:
    """First of January of every year, or of every n-th where the years are many."""
    first, last = dt.date.fromordinal(scale.first), dt.date.fromordinal(scale.last)
    years = [year for year in range(first.year, last.year + 1) if dt.date(year, 1, 1) >= first]
    step = max(1, -(-len(years) // _MOST_TICKS))
    return [Tick(_percent(scale.at(dt.date(year, 1, 1))), str(year)) for year in years[::step]]


def _percent(value: float) -> str:
    return f"{value:.2f}%"
