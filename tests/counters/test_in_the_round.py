"""Numbers beside the status: told in one act with it, refused beside their field, kept in drafts and conflicts."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from handleplan import counting, rounding, updating
from handleplan.counting import Told
from handleplan.dates import parse
from handleplan.models import Draft, Observation, StatusEntry
from tests.conftest import BECAUSE

DECEMBER = dt.date(2013, 12, 1)


@pytest.fixture
def owner(cast) -> Client:
    client = Client(headers={"accept-language": "da"})
    client.force_login(cast.olga_owner)
    return client


@pytest.fixture
def address(point) -> str:
    return reverse("handleplan:item-status", args=[point.pk])


@pytest.fixture
def round(point, cast, demo_day):
    by = {"user": cast.sara_secretary, "reason": BECAUSE}
    return rounding.open_round(point.plan, period=DECEMBER, due_on=dt.date(2013, 12, 6), today=demo_day, **by)


@pytest.fixture
def sent(counter, round) -> dict[str, str]:
    """A status with two numbers, as the form sends it."""
    counter.item.refresh_from_db()
    return {
        "text": "Det går fremad.",
        "seen": str(counter.item.status_version),
        "once": "a" * 32,
        f"counter-{counter.pk}-done": "1.295",
        f"counter-{counter.pk}-remaining": "260",
        f"counter-{counter.pk}-addition": "",
    }


def numbers() -> list[tuple[str, Decimal, str]]:
    return [(each.kind, each.value, each.when_as_written) for each in Observation.objects.order_by("pk")]


def test_numbers_are_told_with_the_status(owner, address, sent):
    owner.post(address, sent)
    entry = StatusEntry.objects.order_by("-pk").first()
    assert numbers() == [("done", 1_295, "december 2013"), ("remaining", 260, "december 2013")]
    assert {link.status_id for each in Observation.objects.all() for link in each.links.all()} == {entry.pk}


def test_a_status_without_numbers_tells_none(owner, address, sent, counter):
    owner.post(address, {name: value for name, value in sent.items() if not name.startswith("counter-")})
    assert (StatusEntry.objects.count(), numbers()) == (2, [])


def test_a_number_that_is_none_stops_the_whole_status(owner, address, sent, counter):
    name = f"counter-{counter.pk}-done"
    response = owner.post(address, sent | {name: "mange"})
    form = response.context["form"]
    assert (response.status_code, form.errors[name], form.typed[name]) == (
        422,
        ["“mange” er ikke et tal. Skriv det med cifre, for eksempel 1.234,50."],
        "mange",
    )
    assert (StatusEntry.objects.count(), numbers()) == (1, [])


def test_only_what_came_on_top_may_be_below_zero(owner, address, sent, counter):
    response = owner.post(address, sent | {f"counter-{counter.pk}-done": "-4"})
    assert list(response.context["form"].errors) == [f"counter-{counter.pk}-done"]


def test_the_same_number_told_again_is_one_number_in_two_statuses(owner, address, sent, point):
    owner.post(address, sent)
    point.refresh_from_db()
    owner.post(address, sent | {"text": "Nye ord.", "seen": str(point.status_version), "once": "b" * 32})
    done = Observation.objects.get(kind="done")
    assert (Observation.objects.count(), done.links.count()) == (2, 2)


def test_the_form_sent_twice_tells_its_numbers_once(owner, address, sent):
    for _again in range(2):
        owner.post(address, sent)
    assert (StatusEntry.objects.count(), Observation.objects.count()) == (2, 2)


def test_back_and_another_number_is_no_silent_loss(owner, address, sent, counter):
    owner.post(address, sent)
    response = owner.post(address, sent | {f"counter-{counter.pk}-done": "1.300"})
    assert (response.status_code, response.context["typed"][f"counter-{counter.pk}-done"]) == (409, "1.300")


def test_two_peoples_statuses_keep_the_numbers_of_the_second(owner, address, sent, point, counter, cast):
    updating.record_status(point, period=DECEMBER, text="Hendes.", user=cast.sara_secretary, reason=BECAUSE)
    response = owner.post(address, sent)
    merged = response.context["form"].typed[f"counter-{counter.pk}-done"]
    assert (response.status_code, merged, numbers()) == (409, "1.295", [])


def test_a_draft_keeps_the_numbers(owner, address, sent, point, counter):
    owner.post(reverse("handleplan:item-draft", args=[point.pk]), sent)
    form = owner.get(address).context["form"]
    assert (Draft.objects.count(), form.typed[f"counter-{counter.pk}-done"]) == (1, "1.295")


def test_an_empty_form_leaves_no_draft(owner, sent, point, counter):
    empty = sent | {"text": ""} | {name: "" for name in sent if name.startswith("counter-")}
    owner.post(reverse("handleplan:item-draft", args=[point.pk]), empty)
    assert Draft.objects.count() == 0


def test_last_months_number_and_what_the_month_has_stand_beside_the_fields(owner, address, counter, round, cast):
    by = {"user": cast.olga_owner, "reason": BECAUSE}
    for kind, when, value in (("done", "november 2013", 1_100), ("addition", "december 2013", 40)):
        counting.record_observation(counter, Told(kind, parse(when), Decimal(value), source="Udvalget"), **by)
    row = owner.get(address).context["form"].counter_rows[0]
    assert (row["last"], row["now"]) == (
        "behandlet 1.100 (november 2013)",
        "Allerede oplyst for december 2013: tilgang +40.",
    )


def test_my_points_asks_for_the_numbers_too(owner, counter, round):
    group = owner.get(reverse("handleplan:my-points")).context["groups"][0]
    fields = [field["name"] for row in group["points"][0]["counters"] for field in row["fields"]]
    assert fields == [f"counter-{counter.pk}-{kind}" for kind in ("done", "remaining", "addition")]


def test_my_points_asks_the_database_as_often_for_three_counters_as_for_one(
    owner, counter, round, cast, django_assert_num_queries
):
    owner.get(reverse("handleplan:my-points"))
    with CaptureQueriesContext(connection) as few:
        owner.get(reverse("handleplan:my-points"))
    for name in ("Andet", "Tredje"):
        counting.add_counter(counter.item, name=name, unit="sager", user=cast.olga_owner, reason=BECAUSE)
    with django_assert_num_queries(len(few)):
        owner.get(reverse("handleplan:my-points"))
