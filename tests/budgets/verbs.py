"""A call of each verb of budget notes and amounts, for tests/house/test_verbs.py."""

from __future__ import annotations

from decimal import Decimal

from handleplan import budgeting, granting
from tests.budgets.example import SENTENCE, TABLE, granted, read, small_note


def _note(of, by):
    return small_note(of.plan, of.item, **by)


VERBS = {
    "budgeting.add_note": lambda of, by: budgeting.add_note(of.plan, title="Notat", **by),
    "budgeting.edit_note": lambda of, by: budgeting.edit_note(_note(of, by), title="Andet", **by),
    "budgeting.enter_note": lambda of, by: budgeting.enter_note(of.plan, read(), **by),
    "budgeting.put_section": lambda of, by: budgeting.put_section(_note(of, by), heading="Risiko", **by),
    "budgeting.remove_section": lambda of, by: budgeting.remove_section(
        budgeting.put_section(_note(of, by), heading="Risiko", **by), **by
    ),
    "budgeting.put_proposal": lambda of, by: budgeting.put_proposal(
        _note(of, by), number="2", title="Flere", points=[of.other], **by
    ),
    "budgeting.remove_proposal": lambda of, by: budgeting.remove_proposal(_note(of, by).proposals.get(), **by),
    "budgeting.put_appropriation": lambda of, by: budgeting.put_appropriation(_note(of, by), SENTENCE, **by),
    "budgeting.remove_appropriation": lambda of, by: budgeting.remove_appropriation(
        _note(of, by).appropriations.get(), **by
    ),
    "budgeting.put_table": lambda of, by: budgeting.put_table(_note(of, by), TABLE, section=None, **by),
    "budgeting.remove_table": lambda of, by: budgeting.remove_table(_note(of, by).tables.get(), **by),
    "granting.record_amount": lambda of, by: granted(of.plan, of.item, **by),
    "granting.correct_amount": lambda of, by: granting.correct_amount(
        granted(of.plan, of.item, **by), amount=Decimal(4), **by
    ),
    "granting.take_back": lambda of, by: granting.take_back(granted(of.plan, of.item, **by), **by),
}
