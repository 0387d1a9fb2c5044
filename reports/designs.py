"""How a report looks, as data: which parts, columns and points, in which order, under which titles."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a part. Columns of one ``group`` stand under one shared heading ("Tidsplan").

    Roles that are a cell of the plan's own table: number, title, description, start, original_end, revised_end, end,
    status, owner. Roles that gather several facts: point (title and description), deadline (current end, earlier ones,
    forecast, what it hangs on), standing (assessment, what the dates say, slippage), unit, slippage, forecast, granted,
    spent (by year).
    """

    role: str
    title: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class DesignPart:
    """What a design says of one part. Without columns the plan's own table decides; so do empty texts."""

    kind: str  # active, closed
    title: str = ""
    as_of_text: str = ""
    columns: tuple[Column, ...] = ()


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """A short form and what it stands for; of a municipality's own ("HKY"), as rows and not as code."""

    short: str
    words: str


@dataclass(frozen=True, slots=True)
class Design:
    """A report's design, frozen into each edition that is printed with it."""

    name: str
    label: str
    parts: tuple[DesignPart, ...] = ()
    order: str = "as_written"  # as_written, by_number
    scope: str = "all"  # all, focus: the points in management focus and the headings above them
    closed: str = "listed"  # none, listed, with_slippage
    charts: bool = True
    abbreviations: tuple[Abbreviation, ...] = ()

    def part(self, kind: str) -> DesignPart:
        """What the design says of the active or the closed points."""
        return next((part for part in self.parts if part.kind == kind), DesignPart(kind))


AS_THE_TABLE = Design(name="som-skemaet", label="Som skemaet", charts=False)
STANDARD = Design(
    name="standard",
    label="Standard",
    parts=(
        DesignPart(
            "active",
            title="Aktive handleplanspunkter",
            columns=(
                Column("number", "Mål nr."),
                Column("point", "Område, tema og initiativ"),
                Column("start", "Start"),
                Column("original_end", "Oprindelig slutdato"),
                Column("deadline", "Ajourført slutdato"),
                Column("standing", "Vurdering"),
                Column("status", "Status pr. {month}"),
            ),
        ),
        DesignPart(
            "closed",
            title="Afsluttede handleplanspunkter",
            columns=(
                Column("number", "Mål nr."),
                Column("title", "Område, tema og initiativ"),
                Column("start", "Start"),
                Column("end", "Slut"),
                Column("standing", "Status"),
            ),
        ),
    ),
)
SHIPPED = (AS_THE_TABLE, STANDARD)
