"""The lines of a pasted text or a Word file, without what a web page put among them, and what looks like a heading."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from handleplan.prose import normalise

LONGEST_HEADING = 90  # characters

# What a web page says around an item. Only whole lines, so that no sentence of the item goes.
_REMAINS = re.compile(
    r"til top(pen)?|kunne ikke indlæse data\b.*|udskriv( siden| punktet)?|print( siden)?|læs op|del( siden)? på .{2,20}"
    r"|tilbage til (oversigten|dagsordenen|referatet|mødet)|hent som pdf|(forrige|næste) punkt|spring til indhold",
    re.IGNORECASE,
)
_BULLET = re.compile(r"(?:[·•▪◦‣*]|[-–](?!\d))\s+")
_LISTED = re.compile(r"(?:[·•▪◦‣*–-]|\(?\d{1,3}[.)]|\(?[A-Za-zÆØÅæøå][.)])\s")
_NUMBERED = re.compile(r"\d{1,2}\. [A-ZÆØÅ].*:")
_VERB = re.compile(
    r"\b(?:er|var|bliver|blev|har|havde|vil|skal|kan|må|fremgik|fremgår|gives|nævnes|konstateres|anbefaler|anbefalede"
    r"|indstiller|indstilles|besluttede|beskrives|følger|vurderes|forventes|overværede|deltog)\b"
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line without its white space. ``number`` counts from 1; ``level`` is a Word heading's, 0 for none."""

    number: int
    text: str
    level: int = 0
    after_blank: bool = False


def read_lines(text: str, levels: Sequence[int] = ()) -> tuple[list[Line], list[str]]:
    """The lines that hold something, and those that only a web page said. Non-breaking spaces become spaces."""
    lines, dropped, after_blank = [], [], True
    for number, raw in enumerate(normalise(text.replace("\u00a0", " ")).split("\n"), start=1):
        words = " ".join(raw.split())
        if words and _REMAINS.fullmatch(words):
            dropped.append(words)
        elif words:
            level = levels[number - 1] if number <= len(levels) else 0
            lines.append(Line(number, words, level, after_blank))
        after_blank = not words
    return lines, dropped


def spaced(lines: Sequence[Line]) -> bool:
    """Whether blank lines part the paragraphs; else every line is one."""
    return sum(line.after_blank for line in lines) * 3 > len(lines)


def looks_like_heading(line: Line, following: Line | None) -> str:
    """How a heading that no template knows stands there: "line", "run_in" (with a colon) or "" for none.

    A heading is short, has a text below it and is no sentence; an item of a list is one only where it is numbered and
    ends with a colon ("1. Derudover gives der anbefalinger vedrørende:").
    """
    text = line.text
    if following is None or len(text) > LONGEST_HEADING:
        return ""
    if _NUMBERED.fullmatch(text):
        return "line"
    if line.level:
        return "run_in" if text.endswith(":") else "line"
    begins = text.lstrip('(”"»')[:1]
    if _LISTED.match(text) or not (begins.isupper() or begins.isdigit()) or _VERB.search(text):
        return ""
    if text.endswith(":"):
        introduces = _BULLET.match(following.text) or "," in text.split("(")[0]
        return "" if introduces else "run_in"
    return "line" if not text.rstrip(')”"»').endswith((".", ",", ";", "!", "?")) or _in_brackets(text) else ""


def _in_brackets(text: str) -> bool:
    """ "(Sygedagpenge)", and with a bracket lost or a full stop behind it, "Kontanthjælp)."."""
    return bool(re.fullmatch(r"\(?[\w /-]{3,60}\)\.?", text))


def is_below(line: Line) -> bool:
    """A heading that can only stand below another one: in brackets, or numbered."""
    return _in_brackets(line.text) or bool(_NUMBERED.fullmatch(line.text))


def as_body(lines: Iterable[Line], *, in_paragraphs: bool) -> str:
    """The lines as Markdown that prints the same words: bullets are one kind, a star stays a star."""
    written: list[str] = []
    previous_listed = False
    for line in lines:
        bullet = _BULLET.match(line.text)
        text = "- " + _escaped(line.text[bullet.end() :]) if bullet else _escaped(line.text)
        listed = bool(bullet) or bool(re.match(r"\d{1,3}\. ", line.text))
        if written and not (listed and previous_listed) and (line.after_blank or not in_paragraphs or listed):
            written.append("")
        written.append(text)
        previous_listed = listed
    return "\n".join(written)


def _escaped(text: str) -> str:
    return re.sub(r"\[(?=[^\[\]]*\]\()", r"\\[", text.replace("*", r"\*"))
