"""What a committee is owed: periods, what is due, delivered and missed (S000-4, S002-6)."""

from __future__ import annotations

import datetime as dt

import pytest

from meetings import convening, obliging
from meetings.models import Committee, Meeting, ReportingObligation
from tests.meetings.assembling import FEBRUARY


def of(cadence: str, first: str, last: str | None = None) -> ReportingObligation:
    """An obligation that is not saved."""
    month = dt.date.fromisoformat
    return ReportingObligation(cadence=cadence, first_period=month(first), last_period=month(last) if last else None)


def spans(obligation: ReportingObligation, until: str) -> list[str]:
    found = obliging.periods(obligation, dt.date.fromisoformat(until))
    return [f"{first:%Y-%m-%d}/{last:%Y-%m-%d}" for first, last in found]


def states(held, today: str) -> str:
    """The first letter of each period's state on a day."""
    return "".join(due.state[0] for due in obliging.standing(held.obligation, dt.date.fromisoformat(today)))


@pytest.mark.pure
def test_S000_4_monthly_in_2012_is_twelve_months():
    assert len(spans(of("monthly", "2012-01-01", "2012-12-01"), "2012-02-29")) == 12


@pytest.mark.pure
def test_quarters_are_those_of_the_calendar():
    assert spans(of("quarterly", "2013-05-01"), "2013-11-29") == [
        "2013-04-01/2013-06-30",
        "2013-07-01/2013-09-30",
        "2013-10-01/2013-12-31",
    ]


@pytest.mark.pure
def test_S002_6_every_second_year_passes_the_other_one_over():
    assert spans(of("biennial", "2017-01-01"), "2020-06-01") == ["2017-01-01/2017-12-31", "2019-01-01/2019-12-31"]


@pytest.mark.pure
def test_once_is_one_month():
    assert spans(of("once", "2012-03-01"), "2013-01-01") == ["2012-03-01/2012-03-31"]


def test_a_period_is_expected_at_the_last_meeting_within_it(held):
    due = obliging.standing(held.obligation, FEBRUARY)[1]
    assert due.meeting == held.meeting


def test_without_a_meeting_within_it_a_period_is_expected_at_the_first_after_it(held, by):
    [june] = convening.add_meetings(held.committee, days=[(dt.date(2012, 6, 20), None)], **by)
    due = {due.first.month: due for due in obliging.standing(held.obligation, FEBRUARY)}
    assert due[4].meeting == june


def test_what_is_past_and_not_given_is_missed(held):
    assert states(held, "2012-03-01") == "mmdccccccccc"


def test_what_is_given_is_delivered(held, by):
    obliging.deliver(held.obligation, period=FEBRUARY, meeting=held.meeting, user=by["user"])
    assert states(held, "2012-03-01") == "mddccccccccc"


def test_what_is_excused_is_neither_missed_nor_due(held, by):
    obliging.excuse(held.obligation, period=held.january.date, **by)
    assert states(held, "2012-03-01")[0] == "e"


def test_the_newest_word_about_a_period_counts(held, by):
    obliging.excuse(held.obligation, period=FEBRUARY, **by)
    obliging.deliver(held.obligation, period=FEBRUARY, meeting=held.meeting, user=by["user"])
    assert states(held, "2012-03-01")[1] == "d"


def test_a_report_is_excused_with_a_reason(held, by):
    with pytest.raises(ValueError):
        obliging.excuse(held.obligation, period=FEBRUARY, user=by["user"], reason=" ")


def test_a_report_outside_the_order_is_refused(held, by):
    with pytest.raises(ValueError):
        obliging.deliver(held.obligation, period=dt.date(2013, 1, 1), meeting=held.meeting, user=by["user"])


def test_a_cancelled_meeting_expects_nothing(held, by):
    convening.edit_meeting(held.meeting, seen=None, is_cancelled=True, **by)
    assert obliging.standing(held.obligation, FEBRUARY)[1].meeting == held.march


def test_two_committees_are_owed_one_plan(held, small_plan, by):
    finance = convening.add_committee(name="Økonomiudvalget", **by)
    more = {"text": "månedligt", "cadence": "monthly", "first_period": FEBRUARY, "ordered_by": held.committee}
    obliging.add_obligation(small_plan, finance, **more, **by)
    assert [str(row.committee) for row in small_plan.obligations.order_by("pk")] == [
        "Socialudvalget",
        "Økonomiudvalget",
    ]


def test_a_meeting_is_owed_the_period_it_lies_in(held):
    assert obliging.owed(held.committee, FEBRUARY) == [(held.obligation, dt.date(2012, 2, 1))]


def test_nothing_is_owed_after_the_order_has_ended(held):
    assert obliging.owed(held.committee, dt.date(2013, 12, 4)) == []


@pytest.mark.pure
@pytest.mark.parametrize(
    ("rhythm", "cadence", "serves"),
    [
        ("monthly", "monthly", True),
        ("quarterly", "monthly", False),
        ("quarterly", "quarterly", True),
        ("quarterly", "biennial", True),
    ],
)
def test_whether_the_plans_rhythm_can_serve_an_obligation(rhythm, cadence, serves):
    assert obliging.can_serve(rhythm, cadence) == serves


@pytest.mark.pure
@pytest.mark.parametrize(
    ("day", "days", "due"),
    [
        ("2012-02-29", 4, "2012-02-23"),
        ("2012-04-11", 4, "2012-04-02"),  # Easter 2012: 5, 6 and 9 April are holidays
        ("2013-12-04", 4, "2013-11-28"),
    ],
)
def test_the_agenda_goes_out_so_many_working_days_before(day, days, due):
    meeting = Meeting(committee=Committee(agenda_days=days), date=dt.date.fromisoformat(day))
    assert convening.agenda_due(meeting).isoformat() == due


@pytest.mark.pure
def test_an_agenda_deadline_that_a_person_set_stands():
    meeting = Meeting(committee=Committee(), date=FEBRUARY, agenda_due=dt.date(2012, 2, 20))
    assert convening.agenda_due(meeting) == dt.date(2012, 2, 20)
