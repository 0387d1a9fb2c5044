"""Milestones proposed from a point's text (issue 3, point 2)."""

from __future__ import annotations

import datetime as dt

import pytest

from handleplan.proposing import IN_STATUS, LONGEST_NAME, hanging, proposals
from tests.conftest import CASES, STATUS_TABLE

pytestmark = pytest.mark.pure

FEBRUARY = dt.date(2012, 2, 29)


def said(text: str, *more) -> list[tuple[str, str]]:
    return [(each.name, each.end.as_written) for each in proposals(text, *more)]


def descriptions() -> dict[str, str]:
    rows = [line.split("\t") for line in STATUS_TABLE.read_text().split("\n") if line[:1].isdigit()]
    return {row[0]: row[2] for row in rows if len(row) > 2}


def test_S004_18_the_description_of_1_4_3_1_speaks_of_exactly_two_milestones():
    assert said(descriptions()["1.4.3.1"]) == [
        ("1. gang", "senest 1. september 2011"),
        ("2. gang", "senest 1. september 2012"),
    ]


def test_S004_18_a_proposed_end_date_is_read_as_one_that_is_typed():
    first, second = proposals(descriptions()["1.4.3.1"])
    assert (first.end.latest, second.end.latest) == (dt.date(2011, 9, 1), dt.date(2012, 9, 1))


def test_S004_39_no_other_description_of_the_real_plan_speaks_of_a_milestone():
    assert [number for number, text in descriptions().items() if proposals(text)] == ["1.4.3.1"]


def test_S000_18_the_activities_of_the_agenda_are_proposed_with_their_imprecise_dates():
    agenda = (CASES / "000_agenda_2012-02-29.txt").read_text()
    found = [
        (each.end.as_written, each.end.earliest, each.end.latest) for each in proposals(agenda, FEBRUARY, IN_STATUS)
    ]
    assert found == [
        ("primo april", dt.date(2012, 4, 1), dt.date(2012, 4, 10)),
        ("I løbet af første kvartal 2012", dt.date(2012, 1, 1), dt.date(2012, 3, 31)),
        ("omkring den 20. februar 2012", dt.date(2012, 2, 17), dt.date(2012, 2, 23)),
    ]


def test_S000_18_an_activity_is_named_by_the_words_that_lead_to_its_date():
    text = "Der arbejdes videre. Taskforcen etableres primo april 2012, og budgetterne er lagt i SOFUS 1. maj 2012."
    assert said(text)[0] == ("Taskforcen etableres", "primo april 2012")


def test_an_activity_whose_date_comes_first_is_named_by_what_follows():
    assert said("Senest 1. maj 2014 er alle sager gennemgået. Derefter rapporteres.") == [
        ("Er alle sager gennemgået", "Senest 1. maj 2014")
    ]


def test_S004_39_subject_years_and_past_events_are_no_milestones():
    text = "Afslutning af afstemning for 2009 og 2010. KS afleverede en analyse d. 7. november 2012."
    assert said(text, FEBRUARY) == []


def test_a_date_without_a_year_is_passed_over_where_the_day_of_the_text_is_unknown():
    assert said("Taskforcen etableres primo april") == []


def test_each_proposal_stands_where_its_words_are():
    text = "Gennemgang 1. gang senest 1. september 2011 og 2. gang senest 1. september 2012."
    assert [text[each.start : each.stop] for each in proposals(text)] == [
        "senest 1. september 2011",
        "senest 1. september 2012",
    ]


@pytest.mark.parametrize("text", ["", "\x00", "senest", "og " * 5_000, "1) 2) 3) senest 1. maj 2014", "x" * 100_000])
def test_any_text_is_read_without_an_error_and_its_names_stay_short(text):
    assert all(len(each.name) <= LONGEST_NAME for each in proposals(text))


# -- deadlines that hang on a decision --------------------------------------------------------------------------------

REAL = (
    "Det forventes at forvaltningen er færdige med genopretningen ultimo januar 2014 eller maj 2014 afhængigt af "
    "beslutningen i Socialudvalget den 4/12, hvor sag om status på genopretning af sager behandles."
)


def test_S004_27_the_alternatives_the_decision_and_its_day_are_read_from_the_sentence():
    found = hanging(REAL, dt.date(2013, 11, 15))
    ends = [end.as_written for end in found.alternatives]
    assert (found.awaits, found.when.latest, ends) == (
        "Beslutningen i Socialudvalget",
        dt.date(2013, 12, 4),
        ["ultimo januar 2014", "maj 2014"],
    )


def test_a_decision_in_the_next_sentence_is_another_matter():
    found = hanging("Vi er færdige ultimo 2014 eller medio 2015. Det blev besluttet den 4. december 2013.")
    assert found.when is None


@pytest.mark.parametrize("text", ["", "Vi er færdige ultimo 2014.", "Sagerne fra 2011 eller 2012 er gennemgået."])
def test_a_text_without_alternatives_to_come_proposes_nothing(text):
    assert hanging(text, dt.date(2013, 11, 15)) is None
