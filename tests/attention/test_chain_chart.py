"""The drawing of a chain: every end date in its place, in numbers a browser understands."""

from __future__ import annotations

import datetime as dt

import pytest

from handleplan.chain_chart import draw, lane
from handleplan.dates import parse

TODAY = dt.date(2013, 11, 29)
START = dt.date(2011, 10, 1)


def chart(today: dt.date | None = TODAY, start: dt.date | None = START):
    lanes = [
        lane("Expected", "forecast", parse("ultimo januar 2014 eller maj 2014")),
        lane("Current", "current", parse("medio 2013")),
        lane("Original", "original", parse("31. dec 2012")),
    ]
    return draw(lanes, start=start, today=today)


def runs(drawn, role: str) -> list[str]:
    return [run.role for each in drawn.lanes if each.role == role for run in each.runs]


def at(percent: str) -> float:
    return float(percent.removesuffix("%"))


def test_the_lanes_stand_in_the_given_order_from_the_top():
    drawn = chart()
    assert [each.role for each in drawn.lanes] == ["forecast", "current", "original"]
    assert sorted(int(each.middle) for each in drawn.lanes) == [int(each.middle) for each in drawn.lanes]


def test_later_days_lie_further_to_the_right():
    drawn = chart()
    forecast, current, original = drawn.lanes
    assert at(original.end) < at(current.x) < at(current.end) < at(drawn.today_x) < at(forecast.end) <= 100


def test_the_current_deadline_shows_plan_slip_and_what_it_is_over():
    assert sorted(runs(chart(), "current")) == ["over", "plan", "slip"]


def test_a_deadline_to_come_is_not_over():
    assert "over" not in runs(chart(today=dt.date(2013, 8, 31)), "current")


def test_a_forecast_goes_on_from_the_current_deadline():
    forecast, current, _original = chart().lanes
    assert [(run.role, run.x) for run in forecast.runs] == [("wait", current.end)]


def test_what_is_closed_has_no_today():
    drawn = chart(today=None)
    assert (drawn.today_x, runs(drawn, "current")) == ("", ["slip", "plan"])


def test_without_a_start_nothing_leads_up_to_the_original():
    assert runs(chart(start=None), "original") == []


def test_a_single_day_has_no_window():
    assert [each.is_day for each in chart().lanes] == [False, False, True]


@pytest.mark.parametrize("end", [None, parse("løbende"), parse("31. juni 2012"), parse("fra 2012")])
def test_what_has_no_last_day_has_no_lane(end):
    assert draw([lane("", "current", end)], start=START, today=TODAY) is None


@pytest.mark.parametrize("end", ["1. jan. 0001", "31.12.9999", "29.11.2013", "1900", "2099"])
@pytest.mark.parametrize("start", [None, dt.date.min, dt.date.max])
def test_no_day_breaks_the_drawing(end, start):
    drawn = draw([lane("", "current", parse(end))], start=start, today=TODAY)
    assert drawn is None or len(drawn.ticks) <= 9


def test_a_long_text_is_cut_in_the_drawing_only():
    assert len(lane("", "current", parse("ultimo januar 2014 eller senest den 31. december 2014")).label) <= 34
