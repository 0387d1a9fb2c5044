"""Danish working days."""

from __future__ import annotations

import datetime as dt

import pytest

from handleplan.working_days import add_working_days, is_working_day, on_or_after, on_or_before, working_days_before

pytestmark = pytest.mark.pure


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2013-11-29", True),  # a Friday
        ("2013-11-30", False),  # a Saturday
        ("2013-12-01", False),  # a Sunday
        ("2013-03-28", False),  # Maundy Thursday
        ("2013-04-01", False),  # Easter Monday
        ("2023-05-05", False),  # Store bededag, for the last time
        ("2024-04-26", True),  # Store bededag is abolished
        ("2024-05-10", True),  # the day after Ascension Day
        ("2013-06-05", False),  # Constitution Day
        ("2013-12-24", False),
        ("2013-12-25", False),
        ("2013-12-26", False),
        ("2013-12-27", True),
        ("2013-12-31", False),
        ("2014-01-01", False),
    ],
)
def test_a_working_day_is_one_on_which_the_office_is_open(text, expected):
    assert is_working_day(day(text)) is expected


@pytest.mark.parametrize(
    ("begin", "days", "end"),
    [
        ("2013-12-06", 2, "2013-12-10"),  # over a weekend
        ("2013-12-20", 2, "2013-12-27"),  # Monday 23, then the Friday between Christmas and New Year
        ("2013-03-27", 1, "2013-04-02"),  # Easter
        ("2013-12-07", 1, "2013-12-09"),  # from a Saturday
        ("2013-12-06", 0, "2013-12-06"),
    ],
)
def test_working_days_are_counted_from_the_day_after(begin, days, end):
    assert add_working_days(day(begin), days) == day(end)


def test_three_working_days_before_a_monday_is_a_wednesday():
    assert working_days_before(day("2013-12-09"), 3) == day("2013-12-04")


def test_a_day_that_is_none_moves_to_its_neighbour():
    assert on_or_after(day("2013-12-01")) == day("2013-12-02")
    assert on_or_before(day("2013-12-01")) == day("2013-11-29")
    assert on_or_after(day("2013-11-29")) == on_or_before(day("2013-11-29")) == day("2013-11-29")
