"""An agenda item as a document: frozen text in the template's order, as agenda or as minutes.

``meetings.composing`` builds it from rows; ``flow`` tells it piece by piece, and every rendering (text, HTML, Word,
PDF) walks those same pieces, so that all of them say the same words. Python alone: no row, no clock.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from handleplan.prose import MARKDOWN, Run, normalise, parse

SCHEMA = 1  # fields are only added
AGENDA, MINUTES = "agenda", "minutes"
LINE, RUN_IN, NONE = "line", "run_in", "none"  # where a heading stands

_BLANK_LINES = re.compile(r"\n\s*\n")
_COUNTED = re.compile(r"([0-9]{1,3})\.\s*")


@dataclass(frozen=True, slots=True)
class HeadLine:
    """A line above the text; in some municipalities the title is one of them ("7. Titel (O)")."""

    text: str
    is_title: bool = False


@dataclass(frozen=True, slots=True)
class Passage:
    """Something that stands under a heading.

    ``kind`` is "text" (of ``text_kind`` plain or markdown), "line" (who proposes, who was there, what was decided),
    "point" (a proposal behind its ``label``) or "signers" (one or more lines).
    """

    kind: str
    text: str
    label: str = ""
    text_kind: str = "plain"


@dataclass(frozen=True, slots=True)
class Part:
    """A heading and its passages. ``level`` is 1 for a section and 2 for a sub-heading; ``pk`` is the section's row."""

    key: str
    role: str
    heading: str = ""
    form: str = LINE
    level: int = 1
    passages: tuple[Passage, ...] = ()
    pk: int | None = None


@dataclass(frozen=True, slots=True)
class Annex:
    """An appendix as printed: "Bilag 1: Status november 2013 (påført 02.12.2013)"; of an edition also its hash."""

    text: str
    note: str = ""
    is_closed: bool = False
    edition: int | None = None


@dataclass(frozen=True, slots=True)
class Public:
    """All that may be told of a closed item: head without numbers, public title, public words of the decision."""

    head: tuple[HeadLine, ...] = ()
    title: str = ""
    decision_heading: str = ""
    decision: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """One agenda item before or after its meeting. ``title`` is the item's own, ``head`` what is printed above it."""

    kind: str
    title: str
    head: tuple[HeadLine, ...] = ()
    parts: tuple[Part, ...] = ()
    annexes: tuple[Annex, ...] = ()
    annexes_heading: str = ""
    occasion: str = ""  # "Socialudvalget 29. februar 2012"
    author: str = ""  # who proposes, or the municipality
    date: str = ""  # the meeting's day, ISO
    bullet: str = "•"
    language: str = "da"
    is_closed: bool = False
    public: Public = Public()
    schema: int = SCHEMA


@dataclass(frozen=True, slots=True)
class Piece:
    """One block of a rendering.

    ``kind`` is "head", "title", "heading", "run_in", "paragraph", "bullet", "number", "point", "signers" or "annex".
    ``level`` counts headings from 1 and lists from 0; ``part`` is the place of the part it belongs to, -1 for none.
    """

    kind: str
    runs: tuple[Run, ...]
    level: int = 0
    number: int = 0
    label: str = ""
    part: int = -1

    @property
    def text(self) -> str:
        """Its words without marks, the label not included; a link is its words and its address."""
        return "".join(_said(run) for run in self.runs)


def published(document: Document) -> Document:
    """What may leave the house: of a closed item its public title and decision alone, else all but closed annexes."""
    if not document.is_closed:
        return replace(document, annexes=tuple(annex for annex in document.annexes if not annex.is_closed))
    public = document.public
    decision = Part("", "decision", public.decision_heading, passages=(Passage("line", public.decision),))
    return Document(
        document.kind,
        public.title,
        public.head,
        (decision,) if public.decision else (),
        occasion=document.occasion,
        date=document.date,
        bullet=document.bullet,
        language=document.language,
        is_closed=True,
        public=public,
    )


def flow(document: Document) -> Iterator[Piece]:
    """The document's pieces in printed order."""
    for line in document.head:
        yield Piece("title" if line.is_title else "head", (Run(line.text),), level=1 if line.is_title else 0)
    for place, part in enumerate(document.parts):
        yield from part_flow(part, place)
    if document.annexes:
        yield Piece("heading", (Run(document.annexes_heading),), level=1)
        for annex in document.annexes:
            yield Piece("annex", (Run(annex.text), *((Run(f"\n{annex.note}"),) if annex.note else ())))


