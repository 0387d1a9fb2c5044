"""What needs a person: late, uncertain, contradicted, silent (DOMAIN.md B1, D2, S004-26, S004-35, S004-40).

Reads only. ``facts_for`` asks the database, in as many queries for a thousand points as for one; ``judge`` is the
rules, pure, with the day as an argument. The rule that decides "overdue": the point is open, and the day lies after the
last day that its current end date can mean.

The order is that of risk: first what is over its deadline (most days first, then most days over the original one), then
what is inside its window or due soon (fewest days left first), then what is expected, counted or told to come later
than its deadline (furthest beyond first), then what is assessed as good although it is overdue, what has no certain end
date (unreadable, none at all, alternatives, ongoing), then silence (longest first), closed parents and management
focus. Ties follow plan and number. ``closed_for`` is the other half: what was closed, and how far it had slipped.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from handleplan.models import Plan, User

from .closed import Closed, closed_for
from .facts import Facts, Pace, facts_for
from .rules import (
    GOOD,
    SOON_DAYS,
    Attention,
    Quote,
    Why,
    by_risk,
    judge,
    months_silent,
    moved_from_original,
    quote,
    why_uncertain,
)

__all__ = [
    "GOOD",
    "SOON_DAYS",
    "Attention",
    "Closed",
    "Facts",
    "Pace",
    "Quote",
    "Why",
    "by_reason",
    "by_risk",
    "closed_for",
    "facts_for",
    "judge",
    "months_silent",
    "moved_from_original",
    "needing_attention",
    "quote",
    "why_uncertain",
]


def needing_attention(user: User, as_of: dt.date, *, plan: Plan | None = None) -> list[Attention]:
    """Everything that needs a person in the plans ``user`` may see (or in one of them), the gravest first."""
    found = [attention for facts in facts_for(user, plan=plan) for attention in judge(facts, as_of)]
    return sorted(found, key=by_risk)


def by_reason(attentions: Iterable[Attention]) -> dict[Why, list[Attention]]:
    """The same, one list for each reason; empty lists for reasons nobody has."""
    lists: dict[Why, list[Attention]] = {why: [] for why in Why}
    for attention in attentions:
        lists[attention.why].append(attention)
    return lists
