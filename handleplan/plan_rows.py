"""What the plan page asks the database: an outline of every point, and the words and dates of those it shows.

Reads only. The queries are written out: building them with the ORM took 7 of the page's 16 ms (``make bench``). The
outline's columns are few, and closed points come as mere counts while nobody asks for them: most of an old plan is
closed.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from functools import reduce
from operator import and_
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Exists, OuterRef, Q

from handleplan import legal, numbering
from handleplan.models import (
    AuditReport,
    ConditionalAlternative,
    ConditionalChoice,
    ConditionalEnd,
    Counter,
    EndDateRequest,
    EndDateRevision,
    FormerNumber,
    Milestone,
    Plan,
    PlanItem,
    RemarkItem,
    Round,
    StatusEntry,
    StatusVerdict,
    TablePart,
    Unit,
    User,
)
from handleplan.nothing_new import months_without_news

MOST_TERMS = 40
_NUMBER = re.compile(r"(?:(?:mål|pkt|punkt|nr)\b[. ]*)*[0-9]{1,3}(?:\.[0-9]{1,3})*(?:\.?[^\W\d_])?\.?", re.IGNORECASE)
_ITEMS, _SCHEDULES, _STATUSES = PlanItem._meta.db_table, Milestone._meta.db_table, StatusEntry._meta.db_table
_REQUESTS, _VERDICTS = EndDateRequest._meta.db_table, StatusVerdict._meta.db_table
_CONDITIONALS, _CHOICES = ConditionalEnd._meta.db_table, ConditionalChoice._meta.db_table
_ALTERNATIVES, _PLANS = ConditionalAlternative._meta.db_table, Plan._meta.db_table
_COUNTERS, _REMARKS = Counter._meta.db_table, RemarkItem._meta.db_table
_PEOPLE, _UNITS, _END_DATES = User._meta.db_table, Unit._meta.db_table, EndDateRevision._meta.db_table
CLOSED_STATES = frozenset(PlanItem.objects.all().CLOSED_STATES)
_CLOSED = ", ".join(f"'{state}'" for state in sorted(CLOSED_STATES))


class Point(NamedTuple):
    """A heading or an initiative in outline: what filters, figures and the tree need of it.

    The last three say nothing of a closed point: its dates decide nothing.
    """

    pk: int
    parent: int | None
    kind: str
    level: int
    number: str
    sort_key: str
    title: str
    capitals: bool
    state: str
    in_focus: bool
    owner_id: int | None
    owner_name: str | None
    unit_id: int | None
    unit_name: str | None
    owner_text: str
    status_month: dt.date | None
    end_latest: dt.date | None
    completed_on: dt.date | None


_OUTLINE = f"""
SELECT i.id, i.parent_id, i.kind, i.level, i.number, i.sort_key, i.title, i.capitals, i.state, i.in_focus,
       i.owner_id, COALESCE(NULLIF(p.full_name, ''), p.username), i.unit_id, u.name, i.owner_text,
       s.period, m.end_latest, m.completed_on
FROM {_ITEMS} i
LEFT JOIN {_PEOPLE} p ON p.id = i.owner_id
LEFT JOIN {_UNITS} u ON u.id = i.unit_id
LEFT JOIN {_STATUSES} s ON s.id = i.latest_status_id AND i.state NOT IN ({_CLOSED})
LEFT JOIN {_SCHEDULES} m ON m.item_id = i.id AND m.is_own AND i.state NOT IN ({_CLOSED})
WHERE i.plan_id = %s
"""
_NOT_CLOSED = f"""
AND (i.state NOT IN ({_CLOSED}) OR i.kind = '{PlanItem.Kind.HEADING}'
     OR i.id IN (SELECT c.parent_id FROM {_ITEMS} c WHERE c.plan_id = %s))
"""
_IN_ORDER = 'ORDER BY i."position"'


class ClosedPoints(NamedTuple):
    """How many closed points lie directly under one heading and have the same owner."""

    parent: int | None
    owner_id: int | None
    owner_name: str | None
    unit_id: int | None
    unit_name: str | None
    owner_text: str
    count: int


_CLOSED_COUNTS = f"""
SELECT g.parent_id, g.owner_id, COALESCE(NULLIF(p.full_name, ''), p.username), g.unit_id, u.name, g.owner_text, g.points
FROM (
    SELECT i.parent_id, i.owner_id, i.unit_id, i.owner_text, COUNT(*) AS points
    FROM {_ITEMS} i
    WHERE i.plan_id = %s AND i.kind = '{PlanItem.Kind.INITIATIVE}' AND i.state IN ({_CLOSED})
    GROUP BY i.parent_id, i.owner_id, i.unit_id, i.owner_text
) g
LEFT JOIN {_PEOPLE} p ON p.id = g.owner_id
LEFT JOIN {_UNITS} u ON u.id = g.unit_id
"""


class Detail(NamedTuple):
    """The words and dates of a point that is shown. ``scale`` is the one its assessment was written in; ``unapproved``
    means that the plan's manager has yet to approve the status."""

    pk: int
    milestone: int | None
    description: str
    reported_closed_in: dt.date | None
    status: str | None
    status_kind: str | None
    assessment: str | None
    scale: int | None
    unapproved: int
    moves: int | None
    start_as_written: str | None
    start_earliest: dt.date | None
    start_latest: dt.date | None
    original_as_written: str | None
    original_earliest: dt.date | None
    original_latest: dt.date | None
    original_kind: str | None
    end_as_written: str | None
    end_earliest: dt.date | None
    end_latest: dt.date | None
    end_kind: str | None
    end_read_by: str | None
    forecast_as_written: str | None
    forecast_earliest: dt.date | None
    forecast_latest: dt.date | None
    forecast_kind: str | None
    forecast_read_by: str | None
    nothing_new: bool | None
    is_counted: int = 0
    is_answering: int = 0


