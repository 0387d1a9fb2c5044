"""Reads a plan's month out of the database into a snapshot: the only queries over plans in reports."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Iterator

from django.db.models import Max
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handleplan import counter_words, dates, glossary, periods
from handleplan.counter_accounts import own_forecast
from handleplan.models import (
    Closing,
    ConditionalAlternative,
    ConditionalEnd,
    EndDateRevision,
    Milestone,
    Plan,
    PlanItem,
    ReadBy,
    StatusEntry,
)
from handleplan.models.milestones import Link as ChainLink
from handleplan.models.milestones import links_of

from . import telling
from .abbreviations import known
from .changes import compare
from .columns import hanging_words
from .counted import counters_of
from .designs import AS_THE_TABLE, Abbreviation, Column, Design
from .economy_facts import money_of
from .facts import Condition, Link, Outcome
from .frozen import WrittenDate
from .layout import OwnTable, lay_out
from .snapshot import SOON_DAYS, Figures, MilestoneFact, Notice, Part, Row, Snapshot
from .telling import Told


def newest_month(plan: Plan, today: dt.date) -> dt.date:
    """The month a report is about unless another is asked for: the newest one that has a status, else this one."""
    told = StatusEntry.objects.counted().filter(item__plan=plan)
    return told.aggregate(month=Max("period"))["month"] or today.replace(day=1)


def read_plan(
    plan: Plan,
    period: dt.date,
    *,
    occasion: str = "",
    design: Design | None = None,
    previous: Snapshot | None = None,
    language: str = "da",
) -> Snapshot:
    """The plan as it stands, for the month that begins on ``period``, in twelve queries whatever its size.

    One more is asked where something is counted.

    What is overdue counts from the month's last day (DOMAIN.md B2: the as-of month's latest day).
    """
    as_of = periods.last_day(period)
    with translation.override(language):
        scales = telling.scales_of(plan)
        told = telling.statuses_of(plan, period, scales)
        rows = list(_rows(plan, told, as_of))
        parts, others = lay_out(rows, own_tables(plan), design or AS_THE_TABLE, period)
        snapshot = Snapshot(
            plan=plan.slug,
            title=plan.title,
            intro=plan.intro,
            unit=plan.unit.name if plan.unit_id else "",
            period=period,
            as_of=as_of,
            occasion=occasion,
            figures=_figures(rows, told, period, as_of),
            parts=parts,
            others=others,
            notices=tuple(_notices(rows)),
            taken_at=timezone.localtime().isoformat(timespec="seconds"),
            language=language,
            scale=max(scales.values(), key=lambda scale: scale.version),
            abbreviations=known(_texts(parts), (*_own_words(), *(design.abbreviations if design else ()))),
            design=design,
        )
    return snapshot if previous is None else _with_changes(snapshot, previous)


def _with_changes(snapshot: Snapshot, previous: Snapshot) -> Snapshot:
    return dataclasses.replace(snapshot, since_last=compare(previous, snapshot))


def _own_words() -> Iterator[Abbreviation]:
    """The municipality's own short forms and parties; a design's words come behind them and win."""
    return (Abbreviation(short, words) for short, words in glossary.own_words().items())


def _texts(parts: Iterable[Part]) -> Iterator[str]:
    return (cell for part in parts for row in part.rows for cell in row.cells)


def own_tables(plan: Plan) -> dict[str, OwnTable]:
    """Title, columns and as-of text of the plan's own table, part by part; its month where the plan says it."""
    return {
        part.kind: OwnTable(
            title=part.title,
            as_of_text=part.as_of_text,
            as_of_month=part.as_of_month,
            columns=tuple(Column(each["role"], each["title"], each.get("group", "")) for each in part.columns),
        )
        for part in plan.parts.all()
    }


def _rows(plan: Plan, told: dict[int, Told], as_of: dt.date) -> Iterator[Row]:
    """Every point in written order, as facts without cells."""
    items = list(plan.items.select_related("owner", "unit").order_by("position"))
    areas = _areas(items)
    milestones, further = _milestones(plan)
    chains = _chains(plan)
    conditions = _conditions(plan)
    successors = _successors(plan)
    money = money_of(plan)
    counters = counters_of(plan, as_of)
    for item in items:
        milestone = milestones.get(item.pk)
        chain = chains.get(milestone.pk, ()) if milestone else ()
        facts = tuple(
            _milestone(each, chains.get(each.pk, ()), conditions.get(each.pk)) for each in further.get(item.pk, ())
        )
        successor = successors.get(item.pk, "") if item.state in ("merged", "continued") else ""
        row = {"area": areas[item.pk], "milestones": facts, "taken_over_by": successor}
        row["counters"] = counters.get(item.pk, ())
        row["money"] = money.get(item.pk, ())
        row["hangs_on"] = conditions.get(milestone.pk) if milestone and not item.is_closed else None
        yield Row(
            **row, **_of_item(item), **_of_schedule(item, milestone, chain, as_of), **_of_status(told.get(item.pk))
        )


