"""Cells that keep superseded dates in brackets (S004-23, S004-24)."""

import pytest

from handleplan.dates import join_cell, split_cell, write_cell

CELL = "(1. feb. 2012) (1. juli 2012) ultimo 2013"


def test_the_bracketed_dates_are_superseded_in_order():
    assert [old.as_written for old in split_cell(CELL).superseded] == ["1. feb. 2012", "1. juli 2012"]


def test_the_unbracketed_date_is_current():
    assert split_cell(CELL).current.as_written == "ultimo 2013"


def test_a_cell_without_brackets_has_only_a_current_date():
    assert (split_cell("medio 2013").superseded, split_cell("medio 2013").current.as_written) == ((), "medio 2013")


def test_an_unbalanced_bracket_belongs_to_the_current_date():
    cell = split_cell("(1. feb. 2012 ultimo 2013")

    assert (cell.superseded, cell.current.is_read) == ((), False)


@pytest.mark.parametrize(
    "text",
    [
        CELL,
        "",
        " ",
        "(",
        ")",
        "()",
        "((a) b) c",
        "(a)(b)c",
        "\n( 15. april 2012 )\tudgangen af 2012 \n",
        "2012 (2011)",
        "(a) ) (b)",
    ],
)
def test_a_cell_is_joined_again_to_the_character(text):
    assert join_cell(split_cell(text)) == text


def test_a_cell_is_written_in_its_canonical_form():
    assert write_cell(["1. feb. 2012", "1. juli 2012"], "ultimo 2013") == CELL


def test_a_cell_with_one_date_is_written_plain():
    assert write_cell([], "ultimo 2013") == "ultimo 2013"
