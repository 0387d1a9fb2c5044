"""Three real agenda items, field by field, as the demo shows them and as the tests compare them with the originals.

Each lies in ``items/`` as TOML: no text of an item is composed here. Copenhagen 2012 and 2017, Slagelse 2018.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from handleplan.prose import normalise
from meetings.habits import Habits
from meetings.reading import OldDecision, OldItem, OldPerson, OldSection, patterns

FOLDER = Path(__file__).parent / "items"
NAMES = ("2012-02-29", "2017-09-20", "2018-11-05")


def facts_of(name: str) -> dict[str, Any]:
    """One item's file as it stands."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))


def old_item(facts: Mapping[str, Any], habits: Habits) -> OldItem:
    """The item of a file as ``transcribing.transcribe`` takes it, its sections keyed by the template's headings."""
    minutes = facts.get("minutes", {})
    return OldItem(
        title=facts["title"],
        number=facts.get("number", ""),
        kind=facts.get("kind", ""),
        case_number=facts.get("case_number", ""),
        document_number=facts.get("document_number", ""),
        date=facts["date"],
        time=facts.get("time"),
        place=facts.get("place", ""),
        proposer=facts["proposer"],
        proposals=tuple(facts["proposals"]),
        sections=tuple(_section(each, habits) for each in facts["sections"]),
        signers=tuple(facts.get("signers", ())),
        attendance=minutes.get("attendance", ""),
        absence=minutes.get("absence", ""),
        people=tuple(OldPerson(**each) for each in minutes.get("people", ())),
        decisions=(OldDecision(minutes["text"], minutes["code"]),) if minutes else (),
    )


def _section(facts: Mapping[str, Any], habits: Habits) -> OldSection:
    heading = facts.get("heading", "")
    return OldSection(
        heading,
        form=facts.get("form", "line" if heading else "none"),
        key=key_of(heading, habits),
        body=normalise(facts.get("body", "")),
        parts=tuple(_section(part, habits) for part in facts.get("parts", ())),
    )


def key_of(heading: str, habits: Habits) -> str:
    """The key of the template's section of that heading; "" for a section of the item's own."""
    if not heading:
        lead = habits.of_role("lead")
        return lead.key if lead else ""
    return next(
        (
            section.key
            for section in habits.sections
            if section.heading and patterns.read(section.heading.rstrip(" :"), heading.rstrip(" :")) is not None
        ),
        "",
    )
