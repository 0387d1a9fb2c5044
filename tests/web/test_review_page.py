"""The review for managers: filters in the address, figures that lead on, one list by risk, acts in the row."""

from __future__ import annotations

import datetime as dt
import re
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from handleplan import closing, planning, scheduling, updating
from handleplan.attention import Why
from handleplan.dates import parse
from handleplan.models import PlanItem
from tests.attention.points import add_point
from tests.conftest import BECAUSE

LATE = "/late/"


def client_of(person) -> Client:
    client = Client(headers={"accept-language": "da"})
    client.force_login(person)
    return client


@pytest.fixture
def manager(cast, demo_day) -> Client:
    return client_of(cast.mads_manager)


@pytest.fixture
def points(small_plan, cast, unit) -> dict[str, PlanItem]:
    """1.1 is overdue, moved and silent for four months; 1.2 is not due; 1.3 has no end and no status; Økonomi has 1.1
    and 1.2, Olga owns 1.3."""
    by = {"user": cast.sara_secretary, "reason": BECAUSE}
    made = {
        "1.1": add_point(small_plan, "1.1", "1. jan. 2012", "1. okt. 2013", text="", title="Merudgifter"),
        "1.2": add_point(small_plan, "1.2", "1. juni 2015", title="Hjemløse"),
        "1.3": add_point(small_plan, "1.3", text="", title="Årskontrol"),
    }
    updating.record_status(made["1.1"], period=dt.date(2013, 7, 1), text="Går godt", assessment="on_track", **by)
    for number, owner, its_unit in (("1.1", None, unit), ("1.2", None, unit), ("1.3", cast.olga_owner, None)):
        planning.assign_item(made[number], owner=owner, unit=its_unit, **by)
    return made


def listed(client: Client, **query: str) -> list[str]:
    return [row["number"] for row in client.get(LATE, {"view": "list", **query}).context["list"]["rows"]]


def row_of(client: Client, number: str, **query: str) -> dict:
    rows = client.get(LATE, {"view": "list", **query}).context["list"]["rows"]
    return next(row for row in rows if row["number"] == number)


# -- the list and its filters -----------------------------------------------------------------------------------------


def test_one_list_holds_every_open_point_the_riskiest_first(points, manager):
    assert listed(manager) == ["1.1", "1.3", "1.2"]


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ({"kind": "overdue"}, ["1.1"]),
        ({"kind": "silent"}, ["1.1", "1.3"]),
        ({"kind": "contradicting"}, ["1.1"]),
        ({"kind": "uncertain-end"}, ["1.3"]),
        ({"unit": "none"}, ["1.3"]),
        ({"owner": "none"}, ["1.1", "1.2"]),
        ({"moved": "1"}, ["1.1"]),
        ({"moved": "2"}, []),
        ({"silent": "3"}, ["1.1", "1.3"]),
        ({"silent": "6"}, ["1.3"]),
        ({"q": "MERUDGIFTER"}, ["1.1"]),
        ({"q": "årskontrol"}, ["1.3"]),
        ({"q": "1.2"}, ["1.2"]),
        ({"q": "findes ikke"}, []),
        ({"q": "merudgifter", "kind": "silent", "moved": "1"}, ["1.1"]),
    ],
)
def test_the_filters_narrow_the_list(query, numbers, points, manager):
    assert listed(manager, **query) == numbers


def test_a_unit_and_an_owner_can_be_asked_for(points, manager, unit, cast):
    assert listed(manager, unit=str(unit.pk)) == ["1.1", "1.2"]
    assert listed(manager, owner=f"person-{cast.olga_owner.pk}") == ["1.3"]


@pytest.mark.parametrize("kind", ["silent", "contradicting", "closed-parent", "in-focus"])
def test_a_reason_that_has_no_list_of_its_own_is_shown_as_one_list(kind, points, manager):
    assert manager.get(LATE, {"kind": kind}).context["layout"] == "list"


@pytest.mark.parametrize("name", ["plan", "unit", "owner", "kind", "moved", "silent", "view", "sort", "rows"])
def test_what_nothing_has_is_said_beside_its_field_and_filters_nothing(name, points, manager):
    response = manager.get(LATE, {name: "findes-ikke"})
    assert (response.status_code, len(response.context["form"][name]["errors"])) == (422, 1)


@pytest.mark.parametrize(
    "q", ["\x00", "x" * 5000, "%", "'", "\ud800".encode("utf-8", "surrogatepass").decode("latin-1")]
)
def test_no_search_breaks_the_page(q, points, manager):
    assert manager.get(LATE, {"q": q}).status_code == 200


