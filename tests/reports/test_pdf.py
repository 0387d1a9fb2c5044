"""The month on paper: one file that says the document's words, in its order, to eyes and to screen readers."""

from __future__ import annotations

import dataclasses
import hashlib
import re
import shutil
import subprocess

import pytest

from reports import csv_table
from reports.pdf import render
from reports.snapshot import from_json
from tests.reports.pdf_reading import artifacts, opened, outline, structure
from tests.reports.status_table import november_2013, read_table

pytestmark = pytest.mark.pdf
SPANNED = 2  # header rows


@pytest.fixture(scope="module")
def pdf():
    return render(november_2013())


@pytest.fixture(scope="module")
def tables(pdf):
    return structure(pdf).all("Table")


def cells_of(table):
    """The body as the document has it: a cell that spans columns is followed by empty ones."""
    rows = []
    for row in table.all("TR")[SPANNED:]:
        cells = []
        for cell in row.kids:
            cells += [cell.text, *[""] * (int(cell.attributes.get("ColSpan", 1)) - 1)]
        rows.append(tuple(cells))
    return rows


def test_each_part_is_one_table(tables):
    assert len(tables) == 2


@pytest.mark.parametrize("part", [0, 1])
def test_extracted_cells_are_the_documents_cells_in_its_order(tables, part):
    assert cells_of(tables[part]) == [row.cells for row in read_table()[2][part].rows]


def test_table_has_the_documents_71_rows(tables):
    assert [len(table.all("TR")) - SPANNED for table in tables] == [10, 61]


@pytest.mark.parametrize("part", [0, 1])
def test_header_is_two_rows_with_tidsplan_over_its_dates(tables, part):
    header = tables[part].all("THead")[0]
    told = [
        [(cell.text, cell.attributes.get("ColSpan", "1"), cell.attributes.get("RowSpan", "1")) for cell in row.kids]
        for row in header.all("TR")
    ]
    dates = [["Start", "Oprindelig slutdato", "Ajournført slutdato"], ["Start", "Slut"]][part]
    status = ["Status pr. november 2013", "SOF status okt. 2013"][part]
    assert told == [
        [
            ("Mål nr.", "1", "2"),
            ("Område, tema og initiativer", "1", "2"),
            ("Beskrivelse", "1", "2"),
            ("Tidsplan", str(len(dates)), "1"),
            (status, "1", "2"),
        ],
        [(date, "1", "1") for date in dates],
    ]


def test_every_header_cell_has_a_scope(tables):
    assert {cell.attributes.get("Scope") for table in tables for cell in table.all("TH")} == {"/Column"}


def test_a_data_cell_names_its_headers(tables):
    names = {cell.identifier: cell.text for cell in tables[0].all("TH")}
    row = next(row for row in tables[0].all("TR") if row.kids[0].text == "1.2.5.6")
    assert [[names[header] for header in cell.attributes["Headers"]] for cell in row.kids] == [
        ["Mål nr."],
        ["Område, tema og initiativer"],
        ["Beskrivelse"],
        ["Tidsplan", "Start"],
        ["Tidsplan", "Oprindelig slutdato"],
        ["Tidsplan", "Ajournført slutdato"],
        ["Status pr. november 2013"],
    ]


def test_every_header_id_can_be_looked_up(pdf, tables):
    with opened(pdf) as file:
        names = [str(name) for name in list(file.Root.StructTreeRoot.IDTree.Names)[::2]]
    assert names == sorted(cell.identifier for table in tables for cell in table.all("TH"))


def test_a_screen_reader_is_told_which_table_it_is(tables):
    assert [table.attributes["Summary"] for table in tables] == ["Aktive punkter", "Afsluttede punkter"]


def test_header_is_repeated_on_every_page_of_the_table(pdf):
    pages = artifacts(pdf)[1:]
    tops = [("Mål nr." in text) for text in pages]
    begins = [1, 1]  # pages on which a part begins draw that header as content
    assert (len(tops) - sum(tops)) <= sum(begins)


def test_language_title_and_tags_are_set(pdf):
    with opened(pdf) as file:
        root = file.Root
        told = (str(root.Lang), bool(root.MarkInfo.Marked), bool(root.ViewerPreferences.DisplayDocTitle))
        title = str(file.docinfo.Title)
    assert (*told, title) == ("da", True, True, f"{november_2013().title} – statusrapport november 2013")


def test_headings_are_the_title_and_the_parts(pdf):
    assert [(element.tag, element.text) for element in structure(pdf).all("H1", "H2")] == [
        ("H1", november_2013().title),
        ("H2", "Kræver opmærksomhed"),
        ("H2", "Sådan er tallene gjort op"),
        ("H2", "Aktive punkter"),
        ("H2", "Afsluttede punkter"),
    ]


