"""Read a Word file back: its headings, and its tables as rows of cells."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from docx import Document
from docx.oxml.ns import qn


def opened(content: bytes) -> Any:
    """The document, for looking inside."""
    return Document(io.BytesIO(content))


def headings(content: bytes) -> list[tuple[str, str]]:
    """Style and text of each heading outside tables."""
    paragraphs = opened(content).paragraphs
    return [(each.style.name, each.text) for each in paragraphs if each.style.name.startswith("Heading")]


def table_after(content: bytes, heading: str) -> Any:
    """The first table after a heading."""
    body = list(opened(content).element.body)
    at = next(place for place, child in enumerate(body) if _text(child) == heading)
    return next(child for child in body[at:] if child.tag == qn("w:tbl"))


def header_rows(table: Any) -> list[Any]:
    """The rows that come again on each page."""
    return [row for row in table.findall(qn("w:tr")) if row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None]


def cells(row: Any) -> list[tuple[str, int]]:
    """Text and span of each cell of a row."""
    told = []
    for cell in row.findall(qn("w:tc")):
        span = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
        told.append(
            (
                "\n".join(_text(each) for each in cell.findall(qn("w:p"))),
                int(span.get(qn("w:val"))) if span is not None else 1,
            )
        )
    return told


def body_rows(table: Any) -> list[tuple[str, ...]]:
    """The rows below the header; a cell that spans columns is followed by empty ones."""
    rows = []
    for row in table.findall(qn("w:tr"))[len(header_rows(table)) :]:
        texts: list[str] = []
        for text, span in cells(row):
            texts += [text, *[""] * (span - 1)]
        rows.append(tuple(texts))
    return rows


def parts_of(content: bytes) -> dict[str, bytes]:
    """The package's files by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def _text(element: Any) -> str:
    signs = {qn("w:br"): "\n", qn("w:tab"): "\t"}
    return "".join(signs.get(each.tag, each.text or "") for each in element.iter(qn("w:t"), *signs))
