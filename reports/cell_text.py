"""What stands in a cell of the report, the same in every file: its words, and which of them no longer count.

Python alone. Each text is bounded as the paper bounds it (``paper.bounds``), without the break marks that only a
typesetter needs, so that a cell says the same in the PDF, in Word, in Excel and in CSV.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from handleplan.prose import MARKDOWN, to_plain
from reports.paper import bounds
from reports.snapshot import Row

OLD, STRONG = "old", "strong"  # an earlier deadline, which counts no more; what a cell is about
DATES = ("original_end", "revised_end", "end")
GATHERING = ("point", "deadline", "standing")
_SUPERSEDED = re.compile(r"((?:\([^()]*\)\s*)+)(\S.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a cell's words in one tone: "", ``OLD`` or ``STRONG``."""

    text: str
    tone: str = ""


def said(text: str) -> str:
    """``text`` without controls and invisible signs, at most as long as a field of the paper; line breaks stay."""
    return bounds.clean(text).replace(bounds.ZERO_WIDTH_SPACE, "")


def one_line(text: str, limit: int = bounds.MAX_LINE) -> str:
    """The same on one line of at most ``limit`` characters."""
    return bounds.one_line(text, limit).replace(bounds.ZERO_WIDTH_SPACE, "")


def words(row: Row, role: str, text: str) -> str:
    """A cell's words without marks: a status typed as Markdown is read, every other text stands as it is."""
    return said(to_plain(text, MARKDOWN) if is_marked(row, role) else text)


def is_marked(row: Row, role: str) -> bool:
    """Whether a cell's text is Markdown, to be laid out."""
    return role == "status" and row.status_kind == MARKDOWN


def pieces(row: Row, role: str, text: str) -> tuple[Piece, ...]:
    """The words of a cell in their tones, together its text: "(15. april 2012) udgangen af 2012" has one old date.

    The first line of a cell that gathers several facts (point, deadline, standing) is what the cell is about.
    """
    text = said(text)
    if role in DATES and (dates := _SUPERSEDED.fullmatch(text)):
        return tuple(
            Piece(stretch, OLD if stretch.startswith("(") else "")
            for stretch in (*re.split(r"(\([^()]*\))", dates[1]), dates[2])
            if stretch
        )
    if role in GATHERING and not row.is_heading:
        first, *rest = text.split("\n", 1)
        return (*_toned(first, STRONG), *(_deadline(row, rest[0]) if rest else ()))
    return _toned(text)


def _toned(text: str, tone: str = "") -> tuple[Piece, ...]:
    return (Piece(text, tone),) if text else ()


def _deadline(row: Row, rest: str) -> tuple[Piece, ...]:
    """The lines below the first; the dates that count no more are named in the first of them."""
    gone = ", ".join(said(date.text) for date in row.superseded)
    before, found, after = rest.partition(gone) if gone else (rest, "", "")
    return (*_toned(f"\n{before}"), *_toned(found, OLD), *_toned(after))
