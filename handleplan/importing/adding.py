"""The bulk door: many new points at once, with schedule, deadlines and status, as the verbs would write them one by
one.

A plan of 600 points takes a few seconds instead of half a minute; a test compares both ways.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby

from handleplan import history, numbering, planning, tables, updating
from handleplan.dates import ImpreciseDate, parse, split_cell
from handleplan.importing.checking import context
from handleplan.models import EndDateRevision, FormerNumber, Milestone, Plan, PlanItem, StatusEntry, User
from handleplan.models.imprecise import columns
from handleplan.models.plans import TextKind
from handleplan.periods import Period, first_day
from handleplan.tables import Part, Row

_UNNUMBERED = 1_000


@dataclass(frozen=True, slots=True)
class NewPoint:
    """A row that becomes a point, and its place in the written order."""

    part: Part
    row: Row
    place: int

    @property
    def turn(self) -> int:
        """Points above are made before those below: by depth, and those without a number last, headings first."""
        return numbering.depth(self.row.number) or _UNNUMBERED + (not self.row.is_heading)


@dataclass(slots=True)
class PointAdder:
    """Adds points to a plan. ``by_key`` holds the plan's points by their number's key and grows with those that are
    added.

    ``above`` says for a row without a number (by its ``id``) which heading it stands under.
    """

    plan: Plan
    period: Period
    user: User
    reason: str
    by_key: dict[str, PlanItem]
    above: Mapping[int, Row]
    of_row: dict[int, PlanItem] = field(default_factory=dict)

    def add(self, points: Iterable[NewPoint]) -> dict[int, PlanItem]:
        """The new points by the ``id`` of their row."""
        ordered = sorted(points, key=lambda point: (point.turn, point.place))
        for _turn, group in groupby(ordered, key=lambda point: point.turn):
            level = list(group)
            made = history.bulk_add([self._item(point) for point in level], user=self.user, reason=self.reason)
            for point, item in zip(level, made, strict=True):
                self.of_row[id(point.row)] = item
                if item.sort_key:
                    self.by_key.setdefault(item.sort_key, item)
        self._number(ordered)
        self._schedule(ordered, self._report(ordered))
        return self.of_row

    def _item(self, point: NewPoint) -> PlanItem:
        row, is_closed = point.row, point.part.kind == tables.CLOSED
        parent = self._parent(row)
        item = PlanItem(
            plan=self.plan,
            position=point.place,
            number=row.number,
            sort_key=row.key,
            parent=parent,
            kind=PlanItem.Kind.HEADING if row.is_heading else PlanItem.Kind.INITIATIVE,
            level=numbering.depth(row.number) or (parent.level + 1 if parent else 1),
            title=row.title,
            marker=row.marker,
            italic=row.italic,
            capitals=row.capitals,
            description=row.description,
            owner_text=row.owner,
            state=PlanItem.State.CLOSED if is_closed else PlanItem.State.IN_PROGRESS,
            reported_closed_in=self._month(point.part) if is_closed else None,
        )
        item.search_text = planning.search_text(item, former=numbering.former_numbers(row.title), status=row.status)
        return item

    def _parent(self, row: Row) -> PlanItem | None:
        """The nearest point above that is a row; for one without a number the heading it stands under (S004-8)."""
        if not row.key:
            return self.of_row.get(id(self.above.get(id(row))))
        return next((self.by_key[key] for key in numbering.ancestors(row.number) if key in self.by_key), None)

    def _month(self, part: Part) -> dt.date:
        return first_day(part.as_of or self.period)

    def _number(self, points: Iterable[NewPoint]) -> None:
        former = {}
        for point in points:
            item = self.of_row[id(point.row)]
            for number in numbering.former_numbers(point.row.title):
                key = numbering.sort_key(number)
                former[item.pk, key] = FormerNumber(
                    item=item, number=number, sort_key=key, recorded_by=self.user, reason=self.reason
                )
        FormerNumber.objects.bulk_create(former.values())

    def _report(self, points: Iterable[NewPoint]) -> dict[int, StatusEntry]:
        """The statuses of the table's month, by the point's key."""
        entries = [self._status(point) for point in points if point.row.status.strip()]
        StatusEntry.objects.bulk_create(entries, batch_size=200)
        reported = []
        for entry in entries:
            entry.item.latest_status = entry
            reported.append(entry.item)
        history.bulk_change(reported, ["latest_status"], user=self.user, reason=self.reason)
        return {entry.item_id: entry for entry in entries}

    def _status(self, point: NewPoint) -> StatusEntry:
        entry = StatusEntry(
            item=self.of_row[id(point.row)],
            period=self._month(point.part),
            text=point.row.status,
            text_kind=TextKind.PLAIN,
            source=StatusEntry.Source.IMPORT,
            recorded_by=self.user,
            recorded_because=self.reason,
            **columns("forecast", None),
        )
        if not entry.item.is_closed:
            updating.take_forecast_from_text(entry)
        return entry

    def _schedule(self, points: Iterable[NewPoint], reported: Mapping[int, StatusEntry]) -> None:
        dated = [
            point for point in points if any(map(str.strip, (point.row.start, point.row.original_end, point.row.end)))
        ]
        chains = [list(chain(point.part, point.row)) for point in dated]
        milestones = [
            self._milestone(point, links, reported.get(self.of_row[id(point.row)].pk))
            for point, links in zip(dated, chains, strict=True)
        ]
        made = history.bulk_add(milestones, user=self.user, reason=self.reason)
        EndDateRevision.objects.bulk_create(
            (
                EndDateRevision(
                    milestone=milestone,
                    sequence=sequence,
                    kind=kind,
                    recorded_by=self.user,
                    recorded_because=self.reason,
                    **columns("end", end),
                )
                for milestone, links in zip(made, chains, strict=True)
                for sequence, kind, end in links
            ),
            batch_size=200,
        )

    def _milestone(
        self, point: NewPoint, links: list[tuple[int, str, ImpreciseDate]], status: StatusEntry | None
    ) -> Milestone:
        row = point.row
        moves = sum(kind == EndDateRevision.Kind.MOVE for _sequence, kind, _end in links)
        original = next((end for _sequence, kind, end in links if kind == EndDateRevision.Kind.ORIGINAL), None)
        return Milestone(
            item=self.of_row[id(row)],
            moves=moves,
            revised_as_written=row.end if moves else "",
            **columns("start", parse(row.start, context(point.part)) if row.start.strip() else None),
            **columns("original", original),
            **columns("end", links[-1][2] if links else None),
            **columns("forecast", status.forecast if status else None),
        )


def chain(part: Part, row: Row) -> Iterator[tuple[int, str, ImpreciseDate]]:
    """A row's end dates as (sequence, kind, date): the original or, where the table does not tell it, the planned
    one; then moves."""
    day = context(part)
    cell = split_cell(row.end, day)
    later = [*cell.superseded, *([cell.current] if cell.current.as_written else [])]
    if row.original_end.strip():
        yield 0, EndDateRevision.Kind.ORIGINAL, parse(row.original_end, day)
    elif later and tables.END in part.roles:
        yield 0, EndDateRevision.Kind.PLANNED, parse(row.end, day) if len(later) == 1 else later[0]
        later = later[1:]
    for sequence, end in enumerate(later, start=1):
        yield sequence, EndDateRevision.Kind.MOVE, end
