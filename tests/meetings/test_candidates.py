"""Sentences that look like promises and requests, found in the real documents and in none of their other sentences."""

from __future__ import annotations

import datetime as dt

import pytest

from meetings.candidates import candidates, key_of
from tests.conftest import CASES

from .promises.february import ASKED_IN_JANUARY, FIVE_FOR_MARCH

pytestmark = pytest.mark.pure

REAL = {
    "000": ("000_agenda_2012-02-29.txt", dt.date(2012, 2, 29)),
    "001": ("001_budget_note_2011.txt", dt.date(2011, 9, 1)),
    "002": ("002_agenda_2017-09-20.txt", dt.date(2017, 9, 20)),
    "003": ("003_agenda_2018-11-05_slagelse.txt", dt.date(2018, 11, 5)),
    "004": ("004_status_table_2013-11.txt", dt.date(2013, 11, 15)),
}
MET = dt.date(2012, 2, 29)


def found_in(case: str) -> list:
    name, day = REAL[case]
    return candidates((CASES / name).read_text().replace("\t", "\n"), day)


def told(case: str) -> list[tuple[str, str]]:
    return [(found.direction, found.due.as_written if found.due else "") for found in found_in(case)]


def test_the_five_promises_and_the_request_of_february_2012_are_found_and_nothing_else_S000_12_S000_20():
    found = [" ".join(each.sentence.split()) for each in found_in("000")]
    assert found == [ASKED_IN_JANUARY, *(text for _, text in FIVE_FOR_MARCH)]


def test_each_promise_of_february_2012_is_due_in_march_in_its_own_words_S000_20():
    assert [(found.due.as_written, found.due.latest) for found in found_in("000")[1:]] == [
        ("i marts 2012", dt.date(2012, 3, 31)),
        ("i marts 2012", dt.date(2012, 3, 31)),
        ("i marts", dt.date(2012, 3, 31)),
        ("martsafrapporteringen", dt.date(2012, 3, 31)),
        ("i marts 2012", dt.date(2012, 3, 31)),
    ]


def test_the_request_says_who_asked_and_on_which_day_S000_12():
    request = found_in("000")[0]
    assert (request.direction, request.by, request.asked_on, request.due) == (
        "request",
        "Udvalget",
        dt.date(2012, 1, 25),
        None,
    )


def test_the_two_promises_of_2017_are_found_and_nothing_else_S002_14_S002_15():
    assert told("002") == [("promise", "den 20. september 2017"), ("promise", "i 2. kvartal 2018")]


def test_what_the_committee_and_the_management_of_slagelse_asked_for_is_found_and_nothing_else_S003_5():
    assert [(found.direction, found.by, found.asked_on) for found in found_in("003")] == [
        ("request", "Social- og Beskæftigelsesudvalget", dt.date(2018, 9, 3)),
        ("management", "Direktionen", dt.date(2018, 9, 27)),
    ]


def test_the_promised_note_of_the_budget_is_found_S001_24():
    assert told("001") == [("promise", "ultimo 2011")]


def test_no_status_of_the_table_is_taken_for_a_promise():
    assert found_in("004") == []


@pytest.mark.parametrize("case", ["000", "002", "003"])
def test_a_candidate_is_quoted_exactly(case):
    text = (CASES / REAL[case][0]).read_text()
    assert all(text[found.start : found.end] == found.sentence for found in found_in(case))


@pytest.mark.parametrize(
    ("text", "direction", "due"),
    [
        ("Udvalget vil på næste møde blive forelagt en plan.", "promise", "næste møde"),
        ("Forvaltningen fremlægger en redegørelse for udvalget i juni 2012.", "promise", "i juni 2012"),
        ("Byrådet bad på mødet den 1. februar 2012 forvaltningen om en redegørelse inden 1. maj 2012.", "request",
         "inden 1. maj 2012"),
        ("Direktionen har udbedt sig en status.", "management", ""),
        ("Økonomiudvalget ønskede en status for anlægsprojekterne.", "request", ""),
    ],
)  # fmt: skip
def test_other_ways_to_say_it(text, direction, due):
    found = candidates(text, MET)
    assert [(each.direction, each.due.as_written if each.due else "") for each in found] == [(direction, due)]


@pytest.mark.parametrize(
    "text",
    [
        "Udvalget blev præsenteret for planen i januar 2012.",
        "Planen blev forelagt Økonomiudvalget den 3. februar 2012.",
        "Taskforcen etableres primo april 2012.",
        "Socialforvaltningen anmodede Koncernservice om hjælp i januar 2012.",
        "Det indstilles, at udvalget tager status til efterretning.",
        "Budgetterne anvendes i forbindelse med aprilprognosen.",
        "",
    ],
)
def test_what_is_no_promise(text):
    assert candidates(text, MET) == []


def test_marks_of_a_list_and_white_space_are_no_part_of_the_sentence():
    assert candidates("·    Status forelægges i juni 2012.  \n", MET)[0].sentence == "Status forelægges i juni 2012."


def test_an_abbreviation_ends_no_sentence():
    assert candidates("Notatet vedr. Herberger forelægges i juni 2012.", MET)[0].sentence == (
        "Notatet vedr. Herberger forelægges i juni 2012."
    )


def test_a_sentence_is_known_again_whatever_its_white_space():
    assert key_of("Status  forelægges\xa0i juni.") == key_of("Status forelægges i juni.")
