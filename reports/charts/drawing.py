"""What the charts are: a drawing with its title, its sentence and its twin. The shapes are ``handleplan.svg``'s."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from handleplan.svg import (
    AMBER,
    BAND,
    BLUE,
    FONT,
    GREEN,
    GREY,
    INK,
    LINE,
    PURPLE,
    RED,
    RED_SOFT,
    WIDTH,
    Axis,
    frame,
    line,
    months_on,
    path,
    quarter,
    rect,
    shape,
    text,
)
from reports.snapshot import Row, Snapshot

__all__ = [
    "AMBER",
    "BAND",
    "BLUE",
    "FONT",
    "GREEN",
    "GREY",
    "INK",
    "LINE",
    "PURPLE",
    "RED",
    "RED_SOFT",
    "WIDTH",
    "Axis",
    "Chart",
    "Clean",
    "Table",
    "frame",
    "line",
    "months_on",
    "path",
    "printed",
    "quarter",
    "rect",
    "shape",
    "text",
]


class Clean(Protocol):
    """Bounds a text to one line of at most so many characters."""

    def __call__(self, text: str, limit: int = ..., /) -> str: ...


@dataclass(frozen=True, slots=True)
class Table:
    """A chart's twin: the same facts as text."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing, its title, what it shows in a sentence (``alt``), and its twin.

    ``svg`` is empty where nothing can be drawn; then ``alt`` says why. ``key`` names it in the page, ``height`` is in
    units of which ``WIDTH`` go into the width.
    """

    key: str
    title: str
    note: str
    alt: str
    svg: str
    table: Table
    height: int = 0


def printed(snapshot: Snapshot) -> Iterator[Row]:
    """The initiatives that the report's design prints."""
    return (row for part in snapshot.parts for row in part.rows if not row.is_heading)