def _areas(items: Iterable[PlanItem]) -> dict[int, str]:
    """For each point its topmost heading in words."""
    by_key = {item.pk: item for item in items}
    areas: dict[int, str] = {}
    for key, item in by_key.items():
        top, seen = item, {key}
        while top.parent_id in by_key and top.parent_id not in seen:
            seen.add(top.parent_id)
            top = by_key[top.parent_id]
        areas[key] = str(top)
    return areas


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


def _chains(plan: Plan) -> dict[int, tuple[Link, ...]]:
    """The links of every milestone's chain as they count: a corrected mistake reads as its correction (S004-22)."""
    revisions: dict[int, list[EndDateRevision]] = {}
    rows = EndDateRevision.objects.filter(milestone__item__plan=plan).select_related("recorded_by")
    for revision in rows.order_by("milestone", "sequence"):
        revisions.setdefault(revision.milestone_id, []).append(revision)
    return {milestone: tuple(_link(link) for link in links_of(chain)) for milestone, chain in revisions.items()}


def _conditions(plan: Plan) -> dict[int, Condition]:
    """What the deadlines of milestones hang on, where the decision has not been made."""
    outcomes: dict[ConditionalEnd, list[Outcome]] = {}
    waiting = ConditionalAlternative.objects.filter(
        conditional__milestone__item__plan=plan, conditional__choice=None
    ).select_related("conditional")
    for row in waiting.order_by("conditional", "position"):
        outcomes.setdefault(row.conditional, []).append(Outcome(written(row.end), row.condition))
    return {each.milestone_id: Condition(each.awaits, written(each.when), tuple(outcomes[each])) for each in outcomes}


def _link(link: ChainLink) -> Link:
    revision = link.revision
    return Link(
        sequence=revision.sequence,
        kind=revision.kind,
        end=written(link.end),
        reason=revision.reason,
        reason_category=str(revision.get_reason_category_display()) if revision.reason_category else "",
        decided_by=revision.decided_by,
        decided_on=revision.decided_on,
        recorded_on=timezone.localtime(revision.recorded_at).date(),
        recorded_by=str(revision.recorded_by),
        corrected=bool(link.corrected_by),
    )


def _successors(plan: Plan) -> dict[int, str]:
    """For each point that another took over, the number of that other one (or its title, where it has none)."""
    closings = Closing.objects.filter(item__plan=plan).exclude(into=None).select_related("into").order_by("pk")
    return {closing.item_id: closing.into.number or closing.into.title for closing in closings}


def _milestone(milestone: Milestone, chain: tuple[Link, ...], hangs_on: Condition | None) -> MilestoneFact:
    return MilestoneFact(
        name=milestone.name,
        start=written(milestone.start),
        original_end=written(milestone.original),
        superseded=_superseded(chain),
        end=written(milestone.end),
        moves=_moves(chain),
        completed_on=milestone.completed_on,
        under_revision=milestone.under_revision,
        milestone=milestone.pk,
        chain=chain,
        hangs_on=hangs_on,
    )


def _superseded(chain: Iterable[Link]) -> tuple[WrittenDate, ...]:
    """The earlier dates of the column of revised ends: neither the original one nor the last."""
    return tuple(link.end for link in chain if link.kind != EndDateRevision.Kind.ORIGINAL)[:-1]


def _moves(chain: Iterable[Link]) -> int:
    return sum(link.is_move for link in chain)


def _of_item(item: PlanItem) -> dict[str, object]:
    return {
        "item": item.pk,
        "parent": item.parent_id,
        "number": item.number,
        "sort_key": item.sort_key,
        "title": item.title,
        "cells": (),
        "level": item.level,
        "is_heading": item.kind == PlanItem.Kind.HEADING,
        "marker": item.marker,
        "italic": item.italic,
        "capitals": item.capitals,
        "description": item.description,
        "owner": str(item.owner or item.unit or item.owner_text or ""),
        "unit": item.unit.name if item.unit_id else "",
        "state": item.state,
        "closed": item.is_closed,
        "closed_in": item.reported_closed_in,
    }


