"""Writing a status: who may, what is asked, what is written, and what an answer looks like (issue 3, point 1)."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from handleplan import closing, history, scaling, updating
from handleplan.models import PlanItem
from tests.attention.points import add_point
from tests.conftest import BECAUSE

HTMX = {"HX-Request": "true"}
NOVEMBER = dt.date(2013, 11, 1)


@pytest.fixture
def item(real_plan) -> PlanItem:
    return real_plan.items.get(number="1.1.2.2.A")


@pytest.fixture
def as_person(cast):
    def client(name: str = "olga_owner") -> Client:
        client = Client()
        client.force_login(getattr(cast, name))
        return client

    return client


@pytest.fixture
def owner(as_person) -> Client:
    return as_person()


def address(item: PlanItem) -> str:
    return reverse("handleplan:item-status", args=[item.pk])


def opened(client: Client, item: PlanItem, **how) -> dict[str, str]:
    """The fields of a form that was just opened, as a browser would send them back."""
    writing = client.get(address(item), **how).context["writing"]
    hidden = {"seen": writing.seen, "known": writing.known, "shown": writing.shown, "next": writing.back}
    hidden |= {"in_place": "1"} if writing.in_place else {}
    return hidden | {"once": writing.key}


def send(client: Client, item: PlanItem, text: str = "Alt er gået godt.", htmx: bool = False, **fields):
    headers = HTMX if htmx else {}
    sent = opened(client, item, headers=headers) | {"text": text} | fields
    return client.post(address(item), sent, headers=headers)


def newest(item: PlanItem):
    return item.statuses.order_by("-pk").first()


def test_the_owner_writes_the_status_of_the_plans_month(owner, item):
    send(owner, item, "**Fed** status")
    entry = newest(item)
    assert (entry.period, entry.text, entry.text_kind, entry.source) == (
        NOVEMBER,
        "**Fed** status",
        "markdown",
        "typed",
    )


def test_the_entry_says_who_and_why(owner, item, cast):
    send(owner, item)
    entry = newest(item)
    assert (entry.recorded_by, entry.recorded_because) == (cast.olga_owner, "Status for november 2013")


def test_the_point_follows_the_new_entry(owner, item):
    send(owner, item)
    item.refresh_from_db()
    assert item.latest_status == newest(item)


def test_a_caseworker_of_the_owning_unit_writes_it_too(as_person, item, cast):
    cast.ove_owner_of_nothing.unit = item.unit
    history.save(cast.ove_owner_of_nothing, user=cast.anna_administrator, reason=BECAUSE, fields=["unit"])
    assert send(as_person("ove_owner_of_nothing"), item).status_code == 302


def test_the_form_stands_beside_the_last_text_and_is_empty(owner, item):
    context = owner.get(address(item)).context
    assert context["previous"]["text"].startswith("Forvaltningen er forsinket med genopretningen")
    assert context["form"].typed["text"] == ""


def test_a_plain_text_beside_the_field_prints_as_it_is(small_plan, as_person, demo_day):
    item = add_point(small_plan, "1.1", text="**ikke fed** <b>")
    page = as_person("sara_secretary").get(address(item)).content.decode()
    assert "<p>**ikke fed** &lt;b&gt;</p>" in page


def test_without_a_text_nothing_is_written_and_a_sentence_says_so(owner, item):
    before = item.statuses.count()
    response = send(owner, item, "  \n ")
    assert (response.status_code, item.statuses.count()) == (422, before)
    assert list(response.context["form"].errors) == ["text"]


def test_what_was_typed_stays_in_a_refused_form(owner, item):
    response = send(owner, item, "Skrevet", in_focus="yes", forecast="medio 2014")
    assert response.status_code == 422
    assert response.context["form"].typed["text"] == "Skrevet"
    assert response.context["form"].typed["forecast"] == "medio 2014"
    assert response.context["forecast_reading"] == "læses som 1.5.–31.8.2014"


def test_focus_needs_a_reason(owner, item):
    assert list(send(owner, item, in_focus="yes").context["form"].errors) == ["focus_reason"]


def test_focus_with_its_reason_is_kept(owner, item):
    send(owner, item, in_focus="yes", focus_reason="686 sager mere")
    assert (newest(item).in_focus, newest(item).focus_reason) == (True, "686 sager mere")


def test_a_form_that_says_nothing_of_focus_leaves_it_as_it_is(owner, item, cast):
    updating.record_status(
        item, period=NOVEMBER, text="…", in_focus=True, focus_reason="x", user=cast.sara_secretary, reason=BECAUSE
    )
    send(owner, item)
    item.refresh_from_db()
    assert (newest(item).in_focus, item.in_focus) == (None, True)


def test_the_assessment_is_in_the_plans_own_scale(owner, item, cast):
    levels = [{"code": "ok", "word": "På sporet", "symbol": "◆", "tone": "good"}]
    scale = scaling.set_scale(item.plan, levels=levels, user=cast.sara_secretary, reason=BECAUSE)
    send(owner, item, assessment="ok")
    assert (newest(item).assessment, newest(item).scale) == ("ok", scale)


def test_an_assessment_of_another_scale_is_refused(owner, item):
    assert send(owner, item, assessment="green").status_code == 422


def test_the_forecast_is_kept_as_written_and_as_read(owner, item):
    send(owner, item, forecast="ultimo 2014")
    entry = newest(item)
    assert (entry.forecast_as_written, entry.forecast_latest, entry.forecast_read_by) == (
        "ultimo 2014",
        dt.date(2014, 12, 31),
        "parser",
    )


@pytest.mark.parametrize("words", ["medio 2013", "Medio 2013"])
def test_a_forecast_that_says_the_deadline_is_none(owner, item, words):
    send(owner, item, "Alt er gået godt.", forecast=words)
    assert newest(item).forecast is None


def test_a_forecast_that_cannot_be_read_is_kept_in_its_words(owner, item):
    send(owner, item, forecast="når it-systemet kommer")
    assert newest(item).forecast_as_written == "når it-systemet kommer"


def test_the_text_is_stored_as_nfc(owner, item):
    send(owner, item, "Pa\u030a sporet")
    assert newest(item).text == "På sporet"


def test_a_text_of_10_001_characters_is_refused_and_kept(owner, item):
    response = send(owner, item, "x" * 10_001)
    assert (response.status_code, len(response.context["form"].typed["text"])) == (422, 10_001)


def test_the_last_text_is_copied_behind_what_was_typed(small_plan, as_person, demo_day):
    item = add_point(small_plan, "1.1", text="Sidste *måned*")
    response = send(as_person("sara_secretary"), item, "Nyt først.", choice="copy", assessment="critical")
    typed = response.context["form"].typed
    assert (response.status_code, typed["text"]) == (200, "Nyt først.\n\nSidste \\*måned\\*")
    assert typed["assessment"] == "critical"


def test_copying_writes_nothing(owner, item):
    before = item.statuses.count()
    send(owner, item, choice="copy")
    assert item.statuses.count() == before


def test_the_assessment_and_the_forecast_stand_as_they_were_last(owner, item):
    send(owner, item, assessment="delayed", forecast="ultimo 2014")
    form = owner.get(address(item)).context["form"]
    assert (form.typed["assessment"], form.typed["forecast"]) == ("delayed", "ultimo 2014")


def test_a_closed_point_has_no_form(real_plan, as_person):
    item = real_plan.items.get(number="1.1.2.1")
    page = as_person("sara_secretary").get(address(item))
    assert (page.context["state"], "<textarea" in page.content.decode()) == ("closed", False)


def test_a_point_closed_while_one_wrote_gives_the_text_back(owner, item, cast):
    sent = opened(owner, item) | {"text": "Skrevet forgæves"}
    closing.close_item(item, reported_in=NOVEMBER, user=cast.sara_secretary, reason=BECAUSE)
    response = owner.post(address(item), sent)
    assert (response.status_code, "Skrevet forgæves</textarea>" in response.content.decode()) == (409, True)


def test_afterwards_one_is_back_where_one_came_from(owner, item):
    assert send(owner, item, next="/late/?kind=overdue")["Location"] == "/late/?kind=overdue"


@pytest.mark.parametrize("wanted", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)", ""])
def test_nobody_is_sent_elsewhere(owner, item, wanted):
    assert send(owner, item, next=wanted)["Location"] == f"/items/{item.pk}/"


def test_htmx_gets_the_fragment_of_the_same_form(owner, item):
    fragment = owner.get(address(item), headers=HTMX)
    assert ("<html" in fragment.content.decode(), fragment.context["state"]) == (False, "form")


def test_a_refused_fragment_is_the_same_fragment(owner, item):
    response = send(owner, item, "", htmx=True)
    assert (response.status_code, "<html" in response.content.decode()) == (422, False)


def test_in_place_the_answer_shows_the_new_status_with_the_focus_on_its_heading(owner, item):
    page = send(owner, item, "Nyt **fedt**", htmx=True).content.decode()
    assert f'id="status-{item.pk}-title" tabindex="-1" data-focus>Status for november 2013' in page
    assert "<p>Nyt <strong>fedt</strong></p>" in page


def test_on_its_own_page_htmx_is_sent_back_too(owner, item):
    sent = opened(owner, item) | {"text": "Nyt", "next": "/late/"}
    assert owner.post(address(item), sent, headers=HTMX)["HX-Redirect"] == "/late/"


def test_cancelling_in_place_gives_the_link_back(owner, item):
    link = owner.get(address(item) + "?close=1&next=/late/", headers=HTMX).content.decode()
    assert f'href="{address(item)}?next=%2Flate%2F"' in link


def test_the_number_of_queries_is_the_same_for_a_short_and_a_long_history(owner, item, cast):
    counts = []
    for _round in (1, 2):
        with CaptureQueriesContext(connection) as queries:
            owner.get(address(item))
        counts.append(len(queries))
        for month in (5, 6, 7, 8):
            updating.record_status(
                item, period=dt.date(2013, month, 1), text="…", user=cast.sara_secretary, reason=BECAUSE
            )
    assert counts[0] == counts[1]
