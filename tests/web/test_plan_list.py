"""The list of plans."""

from __future__ import annotations

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from handleplan import planning

from .test_plan_page import text_of

BECAUSE = "Made for a test"


def test_the_list_shows_each_plan_with_its_figures(client, cast, real_plan):
    client.force_login(cast.rita_reader)
    plan = client.get(reverse("handleplan:plan-list")).context["plans"][0]
    assert (plan["title"], plan["active"], plan["overdue"], plan["closed"], plan["all"]) == (
        real_plan.title,
        3,
        2,
        45,
        48,
    )


def test_an_owner_sees_only_the_plans_with_a_part_of_theirs(client, cast, real_plan, small_plan):
    client.force_login(cast.olga_owner)
    assert [plan["title"] for plan in client.get(reverse("handleplan:plan-list")).context["plans"]] == [real_plan.title]


def test_who_sees_no_plan_is_told_when_there_will_be_one(client, cast, real_plan):
    client.force_login(cast.ove_owner_of_nothing)
    assert "Ingen planer endnu" in text_of(client.get(reverse("handleplan:plan-list")))


def test_the_number_of_queries_is_the_same_for_1_and_3_plans(client, cast):
    client.force_login(cast.rita_reader)
    counts = []
    for more in (1, 2):
        for _ in range(more):
            planning.create_plan(title="Endnu en plan", user=cast.sara_secretary, reason=BECAUSE)
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("handleplan:plan-list"))
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_only_those_who_keep_plans_see_the_way_to_import_one(client, cast):
    shown = []
    for person in (cast.sara_secretary, cast.rita_reader):
        client.force_login(person)
        shown.append(reverse("handleplan:plan-import") in client.get(reverse("handleplan:plan-list")).content.decode())
    assert shown == [True, False]


def test_the_front_door_says_what_is_to_be_done(client, cast):
    client.force_login(cast.rita_reader)
    assert client.get("/").templates[0].name == "handleplan/home.html"
