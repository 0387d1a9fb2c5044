"""What happened between two snapshots of a plan: from their structure, never from their strings.

Pure. ``compare`` says it as facts, ``reports.change_words`` puts them into words. A point is known by its key, so a new
number or a new title makes no new point; only where a snapshot is older than keys does the number count.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reports.facts import Assessment, CounterFact, Link, NumberFact, ScaleFacts
from reports.frozen import WrittenDate

if TYPE_CHECKING:
    from reports.snapshot import MilestoneFact, Row, Snapshot

ENDINGS = ("closed", "dropped", "merged", "continued")
KINDS = (
    *ENDINGS,
    "gone",  # the point stands in the plan no more
    "reopened",
    "new",
    "moved",  # a deadline: before, after, days, reason
    "corrected",  # a typing mistake in a deadline: before, after
    "overdue",  # newly: days
    "soon",  # the deadline came within SOON_DAYS: days left
    "focus_entered",  # reason
    "focus_left",
    "silent",  # no status for the new month: months since the last one, None where there never was one
    "assessed",  # otherwise than before, in the same scale: word_before, word_after
    "counted",  # numbers of a counter (milestone: its name): those that are new, and those that were taken back
    "renumbered",  # number_before
)


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that happened to one point; which fields say something depends on ``kind`` (``KINDS``).

    ``days_low`` and ``days_high`` are the days from the last day of the date before to the first and last day of the
    one after, equal where that is one day.
    """

    kind: str
    number: str
    title: str
    item: int | None = None
    milestone: str = ""  # name, where the deadline is not the point's own; of a counter its name
    before: WrittenDate | None = None
    after: WrittenDate | None = None
    days_low: int | None = None
    days_high: int | None = None
    moves: int = 0
    reason: str = ""
    decided_by: str = ""
    decided_on: dt.date | None = None
    into: str = ""
    days: int = 0
    months: int | None = None
    last_status: dt.date | None = None
    word_before: str = ""
    word_after: str = ""
    number_before: str = ""
    unit: str = ""
    numbers: tuple[NumberFact, ...] = ()
    numbers_gone: tuple[NumberFact, ...] = ()


@dataclass(frozen=True, slots=True)
class Changes:
    """What happened since ``since`` (a month's first day). ``label`` names the edition of then, if it was one.

    ``scale_before`` and ``scale_after`` are there only where the assessment scale is another one now: then no point's
    assessments are compared.
    """

    since: dt.date
    label: str = ""
    changes: tuple[Change, ...] = ()
    scale_before: ScaleFacts | None = None
    scale_after: ScaleFacts | None = None

    @property
    def scale_changed(self) -> bool:
        return self.scale_after is not None

    @property
    def is_empty(self) -> bool:
        return not self.changes and not self.scale_changed

    def of(self, *kinds: str) -> tuple[Change, ...]:
        """The changes of these kinds, in the plan's order."""
        return tuple(change for change in self.changes if change.kind in kinds)


def compare(old: Snapshot, new: Snapshot) -> Changes:
    """What happened from ``old`` to ``new``, kind by kind, within a kind in the order of ``new``.

    Raises ``ValueError`` for snapshots of two plans. Initiatives are compared; headings are not.
    """
    if old.plan != new.plan:
        raise ValueError("two plans have no changes between them")
    another = _another_scale(old.scale, new.scale)
    found = sorted(_all(old, new, another), key=lambda change: KINDS.index(change.kind))
    return Changes(
        since=old.period,
        label=old.edition.label if old.edition else "",
        changes=tuple(found),
        scale_before=old.scale if another else None,
        scale_after=new.scale if another else None,
    )


def _all(old: Snapshot, new: Snapshot, another_scale: bool) -> Iterator[Change]:
    keyed = all(row.item is not None for snapshot in (old, new) for row in snapshot.points())

    def key(row: Row) -> object:
        return row.item if keyed else row.number.rstrip(".").casefold()

    before = {key(row): row for row in old.points() if not row.is_heading}
    for row in new.points():
        if row.is_heading:
            continue
        was = before.pop(key(row), None)
        if was is None:
            yield Change("new", row.number, row.title, row.item, after=row.end)
        else:
            yield from _of_point(was, row, another_scale)
        if not row.closed:
            yield from _of_open_point(was, row)
            yield from _soon(was, row, old.as_of, new.as_of)
            yield from _silent(row, old.period, new.period)
    for was in before.values():
        yield Change("gone", was.number, was.title, was.item)


