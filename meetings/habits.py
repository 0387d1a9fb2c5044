"""The habits of a municipality's agenda items, as data: head, headings in order, proposal, decision, signatures.

A habit is a value: it knows no row and no clock. ``meetings.templating`` keeps habits in ``SectionTemplate.data`` and
each item keeps its own copy (``AgendaItem.habits``). Lines of the head, the decision's heading and the other patterns
may name the fields of ``FIELDS`` in braces; what is unknown stays as it is written (DOMAIN.md D4).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

# What a pattern may name. "date" is 29.02.2012 and "date_long" 29. februar 2012; "marker" is (O) or (B), "openness"
# Åbent or Lukket.
FIELDS = (
    "absent",
    "attendance",
    "case_number",
    "committee",
    "date",
    "date_long",
    "document_number",
    "marker",
    "number",
    "openness",
    "place",
    "proposer",
    "time",
    "title",
)
ROLES = ("lead", "text", "proposal", "economy", "signatures", "decision")
# What fills a section when an item is drafted: the order behind it, who may decide, the points in focus and what the
# committee asked for, how these stand and what is new since last time, what comes next; "" is filled by a person.
FILLS = ("", "order", "competence", "issue", "status", "next")
PARTS = ("line", "run_in")
# Who signs on the sheet behind a meeting's minutes: nobody, every member, or chair and deputy chair (C2).
SHEETS = ("", "members", "chairs")


@dataclass(frozen=True, slots=True)
class SectionHabit:
    """One section as the template has it.

    ``role`` says what stands in it (``ROLES``), ``fill`` which data fill its text (``FILLS``); ``phrase`` is printed
    where it is empty; ``parts`` is where its sub-headings stand ("line", or "run_in" with a colon before the text).
    ``guidance`` is for the writer and is never printed.
    """

    key: str
    heading: str = ""
    role: str = "text"
    required: bool = False
    phrase: str = ""
    parts: str = "line"
    fill: str = ""
    guidance: str = ""


@dataclass(frozen=True, slots=True)
class Habits:
    """A template's whole content.

    ``proposal_number`` is written before each proposal ("{n}. ", "At {n}) ", or nothing) and ``at`` is the word the
    proposals begin with. ``decision_order`` is the order under the decision's heading. ``signature`` joins two signers;
    ``sheet`` says who signs the minutes of a whole meeting (``SHEETS``). ``bullet`` stands before the items of a list
    in plain text.
    """

    head: tuple[str, ...] = ()
    title: str = "{title}"
    sections: tuple[SectionHabit, ...] = ()
    proposer: str = "{proposer} indstiller,"
    proposal_number: str = "{n}. "
    at: str = "At"
    attendance: str = "{attendance}"
    absence: str = ""
    decision_order: tuple[str, ...] = ("attendance", "decision")
    signature: str = "/"
    sheet: str = ""
    bullet: str = "•"

    def section(self, key: str) -> SectionHabit | None:
        """The section of that key, if the template has it."""
        return next((section for section in self.sections if section.key == key), None)

    def of_role(self, role: str) -> SectionHabit | None:
        """The first section of that role, if there is one."""
        return next((section for section in self.sections if section.role == role), None)


def filled(pattern: str, values: Mapping[str, str]) -> str:
    """``pattern`` with its known fields replaced; braces around anything else stay."""
    return re.sub(r"\{(\w+)\}", lambda found: values.get(found[1], found[0]), pattern)


def to_data(habits: Habits) -> dict[str, Any]:
    """Habits as plain data, for a JSON column."""
    return asdict(habits)


def from_data(data: Mapping[str, Any]) -> Habits:
    """The habits that ``to_data`` wrote; keys unknown today are passed over. Raises TypeError for other shapes."""
    known = {name: data[name] for name in Habits.__dataclass_fields__ if name in data}
    sections = tuple(
        SectionHabit(**{name: part[name] for name in SectionHabit.__dataclass_fields__ if name in part})
        for part in known.pop("sections", ())
    )
    lists = {name: tuple(known.pop(name)) for name in ("head", "decision_order") if name in known}
    return Habits(sections=sections, **lists, **known)
