"""CPR numbers in a text: where one surely stands, and where one may.

Certain (blocks): a date of birth that the seventh digit allows, not in the future, and the check digit of modulus 11 is
right; or it is 1 January, for which numbers without a check digit are given out since 2007, and it is written as such
numbers are, or named as one. Likely (warns): the date is possible, the check digit is wrong, but it is written as
DDMMYY-NNNN or named as one. Replacement numbers have 60 added to their day; ten bare digits that could be one are only
likely. Measured in tests/cpr: 5,000 numbers in six
spellings are all found; of the digit runs of the five real documents none is taken for one.

Known to be missed: a number inside a longer run of digits, and digits that are spaced one by one. The number itself is
nowhere in what is returned: only where it stands, so that it cannot come into a log by accident.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass

_WEIGHTS = (4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
_REPLACEMENT = 60  # added to the day
_NEAR_BEFORE, _NEAR_AFTER = 40, 20  # characters
_CUE = re.compile(r"\bcpr\b|cpr[-. ]?n|personn(?:umme)?r|\bp-?nr|født|\bf\.\s*$", re.IGNORECASE)
# DDMMYY in one, or its parts with the same mark between them and then one before the four; marks are made plain first.
_SHAPE = re.compile(
    r"(?<![0-9])(?:"
    r"(?P<day>[0-9]{2})(?P<month>[0-9]{2})(?P<year>[0-9]{2})(?P<mark> ?[-/.] ?| {0,2})"
    r"|(?P<day2>[0-9]{2})(?P<between>[ ./-])(?P<month2>[0-9]{2})(?P=between)(?P<year2>[0-9]{2})(?P<mark2> ?[-/] ?| )"
    r")(?P<serial>[0-9]{4})(?![0-9])"
)


@dataclass(frozen=True, slots=True)
class Suspicion:
    """Where in the text a number stands (``text[start:end]``), and whether it surely is one."""

    start: int
    end: int
    certain: bool


def find(text: str, today: dt.date) -> list[Suspicion]:
    """Every suspected CPR number of ``text``, in order; nobody is born after ``today``."""
    if sum(character.isdigit() for character in text) < len(_WEIGHTS):
        return []
    plain, origin = _plain(text)
    found = []
    for match in _SHAPE.finditer(plain):
        if certain := _judge(match, plain, today):
            found.append(Suspicion(origin[match.start()], origin[match.end() - 1] + 1, certain == "certain"))
    return found


def _judge(match: re.Match[str], plain: str, today: dt.date) -> str:
    """ "certain", "likely" or "" for digits that are no CPR number."""
    day_written, month, year = (int(match[name] or match[f"{name}2"]) for name in ("day", "month", "year"))
    day = day_written - _REPLACEMENT if day_written > _REPLACEMENT else day_written
    born = _date(_century(int(match["serial"][0]), year) + year, month, day)
    if born is None or born > today:
        return ""
    mark = match["mark"] if match["day"] else match["mark2"]
    marked = bool(mark)
    named = bool(_CUE.search(plain, max(0, match.start() - _NEAR_BEFORE), match.start())) or bool(
        _CUE.search(plain, match.end(), match.end() + _NEAR_AFTER)
    )
    if _check_digit_is_right(match) and (day_written <= _REPLACEMENT or marked or named):
        return "certain"
    if (born.day, born.month) == (1, 1) and (marked or named):
        return "certain"
    return "likely" if named or mark.strip() == "-" or _check_digit_is_right(match) else ""


def _century(seventh: int, year: int) -> int:
    """The century that the seventh digit gives a year of two digits."""
    if seventh <= 3:
        return 1900
    if seventh in (4, 9):
        return 2000 if year <= 36 else 1900
    return 2000 if year <= 57 else 1800


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _check_digit_is_right(match: re.Match[str]) -> bool:
    digits = [int(character) for character in match.group() if character.isdigit()]
    return sum(weight * digit for weight, digit in zip(_WEIGHTS, digits, strict=True)) % 11 == 0


def _plain(text: str) -> tuple[str, list[int]]:
    """The text with plain digits, dashes, slashes and spaces and without format characters, and for each character the
    place in ``text`` it came from."""
    letters, origin = [], []
    for place, character in enumerate(text):
        for letter in unicodedata.normalize("NFKC", character):
            if plain := _plain_letter(letter):
                letters.append(plain)
                origin.append(place)
    return "".join(letters), origin


def _plain_letter(letter: str) -> str:
    if letter.isascii():
        return " " if letter == "\t" else letter
    category = unicodedata.category(letter)
    if category == "Cf":
        return ""
    if category == "Pd" or letter in "\N{MINUS SIGN}\N{HYPHEN BULLET}":
        return "-"
    if category == "Zs":
        return " "
    if letter in "\N{FRACTION SLASH}\N{DIVISION SLASH}":
        return "/"
    return str(unicodedata.decimal(letter)) if category == "Nd" else letter
