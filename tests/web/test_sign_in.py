"""Signing in and out, and the door that shuts after too many failures."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.db import DatabaseError
from django.test import Client
from django.urls import reverse

from handleplan.throttling import MOST_FAILURES
from handleplan.views.failing import broken

from .test_plan_page import text_of

ADDRESS = "/sign-in/"


@pytest.fixture(autouse=True)
def open_door(db):
    cache.clear()


def sign_in(client: Client, username: str, password: str, **fields: str):
    return client.post(ADDRESS, {"username": username, "password": password, **fields})


def test_the_right_password_leads_home(client, cast):
    assert sign_in(client, "rita_reader", "rita_reader").headers["Location"] == reverse("handleplan:home")


def test_a_wrong_password_is_refused_beside_the_field_and_the_name_is_kept(client, cast):
    response = sign_in(client, "rita_reader", "wrong")
    assert response.status_code == 422
    assert 'value="rita_reader"' in response.content.decode()
    assert 'aria-describedby="username-error"' in response.content.decode()


def test_an_empty_form_says_what_is_missing(client, db):
    response = sign_in(client, "", "")
    assert response.status_code == 422
    assert response.content.decode().count('class="field-error"') == 2


def test_one_is_sent_on_to_the_page_one_came_for(client, cast):
    assert sign_in(client, "rita_reader", "rita_reader", next="/late/?on=2013-11-30").headers["Location"] == (
        "/late/?on=2013-11-30"
    )


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org", "javascript:alert(1)", "https:///x"])
def test_nobody_is_sent_to_another_site(client, cast, elsewhere):
    assert sign_in(client, "rita_reader", "rita_reader", next=elsewhere).headers["Location"] == "/"


def test_who_has_signed_in_is_sent_on(client, cast):
    client.force_login(cast.rita_reader)
    assert client.get(ADDRESS).headers["Location"] == "/"


def test_after_ten_failures_the_door_is_shut_even_for_the_right_password(client, cast):
    for _ in range(MOST_FAILURES):
        assert sign_in(client, "rita_reader", "wrong").status_code == 422
    response = sign_in(client, "Rita_Reader ", "rita_reader")
    assert response.status_code == 429
    assert "For mange forgæves forsøg. Vent 15 minutter" in text_of(response)


def test_an_address_that_tries_many_names_is_shut_out_and_others_are_not(client, cast):
    for number in range(MOST_FAILURES):
        sign_in(client, f"name-{number}", "wrong")
    assert sign_in(client, "rita_reader", "rita_reader").status_code == 429
    other = Client(REMOTE_ADDR="10.1.1.1")
    assert sign_in(other, "rita_reader", "rita_reader").status_code == 302


def test_signing_in_forgets_the_failures_of_the_name(client, cast):
    for number in range(MOST_FAILURES - 1):
        sign_in(Client(REMOTE_ADDR=f"10.0.0.{number}"), "rita_reader", "wrong")
    assert sign_in(Client(REMOTE_ADDR="10.0.1.1"), "rita_reader", "rita_reader").status_code == 302
    sign_in(Client(REMOTE_ADDR="10.0.1.2"), "rita_reader", "wrong")
    assert sign_in(Client(REMOTE_ADDR="10.0.1.3"), "rita_reader", "rita_reader").status_code == 302


def test_a_name_with_odd_characters_is_only_a_wrong_name(client, db):
    assert [sign_in(client, name, "x").status_code for name in ("\x00", "x" * 100_000, "\u202e")] == [422, 422, 422]


def test_the_demo_offers_its_people_and_nothing_else_does(client, db, settings):
    offered = []
    for demo in (True, False):
        settings.HANDLEPLAN_DEMO = demo
        offered.append(client.get(ADDRESS).content.decode().count('class="person"'))
    assert offered == [5, 0]


def test_signing_out_ends_the_session(client, cast):
    client.force_login(cast.rita_reader)
    client.post(reverse("handleplan:sign-out"))
    assert "_auth_user_id" not in client.session


def test_the_language_is_kept_and_the_page_stays(client, db):
    response = client.post(reverse("handleplan:language"), {"language": "en", "next": ADDRESS})
    assert (response.headers["Location"], response.cookies["language"].value) == (ADDRESS, "en")


def test_an_unknown_language_changes_nothing(client, db):
    response = client.post(reverse("handleplan:language"), {"language": "xx", "next": "https://example.org/"})
    assert "language" not in response.cookies


def test_the_error_page_needs_neither_database_nor_session(rf):
    response = broken(rf.get("/"))
    assert response.status_code == 500
    assert "Der skete en fejl" in response.content.decode()


def test_an_unknown_address_says_so_on_a_whole_page(client, db):
    response = client.get("/no/such/page/")
    assert response.status_code == 404
    assert "Siden findes ikke" in text_of(response)


def test_ready_says_whether_the_database_answers(client, db, monkeypatch):
    def refuse():
        raise DatabaseError

    assert client.get("/healthz/ready").status_code == 200
    with monkeypatch.context() as broken_database:
        broken_database.setattr("handleplan.views.site.connection.cursor", refuse)
        assert client.get("/healthz/ready").status_code == 503
