"""What a budget note's own figures add up to, beside what it prints. Nothing is corrected.

Source: DOMAIN.md "What matters most" 4; S001-7, S001-10, S001-12, S001-15 to S001-21.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from .facts import (
    INCOME_POSITIVE,
    MONEY,
    ROW,
    SUBTOTAL,
    TOTAL,
    AmountFact,
    AppropriationFact,
    NoteFact,
    RowFact,
    TableFact,
)

NIL = Decimal(0)
EQUAL, INSIDE, OUTSIDE = "equal", "inside", "outside"
_COUNTS = {word: count for count, word in enumerate("to tre fire fem seks syv otte ni ti".split(), 2)}
_COUNTED = re.compile(
    rf"\b(?P<words>(?P<count>{'|'.join(_COUNTS)}) (?:[a-zæøå]+ )?"
    r"(?P<noun>initiativer|indsatsområder|hovedspor|forhold|tiltag|enheder|punkter|forslag))\b",
    re.IGNORECASE,
)
_ITEM = re.compile(r"[ \t]*(?:[-*•]|[0-9]{1,3}\.)[ \t]+\S")
_MARKS = re.compile(r"^[ \t]*(?:[-*•]|[0-9]{1,3}\.)[ \t]+|[*\\]", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class YearSum:
    """A year's sum: as printed, as that was read, and as the rows give it."""

    year: int
    as_printed: str
    printed: Decimal
    computed: Decimal

    @property
    def agrees(self) -> bool:
        return self.printed == self.computed


@dataclass(frozen=True, slots=True)
class SumCheck:
    """A sub-total or total of a table, year by year, in the table's unit."""

    table: TableFact
    row: RowFact
    years: tuple[YearSum, ...]

    @property
    def agrees(self) -> bool:
        return all(year.agrees for year in self.years)

    @property
    def only_the_sign_differs(self) -> bool:
        """Every year that differs is the same number with the other sign (S001-16)."""
        return not self.agrees and all(year.agrees or year.printed == -year.computed for year in self.years)


@dataclass(frozen=True, slots=True)
class TextYear:
    """What the sentences say of a year, and what the table's rows say, in kroner. No year: all years together."""

    year: int | None
    low: Decimal
    high: Decimal
    in_table: Decimal

    @property
    def agrees(self) -> bool:
        return self.low <= self.in_table <= self.high


@dataclass(frozen=True, slots=True)
class TextCheck:
    """The sentences about one proposal against its rows in the tables; without rows, nothing could be compared."""

    proposal: str
    sentences: tuple[AppropriationFact, ...]
    tables: tuple[TableFact, ...]
    years: tuple[TextYear, ...]

    @property
    def agrees(self) -> bool:
        return bool(self.years) and all(year.agrees for year in self.years)

    @property
    def is_benefit(self) -> bool:
        return all(sentence.is_benefit for sentence in self.sentences)


@dataclass(frozen=True, slots=True)
class PartsCheck:
    """An amount against the sum of its parts, in kroner: equal, inside the parts' range, or outside it."""

    whole: AppropriationFact
    amount: AmountFact | None  # None: the whole's years together
    said: Decimal
    low: Decimal
    high: Decimal
    parts: tuple[str, ...]  # as written

    @property
    def state(self) -> str:
        if self.low == self.high == self.said:
            return EQUAL
        return INSIDE if self.low <= self.said <= self.high else OUTSIDE


@dataclass(frozen=True, slots=True)
class Together:
    """Tables of one unit, price level and sign added up, from their rows; the document has no such sum (S001-20)."""

    tables: tuple[TableFact, ...]
    years: tuple[tuple[int, Decimal], ...]


@dataclass(frozen=True, slots=True)
class CountCheck:
    """A number of things in words, and how many there are (S001-7)."""

    heading: str
    words: str
    said: int
    counted: int

    @property
    def agrees(self) -> bool:
        return self.said == self.counted


@dataclass(frozen=True, slots=True)
class Audit:
    """Every check of a note. ``missing`` are the numbers left out between its tables, ``lost`` the sentences that its
    text does not hold as they are written."""

    sums: tuple[SumCheck, ...]
    texts: tuple[TextCheck, ...]
    parts: tuple[PartsCheck, ...]
    together: tuple[Together, ...]
    missing: tuple[int, ...]
    counts: tuple[CountCheck, ...]
    costs: tuple[AppropriationFact, ...]
    lost: tuple[AppropriationFact, ...]


