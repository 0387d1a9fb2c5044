"""Finding dates in running prose, and those that contradict a deadline (DOMAIN.md "What matters most" 2, S004-39)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from . import cues
from . import vocabulary as words
from .calendar_days import ImpossibleDateError
from .expressions import Expression, Single, Unit
from .grammar import Grammar
from .imprecise import ImpreciseDate
from .resolving import Surroundings, UnreadDateError, resolve
from .roles import Role, judge
from .tokens import NUMBER, Token, read_tokens

__all__ = ["Mention", "Role", "contradictions", "find", "flags"]

FORWARD = (Role.FORECAST, Role.DEADLINE, Role.PROMISE)
# A cell, a paragraph, and a line that begins something new; no expression crosses these.
PARAGRAPH_END = re.compile(r"\t|\n(?=[^\S\n]*(?:\n|[-*•·→(A-ZÆØÅ]|\d{1,3}\)))")
DAY_HERALDS = frozenset("den d dag møde mødet udvalgsmødet mødedato pr dato".split()) | words.WEEKDAYS
NAMED_PERIODS = (Unit.MONTH, Unit.SEASON)


@dataclass(frozen=True, slots=True)
class Mention:
    """A date in prose: where it stands (`text[start:end]`), what it means, what it is for and the word that says so."""

    start: int
    end: int
    date: ImpreciseDate
    role: Role
    why: str


def find(text: str, context: date | None = None) -> list[Mention]:
    """Every date in `text`, in order, each as long as it reaches; `context` is the day of the document.

    Without a context dates without a year are passed over. A date without a year in a sentence that tells of the past
    is the last one before the context, not the next. Never raises.
    """
    found: list[Mention] = []
    position = 0
    for match in [*PARAGRAPH_END.finditer(text), None]:
        end = match.start() if match else len(text)
        if end > position:
            found += _find_in_paragraph(text[position:end], position, context)
        position = match.end() if match else end
    return found


def flags(text: str, context: date | None = None) -> list[Mention]:
    """The dates of `text` that look forward: forecasts, deadlines and promises."""
    return [mention for mention in find(text, context) if mention.role in FORWARD]


def contradictions(text: str, end: ImpreciseDate, context: date | None = None) -> list[Mention]:
    """The forward-looking dates that reach beyond the deadline `end`, worth asking "Skal slutdatoen ændres?".

    Subject years, decisions, evaluations and past events never count; without a latest day of `end` nothing does.
    """
    if end.latest is None:
        return []
    return [mention for mention in flags(text, context) if _reach(mention.date) > end.latest]


def _reach(reading: ImpreciseDate) -> date:
    return reading.latest or reading.earliest or date.min


def _find_in_paragraph(text: str, offset: int, context: date | None) -> Iterator[Mention]:
    tokens = read_tokens(text)
    grammar = Grammar(tokens, prose=True)
    slices = [(token.start, token.end) for token in tokens]
    around = Surroundings(text, slices, context)
    at = 0
    while at < len(tokens):
        found = _longest(grammar, at, around)
        if isinstance(found, int):
            at = found
            continue
        expression, reading, end = found
        role, why = judge(tokens, at, end, reading, context)
        if (
            reading.year_from_context
            and role in (Role.EVENT, Role.DECISION)
            and context
            and _is_past(role, reading, why)
        ):
            reading = resolve(expression, replace(around, past=True))
        start, stop = slices[at][0], slices[end - 1][1]
        reading = replace(reading, as_written=text[start:stop])
        yield Mention(offset + start, offset + stop, reading, role, why)
        at = end


def _is_past(role: Role, reading: ImpreciseDate, why: str) -> bool:
    return role == Role.EVENT or cues.tense_of(why, "") == cues.Tense.PAST


def _longest(grammar: Grammar, at: int, around: Surroundings) -> tuple[Expression, ImpreciseDate, int] | int:
    """The longest expression at `at`, its reading and end; or where to look next ("31. juni" is passed over whole)."""
    tokens, further = grammar.tokens, at + 1
    if tokens[at].sort != NUMBER and tokens[at].text not in words.BEGINNINGS:
        return further
    candidates = sorted(grammar.expressions(at), key=lambda found: -found[1])
    for expression, end in candidates:
        if not _is_plausible(expression, tokens, end):
            continue
        try:
            reading = resolve(expression, around)
        except ImpossibleDateError:
            further = max(further, end)
            continue
        except UnreadDateError:
            continue
        return expression, reading, _without_full_stop(tokens, end)
    return further


def _without_full_stop(tokens: Sequence[Token], end: int) -> int:
    """The end before the full stop of the sentence; that of an abbreviation stays."""
    stops = tokens[end - 1].text == "." and tokens[end - 2].text not in words.ABBREVIATED
    return end - 1 if stops else end


def _is_plausible(expression: Expression, tokens: Sequence[Token], end: int) -> bool:
    """Whether a reader would take the words for a date, and not for a name, a fraction or a number of things."""
    first = expression.singles[0]
    if any(token.text == "end" and after.text != "of" for token, after in pairwise(tokens[first.start : end])):
        return False
    dated = any(single.period.year is not None for single in expression.singles)
    if not dated and not _stands_without_year(first, tokens):
        return False
    counted = end < len(tokens) and tokens[end].text in cues.COUNTED_THINGS
    return not any(_is_bare_year(single) and (counted or single.approximate) for single in expression.singles)


def _stands_without_year(single: Single, tokens: Sequence[Token]) -> bool:
    begins_with = tokens[single.start].text
    if single.period.unit in NAMED_PERIODS:
        return begins_with not in words.MONTHS and begins_with not in words.SEASONS
    fraction = single.period.unit == Unit.DAY and any(t.text == "/" for t in tokens[single.start : single.end])
    if fraction and tokens[single.start].sort == NUMBER:
        return single.start > 0 and tokens[single.start - 1].text in DAY_HERALDS
    return True


def _is_bare_year(single: Single) -> bool:
    return single.period.unit == Unit.YEAR and single.part is None
