"""A snapshot holds a month's facts, and tells them the same way twice."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path

import pytest

from handleplan import planning, recounting, requesting, updating
from handleplan.dates import parse
from handleplan.models import ConditionalEnd, Plan, PlanItem, StatusEntry, StatusVerdict
from reports.designs import STANDARD
from reports.snapshot import EditionFacts, Snapshot, build_snapshot, from_json
from tests.conftest import BECAUSE, STATUS_TABLE

SAMPLES = Path(__file__).parent / "samples"
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


def test_json_of_the_first_shape_is_still_read():
    stored = from_json((SAMPLES / "snapshot_of_the_first_shape.json").read_text())
    point = stored.parts[0].rows[1]
    assert (
        point.number,
        point.end.latest,
        point.milestones[0].completed_on,
        point.item,
        point.chain,
        stored.edition,
    ) == (
        "1.2.5.6",
        dt.date(2012, 12, 31),
        dt.date(2013, 1, 2),
        None,
        (),
        None,
    )


def test_json_with_a_field_that_nobody_knows_is_refused(snapshot):
    with pytest.raises(ValueError, match="Snapshot has no colour"):
        from_json(snapshot.as_json().replace('{"abbreviations"', '{"colour": "red", "abbreviations"', 1))


def test_the_hash_covers_the_facts_and_not_the_edition(snapshot):
    published = dataclasses.replace(snapshot, edition=EditionFacts(number=11, facts_sha256=snapshot.facts_sha256()))
    assert (published.facts_sha256() == snapshot.facts_sha256(), len(snapshot.facts_sha256())) == (True, 64)


def test_another_fact_gives_another_hash(snapshot):
    assert dataclasses.replace(snapshot, occasion="Mødet").facts_sha256() != snapshot.facts_sha256()


def test_a_points_chain_tells_its_dates_in_order_S004_23(snapshot):
    chain = row(snapshot, "2.1.3.1.").chain
    assert [(link.kind, link.end.text) for link in chain] == [
        ("original", "1. nov. 2011"),
        ("move", "1. feb. 2012"),
        ("move", "1. juli 2012"),
        ("move", "ultimo 2013"),
    ]


def test_a_point_names_its_area(snapshot):
    assert row(snapshot, "1.1.2.2.A").area == "1 KVALITET I SAGSBEHANDLINGEN"


def test_abbreviations_are_those_the_text_uses_S004_19(snapshot):
    assert [each.short for each in snapshot.abbreviations] == ["AKL", "KL", "PL", "SEL"]


@pytest.mark.parametrize("what", ["withdrawn", "sent back"])
def test_a_status_that_was_withdrawn_or_sent_back_never_counts(real_plan, cast, what):
    item = PlanItem.objects.get(plan=real_plan, number="1.2.5.6")
    before = row(build_snapshot(real_plan, NOVEMBER), "1.2.5.6")
    status = updating.record_status(
        item,
        period=NOVEMBER,
        text="Forkert",
        in_focus=True,
        assessment="critical",
        user=cast.sara_secretary,
        reason=BECAUSE,
    )
    if what == "withdrawn":
        recounting.withdraw(status, user=cast.sara_secretary, reason=BECAUSE)
    else:
        StatusVerdict.objects.create(
            status=status, kind="sent_back", comment="Skriv hvorfor", recorded_by=cast.mads_manager
        )
    after = row(build_snapshot(real_plan, NOVEMBER), "1.2.5.6")
    assert (after.status, after.in_focus, after.assessment) == (before.status, False, None)


def test_months_without_news_are_counted_and_the_last_words_are_kept(small_plan, cast):
    item = planning.add_item(
        small_plan, kind="initiative", number="1.1", title="Ét", user=cast.sara_secretary, reason=BECAUSE
    )
    for month, text, nothing in ((8, "Vi er i gang.", False), (9, "", True), (10, "", True)):
        StatusEntry.objects.create(
            item=item,
            period=dt.date(2013, month, 1),
            text=text,
            text_kind="plain",
            source="typed",
            nothing_new=nothing,
            recorded_by=cast.sara_secretary,
            recorded_because=BECAUSE,
        )
    told = row(build_snapshot(small_plan, dt.date(2013, 10, 1)), "1.1")
    assert (told.nothing_new, told.status) == (
        2,
        "Intet nyt i oktober 2013 (2. måned uden nyt).\n\nStatus fra august 2013:\n\nVi er i gang.",
    )


def test_in_a_later_month_the_tables_titles_speak_of_that_month_S004_3(real_plan):
    later = build_snapshot(real_plan, dt.date(2013, 12, 1))
    assert [(part.columns[-1].title, part.as_of_text) for part in later.parts] == [
        ("Status pr. december 2013", "december 2013"),
        ("SOF status december 2013", "december 2013"),
    ]


def test_json_of_another_schema_is_refused(snapshot):
    with pytest.raises(ValueError, match="schema 99"):
        from_json(dataclasses.replace(snapshot, schema=99).as_json())


@pytest.fixture
def hanging(real_plan, cast) -> ConditionalEnd:
    """What the status of 1.1.2.2.A says of its end date, confirmed by a manager."""
    return requesting.add_conditional_end(
        PlanItem.objects.get(number="1.1.2.2.A").milestones.get(is_own=True),
        awaits="beslutningen i Socialudvalget den 4/12",
        when=parse("4/12", dt.date(2013, 11, 15)),
        alternatives=[("model A", parse("ultimo januar 2014")), ("", parse("maj 2014"))],
        user=cast.mads_manager,
        reason=BECAUSE,
    )


def test_a_deadline_that_hangs_on_a_decision_is_a_fact_of_its_own_S004_27(hanging, real_plan):
    condition = row(build_snapshot(real_plan, NOVEMBER), "1.1.2.2.A").hangs_on
    assert (
        condition.awaits,
        condition.when.text,
        [(each.end.text, each.condition) for each in condition.outcomes],
    ) == (
        "beslutningen i Socialudvalget den 4/12",
        "4/12",
        [("ultimo januar 2014", "model A"), ("maj 2014", "")],
    )


def test_the_front_page_and_the_deadline_say_what_it_hangs_on_S004_27(hanging, real_plan):
    snapshot = build_snapshot(real_plan, NOVEMBER, design=STANDARD)
    said = "afhænger af beslutningen i Socialudvalget den 4/12: ultimo januar 2014 (model A) eller maj 2014"
    notices = [notice.sentence for notice in snapshot.notices if notice.why == "conditional"]
    cells = row(snapshot, "1.1.2.2.A").cells
    assert (notices, [cell.split("\n")[-1] for cell in cells if said in cell]) == ([said], [said])


def test_a_deadline_whose_decision_was_made_hangs_on_nothing(hanging, real_plan, cast):
    requesting.drop_conditional(hanging, why="Det faldt bort", user=cast.mads_manager, reason=BECAUSE)
    assert row(build_snapshot(real_plan, NOVEMBER), "1.1.2.2.A").hangs_on is None


def test_reading_a_plan_takes_the_same_number_of_queries_for_one_row_and_for_many(
    real_plan, small_plan, cast, django_assert_num_queries
):
    item = planning.add_item(
        small_plan, kind="initiative", number="1.1", title="Ét", user=cast.sara_secretary, reason=BECAUSE
    )
    updating.record_status(item, period=NOVEMBER, text="I gang", user=cast.sara_secretary, reason=BECAUSE)
    for plan in (small_plan, real_plan):
        fresh = Plan.objects.select_related("unit").get(pk=plan.pk)
        with django_assert_num_queries(12):
            build_snapshot(fresh, NOVEMBER)


def test_an_empty_plan_has_no_parts(cast, small_plan):
    assert build_snapshot(small_plan, NOVEMBER).parts[0].rows[0].title == "Et område"
