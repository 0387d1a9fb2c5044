"""The demo's money: the real budget note of 2011 read in, and amounts that are invented, as their source says."""

from __future__ import annotations

import dataclasses
from decimal import Decimal
from pathlib import Path

from handleplan import budgeting, granting
from handleplan.budget_note.blocks import take_apart
from handleplan.budget_note.reading import compose, offered
from handleplan.models import Plan, User

NOTE = Path(__file__).parent / "budget_note_2011.txt"
YEAR = 2011
# The note's own numbers against the plan's (S001-6): other order, other numbers, other names.
POINTS = {
    "1.1": ("1.1", "1.1.2.2.A"),
    "1.2": ("1.2.1",),
    "1.3": ("1.2.4",),
    "1.4": ("1.1",),
    "2": ("1.2",),
    "3": ("1.2.6",),
}
INVENTED = "Opfundet til demoen"
PRICE_LEVEL = "2012 p/l"
# Point, year, kind, kroner, as written.
AMOUNTS = (
    ("1.1", 2012, "granted", "4300000", "4,30 mio. kr."),
    ("1.1", 2012, "spent", "4120000", "4,12 mio. kr."),
    ("1.2.1", 2012, "granted", "1000000", "1,00 mio. kr."),
    ("1.2.1", 2012, "spent", "1085000", "1.085.000 kr."),
    ("1.2.4", 2012, "granted", "1000000", "1,00 mio. kr."),
    ("1.2.4", 2012, "spent", "870000", "870.000 kr."),
    ("1.2.6", 2012, "granted", "700000", "0,70 mio. kr."),
    ("1.2.6", 2013, "granted", "300000", "0,30 mio. kr."),
)


def tell(plan: Plan, user: User, reason: str) -> None:
    """Reads the note in as it is offered, says which points it pays for, and tells the amounts."""
    head, blocks = take_apart(NOTE.read_text("utf-8"))
    note = dataclasses.replace(compose(head, blocks, offered(blocks)), year=YEAR)
    by_number = {item.number: item for item in plan.items.all()}
    points = {number: [by_number[each] for each in numbers] for number, numbers in POINTS.items()}
    budgeting.enter_note(plan, note, points=points, user=user, reason=reason)
    for number, year, kind, kroner, written in AMOUNTS:
        granting.record_amount(
            plan,
            item=by_number[number],
            kind=kind,
            year=year,
            amount=Decimal(kroner),
            as_written=written,
            price_level=PRICE_LEVEL,
            source=INVENTED,
            user=user,
        )
