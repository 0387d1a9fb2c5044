"""A snapshot's points as one CSV table, for whoever counts or sorts in another program.

UTF-8 with a byte order mark and semicolons, as a Danish Excel opens it. Dates stand as written and, beside it, as the
first and last day they can mean (ISO). A text that a spreadsheet would take for a formula gets an apostrophe before it.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterator

from reports.facts import Condition
from reports.snapshot import Part, Row, Snapshot, WrittenDate

_RISKY = ("=", "+", "-", "@", "\t", "\r")
_HEADS = {
    "da": (
        "Del;Nummer;Titel;Beskrivelse;Ansvarlig;Start;Oprindelig slutdato;Tidligere slutdatoer;Gældende slutdato;"
        "Slut tidligst;Slut senest;Dage overskredet;Flytninger;Ledelsesfokus;Afsluttet;Status;Afhænger af"
    ),
    "en": (
        "Part;Number;Title;Description;Responsible;Start;Original end;Earlier ends;Current end;"
        "End at the earliest;End at the latest;Days overdue;Moves;Management focus;Closed;Status;Depends on"
    ),
}
_YES = {"da": "ja", "en": "yes"}
_ACTIVE = {"da": "Aktive punkter", "en": "Active points"}


def render(snapshot: Snapshot) -> bytes:
    """The file's bytes; the same snapshot gives the same."""
    language = "en" if snapshot.language.lower().startswith("en") else "da"
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(_HEADS[language].split(";"))
    for part in snapshot.parts:
        for row in part.rows:
            writer.writerow([_safe(cell) for cell in _cells(row, part, language)])
    return text.getvalue().encode("utf-8-sig")


def _cells(row: Row, part: Part, language: str) -> Iterator[str]:
    yield part.title or _ACTIVE[language]
    yield row.number
    yield row.title
    yield row.description
    yield row.owner
    yield _words(row.start)
    yield _words(row.original_end)
    yield ", ".join(_words(end) for end in row.superseded)
    yield _words(row.end)
    yield _iso(row.end.earliest if row.end else None)
    yield _iso(row.end.latest if row.end else None)
    yield str(row.days_overdue) if row.days_overdue else ""
    yield str(row.moves) if row.moves else ""
    yield _YES[language] if row.in_focus else ""
    yield _YES[language] if row.closed else ""
    yield row.status
    yield _condition(row.hangs_on) if row.hangs_on else ""


def _words(date: WrittenDate | None) -> str:
    return date.text if date else ""


def _condition(condition: Condition) -> str:
    """The decision, and the end date that each of its outcomes gives."""
    ends = (f"{each.end.text} ({each.condition})" if each.condition else each.end.text for each in condition.outcomes)
    return f"{condition.awaits}: {' / '.join(ends)}"


def _iso(day: dt.date | None) -> str:
    return day.isoformat() if day else ""


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_RISKY) else cell
