"""References and the relations read out of them (issue 3, point 4; S004-13, S004-14, S004-15)."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from handleplan import planning, relating
from handleplan.models import ItemRelation
from tests.conftest import BECAUSE
from tests.web.keeping import at


@pytest.fixture
def secretary(cast) -> Client:
    client = Client(headers={"accept-language": "da"})
    client.force_login(cast.sara_secretary)
    return client


@pytest.fixture
def by(cast) -> dict:
    return {"user": cast.anna_administrator, "reason": BECAUSE}


@pytest.fixture
def page(secretary, real_plan):
    return lambda: secretary.get(at("plan-references", real_plan.slug)).context


def act(client, plan, row, name: str, **fields):
    data = {"relation": row["pk"], "seen": row.get("seen", row["pk"]), "once": row["once"], "act": name}
    return client.post(at("plan-references", plan.slug), data | fields)


def told(rows) -> list[tuple[str, str, str]]:
    return [(row["item"]["number"], row["words"], row["other"]["number"]) for row in rows]


def test_S004_15_what_leads_nowhere_is_listed_with_where_it_stands(page):
    assert [(one.as_written, one.item["number"], one.where) for one in page()["unresolved"]] == [
        ("2.2.1.2", "2.4.1.1", "beskrivelse")
    ]


def test_S004_15_a_reference_finds_its_point_however_the_number_is_spelled(page):
    assert [(one.as_written, one.target["number"]) for one in page()["resolved"]] == [("2.1.3.1", "2.1.3.1.")]


def test_S004_13_a_reference_to_a_former_number_leads_to_the_point_that_had_it(page, real_plan, by):
    planning.edit_item(real_plan.items.get(number="1.2.5.6"), description="Afventer, jf. pkt. 2.5.3.3.", **by)
    found = next(one for one in page()["resolved"] if one.formerly)
    assert (found.as_written, found.target["number"], found.formerly) == ("2.5.3.3", "2.4.1.1", "2.5.3.3")


def test_a_reference_to_a_point_of_the_earlier_plan_leads_there(secretary, real_plan, by):
    later = planning.create_plan(title="Fase 2", **by)
    planning.edit_plan(real_plan, successor=later, **by)
    planning.add_item(later, kind="initiative", number="1", title="Ny", description="Som jf. 1.2.5.6", **by)
    found = secretary.get(at("plan-references", later.slug)).context["resolved"]
    assert [(one.target["number"], one.elsewhere) for one in found] == [("1.2.5.6", real_plan.title)]


def test_the_relations_read_from_the_texts_wait_for_an_answer(page):
    assert told(page()["proposed"]) == [
        ("2.1.3.1.", "indeholder hele titlen på", "2.4.1.1"),
        ("2.5.3.2", "henviser til", "2.1.3.1."),
    ]


def test_a_confirmed_relation_says_who_confirmed_it(secretary, real_plan, page, cast):
    assert act(secretary, real_plan, page()["proposed"][0], "confirm").status_code == 302
    (row,) = page()["confirmed"]
    assert (told([row]), row["by"]) == (
        [("2.1.3.1.", "indeholder hele titlen på", "2.4.1.1")],
        str(cast.sara_secretary),
    )


def test_a_rejected_relation_is_gone_and_its_history_is_kept(secretary, real_plan, page, cast):
    act(secretary, real_plan, page()["proposed"][1], "reject")
    entry = ItemRelation.history.filter(history_type="-").get()
    assert (told(page()["rejected"]), entry.history_user) == (
        [("2.5.3.2", "henviser til", "2.1.3.1.")],
        cast.sara_secretary,
    )


def test_a_rejected_relation_is_not_proposed_by_the_next_import(secretary, real_plan, page, by):
    act(secretary, real_plan, page()["proposed"][1], "reject")
    item, other = (real_plan.items.get(number=number) for number in ("2.5.3.2", "2.1.3.1."))
    assert relating.relate_items(item, other, kind="refers_to", **by) is None
    assert len(page()["proposed"]) == 1


def test_a_rejection_is_taken_back(secretary, real_plan, page):
    act(secretary, real_plan, page()["proposed"][1], "reject")
    act(secretary, real_plan, page()["rejected"][0], "again")
    assert (len(page()["proposed"]), page()["rejected"]) == (2, [])


def test_a_person_who_states_a_rejected_relation_himself_is_heard(secretary, real_plan, page, by):
    act(secretary, real_plan, page()["proposed"][1], "reject")
    item, other = (real_plan.items.get(number=number) for number in ("2.5.3.2", "2.1.3.1."))
    assert relating.relate_items(item, other, kind="refers_to", confirmed=True, **by).confirmed


def test_the_second_of_two_who_decide_is_told(secretary, real_plan, page, by):
    row = page()["proposed"][0]
    relating.confirm_relation(ItemRelation.objects.get(pk=row["pk"]), **by)
    response = act(secretary, real_plan, row, "reject")
    assert (response.status_code, len(page()["confirmed"])) == (409, 1)


def test_a_second_click_is_no_conflict_with_oneself(secretary, real_plan, page):
    row = page()["proposed"][0]
    assert [act(secretary, real_plan, row, "confirm").status_code for _click in range(2)] == [302, 302]


def test_a_relation_of_another_plan_is_not_touched(secretary, page, small_plan):
    assert act(secretary, small_plan, page()["proposed"][0], "confirm").status_code == 409
    assert page()["confirmed"] == []


def test_the_points_history_tells_the_rejection(secretary, real_plan, page):
    act(secretary, real_plan, page()["proposed"][1], "reject")
    item = real_plan.items.get(number="2.5.3.2")
    assert secretary.get(at("item-history", item.pk)).status_code == 200


def test_the_page_asks_equally_often_for_two_relations_and_for_five(secretary, real_plan, page, by):
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            page()
        return len(asked)

    page()
    before = queries()
    item = real_plan.items.get(number="1.2.5.6")
    for other in real_plan.items.exclude(pk=item.pk)[:3]:
        relating.relate_items(item, other, kind="refers_to", **by)
    assert (len(page()["proposed"]), queries()) == (5, before)
