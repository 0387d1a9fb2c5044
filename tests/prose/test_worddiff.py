"""Word differences, and two people's changes brought together."""

from __future__ import annotations

import random
import time
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from handleplan.worddiff import Conflict, Piece, compare, merge

TEXT = st.text(alphabet="ab .\n", max_size=60)
WORDS = "der er nu gennemgået i alt sager og de sidste forventes afsluttet ultimo 2013 . , § 41".split()


def kept(pieces: tuple[Piece, ...], *kinds: str) -> str:
    return "".join(piece.text for piece in pieces if piece.kind in kinds)


def long_text(seed: int) -> str:
    dice = random.Random(seed)
    return " ".join(dice.choice(WORDS) for _ in range(3000))[:10_000]


@given(TEXT, TEXT)
def test_the_pieces_hold_both_texts_to_the_last_blank(old, new):
    pieces = compare(old, new)
    assert kept(pieces, "same", "removed") == old
    assert kept(pieces, "same", "added") == new


@given(TEXT, TEXT)
def test_neighbours_differ_in_kind_and_removals_come_first(old, new):
    kinds = [piece.kind for piece in compare(old, new)]
    assert all(one != other for one, other in pairwise(kinds))
    assert ("added", "removed") not in pairwise(kinds)


def test_a_changed_word_is_one_word():
    assert compare("Færdig ultimo 2013.", "Færdig primo 2013.") == (
        Piece("same", "Færdig "),
        Piece("removed", "ultimo"),
        Piece("added", "primo"),
        Piece("same", " 2013."),
    )


def test_equal_texts_are_one_piece():
    assert compare("a b", "a b") == (Piece("same", "a b"),)
    assert compare("", "") == ()


def test_an_added_paragraph_is_added_whole():
    assert compare("a\n\nb", "a\n\nx\n\nb") == (Piece("same", "a\n\n"), Piece("added", "x\n\n"), Piece("same", "b"))


def test_another_text_is_shown_as_replaced_and_no_salad_of_words():
    old, new = "Der er ansat tolv medarbejdere", "Systemet sættes i drift"
    assert compare(old, new) == (Piece("removed", old), Piece("added", new))


def test_long_texts_compare_quickly_whatever_they_hold():
    pairs = [
        (long_text(1), long_text(2)),
        ("a " * 5000, "a " * 4000 + "b " * 1000),
        ("a.\n" * 3333, "b.\na.\n" * 1666),
        ("." * 10_000, ".!" * 5000),
        (" " * 10_000, "\n " * 5000),
    ]
    for old, new in pairs:
        begun = time.process_time()
        compare(old, new)
        assert time.process_time() - begun < 0.25  # 15 ms; a busy machine gets room


@given(TEXT, TEXT)
def test_one_persons_change_is_the_merged_text(base, changed):
    for merged in (merge(base, changed, base), merge(base, base, changed), merge(base, changed, changed)):
        assert (merged.text, merged.conflicts) == (changed, ())


@settings(max_examples=200)
@given(TEXT, TEXT, TEXT)
def test_a_clean_merge_is_the_same_for_both(base, mine, theirs):
    one, other = merge(base, mine, theirs), merge(base, theirs, mine)
    assert one.clean == other.clean
    if one.clean:
        assert one.text == other.text


@given(TEXT, TEXT, TEXT)
def test_a_conflict_keeps_what_both_wrote(base, mine, theirs):
    merged = merge(base, mine, theirs)
    for conflict in merged.conflicts:
        shown = merged.text[conflict.start :]
        assert shown.startswith(conflict.mine)
        assert shown[len(conflict.mine) :].lstrip(" ").startswith(conflict.theirs.lstrip(" "))


def test_changes_in_different_sentences_go_together():
    base = "Alt går godt. Vi er færdige 31. maj.\nNy sag."
    merged = merge(base, base.replace("godt", "skidt"), base.replace("31. maj", "30. juni") + "\nMere.")
    assert merged.text == "Alt går skidt. Vi er færdige 30. juni.\nNy sag.\nMere."
    assert merged.clean


def test_changes_of_different_words_in_one_sentence_go_together():
    merged = merge("Vi har 12 sager tilbage i dag", "Vi har 11 sager tilbage i dag", "Vi har 12 sager tilbage nu")
    assert (merged.text, merged.conflicts) == ("Vi har 11 sager tilbage nu", ())


def test_the_same_word_changed_by_both_is_a_conflict_and_nothing_is_lost():
    merged = merge("Vi har 12 sager", "Vi har 11 sager", "Vi har 10 sager")
    assert merged.conflicts == (Conflict(start=7, base="12", mine="11", theirs="10"),)
    assert merged.text == "Vi har 11 10 sager"


def test_the_last_word_of_a_line_and_the_first_of_the_next_do_not_touch():
    merged = merge("en to\ntre fire", "en TO\ntre fire", "en to\nTRE fire")
    assert (merged.text, merged.conflicts) == ("en TO\nTRE fire", ())
