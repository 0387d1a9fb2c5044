"""The points of a plan counted and filtered, and those shown under the headings they were written under. Pure.

A heading stands only where a shown point is beneath it, and a number without a row is never one.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from handleplan import numbering
from handleplan.attention import SOON_DAYS
from handleplan.forms.filtering import PlanFilter
from handleplan.models import PlanItem
from handleplan.plan_rows import CLOSED_STATES, ClosedPoints, Point

HEADING = PlanItem.Kind.HEADING.value
Kinds = tuple[str, ...]
_CLOSED = ("all", "closed")


@dataclass(frozen=True, slots=True)
class Rules:
    """The days that decide what is overdue, due soon and missing a status; ``month`` is the first of its month."""

    today: dt.date
    month: dt.date

    def shows(self, point: Point) -> Kinds:
        """Every kind of view in which an initiative is shown."""
        if point.state in CLOSED_STATES:
            return _CLOSED
        kinds = ["all", "active"]
        if point.end_latest and not point.completed_on:
            left = (point.end_latest - self.today).days
            if left < 0:
                kinds.append("overdue")
            elif left <= SOON_DAYS:
                kinds.append("soon")
        if point.in_focus:
            kinds.append("focus")
        if point.status_month is None or point.status_month < self.month:
            kinds.append("missing")
        return tuple(kinds)


@dataclass(slots=True)
class Survey:
    """A plan under a filter: what is shown, and how many points each kind of view would show.

    ``counts`` and ``beneath`` (per heading, by the kinds of view together) count under the present search, theme and
    owner; ``total`` counts all.
    """

    nodes: dict[int, Point]
    paths: dict[int | None, tuple[int, ...]] = field(default_factory=lambda: {None: ()})
    headings: list[Point] = field(default_factory=list)
    shown: list[Point] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    beneath: dict[int | None, dict[Kinds, int]] = field(default_factory=dict)
    owners: dict[str, str] = field(default_factory=dict)
    total: int = 0

    def path(self, pk: int | None) -> tuple[int, ...]:
        """The headings from the top down to ``pk``, itself included if it is one."""
        if pk not in self.paths:
            self.paths[pk] = ()  # a circle ends here
            node = self.nodes.get(pk)
            if node is not None:
                own = (pk,) if node.kind == HEADING else ()
                self.paths[pk] = (*self.path(node.parent), *own)
        return self.paths[pk]

    def figure(self, heading: int | None, kind: str) -> int:
        """How many points of one kind are beneath a heading (None: beneath none)."""
        return sum(count for kinds, count in self.beneath.get(heading, {}).items() if kind in kinds)

    def themes(self) -> list[Point]:
        """The headings to choose between: the two topmost levels there are, in the order they were written."""
        levels = sorted({node.level for node in self.headings})[:2]
        return [node for node in self.headings if node.level in levels]


def survey(
    points: list[Point],
    wish: PlanFilter,
    rules: Rules,
    *,
    hits: dict[int, bool] | None = None,
    closed: list[ClosedPoints] | None = None,
) -> Survey:
    """Filters and counts the points of a plan.

    ``hits`` are those that a search found (None without a search). ``closed`` are the closed points as counts, where
    nothing is asked of them; ``points`` then holds closed ones only to keep paths whole.
    """
    seen = Survey({point.pk: point for point in points})
    by_parent: Counter[tuple[int | None, Kinds]] = Counter()
    in_theme = _theme_test(seen, points, wish.theme)
    by_owner = _owner_test(wish.owner)
    for point in points:
        if point.kind == HEADING:
            seen.headings.append(point)
            continue
        if closed is not None and point.state in CLOSED_STATES:
            continue
        seen.total += 1
        _note_owner(seen.owners, point)
        if (hits is not None and point.pk not in hits) or not by_owner(point) or not in_theme(point):
            continue
        kinds = rules.shows(point)
        by_parent[point.parent, kinds] += 1
        if wish.shows in kinds:
            seen.shown.append(point)
    for group in closed or ():
        seen.total += group.count
        _note_owner(seen.owners, group)
        by_parent[group.parent, _CLOSED] += group.count
    _add_up(seen, by_parent)
    return seen


def _add_up(seen: Survey, by_parent: Counter[tuple[int | None, Kinds]]) -> None:
    for (parent, kinds), count in by_parent.items():
        for kind in kinds:
            seen.counts[kind] += count
        for heading in seen.path(parent) or (None,):
            beneath = seen.beneath.setdefault(heading, {})
            beneath[kinds] = beneath.get(kinds, 0) + count


def _note_owner(owners: dict[str, str], point: Point | ClosedPoints) -> None:
    if point.owner_id:
        owners[f"person-{point.owner_id}"] = point.owner_name or ""
    elif point.owner_text:
        owners[f"text-{point.owner_text}"] = point.owner_text
    if point.unit_id:
        owners[f"unit-{point.unit_id}"] = point.unit_name or ""
    elif not (point.owner_id or point.owner_text):
        owners["none"] = ""


def _owner_test(owner: str) -> Callable[[Point], bool]:
    kind, _, value = owner.partition("-")
    match kind:
        case "person":
            return lambda point: point.owner_id == int(value)
        case "unit":
            return lambda point: point.unit_id == int(value)
        case "text":
            return lambda point: point.owner_text == value and not point.owner_id
        case "none":
            return lambda point: not (point.owner_id or point.unit_id or point.owner_text)
    return lambda point: True


def _theme_test(seen: Survey, points: list[Point], theme: str) -> Callable[[Point], bool]:
    """Whether a point lies under the theme; a theme that the plan does not have asks for nothing."""
    if theme == "none":
        return lambda point: not seen.path(point.parent)
    kind, _, value = theme.partition("id-")
    if not kind and value.isdecimal():
        return lambda point: int(value) in seen.path(point.parent)
    key = numbering.sort_key(theme)
    if key and any(point.sort_key.startswith(key) for point in points):
        return lambda point: point.sort_key.startswith(key)
    return lambda point: True


def sections(
    seen: Survey, points: Iterable[Point], *, row: Callable[[Point], str], band: Callable[[Point, int], str]
) -> list[tuple[Point | None, list[str]]]:
    """Shown points in written order: for each topmost heading (None where there is none) its rows.

    ``row`` makes the row of a point, ``band`` that of a heading at its depth below the topmost one.
    """
    found: list[tuple[Point | None, list[str]]] = []
    here: tuple[int, ...] | None = None
    for point in points:
        path = seen.path(point.parent)
        if here is None or path[:1] != here[:1]:
            found.append((seen.nodes[path[0]] if path else None, []))
            here = path[:1]
        rows = found[-1][1]
        rows.extend(band(seen.nodes[path[depth]], depth) for depth in range(_shared(here, path), len(path)))
        rows.append(row(point))
        here = path
    return found


def heading_title(node: Point) -> str:
    """A title for the screen: capitals are the paper's style (S004-11)."""
    return node.title.capitalize() if node.capitals else node.title


def _shared(one: tuple[int, ...], other: tuple[int, ...]) -> int:
    """How many headings two paths have in common from the top."""
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
