"""Reads a plan's month out of the database into a snapshot: the only queries over plans in reports."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Sequence

from django.db.models import Max, OuterRef, Subquery
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handleplan import dates, periods
from handleplan.models import EndDateRevision, Milestone, Plan, PlanItem, ReadBy, StatusEntry, TablePart
from handleplan.models.milestones import Link, links_of

from .snapshot import Column, Figures, MilestoneFact, Notice, Part, Row, Snapshot, WrittenDate

SOON_DAYS = 60


def newest_month(plan: Plan, today: dt.date) -> dt.date:
    """The month a report is about unless another is asked for: the newest one that has a status, else this one."""
    told = StatusEntry.objects.counted().filter(item__plan=plan)
    return told.aggregate(month=Max("period"))["month"] or today.replace(day=1)


def read_plan(plan: Plan, period: dt.date, *, occasion: str = "", language: str = "da") -> Snapshot:
    """The plan as it stands, for the month that begins on ``period``, in six queries whatever its size.

    What is overdue counts from the month's last day (DOMAIN.md B2: the as-of month's latest day).
    """
    as_of = periods.last_day(period)
    with translation.override(language):
        items = _items(plan, period)
        statuses = StatusEntry.objects.in_bulk([item.status_id for item in items if item.status_id])
        milestones, further = _milestones(plan)
        chains = _chains(plan)
        focus = _focus(plan, period)
        layouts = {part.kind: part for part in plan.parts.all()}
        rows: dict[str, list[Row]] = {TablePart.Kind.ACTIVE: [], TablePart.Kind.CLOSED: []}
        seen: list[tuple[PlanItem, Row, StatusEntry | None]] = []
        columns = {kind: _columns(layouts.get(kind), kind, period) for kind in rows}
        for item in items:
            kind = TablePart.Kind.CLOSED if item.is_closed else TablePart.Kind.ACTIVE
            milestone = milestones.get(item.pk)
            chain = chains.get(milestone.pk, []) if milestone else []
            status = statuses.get(item.status_id)
            row = _row(item, milestone, chain, status, focus.get(item.pk), as_of, columns[kind])
            if item.pk in further:
                facts = tuple(_milestone(each, chains.get(each.pk, [])) for each in further[item.pk])
                row = dataclasses.replace(row, milestones=facts)
            rows[kind].append(row)
            seen.append((item, row, status))
        parts = tuple(_part(layouts.get(kind), kind, columns[kind], rows[kind], period) for kind in rows if rows[kind])
        return Snapshot(
            plan=plan.slug,
            title=plan.title,
            intro=plan.intro,
            unit=plan.unit.name if plan.unit_id else "",
            period=period,
            as_of=as_of,
            occasion=occasion,
            figures=_figures(seen, period, as_of),
            parts=parts,
            notices=tuple(_notices(row for _item, row, _status in seen)),
            taken_at=timezone.localtime().isoformat(timespec="seconds"),
            language=language,
        )


def _items(plan: Plan, period: dt.date) -> list[PlanItem]:
    """Every point in written order with the newest status that counts, of the month or an earlier one."""
    newest = (
        StatusEntry.objects.counted()
        .filter(item=OuterRef("pk"), period__lte=period)
        .order_by("-period", "-recorded_at", "-pk")
    )
    items = plan.items.select_related("owner", "unit").order_by("position")
    return list(items.annotate(status_id=Subquery(newest.values("pk")[:1])))


def _focus(plan: Plan, period: dt.date) -> dict[int, StatusEntry]:
    """For each point the newest status that speaks of management focus, where it asks for it (S000-8)."""
    spoken = StatusEntry.objects.counted().filter(item__plan=plan, period__lte=period).exclude(in_focus=None)
    newest = {entry.item_id: entry for entry in spoken.order_by("period", "recorded_at", "pk")}
    return {pk: entry for pk, entry in newest.items() if entry.in_focus}


def _milestones(plan: Plan) -> tuple[dict[int, Milestone], dict[int, list[Milestone]]]:
    """For each point its own schedule, and its further milestones in their order."""
    own: dict[int, Milestone] = {}
    further: dict[int, list[Milestone]] = {}
    for milestone in Milestone.objects.filter(item__plan=plan).order_by("item", "position", "pk"):
        if milestone.is_own:
            own[milestone.item_id] = milestone
        else:
            further.setdefault(milestone.item_id, []).append(milestone)
    return own, further


def _chains(plan: Plan) -> dict[int, list[Link]]:
    """The links of every milestone's chain as they count: a corrected mistake reads as its correction (S004-22)."""
    revisions: dict[int, list[EndDateRevision]] = {}
    for revision in EndDateRevision.objects.filter(milestone__item__plan=plan).order_by("milestone", "sequence"):
        revisions.setdefault(revision.milestone_id, []).append(revision)
    return {milestone: links_of(chain) for milestone, chain in revisions.items()}


