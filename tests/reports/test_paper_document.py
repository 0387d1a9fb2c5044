"""The report's HTML: escaped, in the document's own columns, without a renderer."""

from __future__ import annotations

import dataclasses
import re

import pytest

from reports.paper.document import moment, report_html
from reports.paper.errors import PaperError
from reports.snapshot import Notice, Row
from tests.reports.status_table import november_2013

pytestmark = pytest.mark.pure


def with_row(snapshot, **changes):
    """``snapshot`` with one more active row."""
    row = Row(**{"number": "9", "title": "Ny", "cells": ("9", "Ny", "", "", "", "", "")} | changes)
    active, closed = snapshot.parts
    return dataclasses.replace(snapshot, parts=(dataclasses.replace(active, rows=(*active.rows, row)), closed))


@pytest.fixture(scope="module")
def html():
    return report_html(november_2013())


def test_header_cells_are_the_documents_two_rows(html):
    head = re.search("<thead>(.*?)</thead>", html)[1]
    assert re.findall(r"<th scope=(\w+)[^>]*?(colspan=\"\d\"|rowspan=2)?>(?:<span>)?([^<]+)", head) == [
        ("col", "rowspan=2", "Mål nr."),
        ("col", "rowspan=2", "Område, tema og initiativer"),
        ("col", "rowspan=2", "Beskrivelse"),
        ("colgroup", 'colspan="3"', "Tidsplan"),
        ("col", "rowspan=2", "Status pr. november 2013"),
        ("col", "", "Start"),
        ("col", "", "Oprindelig slutdato"),
        ("col", "", "Ajournført slutdato"),
    ]


def test_text_of_the_plan_is_escaped():
    snapshot = with_row(
        november_2013(), cells=("9", "<script>alert(1)</script>", '<img src="file://x">', "", "", "", "")
    )
    assert re.findall("<(script|img|link)", report_html(snapshot)) == []


def test_title_with_quotes_stays_inside_its_attribute():
    snapshot = dataclasses.replace(november_2013(), title='" onload="x')
    assert 'data-header="&quot; onload=&quot;x"' in report_html(snapshot)


def test_figures_name_the_closed_share(html):
    assert "<p><b>45</b> af 48 (94 %)</p><p>afsluttede punkter</p>" in html


def test_english_report_is_in_english():
    assert "Needs attention" in report_html(dataclasses.replace(november_2013(), language="en"))


def test_rule_for_overdue_stands_on_the_front_page(html):
    assert (
        "<b>Overskredet:</b> Punktet er ikke afsluttet, og den sidste dag, som dets gældende slutdato kan betyde, "
        "ligger før 30. november 2013." in html
    )


def test_two_parts_of_different_months_are_pointed_out(html):
    assert "Aktive punkter: november 2013, Afsluttede punkter: oktober 2013." in html


def test_ninth_point_that_needs_attention_stands_behind_the_table():
    notices = tuple(Notice(str(number), f"Punkt {number}", "overdue", "1 dag over.") for number in range(1, 10))
    html = report_html(dataclasses.replace(november_2013(), notices=notices))
    assert html.index("Punkt 8<") < html.index("<table") < html.rindex("</table>") < html.index("Punkt 9<")


def rows_that_may_break(snapshot) -> int:
    return len(re.findall('<tr class="[^"]*long', report_html(snapshot)))


@pytest.mark.parametrize(("words", "may"), [(40, 0), (200, 1), (400, 1)])
def test_short_rows_do_not_break_and_a_row_over_a_quarter_of_a_page_may(words, may):
    month = november_2013()
    longer = with_row(month, cells=("9", "Ny", "", "", "", "", "Et ord " * words))
    assert rows_that_may_break(longer) - rows_that_may_break(month) == may


def test_part_without_rows_says_so():
    active, closed = november_2013().parts
    html = report_html(dataclasses.replace(november_2013(), parts=(dataclasses.replace(active, rows=()), closed)))
    assert "Aktive punkter</h2><p>Ingen punkter.</p>" in html


def test_moment_is_to_the_second_with_offset():
    assert moment(november_2013()) == "2013-11-29T14:32:10+01:00"


def test_moment_of_a_silent_snapshot_is_its_as_of_day():
    assert moment(dataclasses.replace(november_2013(), taken_at="")) == "2013-11-30T00:00:00+00:00"


def test_twenty_thousand_rows_are_the_most_that_is_printed():
    active, closed = november_2013().parts
    giant = dataclasses.replace(november_2013(), parts=(dataclasses.replace(active, rows=active.rows * 2001), closed))
    with pytest.raises(PaperError) as refusal:
        report_html(giant)
    assert refusal.value.code == "refused"
