"""One month, three files: the PDF, the Word file and the Excel file say the same words in the same cells."""

from __future__ import annotations

import datetime as dt
import re
from types import SimpleNamespace

import pytest

from reports import change_words, charts, docx, pdf, xlsx
from reports.designs import AS_THE_TABLE, STANDARD
from reports.snapshot import Snapshot, build_snapshot
from tests.reports import docx_reading
from tests.reports.pdf_reading import structure
from tests.reports.test_xlsx import opened, printed
from tests.reports.two_months import two_editions

pytestmark = pytest.mark.pdf

NOVEMBER = dt.date(2013, 11, 1)


def bare(text: str) -> str:
    """The words without the blanks between them: a line break of the layout is none in the PDF's text."""
    return re.sub(r"\s+", "", text)


def rows_of(table) -> list[tuple[str, ...]]:
    """The body of a PDF table; a cell that spans columns is followed by empty ones."""
    rows = []
    for row in table.all("TR"):
        if row.kids[0].tag == "TD":
            cells: list[str] = []
            for cell in row.kids:
                cells += [bare(cell.text), *[""] * (int(cell.attributes.get("ColSpan", 1)) - 1)]
            rows.append(tuple(cells))
    return rows


def squeezed(rows) -> list[tuple[str, ...]]:
    return [tuple(map(bare, row)) for row in rows]


def tables_of(snapshot: Snapshot) -> dict[str, list]:
    """Of each format the tables of the parts, row by row, cell by cell."""
    paper, word, book = structure(pdf.render(snapshot)), docx.render(snapshot), opened(xlsx.render(snapshot))
    names = [part.title or "Aktive punkter" for part in snapshot.parts]
    found = {table.attributes.get("Summary"): table for table in paper.all("Table")}
    return {
        "pdf": [rows_of(found[name]) for name in names],
        "docx": [squeezed(docx_reading.body_rows(docx_reading.table_after(word, name))) for name in names],
        "xlsx": [
            squeezed(printed(book[name], len(part.columns))) for name, part in zip(names, snapshot.parts, strict=True)
        ],
    }


@pytest.mark.parametrize("design", [AS_THE_TABLE, STANDARD], ids=lambda design: design.name)
def test_every_cell_of_71_rows_says_the_same_in_all_three(real_plan, design):
    tables = tables_of(build_snapshot(real_plan, NOVEMBER, design=design))
    assert [len(rows) for rows in tables["pdf"]] == [10, 61]
    assert (tables["docx"], tables["xlsx"]) == (tables["pdf"], tables["pdf"])


@pytest.fixture
def edition(real_plan, cast):
    """December as edition 11, and all that each of its files says, without blanks."""
    snapshot = two_editions(real_plan, cast.sara_secretary)[1]
    word = docx_reading.opened(docx.render(snapshot))
    footer = word.sections[0].footer
    cells = [cell for table in word.tables for row in table.rows for cell in row.cells]
    said = [each.text for each in (*word.paragraphs, *footer.paragraphs, *cells)]
    sheets = opened(xlsx.render(snapshot)).worksheets
    values = [value for page in sheets for row in page.iter_rows(values_only=True) for value in row]
    return SimpleNamespace(
        snapshot=snapshot,
        pdf=bare(structure(pdf.render(snapshot)).text),
        docx=bare(" ".join(said)),
        xlsx=bare(" ".join(map(str, values))),
    )


def missing(edition, sentences, *formats: str) -> list[tuple[str, str]]:
    return [(kind, each) for each in sentences for kind in formats if bare(each) not in getattr(edition, kind)]


def test_every_change_since_last_time_is_told_in_all_three(edition):
    groups = change_words.told(edition.snapshot.since_last)
    sentences = [line.sentence for group in groups for line in group.lines] + [group.title for group in groups]
    assert len(groups) > 8
    assert missing(edition, sentences, "pdf", "docx", "xlsx") == []


def test_whatever_needs_attention_is_told_in_all_three(edition):
    sentences = [notice.sentence.removesuffix(".") for notice in edition.snapshot.notices]
    assert missing(edition, sentences, "pdf", "docx", "xlsx") == []


def test_paper_and_word_explain_the_same_abbreviations_and_show_the_same_charts(edition):
    snapshot = edition.snapshot
    sentences = [each.words for each in snapshot.abbreviations] + [chart.title for chart in charts.all_of(snapshot)]
    assert missing(edition, sentences, "pdf", "docx") == []
