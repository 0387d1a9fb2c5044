"""A pasted budget note taken apart: headings, paragraphs, lists, tables, and the block that stood in the margin.

Nothing is lost: every block is there in its order, and what is doubtful (a block from the margin in mid-text, a
sentence torn by a page break, the level of a heading) is offered for a person to decide. Source: S001-2 to S001-4.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

HEADING, PARAGRAPH, LIST, TABLE, CAPTION = "heading", "paragraph", "list", "table", "caption"
LEVELS = (1, 2, 3)

_HASHES = re.compile(r"(#{1,6})[ \t]+(.*?)[ \t]*#*$")
_NUMBER = re.compile(r"(?P<number>[0-9]{1,2}(?:\.[0-9]{1,2}){0,4})\.?[ \t]+\S")
_ITEM = re.compile(r"[ \t]*(?:[-*•]|[0-9]{1,3}\.)[ \t]+\S")
_BOLD = re.compile(r"\*\*(?P<text>[^*]+(?:\*(?!\*)[^*]*)*)\*\*")
_TABLE_TITLE = re.compile(r"\**Tabel[ \t]+[0-9]{1,3}\b", re.IGNORECASE)
_KEYED = re.compile(
    r"(?P<name>Sagsnr|Sagsnummer|Sags-?nr|Dokumentnr|Dokumentnummer|Sagsbehandler)\b\.?:?[ \t]*(?P<value>.*)",
    re.IGNORECASE | re.DOTALL,
)
_PROPOSAL = re.compile(r"(?P<number>[A-ZÆØÅ]{1,3} ?[0-9]{1,5}):[ \t]*(?P<lead>.*)")
_ADDRESS = re.compile(
    r"^[0-9]{4} [A-ZÆØÅ]|\bE-?mail\b|\bEAN\b|\bTelefon\b|\bTlf\b|@[a-z0-9.-]+\.[a-z]{2,}\b", re.MULTILINE
)
_ENDED = re.compile(r"[.:;!?…”\"*)][*]*\s*$")
_SHORT = 45  # characters of a line of a margin's block
_TAGS = re.compile(r"</?(?:i|b|em|strong|u|br)\s*/?>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of the pasted text. ``place`` counts from 0; ``level`` is a heading's, as its number suggests it.

    ``in_margin``: it looks like the sender's block. ``joins``: it looks like the rest of a sentence that was torn.
    """

    place: int
    kind: str
    text: str
    level: int = 0
    in_margin: bool = False
    joins: bool = False


@dataclass(frozen=True, slots=True)
class Head:
    """What stands before the first section."""

    above: tuple[str, ...] = ()
    proposal_number: str = ""
    title_lead: str = ""
    title: str = ""
    case_number: str = ""
    document_number: str = ""
    caseworker: str = ""


def take_apart(text: str) -> tuple[Head, tuple[Block, ...]]:
    """The head and the blocks of a pasted note. Never raises; a text without headings is one section."""
    pieces = list(_pieces(text))
    head, used = _head(pieces)
    blocks = [_block(place, piece) for place, piece in enumerate(pieces[used:])]
    return head, tuple(_offers(_captions(blocks)))


def bare(text: str) -> str:
    """A cell or heading without marks of bold and italics."""
    return _TAGS.sub("", text).replace("**", "").strip(" \t*")


def number_of(text: str) -> str:
    """The number a heading or a table's row begins with: "1.1", "2"; "" without one."""
    found = _NUMBER.match(bare(text))
    return found["number"] if found else ""


def _pieces(text: str) -> list[str]:
    """The stretches between empty lines; a heading stands alone, and so does a table."""
    pieces: list[str] = []
    for chunk in re.split(r"\n[ \t\u00a0]*\n", text.replace("\r\n", "\n").replace("\r", "\n")):
        kind = ""
        for line in chunk.split("\n"):
            if not line.strip():
                continue
            now = "heading" if _HASHES.match(line.strip()) else "table" if "\t" in line else "text"
            if now != kind or now == "heading":
                pieces.append(line.rstrip(" ") if now == "table" else line.strip())
            else:
                pieces[-1] += "\n" + (line.rstrip(" ") if now == "table" else line.rstrip())
            kind = now
    return pieces


