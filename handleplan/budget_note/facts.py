"""A budget note as frozen facts, for pages, for paper and for the audit of its arithmetic. ``key`` is a row's key.

Amounts of tables are in the table's unit, those of sentences in kroner.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

COST_POSITIVE, INCOME_POSITIVE = "cost_positive", "income_positive"
MONEY, QUARTERS = "money", "quarters"
GROUP, ROW, SUBTOTAL, TOTAL, ACTIVITY = "group", "row", "subtotal", "total", "activity"


@dataclass(frozen=True, slots=True)
class PointFact:
    """A point of the plan that a proposal pays for."""

    item: int
    number: str
    title: str


@dataclass(frozen=True, slots=True)
class ProposalFact:
    """A proposal under its own number."""

    number: str
    title: str
    points: tuple[PointFact, ...] = ()
    key: int | None = None


@dataclass(frozen=True, slots=True)
class AmountFact:
    """One amount of a sentence, in kroner; without a year, of all years together."""

    year: int | None
    as_written: str
    low: Decimal
    high: Decimal
    onwards: bool = False


@dataclass(frozen=True, slots=True)
class AppropriationFact:
    """What the note says of money in one sentence; ``part_of`` is the place of the whole in the note's list."""

    sentence: str
    amounts: tuple[AmountFact, ...]
    proposal: str = ""  # its number
    kind: str = ""  # operating, capital
    duration: str = ""  # one_year, two_years, permanent
    is_benefit: bool = False
    basis: str = ""  # net, gross
    basis_text: str = ""
    part_of: int | None = None
    purpose: str = ""
    fte_as_written: str = ""
    fte: Decimal | None = None
    key: int | None = None

    @property
    def cost_of_fte(self) -> Decimal | None:
        """Kroner for one man-year, where the sentence names one amount and man-years (S001-10)."""
        if not self.fte or len(self.amounts) != 1 or self.amounts[0].low != self.amounts[0].high:
            return None
        return self.amounts[0].low / self.fte


@dataclass(frozen=True, slots=True)
class CellFact:
    """A year's amount: as printed and as read; None where the cell is empty."""

    year: int
    as_printed: str
    value: Decimal | None = None


@dataclass(frozen=True, slots=True)
class RowFact:
    """A row of a table. ``area`` is that of a group's head, and of the rows beneath it."""

    kind: str
    label: str
    area: str = ""
    proposal: str = ""
    cells: tuple[CellFact, ...] = ()
    quarters: tuple[str, ...] = ()
    key: int | None = None

    def value(self, year: int) -> Decimal | None:
        return next((cell.value for cell in self.cells if cell.year == year), None)

    def printed(self, year: int) -> str:
        return next((cell.as_printed for cell in self.cells if cell.year == year), "")


@dataclass(frozen=True, slots=True)
class TableFact:
    """A numbered table: amounts by year in ``unit`` kroner, or the quarters of activities."""

    kind: str
    number: str = ""
    caption: str = ""
    caption_rest: str = ""
    unit_text: str = ""
    unit: int = 1_000
    price_level: str = ""
    years: tuple[int, ...] = ()
    sign: str = COST_POSITIVE
    rows: tuple[RowFact, ...] = ()
    key: int | None = None


@dataclass(frozen=True, slots=True)
class SectionFact:
    """A section in its order; its tables print after its text."""

    heading: str
    level: int = 1
    text: str = ""
    kind: str = "text"  # text, risk
    tables: tuple[TableFact, ...] = ()
    added: tuple[str, ...] = ()  # sentences of appropriations that the text does not hold
    key: int | None = None


@dataclass(frozen=True, slots=True)
class NoteFact:
    """A whole note. ``above`` are the lines over its title; ``sender`` the block that stood in the margin."""

    title: str
    sections: tuple[SectionFact, ...] = ()
    proposals: tuple[ProposalFact, ...] = ()
    appropriations: tuple[AppropriationFact, ...] = ()
    above: tuple[str, ...] = ()
    proposal_number: str = ""
    title_lead: str = ""
    case_number: str = ""
    document_number: str = ""
    caseworker: str = ""
    sender: str = ""
    year: int | None = None
    sign: str = COST_POSITIVE
    plan: str = ""  # title of the plan it belongs to
    plan_slug: str = ""
    changed_at: str = ""  # ISO 8601 with offset; the moment the note was last written
    key: int | None = None

    def tables(self, kind: str = "") -> Iterator[TableFact]:
        """Its tables in printed order, of one kind or all."""
        for section in self.sections:
            yield from (table for table in section.tables if not kind or table.kind == kind)
