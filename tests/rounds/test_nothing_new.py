"""How many months in a row nothing new was told."""

import datetime as dt

import pytest

from handleplan.nothing_new import months_without_news, needs_sentence

pytestmark = pytest.mark.pure


def entries(*told: tuple[int, bool]) -> list[tuple[dt.date, bool]]:
    return [(dt.date(2013, month, 1), nothing_new) for month, nothing_new in told]


def test_months_in_a_row_are_counted_from_the_newest():
    assert months_without_news(entries((12, True), (11, True), (10, False), (9, True))) == 2


def test_a_month_with_words_ends_the_row():
    assert months_without_news(entries((12, False), (11, True))) == 0


def test_of_a_month_with_several_entries_the_newest_counts():
    assert months_without_news(entries((12, True), (12, False), (11, True), (10, False))) == 2


def test_a_point_that_nobody_ever_wrote_of_has_none():
    assert months_without_news([]) == 0


def test_the_third_month_in_a_row_needs_a_sentence():
    assert [needs_sentence(before) for before in range(4)] == [False, False, True, True]
