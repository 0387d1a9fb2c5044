"""Reading one date text: a cell of a table, a form field."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import date

from . import vocabulary as words
from .calendar_days import ImpossibleDateError
from .expressions import Expression
from .grammar import Grammar
from .imprecise import ImpreciseDate
from .kinds import Kind
from .resolving import Surroundings, UnreadDateError, resolve
from .tokens import Token, read_tokens

LONGEST_TEXT = 200
LONGEST_EXPECTATION = 3
SIGNS_OF_NO_DATE = ("-", "?", "n/a", "--", "---")


def parse(text: str, context: date | None = None) -> ImpreciseDate:
    """Read a Danish or English date text; `context` is the day of the document, for a missing year.

    Never raises and takes linear time: a text that is no date comes back with kind `unread` and one of the problems
    "not-a-date", "relative" (an event, a duration, seen from now), "no-year" (no year and no context) or "too-long"
    (over 200 characters); a day that does not exist has kind `impossible`. `as_written` is the text, untouched.
    A cell "(1. feb. 2012) ultimo 2013" reads as its last date; see `split_cell` for the bracketed ones.
    Source: DOMAIN.md B1 and B3; the choices where they are silent stand in resolving.py.
    """
    stripped = text.strip()
    if not stripped:
        return ImpreciseDate(as_written=text)
    if len(stripped) > LONGEST_TEXT:
        return ImpreciseDate(as_written=text, kind=Kind.UNREAD, problem="too-long")
    tokens = read_tokens(text)
    if tokens and tokens[-1].text == ".":
        tokens.pop()
    if not tokens:
        return ImpreciseDate(as_written=text, kind=Kind.UNREAD, problem="not-a-date")
    return dataclasses.replace(_read(text, tokens, context), as_written=text)


def _read(text: str, tokens: list[Token], context: date | None) -> ImpreciseDate:
    around = Surroundings(text, [(token.start, token.end) for token in tokens], context)
    start, bracketed = _after_brackets(tokens, around)
    if start is None:
        return _unread(tokens, None)
    reading = _plain(tokens[:], start, len(tokens) - (1 if bracketed else 0), around)
    return dataclasses.replace(reading, ambiguous=True) if bracketed and reading.is_read else reading


def _after_brackets(tokens: list[Token], around: Surroundings) -> tuple[int | None, bool]:
    """Where the current date begins, after dates in brackets; None when a bracket holds no date.

    The second answer says that the whole text is one pair of brackets, which is read but doubtful.
    """
    start = 0
    while start < len(tokens) and tokens[start].text == "(":
        close = next((i for i in range(start + 1, len(tokens)) if tokens[i].text in "()"), None)
        if close is None or tokens[close].text == "(":
            return None, False
        if close == len(tokens) - 1:
            return (1, True) if start == 0 else (None, False)
        if _plain(tokens, start + 1, close, around).kind == Kind.UNREAD:
            return None, False
        start = close + 1
    return start, False


def _plain(tokens: list[Token], start: int, end: int, around: Surroundings) -> ImpreciseDate:
    within = tokens[:end]
    if "".join(token.text for token in within[start:]) in SIGNS_OF_NO_DATE or _fills(words.NO_DATE, within, start):
        return ImpreciseDate(as_written="")
    if _fills(words.ONGOING, within, start):
        return ImpreciseDate(as_written="", kind=Kind.ONGOING)
    problem: ImpossibleDateError | UnreadDateError | None = None
    for expected, expression in _candidates(within, start):
        try:
            return dataclasses.replace(resolve(expression, around), expected=expected)
        except ImpossibleDateError as impossible:
            problem = problem if isinstance(problem, ImpossibleDateError) else impossible
        except UnreadDateError as unread:
            problem = problem or unread
    if isinstance(problem, ImpossibleDateError):
        return ImpreciseDate(as_written="", kind=Kind.IMPOSSIBLE, problem=problem.problem)
    return _unread(within[start:], problem)


def _fills(phrases: words.Phrases[bool], tokens: list[Token], start: int) -> bool:
    return any(end == len(tokens) for _, end in phrases.at(tokens, start))


def _candidates(tokens: list[Token], start: int) -> Iterator[tuple[bool, Expression]]:
    grammar = Grammar(tokens)
    starts = [(start, False)]
    for at, _ in starts:
        for expression in grammar.whole(at, len(tokens)):
            yield at > start, expression
        if len(starts) <= LONGEST_EXPECTATION:
            starts += [(end, True) for _, end in words.EXPECTED.at(tokens, at)]


def _unread(tokens: list[Token], problem: UnreadDateError | None) -> ImpreciseDate:
    if problem is not None and problem.problem != "not-a-date":
        code = problem.problem
    else:
        code = "relative" if any(token.text in words.RELATIVE_WORDS for token in tokens) else "not-a-date"
    return ImpreciseDate(as_written="", kind=Kind.UNREAD, problem=code)
