"""A note in the database: entered, changed piece by piece, read again; and nobody overwrites anybody."""

from __future__ import annotations

import dataclasses
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from handleplan import budgeting, granting, planning
from handleplan.budget_note.facts import NoteFact
from handleplan.history import Outdated
from handleplan.models import BudgetAmount, BudgetNote, PlanItem, PointAmount
from handleplan.note_facts import complete_notes, facts_of
from tests.budgets.example import TABLE, granted, read, small_note
from tests.conftest import BECAUSE

pytestmark = pytest.mark.django_db


@pytest.fixture
def by(cast) -> dict:
    return {"user": cast.sara_secretary, "reason": BECAUSE}


@pytest.fixture
def item(small_plan, by) -> PlanItem:
    return planning.add_item(small_plan, kind="initiative", number="1.1", title="Sager", **by)


@pytest.fixture
def note(small_plan, item, by) -> BudgetNote:
    return small_note(small_plan, item, **by)


def stored(note: BudgetNote) -> NoteFact:
    return facts_of(complete_notes().get(pk=note.pk))


def without_keys(note: NoteFact) -> NoteFact:
    sections = tuple(
        dataclasses.replace(
            section,
            key=None,
            tables=tuple(
                dataclasses.replace(
                    table, key=None, rows=tuple(dataclasses.replace(row, key=None) for row in table.rows)
                )
                for table in section.tables
            ),
        )
        for section in note.sections
    )
    proposals = tuple(dataclasses.replace(each, key=None) for each in note.proposals)
    sentences = tuple(dataclasses.replace(each, key=None) for each in note.appropriations)
    told = {"sections": sections, "proposals": proposals, "appropriations": sentences}
    return dataclasses.replace(note, key=None, changed_at="", plan="", plan_slug="", **told)


def test_the_real_note_is_the_same_after_it_was_stored(small_plan, by):
    assert without_keys(stored(budgeting.enter_note(small_plan, read(), **by))) == read()


def test_a_note_is_read_in_as_many_queries_whatever_its_size(small_plan, note, by):
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as counted:
            list(map(facts_of, complete_notes().filter(plan=small_plan)))
        return len(counted)

    one = queries()
    budgeting.enter_note(small_plan, read(), **by)
    assert queries() == one


def test_who_comes_second_changes_nothing(note, by):
    seen = BudgetNote.objects.get(pk=note.pk).version
    budgeting.edit_note(note, title="Først", seen=seen, **by)
    with pytest.raises(Outdated):
        budgeting.put_section(note, heading="Bagefter", seen=seen, **by)
    assert [section.heading for section in stored(note).sections] == ["1.1 Sager"]


def test_a_section_can_be_put_between_others(note, by):
    budgeting.put_section(note, heading="Sidst", **by)
    budgeting.put_section(note, heading="Midt", place=1, **by)
    assert [section.heading for section in stored(note).sections] == ["1.1 Sager", "Midt", "Sidst"]


def test_the_tables_of_a_section_that_goes_move_to_the_one_before(note, by):
    later = budgeting.put_section(note, heading="Økonomi", **by)
    budgeting.put_table(note, dataclasses.replace(TABLE, number="2"), section=later, **by)
    budgeting.remove_section(later, **by)
    assert [[table.number for table in section.tables] for section in stored(note).sections] == [["1", "2"]]


def test_the_last_section_stays_while_it_has_tables(note, by):
    with pytest.raises(ValueError):
        budgeting.remove_section(note.sections.get(), **by)


def test_a_grant_whose_sentence_no_text_holds_prints_in_its_proposals_section(note):
    assert stored(note).sections[0].added == ("Der anbefales 4,30 mio. kr. i 2012.",)


def test_a_row_that_is_left_out_is_gone_and_its_history_stays(note, by):
    table = note.tables.get()
    rows = stored(note).sections[0].tables[0].rows
    budgeting.put_table(note, dataclasses.replace(TABLE, rows=rows[:1]), table=table, section=None, **by)
    assert [row.label for row in stored(note).sections[0].tables[0].rows] == ["1.1 Sager"]
    gone = BudgetAmount.history.filter(history_type="-")
    assert [(row.as_printed, row.history_change_reason, row.history_user) for row in gone] == [
        ("4.300", BECAUSE, by["user"])
    ]


def test_a_proposal_does_not_pay_for_points_of_another_plan(note, by):
    elsewhere = planning.create_plan(title="En anden", **by)
    stranger = planning.add_item(elsewhere, kind="initiative", title="Fremmed", **by)
    with pytest.raises(ValueError):
        budgeting.put_proposal(note, number="2", title="…", points=[stranger], **by)


def test_a_corrected_amount_counts_and_the_old_one_stays(small_plan, item, by):
    wrong = granted(small_plan, item, **by)
    granting.correct_amount(wrong, amount=Decimal(4_200_000), as_written="4,20 mio. kr.", **by)
    assert [row.as_written for row in PointAmount.objects.filter(replaced_by=None)] == ["4,20 mio. kr."]
    assert PointAmount.objects.count() == 2


def test_an_amount_is_corrected_once(small_plan, item, by):
    wrong = granted(small_plan, item, **by)
    granting.take_back(wrong, **by)
    with pytest.raises(Outdated):
        granting.correct_amount(wrong, amount=Decimal(1), **by)


def test_an_amount_is_not_taken_back_without_a_reason(small_plan, item, by):
    with pytest.raises(ValueError):
        granting.take_back(granted(small_plan, item, **by), user=by["user"], reason=" ")
