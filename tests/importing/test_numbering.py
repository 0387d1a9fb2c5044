"""Goal numbers: as written, their order, their parents, and what texts say of them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handleplan import numbering

pytestmark = pytest.mark.pure

numbers = st.lists(st.integers(0, 400), min_size=1, max_size=6).map(lambda parts: ".".join(map(str, parts)))
lettered = st.tuples(numbers, st.sampled_from("ABabæØ")).map(".".join)


def test_numbers_sort_by_their_parts_and_letters_after_numbers_S004_6():
    written = ["1.2.10", "1.2.5.1.A", "1.2.5", "1.2.5.1.b", "1.2.5.2", "2", "10", "1.2.5.1"]
    in_order = ["1.2.5", "1.2.5.1", "1.2.5.1.A", "1.2.5.1.b", "1.2.5.2", "1.2.10", "2", "10"]
    assert sorted(written, key=numbering.sort_key) == in_order


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2.1.3.1.", "2.1.3.1"),
        ("2.4.6.1.b", "2.4.6.1.B"),
        ("2.4.6.1b", "2.4.6.1.b"),
        ("Mål nr. 1.2", "1.2"),
        ("01.2", "1.2"),
    ],
)
def test_two_spellings_of_a_number_have_one_key_S004_5(one, other):
    assert numbering.sort_key(one) == numbering.sort_key(other)


@pytest.mark.parametrize("nothing", ["", " ", "-", "–", "."])
def test_what_is_no_number_has_no_key(nothing):
    assert numbering.sort_key(nothing) == ""


def test_danish_letters_sort_last():
    assert sorted(["1.å", "1.ø", "1.z", "1.æ"], key=numbering.sort_key) == ["1.z", "1.æ", "1.ø", "1.å"]


def test_a_number_of_any_length_is_larger_than_a_shorter_one():
    written = ["9" * 30, "99999", "100000", "99998"]
    assert sorted(written, key=numbering.sort_key) == ["99998", "99999", "100000", "9" * 30]


@settings(deadline=None)
@given(st.text())
def test_any_text_has_a_key_that_fits_its_column(text):
    assert len(numbering.sort_key(text)) <= 198


@settings(deadline=None)
@given(numbers, numbers)
def test_the_order_of_keys_is_the_order_of_the_parts(one, other):
    parts = [[int(part) for part in number.split(".")] for number in (one, other)]
    assert (numbering.sort_key(one) < numbering.sort_key(other)) == (parts[0] < parts[1])


@settings(deadline=None)
@given(lettered)
def test_a_parents_key_begins_its_childs(number):
    assert numbering.sort_key(number).startswith(numbering.parent(number))


def test_depth_counts_the_letter_S004_10():
    assert [numbering.depth(number) for number in ("1", "2.1.", "1.3.1", "1.1.2.2.A", "")] == [1, 2, 3, 5, 0]


def test_ancestors_come_nearest_first():
    keys = [numbering.sort_key(number) for number in ("1.2.5", "1.2", "1")]
    assert numbering.ancestors("1.2.5.6") == tuple(keys)


def test_nineteen_of_seventyone_numbers_have_no_parent_row_S004_8(real_table):
    assert numbering.missing_parents(row.number for row in real_table.rows) == (
        "1.1.2.2.A", "1.1.1.1.B", "1.1.1.1.A", "1.1.2.2.B", "1.2.5.1.A", "1.2.5.1.B", "2.4.6.1.b", "2.4.6.1.c",
        "2.5.1.4", "2.4.2.1", "2.4.2.2", "2.4.5.1", "2.4.6.1.a", "2.4.7.1", "2.5.1.2", "2.5.1.3", "2.5.1.5",
        "2.5.3.1", "2.5.3.2",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("title", "former"),
    [
        ("… til alle niveauer (tidl. pkt. 2.5.3.3)", ("2.5.3.3",)),
        ("(tidligere punkt 2.5.3.3 og 2.5.3.4)", ("2.5.3.3", "2.5.3.4")),
        ("Noget (tidl. mål nr. 2.1.b)", ("2.1.b",)),
        ("Noget (tidl. 2.5.3)", ("2.5.3",)),
        ("Something (formerly no. 2.4.1)", ("2.4.1",)),
        ("Noget (Tidl.\N{NO-BREAK SPACE}pkt.\N{NO-BREAK SPACE}3)", ("3",)),
        ("Ny aftale, tidligere 3 år gammel", ()),
        ("Status før 2012", ()),
    ],
)
def test_titles_tell_former_numbers_S004_13(title, former):
    assert numbering.former_numbers(title) == former


@pytest.mark.parametrize(
    ("text", "referred"),
    [
        ("controlling, jf. 2.2.1.2.)", ["2.2.1.2"]),
        ("Omfang vil afhænge af valg af system, jf. 2.1.3.1. Aktiviteter", ["2.1.3.1"]),
        ("se også pkt. 1.2 og 1.3", ["1.2", "1.3"]),
        ("jf. 1.2.10", ["1.2.10"]),
        ("afventer 1.1.2.2.A", ["1.1.2.2.A"]),
        ("jf. § 52a", []),
        ("jf. 1.2.2012", []),
        ("senest 31.12.2012 og 01-04-2011", []),
        ("jf. 4.500.000 kr.", []),
        ("pkt. 4.30 mio. kr.", []),
        ("den 4.12. kl. 13.00", []),
        ("(tidl. pkt. 2.5.3.3)", []),
        ("1) Forretningsgang 2) Begrænsning", []),
    ],
)
def test_references_are_neither_dates_nor_paragraphs_nor_amounts_S004_15(text, referred):
    assert [reference.number for reference in numbering.references(text)] == referred


def test_a_reference_knows_where_it_stands():
    text = "tilbageværende controlling, jf. 2.2.1.2.)"
    reference = numbering.references(text)[0]
    assert text[reference.start : reference.end] == reference.as_written == "2.2.1.2"


def test_the_real_table_refers_twice_S004_15(real_table):
    texts = [(row.number, text) for row in real_table.rows for text in (row.title, row.description, row.status)]
    found = [(number, reference.number) for number, text in texts for reference in numbering.references(text)]
    assert found == [("2.4.1.1", "2.2.1.2"), ("2.5.3.2", "2.1.3.1")]


@settings(deadline=None)
@given(st.text(alphabet="jf. 0123456789,/ogA-", max_size=200))
def test_references_lie_in_the_text_and_in_order(text):
    found = numbering.references(text)
    assert [text[one.start : one.end] for one in found] == [one.as_written for one in found]
