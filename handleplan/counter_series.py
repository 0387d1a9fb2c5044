"""A counter's numbers as a table: read out of pasted cells, row by row, and written as CSV.

Pure: a row that cannot be read gives a stable code and the words it is about, the page has the sentence; the other rows
are read all the same.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from handleplan import dates, tsv
from handleplan.amounts import NumberError, parse_number
from handleplan.dates import ImpreciseDate

MOST_ROWS = 2_000
_LONGEST = {"when": 400, "qualifier": 40, "as_written": 400, "scope": 400, "source": 400}
_HEADS = {
    "when": r"hvornår|dato|dag|måned|tidspunkt|periode|when|date|month",
    "kind": r"hvad|art|type|slags|what|kind",
    "value": r"antal|tal|værdi|number|value|count",
    "qualifier": r"præcision|forbehold|precision",
    "as_written": r"(?:med )?(?:kildens )?ord|som skrevet|(?:in the )?(?:source[’']s )?words|as written",
    "scope": r"omfang|scope",
    "source": r"kilde|source",
}
_KINDS = {
    "baseline": r"antal ved start|udgangspunkt|ved start|baseline|total at the beginning",
    "total": r"(?:antal )?i alt|total",
    "done": r"behandlet|færdige?|gennemgået|afsluttet|done",
    "remaining": r"mangler|tilbage|rest|udestår|remaining",
    "addition": r"tilgang|nye|kommet til|addition",
    "restatement": r"nyt antal i alt|omregnet|restated total|restatement",
    "measured": r"målt|måling|målt værdi|measured|measurement",
}
_ROUGH = re.compile(r"(ca\.?|cirka|omkring|mindst|højst)\s+(.*)", re.IGNORECASE)
_RISKY = ("=", "+", "-", "@", "\t", "\r")


class NoSeries(ValueError):
    """The text is no table of numbers: ``problem`` is "empty", "no-header", "no-rows" or "too-many"."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Read:
    """A row of the table. ``problem`` is empty, or why it cannot be read, and ``about`` the words that is about."""

    line: int
    cells: tuple[str, ...]
    kind: str = ""
    when: ImpreciseDate | None = None
    value: Decimal | None = None
    qualifier: str = ""
    as_written: str = ""
    scope: str = ""
    source: str = ""
    problem: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    """A table of numbers: its head as it was written, and its rows."""

    head: tuple[str, ...]
    rows: tuple[Read, ...]


def read_series(text: str) -> Series:
    """The rows of a table whose columns are known by their headings, in any order. Raises ``NoSeries``."""
    text = text.removeprefix("\ufeff")
    if not text.strip():
        raise NoSeries("empty")
    records = list(tsv.split_records(text, tsv.TAB if tsv.TAB in text else tsv.SEMICOLON))
    found = next(((place, cells) for place, (_line, cells) in enumerate(records[:30]) if _is_head(cells)), None)
    if found is None:
        raise NoSeries("no-header")
    place, head = found
    roles = [_role(cell) for cell in head]
    rows = [(line, cells) for line, cells in records[place + 1 :] if any(cell.strip() for cell in cells)]
    if not rows:
        raise NoSeries("no-rows")
    if len(rows) > MOST_ROWS:
        raise NoSeries("too-many")
    return Series(tuple(cell.strip() for cell in head), tuple(_row(line, roles, cells) for line, cells in rows))


def _is_head(cells: Sequence[str]) -> bool:
    roles = [_role(cell) for cell in cells]
    return {"when", "value"} <= set(roles) or {"when", "kind"} <= set(roles)


def _role(cell: str) -> str:
    word = " ".join(cell.split()).rstrip(":").casefold()
    return next((role for role, pattern in _HEADS.items() if re.fullmatch(pattern, word)), "")


def _row(line: int, roles: Sequence[str], cells: Sequence[str]) -> Read:
    told: dict[str, str] = {}
    for role, cell in zip(roles, cells, strict=False):
        if role and role not in told:
            told[role] = " ".join(cell.split()).removeprefix("'")
    kept = tuple(cell.strip() for cell in cells)
    plain = {name: told.get(name, "") for name in ("qualifier", "as_written", "scope", "source")}
    for name, most in _LONGEST.items():
        if len(told.get(name, "")) > most:
            return Read(line, kept, problem="too-long", about=told[name][:40] + "…")
    kind = _kind(told.get("kind", ""))
    if not kind:
        return Read(line, kept, problem="kind" if told.get("kind") else "kind-missing", about=told.get("kind", ""))
    when = dates.parse(told["when"]) if told.get("when") else None
    if when is None or not when.is_read or not (when.latest or when.earliest):
        return Read(line, kept, problem="when" if when else "when-missing", about=told.get("when", ""))
    written = told.get("value", "")
    if rough := _ROUGH.fullmatch(written):
        plain["qualifier"], written = plain["qualifier"] or rough[1], rough[2]
    try:
        value = parse_number(written) if written else None
    except NumberError:
        return Read(line, kept, problem="value", about=told.get("value", ""))
    if value is None and not plain["as_written"]:
        return Read(line, kept, problem="value-missing")
    if value is not None and (problem := _why_not(value, kind)):
        return Read(line, kept, problem=problem, about=told.get("value", ""))
    return Read(line, kept, kind=kind, when=when, value=value, **plain)


def _why_not(value: Decimal, kind: str) -> str:
    if value < 0 and kind != "addition":
        return "negative"
    exact = value.quantize(Decimal("0.01")) if abs(value) < 10**12 else None
    return "" if exact == value else "value"


def _kind(cell: str) -> str:
    word = " ".join(cell.split()).casefold()
    return next((kind for kind, pattern in _KINDS.items() if re.fullmatch(pattern, word)), "")


def as_text(rows: Iterable[Sequence[str]]) -> str:
    """Cells as tab-separated text, as a spreadsheet copies them."""
    return "".join(tsv.write_record([" ".join(cell.split()) for cell in row]) + "\n" for row in rows)


def as_csv(rows: Iterable[Sequence[str]]) -> bytes:
    """UTF-8 with a byte order mark and semicolons, as a Danish Excel opens it.

    A text that a spreadsheet would take for a formula gets an apostrophe before it; a number never does.
    """
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    for row in rows:
        writer.writerow([_safe(cell) for cell in row])
    return out.getvalue().encode("utf-8-sig")


def _safe(cell: str) -> str:
    if not cell.startswith(_RISKY):
        return cell
    try:
        parse_number(cell)
    except NumberError:
        return f"'{cell}"
    return cell