def _of_point(was: Row, row: Row, another_scale: bool) -> Iterator[Change]:
    if row.closed and not was.closed:
        kind = row.state if row.state in ENDINGS else "closed"
        yield Change(kind, row.number, row.title, row.item, after=row.end, into=row.taken_over_by)
    if was.closed and not row.closed:
        yield Change("reopened", row.number, row.title, row.item)
    yield from _moved(was, row, row)
    milestones = {_name(each): each for each in was.milestones}
    for milestone in row.milestones:
        if (then := milestones.get(_name(milestone))) is not None:
            yield from _moved(then, milestone, row, milestone.name)
    if was.in_focus and not row.in_focus:
        yield Change("focus_left", row.number, row.title, row.item)
    before, after = was.assessment, row.assessment
    if before and after and not another_scale and before.code != after.code and before.scale == after.scale:
        said, says = _words(before), _words(after)
        yield Change("assessed", row.number, row.title, row.item, word_before=said, word_after=says)
    yield from _counted(was, row)
    if was.number != row.number:
        yield Change("renumbered", row.number, row.title, row.item, number_before=was.number)


def _counted(was: Row, row: Row) -> Iterator[Change]:
    """What was told of each counter since. A counter that is not there any more tells nothing."""
    before = {_counter(each): each.numbers for each in was.counters}
    for counter in row.counters:
        then = before.get(_counter(counter), ())
        known, now = {_number(each) for each in then}, {_number(each) for each in counter.numbers}
        new = tuple(each for each in counter.numbers if _number(each) not in known)
        gone = tuple(each for each in then if _number(each) not in now)
        if new or gone:
            yield Change(
                "counted",
                row.number,
                row.title,
                row.item,
                milestone=counter.name,
                unit=counter.unit,
                numbers=new,
                numbers_gone=gone,
            )


def _counter(fact: CounterFact) -> object:
    return fact.name if fact.counter is None else fact.counter


def _number(fact: NumberFact) -> object:
    return fact if fact.number is None else fact.number


def _words(assessment: Assessment) -> str:
    return f"{assessment.symbol} {assessment.word}".strip()


def _of_open_point(was: Row | None, row: Row) -> Iterator[Change]:
    if row.due == "overdue" and (was is None or was.due != "overdue"):
        yield Change("overdue", row.number, row.title, row.item, after=row.end, days=row.days_overdue)
    if row.in_focus and (was is None or not was.in_focus):
        yield Change("focus_entered", row.number, row.title, row.item, reason=row.focus_words or row.focus_reason)


def _soon(was: Row | None, row: Row, old: dt.date, new: dt.date) -> Iterator[Change]:
    """That a deadline not far away was further away at the last report; what is new says its deadline itself."""
    if was is not None and row.end and row.end.latest and row.ends_soon(new) and not (was.closed or was.ends_soon(old)):
        yield Change("soon", row.number, row.title, row.item, after=row.end, days=(row.end.latest - new).days)


def _silent(row: Row, old: dt.date, new: dt.date) -> Iterator[Change]:
    """That the new month has no status; two editions of one month have no month between them to be silent in."""
    months = row.silent_months(new)
    if row.item is not None and months != 0 and new > old:
        yield Change("silent", row.number, row.title, row.item, months=months, last_status=row.status_period)


def _name(milestone: MilestoneFact) -> object:
    return milestone.name if milestone.milestone is None else milestone.milestone


def _moved(was: Row | MilestoneFact, now: Row | MilestoneFact, row: Row, milestone: str = "") -> Iterator[Change]:
    """A deadline that is another one now: moved where the chain has a new move, else a mistake that was corrected."""
    if was.end == now.end:
        return
    moves = now.moves - was.moves
    last = _new_moves(was.chain, now.chain)
    low, high = _days(was.end, now.end)
    yield Change(
        "moved" if moves > 0 else "corrected",
        row.number,
        row.title,
        row.item,
        milestone=milestone,
        before=was.end,
        after=now.end,
        days_low=low,
        days_high=high,
        moves=max(moves, 0),
        reason="; ".join(dict.fromkeys(link.reason or link.reason_category for link in last)).strip("; "),
        decided_by=last[-1].decided_by if last else "",
        decided_on=last[-1].decided_on if last else None,
    )


def _new_moves(was: tuple[Link, ...], now: tuple[Link, ...]) -> list[Link]:
    known = {link.sequence for link in was}
    return [link for link in now if link.is_move and link.sequence not in known]


def _days(before: WrittenDate | None, after: WrittenDate | None) -> tuple[int | None, int | None]:
    if before is None or after is None or before.latest is None or after.latest is None:
        return None, None
    high = (after.latest - before.latest).days
    return (high if after.earliest is None else (after.earliest - before.latest).days), high


def _another_scale(old: ScaleFacts | None, new: ScaleFacts | None) -> bool:
    return old is not None and new is not None and (old.version, old.levels) != (new.version, new.levels)
