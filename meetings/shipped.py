"""The section templates that come with Handleplan, each as the municipality's own items had it (DOMAIN.md D4).

Pure data. Headings, phrases and patterns are the municipalities'; the guidance is ours, and never printed.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from .habits import Habits, SectionHabit

_LEAD = "Resuméet over første overskrift: hvad udvalget har besluttet eller bedt om, i én sætning."
_ISSUE = "Hvad der er sket siden sidst, hvilke punkter der kræver handling, og hvad udvalget har bedt om."
_STATUS = "Status for hvert af punkterne ovenfor under sin egen overskrift. Nye løfter får dato og udvalg."
_NEXT = "Hvornår udvalget hører om sagen næste gang, og hvem der ellers får den."
_PROPOSAL = "Hvert punkt er en hel sætning, som udvalget kan tiltræde. Orienteringer tages til efterretning."
_ECONOMY = "Udfyldes kun, hvis indstillingen koster eller sparer noget. Ellers trykkes standardsætningen."


@dataclass(frozen=True, slots=True)
class Shipped:
    """A template as it is shipped: its lasting name, its label, the first day it is used from, and what it says."""

    name: str
    label: str
    valid_from: dt.date
    habits: Habits


_COPENHAGEN_HEAD = ("Mødedato: {date}, kl. {time}", "Mødested: {place}")

KK_2012 = Shipped(
    "kk_2012",
    "København 2012",
    dt.date(2012, 1, 1),
    Habits(
        head=_COPENHAGEN_HEAD,
        sections=(
            SectionHabit("lead", role="lead", fill="order", guidance=_LEAD),
            SectionHabit("indstilling", "Indstilling og beslutning", "proposal", required=True, guidance=_PROPOSAL),
            SectionHabit("problemstilling", "Problemstilling", required=True, fill="issue", guidance=_ISSUE),
            SectionHabit("loesning", "Løsning", required=True, parts="run_in", fill="status", guidance=_STATUS),
            SectionHabit(
                "oekonomi",
                "Økonomi",
                "economy",
                phrase="Indstillingen har ingen umiddelbare økonomiske konsekvenser.",
                guidance=_ECONOMY,
            ),
            SectionHabit("videre_proces", "Videre proces", required=True, fill="next", guidance=_NEXT),
            SectionHabit("underskrifter", role="signatures"),
            SectionHabit("beslutning", "Beslutning", "decision"),
        ),
        proposal_number="{n}. ",
        at="At",
        signature="/\n",
        bullet="·",
    ),
)

KK_2017 = Shipped(
    "kk_2017",
    "København 2017",
    dt.date(2017, 1, 1),
    Habits(
        head=_COPENHAGEN_HEAD,
        sections=(
            SectionHabit("lead", role="lead", fill="order", guidance=_LEAD),
            SectionHabit("indstilling", "Indstilling", "proposal", required=True, guidance=_PROPOSAL),
            SectionHabit("problemstilling", "Problemstilling", required=True, fill="issue", guidance=_ISSUE),
            SectionHabit("loesning", "Løsning", required=True, fill="status", guidance=_STATUS),
            SectionHabit(
                "oekonomi",
                "Økonomi",
                "economy",
                phrase="Indstillingen har ingen økonomiske konsekvenser.",
                guidance=_ECONOMY,
            ),
            SectionHabit("videre_proces", "Videre proces", fill="next", guidance=_NEXT),
            SectionHabit("underskrifter", role="signatures"),
            SectionHabit("beslutning", "Beslutning", "decision"),
        ),
        proposal_number="",
        at="At",
        signature="\n/ ",
    ),
)

_NO_REMARKS = "Ingen bemærkninger."
_SLAGELSE_HEAD = (
    "Møde i udvalget d. {date_long}",
    "{number}     {title} {marker}",
    "Sagsnr.: {case_number}               Dok.nr.: {document_number}               {openness}",
)
_COMPETENCE = "Hvem der kan afgøre sagen."
_THEME = "Hvad udvalget skal tage stilling til, i én eller to sætninger."

SLAGELSE_2018 = Shipped(
    "slagelse_2018",
    "Slagelse 2018",
    dt.date(2018, 1, 1),
    Habits(
        head=_SLAGELSE_HEAD,
        sections=(
            SectionHabit("kompetence", "Kompetence:", required=True, fill="competence", guidance=_COMPETENCE),
            SectionHabit("beslutningstema", "Beslutningstema", required=True, fill="issue", guidance=_THEME),
            SectionHabit("baggrund", "Baggrund", required=True, fill="status", guidance=_STATUS),
            SectionHabit("retligt_grundlag", "Retligt grundlag", required=True, guidance="Lovens navn er nok."),
            SectionHabit("handlemuligheder", "Handlemuligheder", required=True),
            SectionHabit("vurdering", "Vurdering", phrase=_NO_REMARKS),
            SectionHabit(
                "oekonomi",
                "Økonomiske og personalemæssige konsekvenser",
                "economy",
                phrase=_NO_REMARKS,
                guidance=_ECONOMY,
            ),
            SectionHabit("andre_udvalg", "Konsekvenser for andre udvalg", phrase=_NO_REMARKS),
            SectionHabit("indstilling", "Indstilling", "proposal", required=True, guidance=_PROPOSAL),
            SectionHabit("beslutning", "Beslutning i {committee} den {date_long}:", "decision"),
        ),
        proposal_number="{n}.    ",
        at="at",
        absence="Fraværende:  {absent}",
        decision_order=("absence", "decision"),
        sheet="members",
    ),
)

SLAGELSE_2022 = Shipped(
    "slagelse_2022",
    "Slagelse 2022",
    dt.date(2022, 1, 1),
    Habits(
        head=_SLAGELSE_HEAD,
        sections=(
            SectionHabit("beslutning", "Beslutning", "decision"),
            SectionHabit("kompetence", "Kompetence", required=True, fill="competence", guidance=_COMPETENCE),
            SectionHabit("beslutningstema", "Beslutningstema", required=True, fill="issue", guidance=_THEME),
            SectionHabit("indstilling", "Indstilling", "proposal", required=True, guidance=_PROPOSAL),
            SectionHabit("sagens_indhold", "Sagens indhold", required=True, fill="status", guidance=_STATUS),
        ),
        proposal_number="{n}. ",
        at="at",
        absence="Fraværende: {absent}",
        decision_order=("decision", "absence"),
        sheet="members",
    ),
)

AARHUS_2025 = Shipped(
    "aarhus_2025",
    "Aarhus 2025",
    dt.date(2025, 1, 1),
    Habits(
        head=("{committee}, {date_long}", "Sagsnr. {case_number}"),
        sections=(
            SectionHabit("beslutninger", "Beslutninger", "decision"),
            SectionHabit("resume", "Resume", required=True, fill="order", guidance=_LEAD),
            SectionHabit("beslutningspunkter", "Beslutningspunkter", "proposal", required=True, guidance=_PROPOSAL),
            SectionHabit("sagsforloeb", "Sagsforløb", required=True, fill="status", guidance=_STATUS),
        ),
        proposer="Det indstilles:",
        proposal_number="At {n}) ",
        at="",
        decision_order=("decision", "attendance"),
        sheet="members",
    ),
)

SHIPPED = (KK_2012, KK_2017, SLAGELSE_2018, SLAGELSE_2022, AARHUS_2025)
BY_NAME = {shipped.name: shipped for shipped in SHIPPED}
