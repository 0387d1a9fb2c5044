"""Deadlines that hang on a decision: "ultimo januar 2014 eller maj 2014 afhængigt af beslutningen" (S004-27)."""

from __future__ import annotations

import datetime as dt

import pytest

from handleplan import history, requesting
from handleplan.dates import parse
from handleplan.models import Milestone
from tests.attention.points import CONTEXT, add_point

WHY = {"reason": "Jf. status november 2013"}
DECISION = {"decided_by": "Socialudvalget", "decided_on": dt.date(2013, 12, 4), "why": "Udvalget valgte model A"}


@pytest.fixture
def milestone(small_plan) -> Milestone:
    return add_point(small_plan, "1.1", "1. jan. 2012", "medio 2013").milestones.select_related("item__plan").get()


@pytest.fixture
def conditional(milestone, cast):
    return requesting.add_conditional_end(
        milestone,
        awaits="Beslutningen i Socialudvalget",
        when=parse("4/12", CONTEXT),
        alternatives=[("model A", parse("ultimo januar 2014")), ("model B", parse("maj 2014"))],
        user=cast.mads_manager,
        **WHY,
    )


def end(milestone) -> str:
    return Milestone.objects.get(pk=milestone.pk).end_as_written


def test_S004_27_the_day_of_the_decision_is_read_from_the_month_of_the_status(conditional):
    assert (conditional.when_as_written, conditional.when_latest) == ("4/12", dt.date(2013, 12, 4))


def test_S004_27_the_old_date_stands_until_one_is_picked(conditional, milestone):
    assert end(milestone) == "medio 2013"


def test_S004_27_the_alternative_picked_becomes_the_end_date(conditional, milestone, cast):
    alternative = conditional.alternatives.get(condition="model A")
    choice = requesting.pick_alternative(conditional, alternative, user=cast.mads_manager, **DECISION, **WHY)
    revision = choice.revision
    assert (end(milestone), revision.decided_by, revision.decided_on, revision.reason_category) == (
        "ultimo januar 2014",
        "Socialudvalget",
        dt.date(2013, 12, 4),
        "awaiting_decision",
    )


def test_S004_27_only_one_is_picked(conditional, cast):
    first, second = conditional.alternatives.all()
    requesting.pick_alternative(conditional, first, user=cast.mads_manager, **DECISION, **WHY)
    with pytest.raises(history.Outdated):
        requesting.pick_alternative(conditional, second, user=cast.mads_manager, **DECISION, **WHY)


def test_an_alternative_of_another_deadline_cannot_be_picked(conditional, small_plan, cast):
    other = add_point(small_plan, "1.2", "2014").milestones.get()
    facts = {"awaits": "Budget", "when": None, "user": cast.mads_manager, **WHY}
    theirs = requesting.add_conditional_end(other, alternatives=[("", parse("2015")), ("", parse("2016"))], **facts)
    with pytest.raises(ValueError):
        requesting.pick_alternative(conditional, theirs.alternatives.first(), user=cast.mads_manager, **DECISION, **WHY)


def test_a_dropped_condition_leaves_the_deadline(conditional, milestone, cast):
    choice = requesting.drop_conditional(conditional, why="Sagen udgik", user=cast.mads_manager, **WHY)
    assert (end(milestone), choice.alternative, requesting.open_conditional(milestone)) == ("medio 2013", None, None)


def test_a_deadline_hangs_on_one_decision_at_a_time(conditional, milestone, cast):
    with pytest.raises(requesting.AlreadyConditional):
        requesting.add_conditional_end(
            milestone,
            awaits="Budgettet",
            when=None,
            alternatives=[("", parse("2015")), ("", parse("2016"))],
            user=cast.mads_manager,
            **WHY,
        )


def test_a_condition_with_one_outcome_is_none(milestone, cast):
    with pytest.raises(ValueError):
        requesting.add_conditional_end(
            milestone, awaits="Budgettet", when=None, alternatives=[("", parse("2015"))], user=cast.mads_manager, **WHY
        )
