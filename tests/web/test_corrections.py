"""Correcting a typing mistake in a deadline: another act than moving it (issue 3, point 3; S004-22)."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from handleplan import planning, scheduling
from handleplan.dates import parse
from handleplan.importing.existing import table_of
from handleplan.milestone_page import chain_of
from handleplan.models import EndDateRevision, Milestone
from reports.snapshot import build_snapshot, from_json
from tests.attention.points import add_point
from tests.conftest import BECAUSE
from tests.web.moving import marks, own, send, signed_in

NOVEMBER = dt.date(2013, 11, 1)


@pytest.fixture
def secretary(cast):
    return signed_in(cast.sara_secretary)


@pytest.fixture
def sofus(real_plan) -> Milestone:
    return own(real_plan, "2.1.3.1.")


def address(milestone: Milestone, sequence: int) -> str:
    revision = milestone.revisions.get(sequence=sequence)
    return reverse("handleplan:revision-correct", args=[revision.pk])


def correct(client, milestone, sequence: int, end: str, step: str = "confirm"):
    return send(client, address(milestone, sequence), step, end=end, why="Tastefejl")


def chain(milestone) -> list[str]:
    return [piece["text"] for piece in chain_of(Milestone.objects.get(pk=milestone.pk))]


def row_of(plan, number: str):
    snapshot = build_snapshot(plan, NOVEMBER)
    return next(row for part in snapshot.parts for row in part.rows if row.number == number)


def test_a_correction_stands_in_the_place_of_the_faulty_date(secretary, sofus):
    correct(secretary, sofus, 2, "1. august 2012")
    assert chain(sofus) == ["ultimo 2013", "1. august 2012", "1. feb. 2012", "1. nov. 2011"]


def test_a_correction_is_no_move(secretary, sofus):
    correct(secretary, sofus, 2, "1. august 2012")
    sofus.refresh_from_db()
    labels = [piece["label"] for piece in chain_of(sofus)]
    assert (sofus.moves, len(labels)) == (3, 4)


def test_a_correction_points_at_the_faulty_row_which_stays(secretary, sofus, cast):
    faulty = sofus.revisions.get(sequence=2)
    correct(secretary, sofus, 2, "1. august 2012")
    correction = sofus.revisions.last()
    assert (correction.kind, correction.corrects, correction.reason, correction.recorded_by) == (
        EndDateRevision.Kind.CORRECTION,
        faulty,
        "Tastefejl",
        cast.sara_secretary,
    )
    assert EndDateRevision.objects.get(pk=faulty.pk).end_as_written == "1. juli 2012"


def test_the_chain_tells_what_it_said_before_and_why(secretary, sofus):
    correct(secretary, sofus, 2, "1. august 2012")
    told = chain_of(sofus)[1]["corrections"]
    assert [(each["faulty"], each["why"], each["by"]) for each in told] == [
        ("1. juli 2012", "Tastefejl", "Sara Secretary")
    ]


def test_UX_12_the_original_end_date_can_be_corrected_and_the_distances_follow(secretary, sofus):
    correct(secretary, sofus, 0, "1. dec. 2011")
    sofus.refresh_from_db()
    assert (sofus.original_as_written, chain_of(sofus)[0]["from_original"]) == ("1. dec. 2011", "+640 til +761 dage")


def test_the_end_that_holds_can_be_corrected(secretary, sofus):
    correct(secretary, sofus, 3, "ultimo 2014")
    sofus.refresh_from_db()
    assert (sofus.end_as_written, sofus.end_latest) == ("ultimo 2014", dt.date(2014, 12, 31))


def test_a_correction_can_itself_be_corrected(secretary, sofus):
    correct(secretary, sofus, 2, "1. august 2012")
    correct(secretary, sofus, 2, "2. august 2012")
    assert (chain(sofus)[1], [each["faulty"] for each in chain_of(sofus)[1]["corrections"]]) == (
        "2. august 2012",
        ["1. august 2012", "1. juli 2012"],
    )


def test_correcting_one_date_leaves_how_a_person_read_another(secretary, sofus, cast):
    reading = sofus.end.override(None, dt.date(2013, 12, 15))
    planning.read_date(sofus, prefix="end", value=reading, user=cast.sara_secretary, reason=BECAUSE)
    correct(secretary, sofus, 2, "1. august 2012")
    sofus.refresh_from_db()
    assert (sofus.end_latest, sofus.end_read_by) == (dt.date(2013, 12, 15), "person")


# -- where it prints --------------------------------------------------------------------------------------------------


def test_S004_23_the_report_prints_the_corrected_text_in_the_faulty_ones_place(secretary, sofus, real_plan):
    correct(secretary, sofus, 2, "1. august 2012")
    row = row_of(real_plan, "2.1.3.1.")
    assert (row.cells[5], [written.text for written in row.superseded], row.moves) == (
        "(1. feb. 2012) (1. august 2012) ultimo 2013",
        ["1. feb. 2012", "1. august 2012"],
        3,
    )


def test_the_report_prints_the_corrected_original(secretary, sofus, real_plan):
    correct(secretary, sofus, 0, "1. dec. 2011")
    row = row_of(real_plan, "2.1.3.1.")
    assert (row.cells[4], row.slippage_low, row.slippage_high) == ("1. dec. 2011", 640, 761)


def test_the_report_prints_the_corrected_end_that_holds(secretary, sofus, real_plan):
    correct(secretary, sofus, 3, "ultimo 2014")
    assert row_of(real_plan, "2.1.3.1.").cells[5] == "(1. feb. 2012) (1. juli 2012) ultimo 2014"


def test_a_snapshot_with_corrections_comes_back_from_its_json(secretary, sofus, real_plan):
    correct(secretary, sofus, 2, "1. august 2012")
    snapshot = build_snapshot(real_plan, NOVEMBER)
    assert from_json(snapshot.as_json()) == snapshot


def test_S004_38_the_exported_table_has_the_corrected_text(secretary, sofus, real_plan):
    correct(secretary, sofus, 2, "1. august 2012")
    row = next(row for part in table_of(real_plan).parts for row in part.rows if row.number == "2.1.3.1.")
    assert (row.original_end, row.end) == ("1. nov. 2011", "(1. feb. 2012) (1. august 2012) ultimo 2013")


def test_S004_38_the_other_rows_of_the_exported_table_stay_as_they_were(secretary, sofus, real_plan):
    before = [row.cells for part in table_of(real_plan).parts for row in part.rows if row.number != "2.1.3.1."]
    correct(secretary, sofus, 2, "1. august 2012")
    after = [row.cells for part in table_of(real_plan).parts for row in part.rows if row.number != "2.1.3.1."]
    assert after == before


def test_a_planned_end_of_a_point_that_was_opened_again_prints_as_a_revised_one(small_plan, cast):
    item = add_point(small_plan, "1.1")
    by = {"user": cast.sara_secretary, "reason": BECAUSE}
    milestone = planning.schedule_item(item, start=None, **by)
    planning.record_first_end(milestone, end=parse("1. maj 2012"), kind=EndDateRevision.Kind.PLANNED, **by)
    planning.move_end(milestone, end=parse("ultimo 2013"), **by)
    assert row_of(small_plan, "1.1").cells[5] == "(1. maj 2012) ultimo 2013"


# -- the form ---------------------------------------------------------------------------------------------------------


def test_the_form_says_what_stands_there_and_what_it_becomes(secretary, sofus):
    context = correct(secretary, sofus, 2, "1. august 2012", step="preview").context
    assert (context["link"]["text"], context["preview"]["text"], context["preview"]["cell"]) == (
        "1. juli 2012",
        "1. august 2012",
        "(1. feb. 2012) (1. august 2012) ultimo 2013",
    )


def test_the_preview_saves_nothing(secretary, sofus):
    correct(secretary, sofus, 2, "1. august 2012", step="preview")
    assert sofus.revisions.count() == 4


def test_UX_12_a_correction_needs_a_reason(secretary, sofus):
    response = send(secretary, address(sofus, 2), "confirm", end="1. august 2012", why=" ")
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["why"])


def test_correcting_a_date_to_itself_is_refused(secretary, sofus):
    response = send(secretary, address(sofus, 2), "confirm", end="1. juli 2012", why="Tastefejl")
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["end"])


def test_the_words_may_stay_while_the_days_are_corrected(secretary, sofus):
    send(secretary, address(sofus, 3), "confirm", end="ultimo 2013", latest="15.12.2013", why="Aftalt før jul")
    sofus.refresh_from_db()
    assert (sofus.end_as_written, sofus.end_latest, sofus.end_read_by) == (
        "ultimo 2013",
        dt.date(2013, 12, 15),
        "person",
    )


def test_a_date_of_a_closed_point_can_be_corrected(secretary, real_plan):
    milestone = own(real_plan, "1.1.2.1")
    correct(secretary, milestone, 0, "1. december 2011")
    milestone.refresh_from_db()
    assert milestone.end_as_written == "1. december 2011"


def test_whoever_comes_second_is_told_what_the_other_did_and_keeps_his_fields(secretary, sofus, cast):
    seen = marks(secretary, address(sofus, 2))
    scheduling.complete_milestone(
        sofus, on=dt.date(2013, 11, 1), user=cast.mads_manager, reason=BECAUSE, seen=sofus.version
    )
    sent = seen | {"step": "confirm", "end": "1. august 2012", "why": "Tastefejl"}
    response = secretary.post(address(sofus, 2), sent)
    assert (response.status_code, response.context["others"][0]["what"], response.context["form"]["why"].value()) == (
        409,
        "skrev, at den blev nået den 1. november 2013",
        "Tastefejl",
    )


def test_a_double_click_corrects_once(secretary, sofus):
    sent = marks(secretary, address(sofus, 2)) | {"step": "confirm", "end": "1. august 2012", "why": "Tastefejl"}
    answers = [secretary.post(address(sofus, 2), sent).status_code for _click in range(2)]
    assert (answers, sofus.revisions.count()) == ([302, 302], 5)


@pytest.mark.parametrize("who", ["olga_owner", "rita_reader"])
def test_owners_and_readers_correct_nothing(cast, sofus, who):
    assert signed_in(getattr(cast, who)).get(address(sofus, 2)).status_code == 403
