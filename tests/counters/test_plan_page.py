"""The figures of counters on the plan's page, calm and in one line."""

from __future__ import annotations

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from handleplan import counting
from handleplan.demo import counters as demo
from tests.conftest import BECAUSE


def client(cast) -> Client:
    signed_in = Client(headers={"accept-language": "da"})
    signed_in.force_login(cast.sara_secretary)
    return signed_in


def test_a_point_shows_the_figures_that_are_known(real_counter, cast):
    html = client(cast).get(reverse("handleplan:plan-detail", args=[real_counter.item.plan.slug])).content.decode()
    assert html.count('<p class="point-numbers small">') == 1
    assert "Gennemgang af ældre afgørelser: i alt ca. 4.386 sager</p>" in html


def test_a_plan_where_nothing_is_counted_asks_nothing_about_numbers(point, cast):
    with CaptureQueriesContext(connection) as asked:
        client(cast).get(reverse("handleplan:plan-detail", args=[point.plan.slug]))
    told = [query["sql"] for query in asked.captured_queries if 'FROM "handleplan_observation"' in query["sql"]]
    assert [sql for sql in told if "handleplan_planitem" not in sql] == []


def test_the_page_asks_as_often_for_many_numbers_as_for_one(counter, cast, django_assert_num_queries):
    counting.record_observation(counter, demo.KNOWN[0], user=cast.olga_owner, reason=BECAUSE)
    reader, address = client(cast), reverse("handleplan:plan-detail", args=[counter.item.plan.slug])
    reader.get(address)
    with CaptureQueriesContext(connection) as few:
        reader.get(address)
    asked = len(few)  # a later request empties the log
    counting.record_series(counter, demo.KNOWN[1:2], user=cast.olga_owner, reason=BECAUSE)
    reader.get(address)  # the figure of the checks is counted anew once
    with django_assert_num_queries(asked):
        reader.get(address)
