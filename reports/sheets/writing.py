"""Sheets into an Excel file, row by row, so that a plan of any size takes the same memory.

Every text is written as text: no formula, link or number is ever made of what somebody wrote, also when the cell is
edited afterwards. Days are real dates, counts are numbers, so that the sheets sort and filter.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from reports.cell_text import one_line, said

Value = str | int | dt.date | None
Formats = dict[str, Any]

FIRST_YEAR = 1900  # Excel knows no day before it
LINE, TALLEST = 15.0, 409.0  # points: of one line, and the most that Excel takes
ROOM = 0.92  # of a column's width: lines break between words
_NOT_IN_A_SHEET_NAME = re.compile(r"[\[\]:*?/\\]")
_LOOKS_LIKE_A_FORMULA = ("=", "+", "-", "@")
_HEAD: dict[str, Any] = {"bold": True, "text_wrap": True, "valign": "bottom", "bg_color": "#D9E2EC"}
_TOP: dict[str, Any] = {"valign": "top", "text_wrap": True}
_LEVELS: dict[int, dict[str, Any]] = {
    1: {"bg_color": "#0B3A63", "font_color": "#FFFFFF", "bold": True},
    2: {"bg_color": "#D3DDE8", "bold": True},
    3: {"bg_color": "#E9EEF3"},
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column under a title; columns of one ``group`` stand under one more. ``width`` in characters."""

    title: str
    width: float = 14
    group: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A row of values. ``level`` is that of a heading of the plan, 0 for all else."""

    values: Sequence[Value]
    level: int = 0
    italic: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its name, the title and the notes above its table, the table."""

    name: str
    title: str
    notes: Sequence[str]
    columns: Sequence[Column]
    lines: Sequence[Line]
    on_paper: int = 0  # how many columns print; 0 for all


def workbook(sheets: Sequence[Sheet], *, properties: dict[str, Any], page_words: str, foot: str) -> bytes:
    """The file's bytes; the same sheets give the same bytes. ``page_words`` has &P and &N for the page and how many."""
    import xlsxwriter  # takes 0.1 s, and most processes never write a sheet

    out = io.BytesIO()
    how = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    taken: set[str] = set()
    with xlsxwriter.Workbook(out, how) as book:
        book.set_properties(properties)
        formats = _formats(book)
        for sheet in sheets:
            page = book.add_worksheet(_name(sheet.name, taken))
            _write(page, sheet, formats)
            page.set_landscape()
            page.set_paper(9)  # A4
            page.fit_to_pages(1, 0)
            page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.7)
            page.set_footer(f"&L{_running(foot)}&R{page_words}")
    return out.getvalue()


def _write(page: Any, sheet: Sheet, formats: Formats) -> None:
    for place, column in enumerate(sheet.columns):
        page.set_column(place, place, column.width)
    page.write_string(0, 0, one_line(sheet.title), formats["title"])
    at = 1
    for note in sheet.notes:
        page.write_string(at, 0, one_line(note, 1_000), formats["note"])
        at += 1
    at += 1
    at = _write_header(page, at, sheet.columns, formats)
    last = at + max(len(sheet.lines), 1) - 1
    page.autofilter(at - 1, 0, last, len(sheet.columns) - 1)
    page.freeze_panes(at, 0)
    page.print_area(0, 0, last, (sheet.on_paper or len(sheet.columns)) - 1)
    page.ignore_errors({"number_stored_as_text": f"A1:XFD{last + 1}"})
    for down, line in enumerate(sheet.lines, start=at):
        page.set_row(down, _height(line, sheet.columns))
        for place, value in enumerate(line.values):
            _write_cell(page, down, place, value, line, formats)


def _write_header(page: Any, at: int, columns: Sequence[Column], formats: Formats) -> int:
    """The row below the header. Every title stands in the lower row, where the filter's buttons are."""
    first = at
    if any(column.group for column in columns):
        place = 0
        for group, members in groupby(columns, key=lambda column: column.group):
            span = len(list(members))
            if group and span > 1:
                page.merge_range(at, place, at, place + span - 1, "", formats["group"])
            for inside in range(place, place + span):
                look = formats["group" if group else "above"]
                if group and inside == place:
                    page.write_string(at, inside, said(group), look)
                else:
                    page.write_blank(at, inside, None, look)
            place += span
        at += 1
    for place, column in enumerate(columns):
        page.write_string(at, place, said(column.title), formats["head"])
    page.repeat_rows(first, at)
    return at + 1


def _height(line: Line, columns: Sequence[Column]) -> float:
    """Points for the row's tallest cell. Written out, because not every program fits rows to wrapped text by itself."""
    rows = 1
    for value, column in zip(line.values, columns, strict=True):
        if isinstance(value, str):
            rows = max(rows, sum(1 + int(len(each) // (column.width * ROOM)) for each in value.split("\n")))
    return min(rows * LINE, TALLEST)


def _write_cell(page: Any, down: int, place: int, value: Value, line: Line, formats: Formats) -> None:
    look = f" {min(line.level, 3)}" if line.level else ""
    if value is None or value == "":
        if look:
            page.write_blank(down, place, None, formats[f"text{look}"])
    elif isinstance(value, dt.date):
        if value.year >= FIRST_YEAR:
            page.write_datetime(down, place, dt.datetime(value.year, value.month, value.day), formats[f"day{look}"])
        else:
            page.write_string(down, place, value.isoformat(), formats[f"text{look}"])
    elif isinstance(value, int):
        page.write_number(down, place, value, formats[f"number{look}"])
    else:
        text = said(value)
        kind = (
            "quoted" if text.startswith(_LOOKS_LIKE_A_FORMULA) else "italic" if line.italic and place == 1 else "text"
        )
        page.write_string(down, place, text, formats[kind + look])


def _formats(book: Any) -> Formats:
    kinds: dict[str, dict[str, Any]] = {
        "text": _TOP,
        "quoted": _TOP | {"quote_prefix": True},
        "italic": _TOP | {"italic": True},
        "number": _TOP | {"num_format": "0"},
        "day": _TOP | {"num_format": "dd.mm.yyyy", "align": "left"},
    }
    looks: dict[str, dict[str, Any]] = {
        "title": {"bold": True, "font_size": 14},
        "note": {"font_color": "#3D4A57"},
        "head": _HEAD | {"bottom": 2, "border_color": "#0B3A63"},
        "group": _HEAD | {"bottom": 1, "border_color": "#7D8C9C"},
        "above": _HEAD,
        **kinds,
    }
    for level, fill in _LEVELS.items():
        looks |= {f"{kind} {level}": properties | fill for kind, properties in kinds.items()}
    return {name: book.add_format(properties) for name, properties in looks.items()}


def _name(name: str, taken: set[str]) -> str:
    """A name as Excel takes it: 31 characters, none of []:*?/\\, no apostrophe at either end, none twice."""
    plain = _NOT_IN_A_SHEET_NAME.sub(" ", one_line(name))[:31].strip().strip("'") or "1"
    found, turn = plain, 2
    while found.casefold() in taken or found.casefold() == "history":
        found, turn = f"{plain[:27]} {turn}", turn + 1
    taken.add(found.casefold())
    return found


def _running(text: str) -> str:
    """A text for the footer, whose own marks begin with "&"; a footer holds 255 characters in all."""
    return one_line(text, 180).replace("&", "&&")[:200].removesuffix("&") if "&" in text else one_line(text, 180)
