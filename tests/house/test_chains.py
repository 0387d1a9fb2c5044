"""A deadline's chain: the first link stays, every move is a new link, and the milestone's row repeats the chain."""

from __future__ import annotations

import datetime as dt

import pytest

from handleplan import closing, planning, recounting, updating
from handleplan.dates import parse
from handleplan.models import EndDateRevision, Milestone, PlanItem
from tests.conftest import BECAUSE

pytestmark = pytest.mark.django_db


@pytest.fixture
def secretary(cast):
    return cast.sara_secretary


@pytest.fixture
def item(small_plan, secretary) -> PlanItem:
    return planning.add_item(
        small_plan, kind="initiative", number="1.1", title="SOFUS fase 1", user=secretary, reason=BECAUSE
    )


@pytest.fixture
def milestone(item, secretary) -> Milestone:
    milestone = planning.schedule_item(item, start=parse("2009"), user=secretary, reason=BECAUSE)
    planning.record_first_end(milestone, end=parse("1. nov. 2011"), user=secretary, reason=BECAUSE)
    return milestone


def move(milestone, text, user, **facts):
    return planning.move_end(milestone, end=parse(text), user=user, reason=BECAUSE, **facts)


def test_moving_a_deadline_leaves_the_original_as_it_was(milestone, secretary):
    move(milestone, "ultimo 2013", secretary)
    milestone.refresh_from_db()
    assert (milestone.original.as_written, milestone.end.as_written) == ("1. nov. 2011", "ultimo 2013")


def test_every_move_is_a_link_with_its_own_number(milestone, secretary):
    for text in ("1. feb. 2012", "1. juli 2012", "ultimo 2013"):
        move(milestone, text, secretary)
    chain = milestone.revisions.values_list("sequence", "kind", "end_as_written")
    assert list(chain) == [
        (0, "original", "1. nov. 2011"),
        (1, "move", "1. feb. 2012"),
        (2, "move", "1. juli 2012"),
        (3, "move", "ultimo 2013"),
    ]


def test_the_row_repeats_the_last_link_of_the_chain(milestone, secretary):
    move(milestone, "medio 2013", secretary)
    milestone.refresh_from_db()
    last = milestone.revisions.last()
    assert (milestone.end, milestone.moves) == (last.end, 1)


def test_every_link_says_who_recorded_it_and_why(milestone, secretary):
    revision = move(milestone, "medio 2013", secretary, why="686 yderligere sager", reason_category="more_cases")
    assert (revision.recorded_by, revision.recorded_because, revision.reason) == (
        secretary,
        BECAUSE,
        "686 yderligere sager",
    )


def test_a_second_original_is_refused_S004_22(milestone, secretary):
    with pytest.raises(ValueError, match="never changed"):
        planning.record_first_end(milestone, end=parse("2015"), user=secretary, reason=BECAUSE)


def test_a_planned_end_of_a_closed_table_is_no_original(item, secretary):
    milestone = planning.schedule_item(item, start=None, user=secretary, reason=BECAUSE)
    planning.record_first_end(
        milestone, end=parse("1. nov. 2011"), kind=EndDateRevision.Kind.PLANNED, user=secretary, reason=BECAUSE
    )
    milestone.refresh_from_db()
    assert (milestone.original, milestone.end.as_written) == (None, "1. nov. 2011")


def test_a_person_may_read_a_date_otherwise_but_not_change_its_words(milestone, secretary):
    reading = milestone.end.override(dt.date(2011, 11, 1), dt.date(2011, 11, 30))
    planning.read_date(milestone, prefix="end", value=reading, user=secretary, reason="Hele november var ment")
    milestone.refresh_from_db()
    assert (milestone.end_as_written, milestone.end_latest, milestone.end_read_by) == (
        "1. nov. 2011",
        dt.date(2011, 11, 30),
        "person",
    )


