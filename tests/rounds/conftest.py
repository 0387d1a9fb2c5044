"""A small plan with points of every kind that a round asks about, on the first of a month."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest

from handleplan import closing, planning, rounding, updating
from handleplan.dates import parse
from handleplan.models import PlanItem
from tests.conftest import BECAUSE

NOVEMBER, DECEMBER, JANUARY = dt.date(2013, 11, 1), dt.date(2013, 12, 1), dt.date(2014, 1, 1)
TODAY = dt.date(2013, 12, 2)
DUE = dt.date(2013, 12, 6)


@pytest.fixture
def by(cast) -> dict:
    return {"user": cast.sara_secretary, "reason": BECAUSE}


@pytest.fixture
def points(small_plan, cast, unit, by) -> SimpleNamespace:
    """Olga owns the first two and the overdue one; her unit answers for the fourth; the last is closed."""
    made = {}
    for number, name in enumerate(("calm", "other", "overdue", "of_unit", "closed"), start=1):
        item = planning.add_item(small_plan, kind="initiative", number=f"1.{number}", title=name.title(), **by)
        owner = cast.olga_owner if name in ("calm", "other", "overdue") else None
        planning.assign_item(item, owner=owner, unit=unit if name == "of_unit" else None, **by)
        milestone = planning.schedule_item(item, start=None, **by)
        planning.record_first_end(milestone, end=parse("2012" if name == "overdue" else "2015"), **by)
        updating.record_status(item, period=NOVEMBER, text=f"Novembers {name}", assessment="on_track", **by)
        made[name] = PlanItem.objects.get(pk=item.pk)
    closing.close_item(made["closed"], reported_in=NOVEMBER, **by)
    return SimpleNamespace(**made)


@pytest.fixture
def open_round(small_plan, points, by):
    """Opens a round of the small plan: ``open_round(period=…)``."""

    def opened(period=DECEMBER, due_on=DUE, today=TODAY, **facts):
        return rounding.open_round(small_plan, period=period, due_on=due_on, today=today, **facts, **by)

    return opened
