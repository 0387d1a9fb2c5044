"""Months as periods."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handleplan.periods import Period, find_period, first_day, label_da, last_day, parse_period

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    "text", ["november 2013", "Nov. 2013", "nov-13", "2013-11", "11/2013", " november\N{NO-BREAK SPACE}2013 "]
)
def test_a_month_is_read_in_every_spelling(text):
    assert parse_period(text) == Period(2013, 11)


@pytest.mark.parametrize("text", ["", "november", "2013", "13/2013", "status pr. november 2013"])
def test_what_is_not_just_a_month_is_none(text):
    assert parse_period(text) is None


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Status pr. november 2013", "november 2013"),
        ("SOF status okt. 2013", "okt. 2013"),
        ("Status 30.11.2013", "30.11.2013"),
    ],
)
def test_a_column_title_tells_its_month_and_the_words_for_it_S004_3(title, words):
    assert find_period(title)[1] == words


def test_a_month_has_a_first_and_a_last_day():
    assert (first_day(Period(2012, 2)), last_day(Period(2012, 2))) == (dt.date(2012, 2, 1), dt.date(2012, 2, 29))


@settings(deadline=None)
@given(st.dates(dt.date(1970, 1, 1), dt.date(2069, 12, 31)))
def test_the_danish_words_of_a_month_are_read_back(day):
    period = Period(day.year, day.month)
    assert parse_period(label_da(period)) == period
