"""The page of one point: where it stands, its deadlines as a chain, its status (issue 2, point 2)."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from handleplan import planning, updating
from handleplan.item_page import linked
from handleplan.models import Milestone, PlanItem
from tests.attention.points import add_point
from tests.conftest import BECAUSE


@pytest.fixture
def secretary(cast) -> Client:
    client = Client(headers={"accept-language": "da"})
    client.force_login(cast.sara_secretary)
    return client


@pytest.fixture
def point(real_plan, secretary):
    """The context of a real point's page, by number."""

    def get(number: str):
        return secretary.get(address(real_plan.items.get(number=number))).context

    return get


def address(item: PlanItem) -> str:
    return reverse("handleplan:item-detail", args=[item.pk])


def chain(context) -> list[tuple[str, str, str]]:
    return [(link["text"], link["from_original"], link["from_before"]) for link in context["deadlines"][0]["chain"]]


def test_S004_25_the_chain_of_1_1_2_2_A_moved_121_to_243_days(point):
    assert chain(point("1.1.2.2.A")) == [
        ("medio 2013", "+121 til +243 dage", "+121 til +243 dage"),
        ("31. dec 2012", "", ""),
    ]


def test_S004_25_the_chain_of_1_2_5_6_moved_365_days(point):
    assert chain(point("1.2.5.6")) == [
        ("udgangen af 2012", "+365 dage", "+260 dage"),
        ("15. april 2012", "+105 dage", "+105 dage"),
        ("1. jan.2012", "", ""),
    ]


def test_S004_25_the_chain_of_2_1_3_1_moved_670_to_791_days(point):
    assert chain(point("2.1.3.1."))[0] == ("ultimo 2013", "+670 til +791 dage", "+427 til +548 dage")


def test_S004_23_the_chain_stands_newest_on_top_with_the_original_labelled(point):
    links = point("2.1.3.1.")["deadlines"][0]["chain"]
    assert [(link["label"], link["superseded"]) for link in links] == [
        ("Flytning nr. 3", False),
        ("Flytning nr. 2", True),
        ("Flytning nr. 1", True),
        ("Oprindelig slutdato", True),
    ]


def test_superseded_deadlines_are_struck_through_and_said_to_screen_readers(real_plan, secretary):
    page = secretary.get(address(real_plan.items.get(number="2.1.3.1."))).content.decode()
    assert page.count('<s class="superseded"><span class="visually-hidden">bortfaldet frist: </span>') == 3


def test_S004_23_who_moved_a_deadline_and_why_is_not_stated_in_the_table(real_plan, secretary):
    page = secretary.get(address(real_plan.items.get(number="1.1.2.2.A"))).content.decode()
    assert 'Besluttet af, dato og begrundelse: <span class="quiet">ikke oplyst i skemaet</span>' in page


def test_what_is_known_of_a_move_is_told(small_plan, cast, secretary, demo_day):
    item = add_point(small_plan, "1.1", "1. jan. 2012")
    planning.move_end(
        item.milestones.get(),
        end=planning.ImpreciseDate("1. maj 2014", dt.date(2014, 5, 1), dt.date(2014, 5, 1)),
        why="Flere sager end ventet",
        decided_by="Socialudvalget",
        decided_on=dt.date(2013, 12, 4),
        user=cast.sara_secretary,
        reason=BECAUSE,
    )
    facts = secretary.get(address(item)).context["deadlines"][0]["chain"][0]["facts"]
    assert [fact["value"] for fact in facts][:3] == ["Flere sager end ventet", "Socialudvalget", "4. december 2013"]


def test_the_computed_state_stands_at_the_top(point):
    states = {number: point(number)["state"]["badge"] for number in ("1.1.2.2.A", "1.2.5.6", "2.1.3.1.", "1.1.2.1")}
    assert states == {"1.1.2.2.A": "overdue", "1.2.5.6": "overdue", "2.1.3.1.": "window", "1.1.2.1": "closed"}


