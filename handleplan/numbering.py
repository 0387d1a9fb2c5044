"""Goal numbers: text as written, and the order hidden in it (S004-5, S004-6).

A number stays as the document writes it ("2.1.3.1.", "2.4.6.1.b"). Everything else is computed from its parts: runs
of digits and runs of letters; what stands between them is only a separator, so "2.1.3.1." and "2.1.3.1" are the same
number. Nothing here raises.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

KEY_LENGTH = 198  # of 33 parts; a longer number still has a key
_LONG = 99_999
_ALPHABET = {letter: value for value, letter in enumerate("abcdefghijklmnopqrstuvwxyzæøå", start=1)}
_BASE = len(_ALPHABET) + 1
_PART = re.compile(r"[0-9]+|[^\W\d_]+")
_LABEL = re.compile(
    r"^\s*(?:mål|pkt|punkt|nr|no|item|goal)\b[\s.:]*(?=(?:nr|no)?[\s.:]*\d)(?:nr|no)?[\s.:]*", re.IGNORECASE
)

_NUMBER = r"[0-9]{1,3}(?:\.[0-9]{1,3})*(?:\.?[A-Za-z](?![\w]))?(?![\w]|\.[0-9])"
_S = r"\s{0,3}"  # bounded, so that a run of spaces costs no more than its length
_SEVERAL = rf"{_NUMBER}(?:{_S}(?:,|/|&|\bog\b|\band\b|\bsamt\b){_S}{_NUMBER})*"
_POINT = r"(?:pkt|punkt|punkterne|mål|nr|item|point|no)"
_FORMER = re.compile(
    rf"\b(?:tidl(?:igere)?|førhen|før|formerly|former|prev(?:iously)?|ex)\b[.:]?{_S}"
    rf"(?P<word>(?:{_POINT}\b[.:]?{_S}){{1,2}})?(?P<numbers>{_SEVERAL})",
    re.IGNORECASE,
)
_CUED = re.compile(
    rf"\b(?:jf|jfr|jævnfør|jvf|se|cf|see|{_POINT}|initiativ|initiative)\b[.:]?{_S}"
    rf"(?:også|also)?{_S}(?:{_POINT}\b[.:]?{_S}){{0,2}}(?P<numbers>{_SEVERAL})",
    re.IGNORECASE,
)
_BARE = re.compile(
    r"(?<![\w.,§/-])(?P<numbers>[0-9]{1,2}(?:\.[0-9]{1,2}){3,6}(?:\.[A-Za-z](?!\w))?"
    r"|[0-9]{1,2}(?:\.[0-9]{1,2}){2}\.[A-Za-z](?!\w))(?![\w,/-]|\.\w)"
)
_ONE = re.compile(_NUMBER)
_THOUSANDS = re.compile(r"^[0-9]{1,3}(?:\.[0-9]{3})+$")
_UNIT = re.compile(r"\s*(?:kr\b|mio\b|mia\b|t\.?kr|pct|%|årsværk|sager\b|,\d)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reference:
    """A number another text points to: as written, normalised, and where it stands in the text."""

    as_written: str
    number: str
    start: int
    end: int

    @property
    def key(self) -> str:
        return sort_key(self.number)


def parts(number: str) -> tuple[str, ...]:
    """The parts of a number, casefolded: "2.4.6.1.b" and "2.4.6.1B" -> ("2", "4", "6", "1", "b"); () for no number."""
    return tuple(
        part.lstrip("0") or "0" if part.isdecimal() else part
        for part in _PART.findall(_LABEL.sub("", number.casefold()))
    )


def normalise(number: str) -> str:
    """The one spelling of a number: parts with dots between, letters in capitals; "2.1.3.1." -> "2.1.3.1"."""
    return ".".join(parts(number)).upper()


def sort_key(number: str) -> str:
    """A text whose plain order is the natural order of the numbers; "" for no number (S004-6).

    Six digits a part and no separator, so every database collation sorts it alike: "0" before a number, "1" before
    letters. Hence 1.2.5 < 1.2.5.1.A < 1.2.10, letters come after numbers, and two spellings of one number have one
    key. A parent's key is a prefix.
    """
    return "".join(_segment(part) for part in parts(number))[:KEY_LENGTH]


def depth(number: str) -> int:
    """How many parts: 1 for "1", 5 for "1.1.2.2.A", 0 for no number."""
    return len(parts(number))


def parent(number: str) -> str:
    """The key of the number one level up; "" at the top (S004-8: such a row need not exist)."""
    return sort_key(".".join(parts(number)[:-1]))


def ancestors(number: str) -> tuple[str, ...]:
    """The keys of all levels above, the nearest first."""
    pieces = parts(number)
    return tuple(sort_key(".".join(pieces[:end])) for end in range(len(pieces) - 1, 0, -1))


def missing_parents(numbers: Iterable[str]) -> tuple[str, ...]:
    """The numbers, as written and in the given order, whose parent is not among the numbers (S004-8: 19 of 71)."""
    written = tuple(numbers)
    known = {sort_key(number) for number in written}
    return tuple(number for number in written if parent(number) and parent(number) not in known)


def former_numbers(title: str) -> tuple[str, ...]:
    """The numbers a point had before, as its title tells: "(tidl. pkt. 2.5.3.3)" -> ("2.5.3.3",) (S004-13)."""
    return tuple(number for match in _former(title) for number in _ONE.findall(match["numbers"]))


def references(text: str) -> tuple[Reference, ...]:
    """The goal numbers a text points to: "jf. 2.2.1.2.)", "pkt. 1.2.5.6", or a bare "1.1.2.2.A" (S004-15).

    Dates, paragraphs, amounts and former numbers are no references. A number of fewer than four parts needs a word
    before it.
    """
    former = [match.span() for match in _former(text)]
    found = {}
    for pattern in (_CUED, _BARE):
        for match in pattern.finditer(text):
            if not any(start <= match.start("numbers") < end for start, end in former):
                found.update({reference.start: reference for reference in _within(text, match)})
    return tuple(found[start] for start in sorted(found))


def following(above: str, numbers: Iterable[str]) -> str:
    """The next number under ``above`` ("" at the top), after those that ``numbers`` has there; "" if none can be told.

    "1.1" with 1.1.1 and 1.1.3.A -> "1.1.4"; letters go on as letters; the dot at the end stays where it is usual.
    """
    top = parts(above)
    taken: dict[str, str] = {}
    for number in numbers:
        pieces = parts(number)
        if len(pieces) > len(top) and pieces[: len(top)] == top:
            if len(pieces) == len(top) + 1 or pieces[len(top)] not in taken:
                taken[pieces[len(top)]] = number if len(pieces) == len(top) + 1 else ""
    if not taken:
        return f"{above.rstrip('. ')}.1" if top else "1"
    last = max(taken, key=sort_key)
    if last.isdecimal():
        next_part = str(int(last) + 1)
    else:
        place = _ALPHABET.get(last, _BASE)
        next_part = next((letter.upper() for letter, value in _ALPHABET.items() if value == place + 1), "")
    dot = "." if taken[last].endswith(".") else ""
    beginning = f"{above.rstrip('. ')}." if top else ""
    return f"{beginning}{next_part}{dot}" if next_part else ""


def renumbered(number: str, old: str, new: str) -> str:
    """``number`` with ``new`` in the place of ``old`` at its beginning: ("2.1.3.1.", "2.1", "2.4") -> "2.4.3.1."; as
    it is where it does not begin with ``old``."""
    top = parts(old)
    if not top or parts(number)[: len(top)] != top:
        return number
    ends = [match.end() for match in _PART.finditer(number)]
    tail = number[ends[len(top) - 1] :]
    return new if not tail.strip(". ") else f"{new.rstrip('. ')}{tail}"


def _within(text: str, match: re.Match[str]) -> list[Reference]:
    offset = match.start("numbers")
    spans = [(one.group(), offset + one.start(), offset + one.end()) for one in _ONE.finditer(match["numbers"])]
    return [
        Reference(number, normalise(number), start, end)
        for number, start, end in spans
        if _is_reference(number, text, end)
    ]


def _is_reference(number: str, text: str, end: int) -> bool:
    return "." in number and not _THOUSANDS.match(number) and not _UNIT.match(text, end)


def _former(title: str) -> list[re.Match[str]]:
    return [match for match in _FORMER.finditer(title) if match["word"] or "." in match["numbers"]]


def _segment(part: str) -> str:
    if part.isdecimal():
        return f"0{part:0>5}" if len(part) < 5 or (len(part) == 5 and part != str(_LONG)) else _long_digits(part)
    value = 0
    for letter in part:
        value = value * _BASE + _ALPHABET.get(letter, 0)
    known = len(part) <= 3 and all(letter in _ALPHABET for letter in part)
    return f"1{value:05d}" if known else _long_letters(part)


def _long_digits(part: str) -> str:
    chunks = [f"0{part[start : start + 5]:0>5}" for start in range(0, len(part), 5)]
    return f"0{_LONG}" + f"0{min(len(part), _LONG):05d}" + "".join(chunks)


def _long_letters(part: str) -> str:
    return f"1{_LONG}" + f"0{min(len(part), _LONG):05d}" + "".join(f"1{min(ord(letter), _LONG):05d}" for letter in part)
