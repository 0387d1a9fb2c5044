"""The three real items come out as they are, and what is closed stays in the house."""

from __future__ import annotations

import pytest

from meetings import document
from meetings.composing import compose, compose_meeting, kept
from meetings.models import Appendix, Minutes, Proposal, Section
from tests.meetings.three_items import ORIGINALS, original, real_item, words

pytestmark = pytest.mark.django_db


@pytest.fixture(params=ORIGINALS)
def real(request, cast):
    return request.param, real_item(request.param, cast.sara_secretary)


def test_the_minutes_are_the_original_but_for_white_space_S000_5_S002_2_S003_4(real) -> None:
    name, item = real
    assert words(document.as_text(compose(item, kind=document.MINUTES))) == words(original(name))


def test_the_agenda_says_all_but_the_decision_S000_33(real) -> None:
    name, item = real
    minutes, agenda = (document.as_text(compose(item, kind=kind)) for kind in (document.MINUTES, document.AGENDA))
    assert agenda.strip() == minutes.split("\nBeslutning\n" if name < "2018" else "\nBeslutning i ")[0].strip()


def test_both_versions_are_kept_and_stay_when_the_rows_change_S000_33(real, cast) -> None:
    name, item = real
    section = item.sections.exclude(body="").first()
    section.body = "Noget helt andet"
    section.save()
    assert words(document.as_text(kept(item, kind=document.MINUTES))) == words(original(name))
    assert compose(item) != kept(item, kind=document.AGENDA)


def test_a_document_is_the_same_after_a_trip_through_its_data(real) -> None:
    whole = compose(real[1], kind=document.MINUTES, public=False)
    assert document.from_data(document.to_data(whole)) == whole
    assert document.sha256(whole) == document.sha256(compose(real[1], kind=document.MINUTES, public=False))


def test_each_heading_of_the_february_item_is_a_row_of_its_own_S000_14(cast) -> None:
    item = real_item("2012-02-29", cast.sara_secretary)
    assert list(item.sections.filter(parent=None).values_list("heading", flat=True)) == [
        "",
        "Indstilling og beslutning",
        "Problemstilling",
        "Løsning",
        "Økonomi",
        "Videre proces",
        "Beslutning",
    ]
    assert list(item.sections.exclude(parent=None).values_list("heading", "heading_form", "parent__heading")) == [
        ("Genopretning af ældre afgørelser SL §§41 og 42", "run_in", "Løsning"),
        ("Dokumentation for ledelsestilsyn vedr. §§109 og 110 (krisecentre og herberger)", "run_in", "Løsning"),
        ("SOFUS fase 1", "run_in", "Løsning"),
        ("Ajourføring af forretningsgange i SOFIA", "run_in", "Løsning"),
    ]


def test_an_empty_section_says_the_templates_phrase_S003_16(cast) -> None:
    item = real_item("2018-11-05", cast.sara_secretary)
    parts = {part.heading: part for part in compose(item).parts}
    empty = ["Vurdering", "Økonomiske og personalemæssige konsekvenser", "Konsekvenser for andre udvalg"]
    assert [item.sections.get(heading=heading).body for heading in empty] == ["", "", ""]
    assert [parts[heading].passages[0].text for heading in empty] == ["Ingen bemærkninger."] * 3


def test_a_head_line_leaves_out_what_has_no_number(cast) -> None:
    item = real_item("2018-11-05", cast.sara_secretary)
    item.document_number = item.kind = ""
    assert [" ".join(line.text.split()) for line in compose(item).head] == [
        "Møde i udvalget d. 5. november 2018",
        "7. Revisionsbemærkninger - status",
        "Sagsnr.: 330-2018-65870 Åbent",
    ]


def _close(item) -> None:
    item.is_closed, item.closed_reason, item.public_title = True, "Forvaltningsloven § 27", "Personalesag"
    item.save()
    newest = Minutes.objects.get(item=item)
    Minutes.objects.create(
        item=item,
        decided_on=newest.decided_on,
        attendance_text=newest.attendance_text,
        absence_text=newest.absence_text,
        public_text="Godkendt.",
        corrects=newest,
        reason="Offentlig tekst",
        recorded_by=newest.recorded_by,
    )


def test_a_closed_item_tells_its_public_title_and_decision_and_no_word_more_S003_25(real) -> None:
    _name, item = real
    whole = document.as_text(compose(item, kind=document.MINUTES, public=False))
    _close(item)
    told = document.as_text(compose(item, kind=document.MINUTES))
    meeting = f"{item.meeting.committee.name} {document.as_text(compose(item))} Godkendt. Beslutning i den 2018: Lukket"
    assert set(words(told)) - set(words(meeting)) == set()
    secret = set(words(whole)) - set(words(meeting))
    assert {word for word in secret if word in words(told)} == set()
    assert "Personalesag" in told
    assert "Godkendt." in told


def test_a_closed_items_public_data_holds_none_of_its_words_S003_25(cast) -> None:
    item = real_item("2018-11-05", cast.sara_secretary)
    Appendix.objects.create(item=item, title="Hemmeligt bilag")
    _close(item)
    data = document.as_json(compose(item, kind=document.MINUTES))
    assert "Lukket" in data
    for secret in ("Revisionsbemærkninger", "330-2018-65870", "330-2018-531179", "Direktøren", "Blak", "Hemmeligt"):
        assert secret not in data
    for section in Section.objects.filter(item=item).exclude(body=""):
        assert section.body not in data


def test_a_kept_version_is_closed_when_its_item_is_closed_later(cast) -> None:
    item = real_item("2018-11-05", cast.sara_secretary)
    _close(item)
    assert kept(item, kind=document.AGENDA) == compose(item, kind=document.AGENDA)
    assert kept(item, kind=document.AGENDA, public=False).title == "Revisionsbemærkninger - status"


def test_a_closed_annex_stays_in_the_house_and_an_open_one_says_when_it_was_added(cast) -> None:
    item = real_item("2012-02-29", cast.sara_secretary)
    day = item.meeting.date
    Appendix.objects.create(item=item, title="Skema", added_on=day, position=0)
    Appendix.objects.create(item=item, title="Navne", is_closed=True, position=1)
    assert [annex.text for annex in compose(item).annexes] == ["Bilag 1: Skema (påført 29.02.2012)"]
    assert [annex.text for annex in compose(item, public=False).annexes] == [
        "Bilag 1: Skema (påført 29.02.2012)",
        "Bilag 2: Navne",
    ]


def test_a_meeting_takes_as_many_queries_for_three_items_as_for_one(cast, django_assert_num_queries) -> None:
    item = real_item("2012-02-29", cast.sara_secretary)
    with django_assert_num_queries(6):
        assert len(compose_meeting(item.meeting)) == 1
    for copy in range(2):
        item.pk = None
        item.position = copy + 1
        item.save()
        Proposal.objects.create(item=item, text="At sagen drøftes")
    with django_assert_num_queries(6):
        assert len(compose_meeting(item.meeting)) == 3
