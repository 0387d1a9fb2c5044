"""A part of the report as an HTML table: the document's own columns, its two-row header, its rows in written order."""

from __future__ import annotations

import re
from html import escape
from itertools import groupby
from typing import Protocol

from handleplan.prose import MARKDOWN
from reports.paper.marked import marked
from reports.snapshot import Column, Part, Row


class Text(Protocol):
    """Bounds a text to a column that takes ``fit`` of the widest characters on a line, and escapes it."""

    def __call__(self, value: str, fit: int = ..., /) -> str: ...


WIDTHS = {  # shares of the page's width; roles that are not named here get OTHER
    "number": 19,
    "title": 45,
    "description": 52,
    "start": 22,
    "original_end": 22,
    "revised_end": 27,
    "end": 22,
    "owner": 28,
    "status": 78,
    "unit": 28,
    "point": 68,
    "deadline": 38,
    "standing": 34,
    "slippage": 30,
    "forecast": 28,
    "granted": 34,
    "spent": 34,
}
OTHER = 25
CLOSED_WIDTHS = {"title": 66, "description": 98, "start": 24, "end": 26, "status": 34, "point": 120, "standing": 44}
PAGE_WIDTH = 265  # mm between the margins of A4 landscape
LINE = 1.75  # mm that a character takes at most, on the average, in the table's type size
WIDEST = 2.8  # mm of a bold W
PADDING = 4  # mm, left and right of a cell's text
LONG_ROW = 12  # lines: above this, about a quarter of a page, a row may break over two pages
TITLES = ("title", "point")
GATHERED = ("point", "deadline", "standing")  # several facts, a line each
DATES = ("original_end", "revised_end", "end")
BRACKET = 18  # characters: a bracketed earlier date up to this length, its space included, stays on one line
_SUPERSEDED = re.compile(r"((?:\([^()]*\)\s*)+)(\S.*)", re.DOTALL)


def part_table(part: Part, text: Text, summary: str) -> str:
    """The table of one part. ``summary`` (HTML) is what a screen reader says of it before the first cell."""
    widths = _widths(part)
    columns = "".join(f'<col style="width:{width:.2f}mm">' for width in widths)
    return (
        f'<table class="part" data-summary="{summary}"><colgroup>{columns}</colgroup>'
        f"<thead>{_header(part.columns, text)}</thead><tbody>{_body(part, widths, text)}</tbody></table>"
    )


def _widths(part: Part) -> list[float]:
    shares = WIDTHS | CLOSED_WIDTHS if part.kind == "closed" else WIDTHS
    wanted = [shares.get(column.role, OTHER) for column in part.columns]
    return [PAGE_WIDTH * share / sum(wanted) for share in wanted]


def _fit(width: float) -> int:
    """How many of the widest letters stand on one line of a column of ``width`` mm."""
    return max(4, int((width - PADDING) / WIDEST))


def _header(columns: tuple[Column, ...], text: Text) -> str:
    """Columns of one group stand under one heading that spans them; the others reach over both rows."""
    if not any(column.group for column in columns):
        return f"<tr>{''.join(f'<th scope=col>{text(column.title)}</th>' for column in columns)}</tr>"
    upper, lower = "", ""
    for group, members in groupby(columns, key=lambda column: column.group):
        inside = list(members)
        if group:
            upper += f'<th scope=colgroup class=group colspan="{len(inside)}"><span>{text(group)}</span></th>'
            lower += "".join(f"<th scope=col>{text(column.title)}</th>" for column in inside)
        else:
            upper += "".join(f"<th scope=col rowspan=2>{text(column.title)}</th>" for column in inside)
    return f"<tr>{upper}</tr><tr>{lower}</tr>"


def _body(part: Part, widths: list[float], text: Text) -> str:
    roles = [column.role for column in part.columns]
    rows: list[str] = []
    dark = False
    for row in part.rows:
        cells = (row.cells + ("",) * len(roles))[: len(roles)]
        if row.is_heading:
            dark = False
            rows.append(_heading(row, roles, cells, widths, text))
        else:
            rows.append(_initiative(row, roles, cells, widths, dark, text))
            dark = not dark
    return "".join(rows)


