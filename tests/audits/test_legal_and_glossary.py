"""Legal references of points and remarks in every spelling, and the words of the municipality's own."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from handleplan import auditing, explaining, planning
from handleplan.legal_page import legal_page
from handleplan.models import GlossaryEntry, PlanItem
from reports.snapshot import build_snapshot


@pytest.fixture
def secretary(cast, demo_day) -> Client:
    client = Client()
    client.force_login(cast.sara_secretary)
    return client


@pytest.fixture
def referring(audit, by) -> PlanItem:
    """A point and a remark that name the same paragraphs in their own spellings (S000-11)."""
    item = planning.add_item(audit.plan, kind="initiative", number="1.1", title="Ældre afgørelser SL §§41 og 42", **by)
    auditing.edit_remark(audit.first, text="Manglende opfølgning efter servicelovens § 41", **by)
    auditing.edit_report(audit.report, legal_basis="Lov om aktiv beskæftigelse.", **by)
    return item


def places(cast, query: str = "", plan=None) -> dict[str, dict[str, list[str]]]:
    told = legal_page(cast.sara_secretary, plan=plan, query=query)
    return {
        law["name"]: {row["name"]: [place["written"] for place in row["places"]] for row in law["paragraphs"]}
        for law in told["laws"]
    }


def test_references_stand_by_law_and_paragraph_as_written_s000_11(referring, cast):
    assert places(cast) == {
        "LAB (beskæftigelsesindsatsloven)": {"hele loven": ["Lov om aktiv beskæftigelse."]},
        "SEL (serviceloven)": {"§ 41": ["SL §§41 og 42", "servicelovens § 41"], "§ 42": ["SL §§41 og 42"]},
    }


@pytest.mark.parametrize("query", ["SEL § 41", "sl §41", "§ 41 i serviceloven", "Servicelovens § 41", "§41"])
def test_search_finds_a_paragraph_in_every_spelling_s000_11(referring, cast, query):
    assert places(cast, query) == {"SEL (serviceloven)": {"§ 41": ["SL §§41 og 42", "servicelovens § 41"]}}


def test_search_for_a_laws_name_shows_its_paragraphs(referring, cast):
    assert list(places(cast, "serviceloven")["SEL (serviceloven)"]) == ["§ 41", "§ 42"]


def test_another_laws_paragraph_is_not_found(referring, cast):
    assert places(cast, "PL § 41") == {}


def test_who_does_not_see_the_plan_sees_none_of_its_references(referring, cast):
    assert legal_page(cast.ove_owner_of_nothing, plan=None, query="")["laws"] == []


def test_the_page_leads_to_the_point_and_keeps_the_query(referring, secretary):
    page = secretary.get(reverse("handleplan:legal-reference-list"), {"q": "SEL § 42"}).content.decode()
    assert (f'href="/items/{referring.pk}/"' in page, 'value="SEL § 42"' in page) == (True, True)


@pytest.mark.parametrize("query", ["\x00", "§" * 500, "%%", "'", "§ 99999999999999999999"])
def test_strange_queries_find_nothing_and_break_nothing(secretary, query):
    assert secretary.get(reverse("handleplan:legal-reference-list"), {"q": query}).status_code == 200


# -- the glossary -----------------------------------------------------------------------------------------------------


def seen(client: Client, url: str) -> dict:
    """What a form carries of the word as it stands."""
    sheet = client.get(url).context["sheet"]
    return {"seen": sheet.seen, "known": sheet.known, "once": sheet.once}


WORD = {"kind": "abbreviation", "short": "HKY", "words": "Handicapkompenserende ydelser"}


def test_a_word_is_explained_edited_and_taken_out_in_the_browser(secretary):
    secretary.post(reverse("handleplan:glossary-add"), WORD)
    entry = GlossaryEntry.objects.get()
    url = reverse("handleplan:glossary-edit", args=[entry.pk])
    as_a_browser_sends = {"kind": "abbreviation", "words": "Ydelser til handicappede"}  # its short form cannot be typed
    secretary.post(url, seen(secretary, url) | as_a_browser_sends)
    assert GlossaryEntry.objects.get().words == "Ydelser til handicappede"
    secretary.post(url, seen(secretary, url) | {"step": "remove"})
    assert (GlossaryEntry.objects.count(), GlossaryEntry.history.count()) == (0, 3)


def test_who_explains_a_word_second_is_told_what_the_first_one_wrote(secretary, by):
    entry = explaining.explain(**WORD, **by)
    url = reverse("handleplan:glossary-edit", args=[entry.pk])
    before = seen(secretary, url)
    explaining.explain(**WORD | {"words": "Andres ord"}, **by)
    answer = secretary.post(url, before | {"kind": "abbreviation", "words": "Mine ord"})
    told = [(one["new"], one["mine"]) for one in answer.context["sheet"].others]
    assert (answer.status_code, answer.context["form"]["words"].value(), told) == (
        409,
        "Mine ord",
        [("Andres ord", True)],
    )
    assert GlossaryEntry.objects.get().words == "Andres ord"


def test_a_word_that_somebody_took_out_meanwhile_is_not_there(secretary, by):
    entry = explaining.explain(**WORD, **by)
    url = reverse("handleplan:glossary-edit", args=[entry.pk])
    before = seen(secretary, url)
    explaining.forget(entry, **by)
    assert secretary.post(url, before | WORD).status_code == 404


def test_a_word_that_is_there_already_is_not_explained_twice(secretary, by):
    explaining.explain(**WORD, **by)
    answer = secretary.post(reverse("handleplan:glossary-add"), WORD)
    said = {"short": ["Det står allerede på listen. Redigér det der."]}
    assert (answer.status_code, answer.context["form"].errors) == (422, said)


def test_a_points_page_explains_the_words_it_uses_s000_25(secretary, small_plan, by):
    item = planning.add_item(small_plan, kind="initiative", title="HKY og Deloitte efter SEL", **by)
    explaining.explain(**WORD, **by)
    explaining.explain(kind="party", short="Deloitte", words="revisionsfirma", **by)
    explaining.explain(kind="party", short="Koncernservice", words="nævnes ikke", **by)
    told = secretary.get(reverse("handleplan:item-detail", args=[item.pk])).context["explained"]
    assert [(word["short"], word["words"]) for word in told] == [
        ("Deloitte", "revisionsfirma"),
        ("HKY", "Handicapkompenserende ydelser"),
        ("SEL", "serviceloven (lov om social service)"),
    ]


def test_a_report_lists_the_municipalitys_own_words_s000_25(small_plan, by):
    planning.add_usual_parts(small_plan, **by)
    planning.add_item(small_plan, kind="initiative", title="HKY", **by)
    explaining.explain(**WORD, **by)
    snapshot = build_snapshot(small_plan, dt.date(2013, 11, 1))
    assert [(each.short, each.words) for each in snapshot.abbreviations] == [("HKY", "Handicapkompenserende ydelser")]
