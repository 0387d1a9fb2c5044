"""The filters of a plan's page: what they find, and that nothing in an address can break it."""

from __future__ import annotations

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from handleplan import planning
from handleplan.forms.filtering import SHOWS, PlanFilter

from .test_plan_page import points_of, text_of

BECAUSE = "Made for a test"


@pytest.fixture
def found(client: Client, cast, real_plan):
    """The numbers of the points that a query shows."""
    client.force_login(cast.rita_reader)

    def get(query: str, **fields: str) -> list[str]:
        address = reverse("handleplan:plan-detail", args=[real_plan.slug])
        response = client.get(address, fields) if fields else client.get(address + query)
        assert response.status_code == 200
        return points_of(response)

    return get


def test_an_unknown_view_is_as_if_it_were_not_there():
    assert PlanFilter.read({"show": "everything"}) == PlanFilter()


def test_a_search_looks_at_closed_points_too():
    assert PlanFilter.read({"q": "medicin"}).shows == "all"


def test_the_address_of_a_filter_names_only_what_is_asked_for():
    wish = PlanFilter.read({"show": "overdue", "q": "børn", "theme": "", "page": "3"})
    assert wish.address("/plans/x/", theme="1.1") == "/plans/x/?show=overdue&theme=1.1&q=b%C3%B8rn"


@given(st.dictionaries(st.sampled_from(["show", "theme", "owner", "q", "page"]), st.text(max_size=3000)))
def test_reading_a_filter_never_fails_and_reads_its_own_address_back(query):
    wish = PlanFilter.read(query)
    again = PlanFilter.read(QueryDict(wish.address("x", page=wish.page).partition("?")[2]))
    assert again == wish


@pytest.mark.parametrize(
    "query",
    [
        "?page=100000000000000000000",
        "?page=-1",
        "?q=%00",
        "?q=" + "x" * 1_000_000,
        "?q=" + "%25_%5C'\"",
        "?owner=person-99999999999999999999",
        "?owner=person-999999999999999999",
        "?owner=unit-x&theme=id-x&show=%00",
        "?theme=id-999999999999999999",
        "?theme=%C2%B2",
        "?q=%C2%A7%C2%A7+1-101,+201-301,+401-501",
        "?q=1.1.1&page=2",
        "?show=all&show=closed&q=a&q=b",
        "?q=%ED%A0%80",
    ],
)
def test_no_address_breaks_the_page(found, query):
    found(query)


@pytest.mark.parametrize("words", ["SEL § 41", "sel §41", "SEL §§ 41 og 42", "§ 41", "Servicelovens § 41"])
def test_a_paragraph_is_found_however_it_is_written(found, words):
    assert found("", q=words)[:1] == ["1.1.2.2.A"]


def test_a_former_number_finds_the_point_that_had_it(found):
    assert found("?q=2.5.3.3") == ["2.4.1.1"]


@pytest.mark.parametrize("number", ["1.2.5.6", "pkt. 1.2.5.6", " 1.2.5.6. "])
def test_a_number_finds_its_point_first(found, number):
    assert found("", q=number)[0] == "1.2.5.6"


def test_a_number_with_a_trailing_dot_is_found_without_it(found):
    assert found("?q=2.1.3.1")[0] == "2.1.3.1."


def test_a_number_also_finds_what_is_below_it(found):
    assert set(found("?q=1.1.1")) >= {"1.1.1.1.A", "1.1.1.1.B"}


@pytest.mark.parametrize(
    "words", ["ÆLDRE AFGØRELSER", "ældre afgørelser", "ÆLdre  afGØrelser", "a\N{COMBINING RING ABOVE}ben"]
)
def test_danish_letters_are_found_in_any_case_and_form(found, real_plan, cast, words):
    item = real_plan.items.get(number="1.2.5.6")
    planning.edit_item(item, description="Åben: ældre afgørelser", user=cast.sara_secretary, reason=BECAUSE)
    assert "1.2.5.6" in found("", q=words)


def test_every_word_of_a_search_must_be_there(found):
    assert found("?q=medicin+zebra") == []


def test_percent_and_underscore_are_letters_like_any_other(found):
    assert found("?q=%25") == found("?q=_") == []


def test_a_theme_shows_its_own_points(found):
    assert found("?theme=1.2") == ["1.2.5.6"]


def test_a_whole_area_is_a_theme_too(found):
    assert found("?theme=1") == ["1.1.2.2.A", "1.2.5.6"]


def test_an_unknown_theme_is_as_if_it_were_not_there(found):
    assert len(found("?theme=77.7")) == 3


def test_an_owner_shows_what_they_answer_for(found, cast):
    assert found(f"?owner=person-{cast.olga_owner.pk}") == ["1.1.2.2.A"]


def test_filters_combine(found, cast):
    assert found(f"?show=overdue&theme=1.2&owner=person-{cast.olga_owner.pk}") == []
    assert found("?show=overdue&theme=1.2&q=medicin") == ["1.2.5.6"]


def test_an_empty_view_says_why_and_what_to_do(client, cast, real_plan):
    client.force_login(cast.rita_reader)
    address = reverse("handleplan:plan-detail", args=[real_plan.slug])
    text = text_of(client.get(address, {"show": "soon", "q": "medicin"}))
    assert "Ingen punkter passer til disse filtre" in text
    assert "Vis det blandt alle punkter" in text


def test_a_plan_without_numbers_is_filtered_by_its_headings(client, cast):
    user = cast.sara_secretary
    plan = planning.create_plan(title="Uden numre", user=user, reason=BECAUSE)
    first = planning.add_item(plan, kind="heading", title="Børn", user=user, reason=BECAUSE)
    planning.add_item(plan, kind="initiative", title="Legeplads", parent=first, user=user, reason=BECAUSE)
    second = planning.add_item(plan, kind="heading", title="Voksne", user=user, reason=BECAUSE)
    planning.add_item(plan, kind="initiative", title="Et andet", parent=second, user=user, reason=BECAUSE)
    planning.add_item(plan, kind="initiative", title="For sig selv", user=user, reason=BECAUSE)
    client.force_login(user)
    address = reverse("handleplan:plan-detail", args=[plan.slug])
    assert "Et andet" not in text_of(client.get(address, {"theme": f"id-{first.pk}"}))
    assert "Legeplads" not in text_of(client.get(address, {"theme": "none"}))
    assert "For sig selv" in text_of(client.get(address, {"theme": "none"}))


def test_every_view_has_a_name_in_the_address():
    assert [PlanFilter.read({"show": show}).show for show in SHOWS] == list(SHOWS)
