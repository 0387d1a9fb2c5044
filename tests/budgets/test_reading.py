"""The real note of 2011 taken apart and read: nothing is lost, and what is doubtful is offered."""

from __future__ import annotations

import dataclasses
import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handleplan.budget_note.blocks import take_apart
from handleplan.budget_note.reading import Choices, compose, offered, read_table
from tests.budgets.example import TEXT, read

pytestmark = pytest.mark.pure


def words(text: str) -> list[str]:
    """The words of a document without its marks of formatting."""
    text = re.sub(r"<[^>]+>", "", text)
    text = re.sub(r"^(?:#+|-)[ \t]+", "", text, flags=re.MULTILINE)
    return text.replace("*", "").split()


def words_of_note(note) -> list[str]:
    head = [*note.above, f"{note.proposal_number}: {note.title_lead}", note.title]
    head += ["Sagsnr.", note.case_number, "Dokumentnr.", note.document_number, "Sagsbehandler", note.caseworker]
    told = "\n".join([*head, note.sender])
    for section in note.sections:
        told += f"\n{section.heading}\n{section.text}\n"
        for table in section.tables:
            told += f"\nTabel {table.number}. {table.caption} {table.caption_rest} {table.unit_text} "
            told += " ".join(map(str, table.years)) + "\n"
            for row in table.rows:
                told += " ".join([row.label.removeprefix("- "), *(cell.as_printed for cell in row.cells)]) + "\n"
                told += " X" * len(row.quarters) + "\n"
            if table.kind == "quarters":
                told += " 1. kv 2. kv 3. kv 4. kv" * len(table.years) + "\n"
    return words(told)


def test_s001_1_to_4_the_head_is_read():
    note = read()
    assert note.above == ("STATUS FOR HANDLEPLAN FOR BEDRE SAGSBEHANDLING", "BILAG 2 – BUDGETNOTAT")
    assert (note.proposal_number, note.title_lead) == ("Ø501", "Budgetnotat vedrørende")
    assert note.title == "Investering i høj kvalitet i sagsbehandling"
    assert (note.case_number, note.document_number, note.caseworker) == ("2011-127812", "2011-642739", "Morten Boje")
    assert "5798009682901" in note.sender


def test_s001_3_the_block_from_the_margin_and_the_torn_sentences_are_offered():
    _head, blocks = take_apart(TEXT)
    assert [block.text.split("\n")[0] for block in blocks if block.in_margin] == [
        "**Sekretariat, Direktionen**",
        "Bernstorffsgade 17",
        "E-mail",
        "EAN nummer",
    ]
    assert [block.text.split()[0] for block in blocks if block.joins] == ["af", "handleplanens"]


def test_s001_3_joined_sentences_run_on():
    text = "\n".join(section.text for section in read().sections)
    assert "samt genopretning af ældre afgørelser fortsætter" in text
    assert "På den måde skal handleplanens initiativer forankres" in text


def test_s001_3_headings_get_the_level_of_their_number_unless_the_person_says_otherwise():
    head, blocks = take_apart(TEXT)
    levels = {section.heading.split()[0]: section.level for section in read().sections}
    assert (levels["BAGGRUND"], levels["1."], levels["1.1"], levels["1.2"], levels["1.4"]) == (1, 2, 3, 3, 3)
    first = next(block for block in blocks if block.kind == "heading")
    changed = compose(head, blocks, dataclasses.replace(offered(blocks), levels={first.place: 3}))
    assert changed.sections[0].level == 3


def test_s001_28_the_sections_stand_in_their_order():
    assert [section.heading for section in read().sections if section.level == 1] == [
        "BAGGRUND",
        "INDHOLD",
        "DE ØKONOMISKE KONSEKVENSER",
        "TIDSANGIVELSE",
        "RISIKOVURDERING VED ANLÆG",
    ]


def test_s001_23_the_risk_has_a_section_of_its_kind():
    risk = [section for section in read().sections if section.kind == "risk"]
    assert [section.heading for section in risk] == ["RISIKOVURDERING VED ANLÆG"]


def test_no_word_of_the_document_is_lost():
    assert Counter(words_of_note(read())) == Counter(words(TEXT))


def test_no_word_is_lost_without_the_offers_either():
    head, blocks = take_apart(TEXT)
    assert Counter(words_of_note(compose(head, blocks, Choices()))) == Counter(words(TEXT))


def test_s001_6_the_proposals_have_the_notes_own_numbers():
    assert [proposal.number for proposal in read().proposals] == ["1", "1.1", "1.2", "1.3", "1.4", "2", "3"]


def test_s001_13_and_14_the_first_table_is_read_with_its_unit_price_level_years_and_areas():
    table = next(read().tables())
    assert (table.number, table.unit, table.price_level) == ("1", 1_000, "2012 p/l")
    assert table.years == (2012, 2013, 2014, 2015)
    assert [row.area for row in table.rows if row.kind == "group"] == ["service", "capital", "statutory"]
    assert [row.kind for row in table.rows if row.kind not in ("group", "row")] == ["subtotal"] * 3 + ["total"]
    assert [row.proposal for row in table.rows if row.kind == "row"] == ["1.1", "1.3", "2", "1.2", "1.4"]


def test_s001_22_the_quarters_are_read():
    table = next(read().tables("quarters"))
    assert (table.number, table.years) == ("4", (2011, 2012, 2013, 2014))
    assert {row.label: row.quarters for row in table.rows} == {
        "- Udvikling": ("2012-1", "2012-2", "2012-3", "2012-4"),
        "- Idriftssættelse": ("2012-2", "2012-3", "2012-4"),
    }


def test_s001_8_the_five_recommended_grants_are_read():
    grants = [each for each in read().appropriations if each.kind]
    assert [
        (each.proposal, each.kind, each.duration, [(one.year, one.as_written) for one in each.amounts])
        for each in grants
    ] == [
        ("1.1", "operating", "one_year", [(2012, "4,30 mio. kr.")]),
        ("1.2", "capital", "one_year", [(2012, "1,00 mio. kr.")]),
        ("1.3", "operating", "one_year", [(2012, "1,00 mio. kr.")]),
        ("2", "operating", "permanent", [(2012, "12,25 mio. kr.")]),
        ("3", "operating", "two_years", [(2012, "0,70 mio. kr."), (2013, "0,30 mio. kr.")]),
    ]
    assert grants[0].purpose == "genopretning af ældre afgørelser"


def test_s001_11_and_26_the_saving_and_its_estimates_are_read():
    savings = [each for each in read().appropriations if each.is_benefit]
    assert [[(one.year, one.as_written, one.onwards) for one in each.amounts] for each in savings] == [
        [(2012, "3 mio. kr.", False), (2013, "4½ mio. kr.", True)],
        [(2012, "1-2 mio. kr.", True)],
        [(2012, "1-2 mio. kr.", False), (2013, "2-4 mio. kr.", True)],
    ]
    assert savings[1].basis_text == "netto for kommunen (efter fradrag for mindre refusion)"


def test_a_cell_that_is_no_number_keeps_its_words():
    table = read_table("kr.\t2012\nRække\tca. 5 æbler")
    assert [(cell.as_printed, cell.value) for cell in table.rows[0].cells] == [("ca. 5 æbler", None)]


@given(st.text(alphabet="#*-\t\n ab1.Æ@:Sagsnr Tabel", max_size=200))
def test_any_text_is_read_without_an_error_and_no_letter_is_lost(text):
    head, blocks = take_apart(text)
    note = compose(head, blocks, offered(blocks))
    told = repr(note)
    assert all(word in told for word in re.findall("[ab]{3,}", text))
