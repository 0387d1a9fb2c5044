"""What points were granted and what was spent on them, read for a snapshot: one query."""

from __future__ import annotations

from handleplan import economy
from handleplan.models import Plan, PointAmount

from .facts import MoneyFact


def money_of(plan: Plan) -> dict[int, tuple[MoneyFact, ...]]:
    """For each point its sums by year, kind and price level."""
    by_item: dict[int, list[PointAmount]] = {}
    for amount in economy.counted(plan).exclude(item=None):
        by_item.setdefault(amount.item_id, []).append(amount)
    return {
        item: tuple(
            MoneyFact(str(slot.kind), slot.year, amount, slot.price_level)
            for slot, amount in economy.totals(rows).items()
        )
        for item, rows in by_item.items()
    }
