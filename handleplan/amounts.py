"""Numbers as Danes write them: "3.700", "1.234,50", "1 234", "- 4.500", "4½".

Pure Python: no Django, no clock, no database. Source: DOMAIN.md S001-9; MEASURED.md "Input and output"; UX.md 15.
"""

from __future__ import annotations

import re
from decimal import Decimal

LONGEST = 40

_SPACES = "[ \u00a0\u2009\u202f]"
_SIGN = re.compile(rf"([-+\u2212\u2013]?){_SPACES}*")
_WHOLE = re.compile(rf"[0-9]{{1,3}}(?:\.[0-9]{{3}})+|[0-9]{{1,3}}(?:{_SPACES}[0-9]{{3}})+|[0-9]+")
_DANISH = re.compile(rf"(?P<whole>{_WHOLE.pattern})?(?:,(?P<decimals>[0-9]+|-)|{_SPACES}?(?P<fraction>[½¼¾]))?")
_POINTED = re.compile(r"[0-9]+(?:\.[0-9]+)+")
_FRACTIONS = {"½": "5", "¼": "25", "¾": "75"}


class NumberError(ValueError):
    """A text that is no number. ``problem`` says why: "not-a-number", "too-long" or "ambiguous".

    ``readings`` holds the numbers an ambiguous text could mean: with a decimal point, and with thousands.
    """

    def __init__(self, problem: str, readings: tuple[Decimal, ...] = ()) -> None:
        super().__init__(problem)
        self.problem = problem
        self.readings = readings


def parse_number(text: str) -> Decimal:
    """The number that ``text`` means in Danish: points or spaces between thousands, a comma before decimals.

    Also "4½", "3.700,-" and a minus with a space after it. "1.00" could mean 1 or 100 and is refused as ambiguous, like
    every point that does not stand before three digits (and "0.500"). Raises ``NumberError``.
    """
    stripped = text.strip()
    if len(stripped) > LONGEST:
        raise NumberError("too-long")
    sign = _SIGN.match(stripped)
    digits = stripped[sign.end() :] if sign else stripped
    negative = bool(sign) and stripped[:1] in ("-", "\u2212", "\u2013")
    match = _DANISH.fullmatch(digits)
    if match is None or not digits:
        raise _refusal(digits, negative)
    whole = re.sub(r"[^0-9]", "", match["whole"] or "")
    if whole[:1] == "0" and whole != match["whole"]:  # 0.500
        raise _refusal(digits, negative)
    if match["decimals"] == "-" and not whole:
        raise NumberError("not-a-number")
    decimals = _FRACTIONS.get(match["fraction"] or "", (match["decimals"] or "").replace("-", ""))
    return _signed(f"{whole or '0'}.{decimals or '0'}" if decimals else whole, negative)


def format_number(number: Decimal | int, decimals: int | None = None) -> str:
    """``number`` in Danish: "1.234.567,50". ``decimals`` rounds to so many; without it all are kept.

    Half a unit is rounded to the even neighbour. Raises ``ValueError`` for infinity and what is no number.
    """
    number = Decimal(number)
    if not number.is_finite():
        raise ValueError("no finite number")
    written = f"{number:,f}" if decimals is None else f"{number:,.{decimals}f}"
    written = written.translate(str.maketrans(",.", ".,"))
    return written.removeprefix("-") if not re.search("[1-9]", written) else written


def _refusal(digits: str, negative: bool) -> NumberError:
    if not _POINTED.fullmatch(digits):
        return NumberError("not-a-number")
    whole, _, decimals = digits.rpartition(".")
    pointed = _signed(f"{whole.replace('.', '')}.{decimals}", negative)
    return NumberError("ambiguous", (pointed, _signed(digits.replace(".", ""), negative)))


def _signed(digits: str, negative: bool) -> Decimal:
    number = Decimal(digits)
    return -number if negative and number else number
