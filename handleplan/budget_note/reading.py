"""A budget note composed of its blocks as a person wants them, with its tables, proposals and sentences about money."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from handleplan.amounts import NumberError
from handleplan.money import read_cell, read_corner

from .blocks import CAPTION, HEADING, LEVELS, TABLE, Block, Head, bare, number_of
from .facts import (
    ACTIVITY,
    GROUP,
    MONEY,
    QUARTERS,
    ROW,
    SUBTOTAL,
    TOTAL,
    AppropriationFact,
    CellFact,
    NoteFact,
    ProposalFact,
    RowFact,
    SectionFact,
    TableFact,
)
from .sentences import find_appropriations

_CAPTION = re.compile(r"Tabel\s+(?P<number>[0-9]{1,3})\.?\s*(?P<words>.*)", re.DOTALL | re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_QUARTER = re.compile(r"(?P<quarter>[1-4])\.?\s*kv", re.IGNORECASE)
_RISK = re.compile(r"risiko", re.IGNORECASE)
_AREAS = (
    ("service", re.compile(r"service", re.IGNORECASE)),
    ("capital", re.compile(r"anlæg", re.IGNORECASE)),
    ("statutory", re.compile(r"lovbund", re.IGNORECASE)),
)
_TOTAL = re.compile(r"\b(?:samlede?|total|i alt)\b", re.IGNORECASE)
_CROSS = frozenset("x X × ✓ ●".split())


@dataclasses.dataclass(frozen=True, slots=True)
class Choices:
    """What a person decided about the blocks, by their places."""

    margin: Collection[int] = ()
    joins: Collection[int] = ()
    levels: Mapping[int, int] = dataclasses.field(default_factory=dict)


def offered(blocks: Sequence[Block]) -> Choices:
    """The choices as they are offered."""
    return Choices(
        margin=frozenset(block.place for block in blocks if block.in_margin),
        joins=frozenset(block.place for block in blocks if block.joins),
        levels={block.place: block.level for block in blocks if block.kind == HEADING},
    )


def compose(head: Head, blocks: Sequence[Block], choices: Choices) -> NoteFact:
    """The note. Every block is in it: in the sender's block, in a section's text, or as a table with its caption."""
    sections = tuple(_sections([block for block in blocks if block.place not in choices.margin], choices))
    proposals = tuple(_proposals(sections))
    known = {proposal.number for proposal in proposals}
    return NoteFact(
        title=head.title,
        sections=tuple(_with_proposals(section, known) for section in sections),
        proposals=proposals,
        appropriations=tuple(_appropriations(sections)),
        above=head.above,
        proposal_number=head.proposal_number,
        title_lead=head.title_lead,
        case_number=head.case_number,
        document_number=head.document_number,
        caseworker=head.caseworker,
        sender="\n\n".join(block.text for block in blocks if block.place in choices.margin),
    )


def _sections(blocks: Sequence[Block], choices: Choices) -> Iterator[SectionFact]:
    heading, level, texts, tables = "", 1, [], []  # type: ignore[var-annotated]
    captions: list[str] = []

    def section() -> Iterator[SectionFact]:
        if heading or texts or tables:
            kind = "risk" if _RISK.search(heading) else "text"
            yield SectionFact(heading, level, "\n\n".join(texts), kind, tuple(tables))

    for block in blocks:
        if block.kind == HEADING:
            yield from section()
            level = choices.levels.get(block.place, block.level)
            heading, level, texts, tables = block.text, level if level in LEVELS else 1, [], []
        elif block.kind == CAPTION:
            captions.append(block.text)
        elif block.kind == TABLE:
            tables.append(read_table(block.text, captions))
            captions = []
        else:
            if tables:  # text after a table: its own section, so that the order stays
                yield from section()
                heading, texts, tables = "", [], []
            if block.place in choices.joins and texts:
                texts[-1] = f"{texts[-1]} {block.text}"
            else:
                texts.append(block.text)
    yield from section()


def _proposals(sections: Sequence[SectionFact]) -> Iterator[ProposalFact]:
    seen: set[str] = set()
    for section in sections:
        number = number_of(section.heading)
        if number and number not in seen:
            seen.add(number)
            yield ProposalFact(number, bare(section.heading)[len(number) :].lstrip(". "))


def _with_proposals(section: SectionFact, known: Collection[str]) -> SectionFact:
    """Rows of tables point at the proposal whose number they begin with."""

    def row(each: RowFact) -> RowFact:
        number = number_of(each.label)
        return dataclasses.replace(each, proposal=number) if each.kind == ROW and number in known else each

    tables = tuple(dataclasses.replace(table, rows=tuple(row(each) for each in table.rows)) for table in section.tables)
    return dataclasses.replace(section, tables=tables)


def _appropriations(sections: Sequence[SectionFact]) -> list[AppropriationFact]:
    found: list[AppropriationFact] = []
    for section in sections:
        if number := number_of(section.heading):
            found += find_appropriations(section.text, number, len(found))
    return found


# -- tables -----------------------------------------------------------------------------------------------------------


def read_table(text: str, captions: Sequence[str] = ()) -> TableFact:
    """A tab-separated table, read: amounts by year, or quarters. A cell that is no number keeps its words alone."""
    rows = [[cell.strip() for cell in line.split("\t")] for line in text.split("\n") if line.strip()]
    named = _CAPTION.fullmatch(captions[0]) if captions else None
    words: dict[str, Any] = {
        "number": named["number"] if named else "",
        "caption": (named["words"] if named else captions[0]) if captions else "",
        "caption_rest": " ".join(captions[1:]),
        "unit_text": bare(rows[0][0]) if rows else "",
    }
    if len(rows) > 1 and any(_QUARTER.search(cell) for cell in rows[1]):
        return _quarters(rows, words)
    years = tuple(int(bare(cell)) for cell in rows[0][1:] if _YEAR.fullmatch(bare(cell))) if rows else ()
    unit, price_level = read_corner(words["unit_text"])
    last = len(rows) - 1
    body = tuple(_row(cells, years, at == last) for at, cells in enumerate(rows) if at)
    return TableFact(MONEY, **words, unit=unit, price_level=price_level, years=years, rows=body)


def _row(cells: Sequence[str], years: Sequence[int], is_last: bool) -> RowFact:
    label = bare(cells[0])
    filled = [cell for cell in cells[1:] if bare(cell)]
    if not filled:
        return RowFact(GROUP, label, area=area_of(label))
    read = tuple(_cell(year, cell) for year, cell in zip(years, cells[1:], strict=False))
    if not number_of(label) and _TOTAL.search(label):
        of_an_area = bool(area_of(label)) or not is_last
        return RowFact(SUBTOTAL if of_an_area else TOTAL, label, cells=read)
    return RowFact(ROW, label, cells=read)


def _cell(year: int, text: str) -> CellFact:
    printed = bare(text)
    try:
        return CellFact(year, printed, read_cell(printed))
    except NumberError:
        return CellFact(year, printed, None)


def area_of(label: str) -> str:
    """The steering area that a group's head or a sub-total names (S001-14)."""
    return next((code for code, pattern in _AREAS if pattern.search(label)), "")


def _quarters(rows: Sequence[Sequence[str]], words: Mapping[str, Any]) -> TableFact:
    """The years of the first row reach over four quarters each (S001-22)."""
    columns: list[str] = []
    year = ""
    for at, cell in enumerate(rows[1]):
        named = bare(rows[0][at]) if at < len(rows[0]) else ""
        year = named if _YEAR.fullmatch(named) else year
        quarter = _QUARTER.search(cell)
        columns.append(f"{year}-{quarter['quarter']}" if quarter and year else "")
    body = tuple(
        RowFact(
            ACTIVITY,
            bare(cells[0]),
            quarters=tuple(
                column for column, cell in zip(columns, cells, strict=False) if column and bare(cell) in _CROSS
            ),
        )
        for cells in rows[2:]
    )
    years = tuple(sorted({int(column[:4]) for column in columns if column}))
    return TableFact(QUARTERS, **words, years=years, rows=body)
