"""The rules of attention, without a database (S004-26, S004-35, S004-40; DOMAIN.md B1)."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from django.utils import translation

from handleplan.attention import Facts, Why, judge, moved_from_original, quote, why_uncertain
from handleplan.dates import DayRange, parse

AS_OF = dt.date(2013, 11, 30)
CONTEXT = dt.date(2013, 11, 15)


def facts(end: str = "", original: str = "", forecast: str = "", read_by: str = "parser", **more) -> Facts:
    """An open point with a status this month, so that only its dates can be the reason."""
    expected = dataclasses.replace(parse(forecast, CONTEXT), read_by=read_by) if forecast else None
    return Facts(
        item=1,
        end=parse(end, CONTEXT) if end else None,
        original=parse(original, CONTEXT) if original else None,
        forecast=expected,
        moves=1 if original and original != end else 0,
        status_month=dt.date(2013, 11, 1),
        **more,
    )


def reasons(given: Facts, as_of: dt.date = AS_OF) -> dict[Why, int]:
    return {each.why: each.days for each in judge(given, as_of)}


def test_S004_26_medio_2013_is_91_days_over_and_334_over_the_original():
    [overdue] = judge(facts("medio 2013", original="31. dec 2012"), AS_OF)
    assert (overdue.why, overdue.days, overdue.days_over_original) == (Why.OVERDUE, 91, 334)


def test_S004_26_the_end_of_2012_is_334_days_over_and_699_over_the_original():
    [overdue] = judge(facts("udgangen af 2012", original="1. jan.2012"), AS_OF)
    assert (overdue.why, overdue.days, overdue.days_over_original) == (Why.OVERDUE, 334, 699)


def test_S004_26_ultimo_2013_is_in_its_window_with_31_days_left():
    assert reasons(facts("ultimo 2013"))[Why.IN_WINDOW] == 31


def test_a_window_that_closes_within_60_days_is_due_soon_too():
    assert reasons(facts("ultimo 2013"))[Why.DUE_SOON] == 31


def test_the_last_day_of_a_deadline_is_not_overdue():
    assert Why.OVERDUE not in reasons(facts("medio 2013"), dt.date(2013, 8, 31))


def test_the_day_after_the_last_day_is_one_day_overdue():
    assert reasons(facts("medio 2013"), dt.date(2013, 9, 1))[Why.OVERDUE] == 1


def test_a_single_day_has_no_window():
    assert Why.IN_WINDOW not in reasons(facts("30. nov. 2013"))


def test_a_deadline_without_a_first_day_has_no_window():
    assert Why.IN_WINDOW not in reasons(facts("Senest 31. dec. 2013"))


@pytest.mark.parametrize(("left", "soon"), [(0, True), (60, True), (61, False)])
def test_due_soon_ends_at_60_days(left, soon):
    end = (AS_OF + dt.timedelta(days=left)).isoformat()
    assert (Why.DUE_SOON in reasons(facts(end))) == soon


@pytest.mark.parametrize(
    "end", ["", "31. juni 2013", "inden sommerferien", "løbende", "snarest", "fra 2012", "marts 2015 eller maj 2015"]
)
def test_an_end_that_cannot_be_counted_from_is_uncertain(end):
    assert Why.UNCERTAIN_END in reasons(facts(end))


@pytest.mark.parametrize("end", ["medio 2015", "1. jan. 2015", "senest 1. maj 2015", "ultimo 2014 primo 2015", "2015"])
def test_an_end_with_a_last_day_is_certain(end):
    assert reasons(facts(end)) == {}


def test_alternatives_that_are_past_are_both_overdue_and_uncertain():
    assert set(reasons(facts("marts 2012 eller maj 2012"))) == {Why.OVERDUE, Why.UNCERTAIN_END}


def test_a_forecast_of_a_person_after_the_deadline_is_late_before_the_deadline_is():
    assert reasons(facts("medio 2014", forecast="1. marts 2015")) == {Why.FORECAST_LATE: 182}


def test_a_forecast_within_the_deadline_needs_nobody():
    assert reasons(facts("medio 2014", forecast="maj 2014")) == {}


def test_a_later_date_in_the_text_is_a_contradiction_and_no_forecast():
    given = facts("medio 2014", forecast="primo 2015", read_by="text", status_text="Færdig. Det sker primo 2015. Ja.")
    [found] = judge(given, AS_OF)
    assert (found.why, str(found.quote)) == (Why.TEXT_LATER, "Det sker primo 2015.")


def test_a_reached_milestone_is_not_overdue():
    assert reasons(facts("medio 2013", done=True)) == {}


def test_a_month_without_a_status_is_silence():
    given = dataclasses.replace(facts("2015"), status_month=dt.date(2013, 10, 1))
    assert reasons(given) == {Why.SILENT: 31}


def test_a_point_that_never_had_a_status_is_silent():
    assert Why.SILENT in reasons(dataclasses.replace(facts("2015"), status_month=None))


def test_only_the_points_own_schedule_can_be_silent_or_in_focus():
    given = dataclasses.replace(facts("2015"), status_month=None, in_focus=True, is_own=False)
    assert reasons(given) == {}


def test_S004_17_an_open_point_under_a_closed_one_is_told():
    assert set(reasons(facts("2015", closed_parent="1.2.5"))) == {Why.CLOSED_PARENT}


def test_management_focus_is_told():
    assert set(reasons(facts("2015", in_focus=True))) == {Why.IN_FOCUS}


@pytest.mark.parametrize(
    ("original", "end", "moved"),
    [
        ("31. dec 2012", "medio 2013", DayRange(121, 243)),
        ("1. jan.2012", "udgangen af 2012", DayRange(365, 365)),
        ("1. nov. 2011", "ultimo 2013", DayRange(670, 791)),
        ("", "ultimo 2013", None),
    ],
)
def test_S004_25_days_moved_are_a_range(original, end, moved):
    assert moved_from_original(facts(end, original=original)) == moved


@pytest.mark.parametrize("as_of", [dt.date.min, dt.date(1, 1, 2), dt.date.max])
def test_no_day_is_too_early_or_too_late_to_count_from(as_of):
    assert isinstance(judge(facts("medio 2013", original="31. dec 2012"), as_of), list)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "Det startede 1. feb. 2012 jf. bilag. Det slutter ultimo 2014 eller før. Slut.",
            "Det slutter ultimo 2014 eller før.",
        ),
        ("ultimo 2014", "ultimo 2014"),
        ("Jf. Bilag 2 ventes ultimo 2014", "Jf. Bilag 2 ventes ultimo 2014"),
        ("Første linje\nultimo 2014 er målet\nTredje", "ultimo 2014 er målet"),
        ("Klar til medicin. der evalueres ultimo 2014. Der", "Klar til medicin. der evalueres ultimo 2014."),
        ("Han sagde: ”Nej.” Det bliver ultimo 2014!", "Det bliver ultimo 2014!"),
    ],
)
def test_a_quote_is_the_sentence_around_the_expression(text, sentence):
    assert str(quote(text, "ultimo 2014")) == sentence


def test_an_expression_that_is_not_in_the_text_is_not_quoted():
    assert quote("Intet her", "ultimo 2014") is None


@pytest.mark.parametrize(
    ("end", "words"),
    [
        (None, "No end date"),
        ("31. juni 2013", "The end date is an impossible day"),
        ("inden sommerferien", "The end date could not be read"),
        ("løbende", "Ongoing, without an end date"),
        ("marts 2014 eller maj 2014", "The end date names several possible dates"),
        ("fra 2012", "The end date names no last day"),
    ],
)
def test_an_uncertain_end_says_what_is_wrong_with_it(end, words):
    with translation.override("en"):
        assert why_uncertain(parse(end, CONTEXT) if end else None) == words
