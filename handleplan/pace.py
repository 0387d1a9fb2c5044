"""How fast a counter moves, and when it may reach its end at that pace: an interval, never one day.

Pure Python, and the same facts always give the same interval: the draws are seeded from the facts themselves. The
method is resampling. Each coming month is drawn at random among the months that were measured, until nothing is left;
that is played through 2,000 times, and the interval holds the middle 8 of 10 outcomes. It knows nothing of cases that
come on top later, of holidays or of people leaving, and it says so where it is printed.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import random
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise

LEAST_MONTHS = 6
MOST_MONTHS = 24  # older months say little of the next ones
PLAYED = 2_000
FURTHEST = 120  # months; what takes longer is not foreseen
SHARE = (0.1, 0.9)


@dataclass(frozen=True, slots=True)
class Forecast:
    """``earliest`` and ``latest`` are first days of months, or None where ``why_not`` tells why there is no forecast.

    ``why_not``: "unknown" (nobody knows how much is left), "finished", "too-few" (months of pace), "standing" (nothing
    is done at this pace) or "too-far" (more than ten years). ``months`` is how many months of pace are known.
    """

    earliest: dt.date | None = None
    latest: dt.date | None = None
    why_not: str = ""
    months: int = 0
    since: dt.date | None = None


def monthly(progress: Sequence[tuple[dt.date, Decimal]]) -> list[tuple[dt.date, Decimal]]:
    """How much was done in each month (its first day), of what was done in all by each day.

    The first month known only begins the count. What was done over several months without a number between is spread
    evenly over them. A number that was corrected downwards gives a month below zero.
    """
    ends: dict[dt.date, Decimal] = {}
    for day, done in sorted(progress):
        ends[day.replace(day=1)] = done
    months = sorted(ends)
    found: list[tuple[dt.date, Decimal]] = []
    for before, month in pairwise(months):
        count = _months_between(before, month)
        share = (ends[month] - ends[before]) / count
        found += [(_months_on(before, nth), share) for nth in range(1, count + 1)]
    return found


def forecast(progress: Sequence[tuple[dt.date, Decimal]], remaining: Decimal | None) -> Forecast:
    """When nothing will be left, counted from the newest number, at the pace of the months before it."""
    pace = monthly(progress)
    known = len(pace)
    since = max(progress)[0] if progress else None
    if remaining is None:
        return Forecast(why_not="unknown", months=known, since=since)
    if remaining <= 0:
        return Forecast(why_not="finished", months=known, since=since)
    if known < LEAST_MONTHS or since is None:
        return Forecast(why_not="too-few", months=known, since=since)
    amounts = tuple(amount for _month, amount in pace[-MOST_MONTHS:])
    if sum(amounts) <= 0:
        return Forecast(why_not="standing", months=len(amounts), since=since)
    low, high = _played(amounts, remaining, since)
    if high > FURTHEST:
        return Forecast(why_not="too-far", months=len(amounts), since=since)
    return Forecast(_months_on(since, low), _months_on(since, high), months=len(amounts), since=since)


@lru_cache(maxsize=1_000)
def _played(amounts: tuple[Decimal, ...], remaining: Decimal, since: dt.date) -> tuple[int, int]:
    """How many months it takes, at the two ends of the interval; more than ``FURTHEST`` where it takes longer."""
    facts = f"{since} {remaining.normalize():f} {' '.join(f'{amount.normalize():f}' for amount in amounts)}"
    draw = random.Random(int.from_bytes(hashlib.sha256(facts.encode()).digest()[:8], "big")).random
    pace, left, count = [float(amount) for amount in amounts], float(remaining) - 1e-6, len(amounts)
    outcomes = []
    for _nth in range(PLAYED):
        done, month = 0.0, 0
        while done < left and month <= FURTHEST:
            done += pace[int(draw() * count)]
            month += 1
        outcomes.append(month)
    outcomes.sort()
    return outcomes[int(SHARE[0] * PLAYED)], outcomes[int(SHARE[1] * PLAYED) - 1]


def _months_between(one: dt.date, other: dt.date) -> int:
    return (other.year - one.year) * 12 + other.month - one.month


def _months_on(day: dt.date, months: int) -> dt.date:
    count = day.year * 12 + day.month - 1 + months
    return dt.date(count // 12, count % 12 + 1, 1)
