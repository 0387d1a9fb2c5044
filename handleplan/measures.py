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
