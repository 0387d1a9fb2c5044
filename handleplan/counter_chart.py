"""A counter's numbers of one scope as a picture: how the total rose, how much is done, what is left, what is expected.

Pure Python. Only what was told is drawn: between two numbers of what is done a straight line, and nothing before the
first or after the last. Total and done differ by dash and mark, not by colour alone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from handleplan.counter_words import Words, number_in_words, signed, words_for
from handleplan.pace import Forecast
from handleplan.svg import (
    AMBER,
    BLUE,
    GREEN,
    GREY,
    INK,
    LINE,
    RED,
    Axis,
    frame,
    line,
    months_on,
    path,
    rect,
    shape,
    text,
)
from handleplan.tallies import Step, Tally, progress, standing, totals

LEFT, RIGHT, TOP, BOTTOM = 78, 800, 30, 262
HEIGHT = 312
_MOST_TICKS = 12
_APART = 17  # units between two labels


@dataclass(frozen=True, slots=True)
class Picture:
    """``svg`` is the drawing, ``alt`` what it shows in a sentence; ``height`` in units of which 1000 go across."""

    svg: str
    alt: str
    height: int = HEIGHT


@dataclass(frozen=True, slots=True)
class _Scale:
    """Numbers along the height of the drawing, from nothing at the bottom."""

    most: float
    step: float

    def at(self, number: Decimal | float) -> float:
        return BOTTOM - float(number) / self.most * (BOTTOM - TOP)


def draw(
    tallies: Sequence[Tally],
    title: str,
    language: str = "da",
    *,
    until: dt.date | None = None,
    deadline: dt.date | None = None,
    forecast: Forecast | None = None,
    aims: Sequence[tuple[str, Decimal]] = (),
) -> Picture | None:
    """The picture of numbers of one scope, or None where fewer than two days are known.

    ``until`` is the day the drawing reaches to; a deadline and a forecast after it make it longer. ``aims`` are what a
    measured time is held against, by name and in its own unit.
    """
    measured = [(tally.day, tally.value) for tally in tallies if tally.kind == "measured" and tally.value is not None]
    steps, done = totals(tallies), measured or progress(tallies)
    left = [(tally.day, tally.value) for tally in tallies if tally.kind == "remaining" and tally.value is not None]
    days = [*(step.day for step in steps), *(day for day, _value in (*done, *left))]
    if len(set(days)) < 2:
        return None
    words = words_for(language)
    wanted = [*days, *(day for day in (until, deadline) if day)]
    if forecast and forecast.latest:
        wanted.append(months_on(forecast.latest, 1))
    across = Axis(min(days).replace(day=1), months_on(max(wanted), 1), LEFT, RIGHT)
    values = [
        *(step.total for step in steps),
        *(value for _day, value in (*done, *left)),
        *(aim for _name, aim in aims),
    ]
    up = _scale(float(max(values)))
    alt = words.picture_alt.format(title, words.month(min(days)), words.month(max(days)))
    elements = [*_grid(across, up, words, language), *_ahead(across, words, deadline, forecast)]
    elements += _done(done, across, up) if done else []
    elements += _aims(aims, up)
    elements += _total(steps, across, up, until or max(days), language) if steps else []
    if not done:
        elements += [shape("triangle", across.at(day), up.at(value), 5, "#fff", RED) for day, value in left]
    name = words.kinds["measured"] if measured else words.done
    elements += _labels(tallies, steps, done, across, up, words, language, until or max(days), name)
    return Picture(frame(title, alt, HEIGHT, elements), alt)


def _scale(most: float) -> _Scale:
    """Four or five round steps above the largest number."""
    most = max(most, 1.0)
    size = 10.0 ** (len(str(int(most))) - 1)
    step = next(each for each in (size / 5, size / 4, size / 2, size, 2 * size, 5 * size) if most / each <= 5)
    return _Scale(most * 1.12, max(step, 1.0) if most >= 4 else step)


def _grid(across: Axis, up: _Scale, words: Words, language: str) -> Iterator[str]:
    value = 0.0
    while value <= up.most:
        y = up.at(value)
        yield line(LEFT, y, RIGHT, y, GREY if value == 0 else LINE, stroke_width=1 if value == 0 else 0.6)
        told = number_in_words(Decimal(str(round(value, 2))), language)
        yield text(LEFT - 8, y + 4, told, fill=GREY, text_anchor="end", font_size=11)
        value += up.step
    yield line(LEFT, TOP - 8, LEFT, BOTTOM, GREY)
    years: set[int] = set()
    for day in _ticks(across):
        x = across.at(day)
        yield line(x, BOTTOM, x, BOTTOM + 4, GREY)
        month = words.months_short[day.month - 1]
        yield text(x, BOTTOM + 17, month, fill=GREY, text_anchor="middle", font_size=11)
        if day.year not in years:
            years.add(day.year)
            yield text(x, BOTTOM + 33, str(day.year), text_anchor="middle", font_weight=600)


def _ticks(axis: Axis) -> list[dt.date]:
    """First days of months, quarters, half-years or years: so many as fit."""
    months = (axis.last.year - axis.first.year) * 12 + axis.last.month - axis.first.month
    step = next((each for each in (1, 3, 6, 12) if months / each <= _MOST_TICKS), 24)
    days = [months_on(axis.first, at) for at in range(months + 1)]
    found = [day for day in days if (day.month - 1) % min(step, 12) == 0]
    return [day for day in found if step <= 12 or day.year % 2 == 0] or days[:1]


def _ahead(across: Axis, words: Words, deadline: dt.date | None, forecast: Forecast | None) -> Iterator[str]:
    """The forecast as a band and the deadline as a line, both named."""
    if forecast and forecast.earliest and forecast.latest:
        begins, ends = across.at(forecast.earliest), across.at(months_on(forecast.latest, 1))
        yield rect(begins, TOP - 8, ends - begins, BOTTOM - TOP + 8, "#fdeecb")
        for x in (begins, ends):
            yield line(x, TOP - 8, x, BOTTOM, AMBER, stroke_dasharray="4 3")
        yield text((begins + ends) / 2, TOP - 14, words.expected, fill=AMBER, text_anchor="middle", font_size=11)
    if deadline and across.first <= deadline <= across.last:
        x = across.at(deadline)
        yield line(x, TOP - 8, x, BOTTOM, BLUE, stroke_width=1.6)
        side = "end" if x > LEFT + 60 else "start"
        yield text(x + (-5 if side == "end" else 5), TOP + 4, words.deadline, fill=BLUE, text_anchor=side, font_size=11)


def _aims(aims: Sequence[tuple[str, Decimal]], up: _Scale) -> Iterator[str]:
    """The lines that what is measured should stay beneath, each named."""
    for name, aim in aims:
        y = up.at(aim)
        yield line(LEFT, y, RIGHT, y, BLUE, stroke_dasharray="7 4")
        yield text(LEFT + 6, y - 5, name, fill=BLUE, font_size=11)


def _done(done: Sequence[tuple[dt.date, Decimal]], across: Axis, up: _Scale) -> Iterator[str]:
    points = [(across.at(day), up.at(value)) for day, value in done]
    if len(points) > 1:
        corners = (*points, (points[-1][0], BOTTOM), (points[0][0], BOTTOM))
        outline = " ".join(f"{x:.1f},{y:.1f}" for x, y in corners)
        yield f'<polygon points="{outline}" fill="{GREEN}" fill-opacity="0.15"/>'
        yield path(points, GREEN, stroke_width=2.4, stroke_linejoin="round")
    for x, y in points if len(points) <= 40 else points[-1:]:
        yield shape("circle", x, y, 3.6, GREEN)


def _total(steps: Sequence[Step], across: Axis, up: _Scale, until: dt.date, language: str) -> Iterator[str]:
    points: list[tuple[float, float]] = []
    for step in steps:
        x, y = across.at(step.day), up.at(step.total)
        if points:
            points.append((x, points[-1][1]))
        points.append((x, y))
    points.append((max(across.at(until), points[-1][0]), points[-1][1]))
    yield path(points, INK, stroke_width=2, stroke_dasharray="6 4")
    for step in steps:
        x, y = across.at(step.day), up.at(step.total)
        yield shape("square", x, y, 4, "#fff", INK)
        if step.change:
            yield text(x - 7, y - 6, signed(step.change, language), font_weight=600, text_anchor="end")


def _labels(
    tallies: Sequence[Tally],
    steps: Sequence[Step],
    done: Sequence[tuple[dt.date, Decimal]],
    across: Axis,
    up: _Scale,
    words: Words,
    language: str,
    until: dt.date,
    name: str,
) -> Iterator[str]:
    """What the lines end at, to their right, and the gap between them."""
    stand = standing(tallies)
    x = max(across.at(until), across.at(done[-1][0]) if done else LEFT)
    wanted: list[tuple[float, str, str]] = []
    if steps:
        wanted.append((up.at(steps[-1].total), f"{words.total} {number_in_words(steps[-1].total, language)}", INK))
    if done:
        wanted.append((up.at(done[-1][1]), f"{name} {number_in_words(done[-1][1], language)}", GREEN))
    if stand.remaining is not None:
        told = f"{words.remaining} {number_in_words(stand.remaining, language)}"
        if steps and done:
            top, bottom = up.at(steps[-1].total), up.at(done[-1][1])
            yield line(x + 6, top + 3, x + 6, bottom - 3, RED, stroke_width=1.6)
            wanted.append(((top + bottom) / 2, told, RED))
        else:
            wanted.append((up.at(stand.remaining), told, RED))
    below = -1e9
    for y, told, colour in sorted(wanted):
        below = max(y, below + _APART)
        if RIGHT - x > 30:
            yield line(x + 12, y, RIGHT + 10, below, colour, stroke_width=0.7, stroke_dasharray="1 3")
        yield text(RIGHT + 14, below + 4, told, fill=colour, font_weight=600)
