"""Date expressions: periods with the words before them, alone or joined (DOMAIN.md B3)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from . import vocabulary as words
from .expressions import FRAGMENTS, Expression, Joint, Period, Single, Unit
from .grammar_periods import PeriodGrammar
from .tokens import Token
from .vocabulary import Limit, Part

MOST_JOINED = 6
EARLIEST_ONLY = (Limit.FROM, Limit.SINCE, Limit.AFTER)
BOUNDED_IN_PROSE = (Unit.DAY, Unit.DAYS, Unit.TURN)
UNDIVIDED = (Unit.DAY, Unit.DAYS, Unit.TURN, Unit.YEARS, Unit.HALF_MONTH)
OWN_PREPOSITIONS = ("i", "in", "during", "on", "over", "ved")

FoundSingles = list[tuple[Single, int]]


class Grammar:
    """Reads expressions out of tokens; singles are remembered by where they begin, so that reading stays linear."""

    def __init__(self, tokens: Sequence[Token], prose: bool = False) -> None:
        self.tokens = tokens
        self.prose = prose
        self.periods = PeriodGrammar(tokens, prose)
        self._singles: dict[int, FoundSingles] = {}

    def whole(self, start: int, end: int) -> Iterator[Expression]:
        """Every expression that fills the tokens from `start` to `end`, the likeliest first."""
        for expression, stop in self.expressions(start):
            if stop == end:
                yield expression

    def expressions(self, at: int) -> Iterator[tuple[Expression, int]]:
        """Every expression that begins at `at`, with the index of the token after it."""
        for single, end in self.singles(at):
            if single.period.unit not in FRAGMENTS and not self._is_range(single):
                yield Expression(Joint.ALONE, (single,)), end
        yield from self._ranges(at)
        yield from self._lists(at)

    # One period with its words

    def singles(self, at: int) -> FoundSingles:
        """Every single that begins at `at`, fragments ("1." of "1. og 15. maj 2012") among them."""
        if at not in self._singles:
            self._singles[at] = list(dict.fromkeys(self._read_singles(at)))
        return self._singles[at]

    def _read_singles(self, at: int) -> Iterator[tuple[Single, int]]:
        for before, first in self._optional(words.APPROX, at):
            for limit, second in self._limit(first):
                for after, third in self._optional(words.APPROX, second):
                    for start in self._after_during(third):
                        for single, end in self._parted(start):
                            read = Single(single.period, single.part, limit, before or after, start=at, end=end)
                            if not self._is_christmas(read):
                                yield from self._with_onwards(_widened(read), end)

    def _optional(self, phrases: words.Phrases[bool], at: int) -> Iterator[tuple[bool, int]]:
        for _, end in phrases.at(self.tokens, at):
            yield True, end
        yield False, at

    def _limit(self, at: int) -> Iterator[tuple[Limit | None, int]]:
        yield from words.LIMITS.at(self.tokens, at)
        yield None, at

    def _after_during(self, at: int) -> Iterator[int]:
        for _, end in words.DURING.at(self.tokens, at):
            for _, further in words.DURING.at(self.tokens, end):
                yield further
            yield end
        yield at

    def _parted(self, at: int) -> Iterator[tuple[Single, int]]:
        for part, end in words.PARTS.at(self.tokens, at):
            start = self.periods.skip(end, "-")
            preposition = self.periods.word(start) in ("i", "af", "of", "in")
            for begin in (start, start + 1) if preposition else (start,):
                for period, stop in self._period(begin):
                    if part == Part.END or period.unit not in UNDIVIDED:
                        yield Single(period, part), stop
            if not self.prose or self.periods.text(end) in ("-", "/"):
                yield Single(Period(Unit.NOTHING), part), end
        for period, stop in self._period(at):
            yield Single(period), stop

    def _period(self, at: int) -> Iterator[tuple[Period, int]]:
        yield from self.periods.period(at)
        if 1 <= self.periods.digits(at) <= 2:
            dot = self.periods.skip(at + 1, ".")
            if not self.prose:
                yield from self.periods.with_year(Period(Unit.NUMBER, number=self.periods.value(at)), dot)
            elif dot > at + 1:
                yield Period(Unit.NUMBER, number=self.periods.value(at)), dot
        elif self.periods.word(at) in words.ORDINALS:
            yield Period(Unit.NUMBER, number=words.ORDINALS[self.periods.word(at)]), at + 1
        elif self.periods.word(at) in ("d", "den"):
            yield from self._period(self.periods.skip(at + 1, "."))

    def _with_onwards(self, single: Single, end: int) -> Iterator[tuple[Single, int]]:
        bounded = single.part == Part.END or single.period.unit in BOUNDED_IN_PROSE
        if self.prose and single.limit == Limit.TO and not bounded:
            return
        if single.limit in (None, Limit.FROM):
            for _, stop in words.AND_ONWARDS.at(self.tokens, end):
                yield Single(single.period, single.part, Limit.FROM, single.approximate, single.start, stop), stop
        yield single, end

    def _is_christmas(self, single: Single) -> bool:
        """Whether it is "inden jul", which is not July."""
        bare = single.limit is not None and single.part is None and self.tokens[single.end - 1].text == "jul"
        return bare and single.period.unit == Unit.MONTH

    # Several periods

    def _is_range(self, single: Single) -> bool:
        """Whether it is "fra 2008-2010", which is a range and not a beginning."""
        return single.limit == Limit.FROM and self._is_run(single)

    def _ranges(self, at: int) -> Iterator[tuple[Expression, int]]:
        for opener, start in [*words.RANGE_OPENERS.at(self.tokens, at), ("", at)]:
            for left, middle in self.singles(start):
                if left.limit is not None:
                    continue
                if opener == "from" and self._is_run(left):
                    yield Expression(Joint.RANGE, (left,)), middle
                for right_start in self._range_joins(left, middle, opener):
                    for right, end in self.singles(right_start):
                        if right.limit is None and not self._is_fiscal(left, right, middle):
                            yield Expression(Joint.RANGE, (left, right)), end

    def _is_run(self, single: Single) -> bool:
        hyphen = any(token.text == "-" for token in self.tokens[single.start : single.end])
        return hyphen and single.part is None and single.period.unit in (Unit.YEARS, Unit.DAYS)

    def _range_joins(self, left: Single, at: int, opener: str) -> Iterator[int]:
        joins = words.BETWEEN_JOINS if opener == "between" else words.RANGE_JOINS
        for _, end in joins.at(self.tokens, at):
            yield end
        if opener == "between":
            return
        if self.periods.text(at) in ("-", "/"):
            yield at + 1
        elif left.part and self.periods.word(at) in ("primo", "medio", "ultimo"):
            yield at

    def _is_fiscal(self, left: Single, right: Single, at: int) -> bool:
        """Whether it is "quarter 2 2009/2010", which counts in years that are not the calendar's: not read."""
        if self.periods.text(at) not in ("-", "/") or right.period.unit != Unit.YEAR or right.part:
            return False
        return left.period.unit != Unit.YEAR and not self.tokens[at].spaced

    def _lists(self, at: int) -> Iterator[tuple[Expression, int]]:
        for first, end in self.singles(at):
            yield from self._more([first], end, 0)

    def _more(self, singles: list[Single], at: int, commas: int) -> Iterator[tuple[Expression, int]]:
        for join, joint in ((words.OR_JOINS, Joint.ALTERNATIVES), (words.AND_JOINS, Joint.SET)):
            for _, start in join.at(self.tokens, self.periods.skip(at, ",")):
                for single, end in self._members(start):
                    yield from self._longer([*singles, single], end, joint, join)
        if self.periods.text(at) == "," and commas < MOST_JOINED:
            for single, end in self._members(at + 1):
                yield from self._more([*singles, single], end, commas + 1)

    def _members(self, at: int) -> FoundSingles:
        """The later members of a list; in prose one with a preposition of its own stands for itself."""
        if self.prose and (self.periods.word(at) in OWN_PREPOSITIONS or words.LIMITS.at(self.tokens, at)):
            return []
        return self.singles(at)

    def _longer(
        self, singles: list[Single], at: int, joint: Joint, join: words.Phrases[bool]
    ) -> Iterator[tuple[Expression, int]]:
        if len(singles) <= MOST_JOINED:
            for _, start in join.at(self.tokens, self.periods.skip(at, ",")):
                for single, end in self._members(start):
                    yield from self._longer([*singles, single], end, joint, join)
        yield Expression(joint, tuple(singles)), at


def _widened(single: Single) -> Single:
    """Make "omkring årsskiftet" as wide as "hen over årsskiftet"."""
    if single.approximate and single.period.unit == Unit.TURN:
        return replace(single, period=replace(single.period, wide=True), approximate=False)
    return single
