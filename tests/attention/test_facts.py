"""What attention reads from the database: the right rows, in a number of queries that does not grow."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from handleplan import closing, history, planning, updating
from handleplan.attention import Why, by_reason, facts_for, needing_attention
from handleplan.dates import parse
from handleplan.models import Milestone
from tests.attention.points import add_point
from tests.conftest import BECAUSE

AS_OF = dt.date(2013, 11, 30)


def numbers(found, why: Why) -> list[str]:
    return [each.facts.number for each in by_reason(found)[why]]


def test_S004_26_the_real_plan_has_two_overdue_points_and_one_in_its_window(real_plan, cast):
    found = needing_attention(cast.sara_secretary, AS_OF)
    assert {
        why: [(each.facts.number, each.days, each.days_over_original) for each in by_reason(found)[why]]
        for why in (Why.OVERDUE, Why.IN_WINDOW)
    } == {
        Why.OVERDUE: [("1.2.5.6", 334, 699), ("1.1.2.2.A", 91, 334)],
        Why.IN_WINDOW: [("2.1.3.1.", 31, 760)],
    }


def test_S004_27_two_points_of_the_real_plan_contradict_their_text(real_plan, cast):
    found = by_reason(needing_attention(cast.sara_secretary, AS_OF))[Why.TEXT_LATER]
    assert {each.facts.number: each.quote.expression for each in found} == {
        "1.1.2.2.A": "ultimo januar 2014 eller maj 2014",
        "1.2.5.6": "ultimo 2013 primo 2014",
    }


def test_S004_25_the_moves_of_the_real_plan_are_ranges(real_plan, cast):
    moved = {
        each.facts.number: (each.moved.low, each.moved.high) for each in needing_attention(cast.sara_secretary, AS_OF)
    }
    assert moved == {"1.1.2.2.A": (121, 243), "1.2.5.6": (365, 365), "2.1.3.1.": (670, 791)}


def test_S004_17_an_open_point_of_the_real_plan_stands_under_a_closed_one(real_plan, cast):
    found = by_reason(needing_attention(cast.sara_secretary, AS_OF))[Why.CLOSED_PARENT]
    assert [(each.facts.number, each.facts.closed_parent) for each in found] == [("1.2.5.6", "1.2.5")]


def test_closed_points_need_nobody(small_plan, cast):
    item = add_point(small_plan, "1.1", "1. jan. 2012")
    closing.close_item(item, reported_in=None, user=cast.sara_secretary, reason=BECAUSE)
    assert needing_attention(cast.sara_secretary, AS_OF) == []


def test_headings_need_nobody(small_plan, cast):
    assert facts_for(cast.sara_secretary) == []


def test_a_point_without_a_schedule_has_no_end_date(small_plan, cast):
    add_point(small_plan, "1.1")
    assert numbers(needing_attention(cast.sara_secretary, AS_OF), Why.UNCERTAIN_END) == ["1.1"]


def test_a_point_with_only_a_named_milestone_has_two_lines(small_plan, cast):
    item = add_point(small_plan, "1.1")
    milestone = Milestone(item=item, is_own=False, name="Første gang", position=1)
    history.save(milestone, user=cast.sara_secretary, reason=BECAUSE)
    end = parse("senest 1. september 2011")
    planning.record_first_end(milestone, end=end, user=cast.sara_secretary, reason=BECAUSE)
    found = needing_attention(cast.sara_secretary, AS_OF)
    assert [(each.why, each.facts.milestone_name) for each in found] == [
        (Why.OVERDUE, "Første gang"),
        (Why.UNCERTAIN_END, ""),
    ]


def test_a_forecast_by_a_person_is_told_as_theirs(small_plan, cast):
    item = add_point(small_plan, "1.1", "1. jan. 2014", text="")
    updating.record_status(
        item,
        period=dt.date(2013, 11, 1),
        text="Vi når det ikke.",
        forecast=parse("1. marts 2014"),
        user=cast.sara_secretary,
        reason=BECAUSE,
    )
    assert numbers(needing_attention(cast.sara_secretary, AS_OF), Why.FORECAST_LATE) == ["1.1"]


def test_a_person_sees_only_the_plans_that_exist_for_him(real_plan, cast):
    assert facts_for(cast.ove_owner_of_nothing) == []


def test_one_plan_can_be_asked_for(real_plan, small_plan, cast):
    add_point(small_plan, "1.1", "1. jan. 2012")
    found = needing_attention(cast.sara_secretary, AS_OF, plan=small_plan)
    assert {each.facts.plan_title for each in found} == {"En lille plan"}


def test_the_order_is_that_of_risk(small_plan, cast):
    add_point(small_plan, "1.1", "1. jan. 2014")
    add_point(small_plan, "1.2", "1. nov. 2013")
    add_point(small_plan, "1.3", "1. jan. 2012", "1. nov. 2013")
    add_point(small_plan, "1.4", "1. okt. 2013")
    add_point(small_plan, "1.5", "ultimo 2013")
    add_point(small_plan, "1.6", "løbende")
    add_point(small_plan, "1.7", "31. juni 2013")
    found = needing_attention(cast.sara_secretary, AS_OF)
    assert [(each.why.value, each.facts.number) for each in found] == [
        ("overdue", "1.4"),
        ("overdue", "1.3"),
        ("overdue", "1.2"),
        ("in-window", "1.5"),
        ("due-soon", "1.5"),
        ("due-soon", "1.1"),
        ("uncertain-end", "1.7"),
        ("uncertain-end", "1.6"),
    ]


@pytest.mark.parametrize("points", [1, 3])
def test_attention_takes_one_query_whatever_the_number_of_points(points, small_plan, cast):
    for place in range(points):
        add_point(small_plan, f"1.{place}", "1. jan. 2012", "medio 2013", text="Forventes færdig primo 2015.")
    with CaptureQueriesContext(connection) as queries:
        needing_attention(cast.sara_secretary, AS_OF)
    assert len(queries) == 1
