"""A status table read from text: what the document says, row by row (S004).

No parser of one file: columns are told by their words in any order, and what is no such table is refused with line
and reason.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from handleplan import tables, tsv
from handleplan.importing import checking
from handleplan.importing.closing import says_closed
from handleplan.importing.columns import Header, read_header
from handleplan.importing.messages import REFUSALS
from handleplan.periods import Period, find_period
from handleplan.tables import Part, Row, Table, Warning, make_row

TableReading = Table

LARGEST_TEXT = 10_000_000
MOST_ROWS = 20_000
MOST_LINES = 5 * MOST_ROWS
LONGEST_CELL = 20_000
MOST_COLUMNS = 60
_LONGEST = {
    tables.NUMBER: 60,
    tables.TITLE: 1000,
    tables.OWNER: 200,
    tables.START: 400,
    tables.ORIGINAL_END: 400,
    tables.REVISED_END: 2000,
    tables.END: 2000,
}
_LONGEST_NAME = 400

_CLOSED_WORDS = re.compile(
    r"\b(?:afsluttede|afsluttet|lukkede|færdige|gennemførte|udgåede|closed|completed|finished|done)\b", re.IGNORECASE
)
_ACTIVE_WORDS = re.compile(
    r"\b(?:aktive|åbne|igangværende|verserende|uafsluttede|active|open|ongoing|current)\b", re.IGNORECASE
)
_PART_TITLE = re.compile(
    rf"(?:{_CLOSED_WORDS.pattern}|{_ACTIVE_WORDS.pattern})\W+(?:\w+punkter|punkter|\w*initiativer|mål|indsatser|\w*points|items|actions|initiatives)?\W*",
    re.IGNORECASE,
)
_PLAN_WORD = re.compile(r"\b(?:handle|handlings)plan(?:en|er)?\b|\baction plan\b", re.IGNORECASE)
_NUMBER_LIKE = re.compile(r"\W{0,3}(?:[^\W\d_]{2,6}\W{1,3}){0,2}[0-9A-Za-z]{1,6}(?:[.\-/ ][0-9A-Za-z]{1,6})*\W{0,2}")
_CONTROL = re.compile("[\x01-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_SOFT_BREAKS = str.maketrans({"\x0b": "\n", "\x0c": "\n"})


class NotATable(ValueError):
    """The text is no status table: line (counted from 1), a stable reason code, and a detail for the message."""

    def __init__(self, line: int, reason_code: str, detail: str = "") -> None:
        super().__init__(line, reason_code, detail)
        self.line = line
        self.reason_code = reason_code
        self.detail = detail

    @property
    def message(self) -> str:
        """The English template filled in, without the line."""
        return REFUSALS[self.reason_code] % {"detail": self.detail}

    def __str__(self) -> str:
        return f"line {self.line}: {self.message}"


def read_table(text: str) -> Table:
    """The table of a text, with its warnings; raises ``NotATable`` where it is none.

    Tabs separate cells, or semicolons where there is no tab. Text stays verbatim, except that line ends become "\\n",
    control characters go (with a warning), and spaces around numbers, part titles and column titles are cut.
    """
    records, warnings = _records(text)
    start = _first_header(records)
    title, intro, part_title = _preamble(records[:start])
    parts, left_out = _parts(records, start, part_title)
    if not any(part.rows for part in parts):
        raise NotATable(records[start][0], "no_rows")
    document = " ".join(cell for _, cells in records[:start] for cell in cells)
    if sum(len(part.rows) for part in parts) > MOST_ROWS:
        raise NotATable(records[start][0], "too_large")
    parts = [_dated(part, document) for part in parts]
    table = Table(title, intro, tuple(_merged(parts)))
    warnings += [*left_out, *_merge_warnings(parts)]
    return replace(table, warnings=(*warnings, *checking.check(table)))


def decode_table(data: bytes) -> str:
    """The text of an uploaded file: UTF-8, UTF-16 with its mark (Excel's "Unicode text"), else Windows-1252.

    Raises ``NotATable`` for office files and other binary data, and for more than 10 MB.
    """
    if len(data) > LARGEST_TEXT:
        raise NotATable(1, "too_large")
    if data[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"):
        raise NotATable(1, "workbook")
    for encoding in ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise NotATable(1, "binary")


def _records(text: str) -> tuple[list[tsv.Record], list[Warning]]:
    warnings = []
    if len(text) > LARGEST_TEXT:
        raise NotATable(1, "too_large")
    text = text.removeprefix("\ufeff")
    if "\0" in text:
        raise NotATable(text.count("\n", 0, text.index("\0")) + 1, "binary")
    if surrogate := re.search("[\ud800-\udfff]", text):
        raise NotATable(text.count("\n", 0, surrogate.start()) + 1, "bad_character")
    if not text.strip():
        raise NotATable(1, "empty")
    if control := _CONTROL.search(text):
        warnings.append(Warning(text.count("\n", 0, control.start()) + 1, "control_character"))
        text = _CONTROL.sub("", text)
    delimiter = tsv.TAB if tsv.TAB in text else tsv.SEMICOLON
    return list(_bounded(tsv.split_records(text, delimiter))), warnings


def _bounded(records: Iterator[tsv.Record]) -> Iterator[tsv.Record]:
    for count, (line, cells) in enumerate(records, start=1):
        if count > MOST_LINES:
            raise NotATable(line, "too_large")
        if any(len(cell) > LONGEST_CELL for cell in cells):
            raise NotATable(line, "cell_too_long", max(cells, key=len)[:40] + "…")
        yield line, [cell.translate(_SOFT_BREAKS) for cell in cells]


def _first_header(records: Sequence[tsv.Record]) -> int:
    for index in range(len(records)):
        if _header_at(records, index):
            return index
    line = next((line for line, cells in records if any(cell.strip() for cell in cells)), 1)
    raise NotATable(line, "no_header")


def _header_at(records: Sequence[tsv.Record], index: int) -> Header | None:
    cells = records[index][1]
    if len(cells) < 2 or len(cells) > MOST_COLUMNS:
        return None
    return read_header(cells, records[index + 1][1] if index + 1 < len(records) else [])


def _preamble(records: Sequence[tsv.Record]) -> tuple[str, str, str]:
    """Title, introduction and title of the first part, out of the lines above the table.

    The title is the line that speaks of an action plan and is no sentence, else the first line.
    """
    lines = [" ".join(cell.strip() for cell in cells if cell.strip()) for _, cells in records]
    texts = [line for line in lines if line]
    part_title = texts.pop() if texts and lines[-1] and _PART_TITLE.fullmatch(texts[-1]) else ""
    named = [
        text
        for text in texts
        if _PLAN_WORD.search(text) and len(text) <= _LONGEST_NAME and not text.endswith((".", ":"))
    ]
    title = (named or texts or [""])[0]
    if title:
        texts.remove(title)
    return title[:_LONGEST_NAME], "\n".join(texts), part_title


def _parts(records: Sequence[tsv.Record], start: int, part_title: str) -> tuple[list[Part], list[Warning]]:
    parts: list[Part] = []
    warnings: list[Warning] = []
    header, rows, title = _require(_header_at(records, start)), list[Row](), part_title
    index = start + header.rows
    while index < len(records):
        line, cells = records[index]
        texts = [cell.strip() for cell in cells if cell.strip()]
        following = _header_at(records, index)
        alone = len(texts) == 1 and bool(cells[0].strip())
        if following:
            parts.append(_part(header, title, rows))
            header, rows, title = following, [], ""
            index += header.rows
            continue
        next_header = _next_header(records, index) if alone else None
        if next_header is not None or (alone and _PART_TITLE.fullmatch(texts[0])):
            parts.append(_part(header, title, rows))
            header, rows, title = header if next_header is None else next_header[1], [], texts[0][:_LONGEST_NAME]
            index = index + 1 if next_header is None else next_header[0] + header.rows
            continue
        if alone and header.columns[0].role == tables.NUMBER and not _NUMBER_LIKE.fullmatch(texts[0]):
            warnings.append(Warning(line, "text_left_out", {"text": texts[0][:80]}))
        elif texts:
            rows.append(_row(header, line, cells))
        index += 1
    parts.append(_part(header, title, rows))
    return [part for part in parts if part.rows or part.title] or parts[:1], warnings


def _require(header: Header | None) -> Header:
    assert header is not None
    return header


def _next_header(records: Sequence[tsv.Record], index: int) -> tuple[int, Header] | None:
    """The header that follows the line at ``index``, with nothing but blank lines between."""
    for following in range(index + 1, min(index + 4, len(records))):
        if header := _header_at(records, following):
            return following, header
        if any(cell.strip() for cell in records[following][1]):
            return None
    return None


def _row(header: Header, line: int, cells: Sequence[str]) -> Row:
    if any(cell.strip() for cell in cells[header.width :]):
        raise NotATable(line, "too_many_cells", f"{len(cells)} > {header.width}")
    for column, cell in zip(header.columns, cells, strict=False):
        if len(cell) > _LONGEST.get(column.role, LONGEST_CELL):
            raise NotATable(line, "cell_too_long", column.title)
    return make_row(header.columns, cells, line)


def _part(header: Header, title: str, rows: Sequence[Row]) -> Part:
    return Part(_kind(title, rows), title, header.columns, tuple(rows), header.rows)


def _kind(title: str, rows: Sequence[Row]) -> str:
    if _CLOSED_WORDS.search(title):
        return tables.CLOSED
    if _ACTIVE_WORDS.search(title) or not rows:
        return tables.ACTIVE
    return tables.CLOSED if all(says_closed(row.status) for row in rows) else tables.ACTIVE


def _dated(part: Part, document: str) -> Part:
    """The part with its as-of month: from the title of the status column, else its own title, else the lines above
    the table."""
    status = next((column.title for column in part.columns if column.role == tables.STATUS), "")
    for text in (status, part.title, document):
        if found := find_period(text):
            period, words = found
            return replace(part, as_of=Period(*period), as_of_text=words)
    return part


def _merged(parts: Sequence[Part]) -> list[Part]:
    merged: dict[str, Part] = {}
    for part in parts:
        first = merged.get(part.kind)
        if first is None:
            merged[part.kind] = part
            continue
        rows = tuple(replace(row, cells=tables.lay_out(first.columns, row)) for row in part.rows)
        merged[part.kind] = replace(first, rows=first.rows + rows)
    return list(merged.values())


def _merge_warnings(parts: Sequence[Part]) -> list[Warning]:
    kinds = [part.kind for part in parts]
    return [
        Warning(part.rows[0].line, "parts_merged", {"kind": part.kind})
        for index, part in enumerate(parts)
        if part.rows and part.kind in kinds[:index]
    ]
