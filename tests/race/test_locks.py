"""Who writes about one point holds up nobody who writes about the points around it (PostgreSQL).

A row that is written twice in one transaction has its foreign keys asked again at the end: whoever saves a point asks
for its parent, whoever moves a deadline for its point. A lock on the whole row stops that question, and two writers who
each hold what the other asks for are a deadlock; a lock on all but the key lets it through.
"""

from __future__ import annotations

import datetime as dt
import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from handleplan import planning, staffing, updating
from handleplan.acting import acting
from handleplan.dates import parse
from handleplan.models import PlanItem
from tests.machine.files import ROOT

PATIENCE = "2s"  # as PostgreSQL writes it; without a lock in the way the write takes milliseconds
BY = {"reason": "Prøve"}


@pytest.fixture
def family(transactional_db):
    """A point with a deadline under a point with a deadline, and who writes."""
    user = staffing.add_person(username="skriver", full_name="Skriver", role="owner", user=None, **BY)
    plan = planning.create_plan(title="Låse", user=user, **BY)
    parent = planning.add_item(plan, kind="initiative", number="1.1", title="Over", user=user, **BY)
    child = planning.add_item(plan, kind="initiative", number="1.1.1", title="Under", parent=parent, user=user, **BY)
    for item in (parent, child):
        milestone = planning.schedule_item(item, start=parse("2009"), user=user, **BY)
        planning.record_first_end(milestone, end=parse("1. nov. 2011"), user=user, **BY)
    return parent, child, user


def edit(item, user):
    planning.edit_item(item, description="Nyt", user=user, seen=item.version, **BY)


def report(item, user):
    period = dt.date(2013, 11, 1)
    updating.record_status(item, period=period, text="Gennemgås.", user=user, seen=item.status_version, **BY)


def move(item, user):
    milestone = item.milestones.get(is_own=True)
    planning.move_end(milestone, end=parse("medio 2014"), user=user, seen=milestone.version, why="Sager", **BY)


def write_elsewhere(verb, item, user):
    """The verb on a connection of its own, as another process has it, which does not wait for locks."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('lock_timeout', %s, false)", [PATIENCE])
        with acting(user):
            verb(PlanItem.objects.get(pk=item.pk), user)
    finally:
        connection.close()


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has one writer at a time")
@pytest.mark.parametrize(
    ("held", "first", "other", "second"),
    [
        ("parent", edit, "child", report),
        ("parent", report, "child", edit),
        ("parent", report, "child", move),
        ("child", edit, "parent", report),
    ],
)
def test_an_open_write_about_one_point_does_not_hold_up_its_neighbour(family, held, first, other, second):
    parent, child, user = family
    points = {"parent": parent, "child": child}
    with ThreadPoolExecutor(1) as elsewhere, transaction.atomic():
        with acting(user):
            first(points[held], user)
        elsewhere.submit(write_elsewhere, second, points[other], user).result()


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has one writer at a time")
def test_the_same_point_is_held(family):
    """The control: what must wait does wait."""
    parent, _child, user = family
    with ThreadPoolExecutor(1) as elsewhere, transaction.atomic():
        with acting(user):
            edit(parent, user)
        with pytest.raises(Exception, match="lock timeout"):
            elsewhere.submit(write_elsewhere, edit, parent, user).result()


def test_no_lock_is_on_the_whole_row():
    programs = [path for top in ("handleplan", "meetings", "reports") for path in (ROOT / top).rglob("*.py")]
    calls = {path: re.findall(r"select_for_update\(([^)]*)\)", path.read_text()) for path in programs}
    whole = [str(path) for path, found in calls.items() for given in found if "no_key=True" not in given]
    assert sum(map(len, calls.values())) > 20
    assert whole == [str(ROOT / "handleplan" / "working.py")]  # the job it takes is its own, nothing refers to it
