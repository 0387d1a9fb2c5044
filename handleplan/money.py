"""Amounts as Danes write them in running text and in tables: "4,30 mio. kr.", "1-2 mio. kr.", "- 3.000", "-".

Pure Python: no Django, no clock, no database. Source: DOMAIN.md S001-9, S001-10, S001-13, S001-18.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from handleplan.amounts import NumberError, format_number, parse_number

LONGEST = 80
NIL = "-"
KRONER, THOUSANDS, MILLIONS, MILLIARDS = 1, 1_000, 1_000_000, 1_000_000_000

_S = r"[ \t\u00a0\u2009\u202f]"
_DASH = r"[-\u2010\u2011\u2012\u2013\u2014\u2212]"
_NUMBER = (
    rf"(?:[0-9]{{1,3}}(?:\.[0-9]{{3}})+|[0-9]{{1,3}}(?:[\u00a0\u2009\u202f ][0-9]{{3}})+(?![0-9])|[0-9]+)"
    rf"(?:,[0-9]+|{_S}?[½¼¾])?|[½¼¾]"
)
_QUALIFIER = r"(?:ca\.?|cirka|omkring|knap|godt|op til|mindst|højst|over|under)"
_UNITS = {
    "mia. kr.": (rf"(?:mia\.?|milliard(?:er)?){_S}?(?:kr\.?|kroner)?(?!\w)", MILLIARDS),
    "mio. kr.": (rf"(?:mio\.?|million(?:er)?){_S}?(?:kr\.?|kroner)?(?!\w)", MILLIONS),
    "t.kr.": (rf"(?:t\.?{_S}?kr\.?|tusind{_S}(?:kr\.?|kroner))(?!\w)", THOUSANDS),
    "kr.": (r"(?:kr\.?|kroner)(?!\w)", KRONER),
    "årsværk": (r"årsværk(?!\w)", 1),
    "sager": (r"(?:sager|sag)(?!\w)", 1),
    "medarbejdere": (r"(?:medarbejdere|medarbejder)(?!\w)", 1),
}
MONEY_UNITS = ("mia. kr.", "mio. kr.", "t.kr.", "kr.")
_UNIT = "|".join(f"(?P<unit{place}>{pattern})" for place, (pattern, _factor) in enumerate(_UNITS.values()))
_AMOUNT = re.compile(
    rf"(?<![\w.,])(?:(?P<qualifier>{_QUALIFIER}){_S}{{1,3}})?(?P<sign>{_DASH}{_S}?)?(?P<low>{_NUMBER})"
    rf"(?:{_S}?(?:{_DASH}|til){_S}?(?P<high>{_NUMBER}))?{_S}{{0,3}}(?:{_UNIT})",
    re.IGNORECASE,
)
_PLAIN = re.compile(
    rf"(?:(?P<qualifier>{_QUALIFIER}){_S}{{1,3}})?(?P<sign>{_DASH}{_S}?)?(?P<low>{_NUMBER})"
    rf"(?:{_S}?(?:{_DASH}|til){_S}?(?P<high>{_NUMBER}))?",
    re.IGNORECASE,
)
_CORNER = re.compile(rf"(?P<unit>1\.000{_S}*kr\.?|mio\.?{_S}*kr\.?|t\.?{_S}?kr\.?|kr\.?)(?!\w)", re.IGNORECASE)
_PRICE_LEVEL = re.compile(rf"(?:19|20)[0-9]{{2}}{_S}*-?{_S}*(?:p/l|pl|priser|prisniveau|pris-{_S}og{_S}lønniveau)")
_NIL = re.compile(_DASH)


@dataclass(frozen=True, slots=True)
class Amount:
    """What an amount in a text means. ``low`` and ``high`` are in kroner where ``unit`` is money, else in the unit.

    They are equal unless a range was written. ``start`` and ``end`` are its place in the text it was found in.
    """

    as_written: str
    low: Decimal
    high: Decimal
    unit: str = ""
    qualifier: str = ""
    start: int = 0
    end: int = 0

    @property
    def is_money(self) -> bool:
        return self.unit in MONEY_UNITS

    @property
    def is_range(self) -> bool:
        return self.low != self.high


def read_amount(text: str) -> Amount:
    """The one amount that ``text`` is: "4½ mio. kr.", "ca. 3.200 sager", "1-2 mio. kr.", "250.000".

    A number without a unit is kroner. Raises ``NumberError`` with the problems of ``parse_number``.
    """
    stripped = text.strip()
    if len(stripped) > LONGEST:
        raise NumberError("too-long")
    match = _AMOUNT.fullmatch(stripped)
    if match:
        return _amount(match, stripped)
    match = _PLAIN.fullmatch(stripped.removeprefix("kr. ").removesuffix(",-"))
    if match:
        low, high = _bounds(match)
        return Amount(stripped, low, high, "", (match["qualifier"] or "").lower())
    number = parse_number(stripped)
    return Amount(stripped, number, number)


def find_amounts(text: str) -> Iterator[Amount]:
    """Every amount with a unit in a running text, in order. What cannot be read is passed over."""
    for match in _AMOUNT.finditer(text):
        try:
            yield _amount(match, match[0])
        except NumberError:
            continue


def read_cell(text: str) -> Decimal | None:
    """The number of a table's cell: "- 3.000" is negative, a dash without digits nothing (0), an empty cell None.

    Raises ``NumberError`` for what is no number (S001-18: told apart by the presence of digits).
    """
    stripped = text.strip()
    if not stripped:
        return None
    return Decimal(0) if _NIL.fullmatch(stripped) else parse_number(stripped)


def write_cell(number: Decimal | None) -> str:
    """A number as the table prints it: "12.250", "- 3.000", and "-" for nothing. The inverse of ``read_cell``."""
    if number is None:
        return ""
    if not number:
        return NIL
    written = format_number(abs(number).normalize())
    return f"- {written}" if number < 0 else written


def in_millions(kroner: Decimal, decimals: int = 2) -> str:
    """ "4,30 mio. kr.": kroner written in millions."""
    return f"{format_number(kroner / MILLIONS, decimals)} mio. kr."


def in_kroner(kroner: Decimal) -> str:
    """ "4.300.000 kr.", with øre only where there are any."""
    whole = kroner == kroner.to_integral_value()
    return f"{format_number(kroner, 0 if whole else 2)} kr."


def read_corner(text: str) -> tuple[int, str]:
    """The unit (kroner for one) and the price level of a table's corner: "1.000 kr. – 2012 p/l" is (1000, "2012 p/l").

    Without a unit it is thousands, as the municipality's tables are; without a price level "".
    """
    unit = _CORNER.search(text)
    level = _PRICE_LEVEL.search(text)
    words = re.sub(_S, "", unit["unit"]).lower() if unit else "1.000kr."
    factor = KRONER if words.startswith("kr") else MILLIONS if words.startswith("mio") else THOUSANDS
    return factor, level[0] if level else ""


def _amount(match: re.Match[str], written: str) -> Amount:
    place = next(place for place in range(len(_UNITS)) if match[f"unit{place}"])
    unit, (_pattern, factor) = list(_UNITS.items())[place]
    low, high = _bounds(match)
    qualifier = (match["qualifier"] or "").lower()
    return Amount(written, low * factor, high * factor, unit, qualifier, match.start(), match.end())


def _bounds(match: re.Match[str]) -> tuple[Decimal, Decimal]:
    low = parse_number(match["low"])
    high = parse_number(match["high"]) if match["high"] else low
    if match["sign"]:
        low, high = -low, -high
    if high < low:
        low, high = high, low
    return low, high
