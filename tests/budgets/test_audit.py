"""What the real note's own figures say of it: both figures, never corrected."""

from __future__ import annotations

import dataclasses
from decimal import Decimal

import pytest

from handleplan.budget_note.audit import audit, missing_numbers
from handleplan.budget_note.facts import CellFact
from tests.budgets.example import TABLE, read

pytestmark = pytest.mark.pure


@pytest.fixture(scope="module")
def found():
    return audit(read())


def test_s001_16_the_total_is_printed_with_the_wrong_sign(found):
    wrong = [check for check in found.sums if not check.agrees]
    assert [check.row.label for check in wrong] == ["Samlede udgifter"]
    assert [year.as_printed for year in wrong[0].years] == ["- 15.550", "- 7.750", "- 7.750", "- 7.750"]
    assert [year.computed for year in wrong[0].years] == [15_550, 7_750, 7_750, 7_750]
    assert wrong[0].only_the_sign_differs


def test_s001_15_the_subtotals_are_the_sums_of_their_rows(found):
    assert [(check.row.label, check.agrees) for check in found.sums if check.row.kind == "subtotal"] == [
        ("Serviceudgifter i alt", True),
        ("Anlæg i alt", True),
        ("Lovbundne område i alt", True),
        ("Serviceudgifter i alt", True),
    ]


def test_s001_19_text_and_table_agree_five_times_of_five_and_for_the_saving(found):
    assert [(check.proposal, check.agrees) for check in found.texts if not check.is_benefit] == [
        ("1.1", True),
        ("1.2", True),
        ("1.3", True),
        ("2", True),
        ("3", True),
    ]
    assert [(check.proposal, check.agrees) for check in found.texts if check.is_benefit] == [("1.4", True)]


def test_s001_12_a_point_lies_inside_the_range_of_its_parts(found):
    saving = [check for check in found.parts if check.whole.is_benefit]
    assert [(check.said, check.low, check.high, check.state) for check in saving] == [
        (3_000_000, 2_000_000, 4_000_000, "inside"),
        (4_500_000, 3_000_000, 6_000_000, "inside"),
    ]


def test_s001_19_needs_are_the_grants_they_are_part_of(found):
    needs = [check for check in found.parts if not check.whole.is_benefit]
    assert [(check.whole.proposal, check.parts, check.state) for check in needs] == [
        ("1.1", ("4,30 mio. kr.",), "equal"),
        ("2", ("6,60 mio. kr.", "5,65 mio. kr."), "equal"),
        ("3", ("1,00 mio. kr.",), "equal"),
    ]


def test_s001_21_table_three_is_missing(found):
    assert found.missing == (3,)


def test_s001_20_the_tables_are_added_together(found):
    assert [each.years for each in found.together] == [((2012, 16_250), (2013, 8_050), (2014, 7_750), (2015, 7_750))]


def test_s001_7_three_initiatives_are_four(found):
    wrong = [check for check in found.counts if not check.agrees]
    assert [(check.words, check.counted) for check in wrong] == [("tre initiativer", 4)]


def test_s001_10_a_man_year_costs_about_half_a_million(found):
    costs = [round(each.cost_of_fte / 1_000_000, 3) for each in found.costs]
    assert costs == [Decimal("0.500"), Decimal("0.516"), Decimal("0.518")]


def test_every_sentence_stands_in_the_text(found):
    assert found.lost == ()


def test_tables_of_unlike_price_levels_are_never_added():
    note = read()
    first, second = (table for table in note.tables("money"))
    tables = (first, dataclasses.replace(second, price_level="2013 p/l"))
    section = dataclasses.replace(note.sections[-3], tables=tables)
    assert audit(dataclasses.replace(note, sections=(section,))).together == ()


def test_s001_17_with_income_as_plus_a_cost_is_a_minus():
    note = read()
    minus = (CellFact(2012, "- 4.300", Decimal(-4300)),)
    rows = tuple(dataclasses.replace(row, cells=minus) for row in TABLE.rows)
    table = dataclasses.replace(TABLE, sign="income_positive", rows=rows)
    section = dataclasses.replace(note.sections[0], tables=(table,))
    checks = audit(dataclasses.replace(note, sections=(section,))).texts
    assert [check.agrees for check in checks if check.proposal == "1.1"] == [True]


@pytest.mark.parametrize(
    ("numbers", "missing"), [(["1", "2", "4"], (3,)), ([], ()), (["", "2"], ()), (["1", "a", "3"], (2,)), (["7"], ())]
)
def test_missing_numbers(numbers, missing):
    assert missing_numbers(numbers) == missing
