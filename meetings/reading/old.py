"""What an old item was read as. Python alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OldSection:
    """A heading and its text in Markdown. ``key`` names the template's section; a free one has none.

    ``form`` is where the heading stands (line, run_in, none); ``line`` is the heading's line in the text, counted from
    1, by which a person says what it is; ``found`` says whether the heading was recognised by its looks alone.
    """

    heading: str = ""
    form: str = "line"
    key: str = ""
    body: str = ""
    parts: tuple[OldSection, ...] = ()
    line: int = 0
    found: bool = False


@dataclass(frozen=True, slots=True)
class OldDecision:
    """A decision in its own words; ``proposal`` is the place of the proposal it is on, counted from 0."""

    text: str
    code: str
    proposal: int | None = None


@dataclass(frozen=True, slots=True)
class OldPerson:
    """Somebody whom the decision names: ``role`` is attended, absent, apologies or disqualified."""

    name: str
    title: str = ""
    party: str = ""
    role: str = "attended"


@dataclass(frozen=True, slots=True)
class OldFocus:
    """A line of the list of points that need corrective action, the heading that answers it, and the plan's numbers."""

    title: str
    answered_in: str = ""
    points: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OldItem:
    """An item as its text tells it. ``dropped`` are the lines of a web page that are no part of it."""

    title: str = ""
    number: str = ""
    kind: str = ""
    case_number: str = ""
    document_number: str = ""
    is_closed: bool = False
    date: dt.date | None = None
    time: dt.time | None = None
    place: str = ""
    proposer: str = ""
    proposals: tuple[str, ...] = ()
    sections: tuple[OldSection, ...] = ()
    signers: tuple[str, ...] = ()
    attendance: str = ""
    absence: str = ""
    people: tuple[OldPerson, ...] = ()
    decisions: tuple[OldDecision, ...] = ()
    focus: tuple[OldFocus, ...] = ()
    dropped: tuple[str, ...] = ()

    def all_sections(self) -> Iterator[OldSection]:
        """Sections and their sub-headings in order."""
        for section in self.sections:
            yield section
            yield from section.parts
