"""Runs and paragraphs as XML text."""

from __future__ import annotations

from collections.abc import Iterable
from xml.sax.saxutils import escape

from docx.oxml.ns import nsdecls

from handleplan.prose import Block, Run, normalise, parse
from reports.cell_text import OLD, STRONG, Piece, said

NAMESPACES = nsdecls("w", "r", "wp", "a", "pic")
OLD_DATE = '<w:strike/><w:color w:val="4A5866"/>'  # struck through; the brackets say it in words


def run(text: str, properties: str = "") -> str:
    """A stretch of text in one style. ``properties`` is the inside of ``w:rPr``; line breaks stay."""
    look = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    lines = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n"))
    return f"<w:r>{look}{lines}</w:r>"


def paragraph(inside: str, style: str = "", properties: str = "") -> str:
    """A paragraph of runs in a style of ``word.styles``."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    look = f"<w:pPr>{named}{properties}</w:pPr>" if named or properties else ""
    return f"<w:p>{look}{inside}</w:p>"


def plain(text: str, style: str = "") -> str:
    """A paragraph of plan text as it is written; nothing for no text."""
    return paragraph(run(said(text)), style) if text else ""


def labelled(label: str, text: str, style: str = "") -> str:
    """A paragraph that begins with its bold label."""
    return paragraph(run(said(label), "<w:b/>") + (run(f" {said(text)}") if text else ""), style)


def field(instruction: str, properties: str = "") -> str:
    """A field that Word computes itself, such as PAGE."""
    look = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:fldSimple w:instr="{instruction}"><w:r>{look}<w:t>1</w:t></w:r></w:fldSimple>'


def toned(pieces: Iterable[Piece], properties: str = "") -> str:
    """The pieces of a cell in ``properties``: what counts no more is struck through, what the cell is about is bold."""
    looks = {OLD: OLD_DATE, STRONG: "<w:b/>" + properties.replace("<w:b/>", "")}
    return "".join(run(piece.text, looks.get(piece.tone, properties)) for piece in pieces)


class Lists:
    """The numbered lists of a document: each begins with the number that was typed.

    ``started`` collects level and first number of each; a place in it tells the identifier of that list's numbering.
    """

    BULLETS = 901

    def __init__(self) -> None:
        self.started: list[tuple[int, int]] = []  # level and first number

    def number(self, level: int, first: int) -> int:
        """The identifier of a new list's numbering."""
        self.started.append((level, first))
        return self.BULLETS + len(self.started)


def marked(text: str, style: str, lists: Lists) -> str:
    """A text typed as Markdown: paragraphs, bold, italics and real lists. Empty text is one empty paragraph."""
    paragraphs = []
    running: dict[int, tuple[int, int]] = {}  # level -> numbering and the last number
    for block in parse(normalise(text)):
        paragraphs.append(paragraph(styled(block.runs), style, listed(block, running, lists)))
    return "".join(paragraphs) or paragraph("", style)


def listed(block: Block, running: dict[int, tuple[int, int]], lists: Lists) -> str:
    """What makes a paragraph an item of its list; "" for none. ``running`` are the lists that are open, by level."""
    for level in [level for level in running if level > block.level or block.kind == "paragraph"]:
        del running[level]
    if block.kind == "paragraph":
        return ""
    if block.kind == "bullet":
        running.pop(block.level, None)
        numbering = Lists.BULLETS
    else:
        numbering, last = running.get(block.level, (0, 0))
        if not numbering or block.number != last + 1:
            numbering = lists.number(block.level, block.number)
        running[block.level] = (numbering, block.number)
    return f'<w:numPr><w:ilvl w:val="{block.level}"/><w:numId w:val="{numbering}"/></w:numPr>'


def styled(runs: Iterable[Run]) -> str:
    """Stretches in bold and italics, a link as its words and its address."""
    return "".join(
        run(said(_words(each)), ("<w:b/>" if each.bold else "") + ("<w:i/>" if each.italic else "")) for each in runs
    )


def _words(each: Run) -> str:
    """A link is its words and its address, as on paper."""
    address = each.href.removeprefix("mailto:")
    return each.text if not each.href or each.text in (each.href, address) else f"{each.text} ({address})"