def _heading(row: Row, roles: list[str], cells: tuple[str, ...], widths: list[float], text: Text) -> str:
    """Number, then the title over the empty cells that follow it; a text further right keeps its column."""
    level = min(max(row.level, 1), 3)
    html, at = "", 0
    while at < len(cells):
        span = 1
        if roles[at] in TITLES:
            while at + span < len(cells) and not cells[at + span]:
                span += 1
        over = f' colspan="{span}"' if span > 1 else ""
        words = _words(row, roles[at], cells[at], _fit(widths[at]), text)
        html += f"<td{_attributes(row, roles[at], level)}{over}>{words}</td>"
        at += span
    return f"<tr class=h{level}>{html}</tr>"


def _attributes(row: Row, role: str, level: int) -> str:
    if role not in TITLES:
        return f" class={role}"
    label = escape(f"{row.number} {row.title}".strip()[:200])
    bookmark = f' data-b="{label}"' if level < 3 and label else ""
    return f' class="title{" italic" if row.italic else ""}"{bookmark}'


def _initiative(row: Row, roles: list[str], cells: tuple[str, ...], widths: list[float], dark: bool, text: Text) -> str:
    names = " ".join(name for name, on in (("dark", dark), ("long", _lines(cells, widths) > LONG_ROW)) if on)
    html = "".join(_cell(row, *facts, text) for facts in zip(roles, cells, map(_fit, widths), strict=True))
    return f'<tr class="{names}">{html}</tr>' if names else f"<tr>{html}</tr>"


def _cell(row: Row, role: str, cell: str, fit: int, text: Text) -> str:
    if role == "title" and row.italic:
        return f'<td class="title italic">{text(cell, fit)}</td>'
    if role in DATES and (dates := _SUPERSEDED.fullmatch(cell)):
        return f"<td class={role}><span class=old>{_brackets(dates[1], fit, text)}</span>{text(dates[2], fit)}</td>"
    if role in GATHERED:
        return f"<td class={role}>{_gathered(row, role, cell, fit, text)}</td>"
    words = _words(row, role, cell, fit, text)
    return f"<td class={escape(role)}>{words}</td>" if role in WIDTHS else f"<td>{words}</td>"


def _gathered(row: Row, role: str, cell: str, fit: int, text: Text) -> str:
    """The lines of a gathering cell: the first one is what counts, and an overdue deadline is told in bold."""
    first, newline, rest = text(cell, fit).partition("\n")
    if role == "deadline" and not row.moves:
        return f"<span class=old>{first}{newline}{rest}</span>"
    if role == "standing" and row.due == "overdue":
        return _late(text(cell, fit).split("\n"), 1 if row.assessment else 0)
    italic = " italic" if role == "point" and row.italic else ""
    return f'<b class="lead{italic}">{first}</b>{newline}<span class=old>{rest}</span>'


def _late(lines: list[str], late: int) -> str:
    """What an overdue point stands at: the line that says so in bold and red, the others as they are."""
    told = (f"<b class=late>{line}</b>" if at == late else line for at, line in enumerate(lines))
    return "\n".join(told)


def _words(row: Row, role: str, cell: str, fit: int, text: Text) -> str:
    """A status that was typed as Markdown is laid out; every other text prints as it is."""
    return marked(cell, fit, text) if role == "status" and row.status_kind == MARKDOWN else text(cell, fit)


def _brackets(dates: str, fit: int, text: Text) -> str:
    """Earlier dates as written, spaces between them included; a short one is not torn apart."""
    pieces = re.findall(r"\([^()]*\)\s*", dates)
    short = [len(piece) <= BRACKET and "\n" not in piece for piece in pieces]
    return "".join(
        f"<span class=kept>{text(piece)}</span>" if kept else text(piece, fit)
        for piece, kept in zip(pieces, short, strict=True)
    )


def _lines(cells: tuple[str, ...], widths: list[float]) -> float:
    """How many lines the row's tallest cell takes, about."""
    return max(len(cell) * LINE / width + cell.count("\n") for cell, width in zip(cells, widths, strict=True))
