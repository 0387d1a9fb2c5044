"""Months without news, and an assessment that the dates contradict (DOMAIN.md D2)."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from handleplan import updating
from handleplan.attention import Facts, Why, facts_for, judge, months_silent, needing_attention
from handleplan.dates import parse
from handleplan.models.scales import USUAL_LEVELS
from handleplan.scaling import set_scale
from tests.attention.points import add_point
from tests.conftest import BECAUSE

AS_OF = dt.date(2013, 11, 30)
OVERDUE = Facts(item=1, end=parse("1. jan. 2013"), status_month=dt.date(2013, 11, 1), assessment="Efter planen")


@pytest.mark.parametrize(
    ("month", "months"),
    [
        (dt.date(2013, 11, 1), 0),
        (dt.date(2013, 10, 1), 1),
        (dt.date(2013, 8, 1), 3),
        (dt.date(2012, 12, 1), 11),
        (dt.date(2014, 1, 1), 0),
        (None, None),
    ],
)
def test_silence_is_counted_from_the_month_of_the_newest_status_to_that_of_the_day(month, months):
    assert months_silent(Facts(item=1, status_month=month), AS_OF) == months


@pytest.mark.parametrize(("tone", "contradicts"), [("good", True), ("fair", False), ("bad", False), ("", False)])
def test_only_a_good_assessment_contradicts_a_passed_deadline(tone, contradicts):
    found = judge(dataclasses.replace(OVERDUE, tone=tone), AS_OF)
    assert (Why.CONTRADICTION in [each.why for each in found]) is contradicts


def test_a_good_assessment_of_a_point_that_is_not_overdue_contradicts_nothing():
    facts = dataclasses.replace(OVERDUE, tone="good", end=parse("1. jan. 2014"))
    assert [each.why for each in judge(facts, AS_OF)] == [Why.DUE_SOON]


def test_the_word_and_symbol_are_those_of_the_scale_the_status_was_written_in(small_plan, cast):
    levels = [{"code": "on_track", "word": "Godt på vej", "symbol": "◆", "tone": "good"}, *USUAL_LEVELS[1:]]
    scale = set_scale(small_plan, levels=levels, user=cast.sara_secretary, reason=BECAUSE)
    item = add_point(small_plan, "1.1", "1. jan. 2013", text="")
    by = {"user": cast.sara_secretary, "reason": BECAUSE}
    updating.record_status(item, period=dt.date(2013, 11, 1), text="Godt", scale=scale, assessment="on_track", **by)
    set_scale(small_plan, levels=USUAL_LEVELS, **by)
    [facts] = facts_for(cast.sara_secretary)
    assert (facts.assessment, facts.symbol, facts.tone) == ("Godt på vej", "◆", "good")
    found = [each.why for each in needing_attention(cast.sara_secretary, AS_OF)]
    assert found == [Why.OVERDUE, Why.CONTRADICTION]
