"""The demo's promises are those of the real items."""

from __future__ import annotations

import datetime as dt

import pytest

from meetings import promising
from meetings.demo.promises import promise
from meetings.models import Commitment, Committee
from tests.meetings.three_items import real_item

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(small_plan, cast):
    Committee.objects.create(name="Økonomiudvalget")
    items = [
        real_item("2012-02-29", cast.sara_secretary, small_plan),
        real_item("2017-09-20", cast.sara_secretary),
        real_item("2018-11-05", cast.sara_secretary),
    ]
    for _time in range(2):  # twice is once
        list(promise(small_plan, cast.sara_secretary))
    return items


def made_in(item) -> list[tuple[str, str, str]]:
    return [(each.kind, each.state, each.when_as_written) for each in item.commitments_made.order_by("pk")]


def test_february_2012_gives_five_for_march_and_answers_one_of_january_S000_12_S000_20(told):
    assert made_in(told[0]) == [
        ("request", "answered", ""),
        ("promise", "open", "i marts 2012"),
        ("promise", "open", "i marts 2012"),
        ("promise", "open", "i marts"),
        ("promise", "open", "martsafrapporteringen"),
        ("promise", "open", "i marts 2012"),
    ]


def test_the_request_of_january_is_answered_in_the_section_about_it_S000_12(told):
    request = Commitment.objects.filter(source_item=told[0], kind="request").get()
    assert request.events.last().section.heading.startswith("Genopretning af ældre afgørelser")


def test_2017_gives_two_promises_and_2018_answers_two_requests_S002_14_S003_5(told):
    assert (made_in(told[1]), made_in(told[2])) == (
        [("promise", "open", "den 20. september 2017"), ("promise", "open", "i 2. kvartal 2018")],
        [("request", "answered", ""), ("management", "answered", "")],
    )


def test_an_item_of_march_2012_must_answer_all_five_S000_21(told, small_plan, cast):
    february = told[0]
    march = february.meeting.committee.meetings.create(date=dt.date(2012, 3, 28))
    assert len(promising.due_at(march, plan=small_plan)) == 5
