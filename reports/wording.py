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
    as_written: str
    kinds: dict[str, str]
    page: str  # of Excel's footer


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
    as_written="Som skrevet",
    kinds={"original": "oprindelig", "superseded": "bortfaldet", "current": "gældende"},
    page="Side &P af &N",
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
    as_written="As written",
    kinds={"original": "original", "superseded": "superseded", "current": "current"},
    page="Page &P of &N",
)


def wording_for(language: str) -> Wording:
    """The words of a language tag such as ``da`` or ``en-GB``; Danish where we know no better."""
    return ENGLISH if language.lower().startswith("en") else DANISH
