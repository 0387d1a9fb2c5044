"""The forecast of a counter: known series, and what must hold for any."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handleplan.pace import LEAST_MONTHS, forecast, monthly

pytestmark = pytest.mark.pure


def months_on(day: dt.date, months: int) -> dt.date:
    count = day.year * 12 + day.month - 1 + months
    return dt.date(count // 12, count % 12 + 1, 1)


def reported(*done: int, start: dt.date = dt.date(2013, 1, 1)) -> list[tuple[dt.date, Decimal]]:
    """How much was done in all by the twentieth of each month."""
    return [(months_on(start, nth).replace(day=20), Decimal(amount)) for nth, amount in enumerate(done)]


def at_pace(*amounts: int) -> list[tuple[dt.date, Decimal]]:
    """A count that begins at nothing and rises by these amounts, month by month."""
    return reported(0, *(sum(amounts[: nth + 1]) for nth in range(len(amounts))))


def test_each_month_is_what_was_done_in_it():
    assert monthly(reported(100, 150, 170)) == [(dt.date(2013, 2, 1), 50), (dt.date(2013, 3, 1), 20)]


def test_the_last_number_of_a_month_counts():
    told = [(dt.date(2013, 1, 31), 0), (dt.date(2013, 2, 10), 30), (dt.date(2013, 2, 28), 40)]
    assert monthly([(day, Decimal(done)) for day, done in told]) == [(dt.date(2013, 2, 1), 40)]


def test_months_without_a_number_share_what_was_done_over_them():
    told = [(dt.date(2013, 1, 31), Decimal(0)), (dt.date(2013, 4, 30), Decimal(90))]
    assert [amount for _month, amount in monthly(told)] == [30, 30, 30]


def test_a_constant_pace_gives_the_one_month_it_must_give():
    told = forecast(at_pace(*[100] * 8), Decimal(450))  # until September 2013; five months more
    assert (told.earliest, told.latest) == (dt.date(2014, 2, 1), dt.date(2014, 2, 1))


def test_five_months_of_pace_are_too_few():
    told = forecast(at_pace(*[100] * 5), Decimal(450))
    assert (told.why_not, told.months, told.earliest) == ("too-few", 5, None)


def test_six_months_of_pace_are_enough():
    assert forecast(at_pace(*[100] * 6), Decimal(450)).why_not == ""


def test_no_number_at_all_gives_no_forecast():
    assert forecast([], Decimal(450)).why_not == "too-few"


def test_a_count_that_stands_still_gives_no_forecast():
    assert forecast(at_pace(*[0] * 8), Decimal(450)).why_not == "standing"


def test_an_unknown_rest_gives_no_forecast():
    assert forecast(at_pace(*[100] * 8), None).why_not == "unknown"


def test_nothing_left_is_finished():
    assert forecast(at_pace(*[100] * 8), Decimal(0)).why_not == "finished"


def test_more_than_ten_years_are_not_foreseen():
    assert forecast(at_pace(*[1] * 8), Decimal(100_000)).why_not == "too-far"


def test_an_uneven_pace_gives_an_interval_around_its_mean():
    told = forecast(at_pace(20, 180, 60, 140, 20, 180, 60, 140), Decimal(1_000))  # 100 a month: ten months
    assert told.earliest < dt.date(2014, 7, 1) < told.latest


def test_the_same_facts_give_the_same_interval():
    from handleplan.pace import _played

    first = forecast(at_pace(20, 180, 60, 140, 30, 90), Decimal(1_000))
    _played.cache_clear()
    assert forecast(at_pace(20, 180, 60, 140, 30, 90), Decimal(1_000)) == first


def test_a_number_written_with_decimals_gives_the_same_interval():
    told = [(day, done.quantize(Decimal("0.01"))) for day, done in at_pace(20, 180, 60, 140, 30, 90)]
    assert forecast(told, Decimal("1000.00")) == forecast(at_pace(20, 180, 60, 140, 30, 90), Decimal(1_000))


@settings(max_examples=25, deadline=None)
@given(rate=st.integers(1, 400), months=st.integers(LEAST_MONTHS, 24), left=st.integers(1, 60))
def test_the_interval_of_a_constant_rate_is_the_truth(rate, months, left):
    told = forecast(at_pace(*[rate] * months), Decimal(rate * left))
    assert told.earliest == told.latest == months_on(dt.date(2013, 1, 1), months + left)


@settings(max_examples=25, deadline=None)
@given(
    rate=st.integers(50, 200),
    swings=st.lists(st.integers(0, 40), min_size=4, max_size=10),
    left=st.integers(6, 40),
)
def test_the_interval_holds_the_truth_of_a_steady_rate_that_swings(rate, swings, left):
    pairs = [(rate + swing, rate - swing) for swing in swings]  # the mean is the rate
    amounts = [amount for pair in pairs for amount in pair]
    told = forecast(at_pace(*amounts), Decimal(rate * left))
    truth = months_on(dt.date(2013, 1, 1), len(amounts) + left)
    assert told.earliest <= truth <= months_on(told.latest, 1)


@settings(max_examples=25, deadline=None)
@given(amounts=st.lists(st.integers(0, 300), min_size=LEAST_MONTHS, max_size=30), left=st.integers(1, 5_000))
def test_an_interval_never_ends_before_it_begins(amounts, left):
    told = forecast(at_pace(*amounts), Decimal(left))
    assert bool(told.why_not) or told.since.replace(day=1) < told.earliest <= told.latest
