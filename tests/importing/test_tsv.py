"""Cells to text and back."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handleplan.tsv import split_records, write_record

pytestmark = pytest.mark.pure

cells = st.text(alphabet='ab"\t\nÆ →<', max_size=8)


def read(text: str, delimiter: str = "\t") -> list[list[str]]:
    return [cells for _line, cells in split_records(text, delimiter)]


@settings(deadline=None)
@given(st.lists(st.lists(cells, min_size=2, max_size=4), min_size=1, max_size=4))
def test_what_is_written_is_read_back(rows):
    text = "Nr.\tTitel\n" + "".join(write_record(row) + "\n" for row in rows)
    assert read(text)[1:] == rows


@pytest.mark.parametrize(
    "cell",
    ['Strategi "Mest Mulig Effekt Pr Krone"', '"Mest Mulig" effekt', "<i>VUM</i>", " to ord ", "SOF's", '"alene"'],
)
def test_a_cell_without_tabs_and_breaks_is_written_as_it_is(cell):
    assert write_record([cell, ""]) == f"{cell}\t"


def test_excels_quoted_cell_keeps_its_line_break_and_tab():
    assert read('1\t"En\nto\tog ""tre"""\tslut') == [["1", 'En\nto\tog "tre"', "slut"]]


def test_quotation_marks_inside_a_cell_are_text():
    assert read('1\tStrategi "Mest" nu\t"Mest"') == [["1", 'Strategi "Mest" nu', '"Mest"']]


def test_where_every_cell_is_quoted_the_marks_are_no_text():
    assert read('"Nr."\t"Titel"\n"1"\t"Et"\n') == [["Nr.", "Titel"], ["1", "Et"]]


def test_line_numbers_count_the_breaks_inside_cells():
    assert [line for line, _cells in split_records('a\t"x\ny"\nb\tz\n\nc\td')] == [1, 3, 4, 5]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_may_be_of_any_kind(end):
    assert read(f"a\tb{end}c\td{end}") == [["a", "b"], ["c", "d"]]


def test_semicolons_separate_where_asked():
    assert read('1;"a;b";c', ";") == [["1", "a;b", "c"]]


@pytest.mark.parametrize("unit", ['"\t', '""\t', '"a\t', '"""\t', '"a\n', "\t", '"a""\t"'])
def test_reading_is_linear_whatever_the_quotation_marks(unit):
    start = time.process_time()
    read(unit * 100_000)
    assert time.process_time() - start < 5


@settings(deadline=None)
@given(st.text())
def test_reading_never_raises(text):
    assert isinstance(read(text), list)
