"""Counters in a report: frozen with the snapshot, drawn alike everywhere, compared with the month before."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from docx import Document

from handleplan import counting, recounting
from handleplan.counter_accounts import accounts
from handleplan.demo import counters as demo
from reports import change_words, charts, docx, xlsx
from reports.changes import compare
from reports.designs import STANDARD
from reports.paper import document
from reports.snapshot import Snapshot, build_snapshot, from_json
from tests.conftest import BECAUSE

OCTOBER, NOVEMBER = dt.date(2013, 10, 1), dt.date(2013, 11, 1)


@pytest.fixture
def november(real_counter) -> Snapshot:
    return build_snapshot(real_counter.item.plan, NOVEMBER, design=STANDARD)


def counted(snapshot: Snapshot):
    return next(row.counters for row in snapshot.points() if row.counters)


def test_a_snapshot_holds_the_numbers_and_gives_them_back(november):
    assert counted(from_json(november.as_json())) == counted(november)


def test_S004_28_the_facts_of_the_addition(november):
    addition = next(number for number in counted(november)[0].numbers if number.kind == "addition")
    assert (addition.value, addition.when.text, addition.words, addition.told_in) == (
        "686",
        "november 2013",
        "686 yderligere sager",
        NOVEMBER,
    )


def test_a_report_of_an_earlier_month_knows_nothing_of_later_numbers(real_counter):
    numbers = counted(build_snapshot(real_counter.item.plan, OCTOBER))[0].numbers
    assert [number.value for number in numbers] == ["3200", "3700", "1295", "260"]


def test_what_was_taken_back_is_in_no_report(real_counter, cast):
    recounting.withdraw(real_counter.observations.get(kind="addition"), user=cast.olga_owner, reason="Talt to gange")
    numbers = counted(build_snapshot(real_counter.item.plan, NOVEMBER))[0].numbers
    assert "686" not in [number.value for number in numbers]


def test_each_scope_has_a_chart_of_its_own(november):
    drawn = [(chart.title, bool(chart.svg)) for chart in charts.all_of(november) if chart.key.startswith("counter-")]
    title = "1.1.2.2.A Gennemgang af ældre afgørelser (sager)"
    apart = "som oplyst Socialudvalget den 14.08.2013; omfanget er ikke angivet"
    assert drawn == [(title, True), (f"{title}: {apart}", False)]


def test_the_table_beside_the_chart_has_every_number(november):
    chart = next(chart for chart in charts.all_of(november) if chart.key.startswith("counter-"))
    assert [row[:3] for row in chart.table.rows] == [
        ("september 2011", "Antal ved start", "ca. 3.200 sager"),
        ("februar 2012", "Nyt antal i alt", "ca. 3.700 sager"),
        ("november 2013", "Tilgang", "+686 sager (”686 yderligere sager”)"),
    ]


def test_the_picture_of_the_report_is_the_one_of_the_page(november, real_counter):
    fact = counted(november)[0]
    chart = next(chart for chart in charts.all_of(november) if chart.key.startswith("counter-"))
    page = accounts(
        [each.tally for each in real_counter.observations.all()],
        title=chart.title,
        unit=fact.unit,
        own=fact.scope,
        until=november.as_of,
        deadline=None,
    )
    assert chart.svg.count("<path") == page[0].picture.svg.count("<path")


def test_the_note_tells_figures_scope_and_why_there_is_no_forecast(november):
    chart = next(chart for chart in charts.all_of(november) if chart.key.startswith("counter-"))
    assert chart.note == (
        "Omfang: alle sager efter servicelovens §§ 41 og 42. I alt: ca. 4.386 sager (ca. 3.200 ved start, +500, +686); "
        "Behandlet: ukendt; Mangler: ukendt. Det er ikke oplyst, hvor mange sager der mangler. Derfor gives der intet "
        "skøn. Eget mål: 8 uger."
    )


def test_the_paper_prints_the_counter(november):
    html = document.report_html(november)
    assert ("+686 sager" in html, "Det er ikke oplyst, hvor mange sager der mangler." in html) == (True, True)


def test_word_prints_the_counter(november):
    paragraphs = {paragraph.text for paragraph in Document(io.BytesIO(docx.render(november))).paragraphs}
    assert "1.1.2.2.A Gennemgang af ældre afgørelser (sager)" in paragraphs


def test_excel_has_a_row_for_every_number(november):
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx.render(november)))["Optællinger"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows() if row[0].value == "1.1.2.2.A"]
    assert [(row[3], row[6], row[8]) for row in rows] == [
        ("september 2011", "Antal ved start", 3200),
        ("februar 2012", "Nyt antal i alt", 3700),
        ("14. august 2013", "Behandlet", 1295),
        ("14. august 2013", "Mangler", 260),
        ("november 2013", "Tilgang", 686),
    ]


def test_a_plan_without_counters_has_no_sheet_for_them(real_plan):
    book = openpyxl.load_workbook(io.BytesIO(xlsx.render(build_snapshot(real_plan, NOVEMBER))))
    assert "Optællinger" not in book.sheetnames


def test_what_was_told_since_the_last_edition_is_news(real_counter, november):
    before = build_snapshot(real_counter.item.plan, OCTOBER, design=STANDARD)
    [group] = [each for each in change_words.told(compare(before, november)) if each.kind == "counted"]
    assert (group.title, [(line.title, line.sentence) for line in group.lines]) == (
        "Nye tal i optællinger",
        [
            (
                "Gennemgang af ældre afgørelser (SEL §§ 41 og 42) – Gennemgang af ældre afgørelser",
                "tilgang +686 sager (november 2013)",
            )
        ],
    )


def test_what_was_taken_back_since_is_news_too(real_counter, november, cast):
    recounting.withdraw(real_counter.observations.get(kind="addition"), user=cast.olga_owner, reason="Talt to gange")
    after = build_snapshot(real_counter.item.plan, NOVEMBER, design=STANDARD)
    [change] = compare(november, after).of("counted")
    assert (change.numbers, [number.value for number in change.numbers_gone]) == ((), ["686"])


def test_changes_with_numbers_come_back_from_json(real_counter, november):
    before = build_snapshot(real_counter.item.plan, OCTOBER, design=STANDARD)
    changes = compare(before, november)
    kept = from_json(dataclasses.replace(november, since_last=changes).as_json())
    assert kept.since_last == changes


def test_a_pace_past_the_deadline_is_a_notice_on_the_front_page(counter, cast):
    counting.record_series(counter, demo.INVENTED.series, user=cast.olga_owner, reason=BECAUSE)
    notices = build_snapshot(counter.item.plan, NOVEMBER).notices
    assert [notice.sentence for notice in notices if notice.why == "counter_late"] == [
        "Gennemgang af ældre afgørelser: Med tempoet i de seneste 8 måneder er der færdigt mellem juni 2014 og august "
        "2014. Det er efter fristen (medio 2013)."
    ]


def test_reading_takes_as_many_queries_for_many_numbers_as_for_one(counter, cast, django_assert_num_queries):
    counting.record_observation(counter, demo.KNOWN[0], user=cast.olga_owner, reason=BECAUSE)
    plan = counter.item.plan
    with CaptureQueriesContext(connection) as few:
        build_snapshot(plan, NOVEMBER)
    counting.record_series(counter, demo.INVENTED.series[1:], user=cast.olga_owner, reason=BECAUSE)
    with django_assert_num_queries(len(few)):
        build_snapshot(plan, NOVEMBER)
