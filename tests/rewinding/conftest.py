"""A plan of 2013 whose clock stands still until a test moves it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from zoneinfo import ZoneInfo

import pytest
import time_machine

from handleplan import planning, rewinding
from handleplan.dates import parse
from handleplan.models import Milestone, PlanItem
from tests.conftest import BECAUSE

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
NOVEMBER = dt.date(2013, 11, 30)  # its last day


def copenhagen(*moment: int) -> dt.datetime:
    return dt.datetime(*moment, tzinfo=COPENHAGEN)


@pytest.fixture(autouse=True)
def clock():
    """1 November 2013 at noon, before anybody exists; ``clock.move_to(copenhagen(…))`` goes on."""
    with time_machine.travel(copenhagen(2013, 11, 1, 12), tick=False) as traveller:
        yield traveller


@pytest.fixture
def by(clock, cast) -> dict[str, object]:
    return {"user": cast.sara_secretary, "reason": BECAUSE}


@pytest.fixture
def item(small_plan, cast, by) -> PlanItem:
    heading = small_plan.items.get()
    return planning.add_item(
        small_plan,
        kind="initiative",
        number="1.1",
        title="SOFUS fase 1",
        parent=heading,
        owner=cast.olga_owner,
        owner_text="Myndighedsafdelingen",
        **by,
    )


@pytest.fixture
def milestone(item, by) -> Milestone:
    milestone = planning.schedule_item(item, start=parse("2009"), **by)
    planning.record_first_end(milestone, end=parse("1. nov. 2011"), **by)
    return milestone


@pytest.fixture
def then(item) -> Callable[..., rewinding.ItemThen]:
    """Point 1.1 (or the one with that key) as it stood at the end of a day; None if it was not there."""

    def look(day: dt.date = NOVEMBER, pk: int | None = None) -> rewinding.ItemThen | None:
        plan = rewinding.plan_as_of(item.plan, day)
        return next((row for row in plan.items if row.pk == (pk or item.pk)), None)

    return look
