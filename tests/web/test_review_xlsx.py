"""The Excel file of a table: text stays text, days are days, and nothing that a cell cannot hold gets in."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from xml.etree import ElementTree

import pytest

from handleplan.review_xlsx import MOST_CHARACTERS, Column, Glossary, Sheet, clean, render

pytestmark = pytest.mark.pure

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
GLOSSARY = Glossary(
    "Definitioner", "Definitioner", [("Overskredet", "Dagen ligger efter fristen.")], ("Ord", "Betydning")
)
COLUMNS = [Column("Punkt", 40), Column("Dage", 8, "number"), Column("Frist", 12, "day"), Column("Status", 12, "month")]


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return {name: file.read(name) for name in file.namelist()}


def cells(content: bytes, sheet: int = 1) -> list[list[str | float | None]]:
    """The rows of a sheet: texts as text, numbers and days as the number in the file."""
    files = parts(content)
    strings = ["".join(item.itertext()) for item in ElementTree.fromstring(files["xl/sharedStrings.xml"])]
    rows = []
    for row in ElementTree.fromstring(files[f"xl/worksheets/sheet{sheet}.xml"]).iter(f"{MAIN}row"):
        found: dict[str, str | float | None] = {}
        for cell in row:
            value = cell.find(f"{MAIN}v")
            column = re.sub("[0-9]", "", cell.get("r"))
            if value is not None:
                found[column] = strings[int(value.text)] if cell.get("t") == "s" else float(value.text)
        last = max(map(_place, found), default=0)
        rows.append([found.get(_letters(place)) for place in range(1, last + 1)])
    return rows


def _place(letters: str) -> int:
    return sum((ord(letter) - 64) * 26**power for power, letter in enumerate(reversed(letters)))


def _letters(place: int) -> str:
    return chr(64 + place) if place <= 26 else chr(64 + (place - 1) // 26) + chr(65 + (place - 1) % 26)


def table(*rows: list, title: str = "Forfald") -> bytes:
    return render(Sheet("Forfald", title, "2 rækker", COLUMNS, rows), GLOSSARY)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "{=1}", "https://example.org", "1.10", "007"])
def test_what_somebody_wrote_stays_text(text):
    content = table([text, 1, None, None])
    sheet = parts(content)["xl/worksheets/sheet1.xml"]
    assert (cells(content)[3][0], b"<f>" in sheet, b"hyperlink" in sheet) == (text, False, False)


@pytest.mark.parametrize(("text", "quoted"), [("=1+1", True), ("-1", True), ("Almindelig", False)])
def test_a_text_that_looks_like_a_formula_stays_text_when_it_is_edited(text, quoted):
    files = parts(table([text, None, None, None]))
    style = int(re.search(rb'<c r="A5" s="(\d+)"', files["xl/worksheets/sheet1.xml"])[1])
    formats = ElementTree.fromstring(files["xl/styles.xml"]).find(f"{MAIN}cellXfs")
    assert (formats[style].get("quotePrefix") == "1") is quoted


def test_numbers_are_numbers_and_days_are_days():
    row = cells(table(["Punkt", 91, dt.date(2013, 8, 31), dt.date(2013, 11, 1)]))[3]
    assert row == ["Punkt", 91, (dt.date(2013, 8, 31) - dt.date(1899, 12, 30)).days, 41579]


def test_days_and_months_are_shown_the_danish_way():
    content = table(["Punkt", None, dt.date(2013, 8, 31), dt.date(2013, 11, 1)])
    styles = parts(content)["xl/styles.xml"]
    assert (b'formatCode="dd.mm.yyyy"' in styles, b'formatCode="mmm yyyy"' in styles) == (True, True)


def test_a_day_that_excel_does_not_know_is_text():
    assert cells(table(["Punkt", None, dt.date(1899, 5, 1), None]))[3][2] == "1899-05-01"


def test_what_is_empty_has_no_cell():
    assert cells(table(["Punkt", None, None, None]))[3] == ["Punkt"]


def test_a_zero_is_shown():
    assert cells(table(["Punkt", 0, None, None]))[3] == ["Punkt", 0]


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("a\x00b\x07c\ud800d", "abcd"),
        ("blød\x0bretur", "blød\nretur"),
        ("linje\r\nlinje", "linje\nlinje"),
        ("tab\tlator", "tab\tlator"),
        ("\ufffe\uffff", ""),
        ("<b>&amp;", "<b>&amp;"),
    ],
)
def test_control_characters_are_taken_out(text, plain):
    assert clean(text) == plain


@pytest.mark.parametrize("text", ["x" * 40_000, "😀" * 20_000])
def test_a_text_longer_than_a_cell_is_cut_and_says_so(text):
    found = clean(text)
    assert (len(found.encode("utf-16-le")) // 2 <= MOST_CHARACTERS, found[-1]) == (True, "…")


def test_the_longest_text_of_a_cell_is_kept_whole():
    longest = "x" * MOST_CHARACTERS
    assert cells(table([longest, None, None, None]))[3] == [longest]


def test_the_header_is_frozen_filtered_and_repeated_on_landscape_paper():
    files = parts(table(["a", 1, None, None], ["b", 2, None, None]))
    sheet, book = files["xl/worksheets/sheet1.xml"].decode(), files["xl/workbook.xml"].decode()
    assert 'ySplit="4"' in sheet
    assert '<autoFilter ref="A4:D6"/>' in sheet
    assert 'orientation="landscape"' in sheet
    assert "$4:$4" in book


def test_the_title_line_is_the_title_of_the_file_too():
    files = parts(table(title="Forfald 29.11.2013 – overskredet"))
    assert cells(table(title="Forfald 29.11.2013 – overskredet"))[0] == ["Forfald 29.11.2013 – overskredet"]
    assert "Forfald 29.11.2013 – overskredet".encode() in files["docProps/core.xml"]


def test_the_second_sheet_says_what_the_words_mean():
    assert cells(table(), sheet=2)[1:] == [["Ord", "Betydning"], ["Overskredet", "Dagen ligger efter fristen."]]


def test_a_name_that_excel_refuses_is_mended():
    content = render(Sheet("a/b:c*[d]?" + "x" * 40, "t", "n", COLUMNS, []), GLOSSARY)
    name = re.search(r'<sheet name="([^"]*)"', parts(content)["xl/workbook.xml"].decode())[1]
    assert (len(name) <= 31, set(name) & set("[]:*?/\\")) == (True, set())
