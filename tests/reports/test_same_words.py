"""One month, three files: the PDF, the Word file and the Excel file say the same words in the same cells."""

from __future__ import annotations

import datetime as dt

import pytest

from reports import docx, pdf, xlsx
from reports.snapshot import build_snapshot
from tests.reports import docx_reading
from tests.reports.pdf_reading import structure
from tests.reports.test_pdf import cells_of
from tests.reports.test_xlsx import opened, printed

pytestmark = pytest.mark.pdf

PARTS = ["Aktive punkter", "Afsluttede punkter"]


@pytest.fixture
def snapshot(real_plan):
    return build_snapshot(real_plan, dt.date(2013, 11, 1))


@pytest.fixture
def tables(snapshot):
    """Of each format both tables, row by row, cell by cell."""
    word, book = docx.render(snapshot), opened(xlsx.render(snapshot))
    widths = [len(part.columns) for part in snapshot.parts]
    return {
        "pdf": [cells_of(table) for table in structure(pdf.render(snapshot)).all("Table")],
        "docx": [docx_reading.body_rows(docx_reading.table_after(word, name)) for name in PARTS],
        "xlsx": [printed(page, width) for page, width in zip(book.worksheets[1:3], widths, strict=True)],
    }


@pytest.mark.parametrize("other", ["docx", "xlsx"])
def test_every_cell_says_the_same_as_in_the_pdf(tables, other):
    assert tables[other] == tables["pdf"]


def test_all_71_rows_are_there(tables):
    assert [len(rows) for rows in tables["pdf"]] == [10, 61]
