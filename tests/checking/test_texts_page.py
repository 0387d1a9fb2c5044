"""The page of a plan's texts: what blocks, what is worth a look, and letting a text stand."""

from __future__ import annotations

import datetime as dt
import random

import pytest
from django.urls import reverse

from handleplan import checking_texts, planning, updating
from handleplan.models import CprClearance, PlanItem
from tests.checking.test_cpr import SPELLINGS, make_number
from tests.conftest import BECAUSE

pytestmark = pytest.mark.django_db
NUMBER = SPELLINGS["hyphen"](make_number(random.Random(1)))
NOVEMBER, TODAY = dt.date(2013, 11, 1), dt.date(2013, 11, 29)
TEXT = f"Eksempel: {NUMBER}"


@pytest.fixture
def item(small_plan, cast, demo_day) -> PlanItem:
    by = {"user": cast.sara_secretary, "reason": BECAUSE}
    item = planning.add_item(small_plan, kind="initiative", number="1.1", title="SOFUS", **by)
    updating.record_status(item, period=NOVEMBER, text=TEXT, **by)
    return item


@pytest.fixture
def sara(client, cast):
    client.force_login(cast.sara_secretary)
    return client


@pytest.fixture
def address(small_plan) -> str:
    return reverse("handleplan:plan-texts", args=[small_plan.slug]) + "?month=2013-11"


def clear(client, address, item, **fields):
    data = {"item": item.pk, "sha256": checking_texts.hash_of(TEXT), "reason": "Opdigtet"} | fields
    return client.post(address, data)


def test_what_blocks_is_listed_without_the_number(sara, address, item):
    page = sara.get(address).content.decode()
    assert "1 tekst indeholder et CPR-nummer, og rapporten kan ikke udgives." in page
    assert NUMBER not in page


def test_a_point_whose_title_holds_the_number_is_not_named(sara, address, item, cast):
    planning.edit_item(PlanItem.objects.get(pk=item.pk), title=TEXT, user=cast.sara_secretary, reason=BECAUSE)
    assert NUMBER not in sara.get(address).content.decode()


def test_with_a_reason_the_text_stands(sara, address, item, small_plan, cast):
    assert clear(sara, address, item).status_code == 302
    assert checking_texts.blocking(small_plan, NOVEMBER, TODAY) == []
    assert CprClearance.objects.get().recorded_by == cast.sara_secretary


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"reason": ""}, "Skriv, hvorfor teksten må stå."),
        ({"reason": f"{NUMBER}"}, "Skriv begrundelsen uden nummeret."),
        ({"sha256": "0" * 64}, "Teksten er ændret eller frigivet i mellemtiden."),
    ],
    ids=["no reason", "the number as the reason", "another text"],
)
def test_otherwise_nothing_happens_and_the_page_says_why(sara, address, item, fields, said):
    response = clear(sara, address, item, **fields)
    assert (response.status_code, CprClearance.objects.count()) == (422, 0)
    assert said in response.content.decode()


@pytest.mark.parametrize("month", ["", "nonsense", "2013-13", "x" * 5000])
def test_a_month_that_makes_no_sense_is_the_plans_own(sara, item, small_plan, month):
    address = reverse("handleplan:plan-texts", args=[small_plan.slug])
    assert sara.get(address, {"month": month}).status_code == 200
