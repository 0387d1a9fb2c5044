"""A table held against a plan: what would change, before anything does (S004-13, S004-22 to S004-24).

Pure. The same table twice proposes nothing. The original end date is never changed, a point missing from the table is
left alone.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from handleplan import tables
from handleplan.dates import split_cell
from handleplan.importing.checking import name
from handleplan.periods import Period
from handleplan.tables import Part, Row, Table, Warning


class What(StrEnum):
    """What a change does; each value is done by one verb."""

    ADD = "add"
    EDIT = "edit"
    START = "start"
    FIRST_END = "first_end"
    MOVE_END = "move_end"
    CLOSE = "close"
    REOPEN = "reopen"
    STATUS = "status"


_EDITABLE = {
    tables.TITLE: ("title", "marker", "italic", "capitals"),
    tables.DESCRIPTION: ("description",),
    tables.OWNER: ("owner",),
}


@dataclass(frozen=True, slots=True)
class Existing:
    """A point of the plan as the table sees it.

    ``row`` has its texts, ``first_end`` and ``moves`` its chain of end dates as written, ``statuses`` the newest text
    of each month.
    """

    pk: int
    row: Row
    closed: bool = False
    first_end: str = ""
    moves: tuple[str, ...] = ()
    statuses: Mapping[Period, str] = field(default_factory=dict)

    @property
    def chain(self) -> tuple[str, ...]:
        return (self.first_end, *self.moves) if self.first_end else self.moves

    @property
    def latest_status(self) -> str:
        return self.statuses[max(self.statuses)] if self.statuses else ""


@dataclass(frozen=True, slots=True)
class Change:
    """One proposed change of one point; ``pk`` is None for a new one. ``row`` and ``part`` are where the table says
    it."""

    what: What
    part: Part
    row: Row
    pk: int | None = None
    field: str = ""
    old: str = ""
    new: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """Everything importing a table would do. ``order`` is the written order of old (pk) and new (None) points
    afterwards."""

    changes: tuple[Change, ...]
    warnings: tuple[Warning, ...] = ()
    untouched: int = 0
    order: tuple[tuple[int | None, Row | None], ...] = ()
    reordered: bool = False

    @property
    def is_empty(self) -> bool:
        return not self.changes and not self.reordered

    def of(self, what: What) -> tuple[Change, ...]:
        return tuple(change for change in self.changes if change.what == what)


def propose(table: Table, existing: Sequence[Existing], period: Period) -> Proposal:
    """What importing ``table`` into a plan of ``existing`` points would change. ``period`` is the month of parts that
    name none."""
    matches = match(table, existing)
    changes: list[Change] = []
    warnings: list[Warning] = []
    untouched = 0
    for part in table.parts:
        for row in part.rows:
            point = matches.get(id(row))
            found = list(_changes(part, row, point, period)) if point else [Change(What.ADD, part, row)]
            changes += found
            untouched += not found
            warnings += _original_differs(row, point, part) if point else []
    matched = {point.pk for point in matches.values()}
    for point in existing:
        if point.pk not in matched:
            words = {"number": point.row.number, "title": point.row.title[:60]}
            warnings.append(Warning(0, "missing_in_table", words))
    order = _order(table, existing, matches)
    kept = [pk for pk, _row in order if pk is not None]
    reordered = kept != [point.pk for point in existing] or _inserted(order)
    return Proposal(tuple(changes), tuple(warnings), untouched, tuple(order), bool(existing) and reordered)


def match(table: Table, existing: Sequence[Existing]) -> dict[int, Existing]:
    """Which point each row (by its ``id``) speaks of: by number, and by title among equal numbers or where there is
    none."""
    by_key: dict[str, deque[Existing]] = defaultdict(deque)
    for point in existing:
        by_key[_match_key(point.row)].append(point)
    rows: dict[str, list[Row]] = defaultdict(list)
    for row in table.rows:
        rows[_match_key(row)].append(row)
    matches: dict[int, Existing] = {}
    for key, candidates in rows.items():
        points = by_key[key]
        for same_title in (True, False):
            for row in candidates:
                found = next((p for p in points if p.row.title == row.title or not same_title), None)
                if found is not None and id(row) not in matches:
                    matches[id(row)] = found
                    points.remove(found)
    return matches


def _match_key(row: Row) -> str:
    return row.key or "title:" + " ".join(row.title.casefold().split())


def _changes(part: Part, row: Row, point: Existing, period: Period) -> Iterator[Change]:
    tells_kind = tables.DESCRIPTION in part.roles and any(role in part.roles for role in tables.DATE_ROLES)
    if row.is_heading != point.row.is_heading and (tells_kind or not row.is_heading):
        words = {True: "heading", False: "initiative"}
        yield Change(What.EDIT, part, row, point.pk, "kind", words[point.row.is_heading], words[row.is_heading])
    for role, fields in _EDITABLE.items():
        if role in part.roles:
            for attribute in fields:
                old, new = getattr(point.row, attribute), getattr(row, attribute)
                if old != new:
                    yield Change(What.EDIT, part, row, point.pk, attribute, str(old), str(new))
    if tables.START in part.roles and point.row.start.strip() != row.start.strip():
        yield Change(What.START, part, row, point.pk, "start", point.row.start, row.start)
    yield from _ends(part, row, point)
    if (part.kind == tables.CLOSED) != point.closed:
        yield Change(What.REOPEN if point.closed else What.CLOSE, part, row, point.pk)
    if row.status.strip() and row.status != _status_now(part, point, period):
        yield Change(What.STATUS, part, row, point.pk, "status", point.latest_status, row.status)


def _status_now(part: Part, point: Existing, period: Period) -> str:
    """The status the plan has for the table's month; a table that names no month is held against the newest one."""
    return point.statuses.get(part.as_of, "") if part.as_of else point.latest_status


