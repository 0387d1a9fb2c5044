"""A plan of the database as the table it is written in, and as the points a table is held against. Reads only."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from handleplan import dates, tables
from handleplan.importing.matching import Existing
from handleplan.models import EndDateRevision, Milestone, Plan, PlanItem, StatusEntry, TablePart
from handleplan.models.milestones import links_of
from handleplan.periods import Period, period_of
from handleplan.tables import Column, Part, Row, Table

_SHARED = (
    Column(tables.NUMBER, "Mål nr."),
    Column(tables.TITLE, "Område, tema og initiativer"),
    Column(tables.DESCRIPTION, "Beskrivelse"),
    Column(tables.START, "Start", "Tidsplan"),
)
_STATUS = Column(tables.STATUS, "Status")
DEFAULT_COLUMNS = {
    tables.ACTIVE: (
        *_SHARED,
        Column(tables.ORIGINAL_END, "Oprindelig slutdato", "Tidsplan"),
        Column(tables.REVISED_END, "Ajourført slutdato", "Tidsplan"),
        _STATUS,
    ),
    tables.CLOSED: (*_SHARED, Column(tables.END, "Slut", "Tidsplan"), _STATUS),
}
DEFAULT_TITLE = {tables.ACTIVE: "", tables.CLOSED: "Afsluttede punkter"}


def table_of(plan: Plan, *, keyed: bool = False) -> Table:
    """The plan as its own table: the parts with the columns they were adopted in, the points in written order.

    Points stand in the part their state puts them in. What was imported comes back cell for cell (S004-38). In a
    ``keyed`` table the line of each row is its point's key, so that what is said of a line can be told of the point.
    """
    layouts = {part.kind: _layout(part) for part in plan.parts.all()}
    points = points_of(plan)
    rows: dict[str, list[Row]] = {kind: [] for kind in layouts}
    for point in points:
        row = replace(point.row, line=point.pk) if keyed else point.row
        rows.setdefault(tables.CLOSED if point.closed else tables.ACTIVE, []).append(row)
    first = {kind: index for index, kind in reversed(list(enumerate(_kinds(points))))}
    parts = []
    for kind in sorted(rows, key=lambda kind: (first.get(kind, len(points)), kind)):
        layout = layouts.get(kind) or Part(kind, DEFAULT_TITLE[kind], DEFAULT_COLUMNS[kind])
        laid_out = (replace(row, cells=tables.lay_out(layout.columns, row)) for row in rows[kind])
        parts.append(replace(layout, rows=tuple(laid_out)))
    return Table(plan.title, plan.intro, tuple(parts))


def points_of(plan: Plan) -> list[Existing]:
    """The plan's points in written order, as a table sees them. Four queries, whatever their number."""
    roles = {kind: {column.role for column in columns} for kind, columns in DEFAULT_COLUMNS.items()}
    roles |= {part.kind: {column["role"] for column in part.columns} for part in plan.parts.all()}
    schedules = {schedule.item_id: schedule for schedule in Milestone.objects.filter(item__plan=plan, is_own=True)}
    chains = _chains(plan)
    statuses = _statuses(plan)
    points = []
    for item in plan.items.order_by("position"):
        kind = tables.CLOSED if item.is_closed else tables.ACTIVE
        schedule = schedules.get(item.pk)
        first, moves = chains.get(schedule.pk, ("", ())) if schedule else ("", ())
        of_item = statuses.get(item.pk, {})
        row = _row(item, schedule, first, moves, roles[kind], of_item[max(of_item)] if of_item else "")
        points.append(Existing(item.pk, row, item.is_closed, first, moves, of_item))
    return points


def _kinds(points: list[Existing]) -> list[str]:
    return [tables.CLOSED if point.closed else tables.ACTIVE for point in points]


def _layout(part: TablePart) -> Part:
    columns = tuple(Column(column["role"], column["title"], column.get("group", "")) for column in part.columns)
    as_of = period_of(part.as_of_month) if part.as_of_month else None
    return Part(part.kind, part.title, columns, (), part.header_rows, part.as_of_text, as_of)


def _row(
    item: PlanItem, schedule: Milestone | None, first: str, moves: tuple[str, ...], roles: set[str], status: str
) -> Row:
    original = schedule.original_as_written if schedule and tables.ORIGINAL_END in roles else ""
    end = _end_cell(schedule, first, moves, stands_alone=tables.ORIGINAL_END not in roles) if schedule else ""
    return Row(
        cells=(),
        number=item.number,
        title=item.title,
        marker=item.marker,
        italic=item.italic,
        capitals=item.capitals,
        description=item.description,
        start=schedule.start_as_written if schedule else "",
        original_end=original,
        end=end,
        owner=item.owner_text,
        status=status,
        is_heading=item.kind == PlanItem.Kind.HEADING,
    )


def _end_cell(schedule: Milestone, first: str, moves: tuple[str, ...], *, stands_alone: bool) -> str:
    """The cell of revised end dates or, where it ``stands_alone``, of the only ones; verbatim if it was imported."""
    if stands_alone and not moves:
        return str(schedule.end_as_written)
    texts = moves if schedule.original_as_written else tuple(filter(None, (first, *moves)))
    imported = dates.split_cell(schedule.revised_as_written)
    if texts and texts == (*(old.as_written.strip() for old in imported.superseded), imported.current.as_written):
        return str(schedule.revised_as_written)
    return dates.write_cell(texts[:-1], texts[-1]) if texts else ""


def _chains(plan: Plan) -> dict[int, tuple[str, tuple[str, ...]]]:
    """For each schedule its first end and every later one as written; a corrected mistake reads as its correction."""
    revisions: dict[int, list[EndDateRevision]] = defaultdict(list)
    for revision in EndDateRevision.objects.filter(milestone__item__plan=plan, milestone__is_own=True):
        revisions[revision.milestone_id].append(revision)
    chains = {}
    for milestone, chain in revisions.items():
        ends = [(link.revision.sequence, link.end.as_written.strip()) for link in links_of(chain) if link.end]
        first = next((text for sequence, text in ends if sequence == 0), "")
        chains[milestone] = (first, tuple(text for sequence, text in ends if sequence))
    return chains


def _statuses(plan: Plan) -> dict[int, dict[Period, str]]:
    statuses: dict[int, dict[Period, str]] = defaultdict(dict)
    entries = StatusEntry.objects.counted().filter(item__plan=plan)
    for item, period, text in entries.values_list("item_id", "period", "text"):
        statuses[item][period_of(period)] = text
    return statuses
