"""My points: what one person is asked for, in one page, and how each of it is answered."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from handleplan import history, planning, requesting, rounding, updating
from handleplan.dates import parse
from handleplan.models import Draft, RoundVisit, StandIn, StatusVerdict
from tests.conftest import BECAUSE

from .conftest import DECEMBER, JANUARY, TODAY

pytestmark = pytest.mark.django_db
ADDRESS = "/my-points/"


@pytest.fixture(autouse=True)
def today(settings):
    settings.HANDLEPLAN_TODAY = TODAY


@pytest.fixture
def olga(client, cast):
    client.force_login(cast.olga_owner)
    return client


def page(client) -> dict:
    return client.get(ADDRESS).context


def points(client) -> list[dict]:
    return [point for group in page(client)["groups"] for point in group["points"]]


def titles(client) -> list[str]:
    return [point["title"] for point in points(client)]


def point(client, title: str) -> dict:
    return next(each for each in points(client) if each["title"] == title)


def answer(client, shown: dict, **fields):
    sent = {name: shown[name] for name in ("once", "seen", "known", "shown", "month")}
    return client.post(shown["action"], sent | {"next": ADDRESS, "text": "", "assessment": ""} | fields)


def test_only_ones_own_points_of_open_rounds_are_listed(olga, open_round):
    open_round()
    assert titles(olga) == ["Calm", "Other", "Overdue"]


def test_without_an_open_round_the_page_says_what_comes_next(olga, points):
    said = "Dine punkter står her, så snart sekretæren åbner en runde for en af dine planer."
    assert said in olga.get(ADDRESS).content.decode()


def test_the_points_of_ones_unit_are_ones_own_while_nobody_owns_them(client, cast, unit, open_round, by):
    cast.ove_owner_of_nothing.unit = unit
    history.save(cast.ove_owner_of_nothing, **by)
    open_round()
    client.force_login(cast.ove_owner_of_nothing)
    assert titles(client) == ["Of_Unit"]


def test_the_points_of_an_owner_on_leave_are_those_of_the_stand_in(client, cast, open_round, by):
    leave = StandIn(owner=cast.olga_owner, stand_in=cast.sara_secretary, first_day=TODAY, last_day=TODAY)
    history.save(leave, **by)
    open_round()
    client.force_login(cast.sara_secretary)
    assert [(each["title"], each["for_whom"]) for each in points(client)] == [
        ("Calm", "Olga Owner"),
        ("Other", "Olga Owner"),
        ("Overdue", "Olga Owner"),
    ]


def test_a_point_that_changed_hands_is_the_new_owners(olga, cast, open_round, points, by):
    open_round()
    planning.assign_item(points.calm, owner=cast.ove_owner_of_nothing, unit=None, **by)
    assert titles(olga) == ["Other", "Overdue"]


def test_last_months_text_stands_beside_an_empty_field_with_the_assessment_chosen(olga, open_round):
    open_round()
    calm = point(olga, "Calm")
    assert (calm["last"]["text"], calm["last"]["month"], calm["typed"]["text"], calm["typed"]["assessment"]) == (
        "Novembers calm",
        "november 2013",
        "",
        "on_track",
    )


def test_answering_takes_the_point_off_what_is_left(olga, open_round):
    open_round()
    before = page(olga)["left"]
    response = answer(olga, point(olga, "Calm"), text="Decembers tekst")
    assert (before, response.status_code, page(olga)["left"]) == (3, 302, 2)


def test_a_status_of_somebody_else_meanwhile_is_shown_and_not_overwritten(olga, open_round, points, by):
    open_round()
    shown = point(olga, "Calm")
    updating.record_status(points.calm, period=DECEMBER, text="Sekretærens", source="typed", **by)
    response = answer(olga, shown, text="Mit")
    assert (response.status_code, "Sekretærens" in response.content.decode()) == (409, True)


def test_a_form_of_a_round_that_closed_meanwhile_writes_nothing_unseen(olga, open_round, points, by):
    round = open_round()
    shown = point(olga, "Calm")
    rounding.close_round(round, note="", seen=None, **by)
    response = answer(olga, shown, text="For sent")
    assert (response.status_code, points.calm.statuses.count(), "For sent" in response.content.decode()) == (
        409,
        1,
        True,
    )


def test_whoever_writes_for_the_owner_is_named_with_whom_he_wrote_for(client, cast, open_round, points):
    open_round()
    client.force_login(cast.sara_secretary)
    client.post(f"/items/{points.calm.pk}/status/", {"text": "For Olga"})
    entry = points.calm.statuses.get(period=DECEMBER)
    assert (entry.recorded_by, entry.on_behalf_of) == (cast.sara_secretary, cast.olga_owner)


# -- nothing new ------------------------------------------------------------------------------------------------------


def test_nothing_new_is_offered_where_it_is_allowed_and_says_which_month_it_is(olga, open_round):
    open_round()
    assert (point(olga, "Calm")["offer"], point(olga, "Overdue")["offer"]) == ("1. måned uden nyt", "")


def test_where_it_is_not_offered_the_page_says_why(olga, open_round):
    open_round()
    assert point(olga, "Overdue")["because"] == "fristen er overskredet"


def test_nothing_new_is_one_press(olga, open_round, points):
    open_round()
    response = answer(olga, point(olga, "Calm"), choice="nothing_new")
    entry = points.calm.statuses.get(period=DECEMBER)
    assert (response.status_code, entry.nothing_new, entry.text, page(olga)["left"]) == (302, True, "", 2)


def test_nothing_new_pressed_twice_is_one_entry(olga, open_round, points):
    open_round()
    shown = point(olga, "Calm")
    answer(olga, shown, choice="nothing_new")
    answer(olga, shown, choice="nothing_new")
    assert points.calm.statuses.filter(period=DECEMBER).count() == 1


def test_the_third_month_asks_for_a_sentence_beside_the_field(olga, open_round, points, by):
    for month in (DECEMBER, JANUARY):
        round = open_round(month)
        updating.record_status(points.calm, period=month, text="", nothing_new=True, **by)
        rounding.close_round(round, note="", seen=None, **by)
    open_round(dt.date(2014, 2, 1))
    shown = point(olga, "Calm")
    refused = answer(olga, shown, choice="nothing_new")
    taken = answer(olga, shown, choice="nothing_new", text="Udbuddet afventer")
    assert (shown["offer"], refused.status_code, taken.status_code) == ("3. måned uden nyt", 422, 302)
    assert "Skriv i en sætning, hvorfor der intet nyt er." in refused.content.decode()


def test_what_was_last_written_still_stands_beside_the_field_after_months_without_news(olga, open_round, points, by):
    round = open_round()
    updating.record_status(points.calm, period=DECEMBER, text="", nothing_new=True, **by)
    rounding.close_round(round, note="", seen=None, **by)
    open_round(JANUARY)
    calm = point(olga, "Calm")
    assert (calm["last"]["nothing_new"], calm["words"]["text"], calm["can_copy"]) == (
        "1. måned uden nyt",
        "Novembers calm",
        True,
    )


# -- questions --------------------------------------------------------------------------------------------------------


def test_a_later_date_in_the_text_is_asked_about(olga, open_round, points, by):
    updating.record_status(points.calm, period=dt.date(2013, 11, 1), text="Forventes færdig medio 2016.", **by)
    open_round()
    assert [question["text"] for question in point(olga, "Calm")["questions"]] == [
        "Statusteksten nævner medio 2016. Skal slutdatoen ændres?"
    ]


def test_a_status_that_was_sent_back_stands_with_its_comment_until_it_is_written_again(
    olga, cast, open_round, points, by
):
    open_round()
    entry = updating.record_status(points.calm, period=DECEMBER, text="Kort", source="typed", **by)
    StatusVerdict.objects.create(
        status=entry, kind="sent_back", comment="Hvornår er I færdige?", recorded_by=cast.mads_manager
    )
    updating.follow_newest(points.calm, **by)
    calm = point(olga, "Calm")
    answer(olga, calm, text="Vi er færdige i maj 2015")
    assert ([question["text"] for question in calm["questions"]], point(olga, "Calm")["questions"]) == (
        ["Sendt tilbage af Mads Manager: Hvornår er I færdige?"],
        [],
    )


def test_a_request_for_a_new_deadline_says_how_it_stands(olga, cast, open_round, points):
    open_round()
    requesting.request_end(
        points.calm.milestones.get(),
        end=parse("ultimo 2015"),
        reason_text="Flere sager",
        category="more_cases",
        user=cast.olga_owner,
        reason=BECAUSE,
    )
    assert [question["text"] for question in point(olga, "Calm")["questions"]] == [
        "Du har bedt om ultimo 2015: afventer svar."
    ]


# -- the page itself --------------------------------------------------------------------------------------------------


def test_the_first_visit_of_a_round_is_remembered(olga, cast, open_round):
    round = open_round()
    olga.get(ADDRESS)
    olga.get(ADDRESS)
    assert list(RoundVisit.objects.values_list("round", "recorded_by")) == [(round.pk, cast.olga_owner.pk)]


def test_the_number_of_queries_is_the_same_for_three_points_and_for_thirty(olga, cast, small_plan, open_round, by):
    for number in range(27):
        item = planning.add_item(small_plan, kind="initiative", number=f"2.{number}", title=f"Nr. {number}", **by)
        planning.assign_item(item, owner=cast.olga_owner, unit=None, **by)
        if number % 2:
            updating.record_status(item, period=dt.date(2013, 11, 1), text="Noget", **by)
    open_round()
    olga.get(ADDRESS)
    counts = []
    for owner in (cast.olga_owner, cast.ove_owner_of_nothing):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert len(titles(olga)) == (30 if owner == cast.olga_owner else 3)
        counts.append(len(queries))
        for item in small_plan.items.filter(number__startswith="2."):
            planning.assign_item(item, owner=cast.ove_owner_of_nothing, unit=None, **by)
    assert counts[0] == counts[1]


def test_the_menu_counts_what_is_left(olga, open_round):
    open_round()
    found = re.search(r"Mine punkter<span class=\"nav-count\">.*?(\d+)<span", olga.get("/plans/").content.decode())
    assert found[1] == "3"


def test_a_reader_is_asked_for_nothing(client, cast, open_round):
    open_round()
    client.force_login(cast.rita_reader)
    assert titles(client) == []


# -- drafts -----------------------------------------------------------------------------------------------------------


def draft(client, item, headers=None, **fields):
    sent = {"text": "", "assessment": "on_track", "next": ADDRESS} | fields
    return client.post(f"/items/{item.pk}/draft/", sent, headers=headers or {})


def test_what_is_typed_is_kept_on_the_server_and_stands_in_the_field_again(olga, open_round, points):
    open_round()
    draft(olga, points.calm, text="Halvt færdig")
    calm = point(olga, "Calm")
    assert (calm["typed"]["text"], calm["draft"].startswith("Kladde gemt ")) == ("Halvt færdig", True)


def test_a_draft_is_saved_by_a_button_without_javascript(olga, open_round, points):
    open_round()
    response = draft(olga, points.calm, text="Halvt færdig")
    assert (response.status_code, response["Location"]) == (302, ADDRESS)


def test_while_one_types_the_answer_is_a_short_sentence(olga, open_round, points):
    open_round()
    said = draft(olga, points.calm, {"X-Draft": "1"}, text="Halvt færdig").content.decode()
    assert re.fullmatch(r"Kladde gemt \d\d\.\d\d\. Kun du kan se den\.", said)


def test_nobody_else_sees_a_draft(client, cast, open_round, points):
    open_round()
    client.force_login(cast.olga_owner)
    draft(client, points.calm, text="Min hemmelighed")
    client.force_login(cast.sara_secretary)
    shown = client.get(f"/items/{points.calm.pk}/status/").content.decode()
    assert "Min hemmelighed" not in shown


def test_a_draft_is_gone_when_the_status_is_submitted(olga, open_round, points):
    open_round()
    draft(olga, points.calm, text="Halvt færdig")
    answer(olga, point(olga, "Calm"), text="Helt færdig")
    assert Draft.objects.count() == 0


def test_a_draft_that_arrives_after_its_form_was_submitted_is_not_kept(olga, open_round, points):
    open_round()
    shown = point(olga, "Calm")
    answer(olga, shown, text="Helt færdig")
    draft(olga, points.calm, text="Helt færdi", once=shown["once"])
    assert Draft.objects.count() == 0


def test_an_emptied_form_leaves_no_draft(olga, open_round, points):
    open_round()
    draft(olga, points.calm, text="Halvt færdig")
    draft(olga, points.calm, text="")
    assert Draft.objects.count() == 0


def test_a_draft_of_last_month_is_not_lost(olga, open_round, points, by):
    round = open_round()
    draft(olga, points.calm, text="Nåede det ikke")
    rounding.close_round(round, note="", seen=None, **by)
    open_round(JANUARY)
    assert point(olga, "Calm")["typed"]["text"] == "Nåede det ikke"


def test_the_form_on_the_points_own_page_restores_the_draft_too(olga, open_round, points):
    open_round()
    draft(olga, points.calm, text="Halvt færdig")
    assert "Halvt færdig" in olga.get(f"/items/{points.calm.pk}/status/").content.decode()
