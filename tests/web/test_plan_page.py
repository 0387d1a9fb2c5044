"""The page of a plan: what it shows, how it counts, and what it costs."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from handleplan import dates, planning, updating
from handleplan.models import Plan, PlanItem

BECAUSE = "Made for a test"
TODAY = dt.date(2013, 11, 29)


def text_of(response) -> str:
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"[ \n]+", " ", text.replace("&#x27;", "'").replace("&quot;", '"'))


def points_of(response) -> list[str]:
    return re.findall(r'class="point-number">([^<]*)<', response.content.decode())


def figures_of(response) -> dict[str, int]:
    found = re.findall(r'id="tile-(\w+)".*?tile-figure[^>]*>(\d+)<', response.content.decode(), re.DOTALL)
    return {name: int(figure) for name, figure in found}


@pytest.fixture
def secretary(client: Client, cast) -> Client:
    client.force_login(cast.sara_secretary)
    return client


@pytest.fixture
def page(secretary, real_plan):
    def get(query: str = "", **headers):
        return secretary.get(reverse("handleplan:plan-detail", args=[real_plan.slug]) + query, headers=headers)

    return get


def test_the_page_shows_the_active_points_in_written_order(page):
    assert points_of(page()) == ["1.1.2.2.A", "1.2.5.6", "2.1.3.1."]


def test_the_tiles_count_the_plan(page):
    figures = figures_of(page())
    assert {name: figures[name] for name in ("active", "overdue", "soon", "missing", "closed")} == {
        "active": 3,
        "overdue": 2,
        "soon": 1,
        "missing": 0,
        "closed": 45,
    }


def test_the_closed_tile_says_how_many_of_all(page):
    assert "45 af 48 (94\N{NO-BREAK SPACE}%)" in text_of(page())


@pytest.mark.parametrize(
    ("show", "count"), [("active", 3), ("overdue", 2), ("soon", 1), ("missing", 0), ("closed", 45), ("all", 48)]
)
def test_each_view_shows_as_many_points_as_its_tile_counts(page, show, count):
    response = page(f"?show={show}")
    assert len(points_of(response)) == count


def test_headings_appear_only_above_points_that_are_shown(page):
    response = page("?show=overdue")
    assert re.findall(r'class="band-number">([^<]*)<', response.content.decode()) == [
        "1",
        "1.1",
        "1.1.2",
        "1.2",
        "1.2.5",
    ]


def test_a_number_without_a_row_is_never_shown(page):
    assert "1.1.2.2" not in re.findall(r">([0-9.A-Za-z]+)<", page("?show=all").content.decode())


def test_the_first_point_says_how_late_it_is_and_how_far_it_moved(page):
    text = text_of(page("?theme=1.1"))
    assert "90 dage over fristen" in text
    assert "+8 mdr. fra oprindelig" in text


def test_superseded_deadlines_are_struck_through_newest_first_with_a_word_for_screen_readers(page):
    html = page("?theme=2.1").content.decode()
    struck = re.findall(r'<s class="superseded"><span class="visually-hidden">([^<]*)</span>([^<]*)</s>', html)
    assert struck == [
        ("bortfaldet frist ", "1. juli 2012"),
        ("bortfaldet frist ", "1. feb. 2012"),
        ("bortfaldet frist ", "1. nov. 2011"),
    ]


def test_a_status_that_names_a_later_date_raises_a_question(page):
    assert "Teksten nævner en senere dato: ultimo januar 2014 eller maj 2014. Skal slutdatoen ændres?" in text_of(
        page()
    )


def test_the_closed_part_shows_planned_ends_and_the_month_of_the_report(page):
    text = text_of(page("?show=closed&q=1.1.2.1"))
    assert "30. sep. 2011" in text
    assert "meldt afsluttet oktober 2013" in text


def test_the_standard_phrase_of_closed_points_is_not_repeated(page):
    assert "Punktet er afsluttet" not in text_of(page("?show=closed"))


def test_a_point_links_to_its_page(page, real_plan):
    item = PlanItem.objects.get(plan=real_plan, number="1.2.5.6")
    assert f'href="{reverse("handleplan:item-detail", args=[item.pk])}"' in page().content.decode()


def test_a_text_with_markup_is_shown_as_text(secretary, small_plan, cast):
    planning.add_item(
        small_plan,
        kind="initiative",
        number="1.1",
        title="<script>alert(1)</script>",
        description="<b>&</b>",
        owner_text='"><img src=x>',
        user=cast.sara_secretary,
        reason=BECAUSE,
    )
    html = secretary.get(reverse("handleplan:plan-detail", args=[small_plan.slug])).content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "<img src=x>" not in html
    assert "<b>&</b>" not in html


def test_an_initiative_without_a_deadline_is_undated_and_never_green(secretary, small_plan, cast):
    planning.add_item(
        small_plan, kind="initiative", number="1.1", title="Et punkt", user=cast.sara_secretary, reason=BECAUSE
    )
    response = secretary.get(reverse("handleplan:plan-detail", args=[small_plan.slug]))
    assert re.findall(r'class="badge (\w+)"', response.content.decode()) == ["undated"]


def test_a_point_with_an_older_status_misses_one_and_says_which_month_it_is_from(page, real_plan, cast):
    item = PlanItem.objects.get(plan=real_plan, number="1.2.5.6")
    newer = dt.date(2013, 12, 1)
    planning.set_table_part(real_plan, kind="active", as_of_month=newer, user=cast.sara_secretary, reason=BECAUSE)
    other = PlanItem.objects.get(plan=real_plan, number="1.1.2.2.A")
    updating.record_status(other, period=newer, text="Ny status", user=cast.sara_secretary, reason=BECAUSE)
    response = page("?show=missing")
    assert item.number in points_of(response)
    assert other.number not in points_of(response)
    assert "Status fra november 2013." in text_of(response)


def test_a_corrected_typing_mistake_takes_the_place_of_the_faulty_date(page, real_plan, cast):
    from handleplan.models import EndDateRevision

    faulty = EndDateRevision.objects.get(milestone__item__number="1.2.5.6", sequence=0)
    end = dates.parse("1. januar 2012")
    EndDateRevision.objects.create(
        milestone=faulty.milestone,
        sequence=9,
        kind="correction",
        corrects=faulty,
        end_as_written=end.as_written,
        end_kind=end.kind.value,
        recorded_by=cast.sara_secretary,
        recorded_because=BECAUSE,
    )
    struck = re.findall(r"</span>([^<]*)</s>", page("?theme=1.2").content.decode())
    assert struck == ["15. april 2012", "1. januar 2012"]


def test_an_htmx_request_gets_only_what_the_filters_change(page):
    html = page("?show=overdue", **{"HX-Request": "true"}).content.decode()
    assert "<html" not in html
    assert 'id="figures" hx-swap-oob="true"' in html


def test_an_htmx_answer_puts_the_short_address_in_the_address_line(page, real_plan):
    response = page("?q=&theme=&owner=&show=overdue", **{"HX-Request": "true"})
    assert response["HX-Push-Url"] == reverse("handleplan:plan-detail", args=[real_plan.slug]) + "?show=overdue"


def test_caches_keep_the_page_and_its_part_apart(page):
    assert "HX-Request" in page()["Vary"]


def test_an_owner_without_a_part_in_the_plan_does_not_find_it(client, cast, real_plan):
    client.force_login(cast.ove_owner_of_nothing)
    assert client.get(reverse("handleplan:plan-detail", args=[real_plan.slug])).status_code == 404


def test_the_page_speaks_english_too(page, secretary):
    secretary.cookies["language"] = "en"
    assert "Showing 3 active points" in text_of(page())


def test_the_list_of_plans_and_the_page_count_alike(page, secretary):
    listed = secretary.get(reverse("handleplan:plan-list")).context["plans"][0]
    figures = figures_of(page())
    assert {name: listed[name] for name in ("active", "overdue", "soon", "closed")} == {
        name: figures[name] for name in ("active", "overdue", "soon", "closed")
    }


def test_a_plan_without_points_says_what_comes_next(secretary, cast):
    plan = planning.create_plan(title="Tom plan", user=cast.sara_secretary, reason=BECAUSE)
    response = secretary.get(reverse("handleplan:plan-detail", args=[plan.slug]))
    assert "Planen har ingen punkter endnu" in text_of(response)
    assert reverse("handleplan:plan-import") in response.content.decode()


def large_plan(cast, points: int, still_open: int = 1000) -> Plan:
    """A plan with one heading; the points after the first ``still_open`` are closed."""
    user = cast.sara_secretary
    plan = planning.create_plan(title=f"Plan med {points}", user=user, reason=BECAUSE)
    heading = planning.add_item(plan, kind="heading", number="1", title="Område", user=user, reason=BECAUSE)
    for number in range(1, points + 1):
        state = "in_progress" if number <= still_open else "closed"
        item = planning.add_item(
            plan, kind="initiative", number=f"1.{number}", title="Punkt", parent=heading, state=state, user=user,
            reason=BECAUSE, position=number + 1,
        )  # fmt: skip
        if number % 20 == 0:
            schedule = planning.schedule_item(item, start=None, user=user, reason=BECAUSE)
            planning.record_first_end(schedule, end=dates.parse("1. maj 2013"), user=user, reason=BECAUSE)
    return plan


def queries_of(client: Client, plan: Plan, query: str = "") -> int:
    address = reverse("handleplan:plan-detail", args=[plan.slug]) + query
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        client.get(address)
    return len(captured)


def test_the_number_of_queries_is_the_same_at_60_and_600_points(secretary, cast, demo_day):
    small, large = large_plan(cast, 60), large_plan(cast, 600, still_open=60)
    # menu and rounds: one each; what does not fit together: three; what waits beside the deadlines: one
    assert queries_of(secretary, small) == queries_of(secretary, large) == 14


def test_the_number_of_queries_of_a_search_is_the_same_at_3_and_60_points(secretary, cast, demo_day):
    small, large = large_plan(cast, 3), large_plan(cast, 60)
    assert queries_of(secretary, small, "?q=punkt") == queries_of(secretary, large, "?q=punkt")


def test_more_than_150_points_are_shown_as_themes_until_one_is_chosen(secretary, cast, demo_day):
    plan = large_plan(cast, 151)
    address = reverse("handleplan:plan-detail", args=[plan.slug])
    everything = secretary.get(address)
    assert points_of(everything) == ["1"]
    assert f'href="{address}?theme=1"' in everything.content.decode()
    theme = secretary.get(address + "?theme=1")
    assert len(points_of(theme)) == 150
    assert "Punkt 1–150 af 151" in text_of(theme)
    assert points_of(secretary.get(address + "?theme=1&page=2")) == ["1.151"]
