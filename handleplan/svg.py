"""Shapes as SVG elements with attributes alone, in a frame of 1000 units' width: what every drawing is made of.

Pure Python. No script and no style element, so that a strict policy shows the drawings; every text is escaped.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

WIDTH = 1000
FONT = "Plex, IBM Plex Sans, Segoe UI, sans-serif"
INK, GREY, LINE, BAND = "#16202b", "#46525f", "#c5ced8", "#f2f5f8"
BLUE, RED, RED_SOFT, AMBER, GREEN, PURPLE = "#0b3a63", "#b1121d", "#f6d5d7", "#8a5a00", "#1b7a3d", "#5a2a82"


def frame(title: str, alt: str, height: float, elements: Iterable[str]) -> str:
    """The whole drawing."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:.0f}" width="{WIDTH}" '
        f'height="{height:.0f}" role="img" font-family="{FONT}" font-size="12" fill="{INK}">'
        f"<title>{escape(title)}</title><desc>{escape(alt)}</desc>{''.join(elements)}</svg>"
    )


def text(x: float, y: float, words: str, **attributes: object) -> str:
    """A line of text whose base line begins at (x, y)."""
    return f'<text x="{x:.1f}" y="{y:.1f}"{_attributes(attributes)}>{escape(words)}</text>'


def line(x1: float, y1: float, x2: float, y2: float, stroke: str = LINE, **attributes: object) -> str:
    """A straight line."""
    place = f'x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"'
    return f'<line {place} stroke="{stroke}"{_attributes(attributes)}/>'


def rect(x: float, y: float, width: float, height: float, fill: str, **attributes: object) -> str:
    """A rectangle; one without width is drawn as a hair's breadth."""
    place = f'x="{x:.1f}" y="{y:.1f}" width="{max(width, 0.8):.1f}" height="{height:.1f}"'
    return f'<rect {place} fill="{fill}"{_attributes(attributes)}/>'


def path(points: Iterable[tuple[float, float]], stroke: str, **attributes: object) -> str:
    """A line through the points."""
    d = " L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    return f'<path d="M{d}" fill="none" stroke="{stroke}"{_attributes(attributes)}/>'


def shape(kind: str, x: float, y: float, size: float, fill: str, stroke: str = "none") -> str:
    """A mark around (x, y): circle, triangle, square, diamond or octagon, told apart without colour."""
    if kind == "circle":
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{size:.1f}" fill="{fill}" stroke="{stroke}"/>'
    corners = {
        "triangle": ((0, -1.15), (1.1, 0.85), (-1.1, 0.85)),
        "square": ((-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)),
        "diamond": ((0, -1.2), (1.2, 0), (0, 1.2), (-1.2, 0)),
        "octagon": ((-0.45, -1), (0.45, -1), (1, -0.45), (1, 0.45), (0.45, 1), (-0.45, 1), (-1, 0.45), (-1, -0.45)),
    }[kind]
    points = " ".join(f"{x + size * right:.1f},{y + size * down:.1f}" for right, down in corners)
    return f'<polygon points="{points}" fill="{fill}" stroke="{stroke}"/>'


@dataclass(frozen=True, slots=True)
class Axis:
    """Days along a stretch of the drawing, from ``first`` at ``start`` to ``last`` at ``end``; days outside are cut."""

    first: dt.date
    last: dt.date
    start: float
    end: float

    def at(self, day: dt.date) -> float:
        share = (min(max(day, self.first), self.last) - self.first).days / max((self.last - self.first).days, 1)
        return self.start + share * (self.end - self.start)


def quarter(day: dt.date) -> dt.date:
    """The first day of the quarter that ``day`` lies in."""
    return dt.date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)


def months_on(day: dt.date, months: int) -> dt.date:
    """The first day of the month that lies ``months`` after the day's."""
    count = day.year * 12 + day.month - 1 + months
    return dt.date(count // 12, count % 12 + 1, 1)


def _attributes(attributes: dict[str, object]) -> str:
    return "".join(f' {name.replace("_", "-")}="{escape(str(value))}"' for name, value in attributes.items())
