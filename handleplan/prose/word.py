"""What Word, Outlook and Google Docs put on the clipboard, as the Markdown subset.

``static/js/paste.js`` does the same in the browser; the samples in ``tests/prose/word`` hold both to the same answers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from .characters import normalise
from .grammar import DEEPEST
from .html_tree import BLOCKS, CELLS, Element, read_html

LONGEST_HTML = 1_000_000  # characters; what stands after them is dropped
CUT = "cut"
DROPPED = ("image", "table", "heading", "underline", "strike", "deletion", "comment", "link", "numbering", CUT)

_SKIPPED = frozenset("script style title xml noscript select textarea".split())
_IMAGES = frozenset("img picture video audio object embed iframe svg v:shape v:imagedata".split())
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))

_BOLD = re.compile(r"(?:^|;)font-weight:(?:(bold|[6-9]00)|normal|[1-5]00)")
_ITALIC = re.compile(r"(?:^|;)font-style:(?:(italic|oblique)|normal)")
_LIST_LEVEL = re.compile(r"mso-list:l[0-9]+level([0-9]{1,2})")
_LETTERED = re.compile(r"list-style-type:(?:lower|upper)-")
_ADDRESS = re.compile(r"(https?://|mailto:)[^\s<>\"]{1,1900}", re.IGNORECASE)
_NUMBER = re.compile(r"\(?([0-9]{1,3})[.)]")
_AS_IT_IS = re.compile(r"\(?[0-9A-Za-zÆØÅæøå.]{1,12}[.)]|[0-9]{1,3}(?:\.[0-9]{1,3})*")
_TYPED_MARKER = re.compile(r"([·•§])[ \u00a0]+|(\(?[0-9]{1,3}[.)]|o)\u00a0[ \u00a0]+")
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_PADDING = re.compile(r"[ \u00a0]{2,}")
_BREAK = re.compile(r"[ \u00a0]*\n[ \u00a0]*")
_EDGES = re.compile(r"([ \u00a0\n]*)(.*?)([ \u00a0\n]*)", re.DOTALL)
_LINK_LIKE = re.compile(r"\[(?=[^\[\]\n]*\]\()")


@dataclass(frozen=True, slots=True)
class WordPaste:
    """The text in Markdown, and the codes of what it lost, in the order of ``DROPPED``."""

    markdown: str
    dropped: tuple[str, ...]


def from_word_html(html: str) -> WordPaste:
    """Converts the clipboard's HTML. Keeps paragraphs, line breaks, bold, italics, lists and links.

    A row of a table becomes a line with " | " between its cells, a heading a bold paragraph; numbers and letters that
    Word wrote stay as they were. Never raises, takes linear time, and reads the first million characters.
    """
    walk = _Walk()
    walk.children(read_html(html[:LONGEST_HTML]), _Place())
    walk.flush(None)
    if len(html) > LONGEST_HTML:
        walk.dropped.add(CUT)
    return WordPaste(normalise(_joined(walk.blocks)), tuple(code for code in DROPPED if code in walk.dropped))


@dataclass(frozen=True, slots=True)
class _Style:
    bold: bool = False
    italic: bool = False
    href: str = ""


@dataclass(slots=True)
class _Item:
    level: int
    marker: str  # "" for a Word paragraph: its marker stands in its text
    begun: bool = False


@dataclass(slots=True)
class _List:
    next_number: int  # 0 for bullets


@dataclass(frozen=True, slots=True)
class _Place:
    """What surrounds an element."""

    style: _Style = _Style()
    item: _Item | None = None
    list: _List | None = None
    depth: int = 0  # lists around it


@dataclass(frozen=True, slots=True)
class _Block:
    kind: str  # paragraph, item, more (of an item), row
    level: int
    text: str


def _joined(blocks: list[_Block]) -> str:
    pieces: list[str] = []
    previous = ""
    for block in blocks:
        group = "item" if block.kind == "more" else block.kind
        if pieces:
            pieces.append("\n" if group == previous != "paragraph" else "\n\n")
        deeper = "  " * (block.level + 1) if group == "item" else ""
        pieces.append(deeper if block.kind == "more" else deeper[2:])
        pieces.append(block.text.replace("\n", f"\n{deeper}"))
        previous = group
    return "".join(pieces)


class _Walk:
    def __init__(self) -> None:
        self.dropped: set[str] = set()
        self.blocks: list[_Block] = []
        self.runs: list[tuple[str, _Style]] = []
        self.marker = ""
        self.cells = -1  # of the row that is being read; -1 outside tables

    def children(self, element: Element, place: _Place) -> None:
        for child in element.children:
            if isinstance(child, str):
                self.runs.append((_BLANKS.sub(" ", child), place.style))
            elif not self._skips(child, place.style):
                self._element(child, place)

    def flush(self, item: _Item | None, kind: str = "paragraph") -> None:
        """Ends the block that is being read, if it holds anything."""
        text = _inline(self.runs)
        self.runs = []
        marker, self.marker = self.marker, ""
        if not text:
            return
        without = item is None or not (item.begun or item.marker or marker)
        if kind == "paragraph" and without and (typed := _TYPED_MARKER.match(text)):
            item = item or _Item(0, "")
            marker, text = typed[0], text[typed.end() :]
        if kind == "row" or item is None:
            self.blocks.append(_Block(kind, 0, _PADDING.sub(" ", text)))
            return
        first = "" if item.begun else (item.marker or _marker(marker)) + " "
        self.blocks.append(_Block("more" if item.begun else "item", item.level, first + _PADDING.sub(" ", text)))
        item.begun = True

    def _element(self, element: Element, place: _Place) -> None:
        tag = element.tag
        inner = replace(place, style=self._style(element, place.style))
        if tag == "br":
            self.runs.append(("\n" if self.cells < 0 else " ", place.style))
        elif "mso-list:ignore" in element.style:
            self._word_marker(_text(element))
        elif tag == "tr" and self.cells < 0:
            self._row(element, inner)
        elif self.cells >= 0 and (tag in BLOCKS or tag in CELLS):
            self._in_row(element, inner)
        elif tag in BLOCKS:
            self.flush(place.item)
            inner = self._list(element, inner)
            self.children(element, inner)
            self.flush(inner.item)
        else:
            self.children(element, inner)

    def _word_marker(self, written: str) -> None:
        if self.cells < 0:
            self.marker += written
        else:
            self.runs.append((_marker(written) + " ", _Style()))

    def _row(self, element: Element, inner: _Place) -> None:
        self.flush(inner.item)
        self.cells = 0
        self.children(element, inner)
        if self.cells > 1:
            self.dropped.add("table")
        self.cells = -1
        self.flush(None, "row")

    def _in_row(self, element: Element, inner: _Place) -> None:
        if element.tag in CELLS:
            self.cells += 1
        between = " | " if element.tag in CELLS and self.cells > 1 else " "
        self.runs.append((between, _Style()))
        self.children(element, inner)
        self.runs.append((" ", _Style()))

    def _list(self, element: Element, place: _Place) -> _Place:
        """The place inside a list, an item or a paragraph that Word means as an item."""
        attributes, level = element.attributes, _LIST_LEVEL.search(element.style)
        if element.tag == "ul":
            return replace(place, list=_List(0), depth=place.depth + 1)
        if element.tag == "ol":
            start = attributes.get("start", "")
            first = int(start) if re.fullmatch("[0-9]{1,3}", start) else 1
            return replace(place, list=_List(first), depth=place.depth + 1)
        if element.tag == "li":
            said = attributes.get("data-aria-level", "") or attributes.get("aria-level", "")
            depth = int(said) if re.fullmatch("[1-9]", said) else place.depth
            return replace(place, item=_Item(_bounded(depth), _next_marker(place.list)))
        return replace(place, item=_Item(_bounded(int(level[1])), "")) if level else place

    def _style(self, element: Element, style: _Style) -> _Style:
        tag = element.tag
        if tag in ("b", "strong") or tag in _HEADINGS:
            style = replace(style, bold=True)
        elif tag in ("i", "em"):
            style = replace(style, italic=True)
        elif tag == "a":
            style = replace(style, href=self._address(element.attributes.get("href", "").strip()))
        if bold := _BOLD.search(element.style):
            style = replace(style, bold=bool(bold[1]))
        if italic := _ITALIC.search(element.style):
            style = replace(style, italic=bool(italic[1]))
        return style

    def _address(self, href: str) -> str:
        match = _ADDRESS.fullmatch(href)
        if match is None:
            if href and not href.startswith("#"):
                self.dropped.add("link")
            return ""
        href = match[1].lower() + href[len(match[1]) :]
        return re.sub(r"[()\[\]]", lambda sign: f"%{ord(sign[0]):X}", href)

    def _skips(self, element: Element, style_around: _Style) -> bool:
        """Whether an element goes with all it holds; notes what is lost."""
        tag, style, name = element.tag, element.style, element.attributes.get("class", "").lower()
        if tag in _IMAGES:
            self.dropped.add("image")
        elif "mso-element:comment" in style or "msocom" in name:
            self.dropped.add("comment")
        elif tag == "del" or "msodel" in name:
            self.dropped.add("deletion")
        elif not (tag in _SKIPPED or "display:none" in style or "mso-hide:all" in style):
            self._note(tag, element, is_link=bool(style_around.href))
            return False
        return True

    def _note(self, tag: str, element: Element, is_link: bool) -> None:
        if tag in _HEADINGS:
            self.dropped.add("heading")
        if (tag == "u" or (tag != "a" and "text-decoration:underline" in element.style)) and not is_link:
            self.dropped.add("underline")
        if tag in ("s", "strike") or "text-decoration:line-through" in element.style:
            self.dropped.add("strike")
        if (tag == "ol" and element.attributes.get("type", "1") != "1") or _LETTERED.search(element.style):
            self.dropped.add("numbering")


def _bounded(depth: int) -> int:
    return min(max(depth - 1, 0), DEEPEST - 1)


def _next_marker(around: _List | None) -> str:
    if around is None or not around.next_number:
        return "-"
    around.next_number += 1
    return f"{around.next_number - 1}."


def _text(element: Element) -> str:
    """The text of an element and all below it."""
    return "".join(child if isinstance(child, str) else _text(child) for child in element.children)


def _marker(written: str) -> str:
    """Word's marker as ours: "1)" and "(1)" as "1.", letters and "1.1." as they are, all else as a bullet."""
    written = re.sub(r"[\s\u00a0]+", "", written)
    if number := _NUMBER.fullmatch(written):
        return f"{int(number[1])}."
    return written if _AS_IT_IS.fullmatch(written) else "-"


