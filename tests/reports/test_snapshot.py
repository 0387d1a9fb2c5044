"""A snapshot holds a month's facts, and tells them the same way twice."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from handleplan import planning, updating
from handleplan.models import Plan
from reports.snapshot import Snapshot, build_snapshot, from_json
from tests.conftest import BECAUSE, STATUS_TABLE

NOVEMBER = dt.date(2013, 11, 1)


def document_cells() -> list[list[str]]:
    """The table's 71 rows, cell by cell, as the document has them (tags and trailing empty cells apart)."""
    lines = STATUS_TABLE.read_text().split("\n")
    rows = [line.split("\t") for line in lines if line[:1].isdigit()]
    return [[cell.replace("<i>", "").replace("</i>", "") for cell in row] for row in rows]


@pytest.fixture
def snapshot(real_plan) -> Snapshot:
    return build_snapshot(real_plan, NOVEMBER)


def row(snapshot: Snapshot, number: str):
    return next(row for part in snapshot.parts for row in part.rows if row.number == number)


def test_the_cells_are_those_of_the_document_S004_38(snapshot):
    assert [list(row.cells) for part in snapshot.parts for row in part.rows] == document_cells()


def test_the_parts_have_the_columns_of_the_document_S004_2(snapshot):
    assert [[(c.title, c.group) for c in part.columns] for part in snapshot.parts] == [
        [
            ("Mål nr.", ""),
            ("Område, tema og initiativer", ""),
            ("Beskrivelse", ""),
            ("Start", "Tidsplan"),
            ("Oprindelig slutdato", "Tidsplan"),
            ("Ajournført slutdato", "Tidsplan"),
            ("Status pr. november 2013", ""),
        ],
        [
            ("Mål nr.", ""),
            ("Område, tema og initiativer", ""),
            ("Beskrivelse", ""),
            ("Start", "Tidsplan"),
            ("Slut", "Tidsplan"),
            ("SOF status okt. 2013", ""),
        ],
    ]


def test_each_part_has_its_own_as_of_month_S004_3(snapshot):
    assert [part.as_of_text for part in snapshot.parts] == ["november 2013", "okt. 2013"]


def test_the_figures_are_counted_over_initiatives_S004_35(snapshot):
    assert dataclasses.asdict(snapshot.figures) == {
        "total": 48,
        "active": 3,
        "closed": 45,
        "overdue": 2,
        "in_window": 1,
        "due_soon": 1,
        "no_end": 0,
        "moved": 3,
        "in_focus": 0,
        "missing_status": 0,
        "contradicting": 2,
    }


def test_overdue_counts_from_the_months_last_day_S004_26(snapshot):
    days = {number: row(snapshot, number).days_overdue for number in ("1.1.2.2.A", "1.2.5.6", "2.1.3.1.")}
    assert days == {"1.1.2.2.A": 91, "1.2.5.6": 334, "2.1.3.1.": 0}


def test_the_third_point_is_in_its_window_S004_26(snapshot):
    assert row(snapshot, "2.1.3.1.").due == "in_window"


def test_slippage_is_a_range_of_days_S004_25(snapshot):
    ranges = {
        number: (row(snapshot, number).slippage_low, row(snapshot, number).slippage_high)
        for number in ("1.1.2.2.A", "1.2.5.6", "2.1.3.1.")
    }
    assert ranges == {"1.1.2.2.A": (121, 243), "1.2.5.6": (365, 365), "2.1.3.1.": (670, 791)}


def test_superseded_dates_stand_in_order_S004_23(snapshot):
    assert [date.text for date in row(snapshot, "2.1.3.1.").superseded] == ["1. feb. 2012", "1. juli 2012"]


def test_forecasts_are_read_from_the_text_S004_27(snapshot):
    forecasts = {number: row(snapshot, number).forecast.text for number in ("1.1.2.2.A", "1.2.5.6")}
    assert forecasts == {
        "1.1.2.2.A": "ultimo januar 2014 eller maj 2014",
        "1.2.5.6": "ultimo 2013 primo 2014",
    }


def test_no_row_is_made_of_a_missing_parent_S004_8(snapshot):
    assert sum(len(part.rows) for part in snapshot.parts) == 71


def test_json_and_back_is_the_same_snapshot(snapshot):
    assert from_json(snapshot.as_json()) == snapshot


def test_json_of_another_schema_is_refused(snapshot):
    with pytest.raises(ValueError, match="schema 99"):
        from_json(dataclasses.replace(snapshot, schema=99).as_json())


def test_reading_a_plan_takes_the_same_number_of_queries_for_one_row_and_for_many(
    real_plan, small_plan, cast, django_assert_num_queries
):
    item = planning.add_item(
        small_plan, kind="initiative", number="1.1", title="Ét", user=cast.sara_secretary, reason=BECAUSE
    )
    updating.record_status(item, period=NOVEMBER, text="I gang", user=cast.sara_secretary, reason=BECAUSE)
    for plan in (small_plan, real_plan):
        fresh = Plan.objects.select_related("unit").get(pk=plan.pk)
        with django_assert_num_queries(6):
            build_snapshot(fresh, NOVEMBER)


def test_an_empty_plan_has_no_parts(cast, small_plan):
    assert build_snapshot(small_plan, NOVEMBER).parts[0].rows[0].title == "Et område"
