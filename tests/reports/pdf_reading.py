"""Read a tagged PDF the way assistive technology does: along the structure tree, not along the ink.

Text comes from the marked content that a structure element owns, decoded through each font's ToUnicode map.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field
from typing import Any

import pikepdf


@dataclass
class Element:
    """A structure element: its tag, its own text and kids in order, its table attributes."""

    tag: str
    kids: list[Element | str] = field(default_factory=list)
    attributes: dict[str, Any] = field(default_factory=dict)
    identifier: str = ""

    @property
    def text(self) -> str:
        """All text below, in order; a line break of the layout adds nothing."""
        return "".join(kid if isinstance(kid, str) else kid.text for kid in self.kids)

    def all(self, *tags: str) -> list[Element]:
        """Every descendant with one of these tags, in order."""
        found = []
        for kid in self.kids:
            if isinstance(kid, Element):
                if kid.tag in tags:
                    found.append(kid)
                found.extend(kid.all(*tags))
        return found


def opened(pdf: bytes) -> pikepdf.Pdf:
    """The file, for looking inside."""
    return pikepdf.open(io.BytesIO(pdf))


def structure(pdf: bytes) -> Element:
    """The Document element."""
    with opened(pdf) as file:
        texts = {page.objgen: page_texts(page) for page in file.pages}
        return _element(file.Root.StructTreeRoot.K[0], texts, None)


def artifacts(pdf: bytes) -> list[str]:
    """Per page, the text that is marked as artifact: running headers, page numbers, repeated table headers."""
    with opened(pdf) as file:
        return [page_texts(page).get(None, "") for page in file.pages]


def outline(pdf: bytes) -> list[tuple[int, str]]:
    """The bookmarks as (depth from 0, title), in order."""
    with opened(pdf) as file, file.open_outline() as tree:
        return list(_walk(tree.root, 0))


def _walk(items: Any, depth: int) -> Any:
    for item in items:
        yield depth, item.title
        yield from _walk(item.children, depth + 1)


def _element(node: Any, texts: dict[Any, dict[Any, str]], page: Any) -> Element:
    page = node.Pg.objgen if "/Pg" in node else page
    attributes = {str(key)[1:]: value for key, value in node.get("/A", {}).items()}
    attributes = {key: [str(v) for v in value] if key == "Headers" else str(value) for key, value in attributes.items()}
    element = Element(str(node.S)[1:], attributes=attributes, identifier=str(node.get("/ID", "")))
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, int):
            element.kids.append(texts[page].get(kid, ""))
        elif "/S" in kid:
            element.kids.append(_element(kid, texts, page))
    return element


def page_texts(page: Any) -> dict[Any, str]:
    """Text per MCID; under None the text of artifacts."""
    maps = {name: _to_unicode(font) for name, font in page.Resources.Font.items()}
    texts: dict[Any, str] = {}
    marks: list[Any] = []
    font: dict[int, str] = {}
    for operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        if name == "BDC":
            marks.append(int(operands[1]["/MCID"]) if "/MCID" in operands[1] else None)
        elif name == "BMC":
            marks.append(None)
        elif name == "EMC":
            marks.pop()
        elif name == "Tf":
            font = maps[str(operands[0])]
        elif name in ("TJ", "Tj"):
            mark = marks[-1] if marks else None
            shown = operands[0] if name == "TJ" else [operands[0]]
            texts[mark] = texts.get(mark, "") + "".join(
                _decode(bytes(piece), font) for piece in shown if isinstance(piece, pikepdf.String)
            )
    return texts


def _decode(codes: bytes, font: dict[int, str]) -> str:
    return "".join(font[int.from_bytes(codes[at : at + 2], "big")] for at in range(0, len(codes), 2))


def _to_unicode(font: Any) -> dict[int, str]:
    cmap = font.ToUnicode.read_bytes().decode("latin-1")
    table = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", cmap, re.DOTALL):
        for code, text in re.findall(r"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]*)>", block):
            table[int(code, 16)] = bytes.fromhex(text).decode("utf-16-be")
    return table
