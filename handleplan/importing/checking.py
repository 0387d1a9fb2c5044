"""What a person should look at in a table that was read: nothing here changes it (S004-8, -14 to -17, -40)."""

import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import pairwise

from handleplan import numbering, tables
from handleplan.dates import ImpreciseDate, parse, split_cell
from handleplan.dates.finding import contradictions
from handleplan.importing.closing import says_closed
from handleplan.periods import middle
from handleplan.tables import Part, Row, Table, Warning

SHORTEST_MERGED_TITLE = 30


def check(table: Table) -> list[Warning]:
    """Every warning about a table, in the order of its lines."""
    found = [
        *_as_of(table),
        *_columns(table),
        *_numbers(table),
        *_references(table),
        *_closed_parents(table),
        *_split_points(table),
        *_merges(table),
    ]
    for part in table.parts:
        for row in part.rows:
            found += _row(part, row)
    return sorted(found, key=lambda warning: warning.line)


def context(part: Part) -> dt.date | None:
    """The day that lends a missing year to the dates of a part."""
    return middle(part.as_of) if part.as_of else None


def dates_of(part: Part, row: Row) -> Iterator[tuple[str, tuple[ImpreciseDate, ...]]]:
    """The filled date cells of a row as (role, the dates in the cell, superseded ones first)."""
    day = context(part)
    for column, cell in zip(part.columns, row.cells, strict=True):
        if not cell.strip() or column.role not in tables.DATE_ROLES:
            continue
        if column.role in tables.CHAIN_ROLES:
            split = split_cell(cell, day)
            current = (split.current,) if split.current.as_written else ()
            yield column.role, split.superseded + current
        else:
            yield column.role, (parse(cell.strip(), day),)


def _as_of(table: Table) -> Iterator[Warning]:
    dated = [part for part in table.parts if part.as_of]
    for first, second in pairwise(dated):
        if first.as_of != second.as_of:
            line = second.rows[0].line if second.rows else 0
            yield Warning(line, "as_of_differs", {"first": first.as_of_text, "second": second.as_of_text})


def _columns(table: Table) -> Iterator[Warning]:
    for part in table.parts:
        for index, column in enumerate(part.columns):
            row = (
                next((row for row in part.rows if row.cells[index].strip()), None)
                if column.role == tables.OTHER
                else None
            )
            if row:
                yield Warning(row.line, "column_not_kept", {"column": column.title or str(index + 1)})


def _numbers(table: Table) -> Iterator[Warning]:
    seen: dict[str, Row] = {}
    keys = {row.key for row in table.rows}
    for row in table.rows:
        if not row.key:
            yield Warning(row.line, "number_missing", {"title": _short(row.title)})
            continue
        if not row.title.strip():
            yield Warning(row.line, "title_missing", {"number": row.number})
        if row.key in seen:
            yield Warning(row.line, "duplicate_number", {"number": row.number, "other": str(seen[row.key].line)})
        seen.setdefault(row.key, row)
        parent = numbering.parent(row.number)
        if parent and parent not in keys:
            above = ".".join(numbering.parts(row.number)[:-1])
            yield Warning(row.line, "missing_parent", {"number": row.number, "parent": above.upper()})


def _references(table: Table) -> Iterator[Warning]:
    keys = {row.key for row in table.rows}
    for row in table.rows:
        texts = (row.title, row.description, row.status)
        found = {reference.key: reference.as_written for text in texts for reference in numbering.references(text)}
        for key, as_written in found.items():
            if key not in keys:
                yield Warning(row.line, "unresolved_reference", {"number": name(row), "reference": as_written})


def _closed_parents(table: Table) -> Iterator[Warning]:
    closed = {row.key: row for row in table.rows_of(tables.CLOSED) if row.key}
    for child in table.rows_of(tables.ACTIVE):
        for key in numbering.ancestors(child.number):
            if key in closed:
                yield Warning(
                    closed[key].line, "closed_parent_open_child", {"number": closed[key].number, "child": child.number}
                )


def _split_points(table: Table) -> Iterator[Warning]:
    """Points split in A and B: the later one closed while an earlier one is still active (S004-16)."""
    active: dict[str, list[Row]] = defaultdict(list)
    for row in table.rows_of(tables.ACTIVE):
        if _is_lettered(row):
            active[numbering.parent(row.number)].append(row)
    for row in table.rows_of(tables.CLOSED):
        earlier = (
            [other for other in active[numbering.parent(row.number)] if other.key < row.key]
            if _is_lettered(row)
            else []
        )
        for other in earlier:
            yield Warning(row.line, "sibling_closed_first", {"number": row.number, "other": other.number})


