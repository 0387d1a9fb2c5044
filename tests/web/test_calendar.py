"""The calendar feed: what stands in it, for whom, and whom its address lets in."""

from __future__ import annotations

import datetime as dt

import icalendar
import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from handleplan import closing, feeding, planning, rounding
from handleplan.dates import parse
from handleplan.models import CalendarFeed, Milestone, PlanItem, StandIn, User
from tests.conftest import BECAUSE
from tests.rounds.conftest import DECEMBER, TODAY, by, open_round, points

pytestmark = pytest.mark.django_db
__all__ = ["by", "open_round", "points"]  # fixtures


@pytest.fixture(autouse=True)
def _second_of_december(settings):
    settings.HANDLEPLAN_TODAY = TODAY
    settings.SITE_URL = "https://handleplan.example"


@pytest.fixture
def token(cast) -> str:
    return feeding.make_feed(user=cast.olga_owner, reason=BECAUSE)


def fetch(token: str):
    return Client().get(reverse("handleplan:calendar-feed", args=[token]))


def entries(token: str) -> dict[str, icalendar.Event]:
    """The entries by their titles."""
    calendar = icalendar.Calendar.from_ical(fetch(token).content)
    return {str(event["SUMMARY"]): event for event in calendar.walk("VEVENT")}


def titles(user: User) -> list[str]:
    return sorted(entries(feeding.make_feed(user=user, reason=BECAUSE)))


# -- what stands in it ------------------------------------------------------------------------------------------------


def test_deadlines_and_the_days_on_which_the_round_opens_and_is_due(token, open_round):
    open_round()
    assert sorted(entries(token)) == [
        "Frist: 1.1 Calm (2015)",
        "Frist: 1.2 Other (2015)",
        "Frist: 1.3 Overdue (2012)",
        "Status for december 2013 bliver indhentet",
        "Status for december 2013 skal være givet",
    ]


def test_a_round_stands_on_its_own_days(token, open_round):
    round = open_round()
    shown = entries(token)
    names = [f"Status for december 2013 {what}" for what in ("bliver indhentet", "skal være givet")]
    assert [shown[name]["DTSTART"].dt for name in names] == [round.opens_on, round.due_on]


def test_an_imprecise_deadline_stands_all_day_on_its_last_day_with_the_words_of_the_plan(token, points):
    event = entries(token)["Frist: 1.1 Calm (2015)"]
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (dt.date(2015, 12, 31), dt.date(2016, 1, 1))


def test_a_deadline_that_is_a_day_needs_no_words(token, points, by):
    own = Milestone.objects.get(item=points.calm)
    planning.move_end(own, end=parse("31.12.2014"), why="Sager", **by)
    assert "Frist: 1.1 Calm" in entries(token)


def test_an_entry_leads_to_its_point(token, points):
    event = entries(token)["Frist: 1.1 Calm (2015)"]
    assert str(event["URL"]) == f"https://handleplan.example/items/{points.calm.pk}/"


def test_a_moved_deadline_keeps_its_uid(token, points, by):
    before = entries(token)["Frist: 1.1 Calm (2015)"]["UID"]
    planning.move_end(Milestone.objects.get(item=points.calm), end=parse("2016"), why="Sager", **by)
    assert entries(token)["Frist: 1.1 Calm (2016)"]["UID"] == before


def test_what_is_closed_leaves_the_calendar(token, points, by):
    closing.close_item(PlanItem.objects.get(pk=points.calm.pk), reported_in=DECEMBER, **by)
    assert "Frist: 1.1 Calm (2015)" not in entries(token)


def test_a_closed_round_leaves_the_calendar(token, open_round, by):
    rounding.close_round(open_round(), note="", seen=None, **by)
    assert "Status for december 2013 skal være givet" not in entries(token)


