"""The consistency page: every check with its reason and a way to mend it (S004-40)."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from handleplan import closing, consistency, planning, scaling, updating
from handleplan.dates import parse
from handleplan.models import Milestone, PlanItem, Scale
from handleplan.models.scales import USUAL_LEVELS
from tests.conftest import BECAUSE
from tests.web.keeping import at

TODAY = dt.date(2013, 11, 29)


@pytest.fixture
def by(cast) -> dict:
    return {"user": cast.sara_secretary, "reason": BECAUSE}


@pytest.fixture
def secretary(cast) -> Client:
    client = Client(headers={"accept-language": "da"})
    client.force_login(cast.sara_secretary)
    return client


@pytest.fixture
def add(small_plan, by):
    """Adds an initiative with a schedule."""

    def add_point(number: str, start: str = "2012", end: str = "ultimo 2014", **fields) -> PlanItem:
        item = planning.add_item(small_plan, kind="initiative", number=number, title=f"Punkt {number}", **fields, **by)
        milestone = planning.schedule_item(item, start=parse(start) if start else None, **by)
        if end:
            planning.record_first_end(milestone, end=parse(end), **by)
        return item

    return add_point


def found(plan, user, code: str) -> list[str]:
    return [finding.sentence for finding in consistency.findings(plan, user, TODAY) if finding.code == code]


def test_S004_40_the_real_plan_has_what_its_document_has(real_plan, cast):
    counted = Counter(finding.code for finding in consistency.findings(real_plan, cast.sara_secretary, TODAY))
    assert counted == {
        "missing_parent": 19,
        "start_missing": 3,
        "forecast_after_end": 2,
        "as_of_differs": 1,
        "closed_parent_open_child": 1,
        "possible_merge": 1,
        "sibling_closed_first": 1,
        "unresolved_reference": 1,
    }


def test_a_plan_in_order_has_nothing(small_plan, add, by, cast):
    item = add("1.1")
    updating.record_status(item, period=dt.date(2013, 11, 1), text="Efter planen.", **by)
    assert consistency.findings(small_plan, cast.sara_secretary, TODAY) == []


def test_S004_40_a_child_that_ends_after_the_point_above_is_found(small_plan, add, by, cast):
    parent = add("1.1", end="1. maj 2013")
    add("1.1.1", end="1. juni 2013", parent=parent)
    assert found(small_plan, cast.sara_secretary, "outside_parent") == [
        "1.1.1 slutter 1. juni 2013, efter punktet ovenover, 1.1, som slutter 1. maj 2013."
    ]


def test_S004_40_a_child_that_begins_before_the_point_above_is_found(small_plan, add, cast):
    parent = add("1.1", start="2012")
    add("1.1.1", start="2011", parent=parent)
    assert found(small_plan, cast.sara_secretary, "outside_parent") == [
        "1.1.1 begynder 2011, før punktet ovenover, 1.1, som begynder 2012."
    ]


def test_an_imprecise_end_is_read_kindly(small_plan, add, cast):
    parent = add("1.1", end="1. oktober 2013")
    add("1.1.1", end="ultimo 2013", parent=parent)  # can mean the 1st of September
    assert found(small_plan, cast.sara_secretary, "outside_parent") == []


def test_S004_40_end_before_start(small_plan, add, cast):
    add("1.1", start="2014", end="medio 2013")
    assert found(small_plan, cast.sara_secretary, "end_before_start") == [
        "1.1: slutdatoen medio 2013 ligger før starten 2014."
    ]


def test_S004_40_an_active_point_without_an_end(small_plan, add, cast):
    add("1.1", end="")
    assert found(small_plan, cast.sara_secretary, "end_missing") == ["1.1 har en start (2012), men ingen slutdato."]


def test_S004_40_a_closed_point_without_a_status(small_plan, add, by, cast):
    closing.close_item(add("1.1"), reported_in=dt.date(2013, 10, 1), **by)
    assert found(small_plan, cast.sara_secretary, "closed_without_status") == [
        "1.1 er afsluttet, men ingen status siger det."
    ]


def test_S004_40_a_status_older_than_three_months(small_plan, add, by, cast):
    updating.record_status(add("1.1"), period=dt.date(2013, 7, 1), text="I gang.", **by)
    updating.record_status(add("1.2"), period=dt.date(2013, 8, 1), text="I gang.", **by)
    add("1.3")
    assert found(small_plan, cast.sara_secretary, "silent") == [
        "Den nyeste status for 1.1 er fra juli 2013.",
        "1.3 har aldrig fået en status.",
    ]


def test_a_good_assessment_of_an_overdue_point_is_a_contradiction(small_plan, add, by, cast):
    scaling.set_scale(small_plan, levels=USUAL_LEVELS, **by)
    item = add("1.1", end="medio 2013")
    updating.record_status(
        item, period=dt.date(2013, 11, 1), text="Fint.", assessment="on_track", scale=Scale.objects.get(), **by
    )
    assert found(small_plan, cast.sara_secretary, "contradiction") == [
        "1.1 er vurderet “Efter planen”, men fristen (medio 2013) er overskredet."
    ]


def test_a_row_that_left_its_chain_is_found(small_plan, add, cast):
    item = add("1.1")
    milestone = item.milestones.get()
    milestone.end = parse("2019")
    super(Milestone, milestone).save()
    assert found(small_plan, cast.sara_secretary, "chain_differs") == [
        "1.1: slutdatoen er 2019, men kædens nyeste led siger ultimo 2014."
    ]


def test_every_finding_leads_to_a_page_that_answers(secretary, real_plan, cast):
    urls = {finding.url for finding in consistency.findings(real_plan, cast.sara_secretary, TODAY)}
    assert {secretary.get(url).status_code for url in urls} == {200}


def test_other_packages_add_their_checks(small_plan, cast, settings):
    settings.HANDLEPLAN_CONTRIBUTIONS = {"CHECKS": ["tests.web.test_consistency.one_more"]}
    last = consistency.by_check(consistency.findings(small_plan, cast.sara_secretary, TODAY))[-1]
    assert (last["title"], [finding.sentence for finding in last["findings"]]) == ("Fra en anden", ["En lille plan"])


def one_more(plan, user, as_of):
    yield consistency.Finding("elsewhere", plan.title, title="Fra en anden")


def test_who_only_reads_gets_no_links_to_mend(real_plan, cast):
    client = Client()
    client.force_login(cast.rita_reader)
    assert client.get(at("plan-consistency", real_plan.slug)).content.decode().count('class="findings"') == 8
    assert "/items/new/" not in client.get(at("plan-consistency", real_plan.slug)).content.decode()


def test_the_plan_page_says_how_many_to_who_keeps_the_plan(secretary, real_plan):
    page = secretary.get(at("plan-detail", real_plan.slug)).content.decode()
    assert f'<a href="{at("plan-consistency", real_plan.slug)}">29 forhold at se på</a>' in page


def test_the_figure_follows_what_is_mended(real_plan, cast, by):
    before = consistency.count(real_plan, cast.sara_secretary, TODAY)
    item = real_plan.items.get(number="1.2.5.6")
    planning.move_end(item.milestones.get(), end=parse("medio 2014"), why="Udvalget", **by)
    assert (before, consistency.count(real_plan, cast.sara_secretary, TODAY)) == (29, 28)


def test_many_points_take_as_many_queries_as_one(small_plan, add, secretary):
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert secretary.get(at("plan-consistency", small_plan.slug)).status_code == 200
        return len(asked)

    add("1.1", end="")
    one = queries()
    for number in range(2, 8):
        add(f"1.{number}", end="")
    assert queries() == one
