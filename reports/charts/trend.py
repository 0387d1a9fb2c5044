"""The milestone trend: how each deadline moved, month of the report against deadline. Only dated moves are drawn."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reports.charts.drawing import (
    AMBER,
    BAND,
    BLUE,
    GREEN,
    GREY,
    INK,
    LINE,
    PURPLE,
    RED,
    Axis,
    Chart,
    Clean,
    Table,
    frame,
    line,
    months_on,
    path,
    printed,
    quarter,
    shape,
    text,
)
from reports.charts.words import Words
from reports.snapshot import Link, Row, Snapshot

LEFT, RIGHT, TOP, BOTTOM = 78, 720, 26, 258
HEIGHT = 298
MOST = 8  # lines in one drawing: the ones that moved furthest
STYLES = (
    (BLUE, "6 4", "circle"),
    (RED, "", "square"),
    (GREEN, "2 3", "triangle"),
    (PURPLE, "10 3 2 3", "diamond"),
    (AMBER, "12 4", "octagon"),
    (INK, "", "circle"),
    (BLUE, "2 3", "triangle"),
    (RED, "6 4", "diamond"),
)


@dataclass(frozen=True, slots=True)
class Track:
    """One deadline: the days on which it became another, and the last day it then could mean."""

    row: Row
    steps: tuple[tuple[dt.date | None, dt.date], ...]  # the first day is None where nobody knows since when
    ends: dt.date


def charts(snapshot: Snapshot, words: Words, clean: Clean) -> Iterator[Chart]:
    """The drawing, or only its table where moves are known and none of their days is."""
    moved = [row for row in printed(snapshot) if row.moves and row.chain]
    if not moved:
        return
    tracks = sorted(filter(None, (_track(row, snapshot) for row in moved)), key=_furthest)[:MOST]
    table = _table(moved, words, clean)
    if not tracks:
        yield Chart("trend", words.trend, "", words.trend_none, "", table)
        return
    days = [since for track in tracks for since, _end in track.steps if since]
    across = Axis(months_on(quarter(min(days)), -3), months_on(snapshot.as_of, 1), LEFT, RIGHT)
    ends = [end for track in tracks for _since, end in track.steps]
    up = Axis(quarter(min(*ends, across.first)), months_on(quarter(max(*ends, across.last)), 3), BOTTOM, TOP)
    alt = words.trend_alt.format(len(tracks), words.month(across.first), words.month(snapshot.as_of))
    svg = frame(words.trend, alt, HEIGHT, _elements(tracks, across, up, words, clean))
    yield Chart("trend", words.trend, words.trend_note, alt, svg, table, HEIGHT)


def _furthest(track: Track) -> tuple[int, str]:
    return (track.steps[0][1] - track.steps[-1][1]).days, track.row.sort_key


def _track(row: Row, snapshot: Snapshot) -> Track | None:
    """The stretch of the chain that is known: from before its first dated move to its last dated one."""
    dated = [link for link in row.chain if link.is_move and link.decided_on and link.end.latest]
    if not dated or snapshot.as_of < dated[0].decided_on:
        return None
    before = _before(row.chain, dated[0])
    steps: list[tuple[dt.date | None, dt.date]] = []
    if before and before.end.latest:  # it held from the start; one that came by an undated move, nobody knows how long
        steps.append((dated[0].decided_on if before.is_move else None, before.end.latest))
    ends = min(filter(None, (snapshot.as_of, row.closed_in)))
    for index, link in enumerate(dated):
        steps.append((link.decided_on, link.end.latest))
        following = [each for each in row.chain if each.sequence > link.sequence]
        if following and (index + 1 == len(dated) or following[0] is not dated[index + 1]):
            ends = link.decided_on  # what came next has no date: nobody knows how long this one held
            break
    return Track(row, tuple(steps), max(ends, steps[-1][0] or ends))


def _before(chain: Sequence[Link], link: Link) -> Link | None:
    earlier = [each for each in chain if each.sequence < link.sequence]
    return earlier[-1] if earlier else None


def _elements(tracks: Sequence[Track], across: Axis, up: Axis, words: Words, clean: Clean) -> Iterator[str]:
    yield from _grid(across, up, words)
    labels = _label_heights([up.at(track.steps[-1][1]) for track in tracks])
    for track, style, label in zip(tracks, STYLES, labels, strict=False):
        yield from _line(track, style, label, across, up, words, clean)


def _grid(across: Axis, up: Axis, words: Words) -> Iterator[str]:
    low, high = max(across.first, up.first), min(across.last, up.last)
    if low < high:
        corners = ((across.at(low), up.at(low)), (across.at(high), up.at(high)), (across.at(high), BOTTOM))
        points = " ".join(f"{x:.1f},{y:.1f}" for x, y in (*corners, (across.at(low), BOTTOM)))
        yield f'<polygon points="{points}" fill="{BAND}"/>'
        yield line(*corners[0], *corners[1], INK, stroke_width=1.2)
        yield text(RIGHT - 8, BOTTOM - 10, words.diagonal, fill=GREY, text_anchor="end", font_size=11)
    for day in _ticks(up, 9):
        yield line(LEFT, up.at(day), RIGHT, up.at(day), LINE, stroke_width=0.6)
        yield text(LEFT - 8, up.at(day) + 4, words.month(day), fill=GREY, text_anchor="end", font_size=11)
    for day in _ticks(across, 10):
        yield line(across.at(day), TOP, across.at(day), BOTTOM, LINE, stroke_width=0.6)
        yield text(across.at(day), BOTTOM + 16, words.month(day), fill=GREY, text_anchor="middle", font_size=11)
    yield line(LEFT, BOTTOM, RIGHT, BOTTOM, GREY)
    yield text(LEFT - 8, 14, words.deadline, font_weight=600, text_anchor="end")
    yield text(RIGHT, BOTTOM + 34, words.report_month, font_weight=600, text_anchor="end")


def _ticks(axis: Axis, most: int) -> list[dt.date]:
    """Firsts of quarters, of half-years or of years, so that at most ``most`` stand on the axis."""
    months = (axis.last.year - axis.first.year) * 12 + axis.last.month - axis.first.month
    step = next((step for step in (3, 6, 12, 24) if months <= step * most), 48)
    span = min(step, 12)
    days = [months_on(axis.first, at) for at in range(months + 1)]
    days = [day for day in days if day.month % span == 1]
    return [day for day in days if step <= 12 or day.year % (step // 12) == 0]


def _line(
    track: Track, style: tuple[str, str, str], label: float, across: Axis, up: Axis, words: Words, clean: Clean
) -> Iterator[str]:
    colour, dash, mark = style
    points: list[tuple[float, float]] = []
    for since, end in track.steps:
        x = across.at(since) if since else LEFT
        if points:
            points.append((x, points[-1][1]))
        points.append((x, up.at(end)))
    points.append((across.at(track.ends), points[-1][1]))
    dashes = {"stroke_dasharray": dash} if dash else {}
    yield path(points, colour, stroke_width=2, stroke_linejoin="round", **dashes)
    for at, (since, end) in enumerate(track.steps):
        if since and not (at + 1 < len(track.steps) and track.steps[at + 1][0] == since):
            yield shape(mark, across.at(since), up.at(end), 4.5, "#fff", colour)
    last = points[-1]
    yield shape(mark, *last, 4.5, colour, colour)
    yield line(last[0] + 6, last[1], RIGHT + 16, label, colour, stroke_width=0.7, stroke_dasharray="1 3")
    name = f"{clean(track.row.number, 14)} {clean(track.row.title, 28)}"
    yield text(RIGHT + 20, label + 4, name, fill=colour, font_weight=600, font_size=11.5)
    said = words.closed if track.row.closed else words.month(track.steps[-1][1])
    yield text(
        RIGHT + 20,
        label + 17,
        f"{words.deadline.lower()}: {said}" if not track.row.closed else said,
        fill=GREY,
        font_size=11,
    )


def _label_heights(wanted: Sequence[float]) -> list[float]:
    """Where the labels stand so that none covers another: as near as they can be to their lines' ends."""
    order = sorted(range(len(wanted)), key=lambda index: wanted[index])
    placed = [0.0] * len(wanted)
    below = TOP - 30.0
    for index in order:
        below = placed[index] = max(wanted[index], below + 32)
    top = BOTTOM + 32.0
    for index in reversed(order):
        top = placed[index] = min(placed[index], top - 32)
    return placed


def _table(rows: Sequence[Row], words: Words, clean: Clean) -> Table:
    """Every link of every moved deadline: which date, decided when and by whom, and why."""
    head = (words.number, words.point, words.end, words.decided, words.reason)
    told = [
        (row.number, clean(row.title, 90), link.end.text, _decided(link, words), link.reason or link.reason_category)
        for row in rows
        for link in row.chain
    ]
    return Table(head, tuple(told))


def _decided(link: Link, words: Words) -> str:
    if not link.is_move:
        return words.first
    day = words.date(link.decided_on) if link.decided_on else words.unknown
    return " · ".join(filter(None, (day, link.decided_by)))