def audit(note: NoteFact) -> Audit:
    """All checks of a note, in the order of the note."""
    money = list(note.tables(MONEY))
    return Audit(
        sums=tuple(check for table in money for check in sums_of(table)),
        texts=tuple(_texts(note, money)),
        parts=tuple(_parts(note.appropriations)),
        together=tuple(_together(money)),
        missing=missing_numbers([table.number for table in note.tables()]),
        counts=tuple(_counts(note)),
        costs=tuple(each for each in note.appropriations if each.cost_of_fte is not None),
        lost=tuple(_lost(note)),
    )


# -- inside a table ---------------------------------------------------------------------------------------------------


def sums_of(table: TableFact) -> Iterator[SumCheck]:
    """Every sub-total against the rows since the one before it, every total against all rows."""
    since: list[RowFact] = []
    every: list[RowFact] = []
    for row in table.rows:
        if row.kind == ROW:
            since.append(row)
            every.append(row)
        elif row.kind == SUBTOTAL:
            yield _sum(table, row, since)
            since = []
        elif row.kind == TOTAL:
            yield _sum(table, row, every)


def _sum(table: TableFact, row: RowFact, rows: Sequence[RowFact]) -> SumCheck:
    years = (
        YearSum(year, row.printed(year), row.value(year) or NIL, sum((each.value(year) or NIL for each in rows), NIL))
        for year in table.years
    )
    return SumCheck(table, row, tuple(years))


def _together(tables: Sequence[TableFact]) -> Iterator[Together]:
    """Unlike units, price levels and signs are never added."""
    alike: dict[tuple[int, str, str], list[TableFact]] = {}
    for table in tables:
        alike.setdefault((table.unit, table.price_level, table.sign), []).append(table)
    for group in alike.values():
        if len(group) < 2:
            continue
        rows = [row for table in group for row in table.rows if row.kind == ROW]
        years = sorted({year for table in group for year in table.years})
        sums = tuple((year, sum((row.value(year) or NIL for row in rows), NIL)) for year in years)
        yield Together(tuple(group), sums)


def missing_numbers(numbers: Sequence[str]) -> tuple[int, ...]:
    """The whole numbers left out between the first and the last: 1, 2, 4 lacks 3 (S001-21)."""
    found = {int(number) for number in numbers if number.isascii() and number.isdigit() and len(number) < 5}
    return tuple(number for number in range(min(found), max(found)) if number not in found) if found else ()


# -- text against table, parts against whole --------------------------------------------------------------------------


def _texts(note: NoteFact, tables: Sequence[TableFact]) -> Iterator[TextCheck]:
    by_proposal: dict[str, list[AppropriationFact]] = {}
    for each in note.appropriations:
        if tables and each.part_of is None and each.proposal and each.amounts:
            by_proposal.setdefault(each.proposal, []).append(each)
    for proposal, sentences in by_proposal.items():
        rows = [
            (table, row) for table in tables for row in table.rows if row.kind == ROW and _same(row.proposal, proposal)
        ]
        holding = tuple(dict.fromkeys(table for table, _row in rows))
        years = sorted({year for table in holding for year in table.years})
        if rows and any(amount.year is None for each in sentences for amount in each.amounts):
            years_checked: tuple[int | None, ...] = (None,)
        else:
            years_checked = tuple(years)
        told = tuple(_text_year(year, years, sentences, rows) for year in years_checked) if rows else ()
        yield TextCheck(proposal, tuple(sentences), holding, told)


def _text_year(
    year: int | None,
    years: Sequence[int],
    sentences: Sequence[AppropriationFact],
    rows: Sequence[tuple[TableFact, RowFact]],
) -> TextYear:
    low = high = NIL
    for each in sentences:
        least, most = _said(each, year)
        low, high = (low - most, high - least) if each.is_benefit else (low + least, high + most)
    counted = years if year is None else [year]
    in_table = sum((_cost(table, row, one) for table, row in rows for one in counted), NIL)
    return TextYear(year, low, high, in_table)