def part_flow(part: Part, place: int = 0) -> Iterator[Piece]:
    """The pieces of one section: its heading and what stands under it."""
    if part.heading and part.form != NONE:
        heading = part.heading.rstrip(" :") + ":" if part.form == RUN_IN else part.heading
        yield Piece("run_in" if part.form == RUN_IN else "heading", (Run(heading),), level=part.level, part=place)
    for passage in part.passages:
        if passage.kind == "text":
            yield from _text_flow(passage, place)
            continue
        counted = _COUNTED.fullmatch(passage.label)
        kind = {"point": "number" if counted else "point", "signers": "signers"}.get(passage.kind, "paragraph")
        number = int(counted[1]) if counted else 0
        yield Piece(kind, (Run(passage.text),), number=number, label="" if counted else passage.label, part=place)


def _text_flow(passage: Passage, place: int) -> Iterator[Piece]:
    clean = normalise(passage.text)
    if passage.text_kind == MARKDOWN:
        for block in parse(clean):
            yield Piece(block.kind, block.runs, block.level, block.number, part=place)
        return
    for words in _BLANK_LINES.split(clean):
        if words.strip():
            yield Piece("paragraph", (Run(words),), part=place)


def as_text(document: Document) -> str:
    """The document as plain text: a blank line between blocks, lists marked as the municipality marks them."""
    return _text(flow(document), document.bullet)


def part_text(part: Part, bullet: str = "•") -> str:
    """One section as plain text."""
    return _text(part_flow(part), bullet)


def _text(pieces: Iterator[Piece], bullet: str) -> str:
    lines: list[str] = []
    previous = ""
    for piece in pieces:
        listed = piece.kind in ("bullet", "number", "point")
        joined = listed and previous in _JOINED and (piece.kind == previous or piece.level > 0)
        close = previous == "run_in" or (piece.kind == previous == "head") or joined
        if lines and not close:
            lines.append("")
        marker = {"bullet": f"{bullet} ", "number": f"{piece.number}. ", "point": piece.label}.get(piece.kind, "")
        indent = "  " * piece.level if piece.kind in ("bullet", "number") else ""
        lines.append(indent + marker + piece.text.replace("\n", f"\n{indent}"))
        previous = piece.kind
    return "\n".join(lines) + "\n" if lines else ""


_JOINED = ("bullet", "number", "point")


def _said(run: Run) -> str:
    address = run.href.removeprefix("mailto:")
    return run.text if not run.href or run.text in (run.href, address) else f"{run.text} ({address})"


def to_data(document: Document) -> dict[str, Any]:
    """The document as plain data, for ``ItemVersion.content``."""
    return asdict(document)


def as_json(document: Document) -> str:
    """The canonical JSON of the data: the same document gives the same text."""
    return json.dumps(to_data(document), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def sha256(document: Document) -> str:
    """The hash of the canonical JSON, in hexadecimal."""
    return hashlib.sha256(as_json(document).encode()).hexdigest()


def from_data(data: Mapping[str, Any]) -> Document:
    """The document that ``to_data`` wrote, of this schema or an older one; keys unknown today are passed over."""
    known = _known(Document, data)
    return Document(
        **known
        | {
            "head": tuple(HeadLine(**_known(HeadLine, each)) for each in data.get("head", ())),
            "parts": tuple(_part(each) for each in data.get("parts", ())),
            "annexes": tuple(Annex(**_known(Annex, each)) for each in data.get("annexes", ())),
            "public": _public(data.get("public", {})),
        }
    )


def _part(data: Mapping[str, Any]) -> Part:
    passages = tuple(Passage(**_known(Passage, each)) for each in data.get("passages", ()))
    return Part(**_known(Part, data) | {"passages": passages})


def _public(data: Mapping[str, Any]) -> Public:
    head = tuple(HeadLine(**_known(HeadLine, each)) for each in data.get("head", ()))
    return Public(**_known(Public, data) | {"head": head})


def _known(kind: Any, data: Mapping[str, Any]) -> dict[str, Any]:
    return {name: data[name] for name in kind.__dataclass_fields__ if name in data}