def _milestone(milestone: Milestone, chain: list[Link]) -> MilestoneFact:
    revised = _revised(chain)
    return MilestoneFact(
        name=milestone.name,
        start=_written(milestone.start),
        original_end=_written(milestone.original),
        superseded=tuple(filter(None, (_written(link.end) for link in revised[:-1]))),
        end=_written(milestone.end),
        moves=_moves(chain),
        completed_on=milestone.completed_on,
        under_revision=milestone.under_revision,
    )


def _revised(chain: list[Link]) -> list[Link]:
    """The links of the column of revised end dates: all but the original one."""
    return [link for link in chain if link.revision.kind != EndDateRevision.Kind.ORIGINAL]


def _moves(chain: list[Link]) -> int:
    return sum(link.revision.kind == EndDateRevision.Kind.MOVE for link in chain)


def _row(
    item: PlanItem,
    milestone: Milestone | None,
    chain: list[Link],
    status: StatusEntry | None,
    focus: StatusEntry | None,
    as_of: dt.date,
    columns: Sequence[Column],
) -> Row:
    end = milestone.end if milestone else None
    original = milestone.original if milestone else None
    moves, revised = _moves(chain), _revised(chain)
    counted = item.kind == PlanItem.Kind.INITIATIVE and not item.is_closed
    slippage = dates.slippage(end, original) if end and original and moves else None
    row = Row(
        number=item.number,
        title=item.title,
        cells=(),
        level=item.level,
        is_heading=item.kind == PlanItem.Kind.HEADING,
        marker=item.marker,
        italic=item.italic,
        capitals=item.capitals,
        description=item.description,
        owner=str(item.owner or item.unit or item.owner_text or ""),
        start=_written(milestone.start if milestone else None),
        original_end=_written(original),
        superseded=tuple(filter(None, (_written(link.end) for link in revised[:-1]))),
        end=_written(end),
        forecast=_written(status.forecast if status else None),
        status=status.text if status else "",
        status_kind=status.text_kind if status else "plain",
        closed=item.is_closed,
        due=_due(end, as_of) if counted else "",
        days_overdue=dates.days_overdue(end, as_of) if counted and end else 0,
        slippage_low=slippage.low if slippage else None,
        slippage_high=slippage.high if slippage else None,
        moves=moves,
        in_focus=focus is not None,
        focus_reason=_focus_words(focus) if focus else "",
    )
    cell = (milestone.revised_as_written if milestone else "") or _revised_cell(revised)
    cells = {
        "number": row.number,
        "title": f"{row.marker} {row.title}" if row.marker else row.title,
        "description": row.description,
        "start": row.start.text if row.start else "",
        "original_end": row.original_end.text if row.original_end else "",
        "revised_end": cell,
        "end": row.end.text if row.end else "",
        "owner": row.owner,
        "status": row.status,
    }
    return dataclasses.replace(row, cells=tuple(cells.get(column.role, "") for column in columns))


def _focus_words(entry: StatusEntry) -> str:
    since = _("management focus since %(month)s") % {"month": dates.format_month(entry.period)}
    return f"{since}: {entry.focus_reason}" if entry.focus_reason else since


def _due(end: dates.ImpreciseDate | None, as_of: dt.date) -> str:
    return dates.due_state(end, as_of, SOON_DAYS).value if end else dates.DueState.NO_END.value


def _revised_cell(revised: list[Link]) -> str:
    """ "(1. feb. 2012) (1. juli 2012) ultimo 2013": every earlier date in brackets, then the one that counts."""
    texts = [link.end.as_written for link in revised]
    return dates.write_cell(texts[:-1], texts[-1]) if texts else ""


