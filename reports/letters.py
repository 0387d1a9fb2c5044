"""A letter: frozen running text for paper, such as an agenda item; headings, paragraphs, lists, signatures.

What a snapshot is for the status report, a letter is for a document of prose: whoever has one composes its blocks, and
``reports.pdf`` prints them in the same bounded child. Python alone; knows no plan, no committee and no clock.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any, Protocol

from handleplan.prose import Run

BULLET, NUMBER = "bullet", "number"
TEXT_KINDS = {"head": "head", "paragraph": "", "point": "point", "signers": "signers", "annex": "annex"}


class Piece(Protocol):
    """A block as whoever writes letters holds it.

    ``kind`` is "title", "heading", "run_in" (a heading whose text follows close behind), "bullet", "number", "break" (a
    new page) or one of ``TEXT_KINDS``. ``level`` counts headings from 1 and lists from 0.
    """

    @property
    def kind(self) -> str: ...
    @property
    def runs(self) -> tuple[Run, ...]: ...
    @property
    def level(self) -> int: ...
    @property
    def number(self) -> int: ...
    @property
    def label(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Block:
    """One block as it travels to the printer."""

    kind: str
    runs: tuple[Run, ...] = ()
    level: int = 0
    number: int = 0
    label: str = ""


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file that lies inside the PDF. ``content`` is base64."""

    name: str
    description: str
    content: str


@dataclass(frozen=True, slots=True)
class Letter:
    """``moment`` is ISO 8601 and all that the file says of its age; ``header`` and ``foot`` stand on each page."""

    title: str
    blocks: tuple[Block, ...]
    moment: str
    author: str = ""
    subject: str = ""
    language: str = "da"
    header: str = ""
    right: str = ""
    foot: str = ""
    enclosures: tuple[Enclosure, ...] = ()

    def as_json(self) -> str:
        """Canonical: the same letter gives the same text, and so the same PDF."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def block_of(piece: Piece) -> Block:
    """A piece of somebody else's document as a block."""
    return Block(piece.kind, piece.runs, piece.level, piece.number, piece.label)


def from_json(text: str) -> Letter:
    """The letter that ``as_json`` wrote. Raises TypeError or ValueError for anything else."""
    data: dict[str, Any] = json.loads(text)
    blocks = tuple(
        Block(**block | {"runs": tuple(Run(**run) for run in block.get("runs", ()))}) for block in data["blocks"]
    )
    enclosures = tuple(Enclosure(**each) for each in data.get("enclosures", ()))
    return Letter(**data | {"blocks": blocks, "enclosures": enclosures})


def blocks_html(
    blocks: Iterable[Piece], say: Callable[[str], str], *, shift: int = 0, classes: bool = False
) -> Iterator[str]:
    """The blocks as HTML: headings, paragraphs, real lists. ``say`` escapes a stretch of text.

    ``shift`` is how many levels lower the headings stand ("title" is h1 without it); ``classes`` names what a style
    sheet may want to know; without them the HTML is clean enough for any editor's clipboard.
    """
    lists: list[tuple[str, int]] = []  # the lists that are open: kind and last number

    def closed(levels: int) -> str:
        html = ""
        while len(lists) > levels:
            html += "</li></ul>" if lists.pop()[0] == BULLET else "</li></ol>"
        return html

    for block in blocks:
        if block.kind in (BULLET, NUMBER):
            level = min(block.level, len(lists))
            yield closed(level + 1)
            if len(lists) == level + 1 and _goes_on(lists[-1], block):
                lists.pop()
                yield "</li><li>"
            else:
                yield closed(level)
                start = f' start="{block.number}"' if block.number > 1 else ""
                yield "<ul><li>" if block.kind == BULLET else f"<ol{start}><li>"
            lists.append((block.kind, block.number))
            yield _runs(block.runs, say)
            continue
        yield closed(0) + _block(block, say, shift, classes)
    yield closed(0)


def _goes_on(last: tuple[str, int], block: Piece) -> bool:
    return last[0] == block.kind and (block.kind == BULLET or last[1] + 1 == block.number)


def _block(block: Piece, say: Callable[[str], str], shift: int, classes: bool) -> str:
    words = _runs(block.runs, say)
    if block.kind in ("title", "heading", "run_in"):
        level = min((1 if block.kind == "title" else block.level + 1) + shift, 6)
        name = " class=run-in" if classes and block.kind == "run_in" else ""
        return f"<h{level}{name}>{words}</h{level}>"
    if block.kind == "break":
        return "<div class=break></div>" if classes else "<hr>"
    name = TEXT_KINDS.get(block.kind, "") if classes else ""
    return f"<p{f' class={name}' if name else ''}>{say(block.label)}{words}</p>"


def _runs(runs: Iterable[Run], say: Callable[[str], str]) -> str:
    html = ""
    for run in runs:
        address = run.href.removeprefix("mailto:")
        text = run.text if not run.href or run.text in (run.href, address) else f"{run.text} ({address})"
        words = say(text)
        words = f"<em>{words}</em>" if run.italic else words
        html += f"<strong>{words}</strong>" if run.bold else words
    return html
