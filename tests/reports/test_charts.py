"""The charts say only what is known, in shapes as well as colours, and every one has its table."""

from __future__ import annotations

import dataclasses
import re
from xml.etree import ElementTree

import pytest

from reports import charts
from reports.charts.drawing import Axis
from reports.snapshot import Snapshot, build_snapshot
from tests.reports import two_months
from tests.reports.status_table import november_2013

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def december(real_plan, cast) -> Snapshot:
    return two_months.two_editions(real_plan, cast.sara_secretary)[1]


def by_key(snapshot: Snapshot) -> dict[str, charts.Chart]:
    return {chart.key: chart for chart in charts.all_of(snapshot)}


def texts(chart: charts.Chart) -> list[str]:
    return [element.text for element in ElementTree.fromstring(chart.svg).iter(f"{SVG}text")]


def test_a_month_with_everything_has_the_three_charts(december):
    assert list(by_key(december)) == ["gantt-1", "trend", "assessments-1"]


def test_every_drawing_has_a_title_a_description_and_neither_script_nor_style(december):
    for chart in charts.all_of(december):
        root = ElementTree.fromstring(chart.svg)
        names = {element.tag.removeprefix(SVG) for element in root.iter()}
        attributes = {name for element in root.iter() for name in element.attrib}
        assert (root[0].text, root[1].text) == (chart.title, chart.alt)
        assert names <= {"svg", "title", "desc", "text", "line", "rect", "path", "polygon", "circle"}
        assert not {name for name in attributes if name == "style" or name.startswith("on")}


def test_every_drawing_has_a_table_with_a_cell_under_each_head(december):
    for chart in charts.all_of(december):
        assert chart.table.rows
        assert {len(row) for row in chart.table.rows} == {len(chart.table.head)}


def test_a_move_without_a_date_is_listed_and_never_drawn_S004_23(real_plan):
    chart = by_key(build_snapshot(real_plan, two_months.NOVEMBER))["trend"]
    assert (chart.svg, chart.alt) == (
        "",
        "Ingen flytning har en kendt dato, så intet kan tegnes. Tabellen viser flytningerne.",
    )
    assert [row[2:4] for row in chart.table.rows if row[0] == "2.1.3.1."] == [
        ("1. nov. 2011", "oprindelig"),
        ("1. feb. 2012", "dato ukendt"),
        ("1. juli 2012", "dato ukendt"),
        ("ultimo 2013", "dato ukendt"),
    ]


def test_only_the_dated_move_is_a_line_of_the_trend(december):
    drawn = by_key(december)["trend"]
    assert len(ElementTree.fromstring(drawn.svg).findall(f"{SVG}path")) == 1
    assert any(text.startswith("1.1.2.2.A") for text in texts(drawn))


def test_the_schedule_has_a_lane_for_each_active_point(december):
    numbers = [row[0] for row in by_key(december)["gantt-1"].table.rows]
    assert numbers == ["1.1.2.2.A", "2.1.3.1.", "2.4.6", "3.1", "3.6", "3.5"]


def test_a_long_schedule_comes_in_several_drawings(december):
    active, closed = december.parts
    rows = tuple(row for row in active.rows if not row.is_heading) * 7
    long = dataclasses.replace(december, parts=(dataclasses.replace(active, rows=rows), closed))
    assert [chart.title for chart in charts.all_of(long) if chart.key.startswith("gantt")] == [
        "Tidsplan pr. kvartal (1 af 3)",
        "Tidsplan pr. kvartal (2 af 3)",
        "Tidsplan pr. kvartal (3 af 3)",
    ]


def test_each_tone_has_a_shape_of_its_own(december):
    root = ElementTree.fromstring(by_key(december)["assessments-1"].svg)
    corners = {len(element.attrib["points"].split()) for element in root.iter(f"{SVG}polygon")}
    assert (corners, len(root.findall(f"{SVG}circle")) > 0) == ({3, 4}, True)


def test_a_new_scale_is_marked_where_it_begins(december):
    assert "ny skala" in texts(by_key(december)["assessments-1"])


def test_assessments_are_told_in_words_in_the_table(december):
    row = next(row for row in by_key(december)["assessments-1"].table.rows if row[0] == "1.1.2.2.A")
    assert row[-5:] == ("Mindre afvigelse", "Mindre afvigelse", "Mindre afvigelse", "Mindre afvigelse", "Kritisk")


def test_text_of_the_plan_is_escaped(december):
    active, closed = december.parts
    rows = tuple(dataclasses.replace(row, title='<script>"&') for row in active.rows)
    hostile = dataclasses.replace(december, parts=(dataclasses.replace(active, rows=rows), closed))
    assert not re.search("<script", "".join(chart.svg for chart in charts.all_of(hostile)))


def test_the_same_snapshot_gives_the_same_charts(december):
    assert charts.all_of(december) == charts.all_of(december)


def test_facts_without_dates_give_no_chart():
    assert charts.all_of(november_2013()) == []


def test_moves_whose_chain_is_not_told_give_no_table():
    active, closed = november_2013().parts
    rows = tuple(dataclasses.replace(row, moves=1) for row in active.rows)
    assert (
        charts.all_of(dataclasses.replace(november_2013(), parts=(dataclasses.replace(active, rows=rows), closed)))
        == []
    )


def test_a_day_outside_the_axis_is_drawn_at_its_end():
    axis = Axis(two_months.NOVEMBER, two_months.DECEMBER, 0, 30)
    assert [axis.at(two_months.NOVEMBER.replace(year=year)) for year in (2012, 2013, 2014)] == [0, 0, 30]