def _of_schedule(
    item: PlanItem, milestone: Milestone | None, chain: tuple[Link, ...], as_of: dt.date
) -> dict[str, object]:
    end = milestone.end if milestone else None
    original = milestone.original if milestone else None
    moves = _moves(chain)
    counted = item.kind == PlanItem.Kind.INITIATIVE and not item.is_closed
    slippage = dates.slippage(end, original) if end and original and moves else None
    return {
        "start": written(milestone.start if milestone else None),
        "original_end": written(original),
        "superseded": _superseded(chain),
        "end": written(end),
        "due": _due(end, as_of) if counted else "",
        "days_overdue": dates.days_overdue(end, as_of) if counted and end else 0,
        "slippage_low": slippage.low if slippage else None,
        "slippage_high": slippage.high if slippage else None,
        "moves": moves,
        "chain": chain,
        "revised_as_written": milestone.revised_as_written if milestone else "",
    }


def _of_status(told: Told | None) -> dict[str, object]:
    if told is None:
        return {}
    return {
        "forecast": written(told.newest.forecast),
        "status": told.text,
        "status_kind": told.text_kind,
        "status_period": told.newest.period,
        "nothing_new": told.nothing_new,
        "in_focus": told.in_focus,
        "focus_since": told.focus_since,
        "focus_words": told.focus_words,
        "focus_reason": _focus_reason(told),
        "assessment": told.assessment,
        "assessments": told.assessments,
    }


def _focus_reason(told: Told) -> str:
    if not told.in_focus:
        return ""
    since = _("management focus since %(month)s") % {"month": dates.format_month(told.focus_since)}
    return f"{since}: {told.focus_words}" if told.focus_words else since


def _due(end: dates.ImpreciseDate | None, as_of: dt.date) -> str:
    return dates.due_state(end, as_of, SOON_DAYS).value if end else dates.DueState.NO_END.value


def written(value: dates.ImpreciseDate | None) -> WrittenDate | None:
    """An imprecise date as the snapshot holds it."""
    if value is None:
        return None
    return WrittenDate(value.as_written, value.earliest, value.latest, value.kind.value)


def _figures(rows: Iterable[Row], told: dict[int, Told], period: dt.date, as_of: dt.date) -> Figures:
    points = [row for row in rows if not row.is_heading]
    active = [row for row in points if not row.closed]
    due = [row.due for row in active]
    return Figures(
        total=len(points),
        active=len(active),
        closed=len(points) - len(active),
        overdue=due.count("overdue"),
        in_window=due.count("in_window"),
        due_soon=sum(1 for row in active if row.ends_soon(as_of)),
        no_end=due.count("no_end"),
        moved=sum(1 for row in active if row.moves),
        in_focus=sum(1 for row in active if row.in_focus),
        missing_status=sum(1 for row in active if row.silent_months(period) != 0),
        contradicting=sum(1 for row in active if _contradicts(row, told.get(row.item))),
    )


def _contradicts(row: Row, told: Told | None) -> bool:
    """The status text names a date later than the deadline."""
    later = row.forecast and row.forecast.latest and row.end and row.end.latest and row.forecast.latest > row.end.latest
    return bool(later and told and told.newest.forecast_read_by == ReadBy.TEXT)


def _late_by_numbers(row: Row) -> Iterator[Notice]:
    """The counters whose pace passes the row's deadline."""
    end = row.end.latest if row.end else None
    for counter in row.counters if end else ():
        ahead = own_forecast(counter.tallies(), counter.scope)
        if counter_words.is_late(ahead, end):
            language = translation.get_language() or "da"
            said = counter_words.forecast_in_words(
                ahead, counter.unit, language, deadline=end, deadline_text=row.end.text if row.end else ""
            )
            yield Notice(row.number, row.title, "counter_late", f"{counter.name}: {said}")


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
        if row.hangs_on:
            yield Notice(row.number, row.title, "conditional", hanging_words(row.hangs_on))
    for row in open_rows:
        yield from _late_by_numbers(row)
    for row in open_rows:
        if row.due == "no_end":
            yield Notice(row.number, row.title, "no_end", _("has no end date that can be read"))
    for row in open_rows:
        if row.in_focus:
            yield Notice(row.number, row.title, "in_focus", row.focus_reason)
