"""Sorting, overdue and slippage (DOMAIN.md B1, S004-25, S004-26)."""

from datetime import date

import pytest

from handleplan.dates import (
    DayRange,
    DueState,
    days_overdue,
    due_state,
    end_sort_key,
    latest_day_after,
    months_moved,
    parse,
    slippage,
    start_sort_key,
)

END_OF_NOVEMBER = date(2013, 11, 30)


def test_ends_sort_by_latest_day_then_open_starts_then_finest_precision_then_what_has_no_end():
    texts = [
        "løbende",
        "2012",
        "snarest",
        "31. dec. 2012",
        "senest 31.12.2012",
        "ultimo 2012",
        "fra 2010",
        "1. nov. 2011",
    ]

    assert sorted(texts, key=lambda text: end_sort_key(parse(text))) == [
        "1. nov. 2011",
        "senest 31.12.2012",
        "2012",
        "ultimo 2012",
        "31. dec. 2012",
        "fra 2010",
        "løbende",
        "snarest",
    ]


def test_of_two_equal_intervals_the_finer_comes_first():
    assert end_sort_key(parse("1. tertial 2012")) < end_sort_key(parse("fra januar til april 2012"))


def test_starts_sort_by_earliest_day_then_latest():
    texts = ["", "2009", "senest 1.9.2011", "dec. 2009", "1. jan. 2009", "fra 2010"]

    assert sorted(texts, key=lambda text: start_sort_key(parse(text))) == [
        "1. jan. 2009",
        "2009",
        "dec. 2009",
        "fra 2010",
        "senest 1.9.2011",
        "",
    ]


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("medio 2013", DueState.OVERDUE),
        ("ultimo 2013", DueState.IN_WINDOW),
        ("30. nov. 2013", DueState.DUE_SOON),
        ("29. jan. 2014", DueState.DUE_SOON),
        ("30. jan. 2014", DueState.NOT_DUE),
        ("senest 31.12.2013", DueState.DUE_SOON),
        ("primo 2014", DueState.NOT_DUE),
        ("løbende", DueState.NO_END),
        ("fra 2012", DueState.NO_END),
        ("inden sommerferien", DueState.NO_END),
    ],
)
def test_an_end_date_has_a_state_on_the_thirtieth_of_november(text, state):
    assert due_state(parse(text), END_OF_NOVEMBER) == state


@pytest.mark.parametrize(
    ("as_of", "state"),
    [
        (date(2013, 4, 30), DueState.NOT_DUE),
        (date(2013, 5, 1), DueState.IN_WINDOW),
        (date(2013, 8, 31), DueState.IN_WINDOW),
        (date(2013, 9, 1), DueState.OVERDUE),
    ],
)
def test_medio_2013_is_overdue_from_the_first_of_september(as_of, state):
    assert due_state(parse("medio 2013"), as_of) == state


def test_how_soon_is_soon_is_for_the_caller_to_say():
    assert due_state(parse("31. dec. 2013"), END_OF_NOVEMBER, soon_days=30) == DueState.NOT_DUE


@pytest.mark.parametrize(
    ("text", "days"), [("medio 2013", 91), ("udgangen af 2012", 334), ("ultimo 2013", 0), ("løbende", 0)]
)
def test_days_overdue_count_from_the_latest_day(text, days):
    assert days_overdue(parse(text), END_OF_NOVEMBER) == days


@pytest.mark.parametrize(
    ("current", "original", "slipped"),
    [
        ("medio 2013", "31. dec 2012", DayRange(121, 243)),
        ("udgangen af 2012", "1. jan.2012", DayRange(365, 365)),
        ("ultimo 2013", "1. nov. 2011", DayRange(670, 791)),
        ("1. jan. 2012", "1. feb. 2012", DayRange(-31, -31)),
        ("senest 2. jan. 2012", "1. jan. 2012", DayRange(1, 1)),
        ("løbende", "1. nov. 2011", None),
        ("1. nov. 2011", "fra 2012", None),
    ],
)
def test_slippage_is_measured_from_the_originals_latest_day(current, original, slipped):
    assert slippage(parse(current), parse(original)) == slipped


@pytest.mark.parametrize(
    ("current", "original", "months"),
    [
        ("31.12.2013", "1. nov. 2011", 26),
        ("31.12.2012", "1.1.2012", 12),
        ("medio 2013", "31. dec 2012", 8),
        ("28.2.2013", "31.12.2012", 2),
        ("30.9.2013", "31.8.2013", 1),
        ("14.1.2013", "31.12.2012", 0),
        ("15.1.2013", "31.12.2012", 1),
        ("1.1.2012", "31.12.2012", -12),
        ("løbende", "31.12.2012", 0),
    ],
)
def test_months_moved_are_calendar_months_and_half_a_month_counts(current, original, months):
    assert months_moved(parse(current), parse(original)) == months


def test_a_forecast_is_later_when_its_latest_day_is():
    assert latest_day_after(parse("ultimo januar 2014 eller maj 2014"), parse("medio 2013")) is True


def test_a_forecast_ending_the_same_day_is_not_later():
    assert latest_day_after(parse("31. december 2013"), parse("ultimo 2013")) is False


def test_nothing_is_later_than_no_end():
    assert latest_day_after(parse("maj 2014"), parse("løbende")) is False