def test_S004_8_a_parent_without_a_row_keeps_its_number_in_the_path(point):
    trail = [(crumb["number"], bool(crumb.get("missing"))) for crumb in point("1.1.2.2.A")["trail"]]
    assert trail == [("1", False), ("1.1", False), ("1.1.2", False), ("1.1.2.2", True)]


def test_S004_8_the_missing_parent_is_said_to_be_missing(real_plan, secretary):
    page = secretary.get(address(real_plan.items.get(number="1.1.2.2.A"))).content.decode()
    assert "1.1.2.2 <span>(ikke i skemaet)</span>" in page


def test_siblings_are_listed_with_their_state(point):
    siblings = {row["number"]: row["state"]["badge"] for row in point("1.1.2.2.A")["siblings"]}
    assert siblings == {"1.1.2.1": "closed", "1.1.2.2.B": "closed"}


def test_S004_17_a_closed_parent_lists_its_open_child(point):
    children = {row["number"]: row["state"]["badge"] for row in point("1.2.5")["children"]}
    assert children["1.2.5.6"] == "overdue"


def test_S004_17_an_open_child_says_that_its_parent_is_closed(point):
    assert point("1.2.5.6")["closed_parent"].number == "1.2.5"


def test_S004_13_a_former_number_stands_beside_the_number(real_plan, secretary):
    page = secretary.get(address(real_plan.items.get(number="2.4.1.1"))).content.decode()
    assert "tidl. pkt. 2.5.3.3</span>" in page


def test_a_closed_points_end_is_the_planned_one_and_its_completion_is_not_stated(real_plan, secretary):
    page = secretary.get(address(real_plan.items.get(number="1.1.2.1"))).content.decode()
    assert "Planlagt slutdato" in page
    assert "Meldt afsluttet oktober 2013" in page
    assert '<dt>Faktisk afsluttet</dt><dd><span class="quiet">ikke oplyst</span></dd>' in page


def test_S004_27_the_forecast_stands_apart_from_the_chain(point):
    forecast = point("1.1.2.2.A")["deadlines"][0]["forecast"]
    assert (forecast["text"], forecast["from_text"], forecast["later"], forecast["beyond"]) == (
        "ultimo januar 2014 eller maj 2014",
        True,
        True,
        "+143 til +273 dage",
    )


def test_S004_27_the_page_asks_whether_to_move_the_end_date(real_plan, secretary):
    page = secretary.get(address(real_plan.items.get(number="1.2.5.6"))).content.decode()
    assert "Skal slutdatoen ændres?" in page


def test_S004_19_legal_references_are_listed(point):
    assert point("1.1.2.2.A")["laws"] == ["SEL §§ 41 og 42"]


def test_S004_14_a_relation_read_from_text_is_a_question(point):
    [relation] = [each for each in point("2.1.3.1.")["relations"] if each["number"] == "2.4.1.1"]
    assert (relation["confirmed"], relation["after"]) == (False, ". Er punktet en videreførelse af det?")


def test_S004_15_a_reference_in_the_text_is_a_link(small_plan, secretary, demo_day):
    other = add_point(small_plan, "1.2.3.4.")
    item = add_point(small_plan, "1.1", text="Se status (jf. 1.2.3.4). Og jf. 9.9.9.9.)")
    page = secretary.get(address(item)).content.decode()
    assert f'(jf. <a href="{address(other)}" title="Punkt 1.2.3.4.">1.2.3.4</a>). Og jf. 9.9.9.9.)' in page


@pytest.mark.parametrize("text", ["", "jf. 1.2.3.4", "  a\n\n b jf. 1.2.3.4.) ultimo 2014 ", "ultimo 2014 ultimo 2014"])
def test_the_pieces_of_a_text_joined_are_the_text(text):
    pieces = linked(text, {"000001000002000003000004": {"url": "/x/", "title": ""}}, "ultimo 2014")
    assert "".join(piece["text"] for piece in pieces) == text