@pytest.mark.parametrize(
    ("sort", "numbers"),
    [
        ("", ["1.1", "1.3", "1.2"]),
        ("days", ["1.1", "1.3", "1.2"]),
        ("original", ["1.1", "1.3", "1.2"]),
        ("moved", ["1.1", "1.3", "1.2"]),
        ("silent", ["1.3", "1.1", "1.2"]),
        ("number", ["1.1", "1.2", "1.3"]),
    ],
)
def test_the_order_is_chosen_in_the_address(sort, numbers, points, manager):
    assert listed(manager, sort=sort) == numbers


def test_what_is_equal_stays_in_the_order_of_risk(small_plan, manager):
    for number, end in (("1.1", "1. juni 2013"), ("1.2", "1. juni 2012"), ("1.3", "1. juni 2011")):
        add_point(small_plan, number, end)
    assert listed(manager, sort="moved") == ["1.3", "1.2", "1.1"]


def test_the_other_filters_stay_when_the_order_is_changed(points, manager):
    sorts = manager.get(LATE, {"view": "list", "moved": "1", "q": "merudgifter"}).context["list"]["sorts"]
    assert sorts[1]["href"] == "?moved=1&q=merudgifter&view=list&sort=days"


def test_a_long_list_is_cut_and_leads_to_all(small_plan, manager, monkeypatch):
    monkeypatch.setattr("handleplan.late_page.lists.MOST_ROWS", 2)
    for number in ("1.1", "1.2", "1.3"):
        add_point(small_plan, number, "1. jan. 2012")
    found = manager.get(LATE, {"view": "list"}).context["list"]
    assert (len(found["rows"]), found["all_address"]) == (2, "?view=list&rows=all")
    assert len(listed(manager, rows="all")) == 3


# -- what a row says --------------------------------------------------------------------------------------------------


def test_a_row_says_how_long_there_has_been_no_news(points, manager):
    told = [row_of(manager, number)["status_month"] for number in ("1.1", "1.2", "1.3")]
    assert told == ["juli 2013", "november 2013", ""]
    assert [bool(row_of(manager, number)["silence"]) for number in ("1.1", "1.2", "1.3")] == [True, False, True]


def test_a_good_assessment_of_an_overdue_point_is_shown_as_a_contradiction(points, manager):
    row = row_of(manager, "1.1")
    assert (row["assessment"], row["symbol"], row["contradicts"]) == ("Efter planen", "●", True)


def test_the_real_plan_by_risk(real_plan, cast):
    rows = client_of(cast.mads_manager).get(LATE, {"view": "list", "on": "2013-11-30"}).context["list"]["rows"]
    assert [(row["number"], row["sentence"], row["over_original"], row["moved"]) for row in rows] == [
        ("1.2.5.6", "334 dage over fristen", "699 dage over den oprindelige", "+365 dage"),
        ("1.1.2.2.A", "91 dage over fristen", "334 dage over den oprindelige", "+121 til +243 dage"),
        ("2.1.3.1.", "31 dage tilbage", "760 dage over den oprindelige", "+670 til +791 dage"),
    ]


# -- figures ----------------------------------------------------------------------------------------------------------


def figures(client: Client, name: str = "unit", **query: str) -> dict[str, list[int]]:
    tables = {table["name"]: table for table in client.get(LATE, query).context["summaries"]}
    rows = [*tables[name]["rows"], tables[name]["total"]] if name in tables else []
    return {row["title"]: [cell["count"] for cell in row["cells"]] for row in rows}


def test_each_unit_has_its_active_overdue_in_window_moved_silent_and_contradicting_points(points, manager):
    assert list(figures(manager).values()) == [[2, 1, 0, 1, 1, 1], [1, 0, 0, 0, 1, 0], [3, 1, 0, 1, 2, 1]]


def test_each_plan_has_them_too(real_plan, points, manager):
    found = figures(manager, "plan")
    assert found["En lille plan"] == [3, 1, 0, 1, 2, 1]
    assert found[real_plan.title] == [3, 2, 1, 3, 0, 2]


def test_every_figure_leads_to_as_many_points(real_plan, points, manager):
    wrong = []
    for table in manager.get(LATE).context["summaries"]:
        for row in [*table["rows"], table["total"]]:
            for cell in row["cells"]:
                if cell["href"]:
                    rows = manager.get(LATE + cell["href"]).context["list"]["rows"]
                    if len({row["item"] for row in rows}) != cell["count"]:
                        wrong.append((row["title"], cell["label"], cell["count"], len(rows)))
    assert wrong == []


def test_a_chosen_unit_still_shows_the_others_and_is_marked(points, manager, unit):
    [table] = manager.get(LATE, {"unit": unit.pk}).context["summaries"]
    assert [row["chosen"] for row in table["rows"]] == [True, False]
    assert table["rows"][0]["title"] == "Økonomi"


