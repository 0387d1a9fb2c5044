"""A plan as of a past day says what its rows said then."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from handleplan import arranging, closing, planning, recounting, rewinding, scheduling, updating
from handleplan.dates import parse
from handleplan.models import Plan, PlanItem
from tests.conftest import BECAUSE, import_the_real_plan
from tests.rewinding.conftest import NOVEMBER, copenhagen

pytestmark = pytest.mark.django_db

OCTOBER = dt.date(2013, 10, 31)


@pytest.fixture
def december(clock):
    """Moves the clock behind the day that is asked for."""
    return lambda: clock.move_to(copenhagen(2013, 12, 2, 9))


def report(item, text, by, month=11, **facts):
    return updating.record_status(item, period=dt.date(2013, month, 1), text=text, **facts, **by)


def test_today_is_the_plan_as_it_stands(cast, clock):
    import_the_real_plan()  # on this clock: the plan that stands was imported today
    plan = Plan.objects.get()
    rows = plan.items.select_related("owner", "latest_status").prefetch_related("milestones__revisions")
    now = [
        (
            row.number,
            row.title,
            row.kind,
            row.parent_id,
            row.position,
            str(row.owner or row.owner_text),
            row.state,
            row.latest_status and row.latest_status.text,
            row.in_focus,
            [
                (m.start, m.original, m.end, m.forecast, m.moves, [link.end for link in m.links()])
                for m in row.milestones.all()
            ],
        )
        for row in rows
    ]
    then = [
        (
            row.number,
            row.title,
            row.kind,
            row.parent,
            row.position,
            row.owner,
            row.state,
            row.status and row.status.text,
            row.in_focus,
            [(m.start, m.original, m.end, m.forecast, m.moves, [link.end for link in m.links]) for m in row.milestones],
        )
        for row in rewinding.plan_as_of(plan, dt.date(2013, 11, 1)).items
    ]
    assert then == now


def test_before_the_plan_there_is_nothing(item):
    then = rewinding.plan_as_of(item.plan, OCTOBER)
    assert (then.title, then.items, then.events) == ("", (), ())


def test_the_plans_title_is_the_one_it_had(item, by, december):
    december()
    planning.edit_plan(item.plan, title="En større plan", **by)
    assert rewinding.plan_as_of(item.plan, NOVEMBER).title == "En lille plan"


def test_a_title_and_a_description_are_those_it_had(item, by, then, december):
    december()
    planning.edit_item(item, title="SOFUS fase 2", description="Udvidet", **by)
    assert (then().title, then().description) == ("SOFUS fase 1", "")


def test_a_number_is_the_one_it_had(item, by, then, december):
    december()
    arranging.renumber_item(item, number="2.7", **by)
    assert then().number == "1.1"


def test_a_point_stands_where_it_stood(item, by, then, december):
    first = item.plan.items.get(number="1")
    december()
    arranging.place_item(item, parent=None, before=first, **by)
    assert (then().parent, then().position, then(dt.date(2013, 12, 2)).position) == (first.pk, 2, 1)


def test_a_point_added_later_was_not_there(item, by, december):
    december()
    planning.add_item(item.plan, kind="initiative", number="1.2", title="Ny", **by)
    assert [row.number for row in rewinding.plan_as_of(item.plan, NOVEMBER).items] == ["1", "1.1"]


def test_a_point_of_another_plan_is_not_in_this_one(item, by):
    other = planning.create_plan(title="En anden plan", **by)
    planning.add_item(other, kind="initiative", number="9", title="Andetsteds", **by)
    assert [row.number for row in rewinding.plan_as_of(item.plan, NOVEMBER).items] == ["1", "1.1"]


def test_the_owner_is_the_one_who_answered_for_it(item, cast, by, then, december):
    december()
    planning.assign_item(item, owner=cast.ove_owner_of_nothing, unit=None, **by)
    assert then().owner == "Olga Owner"


def test_without_an_owner_the_words_of_the_table_stand(item, by, then):
    planning.assign_item(item, owner=None, unit=None, **by)
    assert then().owner == "Myndighedsafdelingen"


def test_a_deadline_is_the_one_that_counted(milestone, by, then, december):
    planning.move_end(milestone, end=parse("medio 2012"), **by)
    december()
    planning.move_end(milestone, end=parse("ultimo 2013"), **by)
    ends = [link.end.as_written for link in then().links]
    assert (then().original.as_written, then().end.as_written, ends) == (
        "1. nov. 2011",
        "medio 2012",
        ["1. nov. 2011", "medio 2012"],
    )


def test_a_mistake_stands_until_the_day_it_was_corrected(milestone, by, then, december):
    faulty = planning.move_end(milestone, end=parse("ultimo 2103"), why="Flere sager", **by)
    december()
    scheduling.correct_end(faulty, end=parse("ultimo 2013"), why="Tastefejl", **by)
    ends = [then(day).end.as_written for day in (NOVEMBER, dt.date(2013, 12, 2))]
    assert ends == ["ultimo 2103", "ultimo 2013"]


def test_a_correction_is_no_move(milestone, by, then):
    faulty = planning.move_end(milestone, end=parse("ultimo 2103"), **by)
    scheduling.correct_end(faulty, end=parse("ultimo 2013"), why="Tastefejl", **by)
    assert [(link.kind, link.end.as_written, link.is_corrected) for link in then().links] == [
        ("original", "1. nov. 2011", False),
        ("move", "ultimo 2013", True),
    ]


def test_the_days_a_person_read_are_those_of_the_date(milestone, by, then):
    reading = milestone.end.override(dt.date(2011, 11, 1), dt.date(2011, 11, 30))
    planning.read_date(milestone, prefix="end", value=reading, **by)
    assert (then().end.latest, then().end.read_by) == (dt.date(2011, 11, 30), "person")


def test_further_milestones_stand_behind_the_points_own_schedule(milestone, item, by, then, december):
    further = scheduling.add_milestone(item, name="2. gang", **by)
    planning.record_first_end(further, end=parse("1. september 2012"), **by)
    december()
    scheduling.rename_milestone(further, name="Anden gang", **by)
    assert [(row.name, row.end.as_written) for row in then().milestones] == [
        ("", "1. nov. 2011"),
        ("2. gang", "1. september 2012"),
    ]


def test_a_status_is_the_newest_months_of_those_recorded_by_then(milestone, item, by, then, december):
    report(item, "November", by)
    report(item, "Oktober, skrevet senere", by, month=10)
    december()
    report(item, "November, skrevet i december", by)
    assert (then().status.text, then().status.period) == ("November", dt.date(2013, 11, 1))


def test_a_forecast_is_the_one_of_that_status(milestone, item, by, then, december):
    report(item, "…", by, forecast=parse("maj 2014"))
    december()
    report(item, "…", by, month=12, forecast=parse("ultimo 2015"))
    assert then().forecast.as_written == "maj 2014"


def test_focus_is_what_the_newest_status_that_speaks_of_it_says(item, by, then, december):
    report(item, "…", by, month=10, in_focus=True)
    report(item, "…", by)
    december()
    report(item, "…", by, month=12, in_focus=False)
    assert (then().in_focus, then(dt.date(2013, 12, 2)).in_focus) == (True, False)


def test_a_status_taken_back_later_still_stood_then(item, by, then, december):
    report(item, "Oktober", by, month=10)
    wrong = report(item, "Forkert punkt", by)
    december()
    recounting.withdraw(wrong, **by)
    assert [then(day).status.text for day in (NOVEMBER, dt.date(2013, 12, 2))] == ["Forkert punkt", "Oktober"]


def test_a_point_closed_later_was_open(item, by, then, december):
    december()
    closing.close_item(item, reported_in=dt.date(2013, 12, 1), kind="dropped", why="Bortfaldet", **by)
    assert [then(day).state for day in (NOVEMBER, dt.date(2013, 12, 2))] == ["in_progress", "dropped"]


def test_a_point_reopened_later_was_closed(item, by, then, december):
    closing.close_item(item, reported_in=dt.date(2013, 11, 1), **by)
    december()
    closing.reopen_item(item, **by)
    was, is_now = then(), then(dt.date(2013, 12, 2))
    assert [(row.state, row.reported_closed_in) for row in (was, is_now)] == [
        ("closed", dt.date(2013, 11, 1)),
        ("in_progress", None),
    ]


def test_an_event_taken_back_later_was_told_then(item, cast, by, december):
    event = recounting.record_event(
        item.plan, when=parse("oktober 2011"), text="12 nye medarbejdere", user=cast.sara_secretary
    )
    december()
    recounting.withdraw(event, user=cast.sara_secretary, reason=BECAUSE)
    told = [rewinding.plan_as_of(item.plan, day).events for day in (NOVEMBER, dt.date(2013, 12, 2))]
    assert [[row.text for row in events] for events in told] == [["12 nye medarbejdere"], []]


def test_the_number_of_queries_does_not_grow_with_the_plan(item, milestone, cast, by):
    def count() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            rewinding.plan_as_of(item.plan, NOVEMBER)
        return len(queries)

    report(item, "Ét punkt", by)
    of_one = count()
    for place in range(2, 22):
        more = planning.add_item(
            item.plan, kind="initiative", number=f"1.{place}", parent=item, owner=cast.ove_owner_of_nothing, **by
        )
        planning.record_first_end(planning.schedule_item(more, start=None, **by), end=parse("2014"), **by)
        report(more, "Mange punkter", by)
        closing.close_item(more, reported_in=None, **by)
    assert (PlanItem.objects.count(), of_one, count()) == (22, 10, 10)
