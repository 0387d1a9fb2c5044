"""What the observations of a counter say together: how the total rose, what is done and what is left.

Pure Python. Observations of one scope only are joined (``by_scope``): nothing here adds a number of one scope to one
of another. Source: DOMAIN.md "What matters most" 5; S000-15, S001-25, S004-28.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

TOTALS = ("baseline", "total", "restatement")
_ORDER = {"baseline": 0, "total": 1, "restatement": 2, "addition": 3, "done": 4, "remaining": 5, "measured": 6}


@dataclass(frozen=True, slots=True)
class Tally:
    """One observation: ``kind`` as ``Observation.Kind``, ``day`` the last day it can mean, an unknown value None.

    ``qualifier`` ("ca.") and ``words`` (the source's own) are for whoever prints it; nothing is counted from them.
    """

    kind: str
    day: dt.date
    value: Decimal | None
    scope: str = ""
    qualifier: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """The total from ``day`` on; ``change`` is what it rose by, None for the first one known."""

    day: dt.date
    total: Decimal
    kind: str
    change: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a counter stands. ``told`` says that what is left was told so; else it is computed.

    ``gap`` is what done and left lack of the total where all three are known for the same state: 0 where they add up.
    """

    total: Decimal | None = None
    done: Decimal | None = None
    done_on: dt.date | None = None
    remaining: Decimal | None = None
    told: bool = False
    gap: Decimal | None = None


def fold(scope: str) -> str:
    """A scope as it is compared: without case, and with single spaces."""
    return " ".join(scope.split()).casefold()


def by_scope(tallies: Iterable[Tally], own: str = "") -> dict[str, list[Tally]]:
    """The observations scope by scope in order of time; the counter's own under "", first, and there even if empty."""
    found: dict[str, list[Tally]] = {"": []}
    for tally in tallies:
        scope = fold(tally.scope)
        found.setdefault("" if scope == fold(own) else scope, []).append(tally)
    return {scope: in_order(each) for scope, each in found.items()}


def in_order(tallies: Iterable[Tally]) -> list[Tally]:
    """By day; on the same day a total before what came on top of it."""
    return sorted(tallies, key=lambda tally: (tally.day, _ORDER[tally.kind]))


def totals(tallies: Iterable[Tally]) -> list[Step]:
    """How the total became what it is. What came on top before any total was known changes nothing."""
    steps: list[Step] = []
    for tally in in_order(tallies):
        before = steps[-1].total if steps else None
        if tally.value is None:
            continue
        if tally.kind in TOTALS:
            change = None if before is None else tally.value - before
            steps.append(Step(tally.day, tally.value, tally.kind, change))
        elif tally.kind == "addition" and before is not None:
            steps.append(Step(tally.day, before + tally.value, tally.kind, tally.value))
    return steps


def total_on(steps: Sequence[Step], day: dt.date) -> Decimal | None:
    """The total as it was at the end of ``day``."""
    return next((step.total for step in reversed(steps) if step.day <= day), None)


def progress(tallies: Iterable[Tally]) -> list[tuple[dt.date, Decimal]]:
    """How much was done in all by each day: as told, and where only what is left was told, the rest of the total."""
    ordered = in_order(tallies)
    steps = totals(ordered)
    found = {tally.day: tally.value for tally in ordered if tally.kind == "done" and tally.value is not None}
    for tally in ordered:
        total = total_on(steps, tally.day)
        if tally.kind == "remaining" and tally.value is not None and total is not None and total >= tally.value:
            found.setdefault(tally.day, total - tally.value)
    return sorted(found.items())


def standing(tallies: Iterable[Tally]) -> Standing:
    """Where one scope stands by its newest observations."""
    ordered = in_order(tallies)
    steps = totals(ordered)
    done = _newest(ordered, "done")
    left = _newest(ordered, "remaining")
    remaining, told = _remaining(ordered, steps, done, left)
    total = steps[-1].total if steps else None
    known = (total_on(steps, left.day), done.value) if left and done and left.day == done.day else (None, None)
    gap = known[0] - known[1] - left.value if left and None not in (*known, left.value) else None
    return Standing(
        total=total,
        done=done.value if done else None,
        done_on=done.day if done else None,
        remaining=remaining,
        told=told,
        gap=gap,
    )


def _newest(ordered: Sequence[Tally], kind: str) -> Tally | None:
    return next((tally for tally in reversed(ordered) if tally.kind == kind and tally.value is not None), None)


def _remaining(
    ordered: Sequence[Tally], steps: Sequence[Step], done: Tally | None, left: Tally | None
) -> tuple[Decimal | None, bool]:
    """What is left, and whether it was told: the newest telling counts, with what came on top since."""
    if left is not None and left.value is not None and (done is None or done.day <= left.day):
        restated = any(tally.kind in TOTALS and tally.day > left.day for tally in ordered)
        if not restated:
            since = [t.value for t in ordered if t.kind == "addition" and t.day > left.day and t.value is not None]
            return max(left.value + sum(since), Decimal(0)), not since
    if steps and done is not None and done.value is not None:
        return max(steps[-1].total - done.value, Decimal(0)), False
    return None, False
