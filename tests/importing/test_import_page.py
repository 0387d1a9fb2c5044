"""Importing in the browser: nothing is saved before it was looked at and confirmed."""

from __future__ import annotations

import datetime as dt
import html
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from handleplan import planning, rounding
from handleplan.models import Plan, PlanItem

pytestmark = pytest.mark.django_db

ADDRESS = "/plans/import/"
SMALL = (
    "Nr.\tInitiativ\tBeskrivelse\tStart\tFrist\tStatus\n"
    "1.1\tEt\tNoget\tmaj-11\tca. 1. maj 2014\tI gang\n"
    "1.2\tTo\tNoget\t\tnår loven er vedtaget\tI gang\n"
)


@pytest.fixture
def secretary(client, cast):
    client.force_login(cast.sara_secretary)
    return client


def post(client, step="read", **fields):
    return client.post(ADDRESS, {"step": step, **fields})


def seen(response) -> str:
    return re.search(r'name="seen" value="([0-9a-f]+)"', response.content.decode())[1]


def posted_back(response) -> str:
    """The text of the hidden field as a browser reads it: without the first line break after the tag."""
    return html.unescape(re.search(r"<textarea[^>]*>\n(.*?)</textarea>", response.content.decode(), re.DOTALL)[1])


def test_the_address_is_known():
    assert reverse("handleplan:plan-import") == ADDRESS


def test_reading_saves_nothing(secretary, real_text):
    assert (post(secretary, text=real_text).status_code, Plan.objects.count()) == (200, 0)


def test_confirming_saves_what_was_seen(secretary, real_text):
    page = post(secretary, text=real_text)
    done = post(secretary, "confirm", text=real_text, seen=seen(page))
    plan = Plan.objects.get()
    assert (done.status_code, done.url, plan.items.count()) == (302, f"/plans/{plan.slug}/consistency/", 71)


def test_the_secretary_is_the_author(secretary, real_text, cast):
    post(secretary, "confirm", text=real_text, seen=seen(post(secretary, text=real_text)))
    assert {row.history_user for row in PlanItem.history.all()} == {cast.sara_secretary}


def test_a_confirmation_of_something_else_shows_the_page_again(secretary):
    page = post(secretary, text=SMALL, title="Plan")
    again = post(secretary, "confirm", text=SMALL.replace("Et", "Tre"), title="Plan", seen=seen(page))
    assert (again.status_code, again.context["outdated"], Plan.objects.count()) == (200, True, 0)


def test_confirming_twice_makes_one_plan(secretary):
    page = post(secretary, text=SMALL, title="Plan")
    for _time in range(2):
        post(secretary, "confirm", text=SMALL, title="Plan", seen=seen(page))
    assert (Plan.objects.count(), PlanItem.objects.count()) == (1, 2)


def test_the_text_travels_with_the_page_unchanged(secretary, real_text):
    assert posted_back(post(secretary, text=real_text)) == real_text


def test_a_file_is_read_instead_of_the_field(secretary, real_text):
    file = SimpleUploadedFile("status_2013-11.tsv", real_text.encode("utf-16"))
    page = post(secretary, file=file)
    assert (page.context["counts"]["rows"], posted_back(page)) == (71, real_text)


def test_each_date_says_how_sure_its_reading_is(secretary):
    page = post(secretary, text=SMALL, title="Plan")
    dates = [date for row in page.context["parts"][0]["rows"] for date in (*row["start"], *row["ends"])]
    assert [(date["text"], date["how"]) for date in dates] == [
        ("maj-11", "certain"),
        ("ca. 1. maj 2014", "uncertain"),
        ("når loven er vedtaget", "unreadable"),
    ]


def test_certainty_is_a_word_and_a_symbol(secretary):
    content = post(secretary, text=SMALL, title="Plan").content.decode()
    for date in re.findall(r'<div class="import-date.*?</div>', content, re.DOTALL):
        assert "<svg" in date
        assert re.search(r"<span>\w", date)


def test_readings_stand_beside_the_words(secretary, real_text):
    page = post(secretary, text=real_text)
    readings = {date["text"]: date["reading"] for row in page.context["parts"][0]["rows"] for date in row["ends"]}
    assert (readings["medio 2013"], readings["ultimo 2013"]) == ("1.5.–31.8.2013", "1.9.–31.12.2013")


def test_warnings_are_grouped_the_rare_ones_first(secretary, real_text):
    warnings = post(secretary, text=real_text).context["warnings"]
    assert [(group["code"], group["count"]) for group in warnings][-1] == ("missing_parent", 19)