def _head(pieces: Sequence[str]) -> tuple[Head, int]:
    """The head, and how many pieces it took: to the last keyed line, else the first heading alone."""
    keyed = {at: found for at, piece in enumerate(pieces[:20]) if (found := _KEYED.fullmatch(piece))}
    last = max(keyed, default=-1)
    if last < 0:
        if pieces and (only := _HASHES.match(pieces[0])):
            return Head(title=bare(only[2])), 1
        return Head(), 0
    values = {
        found["name"][:4].lower() + found["name"][4:5].lower(): bare(found["value"].strip()) for found in keyed.values()
    }
    lines = [bare(_HASHES.sub(r"\2", piece)) for at, piece in enumerate(pieces[:last]) if at not in keyed]
    at = next((at for at, line in enumerate(lines) if _PROPOSAL.fullmatch(line)), None)
    numbered = _PROPOSAL.fullmatch(lines[at]) if at is not None else None
    above = lines[:at] if at is not None else lines[:-1]
    rest = lines[at + 1 :] if at is not None else lines[-1:]
    return (
        Head(
            above=tuple(above),
            proposal_number=numbered["number"] if numbered else "",
            title_lead=numbered["lead"].strip() if numbered else "",
            title=" ".join(rest),
            case_number=values.get("sagsn", values.get("sags-", "")),
            document_number=values.get("dokum", ""),
            caseworker=values.get("sagsb", ""),
        ),
        last + 1,
    )


def _block(place: int, piece: str) -> Block:
    if heading := _HASHES.match(piece):
        words = bare(heading[2])
        number = number_of(words)
        return Block(place, HEADING, words, level=min(1 + number.count(".") + 1, 3) if number else 1)
    if "\t" in piece:
        return Block(place, TABLE, piece)
    return Block(place, LIST if _ITEM.match(piece) else PARAGRAPH, _TAGS.sub("", piece))


def _captions(blocks: Sequence[Block]) -> list[Block]:
    """Bold paragraphs from "Tabel 1" to the table they stand over are its caption."""
    marked: list[Block] = []
    waiting: list[int] = []
    for block in blocks:
        bold = block.kind == PARAGRAPH and (_BOLD.fullmatch(block.text) or _TABLE_TITLE.match(block.text))
        if bold and (waiting or _TABLE_TITLE.match(block.text)):
            waiting.append(block.place)
        elif block.kind == TABLE:
            for place in waiting:
                marked[place] = Block(place, CAPTION, bare(marked[place].text))
            waiting = []
        else:
            waiting = []
        marked.append(block)
    return marked


def _offers(blocks: list[Block]) -> list[Block]:
    """What looks like the margin's block, and what looks like the rest of a torn sentence."""
    margin = _margin(blocks)
    offered: list[Block] = []
    before: Block | None = None
    for block in blocks:
        if block.place in margin:
            offered.append(Block(block.place, block.kind, block.text, block.level, in_margin=True))
            continue
        torn = (
            before is not None
            and before.kind == PARAGRAPH
            and block.kind == PARAGRAPH
            and not _ENDED.search(before.text)
            and block.text[:1].islower()
        )
        offered.append(Block(block.place, block.kind, block.text, block.level, joins=torn))
        before = block
    return offered


def _margin(blocks: Sequence[Block]) -> set[int]:
    """The places of neighbouring short blocks of which one has a postcode, an e-mail address or an EAN number."""
    found: set[int] = set()
    run: list[Block] = []
    for block in [*blocks, Block(len(blocks), HEADING, "")]:
        if block.kind == PARAGRAPH and all(len(line) <= _SHORT for line in block.text.split("\n")):
            if not (block.text.rstrip().endswith((".", ":")) or block.text[:1].islower()):
                run.append(block)
                continue
        if sum(bool(_ADDRESS.search(each.text)) for each in run) >= 2:
            found |= {each.place for each in run}
        run = []
    return found
