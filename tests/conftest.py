"""The cast and the plans that tests share. What differs between the databases stands in ``tests/postgres.py``."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import override_settings
from django.utils import translation

from handleplan import planning, staffing
from handleplan.acting import acting
from handleplan.models import Plan, PlanItem, Unit, User
from tests.standing import standing

pytest_plugins = ["tests.postgres"]

CASES = Path(__file__).parent / "cases"
STATUS_TABLE = CASES / "004_status_table_2013-11.txt"
BECAUSE = "Made for a test"
DEMO_DAY = dt.date(2013, 11, 29)


@pytest.fixture(autouse=True)
def who_writes():
    """What a test writes by itself is "test"'s in the change log; a request and a command name their own."""
    with acting(name="test"):
        yield


@pytest.fixture(autouse=True)
def danish() -> None:
    """A request leaves its language behind in the thread; every test begins in Danish."""
    translation.deactivate()


@dataclass(frozen=True)
class Cast:
    """Six people whose names say their rights. Olga owns point 1.1.2.2.A of the real plan; Ove owns nothing."""

    olga_owner: User
    ove_owner_of_nothing: User
    sara_secretary: User
    mads_manager: User
    rita_reader: User
    anna_administrator: User


def the_cast() -> Cast:
    """The six people, who are made where they do not stand already."""
    people = {}
    for name in Cast.__annotations__:
        role = name.split("_")[1]
        people[name] = staffing.add_person(
            username=name, full_name=name.replace("_", " ").title(), role=role, user=None, reason=BECAUSE, password=name
        )
    return Cast(**people)


@pytest.fixture
def cast(db) -> Cast:
    return the_cast()


@pytest.fixture
def demo_day(settings) -> dt.date:
    """The demo's clock: 29 November 2013."""
    settings.HANDLEPLAN_TODAY = DEMO_DAY
    return DEMO_DAY


@standing("real_plan")
def import_the_real_plan(folder: Path | None = None) -> None:
    cast = the_cast()
    with override_settings(HANDLEPLAN_TODAY=DEMO_DAY):
        call_command("import_plan", str(STATUS_TABLE), "--json", stdout=io.StringIO())
        unit = staffing.add_unit(
            name="Handicapkompenserende ydelser, børn", user=cast.anna_administrator, reason=BECAUSE
        )
        item = PlanItem.objects.get(number="1.1.2.2.A")
        planning.assign_item(item, owner=cast.olga_owner, unit=unit, user=cast.anna_administrator, reason=BECAUSE)


@pytest.fixture
def real_plan(cast, demo_day) -> Plan:
    """The status table of November 2013, imported through the verbs; Olga and her unit answer for 1.1.2.2.A."""
    return Plan.objects.earliest("pk")


@pytest.fixture
def small_plan(cast) -> Plan:
    """A plan with one heading and no schedule, to be added to."""
    return make_small_plan(cast)


def make_small_plan(cast: Cast) -> Plan:
    plan = planning.create_plan(title="En lille plan", user=cast.sara_secretary, reason=BECAUSE)
    planning.add_item(plan, kind="heading", number="1", title="Et område", user=cast.sara_secretary, reason=BECAUSE)
    return plan


@pytest.fixture
def unit(cast) -> Unit:
    return staffing.add_unit(name="Økonomi", user=cast.anna_administrator, reason=BECAUSE)
