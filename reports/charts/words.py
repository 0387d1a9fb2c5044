"""The words of the charts, per language: the child that prints knows no catalogue (``reports.paper.words``)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """One language's words; ``{}`` is where a fact goes."""

    months: tuple[str, ...]  # short
    months_long: tuple[str, ...]
    day: str  # of {day}, {month}, {year}
    quarter: str
    part_of: str
    number: str
    point: str
    start: str
    original: str
    current: str
    forecast: str
    as_of: str
    gantt: str
    gantt_note: str
    gantt_alt: str
    planned: str
    moved: str
    unknown_start: str
    trend: str
    trend_note: str
    trend_alt: str
    trend_none: str
    diagonal: str
    deadline: str
    report_month: str
    closed: str
    decided: str
    unknown: str
    first: str
    end: str
    reason: str
    assessments: str
    assessments_note: str
    assessments_alt: str
    new_scale: str

    def date(self, day: dt.date) -> str:
        return self.day.format(day=day.day, month=self.months_long[day.month - 1], year=day.year)

    def month(self, day: dt.date) -> str:
        return f"{self.months[day.month - 1]} {day.year}"


DANISH = Words(
    months=tuple("jan feb mar apr maj jun jul aug sep okt nov dec".split()),
    months_long=tuple("januar februar marts april maj juni juli august september oktober november december".split()),
    day="{day}. {month} {year}",
    quarter="{}. kv.",
    part_of="{} ({} af {})",
    number="Mål nr.",
    point="Punkt",
    start="Start",
    original="Oprindelig slutdato",
    current="Gældende slutdato",
    forecast="Forventet",
    as_of="opgjort {}",
    gantt="Tidsplan pr. kvartal",
    gantt_note="Aktive punkter. En upræcis dato er tegnet på den sidste dag, den kan betyde.",
    gantt_alt="{} aktive punkter på en tidslinje fra {} til {}; {} har flyttet slutdato. Datoerne står i tabellen.",
    planned="til oprindelig slutdato",
    moved="flyttet",
    unknown_start="begynder før eller uden kendt start",
    trend="Milepælstrend: sådan har fristerne flyttet sig",
    trend_note="Vandret linje: fristen holder. Spring op: fristen er flyttet. Kun flytninger med kendt dato er tegnet.",
    trend_alt="{} punkters frister fra {} til {}. Tabellen viser hver flytning, også dem, hvis dato ikke kendes.",
    trend_none="Ingen flytning har en kendt dato, så intet kan tegnes. Tabellen viser flytningerne.",
    diagonal="under linjen er fristen overskredet",
    deadline="Frist",
    report_month="Rapportmåned",
    closed="afsluttet",
    decided="Besluttet",
    unknown="dato ukendt",
    first="oprindelig",
    end="Slutdato",
    reason="Begrundelse",
    assessments="Vurdering måned for måned",
    assessments_note="Den ansvarliges vurdering i de seneste 12 måneder. Tom: ingen vurdering den måned.",
    assessments_alt="{} punkters vurderinger fra {} til {}. Tabellen viser dem i ord.",
    new_scale="ny skala",
)

ENGLISH = Words(
    months=tuple("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()),
    months_long=tuple("January February March April May June July August September October November December".split()),
    day="{day} {month} {year}",
    quarter="Q{}",
    part_of="{} ({} of {})",
    number="Goal no.",
    point="Point",
    start="Start",
    original="Original end date",
    current="Current end date",
    forecast="Expected",
    as_of="as of {}",
    gantt="Schedule by quarter",
    gantt_note="Active points. An imprecise date is drawn on the last day it can mean.",
    gantt_alt="{} active points on a time line from {} to {}; {} have a moved end date. The dates stand in the table.",
    planned="to the original end date",
    moved="moved",
    unknown_start="begins earlier, or start unknown",
    trend="Milestone trend: how the deadlines moved",
    trend_note="Level line: the deadline holds. A step up: it was moved. Only moves whose date is known are drawn.",
    trend_alt="Deadlines of {} points from {} to {}. The table shows each move, also those whose date is unknown.",
    trend_none="No move has a known date, so nothing can be drawn. The table shows the moves.",
    diagonal="below the line the deadline has passed",
    deadline="Deadline",
    report_month="Report month",
    closed="closed",
    decided="Decided",
    unknown="date unknown",
    first="original",
    end="End date",
    reason="Reason",
    assessments="Assessment month by month",
    assessments_note="The owner's assessment in the last 12 months. Empty: none in that month.",
    assessments_alt="Assessments of {} points from {} to {}. The table shows them in words.",
    new_scale="new scale",
)


def words_for(language: str) -> Words:
    """The words of a language tag such as ``da`` or ``en-GB``; Danish where we know no better."""
    return ENGLISH if language.lower().startswith("en") else DANISH
