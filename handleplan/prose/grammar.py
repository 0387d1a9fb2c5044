"""The Markdown subset: paragraphs with their line breaks, bold, italics, bulleted and numbered lists, links.

Everything else prints as typed. Own grammar, not CommonMark: a municipality's lines begin with dates and amounts.

* "1. " makes a numbered list only where at least two lines count 1., 2., … and none goes on with a month's name, so
  "31. dec. 2012", "1. maj" and "3. Opfølgning" stay, and a list always prints the numbers that were typed;
* "- 4.500" and "- 4,5 mio. kr." are amounts, no bullets;
* "1)" and "a)" print as typed; so do "_", "#", ">", "`" and tables;
* ``*`` is italic at the edges of words only ("5*3*2" stays), ``**`` is bold anywhere; ``\\*`` and ``\\[`` print a sign.

Every step passes over the text once: hostile text costs linear time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from handleplan.dates.vocabulary import MONTHS

DEEPEST = 8  # levels of lists: two elements each, so with link, bold and italic at most 20 elements deep
PARAGRAPH, BULLET, NUMBER = "paragraph", "bullet", "number"

_ITEM = re.compile(r"(?P<indent>[ \t]*)(?:(?P<bullet>[-*•])|(?P<number>[0-9]{1,3})\.)[ \t]+(?P<text>\S.*)")
_AMOUNT = re.compile(r"[0-9½¼¾][0-9.,]*[½¼¾]?\s*(?:$|%|(?:kr|dkk|tkr|t\.\s?kr|mio|mia|pct|procent)\b)", re.IGNORECASE)
_FIRST_WORD = re.compile(r"[^\W\d_]+")

_URL = r"(?:https?://|mailto:)[^\s()<>\"\[\]]"
_PIECE = re.compile(
    rf"\\(?P<escaped>[*\[])|(?P<stars>\*+)|\[(?P<label>[^\[\]\n]{{1,300}})\]\((?P<target>{_URL}{{1,2000}})\)"
    r"|(?P<address>https?://[^\s()<>\"\[\]*]*[^\s()<>\"\[\]*.,;:!?'])"
)


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one style; ``\\n`` in it is a line break."""

    text: str
    bold: bool = False
    italic: bool = False
    href: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or one item of a list. ``level`` counts from 0; ``number`` is the one typed (numbered items only)."""

    kind: str
    runs: tuple[Run, ...]
    level: int = 0
    number: int = 0


def parse(text: str) -> tuple[Block, ...]:
    """The blocks of a text that went through ``normalise``. Never raises."""
    return tuple(
        Block(kind, tuple(_runs("\n".join(lines))), min(level, DEEPEST - 1), number)
        for kind, level, number, lines in _blocks(text)
    )


@dataclass(frozen=True, slots=True)
class _Line:
    indent: int
    text: str
    bullet: bool = False
    number: int = -1
    content: str = ""


def _read_line(line: str) -> _Line:
    text = line.strip()
    indent = _width(line[: len(line) - len(line.lstrip())])
    match = _ITEM.match(line)
    if match is None:
        return _Line(indent, text)
    content = match["text"]
    if match["bullet"]:
        return _Line(indent, text, not (match["bullet"] == "-" and _AMOUNT.match(content)), content=content)
    word = _FIRST_WORD.match(content)
    if word and word[0].casefold() in MONTHS:
        return _Line(indent, text)
    return _Line(indent, text, number=int(match["number"]), content=content)


def _width(blanks: str) -> int:
    return len(blanks.expandtabs(4))


def _counted(lines: list[_Line]) -> set[int]:
    """The lines that are numbered items: at least two that count 1., 2., … with nothing but deeper lines between."""
    counted: set[int] = set()
    open_levels: list[tuple[int, int | None]] = []  # the indent and the last numbered line of each
    for at, line in enumerate(lines):
        if not line.text:
            continue
        previous = None
        while open_levels and open_levels[-1][0] + 2 > line.indent:
            previous = open_levels.pop()[1]
        if line.bullet:
            open_levels.append((line.indent, None))
        elif previous is not None and line.number == lines[previous].number + 1:
            open_levels.append((line.indent, at))
            counted.update((previous, at))
        elif line.number == 1:
            open_levels.append((line.indent, at))
    return counted


def _blocks(text: str) -> Iterator[tuple[str, int, int, list[str]]]:
    """Kind, level, number and lines of each block."""
    lines = [_read_line(line) for line in text.split("\n")]
    counted = _counted(lines)
    indents: list[int] = []  # of the items that are open
    current: tuple[str, int, int, list[str]] | None = None
    after_blank = False
    for at, line in enumerate(lines):
        if not line.text:
            after_blank = True
            continue
        is_item = line.bullet or at in counted
        while indents and indents[-1] + 2 > line.indent:
            indents.pop()
        if is_item:
            if current:
                yield current
            kind, number = (BULLET, 0) if line.bullet else (NUMBER, line.number)
            current = (kind, len(indents), number, [line.content])
            indents.append(line.indent)
        elif current and (indents or (current[0] == PARAGRAPH and not after_blank)):
            current[3].append(line.text)
        else:
            if current:
                yield current
            current = (PARAGRAPH, 0, 0, [line.text])
        after_blank = False
    if current:
        yield current


def _runs(text: str) -> list[Run]:
    """The styled stretches of one block; neighbours in the same style are one."""
    pieces = list(_pieces(text))
    opens, closes = _pairs(pieces)
    runs: list[Run] = []
    bold = italic = 0
    for at, (run, stars) in enumerate(pieces):
        if at in opens or at in closes:
            step = 1 if at in opens else -1
            bold += step * (stars >= 2)
            italic += step * (stars != 2)
            continue
        styled = Run(run.text, bold > 0, italic > 0, run.href)
        if runs and (runs[-1].bold, runs[-1].italic, runs[-1].href) == (styled.bold, styled.italic, styled.href):
            runs[-1] = Run(runs[-1].text + styled.text, styled.bold, styled.italic, styled.href)
        elif styled.text:
            runs.append(styled)
    return runs


def _pieces(text: str) -> Iterator[tuple[Run, int]]:
    """Text and links, each with 0, and rows of stars with their length."""
    done = 0
    for match in _PIECE.finditer(text):
        if match.start() > done:
            yield Run(text[done : match.start()]), 0
        done = match.end()
        if match["stars"]:
            yield Run(match["stars"]), len(match["stars"])
        elif match["escaped"]:
            yield Run(match["escaped"]), 0
        elif match["label"]:
            yield Run(match["label"], href=match["target"]), 0
        else:
            yield Run(match["address"], href=match["address"]), 0
    if done < len(text):
        yield Run(text[done:]), 0


def _pairs(pieces: list[tuple[Run, int]]) -> tuple[set[int], set[int]]:
    """Which rows of one to three stars open and which close; the others print."""
    opens: set[int] = set()
    closes: set[int] = set()
    waiting: list[int] = []
    count = [0, 0, 0, 0]
    for at, (_, stars) in enumerate(pieces):
        if not 1 <= stars <= 3:
            continue
        before = pieces[at - 1][0].text[-1:] if at else ""
        after = pieces[at + 1][0].text[:1] if at + 1 < len(pieces) else ""
        may_open = bool(after.strip()) and (stars > 1 or not before.isalnum())
        may_close = bool(before.strip()) and (stars > 1 or not after.isalnum())
        if may_close and count[stars]:
            while True:
                opener = waiting.pop()
                count[pieces[opener][1]] -= 1
                if pieces[opener][1] == stars:
                    break
            opens.add(opener)
            closes.add(at)
        elif may_open:
            waiting.append(at)
            count[stars] += 1
    return opens, closes
