"""Correcting a closed month on its page: in the open, with a reason, and never over somebody else's correction."""

from __future__ import annotations

import pytest
from django.urls import reverse

from handleplan import rounding, updating
from handleplan.models import StatusEntry
from tests.checking.test_checking_texts import NUMBER

from .conftest import DECEMBER, TODAY

pytestmark = pytest.mark.django_db
WHY = "Antallet af sager var forkert"


@pytest.fixture(autouse=True)
def today(settings):
    settings.HANDLEPLAN_TODAY = TODAY


@pytest.fixture
def sara(client, cast):
    client.force_login(cast.sara_secretary)
    return client


@pytest.fixture
def closed(open_round, points, by):
    """December, in which one point got a status, closed."""
    round = open_round()
    updating.record_status(points.calm, period=DECEMBER, text="Der er 12 sager", assessment="on_track", **by)
    return rounding.close_round(round, note="", seen=None, **by) or round


def address(round, item) -> str:
    return reverse("handleplan:round-correct", args=[round.pk, item.pk])


def send(client, round, item, **fields):
    shown = client.get(address(round, item)).context["sheet"]
    sent = {"seen": shown.seen, "known": shown.known, "once": shown.once, "text": "Der er 21 sager", "why": WHY}
    return client.post(address(round, item), sent | fields)


def newest(item) -> StatusEntry:
    return item.statuses.order_by("-pk").first()


def test_the_form_begins_with_what_the_month_says(sara, closed, points):
    form = sara.get(address(closed, points.calm)).context["form"]
    assert (form["text"].value(), form["assessment"].value()) == ("Der er 12 sager", "on_track")


def test_nothing_is_chosen_that_the_month_does_not_say(sara, closed, points):
    form = sara.get(address(closed, points.other)).context["form"]
    assert [form.fields[name].choices[0][0] for name in ("assessment", "in_focus")] == ["", ""]


def test_the_correction_counts_and_says_that_it_is_one_and_why(sara, closed, points, cast):
    answer = send(sara, closed, points.calm, assessment="delayed")
    entry = newest(points.calm)
    assert (answer.status_code, entry.text, entry.assessment, entry.period) == (
        302,
        "Der er 21 sager",
        "delayed",
        DECEMBER,
    )
    assert (entry.corrects_closed_month, entry.recorded_because, entry.recorded_by) == (True, WHY, cast.sara_secretary)


def test_what_stood_there_stays_in_the_timeline_beside_the_reason(sara, closed, points):
    send(sara, closed, points.calm)
    page = sara.get(reverse("handleplan:item-detail", args=[points.calm.pk])).content.decode()
    assert [words in page for words in ("Der er 12 sager", "Der er 21 sager", WHY)] == [True, True, True]


def test_a_point_without_a_status_gets_one(sara, closed, points):
    send(sara, closed, points.other)
    assert newest(points.other).corrects_closed_month is True


@pytest.mark.parametrize(
    ("fields", "field"),
    [({"why": ""}, "why"), ({"text": ""}, "text"), ({"text": f"Borger {NUMBER}"}, "text"), ({"why": NUMBER}, "why")],
    ids=["no reason", "no text", "a number in the text", "a number in the reason"],
)
def test_what_is_wrong_is_said_beside_the_field_and_nothing_is_written(sara, closed, points, fields, field):
    before = newest(points.calm)
    answer = send(sara, closed, points.calm, **fields)
    assert (answer.status_code, list(answer.context["form"].errors), newest(points.calm)) == (422, [field], before)


def test_a_correction_that_somebody_else_made_meanwhile_is_not_written_over(sara, closed, points, by):
    shown = sara.get(address(closed, points.calm)).context["sheet"]
    points.calm.refresh_from_db()
    updating.record_status(points.calm, period=DECEMBER, text="Der er 13 sager", correcting=True, **by)
    answer = send(sara, closed, points.calm, seen=shown.seen, known=shown.known, once=shown.once)
    assert (answer.status_code, newest(points.calm).text) == (409, "Der er 13 sager")
    assert answer.context["told"]["text"] == "Der er 13 sager"


def test_an_open_round_needs_no_correction(sara, open_round, points):
    answer = sara.get(address(open_round(), points.calm))
    assert (answer.status_code, answer.url) == (302, reverse("handleplan:item-status", args=[points.calm.pk]))


def test_the_page_of_a_closed_round_leads_to_it_and_that_of_an_open_one_does_not(sara, open_round, points, by):
    round = open_round()
    page = reverse("handleplan:round-detail", args=[round.pk])
    open_page = sara.get(page).content.decode()
    rounding.close_round(round, note="", seen=None, **by)
    shown = [address(round, points.calm) in each for each in (open_page, sara.get(page).content.decode())]
    assert shown == [False, True]


def test_a_point_that_the_round_did_not_ask_about_is_not_found(sara, closed, points):
    assert sara.get(address(closed, points.closed)).status_code == 404