def test_an_existing_plan_shows_what_would_change(secretary, real_plan, real_text):
    page = post(secretary, text=real_text.replace("medio 2013", "(medio 2013) ultimo 2014"))
    assert [(change["number"], change["old"], change["new"]) for change in page.context["changes"]] == [
        ("1.1.2.2.A", "medio 2013", "ultimo 2014")
    ]


def test_the_same_table_again_has_nothing_to_confirm(secretary, real_plan, real_text):
    content = post(secretary, text=real_text).content.decode()
    assert 'value="confirm"' not in content


def test_a_plan_may_be_chosen(secretary, small_plan):
    page = post(secretary, text=SMALL, into=small_plan.slug)
    post(secretary, "confirm", text=SMALL, into=small_plan.slug, seen=seen(page))
    assert small_plan.items.count() == 3


def test_going_back_keeps_the_text(secretary, real_text):
    page = post(secretary, "change", text=real_text, title="En titel")
    assert (page.status_code, posted_back(page), page.context["form"]["title"].value()) == (200, real_text, "En titel")


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({}, "text"),
        ({"text": "Kære udvalg"}, "text"),
        ({"text": SMALL}, "title"),
        ({"text": SMALL, "title": "x" * 401}, "title"),
        ({"text": SMALL, "title": "Plan", "into": "findes-ikke"}, "into"),
        ({"text": "x" * 2_000_001}, "text"),
        ({"text": SMALL + "1.3\tTre\0\n", "title": "Plan"}, "text"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_the_text_is_kept(secretary, fields, field):
    page = post(secretary, **fields)
    kept = page.context["form"].data.get("text", "")
    assert (page.status_code, list(page.context["form"].errors), kept) == (422, [field], fields.get("text", ""))


def test_the_refusal_names_the_line(secretary):
    page = post(secretary, text=SMALL + "1.3\tTre\t\t\t\t\tfor meget\n", title="Plan")
    assert re.search(r"4", page.context["form"].errors["text"][0])


@pytest.mark.parametrize("data", [b"PK\x03\x04" + b"\0" * 100, b"\0\1\2\3" * 50, b""])
def test_a_file_that_is_no_text_is_refused_beside_its_field(secretary, data):
    page = post(secretary, file=SimpleUploadedFile("tabel.xlsx", data))
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["file"])


def test_tags_in_cells_are_text_on_the_page(secretary):
    page = post(secretary, text=SMALL.replace("Noget", "<script>alert(1)</script>"), title='"><b>')
    assert "<script>alert(1)" not in page.content.decode()
    assert "&lt;script&gt;" in page.content.decode()


@pytest.mark.parametrize("who", ["olga_owner", "mads_manager", "rita_reader"])
def test_others_may_not_import(client, cast, who, real_text):
    client.force_login(getattr(cast, who))
    assert (post(client, text=real_text).status_code, Plan.objects.count()) == (403, 0)


def test_the_number_of_queries_does_not_grow_with_the_rows(secretary, small_plan):
    texts = [SMALL, SMALL + "".join(f"3.{i}\tPunkt {i}\ta\t2011\t2012\tI gang\n" for i in range(50))]
    counts = []
    for text in texts:
        with CaptureQueriesContext(connection) as queries:
            post(secretary, text=text, into=small_plan.slug)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_point_added_by_hand_meanwhile_is_seen_before_confirming(secretary, small_plan, cast):
    page = post(secretary, text=SMALL, into=small_plan.slug)
    planning.add_item(small_plan, kind="initiative", number="1.1", title="Et", user=cast.sara_secretary, reason="x")
    again = post(secretary, "confirm", text=SMALL, into=small_plan.slug, seen=seen(page))
    assert again.context["outdated"] is True


def test_statuses_of_a_month_whose_round_is_closed_are_not_imported(secretary, cast, real_plan, real_text, demo_day):
    by = {"user": cast.sara_secretary, "reason": "Rundt"}
    november = dt.date(2013, 11, 1)
    round = rounding.open_round(real_plan, period=november, due_on=demo_day, today=demo_day, **by)
    rounding.close_round(round, note="", seen=None, **by)
    text = real_text.replace("ultimo januar 2014 eller maj 2014", "engang i 2014")
    refused = post(secretary, "confirm", text=text, seen=seen(post(secretary, text=text)))
    said = "Runden for november 2013 er lukket. Dens statusser kan ikke længere importeres."
    assert (refused.status_code, said in refused.content.decode()) == (422, True)