def _said(sentence: AppropriationFact, year: int | None) -> tuple[Decimal, Decimal]:
    """The bounds of what a sentence says of a year; an amount "and onwards" holds until the next one."""
    if year is None:
        return sum((each.low for each in sentence.amounts), NIL), sum((each.high for each in sentence.amounts), NIL)
    found = None
    for amount in sorted(sentence.amounts, key=lambda amount: amount.year or 0):
        if amount.year == year or (amount.year is not None and amount.year < year and amount.onwards):
            found = amount
    return (found.low, found.high) if found else (NIL, NIL)


def _cost(table: TableFact, row: RowFact, year: int) -> Decimal:
    value = (row.value(year) or NIL) * table.unit
    return -value if table.sign == INCOME_POSITIVE else value


def _parts(appropriations: Sequence[AppropriationFact]) -> Iterator[PartsCheck]:
    for place, whole in enumerate(appropriations):
        parts = [each for each in appropriations if each.part_of == place]
        if not parts or not whole.amounts:
            continue
        if all(amount.year is None for part in parts for amount in part.amounts):
            said = sum((amount.low for amount in whole.amounts), NIL)
            low = sum((amount.low for part in parts for amount in part.amounts), NIL)
            high = sum((amount.high for part in parts for amount in part.amounts), NIL)
            written = tuple(amount.as_written for part in parts for amount in part.amounts)
            only = whole.amounts[0] if len(whole.amounts) == 1 else None
            yield PartsCheck(whole, only, said, low, high, written)
            continue
        for amount in whole.amounts:
            bounds = [_said(part, amount.year) for part in parts]
            written = tuple(_written(part, amount.year) for part in parts)
            low, high = sum((low for low, _high in bounds), NIL), sum((high for _low, high in bounds), NIL)
            yield PartsCheck(whole, amount, amount.low, low, high, tuple(filter(None, written)))


def _written(part: AppropriationFact, year: int | None) -> str:
    """The words of the amount that holds in a year."""
    before = [each for each in part.amounts if each.year == year or (each.onwards and (each.year or 0) < (year or 0))]
    return before[-1].as_written if before else ""


# -- words ------------------------------------------------------------------------------------------------------------


def _counts(note: NoteFact) -> Iterator[CountCheck]:
    """ "tre hovedspor:" before a list of three; "indeholder tre initiativer" in a section with four sub-points."""
    numbers = [proposal.number for proposal in note.proposals]
    for section in note.sections:
        blocks = [block for block in section.text.split("\n\n") if block.strip()]
        own = next((number for number in numbers if _heads(section.heading, number)), "")
        beneath = sum(1 for number in numbers if own and number.startswith(f"{own.rstrip('.')}."))
        for block, after in zip(blocks, [*blocks[1:], ""], strict=False):
            found = None if _ITEM.match(block) else _last_count(block)
            if found is None:
                continue
            listed = sum(1 for line in after.split("\n") if _ITEM.match(line)) if block.rstrip().endswith(":") else 0
            if listed:
                yield CountCheck(section.heading, found["words"], _COUNTS[found["count"].lower()], listed)
            elif beneath and found["noun"].lower() == "initiativer":
                yield CountCheck(section.heading, found["words"], _COUNTS[found["count"].lower()], beneath)


def _last_count(block: str) -> re.Match[str] | None:
    return next(iter(list(_COUNTED.finditer(block))[-1:]), None)


def _heads(heading: str, number: str) -> bool:
    return bool(re.match(rf"{re.escape(number.rstrip('.'))}\.?\s", heading))


def _lost(note: NoteFact) -> Iterator[AppropriationFact]:
    added = {sentence for section in note.sections for sentence in section.added}
    text = plain_words("\n".join(section.text for section in note.sections))
    for each in note.appropriations:
        if each.sentence and each.sentence not in added and plain_words(each.sentence) not in text:
            yield each


def plain_words(text: str) -> str:
    """The words of a text without marks of formatting, on one line: what two spellings of a sentence share."""
    return " ".join(_MARKS.sub("", text).split())


def _same(one: str, other: str) -> bool:
    return bool(one) and one.rstrip(".") == other.rstrip(".")
