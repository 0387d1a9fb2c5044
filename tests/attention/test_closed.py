"""What was closed with slippage, and what cannot be told."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from handleplan import closing, planning, scheduling
from handleplan.attention import closed_for
from handleplan.dates import DayRange, parse
from handleplan.models import EndDateRevision, PlanItem
from tests.attention.points import add_point
from tests.conftest import BECAUSE

NOVEMBER = dt.date(2013, 11, 1)


@pytest.fixture
def by(cast) -> dict:
    return {"user": cast.sara_secretary, "reason": BECAUSE}


@pytest.fixture
def closed(small_plan, by):
    """``closed("1.1", "1. jan. 2012", when="maj 2012")``: a closed point with its chain."""

    def close(number: str, *ends: str, when: str = "") -> PlanItem:
        item = add_point(small_plan, number, *ends)
        closing.close_item(item, reported_in=NOVEMBER, when=parse(when) if when else None, **by)
        return item

    return close


def test_open_points_are_not_among_them(small_plan, cast):
    add_point(small_plan, "1.1", "1. jan. 2012", "1. jan. 2013")
    assert closed_for(cast.sara_secretary) == []


def test_S004_25_a_moved_deadline_slipped_by_a_range_of_days(closed, cast):
    closed("1.1", "1. nov. 2011", "1. feb. 2012", "1. juli 2012", "ultimo 2013")
    [facts] = closed_for(cast.sara_secretary)
    assert (facts.slipped, facts.moves, facts.moved) == (True, 3, DayRange(670, 791))
    assert (facts.reported, facts.done, facts.beyond) == (NOVEMBER, None, None)


def test_a_point_done_after_its_original_end_slipped_without_a_move(closed, cast):
    closed("1.1", "1. marts 2012", when="maj 2012")
    [facts] = closed_for(cast.sara_secretary)
    assert (facts.slipped, facts.moved, facts.beyond) == (True, None, DayRange(61, 91))


def test_a_point_done_in_time_did_not_slip_and_that_is_known(closed, cast):
    closed("1.1", "1. marts 2012", when="1. februar 2012")
    [facts] = closed_for(cast.sara_secretary)
    assert (facts.slipped, facts.can_tell) == (False, True)


def test_when_the_day_it_was_done_is_unknown_nobody_can_tell(closed, cast):
    closed("1.1", "1. marts 2012")
    [facts] = closed_for(cast.sara_secretary)
    assert (facts.slipped, facts.can_tell) == (False, False)


def test_a_planned_end_is_no_original_so_the_days_moved_are_unknown(small_plan, cast, by):
    item = add_point(small_plan, "1.1")
    milestone = planning.schedule_item(item, start=None, **by)
    planned = EndDateRevision.Kind.PLANNED
    planning.record_first_end(milestone, end=parse("1. marts 2012"), kind=planned, **by)
    planning.move_end(milestone, end=parse("1. maj 2012"), **by)
    closing.close_item(item, reported_in=NOVEMBER, when=parse("1. juni 2012"), **by)
    [facts] = closed_for(cast.sara_secretary)
    assert (facts.slipped, facts.moved, facts.original, facts.beyond) == (True, None, None, DayRange(31, 31))


def test_the_day_a_milestone_was_reached_counts_before_the_day_of_the_closing(small_plan, cast, by):
    item = add_point(small_plan, "1.1", "1. marts 2012")
    scheduling.complete_milestone(item.milestones.get(), on=dt.date(2012, 3, 11), **by)
    closing.close_item(item, reported_in=NOVEMBER, when=parse("2013"), **by)
    [facts] = closed_for(cast.sara_secretary)
    assert facts.beyond == DayRange(10, 10)


def test_of_the_real_plan_nobody_can_tell(real_plan, cast):
    facts = closed_for(cast.sara_secretary)
    assert (len({each.item for each in facts}), any(each.can_tell for each in facts)) == (45, False)


def test_a_person_sees_only_the_plans_that_exist_for_him(real_plan, cast):
    assert closed_for(cast.ove_owner_of_nothing) == []


@pytest.mark.parametrize("points", [1, 3])
def test_it_takes_two_queries_whatever_the_number_of_points(points, closed, cast):
    for place in range(points):
        closed(f"1.{place}", "1. marts 2012", "1. maj 2012", when="maj 2012")
    with CaptureQueriesContext(connection) as queries:
        closed_for(cast.sara_secretary)
    assert len(queries) == 2
