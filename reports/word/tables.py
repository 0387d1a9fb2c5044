"""Tables as XML text: a header that is repeated on every page, rows that are not torn apart, widths that are fixed."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from xml.sax.saxutils import quoteattr

from reports.cell_text import is_marked, one_line, pieces, said
from reports.snapshot import Column, Part, Row
from reports.word.runs import Lists, marked, paragraph, run, toned

PAGE_WIDTH = 15_026  # twentieths of a point: the 265 mm between the margins of A4 landscape
WIDTHS = {
    "number": 23,
    "title": 45,
    "point": 62,
    "deadline": 30,
    "standing": 32,
    "description": 52,
    "revised_end": 27,
    "owner": 28,
    "status": 78,
    "granted": 34,
    "spent": 34,
}
CLOSED_WIDTHS = {"title": 66, "point": 150, "standing": 30, "description": 98, "start": 24, "end": 26, "status": 34}
OTHER = 23
NARROWEST, WIDEST = 4, 32  # characters, of a plain table's column
FILLS = ("0B3A63", "D3DDE8", "E9EEF3")  # of headings at level 1, 2 and 3
HEADER_FILL, STRIPE = "D9E2EC", "F2F5F8"
_WHITE = '<w:color w:val="FFFFFF"/>'


def part_table(part: Part, summary: str, lists: Lists) -> str:
    """The table of one part of the report. ``summary`` is what a screen reader says of it first."""
    widths = _widths(part)
    rows = [_header(part.columns, widths)]
    dark = False
    for row in part.rows:
        cells = (row.cells + ("",) * len(widths))[: len(widths)]
        rows.append(
            _heading(row, part, cells, widths) if row.is_heading else _point(row, part, cells, widths, dark, lists)
        )
        dark = not dark and not row.is_heading
    return table(widths, "".join(rows), summary)


def plain_table(titles: Sequence[str], rows: Sequence[Sequence[str]], summary: str) -> str:
    """A table of texts under one row of titles; a column is as wide as its longest text needs, within bounds."""
    shares = [min(max(map(len, column)), WIDEST) + NARROWEST for column in zip(titles, *rows, strict=True)]
    widths = [PAGE_WIDTH * share // sum(shares) for share in shares]
    head = "".join(
        cell(paragraph(run(said(title), "<w:b/>"), "Cell"), width, fill=HEADER_FILL)
        for title, width in zip(titles, widths, strict=True)
    )
    body = "".join(
        table_row(
            "".join(cell(paragraph(run(said(text)), "Cell"), width) for text, width in zip(row, widths, strict=True))
        )
        for row in rows
    )
    return table(widths, table_row(head, header=True) + body, summary)


def table(widths: Sequence[int], rows: str, summary: str) -> str:
    """The table itself, and an empty line after it, without which Word joins it to a table that follows."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    said_first = quoteattr(one_line(summary))
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        '<w:tblBorders><w:top w:val="single" w:sz="4" w:color="7D8C9C"/><w:left w:val="nil"/>'
        '<w:bottom w:val="single" w:sz="4" w:color="7D8C9C"/><w:right w:val="nil"/>'
        '<w:insideH w:val="single" w:sz="4" w:color="C5CED8"/><w:insideV w:val="nil"/></w:tblBorders>'
        '<w:tblLayout w:type="fixed"/><w:tblLook w:val="0020" w:firstRow="1" w:noHBand="1" w:noVBand="1"/>'
        f"<w:tblCaption w:val={said_first}/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
        + paragraph("", "Cell")
    )


def table_row(cells: str, *, header: bool = False) -> str:
    """A row that stays on one page; a header row comes again on the next."""
    return f"<w:tr><w:trPr><w:cantSplit/>{'<w:tblHeader/>' if header else ''}</w:trPr>{cells}</w:tr>"


def cell(content: str, width: int, *, span: int = 1, merge: str = "", fill: str = "", bottom: bool = False) -> str:
    """A cell of ``span`` columns; ``merge`` is "restart" or "continue" where it reaches over two rows."""
    over = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    down = f'<w:vMerge w:val="{merge}"/>' if merge else ""
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""
    low = '<w:vAlign w:val="bottom"/>' if bottom else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{over}{down}{shade}{low}</w:tcPr>{content}</w:tc>'


def _widths(part: Part) -> list[int]:
    shares = WIDTHS | CLOSED_WIDTHS if part.kind == "closed" else WIDTHS
    wanted = [shares.get(column.role, OTHER) for column in part.columns]
    return [PAGE_WIDTH * share // sum(wanted) for share in wanted]


def _header(columns: tuple[Column, ...], widths: list[int]) -> str:
    """Columns of one group stand under one title that spans them; the others reach over both rows."""
    if not any(column.group for column in columns):
        return table_row(
            "".join(_title(column.title, width) for column, width in zip(columns, widths, strict=True)), header=True
        )
    upper, lower = "", ""
    placed = list(zip(columns, widths, strict=True))
    for group, members in groupby(placed, key=lambda each: each[0].group):
        inside = list(members)
        if group:
            upper += _title(group, sum(width for _column, width in inside), span=len(inside))
            lower += "".join(_title(column.title, width) for column, width in inside)
        else:
            upper += "".join(_title(column.title, width, merge="restart") for column, width in inside)
            lower += "".join(_title("", width, merge="continue") for _column, width in inside)
    return table_row(upper, header=True) + table_row(lower, header=True)


def _title(text: str, width: int, *, span: int = 1, merge: str = "") -> str:
    content = paragraph(run(said(text), "<w:b/>") if text else "", "Cell", "<w:keepNext/>")
    return cell(content, width, span=span, merge=merge, fill=HEADER_FILL, bottom=True)


def _heading(row: Row, part: Part, cells: tuple[str, ...], widths: list[int]) -> str:
    """Number, then the title over the empty cells that follow it; a text further right keeps its column."""
    level = min(max(row.level, 1), 3)
    html, at = "", 0
    while at < len(cells):
        role, span = part.columns[at].role, 1
        if role in ("title", "point"):
            while at + span < len(cells) and not cells[at + span]:
                span += 1
        bold = role in ("number", "title", "point") and level < 3 and not row.italic
        look = ("<w:b/>" if bold else "") + ("<w:i/>" if row.italic and role != "number" else "")
        text = toned(pieces(row, role, cells[at]), look + (_WHITE if level == 1 else ""))
        width = sum(widths[at : at + span])
        html += cell(paragraph(text, "Cell", "<w:keepNext/>"), width, span=span, fill=FILLS[level - 1])
        at += span
    return table_row(html)


def _point(row: Row, part: Part, cells: tuple[str, ...], widths: list[int], dark: bool, lists: Lists) -> str:
    fill = STRIPE if dark else ""
    return table_row(
        "".join(
            cell(_content(row, column.role, text, lists), width, fill=fill)
            for column, text, width in zip(part.columns, cells, widths, strict=True)
        )
    )


def _content(row: Row, role: str, text: str, lists: Lists) -> str:
    if is_marked(row, role):
        return marked(text, "Cell", lists)
    look = (
        "<w:i/>" if row.italic and role == "title" else "<w:b/>" if role in ("number", "title", "revised_end") else ""
    )
    return paragraph(toned(pieces(row, role, text), look), "Cell")
