"""A table held against a plan: what is proposed, and what is left alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from handleplan.importing.matching import Existing, What, fingerprint, propose
from handleplan.importing.reading import read_table
from handleplan.periods import Period

pytestmark = pytest.mark.pure

NOVEMBER, DECEMBER = Period(2013, 11), Period(2013, 12)
HEADER = "Nr.\tInitiativ\tBeskrivelse\tStart\tOprindelig slutdato\tAjourført slutdato\tStatus pr. november 2013\n"
ROW = "1.1\tEt\tNoget\t2011\t1. nov. 2011\t(1. feb. 2012) ultimo 2013\tI gang\n"


def existing(text: str = HEADER + ROW, **changes) -> list[Existing]:
    """The points of a plan into which ``text`` was imported; ``changes`` are of its first point."""
    points = []
    for pk, row in enumerate(read_table(text).rows, start=1):
        moves = tuple(part.strip(" (") for part in row.end.replace(")", "(").split("(") if part.strip(" ("))
        points.append(Existing(pk, row, False, row.original_end, moves, {NOVEMBER: row.status} if row.status else {}))
    return [replace(points[0], **changes), *points[1:]]


def changes(text: str, points: list[Existing]) -> list[tuple[What, str, str, str]]:
    proposal = propose(read_table(text), points, NOVEMBER)
    return [(change.what, change.field, change.old, change.new) for change in proposal.changes]


def test_the_same_table_proposes_nothing():
    proposal = propose(read_table(HEADER + ROW), existing(), NOVEMBER)
    assert (proposal.is_empty, proposal.untouched) == (True, 1)


def test_an_empty_plan_gets_every_row():
    assert [change.what for change in propose(read_table(HEADER + ROW), [], NOVEMBER).changes] == [What.ADD]


def test_a_point_is_known_by_its_number_in_any_spelling():
    assert changes(HEADER + ROW.replace("1.1\t", "1.1.\t"), existing()) == []


def test_a_changed_title_is_an_edit():
    assert changes(HEADER + ROW.replace("\tEt\t", "\tTo\t"), existing()) == [(What.EDIT, "title", "Et", "To")]


def test_a_new_bracketed_chain_moves_the_deadline():
    text = HEADER + ROW.replace(") ultimo 2013", ") (ultimo 2013) medio 2014")
    assert changes(text, existing()) == [(What.MOVE_END, "end", "ultimo 2013", "medio 2014")]


def test_a_new_end_without_the_old_ones_moves_the_deadline_too():
    text = HEADER + ROW.replace("(1. feb. 2012) ultimo 2013", "medio 2014")
    assert changes(text, existing()) == [(What.MOVE_END, "end", "ultimo 2013", "medio 2014")]


def test_two_moves_since_last_are_two_moves():
    text = HEADER + ROW.replace(") ultimo 2013", ") (ultimo 2013) (medio 2014) 2015")
    assert [new for _what, _field, _old, new in changes(text, existing())] == ["medio 2014", "2015"]


def test_the_current_end_without_its_history_is_no_change():
    assert changes(HEADER + ROW.replace("(1. feb. 2012) ultimo 2013", "ultimo 2013"), existing()) == []


def test_another_original_end_is_a_warning_and_no_change_S004_22():
    proposal = propose(read_table(HEADER + ROW.replace("1. nov. 2011", "1. dec. 2011")), existing(), NOVEMBER)
    assert (proposal.changes, [warning.code for warning in proposal.warnings]) == ((), ["original_differs"])


def test_a_new_text_for_the_same_month_is_a_new_status():
    text = HEADER + ROW.replace("I gang", "Færdig om lidt")
    assert changes(text, existing()) == [(What.STATUS, "status", "I gang", "Færdig om lidt")]


def test_the_same_text_for_a_new_month_is_a_new_status():
    text = HEADER.replace("november", "december") + ROW
    assert changes(text, existing()) == [(What.STATUS, "status", "I gang", "I gang")]


def test_an_empty_status_changes_nothing():
    assert changes(HEADER + ROW.replace("I gang", ""), existing()) == []


def test_a_point_among_the_closed_ones_is_closed():
    text = "Afsluttede punkter\t\t\t\nNr.\tInitiativ\tSlut\tStatus pr. november 2013\n1.1\tEt\tultimo 2013\tI gang\n"
    assert [what for what, *_rest in changes(text, existing())] == [What.CLOSE]


def test_a_closed_point_among_the_active_ones_is_opened_again():
    assert [what for what, *_rest in changes(HEADER + ROW, existing(closed=True))] == [What.REOPEN]


def test_a_column_that_the_table_lacks_changes_nothing():
    assert changes("Nr.\tInitiativ\tStatus pr. november 2013\n1.1\tEt\tI gang\n", existing()) == []


def test_a_point_missing_from_the_table_is_left_alone_with_a_warning():
    text = HEADER + ROW + "1.2\tTo\tb\t2011\t2012\t\tI gang\n"
    proposal = propose(read_table(HEADER + ROW), existing(text), NOVEMBER)
    assert (proposal.is_empty, [warning.code for warning in proposal.warnings]) == (True, ["missing_in_table"])


def test_equal_numbers_are_told_apart_by_title():
    text = HEADER + ROW + ROW.replace("\tEt\t", "\tTo\t")
    swapped = HEADER + ROW.replace("\tEt\t", "\tTo\t") + ROW
    proposal = propose(read_table(swapped), existing(text), NOVEMBER)
    assert (proposal.changes, proposal.reordered) == ((), True)


def test_rows_without_numbers_are_known_by_their_title():
    text = "Initiativ\tFrist\nEt\t2014\nTo\t2015\n"
    points = [replace(point, first_end=point.row.end, moves=()) for point in existing(text)]
    assert propose(read_table(text), points, NOVEMBER).is_empty


def test_a_new_row_in_the_middle_orders_the_plan():
    proposal = propose(read_table(HEADER + "1\tOmråde\n" + ROW), existing(), NOVEMBER)
    assert ([pk for pk, _row in proposal.order], proposal.reordered) == ([None, 1], True)


def test_a_confirmation_holds_for_what_was_seen_only():
    one = propose(read_table(HEADER + ROW), [], NOVEMBER)
    other = propose(read_table(HEADER + ROW.replace("Et", "To")), [], NOVEMBER)
    assert (fingerprint(one, None) == fingerprint(one, None), fingerprint(one, None) == fingerprint(other, None)) == (
        True,
        False,
    )