def test_bookmarks_are_the_parts_their_areas_and_their_themes(pdf):
    assert outline(pdf) == [
        (0, "Forside"),
        (0, "Aktive punkter"),
        (1, "1 KVALITET I SAGSBEHANDLINGEN"),
        (2, "1.1 Genopretning af ældre afgørelser"),
        (2, "1.2 Sikker og effektiv drift"),
        (1, "2 Sikker økonomistyring"),
        (2, "2.1. Bedre understøttelse af decentrale ledere"),
        (0, "Afsluttede punkter"),
        (1, "1.3 Burkeafvikling"),
        (1, "1.4 Klar besked - forventningsafstemning"),
        (1, "2.2 Systematisk controlling"),
        (1, "2.3 Kvalitet i registreringer"),
        (1, "2.4 Standardisering af praksis og processer på tværs"),
        (1, "2.5 Meningsfulde aktiviteter (herunder tidssvarende kontoplan)"),
    ]


def test_every_page_says_which_of_how_many_it_is(pdf):
    pages = artifacts(pdf)
    assert [re.search(r"Side \d+ af \d+", page)[0] for page in pages] == [
        f"Side {number} af {len(pages)}" for number in range(1, len(pages) + 1)
    ]


def test_every_page_says_as_of_which_day(pdf):
    assert {"Opgjort pr. 30. november 2013" in page for page in artifacts(pdf)} == {True}


def test_every_page_after_the_first_names_the_plan_and_the_month(pdf):
    assert {
        november_2013().title in page and "Statusrapport · november 2013" in page for page in artifacts(pdf)[1:]
    } == {True}


def test_pages_are_a4_landscape(pdf):
    with opened(pdf) as file:
        assert {tuple(round(float(side) * 25.4 / 72) for side in page.mediabox[2:]) for page in file.pages} == {
            (297, 210)
        }


def test_every_font_is_embedded_and_ours(pdf):
    with opened(pdf) as file:
        fonts = {
            (str(font.BaseFont).split("+")[1], "/FontFile2" in font.DescendantFonts[0].FontDescriptor)
            for page in file.pages
            for font in page.Resources.Font.values()
        }
    assert fonts == {("Plex", True), ("Plex-Italic", True), ("Plex-Semi-Bold", True)}


def test_italic_titles_are_set_in_italics(pdf):
    with opened(pdf) as file:
        names = {name: str(font.BaseFont) for page in file.pages for name, font in page.Resources.Font.items()}
    assert any(name.endswith("Plex-Italic") for name in names.values())


def attached(pdf):
    """Name, relationship and content of each attachment."""
    with opened(pdf) as file:
        return [
            (str(spec.UF), str(spec.AFRelationship), str(spec.EF.F.Subtype), spec.EF.F.read_bytes())
            for spec in file.Root.AF
        ]


def test_facts_are_attached_as_the_data_of_the_document(pdf):
    told = attached(pdf)
    assert [each[:3] for each in told] == [
        ("handleplan.json", "/Data", "/application/json"),
        ("handleplan.csv", "/Data", "/text/csv"),
    ]
    assert from_json(told[0][3].decode()) == november_2013()
    assert told[1][3] == csv_table.render(november_2013())


def test_same_snapshot_gives_the_same_bytes(pdf):
    assert render(november_2013()) == pdf


def test_identifier_is_the_hash_of_the_facts(pdf):
    with opened(pdf) as file:
        identifier = bytes(file.trailer.ID[0]).decode()
    assert identifier == hashlib.sha256(november_2013().as_json().encode()).hexdigest()


def test_date_of_the_file_is_when_the_facts_were_read(pdf):
    with opened(pdf) as file:
        dates = {str(file.docinfo[name]) for name in ("/CreationDate", "/ModDate")}
        dates |= {str(file.Root.AF[0].EF.F.Params[name]) for name in ("/CreationDate", "/ModDate")}
    assert {date[:16] for date in dates} == {"D:20131129143210"}


def test_no_hyphen_or_zero_width_space_is_added(pdf):
    assert re.findall("[\u00ad\u2010\u200b]", structure(pdf).text) == []


def test_symbols_outside_the_house_font_are_drawn_and_read(pdf):
    snapshot = dataclasses.replace(november_2013(), intro="● færdig ▲ på vej ☑")
    assert "● færdig ▲ på vej ☑" in [paragraph.text for paragraph in structure(render(snapshot)).all("P")]


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler-utils is not installed")
def test_plain_extraction_finds_the_last_row(pdf, tmp_path):
    (tmp_path / "rapport.pdf").write_bytes(pdf)
    command = ["pdftotext", "-layout", str(tmp_path / "rapport.pdf"), "-"]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert re.search(r"2\.5\.3\.2 +Tilrettelse af kontoplan i påkrævet omfang +Omfang vil afhænge", text)
