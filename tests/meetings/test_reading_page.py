"""Reading an old item in the browser: nothing is saved before the person confirms, and then all of it."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from meetings import paper
from meetings.composing import compose
from meetings.document import MINUTES, as_text
from meetings.models import AgendaItem, Decision, Delivery, Section
from meetings.reading import left_out, read_item
from meetings.reading.word import NotWord, read_word
from meetings.shipped import BY_NAME
from reports import docx
from tests.conftest import CASES
from tests.meetings.three_items import ORIGINALS, facts_of, meeting_of, original, real_item, words

pytestmark = pytest.mark.django_db


def told(name: str, **more) -> dict:
    text = (CASES / ORIGINALS[name]).read_text("utf-8")
    return {"text": text, "template": facts_of(name)["template"], "once": "a", **more}


def address(name: str) -> str:
    return reverse("meetings:item-read", args=[meeting_of(name).pk])


@pytest.mark.parametrize("name", ORIGINALS)
def test_a_pasted_item_is_kept_as_the_rows_built_by_hand_and_prints_as_the_original(name, secretary, cast) -> None:
    answer = secretary.post(address(name), told(name, step="confirm"))
    read = AgendaItem.objects.get()
    assert answer["Location"] == reverse("meetings:item-document", args=[read.pk])
    assert words(as_text(compose(read, kind=MINUTES))) == words(original(name))
    by_hand = real_item(name, cast.sara_secretary)
    for item in (read, by_hand):
        item.rows = [
            list(item.sections.values_list("key", "heading", "heading_form", "parent__heading", "position")),
            list(item.proposals.values_list("position", "text")),
            list(Decision.objects.filter(minutes__item=item).values_list("code", "text")),
            list(item.minutes.values_list("attendance_text", "absence_text")),
            list(item.versions.values_list("kind", flat=True)),
        ]
    assert read.rows == by_hand.rows


def test_nothing_is_written_before_the_person_confirms(secretary) -> None:
    answer = secretary.post(address("2018-11-05"), told("2018-11-05", step="read"))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert AgendaItem.objects.count() == 0
    assert "Hvert ord i teksten står i det, der vises herunder." in page
    assert "Kunne ikke indlæse data fra Slagelse Kommunes hjemmeside." in page


def test_what_a_line_is_the_person_says_and_it_stays_said(secretary) -> None:
    name = "2017-09-20"
    page = secretary.post(address(name), told(name, step="read")).content.decode()
    assert page.count('name="what_') == 5
    again = secretary.post(address(name), told(name, step="read", what_50="text")).content.decode()
    assert again.count('name="what_') == 5
    secretary.post(address(name), told(name, step="confirm", what_50="text"))
    assert Section.objects.filter(heading="Klager").count() == 0
    assert "\n\nKlager\n\n" in Section.objects.get(heading="Ledelsestilsynet på personsagsområdet").body


def test_the_report_that_an_old_item_delivers_is_offered_and_recorded(held, small_plan, secretary) -> None:
    send = {**told("2012-02-29"), "plan": small_plan.slug}
    at = reverse("meetings:item-read", args=[held.meeting.pk])
    page = secretary.post(at, send | {"step": "read"})
    february = f"{held.obligation.pk}-2012-02"
    assert [(each["value"], each["label"], each["chosen"]) for each in page.context["reports"]] == [
        (february, "Februar 2012: månedlig afrapportering i 2012", True),
        (f"{held.obligation.pk}-2012-01", "Januar 2012: månedlig afrapportering i 2012", False),
    ]
    secretary.post(at, send | {"step": "confirm", "report": february})
    item = AgendaItem.objects.get()
    assert [(each.item, each.meeting, each.period.month) for each in Delivery.objects.all()] == [
        (item, held.meeting, 2)
    ]
    assert (item.obligation, item.period.isoformat()) == (held.obligation, "2012-02-01")


def test_a_report_that_an_item_has_delivered_is_not_chosen_again_by_itself(held, small_plan, secretary) -> None:
    send = {**told("2012-02-29"), "plan": small_plan.slug}
    at = reverse("meetings:item-read", args=[held.meeting.pk])
    secretary.post(at, send | {"step": "confirm", "report": f"{held.obligation.pk}-2012-02"})
    page = secretary.post(at, send | {"step": "read", "once": "b"})
    assert [(each["chosen"], each["given"]) for each in page.context["reports"]] == [(False, True), (False, False)]


def test_no_report_is_offered_for_another_plan_and_none_is_recorded(held, secretary) -> None:
    at = reverse("meetings:item-read", args=[held.meeting.pk])
    page = secretary.post(at, told("2012-02-29", step="read"))
    secretary.post(at, told("2012-02-29", step="confirm", report=f"{held.obligation.pk}-2012-02"))
    assert (page.context["reports"], AgendaItem.objects.get().obligation, Delivery.objects.count()) == ([], None, 0)


def test_two_presses_keep_one_item(secretary) -> None:
    for _press in range(2):
        secretary.post(address("2018-11-05"), told("2018-11-05", step="confirm"))
    assert AgendaItem.objects.count() == 1


def test_a_decision_in_unknown_words_must_be_named(secretary) -> None:
    text = "Titel\n\nLøsning\n\nJa.\n\nBeslutning\n\nSom indstillet."
    data = {"text": text, "template": "kk_2017", "once": "a", "step": "confirm"}
    answer = secretary.post(address("2017-09-20"), data)
    assert answer.status_code == 422
    assert "Angiv for hver beslutning, hvad der blev besluttet." in answer.content.decode()
    secretary.post(address("2017-09-20"), {**data, "code_0": "adopted"})
    assert list(Decision.objects.values_list("code", "text")) == [("adopted", "Som indstillet.")]


def test_a_closed_item_needs_its_reason_and_public_title(secretary) -> None:
    closed = told("2018-11-05", step="confirm")
    closed["text"] = closed["text"].replace("Åbent", "Lukket")
    assert secretary.post(address("2018-11-05"), closed).status_code == 422
    secretary.post(
        address("2018-11-05"),
        {
            **closed,
            "closed_reason": "Forvaltningsloven § 27",
            "public_title": "Personalesag",
            "public_text": "Godkendt.",
        },
    )
    public = as_text(compose(AgendaItem.objects.get(), kind=MINUTES))
    assert "Personalesag" in public
    assert "Godkendt." in public
    assert "Revisionsbem" not in public


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"text": ""}, "Indsæt punktets tekst, eller vælg en Word-fil."),
        ({"file": SimpleUploadedFile("a.docx", b"PK\x03\x04 nothing")}, "Filen er"),
        ({"file": SimpleUploadedFile("a.doc", b"\xd0\xcf\x11\xe0")}, "Filen er ikke et Word-dokument (.docx)."),
        ({"text": "x" * 200_001}, "200000"),
    ],
)
def test_what_cannot_be_read_is_said_beside_its_field(data, said, secretary) -> None:
    answer = secretary.post(address("2018-11-05"), {"template": "kk_2017", "step": "read", **data})
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_only_who_keeps_plans_reads_items(reader) -> None:
    assert reader.get(address("2018-11-05")).status_code == 403


@pytest.mark.parametrize("name", ORIGINALS)
def test_our_own_word_file_reads_back_as_it_was(name, cast, secretary) -> None:
    item = real_item(name, cast.sara_secretary)
    written = docx.render_letter(paper.letter(compose(item, kind=MINUTES)))
    upload = SimpleUploadedFile("dagsorden.docx", written)
    data = {"template": facts_of(name)["template"], "step": "read", "file": upload}
    assert secretary.post(address(name), data).status_code == 200
    text, levels = read_word(written)
    habits = BY_NAME[facts_of(name)["template"]].habits
    back = read_item(text, habits, levels=levels)
    assert left_out(text, back, habits) == []
    assert [section.heading for section in back.all_sections()] == [
        section.heading
        for section in item.sections.order_by("parent__position", "position")
        if not section.parent_id
        for section in [section, *section.parts.order_by("position")]
    ]


def test_a_word_that_goes_missing_is_told() -> None:
    habits = BY_NAME["kk_2012"].habits
    assert left_out("Titel\n\nhemmeligt ord", read_item("Titel\n\nord", habits), habits) == ["hemmeligt"]


def test_a_word_file_with_entities_is_refused(cast) -> None:
    import zipfile

    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("word/document.xml", '<!DOCTYPE x [<!ENTITY a "b">]><w>&a;</w>')
    with pytest.raises(NotWord):
        read_word(bomb.getvalue())
