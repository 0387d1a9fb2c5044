"""Legal references in every spelling of the documents, and search over them (S000-11, S004-19)."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handleplan import legal

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    ("text", "law", "paragraphs"),
    [
        ("Merudgifter (SEL §§ 41 og 42)", "sel", ("41", "42")),
        ("Gennemgang (SL §§41 og 42)", "sel", ("41", "42")),
        ("SEL § 100", "sel", ("100",)),
        ("SEL §§ 100", "sel", ("100",)),
        ("efter Servicelovens §§ 103, 104, 107 og 108", "sel", ("103", "104", "107", "108")),
        ("§ 41 i serviceloven", "sel", ("41",)),
        ("§ 41 SEL", "sel", ("41",)),
        ("lov om social service § 41, stk. 2", "sel", ("41",)),
        ("Førtidspension (PL §§ 17 og 18)", "pl", ("17", "18")),
        ("enkelttydelser (AKL §§ 81 og 82)", "akl", ("81", "82")),
        ("økonomisk støtte (§ 52a)", "", ("52a",)),
        ("økonomisk støtte (§ 52 a)", "", ("52a",)),
        ("vedrørende §§109,110 (krisecentre)", "", ("109", "110")),
        ("alle §§ 109/110 botilbud", "", ("109", "110")),
        ("§§ 107-110", "", ("107", "108", "109", "110")),
        ("tilsyn på § 41 og § 42 i januar 2012", "", ("41", "42")),
        ("SEL\N{NO-BREAK SPACE}§§\N{NO-BREAK SPACE}41\N{NO-BREAK SPACE}og 42", "sel", ("41", "42")),
    ],
)
def test_every_spelling_is_read(text, law, paragraphs):
    assert [(one.law, one.paragraphs) for one in legal.find_references(text)] == [(law, paragraphs)]


@pytest.mark.parametrize(
    "text", ["relevante §§ i Serviceloven - 1. gang senest 1. september 2011", "§ 1234", "§", "SEL 41"]
)
def test_what_names_no_paragraph_is_no_reference(text):
    assert legal.find_references(text) == []


def test_a_list_ends_before_a_count():
    assert legal.find_references("§ 41 og 3 sager")[0].paragraphs == ("41",)


def test_a_reference_knows_its_words():
    text = "Gennemgang af ældre afgørelser (SEL §§ 41 og 42) - Omkonteringer"
    reference = legal.find_references(text)[0]
    assert text[reference.start : reference.end] == reference.as_written == "SEL §§ 41 og 42"


SPELLINGS = [
    "SEL § 41",
    "sel §41",
    "SL §§ 41",
    "servicelovens § 41",
    "§ 41 SEL",
    "§ 41 i Serviceloven",
    "SEL\N{NO-BREAK SPACE}§\N{NO-BREAK SPACE}41",
]


@pytest.mark.parametrize("query", SPELLINGS)
@pytest.mark.parametrize("text", [*SPELLINGS, "(SL §§41 og 42)", "Servicelovens §§ 40 og 41", "SEL §§ 40-42"])
def test_any_spelling_finds_any_spelling(query, text):
    assert found(query, text)


@pytest.mark.parametrize("text", ["SEL § 4", "SEL § 411", "AKL § 41", "§ 41", "SEL § 41a", "SEL og 41"])
def test_a_law_and_paragraph_find_nothing_else(text):
    assert not found("SEL § 41", text)


@pytest.mark.parametrize("text", ["SEL §§ 40 og 41", "AKL § 41", "på § 41 og § 42"])
def test_a_paragraph_alone_is_found_under_any_law(text):
    assert found("§ 41", text)


def test_the_query_may_hold_words_beside_the_law():
    assert legal.query_terms("Ældre sel §41") == ("ældre", "§sel:41;")


@pytest.mark.parametrize("query", ["ØKONOMI", "økonomi", unicodedata.normalize("NFD", "Børn"), "impleter"])
def test_words_are_found_in_any_case_and_any_normal_form(query):
    assert found(query, "Økonomistyring og impletering for BØRN")


def test_a_is_not_aa():
    assert not found("på", "paa vej")


def test_the_real_table_is_found_by_its_law(real_table):
    hits = [row.number for row in real_table.rows if found("SL §41", f"{row.title}\n{row.description}")]
    assert hits == ["1.1.2", "1.1.2.2.A", "1.1.2.1", "1.1.2.2.B"]


@settings(deadline=None)
@given(st.text())
def test_every_word_of_a_text_finds_it(text):
    assert all(found(word, text) for word in text.split() if "§" not in word)


@settings(deadline=None)
@given(st.text(alphabet="SELsl§ 0123456789,og-i.\N{NO-BREAK SPACE}", max_size=80))
def test_a_text_finds_itself_by_its_references(text):
    assert all(found(reference.as_written, text) for reference in legal.find_references(text))


def found(query: str, text: str) -> bool:
    column = legal.search_form(text)
    return all(term in column for term in legal.query_terms(query))