def _inline(runs: list[tuple[str, _Style]]) -> str:
    """The runs of one block in Markdown."""
    merged = _merged(runs)
    out = ""
    for at, (text, style) in enumerate(merged):
        following = merged[at + 1][0][:1] if at + 1 < len(merged) else ""
        match = _EDGES.fullmatch(text)
        assert match is not None
        lead, core, trail = match.groups()
        if not core:
            out += text
            continue
        before = "" if lead else out[-1:]
        after = "" if trail else following
        if style.href:
            out += lead + _link(core, style.href) + trail
            continue
        stars = ("**" if style.bold else "") + ("*" if style.italic else "")
        if before == "*":
            stars = ""
        if len(stars) % 2 and (before.isalnum() or after.isalnum()):
            stars = stars[:-1]
        out += lead + stars + _escaped(core, bool(stars), not after.strip()) + stars + trail
    return out.strip(" \u00a0\n")


def _merged(runs: list[tuple[str, _Style]]) -> list[tuple[str, _Style]]:
    """Neighbours in the same style as one, blanks in the style before them; no two spaces beside each other."""
    groups: list[tuple[list[str], _Style]] = []
    for text, style in runs:
        if groups and (style == groups[-1][1] or not text.strip(" \n\u00a0")):
            groups[-1][0].append(text)
        elif text:
            groups.append(([text], style))
    merged: list[tuple[str, _Style]] = []
    for texts, style in groups:
        text = _BREAK.sub("\n", re.sub(" +", " ", "".join(texts)))
        if not merged or merged[-1][0][-1] in " \n":
            text = text.lstrip(" ")
        if text:
            merged.append((text, style))
    return merged


def _link(text: str, href: str) -> str:
    text = text.replace("[", "(").replace("]", ")").replace("\n", " ")
    return text if len(text) > 300 or href in (text, f"mailto:{text}") else f"[{text}]({href})"


def _escaped(text: str, styled: bool, closed: bool) -> str:
    """Stars and brackets that would be read as marks, behind a backslash; "sager*" and "5 * 3" stay as they are."""

    def star(match: re.Match[str]) -> str:
        at = match.start()
        last, following = text[at - 1 : at], text[at + 1 : at + 2]
        harmless = following.isspace() or (last.isalnum() and following.isalnum()) if following else closed
        return "*" if harmless and last not in ("", "*") and not styled else r"\*"

    return _LINK_LIKE.sub(r"\\[", re.sub(r"\*", star, text))
