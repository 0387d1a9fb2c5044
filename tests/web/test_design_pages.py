"""The pages on which designs are made: a copy, a preview of a real plan, changes that nobody overwrites."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from reports import designing
from reports.choosing import design_named, design_of, offered
from reports.design_form import fields_of
from reports.designs import AS_THE_TABLE, STANDARD
from reports.models import ReportDesign
from tests.conftest import BECAUSE

HTMX = {"HX-Request": "true"}


@pytest.fixture
def secretary(cast) -> Client:
    client = Client()
    client.force_login(cast.sara_secretary)
    return client


@pytest.fixture
def row(cast) -> ReportDesign:
    return designing.add_design(design=STANDARD, user=cast.sara_secretary, reason=BECAUSE)


def sent(design=STANDARD, **changes: str) -> dict[str, str]:
    """The form as a browser sends it; an unticked box and an empty place are not sent."""
    facts = fields_of(design) | changes
    return {name: "on" if value is True else str(value) for name, value in facts.items() if value not in (None, False)}


def test_the_list_shows_the_two_that_come_with_handleplan_and_our_own(secretary, row):
    page = secretary.get(reverse("reports:design-list"))
    assert [design["label"] for design in page.context["designs"]] == ["Som skemaet", "Standard", "Standard"]


def test_a_new_design_begins_as_a_copy(secretary):
    page = secretary.get(reverse("reports:design-add") + f"?copy={AS_THE_TABLE.name}")
    assert page.context["form"].initial["label"] == "Kopi af Som skemaet"


def test_a_copy_of_nothing_is_not_found(secretary):
    assert secretary.get(reverse("reports:design-add") + "?copy=findes-ikke").status_code == 404


def test_a_design_is_made_and_can_be_chosen(secretary):
    answer = secretary.post(reverse("reports:design-add"), sent(label="Til udvalget", order="by_number"))
    made = design_named("til-udvalget")
    assert (answer.status_code, made.label, made.order, made in offered()) == (302, "Til udvalget", "by_number", True)


def test_a_double_click_makes_one_design(secretary):
    for _click in range(2):
        secretary.post(reverse("reports:design-add"), sent(label="Til udvalget", once="en-noegle"))
    assert ReportDesign.objects.count() == 1


def test_two_designs_of_one_name_have_two_addresses(secretary):
    for key in ("en", "to"):
        secretary.post(reverse("reports:design-add"), sent(label="Standard", once=key))
    assert sorted(ReportDesign.objects.values_list("name", flat=True)) == ["standard-2", "standard-3"]


def test_columns_are_printed_in_the_order_of_their_places(secretary):
    columns = {"active_columns": "own", "active_status_place": "1", "active_number_place": "9"}
    secretary.post(reverse("reports:design-add"), sent(label="Omvendt", **columns))
    roles = [column.role for column in design_named("omvendt").part("active").columns]
    assert (roles[0], roles[-1]) == ("status", "number")


def test_a_misspelt_title_is_kept_S004_2(secretary):
    title = {
        "active_columns": "own",
        "active_revised_end_place": "5",
        "active_revised_end_title": "Ajournført slutdato",
    }
    secretary.post(reverse("reports:design-add"), sent(label="Stavefejl", **title))
    assert "Ajournført slutdato" in [column.title for column in design_named("stavefejl").part("active").columns]


def test_own_columns_without_a_place_are_refused_beside_the_field(secretary):
    places = {name: "" for name in fields_of(STANDARD) if name.startswith("active_") and name.endswith("_place")}
    answer = secretary.post(reverse("reports:design-add"), sent(**places))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["active_number_place"])


def test_a_place_that_is_no_number_is_refused_and_kept(secretary):
    answer = secretary.post(reverse("reports:design-add"), sent(active_status_place="først"))
    assert (answer.status_code, 'value="først"' in answer.content.decode()) == (422, True)


def test_an_abbreviation_that_is_none_is_told_which(secretary):
    answer = secretary.post(reverse("reports:design-add"), sent(abbreviations="HKY = Handicap\nbare et ord"))
    assert (answer.status_code, "bare et ord" in str(answer.context["form"].errors["abbreviations"])) == (422, True)


def test_show_looks_and_saves_nothing(secretary, real_plan):
    answer = secretary.post(reverse("reports:design-add"), sent(order="by_number", step="show"))
    rows = answer.context["preview"]["parts"][1]["rows"]
    assert (answer.status_code, rows[0]["row"].number, ReportDesign.objects.count()) == (200, "1.1.1.1.A", 0)


def test_the_preview_comes_alone_when_htmx_asks(secretary, real_plan):
    answer = secretary.post(reverse("reports:design-add"), sent(step="show"), headers=HTMX)
    assert (answer.status_code, b"<html" in answer.content, b"<table" in answer.content) == (200, False, True)


def test_a_mistake_is_told_where_the_preview_stands(secretary, real_plan):
    answer = secretary.post(reverse("reports:design-add"), sent(label="", step="show"), headers=HTMX)
    assert (answer.status_code, "Giv udformningen et navn." in answer.content.decode()) == (422, True)


def test_the_preview_says_when_the_parts_are_of_two_months_S004_3(secretary, real_plan):
    answer = secretary.post(reverse("reports:design-add"), sent(AS_THE_TABLE, step="show"))
    assert answer.context["preview"]["months"] == "november 2013 og okt. 2013"


def test_the_preview_is_of_the_chosen_plan_and_month(secretary, real_plan, small_plan):
    choice = {"preview-plan": real_plan.slug, "preview-month": "okt. 2012", "step": "show"}
    answer = secretary.post(reverse("reports:design-add"), sent(**choice))
    assert answer.context["preview"]["of"] == f"{real_plan.title}, oktober 2012"


def test_a_design_is_changed_and_keeps_its_name(secretary, row):
    address = reverse("reports:design-edit", args=[row.name])
    secretary.post(address, sent(label="Andet navn", is_offered="on", seen=str(row.version)))
    row.refresh_from_db()
    assert (row.name, row.label, row.version, row.history.count()) == ("standard-2", "Andet navn", 2, 2)


def test_whoever_comes_second_is_told_and_overwrites_nothing(secretary, row):
    address = reverse("reports:design-edit", args=[row.name])
    secretary.post(address, sent(label="Først", is_offered="on", seen=str(row.version)))
    answer = secretary.post(address, sent(label="Sidst", is_offered="on", seen=str(row.version)))
    row.refresh_from_db()
    assert (answer.status_code, row.label, 'value="Sidst"' in answer.content.decode()) == (409, "Først", True)


def test_a_design_that_is_not_offered_is_kept_for_what_was_printed_with_it(secretary, row):
    secretary.post(reverse("reports:design-edit", args=[row.name]), sent(seen=str(row.version)))
    assert (design_named(row.name) in offered(), design_named(row.name) is None) == (False, False)


def test_the_list_asks_as_often_for_one_design_as_for_three(secretary, cast, django_assert_num_queries):
    def asked() -> int:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as queries:
            secretary.get(reverse("reports:design-list"))
        return len(queries)

    designing.add_design(design=STANDARD, user=cast.sara_secretary, reason=BECAUSE)
    once = asked()
    for _each in range(2):
        designing.add_design(design=STANDARD, user=cast.sara_secretary, reason=BECAUSE)
    assert asked() == once


@pytest.mark.parametrize("name", ["standard", "som-skemaet"])
def test_the_report_is_printed_in_the_design_that_is_asked_for(secretary, real_plan, name):
    page = secretary.get(reverse("reports:status-report", args=[real_plan.slug]) + f"?design={name}")
    assert page.context["snapshot"].design.name == name


def test_a_design_that_is_none_is_not_found(secretary, real_plan):
    assert secretary.get(reverse("reports:status-report", args=[real_plan.slug]) + "?design=nej").status_code == 404


@pytest.mark.parametrize(("suffix", "begins"), [("docx", b"PK"), ("xlsx", b"PK")])
def test_the_report_comes_as_word_and_excel_in_the_same_design(secretary, real_plan, suffix, begins):
    address = reverse(f"reports:status-report-{suffix}", args=[real_plan.slug]) + "?month=2013-11&design=standard"
    answer = secretary.get(address)
    name = f'attachment; filename="statusrapport-{real_plan.slug}-2013-11.{suffix}"'
    assert (answer.content[:2], answer["Content-Disposition"]) == (begins, name)


def test_history_says_who_made_and_changed_a_design_and_why(secretary, cast, row):
    address = reverse("reports:design-edit", args=[row.name])
    secretary.post(address, sent(label="Andet navn", is_offered="on", seen=str(row.version)))
    told = [(entry.history_user, entry.history_change_reason) for entry in row.history.order_by("history_id")]
    assert told == [(cast.sara_secretary, BECAUSE), (cast.sara_secretary, "Udformningen blev rettet")]


def test_a_design_that_is_saved_unchanged_leaves_no_entry(secretary, row):
    address = reverse("reports:design-edit", args=[row.name])
    for _each in range(2):  # the first time the marks in its titles are put into the person's own language
        row.refresh_from_db()
        secretary.post(address, sent(design_of(row), is_offered="on", seen=str(row.version)))
    assert (row.history.count(), row.history.first().history_change_reason) == (2, "Udformningen blev rettet")


def test_hostile_texts_of_a_design_are_letters_on_every_page(secretary, real_plan):
    hostile = '<script>alert(1)</script>"\\1{månedx}'
    columns = {"active_columns": "own", "active_number_place": "1", "active_number_title": hostile}
    texts = {"label": hostile, "active_title": hostile, "active_as_of": hostile}
    secretary.post(reverse("reports:design-add"), sent(**texts, **columns))
    name = ReportDesign.objects.get().name
    pages = [reverse("reports:design-list"), reverse("reports:design-edit", args=[name])]
    pages.append(reverse("reports:status-report", args=[real_plan.slug]) + f"?design={name}")
    assert ["<script>alert" in secretary.get(page).content.decode() for page in pages] == [False] * 3


@pytest.mark.parametrize(("person", "shown"), [("sara_secretary", True), ("rita_reader", False)])
def test_the_foot_of_every_page_leads_those_who_keep_designs_to_them(cast, person, shown):
    client = Client()
    client.force_login(getattr(cast, person))
    assert (f'href="{reverse("reports:design-list")}"' in client.get("/").content.decode()) == shown
