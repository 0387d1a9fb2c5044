"""The month as a Word file: real headings, lists and tables, the document's words, the same bytes each time."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
import re
import zipfile
from xml.etree import ElementTree

import pytest
import time_machine
from docx.oxml.ns import qn

from handleplan.prose import MARKDOWN
from reports.cell_text import OLD, STRONG, Piece, pieces
from reports.docx import render
from reports.snapshot import Row, WrittenDate
from tests.reports.docx_reading import body_rows, cells, header_rows, headings, opened, parts_of, table_after
from tests.reports.published import edition_11
from tests.reports.status_table import november_2013, read_table
from tests.reports.test_paper_document import with_row

pytestmark = pytest.mark.pure

PARTS = ["Aktive punkter", "Afsluttede punkter"]
HOSTILE = [
    "\x00\x0b\x1b bell\x07",
    "</w:t></w:r><w:p>",
    "&amp; <b>fed</b> ]]>",
    "\u202ebagvendt",
    "\ud800",
    "=1+1",
    "a\tb\rc",
]


@pytest.fixture(scope="module")
def word():
    return render(november_2013())


def status_of_a_row(**changes):
    row = {"cells": ("9", "Ny", "en beskrivelse", "", "", "", changes.pop("text"))} | changes
    return (
        table_after(render(with_row(november_2013(), **row)), PARTS[0]).findall(qn("w:tr"))[-1].findall(qn("w:tc"))[-1]
    )


def test_headings_are_the_title_and_the_sections(word):
    assert headings(word) == [
        ("Heading 1", november_2013().title),
        ("Heading 2", "Kræver opmærksomhed"),
        ("Heading 2", "Aktive punkter"),
        ("Heading 2", "Afsluttede punkter"),
        ("Heading 2", "Sådan er tallene gjort op"),
    ]


@pytest.mark.parametrize("part", [0, 1])
def test_cells_are_the_documents_cells_in_its_order_S004_38(word, part):
    assert body_rows(table_after(word, PARTS[part])) == [row.cells for row in read_table()[2][part].rows]


@pytest.mark.parametrize("part", [0, 1])
def test_header_is_two_rows_with_tidsplan_over_its_dates_S004_2(word, part):
    dates = [["Start", "Oprindelig slutdato", "Ajournført slutdato"], ["Start", "Slut"]][part]
    status = ["Status pr. november 2013", "SOF status okt. 2013"][part]
    assert [cells(row) for row in header_rows(table_after(word, PARTS[part]))] == [
        [("Mål nr.", 1), ("Område, tema og initiativer", 1), ("Beskrivelse", 1), ("Tidsplan", len(dates)), (status, 1)],
        [("", 1), ("", 1), ("", 1), *[(date, 1) for date in dates], ("", 1)],
    ]


def test_no_row_is_torn_over_two_pages_S004_36(word):
    rows = [row for name in PARTS for row in table_after(word, name).findall(qn("w:tr"))]
    assert {row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in rows} == {True}


def test_pages_are_a4_landscape(word):
    section = opened(word).sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm), int(section.orientation)) == (297, 210, 1)


def test_language_is_danish(word):
    styles = ElementTree.fromstring(parts_of(word)["word/styles.xml"])
    assert {each.get(qn("w:val")) for each in styles.iter(qn("w:lang"))} == {"da-DK"}


def test_properties_say_what_it_is_and_when_the_facts_were_read(word):
    about = opened(word).core_properties
    assert (about.title, about.author, about.subject, about.language, about.created) == (
        f"{november_2013().title} – statusrapport november 2013",
        "Socialforvaltningen",
        "Status pr. november 2013. Socialudvalgets møde 4. december 2013",
        "da-DK",
        dt.datetime(2013, 11, 29, 13, 32, 10, tzinfo=dt.UTC),
    )


def test_same_snapshot_gives_the_same_bytes_on_another_day(word):
    with time_machine.travel(dt.datetime(2031, 5, 1, 7, 8, 9, tzinfo=dt.UTC)):
        assert render(november_2013()) == word


def test_package_says_nothing_of_when_it_was_made(word):
    with zipfile.ZipFile(io.BytesIO(word)) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_screen_reader_is_told_which_table_it_is(word):
    captions = [table_after(word, name).find(f"{qn('w:tblPr')}/{qn('w:tblCaption')}") for name in PARTS]
    assert [caption.get(qn("w:val")) for caption in captions] == PARTS


def test_earlier_dates_are_struck_through_and_bracketed_S004_24(word):
    row = next(row for row in table_after(word, PARTS[0]).findall(qn("w:tr")) if cells(row)[0][0] == "2.1.3.1.")
    runs = row.findall(qn("w:tc"))[5].iter(qn("w:r"))
    struck = [
        ("".join(each.text for each in run.iter(qn("w:t"))), run.find(f"{qn('w:rPr')}/{qn('w:strike')}") is not None)
        for run in runs
    ]
    assert [each for each in struck if each[0].strip()] == [
        ("(1. feb. 2012)", True),
        ("(1. juli 2012)", True),
        ("ultimo 2013", False),
    ]


def test_every_page_says_as_of_which_day_and_which_of_how_many(word):
    section = opened(word).sections[0]
    for footer in (section.footer, section.first_page_footer):
        xml = footer._element
        said = "".join(each.text or "" for each in xml.iter(qn("w:t")))
        fields = [each.get(qn("w:instr")) for each in xml.iter(qn("w:fldSimple"))]
        assert (said, fields) == (
            "Socialforvaltningen · Opgjort pr. 30. november 2013Side 1 af 1",
            ["PAGE", "NUMPAGES"],
        )


def test_a_status_with_marks_keeps_bold_and_lists():
    cell = status_of_a_row(text="**Næsten** færdig:\n\n1. ét\n2. to\n- løst", status_kind=MARKDOWN)
    bold = [
        each.text
        for run in cell.iter(qn("w:r"))
        if run.find(f".//{qn('w:b')}") is not None
        for each in run.iter(qn("w:t"))
    ]
    listed = [p.find(f".//{qn('w:numId')}") is not None for p in cell.findall(qn("w:p"))]
    assert (bold, listed) == (["Næsten"], [False, True, True, True])


def test_a_numbered_list_begins_with_the_number_that_was_typed():
    content = render(
        with_row(november_2013(), cells=("9", "Ny", "b", "", "", "", "1. ét\n2. to"), status_kind=MARKDOWN)
    )
    numbering = ElementTree.fromstring(parts_of(content)["word/numbering.xml"])
    starts = [each.get(qn("w:val")) for each in numbering.iter(qn("w:startOverride"))]
    assert starts == ["1"]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_letters_and_the_file_can_be_read(text):
    cell = status_of_a_row(text=text)
    said = "".join("\n" if each.tag == qn("w:br") else each.text or "" for each in cell.iter(qn("w:t"), qn("w:br")))
    clean = re.sub("[\x00\x07\x1b\u202e]", "", text).replace("\x0b", "\n").replace("\r", "\n").replace("\t", " ")
    assert said == clean.replace("\ud800", "\ufffd")


def told(content) -> list[str]:
    return [each.text for each in opened(content).paragraphs]


def test_a_corrected_edition_says_on_its_first_page_what_it_corrects():
    said = told(render(edition_11()))
    at = said.index("Rettet version af udgave 11")
    assert (said[at - 1], said[at + 1]) == (
        "Udgave 11a · Udgivet 2. december 2013 af Sara Sekretær",
        "Et tal var forkert.",
    )


def test_what_happened_since_last_stands_under_its_kinds():
    said = told(render(edition_11()))
    at = said.index("Siden udgave 10 (oktober 2013)")
    assert said[at + 1 : at + 5] == [
        "Flyttede frister",
        "1.2.5.6 Kontrol af medicinafregning: fra 2012 til medio 2013 (+121 til +243 dage)",
        "Afsluttet",
        "1.3.1 Enkelttydelser",
    ]


def test_a_first_edition_says_that_it_is_the_first():
    first = dataclasses.replace(edition_11(), since_last=None)
    assert "Det er planens første udgave, så der er ingen tidligere at sammenligne med." in told(render(first))


def test_the_foot_of_an_edition_says_which_it_is_and_what_proves_it():
    footer = opened(render(edition_11())).sections[0].footer
    assert (
        footer.paragraphs[1].text == "Udgave 11a · Oplysningernes kontrolsum abababababab · ændringsloggen cdcdcdcdcdcd"
    )


def test_a_cell_of_several_facts_begins_in_bold_and_strikes_what_counts_no_more():
    earlier = (WrittenDate("1. feb. 2012"), WrittenDate("1. juli 2012"))
    row = Row("9", "Ny", (), superseded=earlier)
    assert pieces(row, "deadline", "ultimo 2013\ntidligere: 1. feb. 2012, 1. juli 2012\nforventet: 2014") == (
        Piece("ultimo 2013", STRONG),
        Piece("\ntidligere: "),
        Piece("1. feb. 2012, 1. juli 2012", OLD),
        Piece("\nforventet: 2014"),
    )


def test_a_plan_without_points_says_so():
    snapshot = dataclasses.replace(november_2013(), parts=(dataclasses.replace(november_2013().parts[0], rows=()),))
    assert "Ingen punkter." in [each.text for each in opened(render(snapshot)).paragraphs]


def test_a_report_in_english_says_so():
    content = render(dataclasses.replace(november_2013(), language="en"))
    assert next(text for style, text in headings(content) if style == "Heading 2") == "Needs attention"
