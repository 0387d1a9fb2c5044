"""The month as an Excel file: the document's words as text, the days behind them as dates, nothing that computes."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
import zipfile

import openpyxl
import pytest
import time_machine

from reports.snapshot import Link, Part, WrittenDate, build_snapshot
from reports.xlsx import render
from tests.reports.published import edition_11
from tests.reports.status_table import november_2013, read_table
from tests.reports.test_paper_document import with_row

HOSTILE = ["=1+1", "@SUM(A1)", "+1", "-1", "\t=1+1", "\r=1+1", "http://example.org", "1.10", "\x00\x0b<&>", "{=1}"]


def opened(content: bytes):
    return openpyxl.load_workbook(io.BytesIO(content))


def rows_below(page, first_title: str) -> list[tuple]:
    """The values below the row that begins with ``first_title``."""
    rows = list(page.iter_rows(values_only=True))
    at = next(place for place, row in enumerate(rows) if row[0] == first_title)
    return rows[at + 1 :]


def printed(page, width: int, first_title: str = "Mål nr.") -> list[tuple[str, ...]]:
    return [tuple(value or "" for value in row[:width]) for row in rows_below(page, first_title)]


@pytest.fixture(scope="module")
def book():
    return opened(render(november_2013()))


@pytest.fixture
def real(real_plan):
    return opened(render(build_snapshot(real_plan, dt.date(2013, 11, 1))))


@pytest.mark.pure
def test_there_is_a_sheet_for_each_part(book):
    assert book.sheetnames == ["Forside", "Aktive punkter", "Afsluttede punkter", "Kræver opmærksomhed", "Frister"]


@pytest.mark.pure
def test_every_sheets_foot_says_which_edition_it_is_and_what_proves_it():
    feet = {page.oddFooter.left.text for page in opened(render(edition_11()))}
    proof = "Udgave 11a · Oplysningernes kontrolsum abababababab · ændringsloggen cdcdcdcdcdcd"
    assert [foot.startswith(f"Opgjort pr. 30. november 2013 · {proof}") for foot in feet] == [True]


@pytest.mark.parametrize("part", [0, 1])
def test_cells_are_the_documents_cells_in_its_order_S004_38(book, part):
    _intro, _title, parts = read_table()
    page = book.worksheets[1 + part]
    assert printed(page, len(parts[part].columns)) == [row.cells for row in parts[part].rows]


@pytest.mark.pure
def test_tidsplan_spans_its_dates_above_the_titles_S004_2(book):
    page = book.worksheets[1]
    head = next(row[0].row for row in page.iter_rows() if row[0].value == "Mål nr.")
    upper = [page.cell(head - 1, place).value for place in range(1, 8)]
    lower = [page.cell(head, place).value for place in range(1, 8)]
    assert (upper, lower, [str(area) for area in page.merged_cells.ranges]) == (
        [None, None, None, "Tidsplan", None, None, None],
        [column.title for column in read_table()[2][0].columns],
        [f"D{head - 1}:F{head - 1}"],
    )


def test_the_days_behind_the_words_are_dates_that_sort(real):
    page = real.worksheets[1]
    head = next(row for row in page.iter_rows(values_only=True) if row[0] == "Mål nr.")
    row = next(row for row in rows_below(page, "Mål nr.") if row[0] == "2.1.3.1.")
    told = dict(zip(head, row, strict=True))
    assert [told[name] for name in head[7:]] == [
        dt.datetime(2009, 1, 1),
        dt.datetime(2009, 12, 31),
        dt.datetime(2011, 11, 1),
        dt.datetime(2011, 11, 1),
        dt.datetime(2013, 9, 1),
        dt.datetime(2013, 12, 31),
        None,
        670,
        791,
        3,
    ]


def test_every_end_date_a_deadline_had_has_a_row_S004_23(real):
    rows = [row for row in rows_below(real["Frister"], "Mål nr.") if row[0] == "2.1.3.1."]
    assert [row[2:6] for row in rows] == [
        (0, "oprindelig", None, "1. nov. 2011"),
        (1, "flytning", None, "1. feb. 2012"),
        (2, "flytning", None, "1. juli 2012"),
        (3, "flytning", "ja", "ultimo 2013"),
    ]


@pytest.mark.pure
def test_a_move_says_why_who_and_when_S004_29():
    first = Link(0, "original", WrittenDate("2012", dt.date(2012, 1, 1), dt.date(2012, 12, 31)))
    day = dt.date(2013, 6, 30)
    move = Link(
        1,
        "move",
        WrittenDate("30. juni 2013", day, day),
        reason="686 sager mere",
        reason_category="flere sager",
        decided_by="Socialudvalget",
        decided_on=dt.date(2012, 12, 5),
    )
    page = opened(render(with_row(november_2013(), title="Sager", chain=(first, move))))["Frister"]
    row = next(row for row in rows_below(page, "Mål nr.") if row[2] == 1)
    assert row[1:11] == (
        "Sager",
        1,
        "flytning",
        "ja",
        "30. juni 2013",
        dt.datetime(2013, 6, 30),
        dt.datetime(2013, 6, 30),
        "flere sager: 686 sager mere",
        "Socialudvalget",
        dt.datetime(2012, 12, 5),
    )


@pytest.mark.pure
def test_what_happened_since_last_has_a_sheet_with_the_days_that_sort():
    page = opened(render(edition_11()))["Siden udgave 10 (oktober 2013)"]
    point = ("1.2.5.6", "Kontrol af medicinafregning")
    moved = ("Flyttede frister", *point, "fra 2012 til medio 2013 (+121 til +243 dage)")
    assert rows_below(page, "Ændring") == [
        (*moved, 121, 243),
        ("Afsluttet", "1.3.1", "Enkelttydelser", None, None, None),
    ]


@pytest.mark.pure
def test_the_front_sheet_says_which_edition_it_is_and_what_proves_it():
    page = opened(render(edition_11()))["Forside"]
    notes = [row[0] for row in page.iter_rows(min_row=2, max_row=13, values_only=True)]
    assert [note for note in notes if note and ("dgave" in note or "sum" in note or "log" in note)] == [
        "Udgave 11a",
        "Rettet version af udgave 11: Et tal var forkert.",
        f"Oplysningernes kontrolsum {'ab' * 32}",
        f"ændringsloggen {'cd' * 32}",
    ]


@pytest.mark.pure
@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_becomes_a_formula_a_number_or_a_link(text):
    snapshot = with_row(november_2013(), number=text, title=text, cells=(text,) * 7, end=WrittenDate(text))
    content = render(dataclasses.replace(snapshot, title=text, unit=text, occasion=text, intro=text))
    cells = [cell for page in opened(content).worksheets for row in page.iter_rows() for cell in row]
    texts = {cell.data_type for cell in cells if isinstance(cell.value, str)}
    assert (texts, [cell.value for cell in cells if cell.hyperlink]) == ({"s"}, [])


@pytest.mark.pure
def test_nothing_in_the_file_computes():
    content = render(with_row(november_2013(), cells=("=1+1",) * 7))
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert [name for name in package.namelist() if b"<f>" in package.read(name)] == []


@pytest.mark.pure
def test_a_text_that_looks_like_a_formula_stays_text_when_it_is_edited():
    content = render(with_row(november_2013(), cells=("9", "=1+1", "", "", "", "", "")))
    (cell,) = [cell for row in opened(content).worksheets[1].iter_rows() for cell in row if cell.value == "=1+1"]
    assert cell.quotePrefix is True


@pytest.mark.pure
def test_header_stays_in_sight_filters_and_comes_again_in_print(book):
    page = book.worksheets[1]
    head = next(row[0].row for row in page.iter_rows() if row[0].value == "Mål nr.")
    assert (
        page.freeze_panes,
        page.print_title_rows,
        page.auto_filter.ref.split(":")[0],
        page.page_setup.orientation,
    ) == (
        f"A{head + 1}",
        f"${head - 1}:${head}",
        f"A{head}",
        "landscape",
    )


@pytest.mark.pure
def test_same_snapshot_gives_the_same_bytes_on_another_day():
    first = render(november_2013())
    with time_machine.travel(dt.datetime(2031, 5, 1, 7, 8, 9, tzinfo=dt.UTC)):
        assert render(november_2013()) == first


@pytest.mark.pure
def test_two_parts_of_one_title_are_two_sheets():
    active, closed = november_2013().parts
    long = "En meget lang titel: med tegn/som ikke må stå i et arks navn"
    parts = (dataclasses.replace(active, title=long), dataclasses.replace(closed, title=long))
    names = opened(render(dataclasses.replace(november_2013(), parts=parts))).sheetnames
    assert names[1:3] == ["En meget lang titel  med tegn s", "En meget lang titel  med te 2"]


@pytest.mark.pure
def test_a_day_before_excels_calendar_is_written_as_text():
    early = WrittenDate("1899", dt.date(1899, 1, 1), dt.date(1899, 12, 31), "period")
    page = opened(render(with_row(november_2013(), end=early))).worksheets[1]
    assert [value for row in page.iter_rows(values_only=True) for value in row if value == "1899-12-31"] == [
        "1899-12-31"
    ]


@pytest.mark.pure
def test_an_empty_part_is_an_empty_table():
    snapshot = dataclasses.replace(november_2013(), parts=(Part("active", "", november_2013().parts[0].columns, ()),))
    assert rows_below(opened(render(snapshot)).worksheets[1], "Mål nr.") == []
