"""Closing, dropping, merging, continuing and reopening (issue 3, point 4; UX 24; S004-14, S004-17)."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from handleplan import closing, planning
from handleplan.keeping_page import derived_state, tree_warnings
from handleplan.models import Closing, ItemRelation, PlanItem
from handleplan.plan_rows import open_outline
from tests.conftest import BECAUSE
from tests.web.keeping import at, carried, send

NOVEMBER = {"reported_in": "november 2013"}


@pytest.fixture
def secretary(cast) -> Client:
    client = Client(headers={"accept-language": "da"})
    client.force_login(cast.sara_secretary)
    return client


@pytest.fixture
def by(cast) -> dict:
    return {"user": cast.anna_administrator, "reason": BECAUSE}


@pytest.fixture
def item(real_plan) -> PlanItem:
    return real_plan.items.get(number="1.1.2.2.A")


def close(client, item, **fields):
    return send(client, at("item-close", item.pk), step="close", **NOVEMBER | fields)


def test_UX_24_closing_is_confirmed_on_a_page_of_its_own(secretary, item):
    response = send(secretary, at("item-close", item.pk), kind="closed", step="look", when="medio 2013", **NOVEMBER)
    item.refresh_from_db()
    assert (response.status_code, response.context["confirming"], item.is_closed) == (200, True, False)
    assert carried_back(response)["when"] == "medio 2013"


def carried_back(response) -> dict:
    return {field.html_name: field.value() for field in response.context["form"]}


def test_a_closed_point_keeps_the_day_and_the_month_apart(secretary, item, cast):
    close(secretary, item, kind="closed", when="15. oktober 2013")
    item.refresh_from_db()
    told = item.closings.get()
    assert (item.state, item.reported_closed_in) == ("closed", dt.date(2013, 11, 1))
    assert (told.when.as_written, told.recorded_by) == ("15. oktober 2013", cast.sara_secretary)


def test_dropping_needs_a_reason(secretary, item):
    response = close(secretary, item, kind="dropped")
    assert (response.status_code, response.context["form"].errors) == (422, {"why": ["Skriv begrundelsen."]})


def test_merging_needs_the_other_point(secretary, item):
    response = close(secretary, item, kind="merged", why="Samme indsats")
    assert response.context["form"].errors == {"into": ["Vælg det punkt, der overtager."]}


def test_S004_14_a_merged_point_leads_to_the_one_that_took_it_in(secretary, item, real_plan):
    other = real_plan.items.get(number="1.1.2.1")
    close(secretary, item, kind="merged", why="Samme indsats", into=other.pk)
    assert (item.closings.get().into, item.relations.get(kind="merged_into").confirmed) == (other, True)
    assert at("item-detail", other.pk) in secretary.get(at("item-detail", item.pk)).content.decode()


def test_what_a_closed_point_is_merged_into_is_forgotten_where_it_is_simply_done(secretary, item, real_plan):
    other = real_plan.items.get(number="1.1.2.1")
    close(secretary, item, kind="closed", into=other.pk)
    assert item.closings.get().into is None


def test_a_month_that_is_none_is_refused(secretary, item):
    response = send(secretary, at("item-close", item.pk), kind="closed", step="look", reported_in="uge 47")
    assert response.context["form"].errors == {
        "reported_in": ["“uge 47” er ikke en måned. Skriv f.eks. november 2013."]
    }


def test_S004_17_closing_over_open_points_is_warned_about_and_allowed(secretary, real_plan):
    above = real_plan.items.get(number="1.2")
    page = secretary.get(at("item-close", above.pk))
    assert [one["number"] for one in page.context["derived"]["open"]] == ["1.2.5.6"]
    assert close(secretary, above, kind="closed").status_code == 302


def test_a_point_that_somebody_else_closed_meanwhile_answers_409(secretary, item, by):
    mine = carried(secretary, at("item-close", item.pk))
    closing.close_item(item, reported_in=dt.date(2013, 10, 1), **by)
    fields = mine | NOVEMBER | {"kind": "dropped", "why": "Ikke aktuelt", "step": "close"}
    response = secretary.post(at("item-close", item.pk), fields)
    assert (response.status_code, item.closings.count()) == (409, 1)
    assert "Ikke aktuelt" in response.content.decode()


def test_a_double_click_closes_once(secretary, item):
    fields = carried(secretary, at("item-close", item.pk)) | NOVEMBER | {"kind": "closed", "step": "close"}
    assert [secretary.post(at("item-close", item.pk), fields).status_code for _click in range(2)] == [302, 302]
    assert item.closings.count() == 1


def test_a_reopened_point_says_why_and_its_closing_stays(secretary, item):
    close(secretary, item, kind="closed")
    send(secretary, at("item-reopen", item.pk), why="Revisionen var uenig")
    item.refresh_from_db()
    assert (item.state, item.reported_closed_in) == ("in_progress", None)
    assert list(item.closings.values_list("kind", "reason")) == [("closed", ""), ("reopened", "Revisionen var uenig")]


def test_reopening_needs_a_reason(secretary, item):
    close(secretary, item, kind="closed")
    assert send(secretary, at("item-reopen", item.pk), why=" ").status_code == 422


def test_a_reopened_point_is_no_longer_merged_and_the_relation_stays_in_history(secretary, item, real_plan):
    other = real_plan.items.get(number="1.1.2.1")
    close(secretary, item, kind="merged", why="Samme indsats", into=other.pk)
    send(secretary, at("item-reopen", item.pk), why="Alligevel ikke")
    assert not item.relations.filter(kind="merged_into").exists()
    assert ItemRelation.history.filter(item=item, kind="merged_into", history_type="-").count() == 1


def test_the_month_of_the_plans_status_is_suggested(secretary, item):
    page = secretary.get(at("item-close", item.pk)).content.decode()
    assert 'value="november 2013"' in page


def test_S004_17_the_points_page_names_the_open_point_beneath_a_closed_one(real_plan):
    derived = derived_state(real_plan.items.get(number="1.2.5"))
    assert (derived["contradicts"], [one["number"] for one in derived["open"]]) == (True, ["1.2.5.6"])


def test_S004_17_the_plans_tree_warns_at_1_2_5_only(real_plan):
    points, _closed = open_outline(real_plan)
    numbers = dict(real_plan.items.values_list("pk", "number"))
    warnings = {numbers[pk]: words for pk, words in tree_warnings(points).items()}
    assert warnings == {"1.2.5": "Meldt afsluttet, men 1.2.5.6 er stadig åbent"}


def test_the_stored_state_is_never_overwritten_by_what_is_derived(real_plan, by):
    child = real_plan.items.get(number="1.2.5.6")
    closing.close_item(child, reported_in=None, **by)
    closing.reopen_item(child, **by)
    assert real_plan.items.get(number="1.2.5").state == "closed"


def test_a_heading_whose_points_are_all_closed_says_so_in_words(real_plan, by):
    closing.close_item(real_plan.items.get(number="1.2.5.6"), reported_in=None, **by)
    derived = derived_state(real_plan.items.get(number="1.2.5"))
    assert (derived["is_closed"], derived["contradicts"], derived["text"]) == (
        True,
        False,
        "Alle 6 punkter herunder er afsluttet.",
    )


def test_a_point_of_the_successor_can_only_continue_another(secretary, item, real_plan, by):
    later = planning.create_plan(title="Fase 2", **by)
    other = planning.add_item(later, kind="initiative", number="1", title="Ny", **by)
    planning.edit_plan(real_plan, successor=later, **by)
    assert close(secretary, item, kind="merged", why="x", into=other.pk).status_code == 422
    assert close(secretary, item, kind="continued", why="x", into=other.pk).status_code == 302
    assert item.closings.get().kind == Closing.Kind.CONTINUED