_DETAILS = f"""
SELECT i.id, m.id, i.description, i.reported_closed_in, s.text, s.text_kind, s.assessment, s.scale_id,
       CASE WHEN p.approval = '{Plan.Approval.EVERYTHING}' AND s.round_id IS NOT NULL AND v.id IS NULL
            THEN 1 ELSE 0 END, m.moves,
       m.start_as_written, m.start_earliest, m.start_latest,
       m.original_as_written, m.original_earliest, m.original_latest, m.original_kind,
       m.end_as_written, m.end_earliest, m.end_latest, m.end_kind, m.end_read_by,
       m.forecast_as_written, m.forecast_earliest, m.forecast_latest, m.forecast_kind, m.forecast_read_by,
       s.nothing_new,
       CASE WHEN EXISTS (SELECT 1 FROM {_COUNTERS} c WHERE c.item_id = i.id AND NOT c.withdrawn) THEN 1 ELSE 0 END,
       CASE WHEN EXISTS (SELECT 1 FROM {_REMARKS} r WHERE r.item_id = i.id) THEN 1 ELSE 0 END
FROM {_ITEMS} i
JOIN {_PLANS} p ON p.id = i.plan_id
LEFT JOIN {_STATUSES} s ON s.id = i.latest_status_id
LEFT JOIN {_VERDICTS} v ON v.status_id = s.id
LEFT JOIN {_SCHEDULES} m ON m.item_id = i.id AND m.is_own
WHERE i.id IN (%s)
"""

_CHAINS = f"""
SELECT id, milestone_id, kind, end_as_written, corrects_id
FROM {_END_DATES} WHERE milestone_id IN (%s) ORDER BY milestone_id, sequence
"""


_WAITING = f"""
SELECT milestone_id, state, end_as_written, '', 0 FROM {_REQUESTS}
WHERE state IN ('open', 'committee') AND milestone_id IN (%s)
UNION ALL
SELECT c.milestone_id, 'conditional', a.end_as_written, c.awaits, a."position"
FROM {_CONDITIONALS} c
JOIN {_ALTERNATIVES} a ON a.conditional_id = c.id
LEFT JOIN {_CHOICES} k ON k.conditional_id = c.id
WHERE k.id IS NULL AND c.milestone_id IN (%s)
ORDER BY 1, 5
"""


class Waiting(NamedTuple):
    """What waits beside a deadline: the end date asked for and the ``state`` of that request; the alternatives of a
    deadline that hangs on a decision, and the decision it ``awaits``."""

    requested: str = ""
    state: str = ""
    alternatives: tuple[str, ...] = ()
    awaits: str = ""


NOTHING_WAITS = Waiting()


class Frame(NamedTuple):
    """What stands around the points of a plan: the name of its unit, the month its page is about, how many initiatives
    it has and how many of them answer remarks, whether auditors have reported on it, whether it continues another."""

    unit: str
    month: dt.date | None
    initiatives: int
    answering: int
    is_audited: bool
    continues: bool


_INITIATIVES = f"SELECT COUNT(*) FROM {_ITEMS} i WHERE i.plan_id = p.id AND i.kind = '{PlanItem.Kind.INITIATIVE.value}'"
_FRAME = f"""
SELECT u.name, t.as_of_month, (SELECT MAX(r.period) FROM {Round._meta.db_table} r WHERE r.plan_id = p.id),
    ({_INITIATIVES}),
    ({_INITIATIVES} AND EXISTS (SELECT 1 FROM {_REMARKS} a WHERE a.item_id = i.id)),
    EXISTS (SELECT 1 FROM {AuditReport._meta.db_table} r WHERE r.plan_id = p.id),
    EXISTS (SELECT 1 FROM {_PLANS} e WHERE e.successor_id = p.id)
FROM {Plan._meta.db_table} p
LEFT JOIN {_UNITS} u ON u.id = p.unit_id
LEFT JOIN {TablePart._meta.db_table} t ON t.plan_id = p.id AND t.kind = %s
WHERE p.id = %s
"""


def frame(plan: Plan) -> Frame:
    """In one query. The month is that of the newest round, open or closed, or the one that the active points were
    imported for, whichever is later."""
    row = _rows(_FRAME, [TablePart.Kind.ACTIVE.value, plan.pk])[0]
    unit, *months, initiatives, answering, is_audited, continues = row
    month = max((_month(each) for each in months if each), default=None)
    return Frame(unit or "", month, initiatives, answering, bool(is_audited), bool(continues))


