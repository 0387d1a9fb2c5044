"""A plan at one moment, as frozen facts.

A snapshot is everything a report may print and nothing it may look up: renderers get a ``Snapshot`` and never see
the database. Dates keep their wording beside the interval they were read as. ``as_json`` and ``from_json`` are each
other's inverse, so that a snapshot stored today can be rendered or compared in ten years: fields are only ever added,
each with a default that older JSON takes.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reports import frozen
from reports.changes import Changes
from reports.designs import Abbreviation, Column, Design
from reports.facts import Assessment, Condition, CounterFact, Link, MoneyFact, NumberFact, ScaleFacts
from reports.frozen import WrittenDate

if TYPE_CHECKING:
    from handleplan.models import Plan

__all__ = [
    "SCHEMA",
    "Abbreviation",
    "Assessment",
    "Changes",
    "Column",
    "Condition",
    "CounterFact",
    "Design",
    "EditionFacts",
    "Figures",
    "Link",
    "MilestoneFact",
    "MoneyFact",
    "Notice",
    "NumberFact",
    "Part",
    "Row",
    "ScaleFacts",
    "Snapshot",
    "WrittenDate",
    "build_snapshot",
    "from_json",
]

SCHEMA = 1
SOON_DAYS = 60


@dataclass(frozen=True, slots=True)
class MilestoneFact:
    """A further milestone of an item, beside the item's own schedule. ``milestone`` is its key, which never changes."""

    name: str
    start: WrittenDate | None = None
    original_end: WrittenDate | None = None
    superseded: tuple[WrittenDate, ...] = ()
    end: WrittenDate | None = None
    moves: int = 0
    completed_on: dt.date | None = None
    under_revision: bool = False
    milestone: int | None = None
    chain: tuple[Link, ...] = ()
    hangs_on: Condition | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One item of the plan as it stands in the report.

    ``cells`` holds the text of each of the part's columns exactly as the table has it (marker and bracketed earlier
    dates included, italics and capitals left to the flags); the other fields are the facts behind them. ``item`` is
    the point's key, which no renumbering changes (None in JSON older than keys). ``assessments`` are those of the
    months up to the report's, oldest first, each in the scale it was given in; ``assessment`` is the last status's own.
    """

    number: str
    title: str
    cells: tuple[str, ...]
    level: int = 1
    is_heading: bool = False
    marker: str = ""
    italic: bool = False
    capitals: bool = False
    description: str = ""
    owner: str = ""
    start: WrittenDate | None = None
    original_end: WrittenDate | None = None
    superseded: tuple[WrittenDate, ...] = ()
    end: WrittenDate | None = None
    forecast: WrittenDate | None = None
    status: str = ""
    status_kind: str = "plain"
    closed: bool = False
    due: str = ""  # a DueState code; empty for headings and closed items
    days_overdue: int = 0
    slippage_low: int | None = None  # days from original to current end, as a range
    slippage_high: int | None = None
    moves: int = 0
    in_focus: bool = False
    focus_reason: str = ""
    milestones: tuple[MilestoneFact, ...] = ()
    item: int | None = None
    parent: int | None = None  # key of the nearest point above that exists as a row
    sort_key: str = ""
    area: str = ""  # number and title of the point's topmost heading
    unit: str = ""
    state: str = ""  # a PlanItem.State code
    closed_in: dt.date | None = None  # first day of the month whose report told that it was closed
    taken_over_by: str = ""  # number (or title) of the point it was merged into or continued in
    chain: tuple[Link, ...] = ()
    revised_as_written: str = ""  # the imported cell of revised dates, verbatim, until the next move
    status_period: dt.date | None = None  # first day of the month the status is of; None where there never was one
    nothing_new: int = 0  # months in a row that were answered with "nothing new", the status's month included
    focus_since: dt.date | None = None  # first day of the month whose status asked for it
    focus_words: str = ""  # the reason alone
    assessment: Assessment | None = None
    assessments: tuple[Assessment, ...] = ()
    counters: tuple[CounterFact, ...] = ()
    hangs_on: Condition | None = None
    money: tuple[MoneyFact, ...] = ()

    def ends_soon(self, as_of: dt.date) -> bool:
        """Whether the deadline's last day is at most ``SOON_DAYS`` after ``as_of``, and not before it."""
        latest = self.end.latest if self.end else None
        return latest is not None and 0 <= (latest - as_of).days <= SOON_DAYS

    def silent_months(self, period: dt.date) -> int | None:
        """Whole months from the status's month to ``period``: 0 where this month has one, None where none ever had."""
        then = self.status_period
        return None if then is None else max(0, (period.year - then.year) * 12 + period.month - then.month)


