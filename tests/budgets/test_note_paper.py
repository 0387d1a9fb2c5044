"""The real note as PDF: its own words, sections and tables in their order, and a structure that can be heard."""

from __future__ import annotations

import dataclasses

import pytest
from django.utils import translation

from handleplan.budget_note.audit import audit
from handleplan.budget_page import tell
from reports.budget_notes import NotePaper, from_json
from reports.pdf import render_note
from tests.budgets.example import TEXT, read
from tests.budgets.test_reading import words
from tests.reports import verapdf
from tests.reports.pdf_reading import Element, outline, structure

pytestmark = pytest.mark.pdf


def paper(checks: tuple[str, ...] = ()) -> NotePaper:
    return NotePaper(dataclasses.replace(read(), changed_at="2013-11-29T10:00:00+01:00"), checks)


def checked() -> NotePaper:
    note = read()
    with translation.override("da"):
        return paper(tuple(said.sentence for said in tell(note, audit(note))))


@pytest.fixture(scope="module")
def printed() -> bytes:
    return render_note(paper())


def told(element: Element) -> list[str]:
    """The words below an element; each cell, paragraph and heading apart from the next."""
    leaves = element.all("P", "H1", "H2", "H3", "H4", "LBody", "TH", "TD")
    return " ".join(leaf.text for leaf in leaves).split()


def in_document_order(text: str) -> list[str]:
    """The words of the original with the block of the margin where the head is, as the note prints it."""
    first, last = text.index("**Sekretariat"), text.index("af ældre afgørelser fortsætter")
    margin, text = text[first:last], text[:first] + text[last:]
    at = text.index("#### BAGGRUND")
    return words(text[:at] + margin + text[at:])


def test_the_paper_is_read_back_from_its_json():
    assert from_json(checked().as_json()) == checked()


def test_the_printed_note_has_every_word_of_the_original_in_its_order(printed):
    lists = [word for word in in_document_order(TEXT) if not (word[:-1].isdigit() and word.endswith("."))]
    found = [word for word in told(structure(printed)) if not (word[:-1].isdigit() and word.endswith("."))]
    assert [word for word in found if word != "-"] == [word for word in lists if word != "-"]


def test_s001_28_the_sections_are_the_bookmarks_in_their_order(printed):
    assert [title for _depth, title in outline(printed)] == [
        read().title,
        *(section.heading for section in read().sections),
    ]


def test_s001_22_the_quarters_are_a_real_table_with_header_cells(printed):
    tables = structure(printed).all("Table")
    assert len(tables) == 3
    heads = [cell.text for cell in tables[2].all("TH")]
    assert heads == [
        "Anlægsaktivitet, tidsangivelse",
        "2011",
        "2012",
        "2013",
        "2014",
        *["1. kv", "2. kv", "3. kv", "4. kv"] * 4,
    ]
    rows = [[cell.text for cell in row.all("TD")] for row in tables[2].all("TR")[2:]]
    assert rows[0] == ["- Udvikling", *[""] * 4, *["X"] * 4, *[""] * 8]


def test_s001_16_the_total_prints_as_it_is_written(printed):
    rows = [[cell.text for cell in row.all("TD")] for row in structure(printed).all("Table")[0].all("TR")]
    assert rows[-1] == ["Samlede udgifter", "- 15.550", "- 7.750", "- 7.750", "- 7.750"]


def test_the_checked_note_says_behind_it_what_the_rows_give():
    text = structure(render_note(checked())).text
    assert "Kontrol af notatets tal" in text
    assert "men rækkerne giver 15.550 / 7.750 / 7.750 / 7.750" in text.replace("\u00a0", " ")


def test_the_same_note_gives_the_same_bytes(printed):
    assert render_note(paper()) == printed


@pytest.mark.skipif(bool(verapdf.why_not()), reason=verapdf.why_not())
def test_no_check_of_verapdf_fails(printed, tmp_path):
    (tmp_path / "note.pdf").write_bytes(printed)
    verdicts = verapdf.validate(tmp_path / "note.pdf")
    assert [(verdict.passed, verdict.failures) for verdict in verdicts] == [(True, 0)] * len(verapdf.PROFILES)