def _written(value: dates.ImpreciseDate | None) -> WrittenDate | None:
    if value is None:
        return None
    return WrittenDate(value.as_written, value.earliest, value.latest, value.kind.value)


def _columns(layout: TablePart | None, kind: str, period: dt.date) -> tuple[Column, ...]:
    """The columns as the plan's own table has them, or the usual ones."""
    if layout and layout.columns:
        return tuple(Column(column["role"], column["title"], column.get("group", "")) for column in layout.columns)
    schedule = _("Schedule")
    first = (
        Column("number", _("Goal no.")),
        Column("title", _("Area, theme and initiatives")),
        Column("description", _("Description")),
        Column("start", _("Start"), schedule),
    )
    status = Column("status", _("Status as of %(month)s") % {"month": dates.format_month(period)})
    if kind == TablePart.Kind.CLOSED:
        return (*first, Column("end", _("End"), schedule), status)
    return (
        *first,
        Column("original_end", _("Original end date"), schedule),
        Column("revised_end", _("Updated end date"), schedule),
        status,
    )


def _part(layout: TablePart | None, kind: str, columns: tuple[Column, ...], rows: list[Row], period: dt.date) -> Part:
    default_title = _("Closed points") if kind == TablePart.Kind.CLOSED else ""
    return Part(
        kind=kind,
        title=layout.title if layout else default_title,
        columns=columns,
        rows=tuple(rows),
        as_of_text=layout.as_of_text if layout and layout.as_of_text else dates.format_month(period),
        header_rows=2 if any(column.group for column in columns) else 1,
    )


def _figures(seen: Iterable[tuple[PlanItem, Row, StatusEntry | None]], period: dt.date, as_of: dt.date) -> Figures:
    seen = [(item, row, status) for item, row, status in seen if not row.is_heading]
    active = [(row, status) for _item, row, status in seen if not row.closed]
    due = [row.due for row, _status in active]
    return Figures(
        total=len(seen),
        active=len(active),
        closed=len(seen) - len(active),
        overdue=due.count("overdue"),
        in_window=due.count("in_window"),
        due_soon=sum(1 for row, _status in active if _ends_soon(row, as_of)),
        no_end=due.count("no_end"),
        moved=sum(1 for row, _status in active if row.moves),
        in_focus=sum(1 for row, _status in active if row.in_focus),
        missing_status=sum(1 for _row, status in active if status is None or status.period < period),
        contradicting=sum(1 for row, status in active if _contradicts(row, status)),
    )


def _ends_soon(row: Row, as_of: dt.date) -> bool:
    latest = row.end.latest if row.end else None
    return latest is not None and 0 <= (latest - as_of).days <= SOON_DAYS


def _contradicts(row: Row, status: StatusEntry | None) -> bool:
    """The status text names a date later than the deadline."""
    later = row.forecast and row.forecast.latest and row.end and row.end.latest and row.forecast.latest > row.end.latest
    return bool(later and status and status.forecast_read_by == ReadBy.TEXT)


def _notices(rows: Iterable[Row]) -> Iterable[Notice]:
    """What the front page says of single points: overdue first, longest first; then the window; then the rest."""
    open_rows = [row for row in rows if not row.closed and not row.is_heading]
    for row in sorted((r for r in open_rows if r.due == "overdue"), key=lambda r: -r.days_overdue):
        sentence = ngettext(
            "%(days)s day overdue (deadline: %(end)s)", "%(days)s days overdue (deadline: %(end)s)", row.days_overdue
        ) % {"days": row.days_overdue, "end": row.end.text if row.end else ""}
        if row.forecast:
            sentence += "; " + _("the status text expects: %(forecast)s") % {"forecast": row.forecast.text}
        yield Notice(row.number, row.title, "overdue", sentence)
    for row in open_rows:
        if row.due == "in_window" and row.end:
            yield Notice(row.number, row.title, "in_window", _("deadline now: %(end)s") % {"end": row.end.text})
    for row in open_rows:
        if row.due == "no_end":
            yield Notice(row.number, row.title, "no_end", _("has no end date that can be read"))
    for row in open_rows:
        if row.in_focus:
            yield Notice(row.number, row.title, "in_focus", row.focus_reason)