def test_an_override_with_other_words_is_refused(milestone, secretary):
    with pytest.raises(ValueError, match="never the words"):
        planning.read_date(milestone, prefix="end", value=parse("2015"), user=secretary, reason=BECAUSE)


def test_moves_are_kept_in_history_with_author_and_reason(milestone, secretary):
    planning.move_end(milestone, end=parse("medio 2013"), user=secretary, reason="Besluttet af direktionen")
    newest = milestone.history.first()
    assert (newest.end_as_written, newest.history_user, newest.history_change_reason) == (
        "medio 2013",
        secretary,
        "Besluttet af direktionen",
    )


def test_saving_what_is_already_so_leaves_no_history(item, secretary):
    before = item.history.count()
    changed = planning.edit_item(item, user=secretary, reason=BECAUSE, title="SOFUS fase 1")
    assert (changed, item.history.count()) == (False, before)


def test_the_newest_months_status_is_the_points_even_when_an_older_one_is_recorded_later(item, secretary):
    november = updating.record_status(item, period=dt.date(2013, 11, 1), text="Nyest", user=secretary, reason=BECAUSE)
    updating.record_status(
        item, period=dt.date(2012, 2, 1), text="Ældst", in_focus=True, user=secretary, reason=BECAUSE
    )
    item.refresh_from_db()
    assert (item.latest_status, item.in_focus) == (november, True)


def test_a_status_that_denies_focus_ends_it(item, secretary):
    for month, focus in ((1, True), (2, False)):
        updating.record_status(
            item, period=dt.date(2012, month, 1), text="…", in_focus=focus, user=secretary, reason=BECAUSE
        )
    item.refresh_from_db()
    assert item.in_focus is False


def test_a_later_date_in_the_text_becomes_a_forecast_read_from_text_S004_27(milestone, item, secretary):
    text = "Arbejdet forventes færdigt ultimo 2013 primo 2014."
    updating.record_status(item, period=dt.date(2013, 11, 1), text=text, user=secretary, reason=BECAUSE)
    milestone.refresh_from_db()
    assert (milestone.forecast_as_written, milestone.forecast_latest, milestone.forecast_read_by) == (
        "ultimo 2013 primo 2014",
        dt.date(2014, 4, 30),
        "text",
    )


def test_a_typed_forecast_wins_over_the_text(milestone, item, secretary):
    updating.record_status(
        item,
        period=dt.date(2013, 11, 1),
        text="Forventes færdigt ultimo 2014.",
        forecast=parse("1. maj 2014"),
        user=secretary,
        reason=BECAUSE,
    )
    milestone.refresh_from_db()
    assert (milestone.forecast_as_written, milestone.forecast_read_by) == ("1. maj 2014", "parser")


def test_closing_says_when_it_was_reported_not_when_it_was_done(item, milestone, secretary):
    closing.close_item(item, reported_in=dt.date(2013, 10, 1), user=secretary, reason=BECAUSE)
    milestone.refresh_from_db()
    assert (item.reported_closed_in, milestone.completed_on) == (dt.date(2013, 10, 1), None)


def test_all_of_a_verb_is_undone_when_part_of_it_fails(milestone, secretary, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr("handleplan.planning._append_revision", fail)
    with pytest.raises(RuntimeError):
        move(milestone, "2015", secretary)
    milestone.refresh_from_db()
    assert (milestone.end.as_written, milestone.moves) == ("1. nov. 2011", 0)


def test_a_withdrawn_status_is_no_longer_the_points(milestone, item, secretary):
    october = updating.record_status(item, period=dt.date(2013, 10, 1), text="Før", user=secretary, reason=BECAUSE)
    november = updating.record_status(
        item, period=dt.date(2013, 11, 1), text="Færdig ultimo 2014.", user=secretary, reason=BECAUSE
    )
    recounting.withdraw(november, user=secretary, reason="Skrevet på det forkerte punkt")
    item.refresh_from_db()
    milestone.refresh_from_db()
    assert (item.latest_status, milestone.forecast) == (october, None)