@dataclass(frozen=True, slots=True)
class Part:
    """One of the report's tables: the active points or the closed ones, each with its own columns and as-of text."""

    kind: str  # active, closed
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    as_of_text: str = ""
    header_rows: int = 2


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts of initiatives; headings are not counted. ``due_soon``: not overdue, the last day within ``SOON_DAYS``."""

    total: int = 0
    active: int = 0
    closed: int = 0
    overdue: int = 0
    in_window: int = 0
    due_soon: int = 0
    no_end: int = 0
    moved: int = 0
    in_focus: int = 0
    missing_status: int = 0
    contradicting: int = 0


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing on the front page that needs a person: ``why`` is a code of ``handleplan.attention``."""

    number: str
    title: str
    why: str
    sentence: str


@dataclass(frozen=True, slots=True)
class EditionFacts:
    """What makes a snapshot a published edition. ``facts_sha256`` is ``Snapshot.facts_sha256()``.

    ``previous`` is the label of the edition that ``since_last`` compares with, empty where there is none.
    ``corrects`` is the label of the edition this one corrects, ``corrections`` says what was wrong in it.
    """

    number: int
    letter: str = ""
    published_on: dt.date | None = None
    published_by: str = ""
    facts_sha256: str = ""
    chain_head: str = ""  # hexadecimal; of the change log, when the facts were read
    previous: str = ""
    corrects: str = ""
    corrections: str = ""

    @property
    def label(self) -> str:
        """ "11", and "11a" for its first correction."""
        return f"{self.number}{self.letter}"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A plan's month. ``period`` is the month's first day, ``as_of`` the day that decides what is overdue.

    ``others`` are the points that the design leaves out: nothing prints them, but comparisons need all.
    """

    plan: str
    title: str
    period: dt.date
    as_of: dt.date
    figures: Figures
    parts: tuple[Part, ...]
    intro: str = ""
    unit: str = ""
    occasion: str = ""
    notices: tuple[Notice, ...] = ()
    taken_at: str = ""  # ISO 8601 with offset; the moment the facts were read
    language: str = "da"
    schema: int = field(default=SCHEMA)
    others: tuple[Row, ...] = ()
    scale: ScaleFacts | None = None
    abbreviations: tuple[Abbreviation, ...] = ()
    design: Design | None = None
    since_last: Changes | None = None
    edition: EditionFacts | None = None

    def as_json(self) -> str:
        """The snapshot as JSON with sorted keys: the same facts always give the same bytes."""
        return frozen.to_json(self)

    def facts_sha256(self) -> str:
        """The hash of the facts, in hexadecimal: of the JSON as it is without the edition's own block."""
        return hashlib.sha256(dataclasses.replace(self, edition=None).as_json().encode()).hexdigest()

    def points(self) -> Iterator[Row]:
        """Every point of the plan, whether it prints or not."""
        for part in self.parts:
            yield from part.rows
        yield from self.others


def from_json(text: str) -> Snapshot:
    """The snapshot that ``as_json`` wrote. Raises ``ValueError`` for another schema or a field that nobody knows."""
    value = json.loads(text)
    if value["schema"] != SCHEMA:
        raise ValueError(f"snapshot schema {value['schema']} is not {SCHEMA}")
    return frozen.from_value(Snapshot, value)


def build_snapshot(
    plan: Plan,
    period: dt.date,
    *,
    occasion: str = "",
    design: Design | None = None,
    previous: Snapshot | None = None,
    language: str = "da",
) -> Snapshot:
    """The plan's month as facts, read in a handful of queries. ``period`` is the month's first day.

    ``previous`` is the snapshot of the edition before: what happened since then comes into ``since_last``. Without a
    ``design`` the plan's own table decides.
    """
    from .building import read_plan  # here, so that renderers load the facts without Django and its models

    return read_plan(plan, period, occasion=occasion, design=design, previous=previous, language=language)
