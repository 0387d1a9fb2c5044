"""The real status table of November 2013 read literally, for tests: no importer, no database, no date parser.

The file's own facts are used where the paper needs facts (figures and notices as DOMAIN.md gives them for 30.11.2013);
cells are what stands between the tabs, nothing else.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from pathlib import Path

from reports.snapshot import Column, Figures, Notice, Part, Row, Snapshot

TABLE = Path(__file__).resolve().parents[1] / "cases" / "004_status_table_2013-11.txt"

ACTIVE = ("number", "title", "description", "start", "original_end", "revised_end", "status")
CLOSED = ("number", "title", "description", "start", "end", "status")
OVERDUE = {"1.1.2.2.A": 91, "1.2.5.6": 334}


def read_table() -> tuple[str, str, tuple[Part, ...]]:
    """The intro sentence, the plan's title, and the two parts of 10 and 61 rows."""
    lines = TABLE.read_text("utf-8").split("\n")
    written = [line for line in lines if line.strip()]
    intro, title = written[0], written[1]
    active, closed = _split(written[2:])
    return intro, title, (_part("active", "", ACTIVE, active), _part("closed", "Afsluttede punkter", CLOSED, closed))


def november_2013() -> Snapshot:
    """The plan's month as the paper gets it: 48 initiatives, 3 of them active."""
    intro, title, parts = read_table()
    return Snapshot(
        plan="sikker-oekonomistyring",
        title=title,
        period=dt.date(2013, 11, 1),
        as_of=dt.date(2013, 11, 30),
        figures=Figures(
            total=48, active=3, closed=45, overdue=2, in_window=1, due_soon=1, moved=3, in_focus=1, contradicting=2
        ),
        parts=parts,
        intro=intro,
        unit="Socialforvaltningen",
        occasion="Socialudvalgets møde 4. december 2013",
        notices=_notices(),
        taken_at="2013-11-29T14:32:10.123456+01:00",
    )


def grown(snapshot: Snapshot, points: int) -> Snapshot:
    """The same month with the real rows repeated under new numbers until there are ``points`` initiatives."""
    return dataclasses.replace(snapshot, parts=tuple(_grow(part, points, snapshot) for part in snapshot.parts))


def _grow(part: Part, points: int, snapshot: Snapshot) -> Part:
    total = sum(not row.is_heading for other in snapshot.parts for row in other.rows)
    wanted = round(points * sum(not row.is_heading for row in part.rows) / total)
    rows: list[Row] = []
    turn = made = 0
    while made < wanted:
        for row in part.rows:
            if made == wanted:
                break
            number = f"{turn + 1}.{row.number}" if turn else row.number
            cells = (number, f"{row.cells[1]} {turn}" if turn else row.cells[1], *row.cells[2:])
            rows.append(dataclasses.replace(row, number=number, cells=cells))
            made += not row.is_heading
        turn += 1
    return dataclasses.replace(part, rows=tuple(rows))


def _split(lines: list[str]) -> tuple[list[list[str]], list[list[str]]]:
    cells = [line.split("\t") for line in lines]
    middle = next(index for index, row in enumerate(cells) if row[0] == "Afsluttede punkter")
    return cells[:middle], cells[middle + 1 :]


def _part(kind: str, title: str, roles: tuple[str, ...], lines: list[list[str]]) -> Part:
    upper, lower = lines[0], lines[1]
    columns = []
    group = ""
    for index, role in enumerate(roles):
        below = lower[index] if index < len(lower) else ""
        group = (upper[index] or group) if below else ""
        columns.append(Column(role, below or upper[index], group))
    as_of = "november 2013" if kind == "active" else "oktober 2013"
    rows = tuple(_row(line, len(roles), kind == "closed") for line in lines[2:])
    return Part(kind, title, tuple(columns), rows, as_of)


def _row(line: list[str], width: int, closed: bool) -> Row:
    cells = (line + [""] * width)[:width]
    italic = cells[1].startswith("<i>")
    cells[1] = re.sub("</?i>", "", cells[1])
    marker = "→ " if cells[1].startswith("→ ") else ""
    number = cells[0]
    dates = cells[3:-1]
    return Row(
        number=number,
        title=cells[1].removeprefix(marker),
        cells=tuple(cells),
        level=len(number.rstrip(".").split(".")),
        is_heading=not cells[2] and not any(dates),
        marker=marker,
        italic=italic,
        capitals=cells[1].isupper(),
        description=cells[2],
        status=cells[-1],
        closed=closed,
        due="overdue" if number in OVERDUE else "",
        days_overdue=OVERDUE.get(number, 0),
    )


def _notices() -> tuple[Notice, ...]:
    review, medicine = "Gennemgang af ældre afgørelser (SEL §§ 41 og 42)", "Kontrol af medicinafregning"
    return (
        Notice("1.1.2.2.A", review, "overdue", "91 dage over fristen medio 2013 (til og med 31. august 2013)."),
        Notice(
            "1.1.2.2.A",
            review,
            "contradicting",
            "Statusteksten nævner ultimo januar 2014 eller maj 2014, som er senere end fristen. Skal fristen flyttes?",
        ),
        Notice("1.2.5.6", medicine, "overdue", "334 dage over fristen udgangen af 2012 (31. december 2012)."),
        Notice(
            "1.2.5.6",
            medicine,
            "contradicting",
            "Statusteksten nævner ultimo 2013 primo 2014, som er senere end fristen. Skal fristen flyttes?",
        ),
        Notice(
            "2.1.3.1.",
            "SOFUS fase 1 og IT-understøttelse af MY-niveau & overordnet budgetansvarlige og Udbredelse af "
            "aktivitetsstyring og -afrapportering til alle niveauer",
            "in_window",
            "I forfaldsperioden: fristen ultimo 2013 kan betyde 1. september til 31. december 2013.",
        ),
    )
