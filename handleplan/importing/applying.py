"""Writes what a table proposes into a plan, through the verbs, all or nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction

from handleplan import arranging, closing, numbering, planning, relating, tables, updating
from handleplan.dates import parse
from handleplan.importing.adding import NewPoint, PointAdder, chain
from handleplan.importing.checking import context, merged_points
from handleplan.importing.existing import points_of
from handleplan.importing.matching import Change, Proposal, What, propose
from handleplan.models import ItemRelation, Milestone, Plan, PlanItem, User
from handleplan.periods import Period, first_day
from handleplan.tables import Part, Row, Table


@dataclass(frozen=True, slots=True)
class Applied:
    """The plan as it is now, and what was changed."""

    plan: Plan
    proposal: Proposal
    is_new: bool


def find_plan(title: str) -> Plan | None:
    """The plan a table of that title belongs to, if there is one already: the one that no other has taken over."""
    plans = Plan.objects.filter(title=title).order_by("pk")
    return (plans.filter(successor=None).first() or plans.first()) if title else None


def propose_for(plan: Plan | None, table: Table, period: Period) -> Proposal:
    """What importing the table would change in ``plan`` (None: in a new one)."""
    return propose(table, points_of(plan) if plan else [], period)


@transaction.atomic
def apply_table(
    table: Table, *, plan: Plan | None, period: Period, user: User, reason: str, title: str = ""
) -> Applied:
    """Imports a table into ``plan``, or into a new plan called ``title`` (by default as the table is).

    ``period`` is the month of statuses in parts that name none. Everything is written in one transaction with author
    and reason; the same table again writes nothing.
    """
    is_new = plan is None
    if plan is None:
        plan = planning.create_plan(title=title or table.title, intro=table.intro, user=user, reason=reason)
    planning.hold_order(plan.pk)
    if not is_new and table.intro and plan.intro != table.intro:
        planning.edit_plan(plan, user=user, reason=reason, intro=table.intro)
    proposal = propose_for(None if is_new else plan, table, period)
    _Import(plan, period, user, reason).run(table, proposal)
    return Applied(plan, proposal, is_new)


class _Import:
    """One import under way: the plan's points by key and by row, and the author and reason of every write."""

    def __init__(self, plan: Plan, period: Period, user: User, reason: str) -> None:
        self.plan = plan
        self.period = period
        self.by: dict[str, Any] = {"user": user, "reason": reason}
        self.items = {item.pk: item for item in plan.items.select_related("latest_status", "owner", "unit")}
        self.schedules: dict[int, Milestone] = {
            own.item_id: own for own in Milestone.objects.filter(item__plan=plan, is_own=True)
        }
        self.by_key: dict[str, PlanItem] = {}
        for item in self.items.values():
            if item.sort_key:
                self.by_key.setdefault(item.sort_key, item)
        self.of_row: dict[int, PlanItem] = {}

    def run(self, table: Table, proposal: Proposal) -> None:
        for part in table.parts:
            self._lay_out(part)
        old = list(self.items.values())
        self._add(table, proposal)
        self.of_row |= {id(row): self.items[pk] for pk, row in proposal.order if pk is not None and row is not None}
        if proposal.reordered:
            self._order(proposal)
        if proposal.of(What.ADD):
            self._adopt(old)
        for change in proposal.changes:
            if change.what != What.ADD:
                self._change(change)
        if not proposal.is_empty:
            self._relate(table)

    def _lay_out(self, part: Part) -> None:
        columns = [
            {"role": column.role, "title": column.title, "group": column.group}
            for column in part.columns
            if column.role != tables.OTHER
        ]
        planning.set_table_part(
            self.plan,
            kind=part.kind,
            title=part.title,
            columns=columns,
            header_rows=part.header_rows,
            as_of_text=part.as_of_text,
            as_of_month=first_day(part.as_of) if part.as_of else None,
            **self.by,
        )

    def _add(self, table: Table, proposal: Proposal) -> None:
        """New points, behind all others until ``_order``; in a new plan that is their place."""
        last = max((item.position for item in self.items.values()), default=0)
        new = [row for pk, row in proposal.order if pk is None and row is not None]
        places = {id(row): last + place for place, row in enumerate(new, start=1)}
        adder = PointAdder(
            plan=self.plan,
            period=self.period,
            by_key=self.by_key,
            above=_headings_above(table),
            of_row=self.of_row,
            **self.by,
        )
        adder.add(NewPoint(change.part, change.row, places[id(change.row)]) for change in proposal.of(What.ADD))
        self.items |= {item.pk: item for item in self.of_row.values()}

    def _order(self, proposal: Proposal) -> None:
        items = [self.of_row[id(row)] if pk is None else self.items[pk] for pk, row in proposal.order]
        arranging.order_items(items, **self.by)

    def _adopt(self, old: list[PlanItem]) -> None:
        """Puts older points under a new one that has become the nearest above them."""
        for item in old:
            parent = next((self.by_key[key] for key in numbering.ancestors(item.number) if key in self.by_key), None)
            if parent is not None and item.parent_id != parent.pk:
                planning.edit_item(item, parent=parent, **self.by)

    def _status(self, part: Part, row: Row, item: PlanItem) -> None:
        updating.record_status(item, period=first_day(part.as_of or self.period), text=row.status, **self.by)

    def _change(self, change: Change) -> None:
        assert change.pk is not None
        item, row, part = self.items[change.pk], change.row, change.part
        match change.what:
            case What.EDIT:
                planning.edit_item(item, **self.by, **_edited(change))
                for number in numbering.former_numbers(row.title) if change.field == "title" else ():
                    arranging.remember_former_number(item, number=number, **self.by)
            case What.START:
                start = parse(row.start, context(part)) if row.start.strip() else None
                self.schedules[item.pk] = planning.schedule_item(item, start=start, **self.by)
            case What.FIRST_END:
                _sequence, kind, end = next(iter(chain(part, row)))
                planning.record_first_end(self._schedule(item), end=end, kind=kind, **self.by)
            case What.MOVE_END:
                end = parse(change.new, context(part))
                planning.move_end(self._schedule(item), end=end, revised_as_written=row.end, **self.by)
            case What.CLOSE:
                closing.close_item(item, reported_in=first_day(part.as_of or self.period), **self.by)
            case What.REOPEN:
                closing.reopen_item(item, **self.by)
            case What.STATUS:
                self._status(part, row, item)

    def _schedule(self, item: PlanItem) -> Milestone:
        if item.pk not in self.schedules:
            self.schedules[item.pk] = planning.schedule_item(item, start=None, **self.by)
        return self.schedules[item.pk]

    def _relate(self, table: Table) -> None:
        """What the texts say of other points: references, and titles that contain a closed one's (S004-14, S004-15)."""
        stated: dict[tuple[int, int, str], None] = {}
        for row in table.rows:
            item = self.of_row[id(row)]
            for text in (row.title, row.description, row.status):
                for reference in numbering.references(text):
                    other = self.by_key.get(reference.key)
                    if other is not None and other.pk != item.pk:
                        stated[item.pk, other.pk, ItemRelation.Kind.REFERS_TO] = None
        for active, closed in merged_points(table):
            stated[self.of_row[id(active)].pk, self.of_row[id(closed)].pk, ItemRelation.Kind.CONTAINS] = None
        for pk, other_pk, kind in stated:
            relating.relate_items(self.items[pk], self.items[other_pk], kind=kind, **self.by)


def _kind(row: Row) -> str:
    return PlanItem.Kind.HEADING if row.is_heading else PlanItem.Kind.INITIATIVE


def _edited(change: Change) -> dict[str, Any]:
    if change.field == "kind":
        return {"kind": _kind(change.row)}
    name = "owner_text" if change.field == "owner" else change.field
    return {name: getattr(change.row, change.field)}


def _headings_above(table: Table) -> dict[int, Row]:
    """For each row without a number the heading without a number that it stands under."""
    above: dict[int, Row] = {}
    for part in table.parts:
        heading = None
        for row in part.rows:
            if row.is_heading and not row.key:
                heading = row
            elif heading is not None:
                above[id(row)] = heading
    return above
