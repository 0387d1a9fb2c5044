"""Telling what happened, and taking it back (issue 3, point 5; S000-17, S000-24)."""

from __future__ import annotations

import io
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from handleplan import recounting
from handleplan.dates import parse
from handleplan.models import Event, Plan, PlanItem, Withdrawal

HIRED = {
    "when": "siden oktober 2011",
    "text": "12 nye medarbejdere i HKY, siden oktober 2011",
    "source": "Socialudvalget 29.02.2012",
    "amount": "12",
    "amount_unit": "medarbejdere",
}


def signed_in(person) -> Client:
    client = Client(headers={"accept-language": "da"})
    client.force_login(person)
    return client


@pytest.fixture
def owner(cast) -> Client:
    return signed_in(cast.olga_owner)


@pytest.fixture
def secretary(cast) -> Client:
    return signed_in(cast.sara_secretary)


@pytest.fixture
def item(real_plan) -> PlanItem:
    return real_plan.items.get(number="1.1.2.2.A")


@pytest.fixture
def adding(item) -> str:
    return reverse("handleplan:event-add", args=[item.pk])


@pytest.fixture
def event(item, cast) -> Event:
    return recounting.record_event(
        item.plan, item=item, when=parse("januar 2012"), text="Ingen anmærkninger", user=cast.sara_secretary
    )


def withdrawing(event: Event) -> str:
    return reverse("handleplan:event-withdraw", args=[event.pk])


def test_the_owner_tells_an_event_with_a_number_S000_17(owner, adding, item, cast):
    answer = owner.post(adding, HIRED)
    event = item.events.get()
    assert (answer.status_code, event.when_as_written, event.amount, event.amount_unit, event.recorded_by) == (
        302,
        "siden oktober 2011",
        Decimal(12),
        "medarbejdere",
        cast.olga_owner,
    )


def test_finding_nothing_is_an_event_too_S000_24(owner, adding, item):
    owner.post(adding, {"when": "januar 2012", "text": "Ikke fundet anledning til anmærkninger"})
    assert (item.events.get().amount, item.events.get().source) == (None, "")


def test_after_saving_one_stands_at_the_timeline(owner, adding, item):
    where = reverse("handleplan:item-detail", args=[item.pk]) + "#timeline"
    assert owner.post(adding, HIRED)["Location"] == where


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"when": ""}, "when"),
        ({"when": "engang"}, "when"),
        ({"when": "31. februar 2012"}, "when"),
        ({"text": "  \u200b "}, "text"),
        ({"text": "x" * 4_001}, "text"),
        ({"source": "x" * 401}, "source"),
        ({"amount": "tolv"}, "amount"),
        ({"amount": "1.00"}, "amount"),
        ({"amount": "9" * 15}, "amount"),
        ({"amount": ""}, "amount"),
        ({"amount_unit": ""}, "amount_unit"),
        ({"amount_unit": "x" * 61}, "amount_unit"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_saved(owner, adding, change, field):
    answer = owner.post(adding, HIRED | change)
    assert (answer.status_code, list(answer.context["form"].errors), Event.objects.count()) == (422, [field], 0)


def test_what_was_typed_stays_in_the_field_that_is_refused(owner, adding):
    page = owner.post(adding, HIRED | {"when": "engang i sommers"}).content.decode()
    assert ('value="engang i sommers"' in page, 'href="#id_when"' in page) == (True, True)


def test_a_double_click_tells_one_event(owner, adding, item):
    for _click in range(3):
        owner.post(adding, HIRED | {"once": "the-key-of-the-form"})
    assert item.events.count() == 1


def test_what_was_typed_outlives_the_session(adding, cast):
    client = Client(headers={"accept-language": "da"})
    client.post(adding, HIRED)
    client.force_login(cast.sara_secretary)
    assert HIRED["text"] in client.get(adding).content.decode()


def test_html_in_an_event_is_printed_as_it_was_typed(owner, adding, item):
    owner.post(adding, {"when": "2012", "text": "<script>alert(1)</script>"})
    page = owner.get(reverse("handleplan:item-detail", args=[item.pk])).content.decode()
    assert ("<script>alert" in page, "&lt;script&gt;alert(1)" in page) == (False, True)


def test_an_event_is_taken_back_with_a_reason_and_stays(owner, event, cast):
    owner.post(withdrawing(event), {"reason": "Står under et andet punkt"})
    assert (event.withdrawal.reason, event.withdrawal.recorded_by, Event.objects.count()) == (
        "Står under et andet punkt",
        cast.olga_owner,
        1,
    )


def test_taking_back_needs_a_reason(owner, event):
    answer = owner.post(withdrawing(event), {"reason": "  "})
    assert (answer.status_code, Withdrawal.objects.count()) == (422, 0)


def test_taken_back_twice_keeps_the_first_reason(owner, event):
    for reason in ("Først", "Igen"):
        owner.post(withdrawing(event), {"reason": reason})
    assert event.withdrawal.reason == "Først"


def test_the_plan_as_a_whole_has_events_of_its_own(secretary, real_plan: Plan):
    address = reverse("handleplan:plan-event-add", args=[real_plan.slug])
    secretary.post(address, {"when": "29. februar 2012", "text": "Udvalget fik en redegørelse"})
    page = secretary.get(address).content.decode()
    assert (real_plan.events.get().item, "Udvalget fik en redegørelse" in page) == (None, True)


@pytest.mark.parametrize("person", ["olga_owner", "mads_manager", "rita_reader"])
def test_an_event_of_the_plan_is_taken_back_by_those_who_keep_it_only(real_plan, cast, person):
    event = recounting.record_event(real_plan, when=parse("2012"), text="x", user=cast.sara_secretary)
    assert signed_in(getattr(cast, person)).post(withdrawing(event), {"reason": "x"}).status_code == 403


def test_an_event_of_a_plan_one_does_not_see_does_not_exist(event, cast):
    assert signed_in(cast.ove_owner_of_nothing).get(withdrawing(event)).status_code == 404


def test_the_demo_tells_two_things_the_committee_heard_and_tells_them_once(db, settings):
    settings.HANDLEPLAN_DEMO = True
    for _time in range(2):
        call_command("load_demo", verbosity=0, stdout=io.StringIO())
    assert [(e.when_as_written, e.amount, e.amount_unit, e.item.number) for e in Event.objects.order_by("pk")] == [
        ("siden oktober 2011", Decimal(12), "medarbejdere", "1.1.2.2.A"),
        ("januar 2012", None, "", "1.1.2.2.A"),
    ]
