"""Table cells that keep superseded dates in brackets: "(1. feb. 2012) (1. juli 2012) ultimo 2013"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from .imprecise import ImpreciseDate
from .parsing import parse

BRACKETED = re.compile(r"(\s*)\(([^()]*)\)")


@dataclass(frozen=True, slots=True)
class DateCell:
    """A cell taken apart: the dates in brackets, oldest first, and the one that holds now.

    `separators` is what stood before each bracket, before the current date and after it: two more than there are
    superseded dates. Source: DOMAIN.md S004-23.
    """

    superseded: tuple[ImpreciseDate, ...]
    current: ImpreciseDate
    separators: tuple[str, ...]


def split_cell(text: str, context: date | None = None) -> DateCell:
    """Take a cell apart without losing a character: `join_cell(split_cell(text)) == text` for any text.

    Only balanced brackets at the beginning are superseded dates; what is in them need not be readable. `context` is
    the day of the document, for missing years.
    """
    superseded: list[ImpreciseDate] = []
    separators: list[str] = []
    position = 0
    while found := BRACKETED.match(text, position):
        separators.append(found[1])
        superseded.append(parse(found[2], context))
        position = found.end()
    rest = text[position:]
    current = rest.strip()
    start = rest.index(current)
    separators += [rest[:start], rest[start + len(current) :]]
    return DateCell(tuple(superseded), parse(current, context), tuple(separators))


def join_cell(cell: DateCell) -> str:
    """The text a cell was split from, to the character."""
    *before, between, after = cell.separators
    brackets = (gap + "(" + old.as_written + ")" for gap, old in zip(before, cell.superseded, strict=True))
    return "".join(brackets) + between + cell.current.as_written + after


def write_cell(superseded_texts: Iterable[str], current_text: str) -> str:
    """A cell in its canonical form: each superseded text in brackets, oldest first, single spaces between."""
    return " ".join([*(f"({text})" for text in superseded_texts), current_text]).strip()
