"""The shape of a date expression before any calendar is asked: what grammar.py finds and resolving.py reads."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto

from .vocabulary import Limit, Part


class Unit(Enum):
    """What a period is a piece of. NUMBER ("1." of "1. og 15. maj") and NOTHING borrow theirs from a neighbour."""

    DAY = auto()
    DAYS = auto()
    WEEK = auto()
    MONTH = auto()
    HALF_MONTH = auto()
    QUARTER = auto()
    SEASON = auto()
    TERTIAL = auto()
    HALF = auto()
    TURN = auto()
    YEAR = auto()
    YEARS = auto()
    NUMBER = auto()
    NOTHING = auto()


FRAGMENTS = (Unit.NUMBER, Unit.NOTHING)
COUNTED = (Unit.WEEK, Unit.QUARTER, Unit.TERTIAL, Unit.HALF)


@dataclass(frozen=True, slots=True)
class Period:
    """A unit of the calendar; `year` is None until it is known, and `last` closes a run of days or years.

    `wide` marks "hen over årsskiftet", `dotted` a day as "1.5." that needs a neighbour or an article to be one.
    """

    unit: Unit
    number: int = 0
    month: int = 0
    last: int = 0
    year: int | None = None
    two_digit: bool = False
    ambiguous: bool = False
    wide: bool = False
    dotted: bool = False
    weekday: str = ""


@dataclass(frozen=True, slots=True)
class Single:
    """One period with the words before it; `start` and `end` count tokens."""

    period: Period
    part: Part | None = None
    limit: Limit | None = None
    approximate: bool = False
    start: int = 0
    end: int = 0


class Joint(Enum):
    """How the singles of an expression belong together."""

    ALONE = auto()
    ALTERNATIVES = auto()
    SET = auto()
    RANGE = auto()


@dataclass(frozen=True, slots=True)
class Expression:
    """One or more singles and what joins them."""

    joint: Joint
    singles: tuple[Single, ...] = field(default=())
