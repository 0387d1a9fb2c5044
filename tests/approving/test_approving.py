"""The manager's answer to a status: approved or sent back, bound to the round (issue 5)."""

from __future__ import annotations

import datetime as dt

import pytest

from handleplan import approving, history, recounting, rounding, updating
from handleplan.models import Round, StatusEntry, StatusVerdict
from reports.snapshot import build_snapshot
from tests.attention.points import add_point

OCTOBER, NOVEMBER = dt.date(2013, 10, 1), dt.date(2013, 11, 1)
WHY = {"reason": "Gennemgang af november"}


@pytest.fixture
def round(small_plan, point, cast) -> Round:
    how = {"due_on": dt.date(2013, 11, 25), "today": NOVEMBER, "user": cast.sara_secretary, "reason": "Åbnet"}
    return rounding.open_round(small_plan, period=NOVEMBER, **how)


@pytest.fixture
def point(small_plan):
    return add_point(small_plan, "1.1", "1. jan. 2014", text="")


@pytest.fixture
def write(cast, round):
    def write(point, text: str, *, period: dt.date = NOVEMBER, **facts) -> StatusEntry:
        return updating.record_status(point, period=period, text=text, user=cast.olga_owner, reason="Status", **facts)

    return write


def newest(point) -> str:
    point.refresh_from_db()
    return point.latest_status.text if point.latest_status else ""


def reported(plan, period: dt.date = NOVEMBER) -> str:
    (row,) = (row for part in build_snapshot(plan, period).parts for row in part.rows if row.number == "1.1")
    return row.status


def test_an_approved_status_names_who_approved_it(point, write, round, cast):
    (verdict,) = approving.approve([write(point, "I gang")], round=round, user=cast.mads_manager, **WHY)
    assert (verdict.kind, verdict.recorded_by, verdict.comment) == ("approved", cast.mads_manager, WHY["reason"])


def test_only_the_newest_status_of_a_point_waits_for_an_answer(point, write, round):
    write(point, "I gang")
    second = write(point, "I gang, og snart færdig")
    assert list(approving.awaiting_verdict(round)) == [second.pk]


def test_an_approved_status_waits_no_more(point, write, round, cast):
    approving.approve([write(point, "I gang")], round=round, user=cast.mads_manager, **WHY)
    assert approving.awaiting_verdict(round) == {}


def test_a_status_of_another_round_does_not_wait(point, write, round):
    write(point, "I gang", period=OCTOBER)
    assert approving.awaiting_verdict(round) == {}


def test_approving_what_was_replaced_meanwhile_approves_nothing(small_plan, point, write, round, cast):
    other = add_point(small_plan, "1.2", text="")
    first, theirs = write(point, "I gang"), write(other, "Også")
    write(point, "Nyere")
    with pytest.raises(history.Outdated):
        approving.approve([theirs, first], round=round, user=cast.mads_manager, **WHY)
    assert StatusVerdict.objects.count() == 0


def test_approving_twice_is_told(point, write, round, cast):
    entry = write(point, "I gang")
    approving.approve([entry], round=round, user=cast.mads_manager, **WHY)
    with pytest.raises(history.Outdated):
        approving.approve([entry], round=round, user=cast.mads_manager, **WHY)


def test_a_closed_round_takes_no_answers(point, write, round, cast):
    entry = write(point, "I gang")
    rounding.close_round(round, note="", user=cast.sara_secretary, reason="Lukket", seen=round.version)
    with pytest.raises(history.Outdated):
        approving.approve([entry], round=round, user=cast.mads_manager, **WHY)


def test_a_status_sent_back_is_no_longer_the_points(point, write, cast):
    write(point, "Oktober", period=OCTOBER)
    entry = write(point, "November")
    approving.send_back(entry, comment="Skriv hvorfor", user=cast.mads_manager, **WHY)
    assert newest(point) == "Oktober"


def test_a_status_sent_back_stands_in_no_report(small_plan, point, write, cast):
    write(point, "Oktober", period=OCTOBER)
    approving.send_back(write(point, "November"), comment="Skriv hvorfor", user=cast.mads_manager, **WHY)
    assert reported(small_plan) == "Oktober"


def test_a_focus_that_was_sent_back_is_none(small_plan, point, write, cast):
    entry = write(point, "November", in_focus=True, focus_reason="Udbud")
    approving.send_back(entry, comment="Skriv hvorfor", user=cast.mads_manager, **WHY)
    assert build_snapshot(small_plan, NOVEMBER).figures.in_focus == 0


def test_what_the_author_had_replaced_goes_back_with_it(point, write, round, cast):
    write(point, "Første udkast")
    approving.send_back(write(point, "Andet udkast"), comment="Skriv hvorfor", user=cast.mads_manager, **WHY)
    assert (newest(point), approving.awaiting_verdict(round)) == ("", {})


def test_what_was_approved_before_stays(point, write, round, cast):
    approving.approve([write(point, "Godkendt")], round=round, user=cast.mads_manager, **WHY)
    approving.send_back(write(point, "Rettelse"), comment="Skriv hvorfor", user=cast.mads_manager, **WHY)
    assert newest(point) == "Godkendt"


def test_a_status_sent_back_is_no_answer_in_the_round(point, write, round, cast):
    approving.send_back(write(point, "November"), comment="Skriv hvorfor", user=cast.mads_manager, **WHY)
    assert list(rounding.answered(round)) == []


def test_who_sends_back_says_why(point, write, cast):
    with pytest.raises(ValueError):
        approving.send_back(write(point, "I gang"), comment=" ", user=cast.mads_manager, **WHY)


def test_the_status_written_again_is_the_points(point, write, cast):
    approving.send_back(write(point, "November"), comment="Skriv hvorfor", user=cast.mads_manager, **WHY)
    write(point, "November, fordi")
    assert newest(point) == "November, fordi"


def test_a_status_taken_back_stands_in_no_report(small_plan, point, write, cast):
    write(point, "Oktober", period=OCTOBER)
    recounting.withdraw(write(point, "November"), user=cast.sara_secretary, reason="Forkert punkt")
    assert reported(small_plan) == "Oktober"
