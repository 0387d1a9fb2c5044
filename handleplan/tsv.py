"""Tab-separated tables as spreadsheets copy them, read cell by cell and written again (S004-34, S004-38).

A cell is quoted only where its text would else be misread: it holds a tab or a line break, or begins with a quotation
mark that could run on. A quotation mark inside a cell ("Mest Mulig Effekt Pr Krone") is a plain character.
"""

import re
from collections.abc import Iterator, Sequence

from handleplan.tables import Part, Table

Record = tuple[int, list[str]]
MOST_CELLS = 1_000  # of a line; what follows is one last cell
TAB, SEMICOLON = "\t", ";"
_STOPS = {TAB: re.compile("[\t\n]"), SEMICOLON: re.compile("[;\n]"), "\n": re.compile("\n")}


def split_records(text: str, delimiter: str = TAB) -> Iterator[Record]:
    """The lines of a table as (line number, cells). Linear in the length of the text; never raises.
    A line has at most a thousand cells and one.

    Line ends may be of any kind. A cell in quotation marks may hold line breaks, delimiters and doubled quotation
    marks; in a tab-separated table, quotation marks around a cell that holds none of these are part of its text,
    unless every cell is quoted.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    always = delimiter != TAB or _quotes_all(text, delimiter)
    line = record_line = 1
    position, cells = 0, list[str]()
    while position <= len(text):
        ends = delimiter if len(cells) < MOST_CELLS else "\n"
        cell, end = _quoted(text, position, delimiter, always) if ends == delimiter else ("", -1)
        if end < 0:
            end = _plain_end(text, position, ends)
            cell = text[position:end]
        cells.append(cell)
        line += text.count("\n", position, end)
        if end >= len(text) or text[end] == "\n":
            if end < len(text) or cells != [""]:
                yield record_line, cells
            line += 1
            record_line, cells = line, []
        position = end + 1


def write_table(table: Table) -> str:
    """The table as text: introduction, title, then each part with its title, one or two header rows and its rows."""
    blocks = [[[line]] for text in (table.intro, table.title) if text for line in text.split("\n")]
    blocks += [_part_lines(part) for part in table.parts]
    return "\n".join("".join(write_record(cells) + "\n" for cells in block) for block in blocks)


def write_record(cells: Sequence[str]) -> str:
    """One line of cells."""
    return TAB.join(_quote(cell) if _needs_quotes(cell) else cell for cell in cells)


def _part_lines(part: Part) -> list[list[str]]:
    title = [[part.title] + [""] * (len(part.columns) - 1)] if part.title else []
    return title + _header(part) + [list(row.cells) for row in part.rows]


def _header(part: Part) -> list[list[str]]:
    if part.header_rows == 1:
        return [[column.title for column in part.columns]]
    above, below, group = [], [], ""
    for column in part.columns:
        above.append(column.title if not column.group else "" if column.group == group else column.group)
        below.append(column.title if column.group else "")
        group = column.group
    return [above, below]


def _quotes_all(text: str, delimiter: str) -> bool:
    lines = [line for line in text[:10_000].split("\n") if delimiter in line][:2]
    return bool(lines) and all(_is_quoted(cell) for line in lines for cell in line.split(delimiter) if cell)


def _is_quoted(cell: str) -> bool:
    return len(cell) > 1 and cell[0] == cell[-1] == '"'


def _quoted(text: str, start: int, delimiter: str, always: bool) -> tuple[str, int]:
    """The cell that begins with a quotation mark at ``start`` and the index after it; ("", -1) if it is no quoted
    cell."""
    if not text.startswith('"', start):
        return "", -1
    close = text.find('"', start + 1)
    while close >= 0 and text.startswith('"', close + 1):
        close = text.find('"', close + 2)
    if close < 0 or not (close + 1 == len(text) or text[close + 1] in (delimiter, "\n")):
        return "", -1
    inner = text[start + 1 : close]
    if not always and not any(mark in inner for mark in (delimiter, "\n", '""')):
        return "", -1
    return inner.replace('""', '"'), close + 1


def _plain_end(text: str, start: int, delimiter: str) -> int:
    stop = _STOPS[delimiter].search(text, start)
    return stop.start() if stop else len(text)


def _needs_quotes(cell: str) -> bool:
    if any(mark in cell for mark in (TAB, "\n", "\r")):
        return True
    return cell.startswith('"') and ('""' in cell[1:] or '"' not in cell[1:])


def _quote(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"'
