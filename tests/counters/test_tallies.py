"""What observations say together: how the total rose, what is left, and what is never joined."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from handleplan.tallies import Step, Tally, by_scope, progress, standing, totals

pytestmark = pytest.mark.pure

SEPTEMBER, FEBRUARY, AUGUST, NOVEMBER = (
    dt.date(2011, 9, 30),
    dt.date(2012, 2, 29),
    dt.date(2013, 8, 14),
    dt.date(2013, 11, 30),
)


def tally(kind: str, day: dt.date, value: int | None, scope: str = "") -> Tally:
    return Tally(kind, day, None if value is None else Decimal(value), scope)


KNOWN = (  # the four known figures of the §§ 41 and 42
    tally("baseline", SEPTEMBER, 3_200),
    tally("restatement", FEBRUARY, 3_700),
    tally("done", AUGUST, 1_295, "forelagt udvalget"),
    tally("remaining", AUGUST, 260, "Forelagt  udvalget"),
    tally("addition", NOVEMBER, 686),
)


def test_S004_28_the_total_rises_by_events():
    assert totals(by_scope(KNOWN)[""]) == [
        Step(SEPTEMBER, Decimal(3_200), "baseline"),
        Step(FEBRUARY, Decimal(3_700), "restatement", Decimal(500)),
        Step(NOVEMBER, Decimal(4_386), "addition", Decimal(686)),
    ]


def test_observations_of_another_scope_stand_apart():
    assert {scope: len(tallies) for scope, tallies in by_scope(KNOWN).items()} == {"": 3, "forelagt udvalget": 2}


def test_the_counters_own_scope_may_be_written_out():
    written = [tally("total", FEBRUARY, 3_700, "SL §§ 41 og 42"), tally("addition", NOVEMBER, 686)]
    assert list(by_scope(written, own="sl §§ 41 og 42")) == [""]


def test_nothing_of_another_scope_is_taken_from_the_total():
    own = standing(by_scope(KNOWN)[""])
    assert (own.total, own.done, own.remaining) == (4_386, None, None)


def test_S001_25_what_is_left_is_told_where_it_was_told():
    told = standing(by_scope(KNOWN)["forelagt udvalget"])
    assert (told.total, told.done, told.remaining, told.told) == (None, 1_295, 260, True)


def test_what_is_left_is_computed_where_only_the_rest_is_known():
    left = standing([tally("total", FEBRUARY, 3_700), tally("done", AUGUST, 1_295)])
    assert (left.remaining, left.told) == (2_405, False)


def test_what_came_on_top_since_is_left_too():
    left = standing([tally("remaining", AUGUST, 260), tally("addition", NOVEMBER, 686)])
    assert (left.remaining, left.told) == (946, False)


def test_a_newer_number_of_done_beats_an_older_rest():
    left = standing(
        [tally("total", FEBRUARY, 1_000), tally("remaining", FEBRUARY, 900), tally("done", AUGUST, 600)],
    )
    assert left.remaining == 400


def test_more_done_than_there_is_leaves_nothing():
    assert standing([tally("total", FEBRUARY, 100), tally("done", AUGUST, 120)]).remaining == 0


def test_numbers_that_do_not_add_up_show_their_gap():
    told = [tally("total", FEBRUARY, 3_700), tally("done", AUGUST, 1_295), tally("remaining", AUGUST, 260)]
    assert standing(told).gap == 2_145


def test_S003_13_an_unknown_number_counts_nothing():
    backlog = [tally("remaining", NOVEMBER, None)]
    assert (standing(backlog), progress(backlog)) == (standing([]), [])


def test_an_addition_before_any_total_changes_nothing():
    assert totals([tally("addition", FEBRUARY, 686)]) == []


def test_progress_is_read_from_what_is_left():
    told = [tally("total", FEBRUARY, 1_000), tally("remaining", AUGUST, 400), tally("done", NOVEMBER, 700)]
    assert progress(told) == [(AUGUST, 600), (NOVEMBER, 700)]


def test_on_one_day_the_total_comes_before_what_came_on_top():
    told = [tally("addition", AUGUST, 50), tally("restatement", AUGUST, 1_000)]
    assert [step.total for step in totals(told)] == [1_000, 1_050]
