"""Reports and meetings that a text names by an event (S000-22)."""

from __future__ import annotations

import datetime as dt

import pytest

from meetings.references import FORECAST, LAST_TIME, REPORT, named

pytestmark = pytest.mark.pure
DAY = dt.date(2012, 2, 29)


@pytest.mark.parametrize(
    ("text", "words", "kind", "month"),
    [
        ("i forbindelse med aprilprognosen, som forudsat", "aprilprognosen", FORECAST, "2012-04-01"),
        ("udvalget ved martsafrapporteringen.", "martsafrapporteringen", REPORT, "2012-03-01"),
        ("på decembermødet blev", "decembermødet", REPORT, "2011-12-01"),
        ("Januarstatus 2013 viser", "Januarstatus 2013", REPORT, "2013-01-01"),
        ("som forudsat ved sidste status for handleplanen", "sidste status", LAST_TIME, None),
    ],
)
def test_a_name_means_the_month_nearest_to_the_meeting(text, words, kind, month):
    [found] = named(text, DAY)
    assert (found.words, found.kind, found.month and found.month.isoformat()) == (words, kind, month)


@pytest.mark.parametrize("text", ["I marts 2012 forelægges en status.", "majoritet", "En statusmåling i april."])
def test_other_words_are_no_names(text):
    assert named(text, DAY) == ()


def test_a_name_is_told_once():
    assert len(named("aprilprognosen og Aprilprognosen", DAY)) == 1