def test_line_breaks_of_a_plain_text_stay(small_plan, secretary, demo_day):
    item = add_point(small_plan, "1.1", text="Første linje\n1) anden linje")
    assert "Første linje\n1) anden linje" in secretary.get(address(item)).content.decode()


def test_earlier_statuses_stand_below_the_newest_with_their_months(small_plan, cast, secretary, demo_day):
    item = add_point(small_plan, "1.1", text="Novembers")
    updating.record_status(
        item, period=dt.date(2013, 9, 1), text="Septembers", user=cast.sara_secretary, reason=BECAUSE
    )
    assert [status["month"] for status in secretary.get(address(item)).context["statuses"]] == [
        "november 2013",
        "september 2013",
    ]


def test_text_is_escaped(small_plan, secretary, demo_day):
    item = add_point(small_plan, "1.1", "<i>medio</i> 2013", text="<script>alert(1)</script>", title="<b>x</b>")
    page = secretary.get(address(item)).content.decode()
    assert [wrong for wrong in ("<script>alert", "<b>x</b>", "<i>medio") if wrong in page] == []


@pytest.mark.parametrize(
    "ends", [(), ("31. juni 2012",), ("løbende",), ("1. jan. 2012", "snarest"), ("fra 2012", "x" * 300)]
)
def test_a_point_with_dates_that_cannot_be_counted_from_has_a_page(ends, small_plan, secretary, demo_day):
    item = add_point(small_plan, "1.1", *ends, text="")
    assert secretary.get(address(item)).status_code == 200


def test_a_point_without_a_number_has_a_page(small_plan, secretary, demo_day):
    assert secretary.get(address(add_point(small_plan, "", title="Uden nummer"))).status_code == 200


def test_a_heading_has_a_page(real_plan, secretary):
    assert secretary.get(address(real_plan.items.get(number="1"))).status_code == 200


def test_a_named_milestone_has_its_own_chain(small_plan, cast, secretary, demo_day):
    item = add_point(small_plan, "1.1", "1. jan. 2014")
    milestone = Milestone(item=item, is_own=False, name="Anden gang", position=1)
    planning._change(milestone, {}, user=cast.sara_secretary, reason=BECAUSE)
    context = secretary.get(address(item)).context
    assert (
        [each["name"] for each in context["deadlines"]],
        [row["name"] for row in context["milestones"]["rows"]],
    ) == (
        [""],
        ["Anden gang"],
    )


def test_a_point_of_a_plan_that_is_not_visible_does_not_exist(real_plan, cast):
    client = Client()
    client.force_login(cast.ove_owner_of_nothing)
    assert client.get(address(real_plan.items.first())).status_code == 404


@pytest.mark.parametrize("pk", ["0", "99999999", "99999999999999999999999999"])
def test_a_point_that_is_not_there_answers_404(pk, secretary):
    assert secretary.get(f"/items/{pk}/").status_code == 404


def test_drawings_hold_no_localised_number(real_plan, secretary):
    page = secretary.get(address(real_plan.items.get(number="1.1.2.2.A"))).content.decode()
    assert re.findall(r'\s(?:x|y|x1|x2|y1|y2|width|height)="\d+,\d', page) == []


def test_the_number_of_queries_is_the_same_for_a_short_and_a_long_history(small_plan, cast, secretary, demo_day):
    item = add_point(small_plan, "1.1", "1. jan. 2012", "1. maj 2012", text="Se jf. 1.2.3.4")
    add_point(small_plan, "1.2.3.4")
    counts = []
    for _round in (1, 2):
        with CaptureQueriesContext(connection) as queries:
            secretary.get(address(item))
        counts.append(len(queries))
        for number in ("1.2", "1.3", "1.4"):
            add_point(small_plan, number, "1. jan. 2012")
        for month in (8, 9, 10):
            updating.record_status(
                item,
                period=dt.date(2013, month, 1),
                text="jf. 1.2 og jf. 1.3.1.1",
                user=cast.sara_secretary,
                reason=BECAUSE,
            )
    assert counts[0] == counts[1]