def _month(value: dt.date | str) -> dt.date:
    """SQLite gives what an expression found as text."""
    return dt.date.fromisoformat(value) if isinstance(value, str) else value


def outline(plan: Plan) -> list[Point]:
    """Every heading and initiative of the plan in the order it was written."""
    return [Point._make(row) for row in _rows(_OUTLINE + _IN_ORDER, [plan.pk])]


def open_outline(plan: Plan) -> tuple[list[Point], list[ClosedPoints]]:
    """Headings, open initiatives and whatever has points below it; the closed initiatives as counts."""
    points = [Point._make(row) for row in _rows(_OUTLINE + _NOT_CLOSED + _IN_ORDER, [plan.pk, plan.pk])]
    return points, [ClosedPoints._make(row) for row in _rows(_CLOSED_COUNTS, [plan.pk])]


def details(keys: Sequence[int]) -> dict[int, Detail]:
    """The words and dates of these points, by key."""
    return {row[0]: Detail._make(row) for row in _among(_DETAILS, keys)}


class NoNews(NamedTuple):
    """That the newest status tells nothing new: which month in a row, and what was told last."""

    nth: int
    text: str
    text_kind: str
    month: dt.date | None


def without_news(details: Iterable[Detail]) -> dict[int, NoNews]:
    """Of the points whose newest status tells nothing new, for how long; asks only where there are any."""
    quiet = [detail.pk for detail in details if detail.nothing_new]
    if not quiet:
        return {}
    told = StatusEntry.objects.counted().filter(item__in=quiet).order_by("item", "-period", "-recorded_at", "-pk")
    entries: dict[int, list[StatusEntry]] = {}
    for entry in told.only("item", "period", "nothing_new", "text", "text_kind"):
        entries.setdefault(entry.item_id, []).append(entry)
    found = {}
    for pk, rows in entries.items():
        last = next((row for row in rows if not row.nothing_new), None)
        nth = months_without_news((row.period, row.nothing_new) for row in rows)
        found[pk] = NoNews(nth, last.text, last.text_kind, last.period) if last else NoNews(nth, "", "plain", None)
    return found


def end_dates(milestones: Sequence[int]) -> dict[int, tuple[tuple[str, str], ...]]:
    """Every end date of the chains: per milestone (kind, as written), the oldest first, mistakes replaced."""
    chains: dict[int, dict[int, tuple[str, str]]] = {}
    for pk, milestone, kind, written, corrects in _among(_CHAINS, milestones):
        chain = chains.setdefault(milestone, {})
        if corrects in chain:
            chain[corrects] = (chain[corrects][0], written)
        else:
            chain[pk] = (kind, written)
    return {milestone: tuple(chain.values()) for milestone, chain in chains.items()}


def waiting(milestones: Sequence[int]) -> dict[int, Waiting]:
    """What waits beside these deadlines, in one query; a deadline that nothing waits for is left out."""
    found: dict[int, Waiting] = {}
    some = ", ".join(["%s"] * len(milestones)) or "NULL"
    for milestone, state, end, awaits, _position in _rows(_WAITING % (some, some), [*milestones, *milestones]):
        before = found.get(milestone, NOTHING_WAITS)
        if state == "conditional":
            found[milestone] = before._replace(alternatives=(*before.alternatives, end), awaits=awaits)
        else:
            found[milestone] = before._replace(requested=end, state=state)
    return found


def _among(query: str, keys: Sequence[int]) -> list[tuple[Any, ...]]:
    """The rows of ``query`` for these keys. No keys ask as well, so that every page asks equally often."""
    return _rows(query % (", ".join(["%s"] * len(keys)) or "NULL"), keys)


def _rows(query: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, list(parameters))
        return cursor.fetchall()


def found(plan: Plan, q: str) -> dict[int, bool]:
    """The points that a search finds, and whether the number searched for is (or was) exactly theirs.

    Every word must be there, as it stands or as a legal reference; a number also finds what is below it.
    """
    terms = legal.query_terms(q)[:MOST_TERMS]
    wanted = reduce(and_, (Q(search_text__contains=term) for term in terms), Q()) if terms else Q(pk=None)
    exact = Q(pk=None)
    if key := number_key(q):
        formerly = Exists(FormerNumber.objects.filter(item=OuterRef("pk"), sort_key=key))
        exact = Q(sort_key=key) | Q(formerly)
        wanted |= exact | Q(sort_key__startswith=key)
    points = PlanItem.objects.filter(plan=plan, kind=PlanItem.Kind.INITIATIVE)
    hits = dict.fromkeys(points.filter(wanted).order_by().values_list("pk", flat=True), False)
    if key:
        hits |= dict.fromkeys(points.filter(exact).order_by().values_list("pk", flat=True), True)
    return hits


def number_key(q: str) -> str:
    """The sorting key of a search for a number; "" if it is none."""
    return numbering.sort_key(q) if _NUMBER.fullmatch(q) else ""
