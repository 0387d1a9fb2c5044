"""A snapshot as PDF: the month's status report, PDF/A-3a and PDF/UA-1 in one file, its facts attached as JSON.

The work is done by a bounded child process (``reports.paper``); nothing here imports WeasyPrint. Never call this inside
a database transaction: a large plan takes seconds.
"""

from __future__ import annotations

from reports.budget_notes import NotePaper
from reports.letters import Letter
from reports.paper import framing
from reports.paper.errors import PaperError
from reports.paper.press import press
from reports.snapshot import Snapshot

__all__ = ["PaperError", "render", "render_letter", "render_note", "warm_up"]


def render(snapshot: Snapshot) -> bytes:
    """The report's bytes: the same snapshot gives the same bytes, on every machine with the same libraries.

    Raises ``PaperError`` with a stable code (timeout, memory, crashed, refused, failed); then nothing may be published.
    """
    return press.pdf(snapshot.as_json().encode())


def render_letter(letter: Letter) -> bytes:
    """A letter's bytes, the same for the same letter. Raises ``PaperError`` as ``render`` does."""
    return press.pdf(letter.as_json().encode(), framing.LETTER)


def render_note(paper: NotePaper) -> bytes:
    """A budget note's bytes, the same for the same note. Raises ``PaperError`` as ``render`` does."""
    return press.pdf(paper.as_json().encode(), framing.NOTE)


def warm_up() -> None:
    """Start the printing child ahead of the first report (about a second)."""
    press.warm_up()
