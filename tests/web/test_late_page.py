"""The page of what is late: figures, filters, the day it counts from, and what it takes (issue 2, point 3)."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from handleplan import planning
from handleplan.late_page import SECTIONS
from tests.attention.points import add_point
from tests.conftest import BECAUSE

LATE = "/late/"


@pytest.fixture
def secretary(cast) -> Client:
    client = Client(headers={"accept-language": "da"})
    client.force_login(cast.sara_secretary)
    return client


def sections(response) -> dict[str, list[dict]]:
    return {section["id"]: section["rows"] for section in response.context["sections"]}


def shown(response) -> dict[str, list[str]]:
    return {name: [row["number"] for row in rows] for name, rows in sections(response).items()}


def test_the_address_of_the_page_is_late():
    assert reverse("handleplan:late") == LATE


def test_S004_26_the_page_lists_the_real_plan_on_30_november_2013(real_plan, secretary):
    response = secretary.get(LATE, {"on": "2013-11-30"})
    assert shown(response) == {
        "overdue": ["1.2.5.6", "1.1.2.2.A"],
        "in-window": ["2.1.3.1."],
        "due-soon": ["2.1.3.1."],
        "uncertain-end": [],
        "forecast-late": [],
        "text-later": ["1.2.5.6", "1.1.2.2.A"],
        "counter-late": [],
    }


def test_S004_26_days_count_against_the_current_and_the_original_end_date(real_plan, secretary):
    rows = sections(secretary.get(LATE, {"on": "2013-11-30"}))["overdue"]
    assert [(row["sentence"], row["over_original"]) for row in rows] == [
        ("334 dage over fristen", "699 dage over den oprindelige"),
        ("91 dage over fristen", "334 dage over den oprindelige"),
    ]


def test_S004_25_each_row_says_how_often_and_how_far_the_deadline_moved(real_plan, secretary):
    rows = [row for rows in sections(secretary.get(LATE)).values() for row in rows]
    assert {row["number"]: (row["moves"], row["moved"]) for row in rows} == {
        "1.1.2.2.A": ("flyttet 1 gang", "+121 til +243 dage"),
        "1.2.5.6": ("flyttet 2 gange", "+365 dage"),
        "2.1.3.1.": ("flyttet 3 gange", "+670 til +791 dage"),
    }


def test_a_deadline_stands_as_written_with_its_reading(real_plan, secretary):
    row = sections(secretary.get(LATE))["overdue"][1]
    assert (row["end"], row["reading"]) == ("medio 2013", "læses som 1.5.–31.8.2013")


def test_S004_27_a_later_date_in_the_text_is_quoted_and_asked_about(real_plan, secretary):
    page = secretary.get(LATE).content.decode()
    assert "Arbejdet forventes færdigt <mark>ultimo 2013 primo 2014</mark>." in page
    assert page.count("Skal slutdatoen ændres?") == 2


def test_the_rule_that_decides_stands_on_the_page(cast, secretary, demo_day):
    assert "ligger efter den sidste dag, som den gældende slutdato kan betyde" in secretary.get(LATE).content.decode()


def test_the_page_counts_from_today_unless_another_day_is_named(real_plan, secretary):
    assert [row["sentence"] for row in sections(secretary.get(LATE))["overdue"]] == [
        "333 dage over fristen",
        "90 dage over fristen",
    ]


@pytest.mark.parametrize("typed", ["2013-11-30", "30.11.2013", "30. november 2013", " 30. nov. 2013 "])
def test_the_day_can_be_written_as_people_write_it(typed, cast, secretary, demo_day):
    response = secretary.get(LATE, {"on": typed})
    assert (response.status_code, response.context["day_iso"]) == (200, "2013-11-30")


@pytest.mark.parametrize("typed", ["medio 2013", "31. juni 2013", "i går", "2013-13-01", "x" * 5000, "<b>", "\x00"])
def test_what_is_no_single_day_is_kept_with_the_error_beside_it(typed, cast, secretary, demo_day):
    response = secretary.get(LATE, {"on": typed})
    field = response.context["form"]["on"]
    assert (response.status_code, field["typed"], len(field["errors"])) == (422, typed, 1)


@pytest.mark.parametrize("typed", ["0001-01-01", "1900-01-01", "9999-12-31"])
def test_no_day_breaks_the_page(typed, real_plan, secretary):
    assert secretary.get(LATE, {"on": typed}).status_code in (200, 422)


def test_an_unknown_plan_or_kind_is_said_beside_its_field(cast, secretary, demo_day):
    response = secretary.get(LATE, {"plan": "findes-ikke", "kind": "nonsense"})
    form = response.context["form"]
    assert (response.status_code, [len(form[name]["errors"]) for name in ("on", "plan", "kind")]) == (422, [0, 1, 1])


def test_the_filters_stand_in_the_address(real_plan, small_plan, secretary):
    add_point(small_plan, "1.1", "1. jan. 2012")
    response = secretary.get(LATE, {"plan": small_plan.slug, "kind": "overdue"})
    assert shown(response) == {"overdue": ["1.1"]}


def test_over_several_plans_each_row_names_its_plan(real_plan, small_plan, secretary):
    add_point(small_plan, "1.1", "1. jan. 2012")
    rows = sections(secretary.get(LATE))["overdue"]
    assert {row["plan"] for row in rows} == {real_plan.title, small_plan.title}


def test_empty_lists_say_why_they_are_empty(cast, secretary, demo_day):
    assert "Ingen overskredne punkter den 29. november 2013" in secretary.get(LATE).content.decode()


def test_the_counts_lead_to_their_lists(real_plan, secretary):
    page = secretary.get(LATE).content.decode()
    anchors = [tile["href"] for tile in secretary.get(LATE).context["tiles"]]
    assert anchors == [f"#{why.value}" for why in SECTIONS]
    assert [anchor for anchor in anchors if f'id="{anchor[1:]}"' not in page] == []


def test_a_count_of_a_list_that_is_filtered_away_leads_to_it(real_plan, secretary):
    tiles = secretary.get(LATE, {"kind": "overdue", "on": "2013-11-30"}).context["tiles"]
    assert [tile["href"] for tile in tiles[:2]] == ["#overdue", "?on=2013-11-30&kind=in-window#in-window"]


def test_a_long_list_shows_the_gravest_and_leads_to_all(small_plan, secretary, demo_day, monkeypatch):
    monkeypatch.setattr("handleplan.late_page.lists.MOST_ROWS", 2)
    for number in ("1.1", "1.2", "1.3"):
        add_point(small_plan, number, "1. jan. 2012")
    overdue = secretary.get(LATE).context["sections"][0]
    assert (overdue["count"], len(overdue["rows"]), overdue["all_address"]) == ("3 punkter", 2, "?kind=overdue#overdue")
    assert len(secretary.get(LATE, {"kind": "overdue"}).context["sections"][0]["rows"]) == 3


def test_owners_of_nothing_see_an_empty_page(real_plan, cast):
    client = Client()
    client.force_login(cast.ove_owner_of_nothing)
    assert set(map(tuple, shown(client.get(LATE)).values())) == {()}


def test_only_those_who_may_act_are_led_to_the_deadline(real_plan, cast):
    led = {}
    for person in (cast.sara_secretary, cast.olga_owner, cast.rita_reader):
        client = Client()
        client.force_login(person)
        led[person.role] = [row["number"] for row in sections(client.get(LATE))["text-later"] if row["may_act"]]
    assert led == {"secretary": ["1.2.5.6", "1.1.2.2.A"], "owner": ["1.1.2.2.A"], "reader": []}


def test_text_of_a_point_is_escaped(small_plan, secretary, demo_day):
    add_point(small_plan, "1.1", "1. jan. 2012", title="<script>alert(1)</script>", text="Færdig <b>primo 2015</b>.")
    page = secretary.get(LATE).content.decode()
    assert "<script>alert" not in page
    assert "<b>primo 2015" not in page


def test_the_page_is_danish_and_english(real_plan, cast):
    client = Client(headers={"accept-language": "en"})
    client.force_login(cast.sara_secretary)
    assert "334 days over the deadline" in client.get(LATE, {"on": "2013-11-30"}).content.decode()


def test_the_number_of_queries_is_the_same_at_1_and_at_3_points(small_plan, secretary, cast, demo_day):
    counts = []
    for numbers in (["1.1"], ["1.2", "1.3"]):
        for number in numbers:
            add_point(small_plan, number, "1. jan. 2012", "medio 2013", text="Forventes færdig primo 2015.")
        with CaptureQueriesContext(connection) as queries:
            secretary.get(LATE)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_row_names_who_answers_for_the_point(real_plan, cast, secretary, unit):
    item = real_plan.items.get(number="1.2.5.6")
    planning.assign_item(item, owner=None, unit=unit, user=cast.anna_administrator, reason=BECAUSE)
    assert sections(secretary.get(LATE))["overdue"][0]["owner"] == "Økonomi"