def test_a_stand_in_has_the_deadlines_too_while_he_stands_in(open_round, cast):
    open_round()
    leave = StandIn(owner=cast.olga_owner, stand_in=cast.ove_owner_of_nothing, first_day=TODAY, last_day=TODAY)
    leave.save()
    assert "Frist: 1.1 Calm (2015)" in titles(User.objects.get(pk=cast.ove_owner_of_nothing.pk))


def test_the_secretary_has_the_rounds_of_all_plans_and_the_reader_none(open_round, cast):
    open_round()
    assert titles(cast.sara_secretary) == [
        "Status for december 2013 bliver indhentet",
        "Status for december 2013 skal være givet",
    ]
    assert titles(cast.rita_reader) == []


def test_plans_the_person_may_no_longer_see_are_gone_from_the_calendar(token, points, cast, by):
    for item in (points.calm, points.other, points.overdue):
        planning.assign_item(PlanItem.objects.get(pk=item.pk), owner=cast.ove_owner_of_nothing, unit=None, **by)
    assert entries(token) == {}


def test_it_speaks_the_language_of_its_reader(token, cast, open_round):
    QuerySet(User).filter(pk=cast.olga_owner.pk).update(language="en")
    open_round()
    assert "Status for December 2013 is due" in entries(token)


def test_it_asks_as_often_for_one_deadline_as_for_many(token, points, cast, small_plan, by):
    counts = []
    for number in (0, 5):
        for place in range(number):
            item = planning.add_item(small_plan, kind="initiative", number=f"3.{place}", title="Nyt", **by)
            planning.assign_item(item, owner=cast.olga_owner, unit=None, **by)
            planning.record_first_end(planning.schedule_item(item, start=None, **by), end=parse("2015"), **by)
        with CaptureQueriesContext(connection) as asked:
            fetch(token)
        counts.append(len(asked))
    assert counts[0] == counts[1]


# -- whom the address lets in -----------------------------------------------------------------------------------------


def test_the_address_needs_no_sign_in_and_is_kept_by_nobody(token):
    response = fetch(token)
    assert (response.status_code, response["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert (response["Cache-Control"], response["X-Robots-Tag"]) == ("private, no-store", "noindex, nofollow")
    assert not response.cookies


def test_only_the_hash_of_the_address_is_stored(token):
    (feed,) = CalendarFeed.objects.all()
    assert (feed.token_hash == feeding.hash_of(token), len(token) >= 43) == (True, True)
    assert token not in str(vars(feed))


@pytest.mark.parametrize("wrong", ["x", "æ", "a" * 5000])
def test_a_wrong_address_is_not_found(token, wrong):
    assert (fetch(wrong).status_code, fetch(token[:-1]).status_code) == (404, 404)


def test_a_new_address_takes_the_old_one_back(token, cast):
    new = feeding.make_feed(user=cast.olga_owner, reason=BECAUSE)
    assert (fetch(token).status_code, fetch(new).status_code) == (404, 200)


def test_an_address_taken_back_opens_nothing(token, cast):
    assert feeding.revoke_feed(user=cast.olga_owner, reason=BECAUSE)
    assert fetch(token).status_code == 404


def test_who_has_left_has_no_calendar(token, cast):
    QuerySet(User).filter(pk=cast.olga_owner.pk).update(is_active=False)
    assert fetch(token).status_code == 404


# -- its page ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def olga(client, cast):
    client.force_login(cast.olga_owner)
    return client


def test_the_address_is_shown_once(olga):
    shown = olga.post("/calendar/", {"step": "make"}).content.decode()
    address = shown.partition("https://handleplan.example")[2].partition("<")[0]
    assert Client().get(address).status_code == 200
    assert address not in olga.get("/calendar/").content.decode()


def test_the_page_takes_the_address_back(olga, token):
    assert olga.post("/calendar/", {"step": "revoke"}).status_code == 302
    assert fetch(token).status_code == 404


def test_a_form_without_a_button_changes_nothing(olga, token):
    assert (olga.post("/calendar/").status_code, fetch(token).status_code) == (422, 200)
