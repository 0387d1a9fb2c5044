"""The page of an item as document, its files, and what a closed item shows through each of these doors."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from meetings import composing, convening, templating
from meetings.models import Appendix, Meeting, Minutes
from reports import archive
from tests.meetings.three_items import original, real_item, words
from tests.reports.editions import published

pytestmark = pytest.mark.django_db
DOORS = ("item-document", "item-text", "item-docx")


@pytest.fixture
def item(cast):
    return real_item("2018-11-05", cast.sara_secretary)


@pytest.fixture
def printed(monkeypatch) -> list:
    """The letters that were sent to the printer, which is not needed here."""
    letters: list = []
    monkeypatch.setattr("reports.pdf.render_letter", lambda letter: letters.append(letter) or b"%PDF-1.7")
    return letters


def close(item) -> None:
    item.is_closed, item.closed_reason, item.public_title = True, "Forvaltningsloven § 27", "Personalesag"
    item.save()


def text_of(html: str) -> str:
    return unescape(re.sub(r"<[^>]+>", " ", re.sub(r"(?s)<(script|style|template).*?</\1>", " ", html)))


def test_the_text_is_the_original_but_for_white_space(item, secretary) -> None:
    answer = secretary.get(reverse("meetings:item-text", args=[item.pk]) + "?version=minutes")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert words(answer.content.decode()) == words(original("2018-11-05"))


def test_the_clipboard_gets_clean_html_of_the_whole_and_of_each_section(item, secretary) -> None:
    html = secretary.get(reverse("meetings:item-document", args=[item.pk])).content.decode()
    sources = dict(re.findall(r'(?s)<template data-copy-html="(\w+)">(.*?)</template>', html))
    assert list(sources) == [*(str(place) for place in range(17)), "all"]
    assert set(re.findall(r"<(\w+)[^>]*>", sources["all"])) == {"h1", "h2", "h3", "p", "ol", "li"}
    assert "class=" not in "".join(sources.values())
    assert words(text_of(sources["1"])) == words(
        "Beslutningstema Social- og Beskæftigelsesudvalget anmodede ved udvalgsmødet den 3. september 2018, om at "
        "blive præsenteret for de effekter og resultater, der er fremkommet i forhold til håndteringen af revisionens "
        "bemærkninger."
    )


def test_the_page_offers_each_version_that_went_out_S000_33(item, secretary) -> None:
    html = secretary.get(reverse("meetings:item-document", args=[item.pk])).content.decode()
    tabs = re.findall(r'href="[^"]*\?(version=\w+)"( aria-current="page")?>(\w+)<', html)
    assert tabs == [("version=minutes", ' aria-current="page"', "Referat"), ("version=agenda", "", "Dagsorden")]


def test_a_version_that_is_not_there_is_not_found(item, secretary) -> None:
    assert secretary.get(reverse("meetings:item-document", args=[item.pk]) + "?version=now").status_code == 404


def test_a_page_asks_no_more_for_a_long_item_than_for_a_short_one(
    cast, secretary, django_assert_max_num_queries
) -> None:
    for name in ("2012-02-29", "2018-11-05"):
        address = reverse("meetings:item-document", args=[real_item(name, cast.sara_secretary).pk])
        with django_assert_max_num_queries(12):
            secretary.get(address)


@pytest.mark.parametrize("person", ["reader", "secretary"])
@pytest.mark.parametrize("door", DOORS)
def test_no_word_of_a_closed_item_comes_through_a_door_unasked_S003_25(item, door, person, request) -> None:
    client = request.getfixturevalue(person)
    close(item)
    answer = client.get(reverse(f"meetings:{door}", args=[item.pk]))
    content = answer.content if door != "item-docx" else _inside(answer.content)
    for secret in ("Revisionsbem", "330-2018", "Schultz", "Blak", "Taget til efterretning", "Retligt grundlag"):
        assert secret.encode() not in content + answer.headers.get("Content-Disposition", "").encode()
    assert b"Personalesag" in content


def test_only_who_keeps_plans_sees_a_closed_item_whole(item, secretary, reader) -> None:
    close(item)
    whole = reverse("meetings:item-document", args=[item.pk]) + "?whole=1"
    assert "Schultz FASIT" in secretary.get(whole).content.decode()
    assert reader.get(whole).status_code == 404


def test_the_pdf_of_a_closed_item_says_its_public_words_alone(item, secretary, printed) -> None:
    close(item)
    secretary.get(reverse("meetings:item-pdf", args=[item.pk]))
    secretary.get(reverse("meetings:meeting-pdf", args=[item.meeting_id, "minutes"]))
    assert len(printed) == 2
    for letter in printed:
        assert "Personalesag" in letter.as_json()
        assert "Revisionsbem" not in letter.as_json()
        assert "Schultz" not in letter.as_json()


def test_a_meetings_minutes_hold_each_item_on_a_page_of_its_own(item, secretary, printed, cast) -> None:
    answer = secretary.get(reverse("meetings:meeting-pdf", args=[item.meeting_id, "minutes"]))
    kinds = [(block.kind, block.level, "".join(run.text for run in block.runs)) for block in printed[0].blocks]
    assert kinds[0] == ("title", 1, "Referat – Social- og Beskæftigelsesudvalget")
    assert [kind[0] for kind in kinds].count("break") == 1
    assert ("heading", 1, "7.     Revisionsbemærkninger - status (O)") in kinds
    assert ("heading", 2, "Beslutningstema") in kinds
    assert answer["Content-Disposition"] == (
        'inline; filename="referat-2018-11-05-social-og-beskaeftigelsesudvalget.pdf"'
    )


def test_the_members_of_that_day_sign_the_minutes_where_it_is_asked(held, secretary, printed) -> None:
    address = reverse("meetings:meeting-pdf", args=[held.meeting.pk, "minutes"])
    secretary.get(address)
    secretary.get(f"{address}?signatures=1")
    signed = [[block.runs[0].text for block in letter.blocks if block.kind == "signers"] for letter in printed]
    assert signed == [[], [f"{'_' * 40}\nKaren Lindskov (A)"]]


def test_the_sheet_to_sign_goes_along_where_the_committees_template_has_one(held, by, secretary, printed) -> None:
    own = templating.named("kk_2012").habits
    template = templating.add_template(label="Vores", habits=replace(own, sheet="chairs"), **by)
    convening.edit_committee(held.committee, seen=None, template=template, **by)
    convening.add_member(held.committee, name="Ole Færgemann", party="B", role="member", **by)
    secretary.get(reverse("meetings:meeting-pdf", args=[held.meeting.pk, "minutes"]))
    secretary.get(reverse("meetings:meeting-pdf", args=[held.meeting.pk, "agenda"]))
    signed = [[block.runs[0].text for block in letter.blocks if block.kind == "signers"] for letter in printed]
    assert signed == [[f"{'_' * 40}\nKaren Lindskov (A)"], []]


def test_the_chair_signs_first_and_the_others_by_name_in_the_danish_order(held, by) -> None:
    for name, role in (("Åse Bro", "member"), ("Ole Dam", "deputy"), ("Ida Aas", "substitute"), ("Bo Ek", "member")):
        convening.add_member(held.committee, name=name, role=role, **by)
    assert composing.who_signs(held.meeting, "members") == ["Karen Lindskov (A)", "Ole Dam", "Bo Ek", "Åse Bro"]
    assert composing.who_signs(held.meeting, "chairs") == ["Karen Lindskov (A)", "Ole Dam"]
    assert composing.who_signs(held.meeting, "") == []


def test_a_package_holds_the_item_and_its_editions_as_they_were_published(
    item, small_plan, secretary, printed, cast
) -> None:
    edition = published(small_plan, cast.sara_secretary)
    Appendix.objects.create(item=item, title="Status", edition=edition, added_on=item.meeting.date)
    item.state = "ready"
    item.save()
    answer = secretary.get(reverse("meetings:item-zip", args=[item.pk]) + "?version=now")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as package:
        name = "dagsorden-2018-11-05-revisionsbemaerkninger-status"
        annexes = [f"bilag/{archive.file_name(edition, kind)}" for kind in ("pdf", "docx", "xlsx")]
        assert package.namelist() == [f"{name}.pdf", f"{name}.docx", f"{name}.txt", *annexes]
        assert package.read(annexes[0]) == archive.read_file(edition, "pdf")
    assert [each.name for each in printed[0].enclosures] == [archive.file_name(edition, "pdf")]


def test_a_meetings_pdf_holds_the_editions_of_its_items(item, small_plan, secretary, printed, cast) -> None:
    edition = published(small_plan, cast.sara_secretary)
    Appendix.objects.create(item=item, title="Status", edition=edition)
    secretary.get(reverse("meetings:meeting-pdf", args=[item.meeting_id, "minutes"]))
    assert [each.name for each in printed[0].enclosures] == [archive.file_name(edition, "pdf")]


def test_the_meetings_page_leads_to_agenda_minutes_and_the_sheet_to_sign(item, secretary) -> None:
    html = secretary.get(reverse("meetings:meeting-detail", args=[item.meeting_id])).content.decode()
    assert re.findall(rf'href="(/meetings/{item.meeting_id}/[a-z]+\.[^"]+)"', html) == [
        f"/meetings/{item.meeting_id}/{name}"
        for name in ("agenda.pdf", "agenda.docx", "minutes.pdf", "minutes.docx", "minutes.pdf?signatures=1")
    ]


def test_a_meeting_has_agenda_and_minutes_and_nothing_else(held, secretary) -> None:
    assert secretary.get(reverse("meetings:meeting-docx", args=[held.meeting.pk, "diary"])).status_code == 404


def test_a_draft_stands_in_no_booklet_that_leaves_the_house(item, secretary, printed) -> None:
    item.state = "draft"
    item.save()
    secretary.get(reverse("meetings:meeting-pdf", args=[item.meeting_id, "agenda"]))
    assert "Revisionsbem" not in printed[0].as_json()


def test_what_an_annex_is_stands_on_the_page(item, secretary) -> None:
    Appendix.objects.create(item=item, title="Redegørelse", added_on=item.meeting.date)
    item.state = "ready"
    item.save()
    html = secretary.get(reverse("meetings:item-document", args=[item.pk]) + "?version=now").content.decode()
    assert "Bilag 1: Redegørelse (påført 05.11.2018)" in html


def test_a_corrected_decision_is_the_one_that_counts(item, cast) -> None:
    from meetings.composing import compose

    newest = Minutes.objects.get(item=item)
    corrected = Minutes.objects.create(
        item=item, decided_on=newest.decided_on, corrects=newest, reason="Slåfejl", recorded_by=cast.sara_secretary
    )
    corrected.decisions.create(code="approved", text="Godkendt.", recorded_by=cast.sara_secretary)
    decided = compose(item, kind="minutes").parts[-1]
    assert [passage.text for passage in decided.passages] == ["Fraværende:", "Godkendt."]


def test_somebody_without_the_plan_does_not_find_the_item(real_plan, cast) -> None:
    item = real_item("2012-02-29", cast.sara_secretary, real_plan)
    stranger = Client()
    stranger.force_login(cast.ove_owner_of_nothing)
    for door in DOORS:
        assert stranger.get(reverse(f"meetings:{door}", args=[item.pk])).status_code == 404
    assert Meeting.objects.count() == 1
    answer = stranger.get(reverse("meetings:meeting-docx", args=[item.meeting_id, "minutes"]))
    assert b"Handleplan for sikker" not in _inside(answer.content)


def _inside(docx: bytes) -> bytes:
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        return b"".join(package.read(name) for name in package.namelist())
