"""Bounds on text: what is kept to the letter, what is changed, and how much of it."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.paper.bounds import (
    _CALM,
    MAX_CHARACTERS,
    MAX_NEWLINES,
    REPLACEMENT,
    ZERO_WIDTH_SPACE,
    clean,
    one_line,
)
from reports.paper.fetching import covered_characters
from tests.reports.status_table import read_table

pytestmark = pytest.mark.pure


def test_every_cell_of_the_real_table_is_left_as_it_is():
    cells = [cell for part in read_table()[2] for row in part.rows for cell in row.cells]
    covered = covered_characters()
    assert [clean(cell, covered) for cell in cells] == cells


def test_a_field_is_at_most_ten_thousand_characters_and_says_that_it_was_cut():
    cut = clean("ord " * 5_000)
    assert (len(cut), cut[-4:]) == (MAX_CHARACTERS, " […]"[-4:])


def test_a_hundred_thousand_newlines_become_two_hundred():
    assert clean("a\n" * 100_000).count("\n") == MAX_NEWLINES


def test_newlines_up_to_two_hundred_are_kept():
    assert clean("a\n" * 200) == "a\n" * 200


@pytest.mark.parametrize("newline", ["\r\n", "\r", "\v", "\f", "\x85", "\u2028", "\u2029"])
def test_every_kind_of_line_break_is_a_newline(newline):
    assert clean(f"før{newline}efter") == "før\nefter"


def test_a_tab_is_a_space():
    assert clean("a\tb") == "a b"


@pytest.mark.parametrize(
    "character", ["\x00", "\x07", "\x1b", "\x7f", "\u202e", "\u2066", "\u00ad", "\u200b", "\ufeff"]
)
def test_controls_bidi_overrides_and_soft_hyphens_disappear(character):
    assert clean(f"bud{character}get") == "budget"


def test_a_base_character_keeps_four_combining_marks():
    assert clean("e" + "\u0301" * 50) == "e" + "\u0301" * 4


def test_a_run_of_sixty_characters_is_left_alone():
    assert clean("x" * 60) == "x" * 60


def test_a_longer_run_may_break_every_forty_characters():
    assert clean("x" * 100).split(ZERO_WIDTH_SPACE) == ["x" * 40, "x" * 40, "x" * 20]


def test_a_long_field_may_break_wherever_its_column_ends():
    cleaned = clean("Speciallægeerklæringer " * 100, fit=10)
    assert max(len(run) for run in re.split(rf"[ {ZERO_WIDTH_SPACE}]", cleaned)) == 10


def test_a_lone_surrogate_prints_as_the_replacement_character():
    assert clean("a\ud800b") == f"a{REPLACEMENT}b"


def test_a_character_that_no_font_of_ours_draws_prints_as_the_replacement_character():
    assert clean("漢 ●", covered_characters()) == f"{REPLACEMENT} ●"


def test_what_is_passed_unseen_is_drawn_by_our_fonts():
    calm = {chr(code) for code in range(0x2030) if _CALM.fullmatch(chr(code))} - {"\n"}
    assert calm - covered_characters() == set()


def test_one_line_has_no_newline_and_ends_in_an_ellipsis():
    assert one_line("Handleplan\nfor  økonomi", 12) == "Handleplan…"


@given(st.text(st.characters(), max_size=500))
def test_any_text_comes_out_bounded(text):
    cleaned = clean(text)
    assert all(unicodedata.category(character) not in ("Cc", "Cs") for character in cleaned if character != "\n")
    assert all(len(run) <= 60 for run in re.split(rf"[\s{ZERO_WIDTH_SPACE}]", cleaned))


@given(st.text(st.characters(), max_size=300))
def test_cleaning_twice_changes_nothing_more(text):
    assert clean(clean(text)) == clean(text)