def ends_of(part: Part, row: Row) -> tuple[str, tuple[str, ...]]:
    """The end dates a row states: (the original, if the part has that column, else ""; every later one or, without
    one, every one)."""
    cell = split_cell(row.end)
    texts = (*(old.as_written.strip() for old in cell.superseded), cell.current.as_written)
    return row.original_end.strip(), tuple(text for text in texts if text)


def _ends(part: Part, row: Row, point: Existing) -> Iterator[Change]:
    original, later = ends_of(part, row)
    known: tuple[str, ...]
    if not point.chain:
        known = ()
        if original:
            yield Change(What.FIRST_END, part, row, point.pk, "original_end", "", original)
        elif later and tables.END in part.roles:
            yield Change(What.FIRST_END, part, row, point.pk, "end", "", later[0])
            later = later[1:]
    elif original:
        known = point.moves if point.first_end else point.chain
    else:
        known = point.chain if tables.END in part.roles else point.moves
    for text in _new_moves(known, later, point):
        yield Change(What.MOVE_END, part, row, point.pk, "end", point.chain[-1] if point.chain else "", text)


def _new_moves(known: tuple[str, ...], stated: tuple[str, ...], point: Existing) -> tuple[str, ...]:
    if stated[: len(known)] == known:
        return stated[len(known) :]
    if not stated or stated[-1] == point.chain[-1]:
        return ()
    return stated[-1:]


def _original_differs(row: Row, point: Existing, part: Part) -> list[Warning]:
    original = row.original_end.strip()
    if not original or not point.first_end or original == point.first_end:
        return []
    return [Warning(row.line, "original_differs", {"number": name(row), "old": point.first_end, "new": original})]


def _order(
    table: Table, existing: Sequence[Existing], matches: Mapping[int, Existing]
) -> list[tuple[int | None, Row | None]]:
    """The table's order; a point that is not in it stays behind the point it followed."""
    matched = {point.pk for point in matches.values()}
    followers: dict[int | None, list[int]] = defaultdict(list)
    leader: int | None = None
    for point in existing:
        if point.pk in matched:
            leader = point.pk
        else:
            followers[leader].append(point.pk)
    order: list[tuple[int | None, Row | None]] = [(pk, None) for pk in followers[None]]
    for row in table.rows:
        found = matches.get(id(row))
        order.append((found.pk if found else None, row))
        order += [(pk, None) for pk in followers[found.pk]] if found else []
    return order


def _inserted(order: Sequence[tuple[int | None, Row | None]]) -> bool:
    """Whether a new point stands before an old one."""
    seen_new = False
    for pk, _row in order:
        if pk is None:
            seen_new = True
        elif seen_new:
            return True
    return False


def fingerprint(proposal: Proposal, plan: int | None) -> str:
    """A short text that differs when a proposal does: what a person confirms is what he saw."""
    facts = [
        (change.what, change.pk, change.row.cells, change.field, change.old, change.new) for change in proposal.changes
    ]
    return hashlib.sha256(repr((plan, facts, proposal.reordered)).encode("utf-8", "replace")).hexdigest()[:32]
