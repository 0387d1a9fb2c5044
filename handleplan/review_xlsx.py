"""A table of what a page shows as an Excel file. Python and XlsxWriter alone: it knows no plan and no point.

Every text is written as text: no formula, link or number is ever made of what somebody wrote ("=1+1" stays as it is,
also when the cell is edited afterwards). Days are real dates beside the words they were read from, and amounts are
numbers, so that the sheet sorts and filters.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import xlsxwriter

MOST_CHARACTERS = 32_767  # of a cell, counted as Excel does: in UTF-16 units
_FIRST_YEAR = 1900  # Excel knows no day before it
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_NOT_IN_A_SHEET_NAME = re.compile(r"[\[\]:*?/\\]")
_LOOKS_LIKE_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_LINE_BREAKS = re.compile(r"\r\n?|[\x0b\x0c\u2028\u2029]")

Value = str | int | dt.date | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column: ``kind`` is "text", "number", "day" or "month"; ``width`` in characters."""

    title: str
    width: float = 12
    kind: str = "text"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet with its title line, a line beneath it, and its table."""

    name: str
    title: str
    note: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Value]]


@dataclass(frozen=True, slots=True)
class Glossary:
    """A second sheet: words and what they mean."""

    name: str
    title: str
    entries: Sequence[tuple[str, str]]
    heads: tuple[str, str] = field(default=("", ""))


def render(sheet: Sheet, glossary: Glossary, *, page_words: str = "&P / &N") -> bytes:
    """The file. ``page_words`` is the footer on paper, with &P and &N for the page and how many there are."""
    out = io.BytesIO()
    how = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, how) as workbook:
        workbook.set_properties({"title": clean(sheet.title)})
        formats = _formats(workbook)
        _write_table(workbook.add_worksheet(_sheet_name(sheet.name)), sheet, formats, page_words)
        _write_glossary(workbook.add_worksheet(_sheet_name(glossary.name)), glossary, formats)
    return out.getvalue()


def clean(text: str) -> str:
    """``text`` as a cell can hold it: no control characters, and cut with "…" where it is longer than a cell."""
    plain = _UNPRINTABLE.sub("", _LINE_BREAKS.sub("\n", text))
    if len(plain) * 2 <= MOST_CHARACTERS or len(plain.encode("utf-16-le")) // 2 <= MOST_CHARACTERS:
        return plain
    return plain.encode("utf-16-le")[: 2 * (MOST_CHARACTERS - 1)].decode("utf-16-le", "ignore") + "…"


def _formats(workbook: xlsxwriter.Workbook) -> dict[str, xlsxwriter.format.Format]:
    top = {"valign": "top"}
    return {
        name: workbook.add_format(properties)
        for name, properties in {
            "title": {"bold": True, "font_size": 14},
            "note": {"font_color": "#46525F"},
            "head": {"bold": True, "text_wrap": True, "valign": "bottom", "bg_color": "#DDE6F0", "bottom": 1},
            "text": top | {"text_wrap": True},
            "quoted": top | {"text_wrap": True, "quote_prefix": True},
            "number": top | {"num_format": "0"},
            "day": top | {"num_format": "dd.mm.yyyy", "align": "left"},
            "month": top | {"num_format": "mmm yyyy", "align": "left"},
        }.items()
    }


def _write_table(page, sheet: Sheet, formats, page_words: str) -> None:
    head = 3
    page.write_string(0, 0, clean(sheet.title), formats["title"])
    page.write_string(1, 0, clean(sheet.note), formats["note"])
    for place, column in enumerate(sheet.columns):
        page.set_column(place, place, column.width)
        page.write_string(head, place, clean(column.title), formats["head"])
    for down, row in enumerate(sheet.rows, start=head + 1):
        for place, (column, value) in enumerate(zip(sheet.columns, row, strict=True)):
            _write_cell(page, down, place, column.kind, value, formats)
    page.autofilter(head, 0, head + max(len(sheet.rows), 1), len(sheet.columns) - 1)
    page.freeze_panes(head + 1, 1)
    page.set_landscape()
    page.set_paper(9)  # A4
    page.fit_to_pages(1, 0)
    page.repeat_rows(head)
    page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    page.set_footer(f"&L{clean(sheet.title).replace('&', '&&')[:200]}&R{page_words}")


def _write_cell(page, down: int, place: int, kind: str, value: Value, formats) -> None:
    if value is None or value == "":
        return
    if isinstance(value, dt.date):
        if value.year >= _FIRST_YEAR:
            page.write_datetime(down, place, dt.datetime(value.year, value.month, value.day), formats[kind])
        else:
            page.write_string(down, place, value.isoformat(), formats["text"])
    elif isinstance(value, int):
        page.write_number(down, place, value, formats["number"])
    else:
        text = clean(value)
        page.write_string(down, place, text, formats["quoted" if text.startswith(_LOOKS_LIKE_A_FORMULA) else "text"])


def _write_glossary(page, glossary: Glossary, formats) -> None:
    page.write_string(0, 0, clean(glossary.title), formats["title"])
    for place, (head, width) in enumerate(zip(glossary.heads, (32, 110), strict=True)):
        page.set_column(place, place, width)
        page.write_string(2, place, clean(head), formats["head"])
    for down, entry in enumerate(glossary.entries, start=3):
        for place, text in enumerate(entry):
            page.write_string(down, place, clean(text), formats["text"])
    page.freeze_panes(3, 0)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)


def _sheet_name(name: str) -> str:
    """A name as Excel takes it: 31 characters, none of []:*?/\\, no apostrophe at either end."""
    return _NOT_IN_A_SHEET_NAME.sub(" ", clean(name))[:31].strip().strip("'") or "1"
