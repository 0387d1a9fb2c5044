"""The paragraphs of a Word file as lines of text, with the level of each heading. Numbers of lists are written out.

The package is judged by ``handleplan.evidence`` first (entries, size while inflating, macros); here nothing is followed
and no entity is expanded. Pure: bytes in, text out.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from xml.etree import ElementTree

from handleplan import evidence
from handleplan.prose import normalise

LARGEST_PART = 5_000_000  # bytes of the document's XML
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HEADING = re.compile(r"(?:heading|overskrift)\s*([1-9])", re.IGNORECASE)


class NotWord(ValueError):
    """The file is no Word file, or is damaged, or holds more than can be read; ``problem`` is ``evidence``'s code."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


def read_word(content: bytes) -> tuple[str, list[int]]:
    """The text, a blank line between paragraphs, and for each of its lines the heading's level (0 for none).

    Raises ``NotWord``.
    """
    try:
        evidence.judge("dagsorden.docx", content)
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            body = _parsed(package, "word/document.xml")
            if body is None:
                raise NotWord("content")
            styles, lists = _styles(package), _Lists(package)
    except evidence.Refused as refused:
        raise NotWord(refused.problem) from None
    except (ElementTree.ParseError, zipfile.BadZipFile, KeyError, UnicodeDecodeError) as damaged:
        raise NotWord("damaged") from damaged
    lines: list[str] = []
    levels: list[int] = []
    for text, level in _paragraphs(body, styles, lists):
        written = normalise(text).split("\n")
        if not any(line.strip() for line in written):
            continue
        lines += [*written, ""]
        levels += [level] * len(written) + [0]
    return "\n".join(lines).rstrip("\n"), levels


def _parsed(package: zipfile.ZipFile, name: str) -> ElementTree.Element | None:
    if name not in package.namelist():
        return None
    if package.getinfo(name).file_size > LARGEST_PART:
        raise NotWord("too-large")
    xml = package.read(name)
    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
        raise NotWord("content")
    return ElementTree.fromstring(xml)


def _styles(package: zipfile.ZipFile) -> dict[str, int]:
    """The heading level of each style that is one, by the style's key."""
    root = _parsed(package, "word/styles.xml")
    found = {}
    for style in root.iter(f"{_W}style") if root is not None else ():
        name = style.find(f"{_W}name")
        heading = _HEADING.fullmatch(name.get(f"{_W}val", "")) if name is not None else None
        if heading:
            found[style.get(f"{_W}styleId", "")] = int(heading[1])
    return found


class _Lists:
    """What stands before the items of lists: a bullet, or a number that goes on counting."""

    def __init__(self, package: zipfile.ZipFile) -> None:
        self.counts: defaultdict[tuple[str, int], int] = defaultdict(int)
        root = _parsed(package, "word/numbering.xml")
        self.formats: dict[tuple[str, int], str] = {}
        if root is None:
            return
        abstract = {}
        for each in root.iter(f"{_W}abstractNum"):
            levels = {
                int(level.get(f"{_W}ilvl", "0")): _value(level, "numFmt") or "decimal"
                for level in each.iter(f"{_W}lvl")
            }
            abstract[each.get(f"{_W}abstractNumId", "")] = levels
        for num in root.iter(f"{_W}num"):
            for level, kind in abstract.get(_value(num, "abstractNumId"), {}).items():
                self.formats[num.get(f"{_W}numId", ""), level] = kind

    def marker(self, paragraph: ElementTree.Element) -> str:
        found = paragraph.find(f"{_W}pPr/{_W}numPr")
        if found is None:
            return ""
        number, level = _value(found, "numId"), int(_value(found, "ilvl") or 0)
        kind = self.formats.get((number, level), "")
        if number in ("", "0") or kind in ("", "none"):
            return ""
        if kind == "bullet":
            return "• "
        self.counts[number, level] += 1
        count = self.counts[number, level]
        return f"{chr(96 + count)}) " if kind == "lowerLetter" and count <= 26 else f"{count}. "


def _value(element: ElementTree.Element, name: str) -> str:
    child = element.find(f"{_W}{name}")
    return child.get(f"{_W}val", "") if child is not None else ""


def _paragraphs(body: ElementTree.Element, styles: dict[str, int], lists: _Lists) -> Iterator[tuple[str, int]]:
    """Each paragraph and its heading's level; a row of a table is one, with " | " between its cells."""
    for element in body.iter():
        if element.tag == f"{_W}tr":
            cells = (" ".join(_text(each) for each in cell.iter(f"{_W}p")) for cell in element.iter(f"{_W}tc"))
            yield " | ".join(cell.strip() for cell in cells if cell.strip()), 0
            for paragraph in element.iter(f"{_W}p"):
                paragraph.clear()  # read already, as part of the row
        if element.tag != f"{_W}p":
            continue
        style = element.find(f"{_W}pPr/{_W}pStyle")
        level = styles.get(style.get(f"{_W}val", ""), 0) if style is not None else 0
        yield lists.marker(element) + _text(element), level


def _text(paragraph: ElementTree.Element) -> str:
    """What the paragraph says; deleted text of a tracked change is no part of it."""
    pieces = []
    for element in paragraph.iter():
        if element.tag == f"{_W}t":
            pieces.append(element.text or "")
        elif element.tag == f"{_W}tab":
            pieces.append(" ")
        elif element.tag in (f"{_W}br", f"{_W}cr"):
            pieces.append("\n")
        elif element.tag == f"{_W}noBreakHyphen":
            pieces.append("-")
    return "".join(pieces)
