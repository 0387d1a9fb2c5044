"""The cells of an Excel file's first sheet as text, as a Dane would type them. The standard library alone.

The file must have passed ``evidence.judge``, which bounds what it inflates to and refuses entities. Numbers come with a
decimal comma, days as "14.8.2013"; formulas give the value that was saved with them.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from xml.etree import ElementTree

MOST_ROWS = 5_000
MOST_COLUMNS = 40
LONGEST_CELL = 2_000
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_PLACE = re.compile(r"([A-Z]{1,3})[0-9]{1,7}")
_DAY_ZERO = dt.date(1899, 12, 30)
_BUILT_IN_DAYS = {*range(14, 18), 22}
_LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')


class Unreadable(ValueError):
    """The file is no workbook that can be read."""


def first_sheet(content: bytes) -> list[list[str]]:
    """The rows of the first sheet; empty ones too, so that a row keeps its number. Raises ``Unreadable``."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            path = _path_of_first(package)
            shared = _shared(package)
            days = _day_styles(package)
            return list(_rows(ElementTree.fromstring(package.read(path)), shared, days))
    except (KeyError, ValueError, IndexError, zipfile.BadZipFile, ElementTree.ParseError, OverflowError) as error:
        raise Unreadable from error


def _path_of_first(package: zipfile.ZipFile) -> str:
    book = ElementTree.fromstring(package.read("xl/workbook.xml"))
    sheet = book.find(f"{_MAIN}sheets/{_MAIN}sheet")
    links = ElementTree.fromstring(package.read("xl/_rels/workbook.xml.rels"))
    if sheet is None:
        raise Unreadable
    target = next(each.get("Target", "") for each in links if each.get("Id") == sheet.get(_RELATION))
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _shared(package: zipfile.ZipFile) -> list[str]:
    if "xl/sharedStrings.xml" not in package.namelist():
        return []
    return [_text(each) for each in ElementTree.fromstring(package.read("xl/sharedStrings.xml"))]


def _text(element: ElementTree.Element) -> str:
    """The text of its runs, without the reading aids of East Asian text."""
    runs = [run.text or "" for run in element.iter(f"{_MAIN}t")]
    return "".join(runs)[:LONGEST_CELL]


def _day_styles(package: zipfile.ZipFile) -> set[int]:
    """The cell styles that show a number as a day."""
    if "xl/styles.xml" not in package.namelist():
        return set()
    styles = ElementTree.fromstring(package.read("xl/styles.xml"))
    own = {
        int(each.get("numFmtId", "0")): _LITERAL.sub("", each.get("formatCode", "")).casefold()
        for each in styles.iter(f"{_MAIN}numFmt")
    }
    days = _BUILT_IN_DAYS | {key for key, code in own.items() if "yy" in code or ("d" in code and "m" in code)}
    cells = styles.find(f"{_MAIN}cellXfs")
    return {place for place, each in enumerate(cells if cells is not None else ()) if _format(each) in days}


def _format(style: ElementTree.Element) -> int:
    return int(style.get("numFmtId", "0"))


def _rows(sheet: ElementTree.Element, shared: list[str], days: set[int]) -> Iterator[list[str]]:
    count = 0
    for row in sheet.iter(f"{_MAIN}row"):
        number = int(row.get("r", count + 1))
        while count < min(number - 1, MOST_ROWS):
            count += 1
            yield []
        if count >= MOST_ROWS:
            return
        cells = [""] * MOST_COLUMNS
        for place, cell in enumerate(row.iter(f"{_MAIN}c")):
            at = _column(cell.get("r", ""), place)
            if at < MOST_COLUMNS:
                cells[at] = _value(cell, shared, days)
        while cells and not cells[-1]:
            cells.pop()
        count += 1
        yield cells


def _column(reference: str, otherwise: int) -> int:
    match = _PLACE.fullmatch(reference)
    if match is None:
        return otherwise
    at = 0
    for letter in match[1]:
        at = at * 26 + ord(letter) - 64
    return at - 1


def _value(cell: ElementTree.Element, shared: list[str], days: set[int]) -> str:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return _text(cell)
    value = cell.find(f"{_MAIN}v")
    raw = (value.text or "").strip() if value is not None else ""
    if kind == "s" and raw:
        return shared[int(raw)]
    if kind != "n" or not raw:
        return "" if kind in ("b", "e") else raw[:LONGEST_CELL]
    return _number(raw, is_day=int(cell.get("s", "0")) in days)


def _number(raw: str, *, is_day: bool) -> str:
    try:
        number = Decimal(raw)
    except InvalidOperation:
        return raw[:LONGEST_CELL]
    if is_day and 1 <= number < 2_958_466:
        day = _DAY_ZERO + dt.timedelta(days=int(number))
        return f"{day.day}.{day.month}.{day.year}"
    number = number.quantize(Decimal("0.000001")).normalize() if abs(number) < 10**15 else number
    return f"{number:f}".replace(".", ",")
