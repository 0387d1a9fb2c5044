"""A counter on a small plan's point, as its owner would write it, and the real one of §§ 41 and 42."""

from __future__ import annotations

import datetime as dt

import pytest

from handleplan import counting, planning, updating
from handleplan.dates import parse
from handleplan.demo import counters as demo
from handleplan.models import Counter, EndDateRevision, Plan, PlanItem
from tests.conftest import BECAUSE


@pytest.fixture
def point(small_plan, cast, demo_day) -> PlanItem:
    """Olga's point with a deadline that was moved once, to "medio 2013", and a status of November 2013."""
    by = {"user": cast.sara_secretary, "reason": BECAUSE}
    item = planning.add_item(small_plan, kind="initiative", number="1.1", title="Gennemgang", **by)
    planning.assign_item(item, owner=cast.olga_owner, unit=None, **by)
    own = planning.schedule_item(item, start=parse("1. okt. 2011"), **by)
    planning.record_first_end(own, end=parse("31. dec. 2012"), **by)
    planning.move_end(own, end=parse("medio 2013"), why="Flere sager", **by)
    updating.record_status(item, period=dt.date(2013, 11, 1), text="Der er 686 yderligere sager.", **by)
    return PlanItem.objects.get(pk=item.pk)


@pytest.fixture
def counter(point, cast) -> Counter:
    return counting.add_counter(
        point,
        name="Gennemgang af ældre afgørelser",
        unit="sager",
        scope="SEL §§ 41 og 42",
        target="8 uger",
        user=cast.olga_owner,
        reason=BECAUSE,
    )


@pytest.fixture
def real_counter(real_plan: Plan, cast) -> Counter:
    """The counter of 1.1.2.2.A with the figures that are known, as in the demo."""
    by = {"user": cast.sara_secretary, "reason": BECAUSE}
    item = real_plan.items.get(number=demo.POINT)
    counter = counting.add_counter(item, name=demo.NAME, unit=demo.UNIT, scope=demo.SCOPE, target=demo.TARGET, **by)
    move = EndDateRevision.objects.get(milestone__item=item, kind="move")
    for told in demo.KNOWN:
        behind = {"status": item.statuses.get(), "revision": move} if told.kind == demo.ADDITION else {}
        counting.record_observation(counter, told, **behind, **by)
    return counter
