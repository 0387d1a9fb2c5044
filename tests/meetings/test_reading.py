"""An old item read from its text: headings by the template, nothing lost."""

from __future__ import annotations

from collections import Counter

import pytest

from handleplan.prose import MARKDOWN, to_plain
from meetings.demo.items import facts_of, old_item
from meetings.habits import Habits, SectionHabit
from meetings.reading import OldItem, OldSection, code_of, read_item
from tests.conftest import CASES
from tests.meetings.three_items import HABITS, ORIGINALS, WEB_REMAINS, original, words

SMALL = Habits(
    head=("Mødedato: {date}",),
    sections=(
        SectionHabit("lead", role="lead"),
        SectionHabit("proposal", "Indstilling", "proposal"),
        SectionHabit("solution", "Løsning"),
        SectionHabit("signatures", role="signatures"),
        SectionHabit("decision", "Beslutning", "decision"),
    ),
)


def read(name: str) -> OldItem:
    return read_item((CASES / ORIGINALS[name]).read_text("utf-8"), HABITS[facts_of(name)["template"]])


def outline(sections: tuple[OldSection, ...]) -> list:
    return [(each.heading, each.form, each.key, outline(each.parts)) for each in sections]


def said(item: OldItem) -> Counter[str]:
    """Every word that an item holds, its head left out."""
    texts = [item.title, item.attendance, *item.proposals, *item.signers, *(each.text for each in item.decisions)]
    for section in item.all_sections():
        heading = f"{section.heading}:" if section.form == "run_in" else section.heading
        texts += [heading, to_plain(section.body, MARKDOWN)]
    return Counter(word.strip("·•") for text in texts for word in words(text) if word.strip("·•"))


@pytest.mark.parametrize("name", ORIGINALS)
def test_a_case_file_reads_as_the_rows_built_by_hand(name) -> None:
    by_hand, found = old_item(facts_of(name), HABITS[facts_of(name)["template"]]), read(name)
    assert outline(found.sections) == outline(by_hand.sections)
    same = ("title", "number", "kind", "case_number", "document_number", "date", "time", "place", "proposer")
    for field in (*same, "proposals", "signers", "attendance", "absence", "people", "decisions"):
        assert getattr(found, field) == getattr(by_hand, field), field


@pytest.mark.parametrize("name", ORIGINALS)
def test_no_word_of_a_case_file_is_lost_but_those_of_its_head(name) -> None:
    item = read(name)
    text = original(name)
    lost = Counter(word.strip("·•") for word in words(text) if word.strip("·•")) - said(item)
    head = (
        f"Mødedato: Mødested: kl. {item.place} {item.time:%H:%M}"
        if item.time
        else "Møde i udvalget d. 5. november 2018"
    )
    known = (
        f"{head} {item.date:%d.%m.%Y}, {item.number} ({item.kind}) Sagsnr.: Dok.nr.: Åbent Fraværende: {item.absence}"
    )
    known += f" {item.case_number} {item.document_number} {item.proposer} indstiller, 1. /"
    assert {
        word for word in lost if word not in words(known) and word.rstrip("/") not in " ".join(item.signers)
    } == set()


@pytest.mark.parametrize("name", ORIGINALS)
def test_the_remains_of_the_web_page_are_dropped_and_named_S000_32_S003_21(name) -> None:
    assert len(read(name).dropped) == 1
    assert read(name).dropped[0] in WEB_REMAINS


def test_a_word_of_a_sentence_is_no_remains_of_a_page() -> None:
    item = read_item("Titel\n\nVi går til top\n\nLøsning\n\nTil top\n\nFærdig.", SMALL)
    assert item.dropped == ("Til top",)
    assert said(item)["top"] == 1


def test_a_heading_no_template_knows_becomes_a_section_of_its_own_S003_4() -> None:
    item = read_item(
        "Titel\n\nLøsning\n\nVi gør det.\n\nBørnenes forhold\n\nDe er gode.\n\nBeslutning\n\nGodkendt.", SMALL
    )
    assert outline(item.sections) == [
        ("Løsning", "line", "solution", []),
        ("Børnenes forhold", "line", "", []),
        ("Beslutning", "line", "decision", []),
    ]


def test_a_person_says_what_a_line_is() -> None:
    text = "Titel\n\nLøsning\n\nVi gør det.\n\nBørnenes forhold\n\nDe er gode."
    line = next(section.line for section in read_item(text, SMALL).sections if section.found)
    below = read_item(text, SMALL, choices={line: "part"})
    assert outline(below.sections) == [("Løsning", "line", "solution", [("Børnenes forhold", "line", "", [])])]
    plain = read_item(text, SMALL, choices={line: "text"})
    assert [(each.heading, each.body) for each in plain.sections] == [
        ("Løsning", "Vi gør det.\n\nBørnenes forhold\n\nDe er gode.")
    ]


def test_text_above_a_title_that_follows_the_head_stays_S000_3() -> None:
    item = read_item("Socialudvalget\nMødedato: 1.2.2012\nTitel\n\nResumé her.\n\nLøsning\n\nJa.", SMALL)
    assert item.title == "Titel"
    assert item.sections[0].body == "Socialudvalget\n\nResumé her."


def test_stars_and_brackets_print_as_they_were_typed() -> None:
    text = "Titel\n\nLøsning\n\n5*3 er *ikke* [her](https://example.org/) 15 sager*"
    body = read_item(text, SMALL).sections[0].body
    assert to_plain(body, MARKDOWN).split() == text.split("\n")[-1].split()


def test_proposals_are_told_by_number_or_by_at_and_keep_what_follows() -> None:
    text = "T\n\nIndstilling\n\nDirektøren indstiller, at planen godkendes,\n2. at den sendes videre\ntil byrådet."
    item = read_item(text, SMALL)
    assert item.proposer == "Direktøren"
    assert item.proposals == ("at planen godkendes,", "at den sendes videre\ntil byrådet.")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Indstillingen blev godkendt", "approved"),
        ("Taget til efterretning.", "noted"),
        ("Tiltrådt.", "adopted"),
        ("Anbefales til Økonomiudvalget", "recommended"),
        ("Godkendt med den ændring, at fristen er 1. maj.", "approved_changed"),
        ("Sagen blev udsat.", "postponed"),
        ("Sag nr. 29 udgår", "withdrawn"),
        ("Oversendes til Økonomiudvalget", "forwarded"),
        ("Udvalget drøftede sagen.", "discussed"),
        ("Til efterretning, henholdsvis godkendt uden afstemning", "split"),
        ("Rødt og blåt", ""),
    ],
)
def test_a_decision_is_told_by_its_words_D3(text, code) -> None:
    assert code_of(text) == code


def test_decisions_point_by_point_name_their_proposals() -> None:
    text = "T\n\nIndstilling\n\n1. At a\n2. At b\n\nBeslutning\n\nAd 1. Godkendt.\nAd 2. Udsat."
    decisions = read_item(text, SMALL).decisions
    assert [(each.proposal, each.code, each.text) for each in decisions] == [
        (0, "approved", "Ad 1. Godkendt."),
        (1, "postponed", "Ad 2. Udsat."),
    ]


@pytest.mark.parametrize(
    "text", ["", "\x00\x0b", "Løsning", "Beslutning\nBeslutning", "{title}", "(" * 5000, "a\n" * 3000]
)
def test_no_text_is_too_strange(text) -> None:
    item = read_item(text, SMALL)
    assert sum(said(item).values()) >= len(words(text.replace("\x00", ""))) - 2 * len(item.dropped) - 1
