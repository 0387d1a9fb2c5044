"""The active points by quarter: what was planned, how far the deadline moved, what is expected, and the as-of day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from reports.charts.drawing import (
    AMBER,
    BAND,
    BLUE,
    GREY,
    INK,
    LINE,
    RED,
    RED_SOFT,
    Axis,
    Chart,
    Clean,
    Table,
    frame,
    line,
    months_on,
    printed,
    quarter,
    rect,
    shape,
    text,
)
from reports.charts.words import Words
from reports.snapshot import Row, Snapshot, WrittenDate

LEFT, RIGHT, TOP, LANE = 330, 985, 44, 27
ROWS = 18  # in one drawing: with title, legend and key it fills a page
MOST_QUARTERS = 20
TITLE_LENGTH = 44


def charts(snapshot: Snapshot, words: Words, clean: Clean) -> Iterator[Chart]:
    """One drawing for each 18 points."""
    rows = [row for row in printed(snapshot) if not row.closed and _days(row)]
    pieces = [rows[at : at + ROWS] for at in range(0, len(rows), ROWS)]
    if not pieces:
        return
    axis = _axis(rows, snapshot.as_of)
    for index, piece in enumerate(pieces, 1):
        many = len(pieces) > 1
        title = words.part_of.format(words.gantt, index, len(pieces)) if many else words.gantt
        moved = sum(1 for row in piece if row.moves)
        alt = words.gantt_alt.format(len(piece), words.month(axis.first), words.month(axis.last), moved)
        height = TOP + LANE * len(piece) + 40
        svg = frame(title, alt, height, _elements(piece, axis, snapshot.as_of, words, clean))
        yield Chart(f"gantt-{index}", title, words.gantt_note, alt, svg, _table(piece, words), height)


def _days(row: Row) -> list[dt.date]:
    dates = (row.start, row.original_end, row.end, row.forecast)
    return [day for date in dates if date for day in (date.earliest, date.latest) if day]


def _axis(rows: Sequence[Row], as_of: dt.date) -> Axis:
    """Whole quarters around all dates and the as-of day, at most 20: early starts are cut, the end is not."""
    last = quarter(max([as_of, *(max(_days(row)) for row in rows)]))
    last = min(months_on(last, 3), months_on(quarter(as_of), 3 * (MOST_QUARTERS - 4)))
    first = quarter(min([as_of, *(min(_days(row)) for row in rows)]))
    return Axis(max(first, months_on(last, -3 * MOST_QUARTERS)), last, LEFT, RIGHT)


def _elements(rows: Sequence[Row], axis: Axis, as_of: dt.date, words: Words, clean: Clean) -> Iterator[str]:
    bottom = TOP + LANE * len(rows)
    yield from _quarters(axis, bottom, words)
    for index, row in enumerate(rows):
        yield from _lane(row, TOP + LANE * index, axis, clean)
    at = axis.at(as_of)
    yield line(at, TOP - 4, at, bottom + 4, BLUE, stroke_width=1.6)
    side = "end" if at > RIGHT - 90 else "start"
    label = words.as_of.format(words.date(as_of))
    yield text(at + (-5 if side == "end" else 5), bottom + 13, label, fill=BLUE, text_anchor=side, font_size=11)
    yield from _legend(bottom + 32, words)


def _quarters(axis: Axis, bottom: float, words: Words) -> Iterator[str]:
    day = axis.first
    width = axis.at(months_on(day, 3)) - axis.at(day)
    while day < axis.last:
        x = axis.at(day)
        if (day.month // 3) % 2 == 0:
            yield rect(x, TOP - 4, width, bottom - TOP + 4, BAND)
        if width > 31:
            number = words.quarter.format(day.month // 3 + 1)
            yield text(x + width / 2, TOP - 10, number, fill=GREY, text_anchor="middle", font_size=10.5)
        if day.month == 1 or day == axis.first:
            yield line(x, 14, x, bottom, LINE)
            if day.month < 10 or width > 31:
                yield text(x + 4, 20, str(day.year), font_weight=600)
        day = months_on(day, 3)


def _lane(row: Row, top: float, axis: Axis, clean: Clean) -> Iterator[str]:
    middle = top + LANE / 2
    yield line(0, top + LANE, RIGHT, top + LANE, LINE, stroke_width=0.6)
    yield text(0, middle + 4, clean(row.number, 14), font_weight=600)
    yield text(88, middle + 4, clean(row.title, TITLE_LENGTH - 6), font_size=11.5)
    end = row.end.latest if row.end else None
    planned = row.original_end.latest if row.original_end and row.original_end.latest else end
    if planned is None or end is None:
        return
    start = _first(row.start)
    begins = axis.at(start) if start else LEFT
    yield rect(begins, middle - 6, axis.at(planned) - begins, 12, "#58748f")
    if start is None or start < axis.first:
        yield _arrow(LEFT + 2, middle)
    if end > planned:
        moved = axis.at(end) - axis.at(planned)
        yield rect(axis.at(planned), middle - 6, moved, 12, RED_SOFT, stroke=RED, stroke_width=1)
    if row.original_end and row.original_end.latest:
        yield line(axis.at(planned), middle - 9, axis.at(planned), middle + 9, INK, stroke_width=2)
    forecast = row.forecast.latest if row.forecast else None
    if forecast and forecast > end:
        yield line(axis.at(end), middle, axis.at(forecast) - 6, middle, AMBER, stroke_dasharray="4 3", stroke_width=1.4)
        yield shape("diamond", axis.at(forecast) - 1, middle, 5, "#fff", AMBER)


def _arrow(x: float, y: float) -> str:
    return f'<polygon points="{x},{y:.1f} {x + 6},{y - 4:.1f} {x + 6},{y + 4:.1f}" fill="#fff"/>'


def _first(date: WrittenDate | None) -> dt.date | None:
    return (date.earliest or date.latest) if date else None


def _legend(y: float, words: Words) -> Iterator[str]:
    yield rect(0, y - 9, 22, 10, "#58748f")
    yield text(28, y, words.planned, fill=GREY, font_size=11)
    yield line(172, y - 12, 172, y + 3, INK, stroke_width=2)
    yield text(180, y, words.original.lower(), fill=GREY, font_size=11)
    yield rect(305, y - 9, 22, 10, RED_SOFT, stroke=RED)
    yield text(333, y, words.moved, fill=GREY, font_size=11)
    yield line(392, y - 4, 412, y - 4, AMBER, stroke_dasharray="4 3", stroke_width=1.4)
    yield shape("diamond", 418, y - 4, 5, "#fff", AMBER)
    yield text(430, y, words.forecast.lower(), fill=GREY, font_size=11)
    yield rect(510, y - 9, 22, 10, "#58748f")
    yield _arrow(512, y - 4)
    yield text(538, y, words.unknown_start, fill=GREY, font_size=11)


def _table(rows: Sequence[Row], words: Words) -> Table:
    head = (words.number, words.point, words.start, words.original, words.current, words.forecast)
    dates = [(row.start, row.original_end, row.end, row.forecast) for row in rows]
    told = [tuple(date.text if date else "" for date in each) for each in dates]
    return Table(head, tuple((row.number, row.title, *each) for row, each in zip(rows, told, strict=True)))
