"""A round: whom it asks for what, what answers it, and what closing it locks."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from handleplan import closing, history, planning, recounting, rounding, staffing, updating
from handleplan.dates import parse
from handleplan.models import Plan, Round, StatusEntry, StatusVerdict, Withdrawal
from handleplan.rounding import Refusal, RoundRefused
from tests.conftest import BECAUSE

from .conftest import DECEMBER, DUE, JANUARY, NOVEMBER, TODAY

pytestmark = pytest.mark.django_db


def titles(rows) -> list[str]:
    return [row.item.title for row in rows]


def write(item, by, period=DECEMBER, **facts) -> StatusEntry:
    return updating.record_status(item, period=period, text="Nyt", source=StatusEntry.Source.TYPED, **by, **facts)


def close(round, by, **facts):
    return rounding.close_round(round, note="", seen=None, **by, **facts)


def refusal(act) -> Refusal:
    with pytest.raises(RoundRefused) as refused:
        act()
    return refused.value.cause


# -- opening ----------------------------------------------------------------------------------------------------------


def test_a_round_asks_for_every_active_initiative_in_written_order(open_round):
    assert titles(open_round().asked.all()) == ["Calm", "Other", "Overdue", "Of_Unit"]


def test_what_is_asked_of_whom_is_frozen_when_the_round_opens(open_round, points, cast, by):
    round = open_round()
    planning.assign_item(points.calm, owner=cast.ove_owner_of_nothing, unit=None, **by)
    assert round.asked.get(item=points.calm).owner == cast.olga_owner


def test_an_overdue_point_must_be_written_about(open_round, points):
    asked = open_round().asked
    assert (asked.get(item=points.overdue).must_write, asked.get(item=points.calm).must_write) == (["overdue"], [])


def test_a_critical_point_in_focus_that_the_committee_asked_about_says_all_three(open_round, points, by):
    updating.record_status(
        points.calm, period=NOVEMBER, text="Galt", assessment="critical", in_focus=True, focus_reason="x", **by
    )
    asked = open_round(committee_asked={points.calm.pk}).asked
    assert asked.get(item=points.calm).must_write == ["critical", "focus", "committee"]


def test_a_month_has_one_round(open_round, by):
    close(open_round(), by)
    assert refusal(open_round) == Refusal.HAS_ROUND


def test_one_round_of_a_plan_is_open_at_a_time(open_round):
    open_round()
    assert refusal(lambda: open_round(JANUARY)) == Refusal.ANOTHER_OPEN


def test_rounds_go_forward_only(open_round, by):
    close(open_round(), by)
    assert refusal(lambda: open_round(NOVEMBER)) == Refusal.GONE_BY


def test_a_quarterly_plan_has_rounds_for_the_last_month_of_a_quarter(open_round, small_plan, by):
    planning.edit_plan(small_plan, rhythm=Plan.Rhythm.QUARTERLY, **by)
    assert (refusal(lambda: open_round(NOVEMBER)), open_round(DECEMBER).period) == (Refusal.NOT_A_QUARTER, DECEMBER)


def test_a_round_cannot_be_due_before_it_opens(open_round):
    assert refusal(lambda: open_round(due_on=TODAY - dt.timedelta(days=1))) == Refusal.DUE_TOO_EARLY


def test_a_round_opens_when_it_is_opened_and_not_later(open_round):
    assert refusal(lambda: open_round(opens_on=TODAY + dt.timedelta(days=1))) == Refusal.NOT_YET


def test_a_plan_without_active_points_has_nothing_to_ask(cast, by):
    empty = planning.create_plan(title="Tom", **by)
    refused = refusal(lambda: rounding.open_round(empty, period=DECEMBER, due_on=DUE, today=TODAY, **by))
    assert refused == Refusal.NOBODY_TO_ASK


def test_the_database_itself_holds_one_open_round(open_round, small_plan, by):
    open_round()
    with pytest.raises(Exception, match=r"(?i)unique"):
        history.save(Round(plan=small_plan, period=JANUARY, opens_on=TODAY, due_on=DUE, opened_by=by["user"]), **by)


# -- months -----------------------------------------------------------------------------------------------------------


def test_the_first_round_of_a_plan_is_for_the_month_of_today(small_plan):
    assert rounding.next_period(small_plan, TODAY) == DECEMBER


def test_the_first_round_of_an_imported_plan_follows_the_month_of_its_table(real_plan):
    assert rounding.next_period(real_plan, dt.date(2014, 5, 5)) == DECEMBER


def test_the_next_round_follows_the_last_one(open_round, small_plan, by):
    close(open_round(), by)
    assert rounding.next_period(small_plan, TODAY) == JANUARY


def test_the_next_round_of_a_quarterly_plan_is_three_months_on(open_round, small_plan, by):
    planning.edit_plan(small_plan, rhythm=Plan.Rhythm.QUARTERLY, **by)
    close(open_round(), by)
    assert rounding.next_period(small_plan, TODAY) == dt.date(2014, 3, 1)


def test_a_status_written_today_is_about_the_month_of_the_open_round(open_round, small_plan):
    open_round()
    assert rounding.status_month(small_plan, dt.date(2014, 1, 3)) == DECEMBER


def test_a_status_written_after_the_round_has_closed_is_about_the_next_month(open_round, small_plan, by):
    close(open_round(), by)
    assert rounding.status_month(small_plan, TODAY) == JANUARY


# -- answering --------------------------------------------------------------------------------------------------------


def test_a_status_of_the_month_answers_what_was_asked(open_round, points, by):
    round = open_round()
    write(points.calm, by)
    assert (titles(rounding.answered(round)), titles(rounding.missing(round))) == (
        ["Calm"],
        ["Other", "Overdue", "Of_Unit"],
    )


def test_last_months_status_answers_nothing(open_round):
    assert titles(rounding.answered(open_round())) == []


def test_a_status_belongs_to_the_round_of_its_month(open_round, points, by):
    round = open_round()
    assert write(points.calm, by).round == round


def test_a_withdrawn_status_answers_no_more(open_round, points, by):
    round = open_round()
    Withdrawal.objects.create(status=write(points.calm, by), reason="Fejl", recorded_by=by["user"])
    assert titles(rounding.answered(round)) == []


def test_a_status_that_was_sent_back_answers_nothing_until_it_is_written_again(open_round, points, by):
    round = open_round()
    StatusVerdict.objects.create(
        status=write(points.calm, by), kind="sent_back", comment="Hvornår?", recorded_by=by["user"]
    )
    before = titles(rounding.answered(round))
    write(points.calm, by)
    assert (before, titles(rounding.answered(round))) == ([], ["Calm"])


def test_a_point_that_is_closed_meanwhile_is_not_missing(open_round, points, by):
    round = open_round()
    closing.close_item(points.calm, reported_in=DECEMBER, **by)
    assert titles(rounding.missing(round)) == ["Other", "Overdue", "Of_Unit"]


def test_nobody_is_late_on_the_due_day_itself(open_round):
    round = open_round()
    assert (rounding.late(round, DUE).count(), rounding.late(round, DUE + dt.timedelta(days=1)).count()) == (0, 4)


def test_the_points_of_a_unit_without_an_owner_are_asked_of_its_caseworkers(open_round, cast, unit, by):
    ulla = staffing.add_person(username="ulla", full_name="Ulla", role="owner", unit=unit, **by)
    people = rounding.asked_people(open_round())
    assert {person: titles(rows) for person, rows in people.items()} == {
        cast.olga_owner: ["Calm", "Other", "Overdue"],
        ulla: ["Of_Unit"],
    }


def test_who_has_opened_his_points_is_remembered_once(open_round, cast):
    round = open_round()
    before = rounding.not_opened(round)
    rounding.note_visit(round, cast.olga_owner)
    rounding.note_visit(round, cast.olga_owner)
    assert (before, rounding.not_opened(round), round.visits.count()) == ([cast.olga_owner], [], 1)


# -- closing ----------------------------------------------------------------------------------------------------------


def test_closing_says_who_when_and_with_which_note(open_round, by):
    before = timezone.now()
    round = rounding.close_round(open_round(), note="Tre mangler", seen=1, **by)
    stored = Round.objects.get(pk=round.pk)
    assert (stored.closed_by, stored.closing_note, stored.closed_at >= before) == (by["user"], "Tre mangler", True)


def test_a_round_is_closed_once(open_round, by):
    round = close(open_round(), by)
    assert refusal(lambda: close(round, by)) == Refusal.CLOSED


def test_a_round_somebody_else_changed_meanwhile_is_not_closed_unseen(open_round, by):
    round = open_round()
    with pytest.raises(history.Outdated):
        rounding.close_round(round, note="", seen=7, **by)


def test_a_closed_month_takes_no_status(open_round, points, by):
    close(open_round(), by)
    with pytest.raises(rounding.MonthClosed):
        write(points.calm, by)
    assert points.calm.statuses.filter(period=DECEMBER).count() == 0


def test_a_correction_of_a_closed_month_says_that_it_is_one(open_round, points, by):
    ordinary = write(points.other, by, period=NOVEMBER)
    close(open_round(), by)
    correction = write(points.calm, by, correcting=True)
    assert (correction.corrects_closed_month, ordinary.corrects_closed_month) == (True, False)


def test_what_was_written_before_the_round_closed_is_no_correction(open_round, points, by):
    round = open_round()
    entry = write(points.calm, by)
    close(round, by)
    assert StatusEntry.objects.get(pk=entry.pk).corrects_closed_month is False


def test_a_month_may_be_published_when_its_round_is_closed(open_round, small_plan, by):
    round = open_round()
    before = bool(rounding.publishable(small_plan, DECEMBER))
    close(round, by)
    assert (before, bool(rounding.publishable(small_plan, DECEMBER))) == (False, True)


def test_why_a_month_may_not_be_published_is_said_in_words(open_round, small_plan):
    open_round()
    assert rounding.publishable(small_plan, DECEMBER).why_not == (
        "Runden for december 2013 er stadig åben. Luk den, før rapporten udgives."
    )


def test_imported_months_that_never_had_a_round_may_be_published(small_plan):
    assert bool(rounding.publishable(small_plan, NOVEMBER)) is True


# -- nothing new ------------------------------------------------------------------------------------------------------


def confirm(item, by, period=DECEMBER, text=""):
    return updating.record_status(
        item, period=period, text=text, nothing_new=True, source=StatusEntry.Source.TYPED, **by
    )


def test_nothing_new_is_an_entry_that_answers_and_repeats_no_words(open_round, points, by):
    round = open_round()
    entry = confirm(points.calm, by)
    assert (entry.nothing_new, entry.text, titles(rounding.answered(round))) == (True, "", ["Calm"])


def test_nothing_new_lets_assessment_and_expected_end_stand(open_round, points, by):
    updating.record_status(
        points.calm, period=NOVEMBER, text="x", assessment="delayed", forecast=parse("maj 2015"), **by
    )
    open_round()
    entry = confirm(points.calm, by)
    assert (entry.assessment, entry.forecast.as_written) == ("delayed", "maj 2015")


def test_nothing_new_is_refused_where_the_round_wants_words(open_round, points, by):
    open_round()
    with pytest.raises(rounding.MustWrite):
        confirm(points.overdue, by)


def test_nothing_new_is_refused_where_nothing_was_asked(points, by):
    with pytest.raises(rounding.MustWrite):
        confirm(points.calm, by)


def test_nothing_new_is_refused_where_nothing_was_ever_told(open_round, small_plan, points, by):
    new = planning.add_item(small_plan, kind="initiative", number="1.9", title="Ny", **by)
    open_round()
    with pytest.raises(rounding.MustWrite):
        confirm(new, by)


def test_the_third_month_in_a_row_needs_a_sentence(open_round, points, by):
    for month in (DECEMBER, JANUARY):
        round = open_round(month)
        confirm(points.calm, by, month)
        close(round, by)
    march = dt.date(2014, 2, 1)
    open_round(march)
    with pytest.raises(rounding.MustWrite):
        confirm(points.calm, by, march)
    assert confirm(points.calm, by, march, "Afventer udbuddet").text == "Afventer udbuddet"


def test_the_words_told_last_are_still_found_by_search(open_round, points, by):
    open_round()
    confirm(points.calm, by)
    points.calm.refresh_from_db()
    assert "novembers calm" in points.calm.search_text


def test_a_withdrawn_month_without_news_counts_no_more(open_round, points, by):
    open_round()
    entry = confirm(points.calm, by)
    recounting.withdraw(entry, user=by["user"], reason=BECAUSE)
    points.calm.refresh_from_db()
    assert points.calm.latest_status.text == "Novembers calm"
