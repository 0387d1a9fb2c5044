"""Home: what each role is to do now, and nothing else."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from handleplan import history, planning, requesting, rounding, updating
from handleplan.contributions import Task
from handleplan.dates import parse

from .conftest import DECEMBER, TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(settings):
    settings.HANDLEPLAN_TODAY = TODAY


def tasks(client, user) -> dict[str, list[str]]:
    client.force_login(user)
    groups = client.get("/").context["groups"]
    return {group["kind"]: [task.label for task in group["tasks"]] for group in groups}


def test_an_owner_sees_what_he_still_owes_and_when(client, cast, open_round):
    open_round()
    assert tasks(client, cast.olga_owner) == {"answer": ["3 af 3 punkter mangler status for december 2013"]}


def test_an_owner_who_has_answered_sees_what_comes_next(client, cast, points):
    assert tasks(client, cast.olga_owner) == {}
    said = "Dine punkter står her, så snart sekretæren åbner en runde. Du får en mail den dag."
    assert said in client.get("/").content.decode()


def test_a_secretary_sees_the_open_round_with_who_is_missing(client, cast, open_round):
    open_round()
    found = tasks(client, cast.sara_secretary)["round"]
    note = client.get("/").context["groups"][0]["tasks"][0].note
    assert (found, note) == (
        ["4 af 4 statusser mangler for december 2013"],
        "En lille plan · svarfrist 6. december 2013, om 4 dage · Olga Owner, Økonomi",
    )


def test_a_secretary_is_asked_to_close_a_round_that_everybody_has_answered(client, cast, open_round, points, by):
    open_round()
    for item in vars(points).values():
        updating.record_status(item, period=DECEMBER, text="Svar", **by)
    assert tasks(client, cast.sara_secretary)["round"] == ["Alle har svaret for december 2013. Luk runden"]


def test_a_secretary_is_asked_to_open_the_round_of_the_month_that_has_come(client, cast, points):
    assert tasks(client, cast.sara_secretary)["round"] == ["Åbn runden for december 2013"]


def test_the_next_round_is_not_asked_for_before_its_month(client, cast, open_round, by):
    rounding.close_round(open_round(), note="", seen=None, **by)
    assert "round" not in tasks(client, cast.sara_secretary)


def test_a_manager_sees_what_is_overdue_in_his_unit(client, cast, unit, points, by):
    cast.mads_manager.unit = unit
    history.save(cast.mads_manager, **by)
    before = tasks(client, cast.mads_manager)
    planning.assign_item(points.overdue, owner=cast.olga_owner, unit=unit, **by)
    assert (before, tasks(client, cast.mads_manager)) == ({}, {"late": ["1 overskredet punkt"]})


def test_a_manager_sees_what_waits_for_his_answer(client, cast, small_plan, open_round, points, by):
    planning.edit_plan(small_plan, approval="everything", **by)
    open_round()
    updating.record_status(points.calm, period=DECEMBER, text="Svar", source="typed", **by)
    requesting.request_end(
        points.other.milestones.get(), end=parse("2016"), reason_text="Sager", category="other", **by
    )
    assert tasks(client, cast.mads_manager)["decide"] == [
        "1 status venter på din godkendelse",
        "1 anmodning om ny frist",
    ]


def test_a_reader_is_told_what_other_packages_have_for_him(client, cast, settings, points):
    settings.HANDLEPLAN_CONTRIBUTIONS = {"TODO": ["tests.rounds.test_home.news"]}
    assert tasks(client, cast.rita_reader) == {"read": ["Rapport 11"]}


def news(user, today):
    yield Task("read", "Rapport 11", "/plans/")


def test_home_asks_equally_often_for_one_plan_and_for_three(client, cast, small_plan, open_round, by):
    client.force_login(cast.sara_secretary)
    open_round()
    counts = []
    for number in range(3):
        with CaptureQueriesContext(connection) as queries:
            client.get("/")
        counts.append(len(queries))
        plan = planning.create_plan(title=f"Plan {number}", **by)
        planning.add_item(plan, kind="initiative", title="Et punkt", **by)
        rounding.open_round(plan, period=DECEMBER, due_on=TODAY, today=TODAY, **by)
    assert len(set(counts)) == 1
