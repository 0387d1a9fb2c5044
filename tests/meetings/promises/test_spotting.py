"""What the sections of an item propose, and what a person makes of it."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from handleplan import history, planning
from meetings import spotting
from meetings.models import Commitment, Committee, DismissedCandidate, Section, SectionPoint

from .february import ASKED_IN_JANUARY, FIVE_FOR_MARCH, JANUARY

pytestmark = pytest.mark.django_db


def sentences(item) -> list[str]:
    return [" ".join(each.sentence.split()) for _section, each in spotting.candidates_in([item])]


@pytest.fixture
def confirmed(of):
    """All six of the real item, each confirmed as it is proposed."""
    among = list(Committee.objects.all())
    found = spotting.candidates_in([of.item])
    return [spotting.confirm_candidate(section, each, among=among, **of.by) for section, each in found]


def test_the_sections_of_the_real_item_propose_the_request_and_the_five_S000_12_S000_20(of):
    assert sentences(of.item) == [ASKED_IN_JANUARY, *(text for _heading, text in FIVE_FOR_MARCH)]


def test_confirmed_they_are_quoted_and_tied_to_their_section(confirmed):
    assert [(each.kind, each.text, each.source_section.heading) for each in confirmed[1:]] == [
        ("promise", text, heading) for heading, text in FIVE_FOR_MARCH
    ]


def test_the_request_is_the_committees_of_its_day_S000_12(of, confirmed):
    assert (confirmed[0].kind, confirmed[0].asked_by, confirmed[0].made_on) == ("request", of.social, JANUARY)


def test_a_later_item_that_carries_on_or_quotes_an_open_promise_promises_nothing_new(of, confirmed):
    later = of.add_item(of.march, plan=of.item.plan)
    carried, quoted = (each.text for each in confirmed[2:4])
    body = f"{carried}\n\nDet blev lovet: “{quoted}”\n\nUdvalget vil på mødet i maj 2012 få forelagt en ny plan."
    history.save(Section(item=later, heading="Løsning", body=body), **of.by)
    assert sentences(later) == ["Udvalget vil på mødet i maj 2012 få forelagt en ny plan."]


def test_the_committees_a_sentence_names_are_promised_it_S000_20(of, confirmed):
    assert [row.committee for row in confirmed[-1].committees.all()] == [of.social, of.finance]


def test_a_sentence_that_names_none_is_for_the_committee_of_the_meeting(of, confirmed):
    assert [row.committee for row in confirmed[2].committees.all()] == [of.social]


def test_a_promise_is_about_the_points_its_section_speaks_of(of):
    section = of.sections["SOFUS fase 1:"]
    point = planning.add_item(of.item.plan, kind="initiative", number="2.1.3.1", title="SOFUS", **of.by)
    history.save(SectionPoint(section=section, point=point), **of.by)
    (found,) = [each for of_section, each in spotting.candidates_in([of.item]) if of_section == section]
    made = spotting.confirm_candidate(section, found, among=[], **of.by)
    assert [row.point for row in made.points.all()] == [point]


def test_what_is_confirmed_is_not_proposed_again(of, confirmed):
    assert sentences(of.item) == []


def test_confirmed_twice_is_confirmed_once(of, confirmed):
    section = of.sections["Løsning"]
    (found,) = spotting.candidates(section.body, of.february.date)
    again = spotting.confirm_candidate(section, found, among=[], **of.by)
    assert (again, Commitment.objects.count()) == (confirmed[1], 6)


def test_what_is_dismissed_is_not_proposed_again(of):
    heading, text = FIVE_FOR_MARCH[0]
    spotting.dismiss_candidate(of.sections[heading], text, user=of.by["user"])
    assert sentences(of.item) == [ASKED_IN_JANUARY, *(text for _heading, text in FIVE_FOR_MARCH[1:])]


def test_dismissed_twice_is_dismissed_once(of):
    for _time in range(2):
        spotting.dismiss_candidate(of.sections["Løsning"], "Det er intet løfte.", user=of.by["user"])
    assert DismissedCandidate.objects.count() == 1


def test_as_many_questions_for_two_items_as_for_one(of):
    items = [of.item, of.add_item(of.march)]
    of.add_section(items[1], heading="Status", body="Planen forelægges i juni 2012.")
    counts = []
    for asked_of in (items[:1], items):
        with CaptureQueriesContext(connection) as asked:
            spotting.candidates_in(asked_of)
        counts.append(len(asked))
    assert counts == [3, 3]
