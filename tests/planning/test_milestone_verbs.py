"""The verbs of milestones refuse whoever did not see the milestone as it is."""

from __future__ import annotations

import datetime as dt

import pytest

from handleplan import history, planning, scheduling
from handleplan.dates import parse
from tests.attention.points import add_point
from tests.conftest import BECAUSE

TODAY = dt.date(2013, 11, 29)


@pytest.fixture
def by(cast):
    return {"user": cast.sara_secretary, "reason": BECAUSE}


@pytest.fixture
def milestone(small_plan, by):
    item = add_point(small_plan, "1.1", "1. maj 2014")
    return scheduling.add_milestone(item, name="1. gang", end=parse("senest 1. september 2013"), **by)


@pytest.mark.parametrize(
    "write",
    [
        lambda m, by: scheduling.rename_milestone(m, name="x", seen=0, **by),
        lambda m, by: scheduling.complete_milestone(m, on=TODAY, seen=0, **by),
        lambda m, by: scheduling.put_under_revision(m, why="x", seen=0, **by),
        lambda m, by: scheduling.share_milestone(m, m.item, seen=0, **by),
        lambda m, by: planning.read_date(m, prefix="end", value=m.end.override(None, TODAY), seen=0, **by),
        lambda m, by: scheduling.set_end(m, end=parse("2014"), seen=0, **by),
    ],
    ids=["rename", "complete", "revise", "share", "read", "first end"],
)
def test_every_verb_refuses_a_version_that_is_no_longer_the_milestones(milestone, by, write):
    with pytest.raises(history.Outdated):
        write(milestone, by)
