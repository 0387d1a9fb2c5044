"""A budget note for paper: its facts and, where they are asked for, what its own figures say of it, in sentences."""

from __future__ import annotations

import json
from dataclasses import dataclass

from handleplan.budget_note.facts import NoteFact
from reports import frozen


@dataclass(frozen=True, slots=True)
class NotePaper:
    """What the printer gets, frozen. ``checks`` print after the note, under a heading that says whose they are."""

    note: NoteFact
    checks: tuple[str, ...] = ()

    def as_json(self) -> str:
        """Canonical: the same note gives the same text, and so the same PDF."""
        return frozen.to_json(self)


def from_json(text: str) -> NotePaper:
    """The paper that ``as_json`` wrote. Raises ``ValueError`` for a field that nobody knows."""
    return frozen.from_value(NotePaper, json.loads(text))
