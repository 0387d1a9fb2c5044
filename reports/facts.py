"""The facts that a snapshot and a comparison of two are made of: links of a chain, conditions, assessments, scales."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from handleplan.tallies import Tally
from reports.frozen import WrittenDate


@dataclass(frozen=True, slots=True)
class Link:
    """One end date of a deadline's chain as it counts, after any corrections of typing mistakes in it.

    ``decided_on`` is None where nobody said when the date was moved: such a move is listed, never drawn.
    """

    sequence: int
    kind: str  # original, planned, move
    end: WrittenDate
    reason: str = ""
    reason_category: str = ""  # in words
    decided_by: str = ""
    decided_on: dt.date | None = None
    recorded_on: dt.date | None = None
    recorded_by: str = ""
    corrected: bool = False

    @property
    def is_move(self) -> bool:
        return self.kind == "move"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The end date that one outcome of a decision gives, and the condition in words where it has any."""

    end: WrittenDate
    condition: str = ""


@dataclass(frozen=True, slots=True)
class Condition:
    """What a deadline hangs on (S004-27): a decision that was not made when the facts were read, and its outcomes."""

    awaits: str
    when: WrittenDate | None = None
    outcomes: tuple[Outcome, ...] = ()


@dataclass(frozen=True, slots=True)
class Level:
    """One step of an assessment scale; ``tone`` is good, fair or bad."""

    code: str
    word: str
    symbol: str
    tone: str


@dataclass(frozen=True, slots=True)
class ScaleFacts:
    """A version of the plan's assessment scale; version 0 are the usual words of a plan that has none of its own."""

    version: int
    levels: tuple[Level, ...]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Assessment:
    """How a point was assessed in a month (its first day), in the scale it was written in."""

    period: dt.date
    code: str
    word: str
    symbol: str
    tone: str
    scale: int = 0


@dataclass(frozen=True, slots=True)
class NumberFact:
    """A number of a counter: ``kind`` as ``handleplan.tallies.Tally``, ``value`` in digits or empty for unknown.

    An empty ``scope`` is the counter's own. ``told_in`` is the month of the status that told it, ``number`` its key.
    """

    kind: str
    when: WrittenDate
    value: str = ""
    qualifier: str = ""
    words: str = ""
    scope: str = ""
    source: str = ""
    told_in: dt.date | None = None
    number: int | None = None

    @property
    def tally(self) -> Tally | None:
        """What is counted from it; None where its day is not known."""
        day = self.when.latest or self.when.earliest
        value = Decimal(self.value) if self.value else None
        return Tally(self.kind, day, value, self.scope, self.qualifier, self.words) if day else None


@dataclass(frozen=True, slots=True)
class CounterFact:
    """What is counted on a point, with its numbers in order of time. ``counter`` is its key, which never changes."""

    name: str
    unit: str
    scope: str = ""
    target: str = ""
    limit: str = ""
    counter: int | None = None
    numbers: tuple[NumberFact, ...] = ()

    def tallies(self) -> list[Tally]:
        """What is counted from its numbers."""
        return [tally for number in self.numbers if (tally := number.tally)]


@dataclass(frozen=True, slots=True)
class MoneyFact:
    """Kroner granted to or spent on a point in a year, as counted when the facts were read; amounts of one year, kind
    and price level are added, unlike price levels never."""

    kind: str  # granted, spent
    year: int
    amount: Decimal
    price_level: str = ""