def test_a_point_with_two_deadlines_counts_once(small_plan, manager, cast):
    item = add_point(small_plan, "1.1", "1. jan. 2012")
    by = {"user": cast.sara_secretary, "reason": BECAUSE}
    scheduling.set_end(scheduling.add_milestone(item, name="Første gang", **by), end=parse("1. feb. 2012"), **by)
    [tile] = [tile for tile in manager.get(LATE).context["tiles"] if tile["href"] == f"#{Why.OVERDUE.value}"]
    assert (tile["count"], len(listed(manager)), figures(manager)) == (2, 2, {})


# -- acts -------------------------------------------------------------------------------------------------------------


def acts(client: Client, number: str) -> list[str]:
    page = client.get(LATE, {"view": "list", "q": number}).content.decode()
    found = re.findall(r'<tr class="late-acts.*?</tr>', page, re.DOTALL)
    return [
        re.sub(r"[0-9]+", "N", unescape(url).split("?")[0])
        for url in re.findall(r'<a [^>]*?href="([^"]+)"', "".join(found))
    ]


@pytest.mark.parametrize(
    ("person", "may"),
    [
        ("sara_secretary", ["status", "move", "close"]),
        ("mads_manager", ["move"]),
        ("olga_owner", ["status", "request"]),
        ("rita_reader", []),
    ],
)
def test_a_row_offers_what_its_reader_may_do(person, may, real_plan, cast):
    addresses = {
        "status": "/items/N/status/",
        "move": "/milestones/N/move/",
        "request": "/milestones/N/request/",
        "close": "/items/N/close/",
    }
    assert acts(client_of(getattr(cast, person)), "1.1.2.2.A") == [addresses[name] for name in may]


def test_a_page_of_this_site_that_is_not_there_is_not_linked_to(points, cast, demo_day, monkeypatch):
    monkeypatch.setattr("handleplan.late_page.rows.address_of", lambda name: "")
    assert acts(client_of(cast.mads_manager), "1.1") == []


def test_the_form_of_a_status_comes_back_to_the_same_list(points, cast, demo_day):
    page = client_of(cast.sara_secretary).get(LATE, {"view": "list", "moved": "1"}).content.decode()
    assert "status/?next=%2Flate%2F%3Fview%3Dlist%26moved%3D1" in page


def test_the_form_of_a_point_that_stands_in_two_lists_has_one_place(real_plan, cast):
    page = client_of(cast.sara_secretary).get(LATE).content.decode()
    places = re.findall(r'id="(status-[0-9]+)"', page)
    assert len(places) == len(set(places)) == 3


def test_the_question_leads_to_the_move_with_the_date_that_the_text_names(real_plan, cast):
    rows = client_of(cast.mads_manager).get(LATE, {"kind": "text-later"}).context["sections"][0]["rows"]
    assert [row["move_url"].partition("?")[2] for row in rows] == [
        "to=ultimo+2013+primo+2014",
        "to=ultimo+januar+2014+eller+maj+2014",
    ]


# -- queries ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("query", [{}, {"view": "list"}, {"view": "list", "q": "punkt"}, {"view": "closed"}])
def test_the_number_of_queries_is_the_same_at_1_and_at_3_points(query, small_plan, manager, cast):
    by = {"user": cast.sara_secretary, "reason": BECAUSE}
    counts = []
    for numbers in (["1.1"], ["1.2", "1.3"]):
        for number in numbers:
            item = add_point(small_plan, number, "1. jan. 2012", "medio 2013")
            updating.record_status(item, period=dt.date(2013, 11, 1), text="x", assessment="on_track", **by)
            item = add_point(small_plan, f"{number}.1", "1. jan. 2012", "medio 2013")
            closing.close_item(item, reported_in=None, **by)
        with CaptureQueriesContext(connection) as queries:
            manager.get(LATE, query)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 7


def test_a_manager_may_ask_the_owner_by_mail_and_nobody_asks_themselves(real_plan, cast):
    item = PlanItem.objects.get(plan=real_plan, number="1.1.2.2.A")
    cast.olga_owner.email = "olga@kommune.example"
    cast.olga_owner.save(update_fields=["email"])
    pages = {}
    for person in (cast.mads_manager, cast.rita_reader, cast.olga_owner):
        client = Client()
        client.force_login(person)
        pages[person.username] = client.get("/late/").content.decode()
    asked = "mailto:olga%40kommune.example?subject=Vedr.%201.1.2.2.A%20Gennemgang"
    assert {name: asked in page for name, page in pages.items()} == {
        "mads_manager": True,
        "rita_reader": False,
        "olga_owner": False,
    }
    assert item.title in pages["rita_reader"]
