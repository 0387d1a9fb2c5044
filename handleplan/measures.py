"""A target as it is written, read as a number and its unit: "8 uger", "fire uger", "ca. 3 måneder".

Pure Python. The words stay the truth; what cannot be read is None, never a guess (S000-16, S003-13).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from handleplan.amounts import NumberError, parse_number

_WORDS = "nul en to tre fire fem seks syv otte ni ti elleve tolv".split()
_NUMBERS = {word: Decimal(number) for number, word in enumerate(_WORDS)} | {"et": Decimal(1), "ét": Decimal(1)}
_QUALIFIERS = r"ca\.?|cirka|omkring|højst|maksimalt|maks\.?|max\.?|senest|inden for|inden|under|mindst|over"
_MEASURE = re.compile(
    rf"(?:(?P<qualifier>{_QUALIFIERS})\s+)?(?P<number>[^\W\d_]+|[-\u2212]?[\d.,½¼¾]+(?:[ \u00a0]\d{{3}})*)"
    r"\s*(?P<unit>[^\W\d_%][\w .%-]{0,58}|%)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Measure:
    """``unit`` as written; ``qualifier`` is the word before the number, if any."""

    value: Decimal
    unit: str
    qualifier: str = ""


def read_measure(text: str) -> Measure | None:
    """The number and unit that the whole of ``text`` is; None where it is something else."""
    match = _MEASURE.fullmatch(" ".join(text.split()).rstrip("."))
    if match is None:
        return None
    number = _NUMBERS.get(match["number"].casefold())
    if number is None:
        try:
            number = parse_number(match["number"])
        except NumberError:
            return None
    return Measure(number, match["unit"].strip(), match["qualifier"] or "")


# -- how long something takes -----------------------------------------------------------------------------------------

# What one of each lasts, in a unit that holds only whole ones of it: a month is no fixed number of days.
_LASTS = {
    **dict.fromkeys(("dag", "dage", "døgn", "day", "days"), ("day", 1)),
    **dict.fromkeys(("uge", "uger", "week", "weeks"), ("day", 7)),
    **dict.fromkeys(("måned", "måneder", "month", "months"), ("month", 1)),
    **dict.fromkeys(("år", "year", "years"), ("month", 12)),
    **dict.fromkeys(("arbejdsdag", "arbejdsdage", "hverdag", "hverdage"), ("working day", 1)),
}
_SINGULAR = {"dage": "dag", "uger": "uge", "måneder": "måned", "arbejdsdage": "arbejdsdag", "hverdage": "hverdag"}
_SINGULAR |= {"days": "day", "weeks": "week", "months": "month", "years": "year"}


def is_time(unit: str) -> bool:
    """Whether a unit says how long something takes: "uger", "dage i gennemsnit", "ugers sagsbehandlingstid"."""
    return bool(_time_word(unit))


def beyond(value: Decimal, unit: str, aim: Measure) -> Decimal | None:
    """How much longer ``value`` is than an aim, in ``unit``; below zero where it is shorter.

    None where the two cannot be held against each other exactly, as days against months.
    """
    one, other = _LASTS.get(_time_word(unit)), _LASTS.get(_time_word(aim.unit))
    if one is None or other is None or one[0] != other[0]:
        return None
    return value - aim.value * other[1] / one[1]


def in_unit(text: str, unit: str) -> Decimal | None:
    """An aim as written, as a number of a time's ``unit``; None where it cannot be held against it."""
    aim = read_measure(text)
    longer = beyond(Decimal(0), unit, aim) if aim else None
    return None if longer is None else -longer


def of_time(number: str, amount: Decimal, unit: str) -> str:
    """ "2 uger", "1 uge": ``number`` is ``amount`` as it is written."""
    word = _time_word(unit)
    return f"{number} {_SINGULAR.get(word, word) if amount == 1 else word}"


def _time_word(unit: str) -> str:
    """The word that a unit begins with, where it is one of time; else ""."""
    word = next(iter(unit.split()), "").rstrip(".,").casefold()
    return next((each for each in (word, word.removesuffix("s")) if each in _LASTS), "")
