"""What the real status table of November 2013 says, and what reading it must survive (S004)."""

from __future__ import annotations

from collections import Counter

import pytest

from handleplan import tables, tsv
from handleplan.importing.checking import count
from handleplan.importing.messages import warning_message
from handleplan.importing.reading import read_table
from handleplan.periods import Period

pytestmark = pytest.mark.pure


def row(table, number):
    return next(row for row in table.rows if row.number == number)


def test_the_title_is_the_line_that_speaks_of_a_plan_S004_1(real_table):
    assert real_table.title == "Handleplan for sikker økonomistyring og øget kvalitet i sagsbehandlingen"


def test_the_introduction_is_kept_S004_1(real_table):
    assert real_table.intro.startswith("Skemaet er delt op i aktive handleplanspunkter, som den første del")


def test_the_two_parts_have_their_own_columns_S004_2(real_table):
    assert [part.roles for part in real_table.parts] == [
        ("number", "title", "description", "start", "original_end", "revised_end", "status"),
        ("number", "title", "description", "start", "end", "status"),
    ]


def test_dates_stand_under_one_heading_of_two_rows_S004_2(real_table):
    active = real_table.parts[0]
    assert ([column.group for column in active.columns], active.header_rows) == ([""] * 3 + ["Tidsplan"] * 3 + [""], 2)


def test_a_misspelt_column_title_stays_S004_2(real_table):
    assert real_table.parts[0].columns[5].title == "Ajournført slutdato"


def test_each_part_has_its_own_month_and_words_for_it_S004_3(real_table):
    assert [(part.kind, part.as_of, part.as_of_text) for part in real_table.parts] == [
        ("active", Period(2013, 11), "november 2013"),
        ("closed", Period(2013, 10), "okt. 2013"),
    ]


def test_the_figures_are_those_of_the_document_S004_4(real_table):
    assert count(real_table) == {
        "rows": 71,
        "active": 10,
        "closed": 61,
        "headings": 23,
        "initiatives": 48,
        "initiatives_active": 3,
        "initiatives_closed": 45,
        "date_cells": 89,
        "dates": 92,
        "dates_unread": 0,
        "revisions": 6,
        "former_numbers": 1,
        "missing_parents": 19,
    }


def test_numbers_stay_as_written_S004_5(real_table):
    written = {row.number for row in real_table.rows}
    assert {"2.1.", "2.1.3.1.", "2.4.6.1.b", "1.2.5.1.B", "1"} <= written


def test_rows_stay_in_the_written_order_S004_7(real_table):
    closed = [row.number for row in real_table.rows_of(tables.CLOSED)]
    assert (closed[:4], closed[48:50]) == (["1.1.2.1", "1.1.1.1.B", "1.1.1.1.A", "1.1.2.2.B"], ["2.5.2.2", "2.4.2.1"])


def test_lines_are_the_lines_of_the_file(real_table):
    assert [row(real_table, number).line for number in ("1.1.2.2.A", "1.2.5.6", "2.1.3.1.", "2.5.3.2")] == [
        12,
        14,
        18,
        84,
    ]


def test_twentytwo_titles_have_an_arrow_S004_11(real_table):
    assert Counter(row.marker for row in real_table.rows) == {"→": 22, "": 49}


def test_two_titles_are_in_italics_S004_11(real_table):
    assert [row.number for row in real_table.rows if row.italic] == ["1.1.2", "2.1.3"]


def test_one_title_is_in_capitals_S004_11(real_table):
    assert [row.title for row in real_table.rows if row.capitals] == ["KVALITET I SAGSBEHANDLINGEN"]


def test_the_title_is_without_arrow_and_tags_S004_11(real_table):
    titles = [row(real_table, number).title for number in ("1.1.2.2.A", "2.1.3")]
    assert titles == [
        "Gennemgang af ældre afgørelser (SEL §§ 41 og 42)",
        "IT-understøttelse af decentral økonomistyring",
    ]


def test_superseded_ends_are_read_in_order_S004_23(real_table):
    assert tables.end_chain(row(real_table, "2.1.3.1.")) == (
        "1. nov. 2011",
        "1. feb. 2012",
        "1. juli 2012",
        "ultimo 2013",
    )


def test_every_closed_row_says_so_S004_30(real_table):
    assert {row.status for row in real_table.rows_of(tables.CLOSED)} == {"Punktet er afsluttet"}


@pytest.mark.parametrize(
    "fault", ["impletering", "Burkeafvikling", "fuhreret", "Eksplícitte", "Svæfravær", "Tilbudscener"]
)
def test_typing_faults_stay_S004_33(real_table, fault):
    assert any(fault in cell for row in real_table.rows for cell in row.cells)


def test_a_blank_line_is_no_row_and_ends_no_part_S004_34(real_table):
    assert [row(real_table, number).line for number in ("2.3", "2.3.2")] == [58, 60]


def test_the_table_is_written_again_cell_for_cell_S004_38(real_table, real_text):
    assert lines(tsv.write_table(real_table)) == lines(real_text)


def test_reading_what_was_written_gives_the_same_rows_S004_38(real_table):
    again = read_table(tsv.write_table(real_table))
    assert [row.cells for row in again.rows] == [row.cells for row in real_table.rows]


EXPECTED = {
    "as_of_differs": [23],
    "closed_parent_open_child": [34],
    "end_missing": [48, 49, 50],
    "forecast_after_end": [12, 14],
    "missing_parent": [12, 24, 25, 26, 35, 36, 66, 67, 70, 73, 74, 75, 76, 77, 79, 80, 81, 83, 84],
    "possible_merge": [18],
    "sibling_closed_first": [26],
    "start_missing": [66, 67, 76],
    "unresolved_reference": [64],
}


@pytest.mark.parametrize("code", EXPECTED)
def test_warnings_name_their_lines_S004_40(real_table, code):
    assert [warning.line for warning in real_table.warnings if warning.code == code] == EXPECTED[code]


def test_there_are_no_other_warnings(real_table):
    assert {warning.code for warning in real_table.warnings} == EXPECTED.keys()


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("closed_parent_open_child", "1.2.5 is closed while 1.2.5.6 below it is active."),
        ("possible_merge", "The title of 2.1.3.1. contains the whole title of the closed 2.4.1.1: merged into it?"),
        ("as_of_differs", "The parts are of different months: november 2013 and okt. 2013."),
        ("unresolved_reference", "2.4.1.1 refers to 2.2.1.2, which is not in the table."),
    ],
)
def test_warnings_say_what_they_mean(real_table, code, sentence):
    assert sentence in [warning_message(warning) for warning in real_table.warnings if warning.code == code]


def test_the_status_texts_that_name_a_later_date_are_asked_about(real_table):
    later = [warning.parameters for warning in real_table.warnings if warning.code == "forecast_after_end"]
    assert later == [
        {"number": "1.1.2.2.A", "text": "ultimo januar 2014 eller maj 2014", "end": "medio 2013"},
        {"number": "1.2.5.6", "text": "ultimo 2013 primo 2014", "end": "udgangen af 2012"},
    ]


def lines(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.strip()]
