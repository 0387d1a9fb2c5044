"""The words the paper itself says, per language. What a plan says comes from its snapshot; nothing else is printed.

They live here and not in ``terms.py`` because the child that prints knows neither Django nor its catalogues, and
because a report is written in the plan's language, not in the language of the person who presses the button.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """One language's phrases; ``{}`` is where a fact goes."""

    months: tuple[str, ...]
    day: str  # of {day}, {month}, {year}
    clock: str
    status_as_of: str
    report: str
    front: str
    counted_as_of: str
    facts_read: str
    page: tuple[str, str]  # before the page number, and between it and the number of pages
    active: str
    overdue: str
    due_soon: str
    in_window: str
    in_focus: str
    missing_status: str
    closed: str
    closed_of: str
    besides: str
    no_end: str
    moved: str
    contradicting: str
    attention: str
    attention_rest: str
    attention_more: str
    attention_none: str
    rules_heading: str
    rules: tuple[tuple[str, str], ...]
    further_rules: tuple[tuple[str, str], ...]  # where there is room for them
    two_months: str
    active_part: str
    closed_part: str
    no_rows: str
    attachment: str
    table_attachment: str
    edition: str
    published: str  # {} is the day, {} by whom
    corrects: str
    first_edition: str
    since_rest: str
    since_more: str
    facts_hash: str
    log_head: str
    charts: str
    definitions: str
    abbreviations: str

    def date(self, day: dt.date) -> str:
        """The date in words, such as "30. november 2013"."""
        return self.day.format(day=day.day, month=self.months[day.month - 1], year=day.year)

    def month(self, day: dt.date) -> str:
        """The month in words, such as "november 2013"."""
        return f"{self.months[day.month - 1]} {day.year}"


DANISH = Words(
    months=tuple("januar februar marts april maj juni juli august september oktober november december".split()),
    day="{day}. {month} {year}",
    clock="{} kl. {:%H.%M}",
    status_as_of="Status pr. {}",
    report="Statusrapport",
    front="Forside",
    counted_as_of="Opgjort pr. {}",
    facts_read="data læst {}",
    page=("Side ", " af "),
    active="aktive punkter",
    overdue="overskredet",
    due_soon="frist inden 60 dage",
    in_window="heraf {} i forfaldsperioden",
    in_focus="øget ledelsesfokus",
    missing_status="mangler status",
    closed="afsluttede punkter",
    closed_of="af {} ({} %)",
    besides="Blandt de aktive punkter:",
    no_end="{} uden slutdato",
    moved="{} med flyttet slutdato",
    contradicting="{} hvor statusteksten nævner en senere dato end slutdatoen",
    attention="Kræver opmærksomhed",
    attention_rest="Kræver opmærksomhed – fortsat",
    attention_more="Yderligere {} punkter står bagest i rapporten.",
    attention_none="Ingen punkter kræver særlig opmærksomhed i {}.",
    rules_heading="Sådan er tallene gjort op",
    rules=(
        (
            "Overskredet",
            "Punktet er ikke afsluttet, og den sidste dag, som dets gældende slutdato kan betyde, ligger før {as_of}.",
        ),
        ("I forfaldsperioden", "{as_of} ligger inden for det tidsrum, som en upræcis slutdato kan betyde."),
        (
            "Frist inden 60 dage",
            "Slutdatoens sidste dag ligger højst 60 dage efter {as_of}; punkter i forfaldsperioden er talt med.",
        ),
        (
            "Gældende slutdato",
            "Den sidste dato, der står for punktet. Tidligere slutdatoer står i parentes foran den, som de er skrevet.",
        ),
        ("Punkter", "Initiativer er talt med; overskrifter er ikke."),
    ),
    further_rules=(
        (
            "Øget ledelsesfokus",
            "Den seneste status, der siger noget om det, kræver korrigerende handlinger eller øget fokus.",
        ),
        ("Mangler status", "Punktet er ikke afsluttet og har ingen status for rapportens måned."),
        (
            "Afsluttet",
            "Punktet er meldt afsluttet. Kolonnen Slut er den planlagte slutdato, ikke dagen, det blev afsluttet.",
        ),
    ),
    two_months="Skemaets to dele er ikke fra samme måned: {}.",
    active_part="Aktive punkter",
    closed_part="Afsluttede punkter",
    no_rows="Ingen punkter.",
    attachment="Rapportens oplysninger som data (JSON)",
    table_attachment="Rapportens punkter som tabel (CSV)",
    edition="Udgave {}",
    published="Udgivet {} af {}",
    corrects="Rettet version af udgave {}",
    first_edition="Det er planens første udgave, så der er ingen tidligere at sammenligne med.",
    since_rest="Siden sidst – fortsat",
    since_more="Yderligere {} ændringer står bagest i rapporten.",
    facts_hash="Oplysningernes kontrolsum {}",
    log_head="ændringsloggen {}",
    charts="Overblik i tid",
    definitions="Definitioner og forkortelser",
    abbreviations="Forkortelser",
)

ENGLISH = Words(
    months=tuple("January February March April May June July August September October November December".split()),
    day="{day} {month} {year}",
    clock="{} at {:%H:%M}",
    status_as_of="Status as of {}",
    report="Status report",
    front="Front page",
    counted_as_of="Counted as of {}",
    facts_read="facts read {}",
    page=("Page ", " of "),
    active="active points",
    overdue="overdue",
    due_soon="due within 60 days",
    in_window="of these {} in the due window",
    in_focus="increased management focus",
    missing_status="missing status",
    closed="closed points",
    closed_of="of {} ({}%)",
    besides="Among the active points:",
    no_end="{} without an end date",
    moved="{} with a moved end date",
    contradicting="{} whose status text names a later date than the end date",
    attention="Needs attention",
    attention_rest="Needs attention – continued",
    attention_more="{} more points stand at the end of the report.",
    attention_none="No point needs special attention in {}.",
    rules_heading="How the figures are counted",
    rules=(
        ("Overdue", "The point is not closed, and the last day its current end date can mean lies before {as_of}."),
        ("In the due window", "{as_of} lies within the period that an imprecise end date can mean."),
        (
            "Due within 60 days",
            "The end date's last day lies at most 60 days after {as_of}; points in the due window are included.",
        ),
        (
            "Current end date",
            "The last date written for the point. Earlier end dates stand in brackets before it, as they were written.",
        ),
        ("Points", "Initiatives are counted; headings are not."),
    ),
    further_rules=(
        (
            "Increased management focus",
            "The last status that speaks of it calls for corrective action or increased focus.",
        ),
        ("Missing status", "The point is not closed and has no status for the report's month."),
        ("Closed", "The point is reported closed. The column End is the planned end date, not the day it was closed."),
    ),
    two_months="The table's two parts are not of the same month: {}.",
    active_part="Active points",
    closed_part="Closed points",
    no_rows="No points.",
    attachment="The report's facts as data (JSON)",
    table_attachment="The report's points as a table (CSV)",
    edition="Edition {}",
    published="Published {} by {}",
    corrects="Corrected version of edition {}",
    first_edition="This is the plan's first edition, so there is no earlier one to compare it with.",
    since_rest="Since last time – continued",
    since_more="{} more changes stand at the end of the report.",
    facts_hash="Checksum of the facts {}",
    log_head="change log {}",
    charts="Overview in time",
    definitions="Definitions and abbreviations",
    abbreviations="Abbreviations",
)


def words_for(language: str) -> Words:
    """The phrases of a language tag such as ``da`` or ``en-GB``; Danish where we know no better."""
    return ENGLISH if language.lower().startswith("en") else DANISH
