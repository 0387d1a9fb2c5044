"""The real budget note of 2011, read and entered, and a small one to be changed."""

from __future__ import annotations

import dataclasses
from decimal import Decimal
from typing import Any

from handleplan import budgeting, granting
from handleplan.budget_note.blocks import take_apart
from handleplan.budget_note.facts import AmountFact, AppropriationFact, CellFact, NoteFact, RowFact, TableFact
from handleplan.budget_note.reading import compose, offered
from handleplan.models import BudgetNote, Plan, PlanItem, PointAmount
from tests.conftest import CASES

TEXT = (CASES / "001_budget_note_2011.txt").read_text("utf-8")
TABLE = TableFact(
    "money",
    number="1",
    caption="Drift",
    unit_text="1.000 kr. – 2012 p/l",
    price_level="2012 p/l",
    years=(2012,),
    rows=(
        RowFact("row", "1.1 Sager", proposal="1.1", cells=(CellFact(2012, "4.300", Decimal(4300)),)),
        RowFact("total", "I alt", cells=(CellFact(2012, "4.300", Decimal(4300)),)),
    ),
)
SENTENCE = AppropriationFact(
    "Der anbefales 4,30 mio. kr. i 2012.",
    (AmountFact(2012, "4,30 mio. kr.", Decimal(4_300_000), Decimal(4_300_000)),),
    proposal="1.1",
    kind="operating",
)


def read() -> NoteFact:
    """The real note, every offer taken."""
    head, blocks = take_apart(TEXT)
    return dataclasses.replace(compose(head, blocks, offered(blocks)), year=2011)


def small_note(plan: Plan, item: PlanItem, **by: Any) -> BudgetNote:
    """A note with one section, proposal, sentence and table, which all fit together."""
    note = budgeting.add_note(plan, title="Et lille notat", **by)
    section = budgeting.put_section(note, heading="1.1 Sager", level=3, text="Sagerne koster penge.", **by)
    budgeting.put_proposal(note, number="1.1", title="Sager", points=[item], **by)
    budgeting.put_appropriation(note, SENTENCE, **by)
    budgeting.put_table(note, TABLE, section=section, **by)
    return note


def granted(plan: Plan, item: PlanItem | None, **by: Any) -> PointAmount:
    return granting.record_amount(
        plan, item=item, kind="granted", year=2012, amount=Decimal(4_300_000), as_written="4,30 mio. kr.", **by
    )
