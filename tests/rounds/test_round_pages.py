"""Opening and closing a round in the browser, and what the plan's page says of it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from handleplan import history, planning, rounding, updating
from handleplan.dates import parse
from handleplan.models import Round

from .conftest import DECEMBER, DUE, JANUARY, TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(settings):
    settings.HANDLEPLAN_TODAY = TODAY


@pytest.fixture
def sara(client, cast):
    client.force_login(cast.sara_secretary)
    return client


def test_the_form_proposes_the_next_month_and_a_week_to_answer(sara, small_plan, points):
    form = sara.get(f"/plans/{small_plan.slug}/rounds/new/").context["form"]
    assert (form["period"].value(), form["due_on"].value()) == ("december 2013", "9.12.2013")


def test_opening_a_round_leads_to_it(sara, small_plan, points):
    response = sara.post(f"/plans/{small_plan.slug}/rounds/new/", {"period": "december 2013", "due_on": "6.12.2013"})
    round = Round.objects.get()
    assert (response.url, round.period, round.due_on, round.opens_on) == (f"/rounds/{round.pk}/", DECEMBER, DUE, TODAY)


def test_opening_twice_with_one_form_is_one_round(sara, small_plan, points):
    sent = {"period": "december 2013", "due_on": "6.12.2013", "once": "abc"}
    urls = {sara.post(f"/plans/{small_plan.slug}/rounds/new/", sent).url for _time in range(2)}
    assert (urls, Round.objects.count()) == ({f"/rounds/{Round.objects.get().pk}/"}, 1)


@pytest.mark.parametrize(
    ("fields", "field", "said"),
    [
        ({"due_on": "1.12.2013"}, "due_on", "Dagen er gået. Vælg i dag eller en senere dag."),
        ({"due_on": "medio december 2013"}, "due_on", None),
        ({"period": "engang"}, "period", "“engang” er ikke en måned. Skriv f.eks. november 2013."),
        ({"period": "december 2013"}, "period", "Måneden har haft sin runde."),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_what_was_typed_stays(
    sara, small_plan, open_round, by, fields, field, said
):
    rounding.close_round(open_round(), note="", seen=None, **by)
    sent = {"period": "januar 2014", "due_on": "6.1.2014"} | fields
    response = sara.post(f"/plans/{small_plan.slug}/rounds/new/", sent)
    form = response.context["form"]
    assert (response.status_code, list(form.errors), form[field].value()) == (422, [field], sent[field])
    if said:
        assert form.errors[field] == [said]


def test_closing_shows_what_is_missing_first(sara, open_round, points, by):
    round = open_round()
    updating.record_status(points.calm, period=DECEMBER, text="Svar", **by)
    shown = sara.get(f"/rounds/{round.pk}/close/").context
    assert ([line["title"] for line in shown["missing"]], shown["missing_words"]) == (
        ["Other", "Overdue", "Of_Unit"],
        "3 statusser mangler",
    )


def test_closing_with_missing_statuses_asks_whether_one_is_sure(sara, open_round):
    round = open_round()
    refused = sara.post(f"/rounds/{round.pk}/close/", {"seen": "1", "note": "Ferie"})
    done = sara.post(f"/rounds/{round.pk}/close/", {"seen": "1", "note": "Ferie", "sure": "on"})
    round.refresh_from_db()
    assert (refused.status_code, done.status_code, round.closing_note) == (422, 302, "Ferie")


def test_closing_what_somebody_else_changed_meanwhile_is_told(sara, open_round, by):
    round = open_round()
    round.due_on = dt.date(2013, 12, 9)
    round.version = 2
    history.save(round, **by)
    response = sara.post(f"/rounds/{round.pk}/close/", {"seen": "1", "sure": "on"})
    round.refresh_from_db()
    assert (response.status_code, round.is_closed) == (409, False)


def test_the_plans_page_says_how_the_round_stands(sara, small_plan, open_round, points, by):
    open_round()
    updating.record_status(points.calm, period=DECEMBER, text="Svar", **by)
    said = [round["score"] for round in sara.get(f"/plans/{small_plan.slug}/").context["rounds"]]
    assert said == ["1 af 4 har svaret"]


def test_what_is_missing_on_the_plans_page_counts_by_the_round(sara, small_plan, open_round, points, by):
    open_round()
    updating.record_status(points.calm, period=DECEMBER, text="Svar", **by)
    page = sara.get(f"/plans/{small_plan.slug}/").context["page"]
    assert (page.month_name, page.counts["missing"]) == ("december 2013", 3)


def test_the_pages_ask_equally_often_for_one_round_and_for_many(sara, small_plan, open_round, by):
    counts = []
    for month in (DECEMBER, JANUARY, dt.date(2014, 2, 1)):
        round = open_round(month)
        with CaptureQueriesContext(connection) as queries:
            sara.get(f"/plans/{small_plan.slug}/")
            sara.get(f"/rounds/{round.pk}/")
        counts.append(len(queries))
        rounding.close_round(round, note="", seen=None, **by)
    assert len(set(counts[1:])) == 1


def test_a_correction_stands_as_one_on_the_rounds_page(sara, open_round, points, by):
    round = open_round()
    rounding.close_round(round, note="", seen=None, **by)
    updating.record_status(points.calm, period=DECEMBER, text="Rettet", correcting=True, **by)
    assert "rettet efter lukning" in sara.get(f"/rounds/{round.pk}/").content.decode()


def confirm_for_two_months(item, open_round, by):
    for month in (DECEMBER, JANUARY):
        round = open_round(month)
        updating.record_status(item, period=month, text="", nothing_new=True, **by)
        rounding.close_round(round, note="", seen=None, **by)


def test_the_plans_page_says_for_how_long_nothing_is_new_and_what_was_told_last(
    sara, small_plan, open_round, points, by
):
    confirm_for_two_months(points.calm, open_round, by)
    page = sara.get(f"/plans/{small_plan.slug}/?q=1.1").content.decode()
    assert '<b>Intet nyt</b> <span class="quiet">(2. måned uden nyt)</span>' in page
    assert "Senest skrevet, november 2013" in page
    assert "Novembers calm" in page


def test_the_points_page_and_its_timeline_say_it_too(sara, open_round, points, by):
    confirm_for_two_months(points.calm, open_round, by)
    context = sara.get(f"/items/{points.calm.pk}/").context
    status = context["statuses"][0]
    shown = context["timeline"].dated
    badges = [badge.word for entry in shown if entry.kind == "status" for badge in entry.badges]
    assert (status["nothing_new"], status["last"]["text"]) == ("2. måned uden nyt", "Novembers calm")
    assert [text for text in badges if text.startswith("Intet nyt")] == [
        "Intet nyt (2. måned uden nyt)",
        "Intet nyt (1. måned uden nyt)",
    ]


def test_a_correction_stands_as_one_on_the_timeline(sara, open_round, points, by):
    round = open_round()
    rounding.close_round(round, note="", seen=None, **by)
    updating.record_status(points.calm, period=DECEMBER, text="Rettet", correcting=True, **by)
    assert "rettet efter lukning" in sara.get(f"/items/{points.calm.pk}/").content.decode()


def test_the_review_says_for_how_many_months_nothing_is_new(client, cast, open_round, points, by):
    planning.move_end(points.calm.milestones.get(), end=parse("31. januar 2014"), why="Udbud", **by)
    for period, today, due_on in ((DECEMBER, TODAY, DUE), (JANUARY, dt.date(2014, 1, 2), dt.date(2014, 1, 8))):
        round = open_round(period=period, today=today, due_on=due_on)
        updating.record_status(points.calm, period=period, text="", nothing_new=True, round=round, **by)
        rounding.close_round(round, note="", seen=None, **by)
    client.force_login(cast.mads_manager)
    assert "Intet nyt (2. måned uden nyt)" in client.get("/late/").content.decode()
