"""The words that only the Word and Excel files say, per language; those they share with the PDF: ``paper.words``."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wording:
    """One language's words; ``{}`` is where a fact goes."""

    figures: str
    front: str
    deadlines: str
    figure: str
    number: str
    moved: str
    no_end: str
    contradicting: str
    first_day: str  # of a column's title
    last_day: str
    days_overdue: str
    slipped_least: str
    slipped_most: str
    moves: str
    part: str
    point: str
    title: str
    sequence: str
    kind: str
    counts: str
    yes: str
    as_written: str
    kinds: dict[str, str]
    page: str  # of Excel's footer
    change: str
    details: str
    days_least: str
    days_most: str
    reason: str
    decided_by: str
    decided_on: str
    recorded_on: str
    recorded_by: str
    counters: str
    counter: str
    precision: str
    unit: str


DANISH = Wording(
    figures="Månedens tal",
    front="Forside",
    deadlines="Frister",
    figure="Tal",
    number="Antal",
    moved="Flyttet slutdato",
    no_end="Uden slutdato",
    contradicting="Statusteksten nævner en senere dato end slutdatoen",
    first_day="{}: tidligst",
    last_day="{}: senest",
    days_overdue="Dage over fristen",
    slipped_least="Dage fra oprindelig slutdato, mindst",
    slipped_most="Dage fra oprindelig slutdato, højst",
    moves="Antal flytninger",
    part="Del",
    point="Mål nr.",
    title="Initiativ",
    sequence="Nr. i rækken",
    kind="Art",
    counts="Gælder",
    yes="ja",
    as_written="Som skrevet",
    kinds={"original": "oprindelig", "planned": "planlagt", "move": "flytning", "": "tidligere"},
    page="Side &P af &N",
    change="Ændring",
    details="Hvordan",
    days_least="Dage, mindst",
    days_most="Dage, højst",
    reason="Begrundelse",
    decided_by="Besluttet af",
    decided_on="Besluttet den",
    recorded_on="Registreret den",
    recorded_by="Registreret af",
    counters="Optællinger",
    counter="Optælling",
    precision="Præcision",
    unit="Enhed",
)

ENGLISH = Wording(
    figures="The month's figures",
    front="Front page",
    deadlines="Deadlines",
    figure="Figure",
    number="Count",
    moved="Moved end date",
    no_end="Without an end date",
    contradicting="The status text names a later date than the end date",
    first_day="{}: earliest",
    last_day="{}: latest",
    days_overdue="Days overdue",
    slipped_least="Days from the original end date, at least",
    slipped_most="Days from the original end date, at most",
    moves="Times moved",
    part="Part",
    point="Goal no.",
    title="Initiative",
    sequence="Sequence",
    kind="Kind",
    counts="Counts",
    yes="yes",
    as_written="As written",
    kinds={"original": "original", "planned": "planned", "move": "move", "": "earlier"},
    page="Page &P of &N",
    change="Change",
    details="How",
    days_least="Days, at least",
    days_most="Days, at most",
    reason="Reason",
    decided_by="Decided by",
    decided_on="Decided on",
    recorded_on="Recorded on",
    recorded_by="Recorded by",
    counters="Counters",
    counter="Counter",
    precision="Precision",
    unit="Unit",
)


def wording_for(language: str) -> Wording:
    """The words of a language tag such as ``da`` or ``en-GB``; Danish where we know no better."""
    return ENGLISH if language.lower().startswith("en") else DANISH
