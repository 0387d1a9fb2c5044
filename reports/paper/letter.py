"""A letter as the HTML that is printed. Every text goes through ``bounds``, block by block, and is escaped."""

from __future__ import annotations

import datetime as dt
from collections.abc import Container
from html import escape

from reports.letters import Letter, blocks_html
from reports.paper import bounds
from reports.paper.errors import PaperError
from reports.paper.words import words_for

MOST_BLOCKS = 20_000


def letter_html(letter: Letter, covered: Container[str] | None = None) -> str:
    """The whole document. Raises ``PaperError("refused")`` when it is larger than any agenda can be."""
    size = sum(len(run.text) for block in letter.blocks for run in block.runs)
    if len(letter.blocks) > MOST_BLOCKS or size > bounds.MAX_TOTAL:
        raise PaperError("refused", f"{len(letter.blocks)} blocks, {size} characters")
    words = words_for(letter.language)

    def say(text: str) -> str:
        return escape(bounds.clean(text, covered, fit=60))

    def line(text: str, limit: int = bounds.MAX_LINE) -> str:
        return escape(bounds.one_line(text, limit, covered))

    strings = {
        "header": line(letter.header or letter.title, 90),
        "right": line(letter.right, 60),
        "foot": line(letter.foot, 110),
        "side": words.page[0],
        "of": words.page[1],
    }
    running = " ".join(f'data-{name}="{value}"' for name, value in strings.items())
    when = moment(letter).isoformat()
    body = "".join(blocks_html(letter.blocks, say, classes=True))
    return (
        f'<!DOCTYPE html><html lang="{escape(letter.language)}"><head><meta charset="utf-8">'
        f"<title>{line(letter.title)}</title>"
        f'<meta name="author" content="{line(letter.author)}"><meta name="generator" content="Handleplan">'
        f'<meta name="description" content="{line(letter.subject)}">'
        f'<meta name="dcterms.created" content="{when}"><meta name="dcterms.modified" content="{when}">'
        f"</head><body {running}>{body}</body></html>"
    )


def moment(letter: Letter) -> dt.datetime:
    """When the file says it was made: what the letter says, never the clock."""
    taken = dt.datetime.fromisoformat(letter.moment).replace(microsecond=0)
    return taken if taken.tzinfo else taken.replace(tzinfo=dt.UTC)
