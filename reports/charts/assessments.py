"""The owners' assessments over the last twelve months: a mark per point and month, its shape after its tone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from reports.charts.drawing import (
    AMBER,
    GREEN,
    GREY,
    INK,
    LINE,
    RED,
    Chart,
    Clean,
    Table,
    frame,
    line,
    months_on,
    printed,
    rect,
    shape,
    text,
)
from reports.charts.words import Words
from reports.snapshot import Assessment, Row, Snapshot

LEFT, RIGHT, TOP, LANE = 330, 985, 40, 27
MONTHS = 12
ROWS = 18
MARKS = {
    "good": ("circle", GREEN, "#dcefe2"),
    "fair": ("triangle", AMBER, "#fdeecb"),
    "bad": ("square", RED, "#f8d8da"),
    "": ("diamond", GREY, "#e6eaef"),
}


def charts(snapshot: Snapshot, words: Words, clean: Clean) -> Iterator[Chart]:
    """One drawing for each 18 points that were assessed within the months."""
    months = [months_on(snapshot.period, at) for at in range(1 - MONTHS, 1)]
    rows = [row for row in printed(snapshot) if _by_month(row, months)]
    pieces = [rows[at : at + ROWS] for at in range(0, len(rows), ROWS)]
    for index, piece in enumerate(pieces, 1):
        title = words.part_of.format(words.assessments, index, len(pieces)) if len(pieces) > 1 else words.assessments
        alt = words.assessments_alt.format(len(piece), words.month(months[0]), words.month(months[-1]))
        height = TOP + LANE * len(piece) + 30
        svg = frame(title, alt, height, _elements(piece, months, words, clean))
        table = _table(piece, months, words)
        yield Chart(f"assessments-{index}", title, words.assessments_note, alt, svg, table, height)


def _by_month(row: Row, months: Sequence[dt.date]) -> dict[dt.date, Assessment]:
    return {each.period: each for each in row.assessments if months[0] <= each.period <= months[-1]}


def _elements(rows: Sequence[Row], months: Sequence[dt.date], words: Words, clean: Clean) -> Iterator[str]:
    step = (RIGHT - LEFT) / len(months)
    for at, month in enumerate(months):
        x = LEFT + step * at
        yield text(x + step / 2, TOP - 8, words.months[month.month - 1], fill=GREY, text_anchor="middle", font_size=11)
        if month.month == 1 or at == 0:
            yield text(x + 4, 16, str(month.year), font_weight=600)
    for index, row in enumerate(rows):
        top = TOP + LANE * index
        yield line(0, top + LANE, RIGHT, top + LANE, LINE, stroke_width=0.6)
        yield text(0, top + LANE / 2 + 4, clean(row.number, 14), font_weight=600)
        yield text(88, top + LANE / 2 + 4, clean(row.title, 38), font_size=11.5)
        given = [_by_month(row, months).get(month) for month in months]
        for tone, stretch in groupby(range(len(months)), key=lambda at: given[at] and given[at].tone):
            if tone is None:
                continue
            kind, colour, soft = MARKS.get(tone, MARKS[""])
            first, *others = stretch
            yield rect(LEFT + step * first + 2, top + 3, step * (1 + len(others)) - 4, LANE - 6, soft, rx=3)
            for at in (first, *others):
                yield shape(kind, LEFT + step * (at + 0.5), top + LANE / 2, 5.5, colour)
    bottom = TOP + LANE * len(rows)
    for at in _new_scales(rows, months):
        x = LEFT + step * at
        yield line(x, TOP - 4, x, bottom + 4, INK, stroke_width=1.6, stroke_dasharray="3 2")
        yield text(x + 4, bottom + 14, words.new_scale, font_size=10.5)
    yield from _legend(rows, months, bottom + 24, clean)


def _new_scales(rows: Sequence[Row], months: Sequence[dt.date]) -> list[int]:
    """The months from which on a later version of the scale is used."""
    scales: dict[dt.date, int] = {}
    for row in rows:
        for month, assessment in _by_month(row, months).items():
            scales[month] = max(assessment.scale, scales.get(month, 0))
    used = sorted(scales)
    return [months.index(now) for then, now in pairwise(used) if scales[then] != scales[now]]


def _legend(rows: Sequence[Row], months: Sequence[dt.date], y: float, clean: Clean) -> Iterator[str]:
    told: dict[tuple[str, str], None] = {}
    for row in rows:
        for assessment in _by_month(row, months).values():
            told[assessment.tone, assessment.word] = None
    x = 0.0
    for tone, word in sorted(told, key=lambda each: (list(MARKS).index(each[0] if each[0] in MARKS else ""), each[1])):
        kind, colour, _soft = MARKS.get(tone, MARKS[""])
        shown = clean(word, 30)
        if x + 24 + 7 * len(shown) > RIGHT:
            break
        yield shape(kind, x + 6, y - 4, 5.5, colour)
        yield text(x + 18, y, shown, fill=GREY, font_size=11)
        x += 34 + 6.2 * len(shown)


def _table(rows: Sequence[Row], months: Sequence[dt.date], words: Words) -> Table:
    head = (words.number, words.point, *(words.month(month) for month in months))
    told = []
    for row in rows:
        given = _by_month(row, months)
        told.append((row.number, row.title, *(given[month].word if month in given else "" for month in months)))
    return Table(head, tuple(told))
