"""The traps that django-simple-history's ``as_of`` falls into (MEASURED.md, "History and audit")."""

from __future__ import annotations

import datetime as dt

import pytest

from handleplan import closing, history, planning, recounting, rewinding, scheduling, updating
from handleplan.dates import parse
from handleplan.models import PlanItem
from tests.rewinding.conftest import NOVEMBER, copenhagen

pytestmark = pytest.mark.django_db


def test_an_owner_renamed_later_bears_the_name_of_then(item, cast, by, then, clock):
    clock.move_to(copenhagen(2013, 12, 2))
    cast.olga_owner.full_name = "Olga Gift"
    history.save(cast.olga_owner, **by, fields=["full_name"])
    assert [then(day).owner for day in (NOVEMBER, dt.date(2013, 12, 2))] == ["Olga Owner", "Olga Gift"]


def test_a_unit_renamed_later_bears_the_name_of_then(item, unit, by, then, clock):
    planning.assign_item(item, owner=None, unit=unit, **by)
    clock.move_to(copenhagen(2013, 12, 2))
    unit.name = "Økonomi og Analyse"
    history.save(unit, **by, fields=["name"])
    assert then().unit == "Økonomi"


def test_two_edits_at_the_same_instant_are_one_point_as_the_later_left_it(item, by):
    planning.edit_item(item, title="Først", **by)
    planning.edit_item(item, title="Sidst", **by)
    rows = rewinding.plan_as_of(item.plan, NOVEMBER).items
    assert [row.title for row in rows] == ["Et område", "Sidst"]


def test_two_statuses_at_the_same_instant_are_one_the_later(item, by, then):
    for text in ("Først", "Sidst"):
        updating.record_status(item, period=dt.date(2013, 11, 1), text=text, **by)
    assert then().status.text == "Sidst"


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ((2013, 11, 30, 23, 59, 59, 999_999), dt.date(2013, 11, 30)),
        ((2013, 12, 1, 0, 0), dt.date(2013, 12, 1)),
        ((2013, 12, 1, 0, 30), dt.date(2013, 12, 1)),  # in UTC still November
        ((2014, 7, 31, 23, 59, 59, 999_999), dt.date(2014, 7, 31)),
        ((2014, 8, 1, 1, 30), dt.date(2014, 8, 1)),  # in UTC still July
        ((2014, 3, 30, 23, 30), dt.date(2014, 3, 30)),  # the day that has 23 hours
        ((2014, 10, 26, 23, 30), dt.date(2014, 10, 26)),  # the day that has 25 hours
    ],
)
def test_what_is_written_belongs_to_its_day_in_copenhagen(moment, day, item, milestone, by, then, clock):
    clock.move_to(copenhagen(*moment))
    planning.edit_item(item, title="Nyt navn", **by)
    planning.move_end(milestone, end=parse("2016"), **by)
    updating.record_status(item, period=dt.date(2013, 11, 1), text="Nyt", **by)
    closing.close_item(item, reported_in=None, **by)
    recounting.record_event(item.plan, when=parse("2013"), text="Besøg", user=by["user"])
    told = [
        (row.title, row.end.as_written, row.status and row.status.text, row.state)
        for row in (then(day - dt.timedelta(days=1)), then(day))
    ]
    assert told == [("SOFUS fase 1", "1. nov. 2011", None, "in_progress"), ("Nyt navn", "2016", "Nyt", "closed")]
    events = [rewinding.plan_as_of(item.plan, on).events for on in (day - dt.timedelta(days=1), day)]
    assert [len(told) for told in events] == [0, 1]


def test_a_clock_set_back_does_not_bring_an_older_title_back(item, by, then, clock):
    clock.move_to(copenhagen(2013, 11, 20, 12, 5))
    planning.edit_item(item, title="Ældre", **by)
    clock.move_to(copenhagen(2013, 11, 20, 12, 0))
    planning.edit_item(item, title="Nyere", **by)
    assert then().title == "Nyere"


def test_a_clock_set_back_does_not_close_a_reopened_point(item, by, then, clock):
    clock.move_to(copenhagen(2013, 11, 20, 12, 5))
    closing.close_item(item, reported_in=None, **by)
    clock.move_to(copenhagen(2013, 11, 20, 12, 0))
    closing.reopen_item(item, **by)
    assert then().state == "in_progress"


def test_a_clock_set_back_over_midnight_leaves_no_gap_in_a_chain(milestone, by, then, clock):
    clock.move_to(copenhagen(2013, 12, 1, 0, 1))
    faulty = planning.move_end(milestone, end=parse("ultimo 2103"), **by)
    clock.move_to(copenhagen(2013, 11, 30, 23, 58))
    scheduling.correct_end(faulty, end=parse("ultimo 2013"), why="Tastefejl", **by)
    assert [link.end.as_written for link in then().links] == ["1. nov. 2011", "ultimo 2013"]


def test_a_point_above_that_is_deleted_later_still_stood_there(item, by, then, clock):
    heading = PlanItem.objects.get(pk=item.parent_id)
    key = heading.pk
    clock.move_to(copenhagen(2013, 12, 2))
    planning.edit_item(item, parent=None, **by)
    heading.delete()
    assert (then().parent, then(pk=key).title) == (key, "Et område")


def test_a_deleted_point_is_gone_from_the_day_it_was_deleted(item, by, clock):
    heading = PlanItem.objects.get(pk=item.parent_id)
    clock.move_to(copenhagen(2013, 12, 2))
    planning.edit_item(item, parent=None, **by)
    heading.delete()
    then = rewinding.plan_as_of(item.plan, dt.date(2013, 12, 2))
    assert [(row.number, row.parent) for row in then.items] == [("1.1", None)]


def test_a_point_that_went_to_another_plan_is_gone_and_nobody_stands_under_it(item, by, clock):
    heading = PlanItem.objects.get(pk=item.parent_id)
    clock.move_to(copenhagen(2013, 12, 2))
    heading.plan = planning.create_plan(title="En anden plan", **by)
    history.save(heading, **by, fields=["plan"])
    then = rewinding.plan_as_of(item.plan, dt.date(2013, 12, 2))
    assert [(row.number, row.parent) for row in then.items] == [("1.1", None)]


def test_rows_added_in_bulk_are_there(item, by, cast):
    rows = [PlanItem(plan=item.plan, kind="initiative", position=9, number="9", title="I bundt", state="closed")]
    history.bulk_add(rows, **by)
    last = rewinding.plan_as_of(item.plan, NOVEMBER).items[-1]
    assert (last.title, last.state) == ("I bundt", "closed")


def test_rows_changed_in_bulk_are_seen_changed(item, by, then):
    item.title = "Ændret i bundt"
    history.bulk_change([item], ["title"], **by)
    assert then().title == "Ændret i bundt"
