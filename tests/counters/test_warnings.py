"""Where a counter warns: the review, the consistency checks, My points, and the one timeline of its point."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from handleplan import consistency, counting, recounting, timeline
from handleplan.attention import Facts, Pace, Why, by_reason, facts_for, judge, needing_attention
from handleplan.counting import Told
from handleplan.dates import parse
from handleplan.demo import counters as demo
from tests.conftest import BECAUSE

TODAY = dt.date(2013, 11, 29)


@pytest.fixture
def slow(counter, cast):
    """Done between June and August 2014 at its pace; the deadline is medio 2013."""
    counting.record_series(counter, demo.INVENTED.series, user=cast.olga_owner, reason=BECAUSE)
    return counter


@pytest.mark.pure
def test_a_pace_beyond_the_deadline_needs_a_person():
    pace = Pace("Sager", dt.date(2014, 6, 1), dt.date(2014, 8, 1))
    facts = Facts(item=1, end=parse("medio 2014"), status_month=TODAY.replace(day=1), paces=(pace,))
    assert [(one.why, one.days) for one in judge(facts, TODAY)] == []
    facts = Facts(item=1, end=parse("31. maj 2014"), status_month=TODAY.replace(day=1), paces=(pace,))
    assert [(one.why, one.days) for one in judge(facts, TODAY)] == [(Why.COUNTER_LATE, 92)]


def test_the_review_says_when_the_numbers_point_past_the_deadline(slow, cast):
    [found] = by_reason(needing_attention(cast.sara_secretary, TODAY))[Why.COUNTER_LATE]
    assert found.sentence == (
        "Med sit tempo er ”Gennemgang af ældre afgørelser” færdig mellem juni 2014 og august 2014"
    )


def test_a_counter_taken_back_warns_no_more(slow, cast):
    counting.withdraw_counter(slow, user=cast.olga_owner, reason="Forkert punkt")
    assert by_reason(needing_attention(cast.sara_secretary, TODAY))[Why.COUNTER_LATE] == []


def test_numbers_of_another_scope_make_no_pace(counter, cast):
    for told in demo.INVENTED.series:
        apart = Told(told.kind, told.when, told.value, source=told.source, scope="noget andet")
        counting.record_observation(counter, apart, user=cast.olga_owner, reason=BECAUSE)
    [facts] = facts_for(cast.sara_secretary)
    assert facts.paces == ()


def test_a_plan_where_nothing_is_counted_asks_nothing_about_numbers(point, cast):
    with CaptureQueriesContext(connection) as asked:
        facts_for(cast.sara_secretary)
    assert [query for query in asked.captured_queries if 'FROM "handleplan_observation"' in query["sql"]] == []


def test_the_consistency_page_names_it_with_a_link(slow, point, cast):
    found = consistency.findings(point.plan, cast.sara_secretary, TODAY)
    [late] = [each for each in found if each.code == "counter_late"]
    assert late.sentence == (
        "1.1: Med sit tempo er ”Gennemgang af ældre afgørelser” færdig mellem juni 2014 og august 2014, efter fristen "
        "(medio 2013)."
    )


def test_numbers_that_do_not_add_up_are_a_finding(counter, point, cast):
    for kind, value in (("total", 3_700), ("done", 1_295), ("remaining", 260)):
        told = Told(kind, parse("14. august 2013"), Decimal(value), source="Udvalget")
        counting.record_observation(counter, told, user=cast.olga_owner, reason=BECAUSE)
    found = consistency.findings(point.plan, cast.sara_secretary, TODAY)
    assert [each.sentence for each in found if each.code == "counter_doubt"] == [
        "1.1, Gennemgang af ældre afgørelser: Tallene går ikke op: 1.295 behandlet og 260 der mangler er ikke 3.700 i "
        "alt. Intet er rettet."
    ]


def test_the_count_of_findings_follows_a_new_number(slow, point, cast):
    before = consistency.count(point.plan, cast.sara_secretary, TODAY)
    last = slow.observations.get(kind="done", value=480)
    finished = Told("done", parse("november 2013"), Decimal(880), source="Udvalget")
    recounting.withdraw(last, user=cast.olga_owner, reason="Talt forkert")
    counting.record_observation(slow, finished, user=cast.olga_owner, reason=BECAUSE)
    assert consistency.count(point.plan, cast.sara_secretary, TODAY) == before - 1


def test_S004_28_the_timeline_tells_a_number_with_what_it_belongs_to(real_counter, cast):
    [entry] = [each for each in timeline.timeline(real_counter.item, cast.rita_reader) if each.lead == "+686 sager"]
    assert [(fact.label, fact.value) for fact in entry.facts] == [
        ("Optælling", demo.NAME),
        ("Kilde", "Statusskemaet for november 2013"),
        ("Hører til", "Fortalt i status for november 2013"),
        ("Hører til", "Grund til, at fristen blev ”medio 2013”"),
    ]


def test_S004_28_the_status_and_the_move_both_name_the_addition(real_counter, cast):
    told = {
        fact.label: (fact.value, fact.url)
        for entry in timeline.timeline(real_counter.item, cast.rita_reader)
        for fact in entry.facts
        if fact.label in ("Oplyst tal", "Skyldes")
    }
    addition = real_counter.observations.get(kind="addition")
    words = ("Gennemgang af ældre afgørelser: tilgang +686 sager", f"#entry-number-{addition.pk}")
    assert told == {"Oplyst tal": words, "Skyldes": words}


def test_S004_28_a_deadline_is_moved_because_of_a_number(counter, point, cast):
    client = Client(headers={"accept-language": "da"})
    client.force_login(cast.mads_manager)
    told = Told("addition", parse("november 2013"), Decimal(686), source="Statusskemaet")
    addition = counting.record_observation(counter, told, user=cast.olga_owner, reason=BECAUSE)
    own = point.milestones.get(is_own=True)
    address = reverse("handleplan:milestone-move", args=[own.pk])
    form = client.get(address)
    sent = {"end": "maj 2014", "category": "more_cases", "why": "686 sager mere", "because": str(addition.pk)}
    sent |= {"seen": str(own.version), "once": "a" * 32, "step": "confirm"}
    client.post(address, sent)
    choices = [words for _key, words in form.context["form"].fields["because"].choices]
    assert choices == ["Ikke på grund af et tal", "Gennemgang af ældre afgørelser: +686 sager (november 2013)"]
    assert [link.revision.end_as_written for link in addition.links.all()] == ["maj 2014"]


def test_the_timeline_asks_as_often_for_many_numbers_as_for_one(counter, point, cast, django_assert_num_queries):
    counting.record_observation(counter, demo.KNOWN[0], user=cast.olga_owner, reason=BECAUSE)
    timeline.timeline(point, cast.olga_owner)  # the point's plan is read once
    with CaptureQueriesContext(connection) as few:
        timeline.timeline(point, cast.olga_owner)
    counting.record_series(counter, demo.INVENTED.series[1:], user=cast.olga_owner, reason=BECAUSE)
    with django_assert_num_queries(len(few)):
        timeline.timeline(point, cast.olga_owner)


def test_the_review_page_has_a_list_for_it(slow, cast):
    client = Client(headers={"accept-language": "da"})
    client.force_login(cast.sara_secretary)
    tiles = client.get(reverse("handleplan:late")).context["tiles"]
    assert [tile["href"] for tile in tiles].count("#counter-late") == 1
