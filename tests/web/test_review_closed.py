"""The closed points in the review: those that slipped, their chain, and what the plan does not tell."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from handleplan import closing
from handleplan.dates import parse
from handleplan.models import Plan
from tests.attention.points import add_point
from tests.conftest import BECAUSE

CLOSED = {"view": "closed"}


@pytest.fixture
def manager(cast, demo_day) -> Client:
    client = Client(headers={"accept-language": "da"})
    client.force_login(cast.mads_manager)
    return client


@pytest.fixture
def slipped(small_plan, cast) -> Plan:
    """2.1 was moved three times; 2.2 was done two months late; 2.3 says nothing."""
    by = {"user": cast.sara_secretary, "reason": BECAUSE}
    november = dt.date(2013, 11, 1)
    chain = ("1. nov. 2011", "1. feb. 2012", "1. juli 2012", "ultimo 2013")
    closing.close_item(add_point(small_plan, "2.1", *chain, title="SOFUS"), reported_in=november, **by)
    closing.close_item(add_point(small_plan, "2.2", "1. marts 2012"), reported_in=None, when=parse("maj 2012"), **by)
    closing.close_item(add_point(small_plan, "2.3", "1. marts 2012"), reported_in=november, **by)
    return small_plan


def rows(client: Client, **query: str) -> list[dict]:
    return client.get("/late/", CLOSED | query).context["closed"]["rows"]


def test_S004_23_the_chain_prints_as_the_plan_prints_it(slipped, manager):
    row = rows(manager)[0]
    assert (row["original"], row["cell"]) == ("1. nov. 2011", "(1. feb. 2012) (1. juli 2012) ultimo 2013")


def test_S004_25_it_says_how_often_and_how_far_the_deadline_moved(slipped, manager):
    row = rows(manager)[0]
    assert (row["moves"], row["moved"], row["reported"]) == ("flyttet 3 gange", "+670 til +791 dage", "november 2013")


def test_the_furthest_comes_first_and_what_nobody_can_tell_is_left_out(slipped, manager):
    assert [row["number"] for row in rows(manager)] == ["2.1", "2.2"]


def test_the_day_it_was_done_is_not_the_month_that_reported_it(slipped, manager):
    assert [(row["done"], row["reported"]) for row in rows(manager)] == [("", "november 2013"), ("maj 2012", "")]


@pytest.mark.parametrize(
    ("query", "numbers"),
    [({"moved": "1"}, ["2.1"]), ({"q": "sofus"}, ["2.1"]), ({"unit": "none"}, ["2.1", "2.2"])],
)
def test_the_filters_narrow_them(query, numbers, slipped, manager):
    assert [row["number"] for row in rows(manager, **query)] == numbers


def test_of_the_real_plan_nobody_can_tell_and_the_page_says_so(real_plan, manager):
    closed = manager.get("/late/", CLOSED).context["closed"]
    assert (closed["rows"], "45" in closed["told"]) == ([], True)


def test_a_filter_that_means_nothing_here_does_not_follow_along(slipped, manager):
    tabs = manager.get("/late/", {"kind": "silent", "silent": "3", "q": "sofus"}).context["tabs"]
    assert tabs[2]["href"] == "?q=sofus&view=closed"


def test_text_of_a_closed_point_is_escaped(small_plan, cast, manager):
    item = add_point(small_plan, "2.1", "1. nov. 2011", "1. feb. 2012", title="<script>alert(1)</script>")
    closing.close_item(item, reported_in=None, user=cast.sara_secretary, reason=BECAUSE)
    assert b"<script>alert" not in manager.get("/late/", CLOSED).content