def _is_lettered(row: Row) -> bool:
    pieces = numbering.parts(row.number)
    return len(pieces) > 1 and pieces[-1].isalpha()


def _merges(table: Table) -> Iterator[Warning]:
    """Active points whose title contains the whole title of a closed one (S004-14)."""
    for active, closed in merged_points(table):
        yield Warning(active.line, "possible_merge", {"number": name(active), "other": name(closed)})


def merged_points(table: Table) -> Iterator[tuple[Row, Row]]:
    """Pairs of an active and a closed point: the title of the first contains that of the second, letters alone
    compared."""
    closed = [(row, _letters(row.title)) for row in table.rows_of(tables.CLOSED)]
    for active in table.rows_of(tables.ACTIVE):
        letters = _letters(active.title)
        if len(letters) > SHORTEST_MERGED_TITLE:
            yield from (
                (active, row) for row, title in closed if len(title) >= SHORTEST_MERGED_TITLE and title in letters
            )


def _letters(title: str) -> str:
    without_former = re.sub(r"\([^()]*\)\s*$", "", title) if numbering.former_numbers(title) else title
    return "".join(letter for letter in without_former.casefold() if letter.isalnum())


def _row(part: Part, row: Row) -> Iterator[Warning]:
    number = name(row)
    if part.kind == tables.ACTIVE and says_closed(row.status):
        yield Warning(row.line, "closed_in_active_part", {"number": number})
    dates = dict(dates_of(part, row))
    for found in dates.values():
        for date in found:
            if not date.is_read:
                yield Warning(row.line, "date_unread", {"number": number, "text": date.as_written[:80]})
    yield from _start_and_end(row, number, dates)
    end = _current_end(dates)
    if end is not None and end.latest is not None and part.kind == tables.ACTIVE:
        later = (mention.date.as_written for mention in contradictions(row.status, end, context(part)))
        for text in dict.fromkeys(later):
            yield Warning(row.line, "forecast_after_end", {"number": number, "text": text, "end": end.as_written})


def _current_end(dates: dict[str, tuple[ImpreciseDate, ...]]) -> ImpreciseDate | None:
    for role in (tables.REVISED_END, tables.END, tables.ORIGINAL_END):
        if dates.get(role):
            return dates[role][-1]
    return None


def _start_and_end(row: Row, number: str, dates: dict[str, tuple[ImpreciseDate, ...]]) -> Iterator[Warning]:
    start = dates.get(tables.START, (None,))[0]
    end = _current_end(dates)
    if start and not end:
        yield Warning(row.line, "end_missing", {"number": number, "start": start.as_written})
    if end and not start and "start" not in dates:
        yield Warning(row.line, "start_missing", {"number": number, "end": end.as_written})
    if start and end and start.earliest and end.latest and end.latest < start.earliest:
        yield Warning(
            row.line, "end_before_start", {"number": number, "end": end.as_written, "start": start.as_written}
        )


def name(row: Row) -> str:
    """How a row is called in a sentence: its number, else the beginning of its title."""
    return row.number or _short(row.title)


def _short(title: str) -> str:
    return title if len(title) <= 60 else title[:59] + "…"


def count(table: Table) -> dict[str, int]:
    """The figures of a table, as ``import_plan --json`` prints them (S004-4, S004-35)."""
    figures: Counter[str] = Counter()
    for part in table.parts:
        for row in part.rows:
            figures["rows"] += 1
            figures[part.kind] += 1
            figures["headings" if row.is_heading else "initiatives"] += 1
            figures[f"initiatives_{part.kind}"] += not row.is_heading
            figures["former_numbers"] += len(numbering.former_numbers(row.title))
            for role, dates in dates_of(part, row):
                figures["date_cells"] += 1
                figures["dates"] += len(dates)
                figures["dates_unread"] += sum(not date.is_read for date in dates)
                figures["revisions"] += len(dates) if role == tables.REVISED_END else 0
    figures["missing_parents"] = len(numbering.missing_parents(row.number for row in table.rows if row.key))
    return {name: figures[name] for name in FIGURES}


FIGURES = (
    "rows",
    "active",
    "closed",
    "headings",
    "initiatives",
    "initiatives_active",
    "initiatives_closed",
    "date_cells",
    "dates",
    "dates_unread",
    "revisions",
    "former_numbers",
    "missing_parents",
)
