"""What the review found: every deadline with all its reasons, in the order of risk, and who has how many of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handleplan import attention, dates
from handleplan.attention import Attention, Facts, Why
from handleplan.collation import danish_key

from .asking import CONTRADICTING, CONTRADICTIONS, LIST, NOBODY, Wish, unit_key


@dataclass(frozen=True, slots=True)
class Line:
    """One deadline of an open point with every reason why it needs a person, the gravest first.

    ``kinds`` are the reasons as the address names them.
    """

    facts: Facts
    reasons: tuple[Attention, ...]
    kinds: frozenset[str]
    months_silent: int | None
    days_over_original: int

    @property
    def days_over(self) -> int:
        return next((each.days for each in self.reasons if each.why == Why.OVERDUE), 0)


def lines_of(deadlines: Iterable[Facts], as_of: dt.date) -> list[Line]:
    """The deadlines that are not reached, the riskiest first; those that need nobody last, the next one due first."""
    lines = []
    for facts in deadlines:
        reasons = tuple(sorted(attention.judge(facts, as_of), key=attention.by_risk))
        if reasons or not facts.done:
            over = dates.days_overdue(facts.original, as_of) if facts.original else 0
            lines.append(Line(facts, reasons, _kinds(reasons), attention.months_silent(facts, as_of), over))
    return sorted(lines, key=_by_risk)


def _kinds(reasons: Iterable[Attention]) -> frozenset[str]:
    kinds = {each.why.value for each in reasons}
    return frozenset(kinds | {CONTRADICTING} if kinds & CONTRADICTIONS else kinds)


def _by_risk(line: Line) -> tuple[Any, ...]:
    if line.reasons:
        return (0, *attention.by_risk(line.reasons[0]))
    facts = line.facts
    end = facts.end.latest if facts.end and facts.end.latest else dt.date.max
    return (1, end, *_by_number(line))


def _by_number(line: Line) -> tuple[Any, ...]:
    facts = line.facts
    return danish_key(facts.plan_title), facts.sort_key, facts.item, not facts.is_own, facts.milestone or 0


def _by_moves(line: Line) -> tuple[int, int]:
    moved = attention.moved_from_original(line.facts)
    return -line.facts.moves, -moved.high if moved else 0


_ORDERS: dict[str, Callable[[Line], Any]] = {
    "days": lambda line: -line.days_over,
    "original": lambda line: -line.days_over_original,
    "moved": _by_moves,
    "silent": lambda line: (line.months_silent is not None, -(line.months_silent or 0)),
    "number": _by_number,
}


def in_order(lines: Sequence[Line], sort: str) -> list[Line]:
    """The lines by something else than risk; equal ones stay in the order of risk."""
    return sorted(lines, key=_ORDERS[sort]) if sort in _ORDERS else list(lines)


def wanted(lines: Iterable[Line], wish: Wish, *, but: Sequence[str] = ()) -> list[Line]:
    """The lines that the wish admits, whatever the reason it asks for."""
    months = 0 if "silent" in but else int(wish.silent or 0)
    return [
        line
        for line in lines
        if wish.admits(line.facts, but=but)
        and (not months or line.months_silent is None or line.months_silent >= months)
    ]


_COLUMNS = (  # word, what a line must have, what the link asks for
    (gettext_lazy("Active"), lambda line: True, {}),
    (gettext_lazy("Overdue"), lambda line: Why.OVERDUE.value in line.kinds, {"kind": Why.OVERDUE.value}),
    (gettext_lazy("In their window"), lambda line: Why.IN_WINDOW.value in line.kinds, {"kind": Why.IN_WINDOW.value}),
    (gettext_lazy("Have been moved"), lambda line: line.facts.moves > 0, {"moved": "1"}),
    (gettext_lazy("Without status"), lambda line: Why.SILENT.value in line.kinds, {"kind": Why.SILENT.value}),
    (gettext_lazy("Contradict themselves"), lambda line: CONTRADICTING in line.kinds, {"kind": CONTRADICTING}),
)
_TONES = ("", "overdue", "window", "", "", "")


def summaries(lines: Sequence[Line], wish: Wish) -> list[dict[str, Any]]:
    """Points per unit and per plan, as tables whose numbers are links. A table with one row alone is left out, unless
    that row is what is filtered by.

    Each counts what the other filters leave, so that the table shows where else there is something.
    """
    of_units = wanted(lines, wish, but=("unit", "moved", "silent"))
    of_plans = wanted(lines, wish, but=("plan", "moved", "silent"))
    units = {unit_key(line.facts): line.facts.unit or _("Without a unit") for line in of_units}
    plans = {line.facts.plan: line.facts.plan_title for line in of_plans}
    tables = [
        _table("unit", _("Points per unit"), _("Unit"), units, of_units, lambda line: unit_key(line.facts), wish),
        _table("plan", _("Points per plan"), _("Plan"), plans, of_plans, lambda line: line.facts.plan, wish),
    ]
    return [table for table in tables if len(table["rows"]) > 1]


def _table(
    name: str,
    title: str,
    head: str,
    groups: dict[str, str],
    lines: Sequence[Line],
    group_of: Callable[[Line], str],
    wish: Wish,
) -> dict[str, Any]:
    points: dict[str, list[set[int]]] = {key: [set() for _column in _COLUMNS] for key in groups}
    for line in lines:
        counted = points[group_of(line)]
        for column, (_word, counts, _asks) in enumerate(_COLUMNS):
            if counts(line):
                counted[column].add(line.facts.item)
    order = sorted(groups, key=lambda key: (key == NOBODY, danish_key(groups[key])))
    rows = [_row(name, key, groups[key], points[key], wish) for key in order]
    total = [set().union(*(points[key][column] for key in order)) for column in range(len(_COLUMNS))]
    return {
        "name": name,
        "title": title,
        "head": head,
        "columns": [word for word, _counts, _asks in _COLUMNS],
        "rows": rows,
        "total": _row(name, "", _("In all"), total, wish),
    }


def _row(name: str, key: str, title: str, counted: Sequence[set[int]], wish: Wish) -> dict[str, Any]:
    reset = {name: key, "kind": "", "moved": "", "silent": "", "rows": "", "view": LIST}
    return {
        "title": title,
        "chosen": getattr(wish, name) == key != "",
        "cells": [
            {
                "label": word,
                "count": len(points),
                "tone": tone if points else "",
                "href": wish.address(**(reset | asks)) if points else "",
            }
            for (word, _counts, asks), points, tone in zip(_COLUMNS, counted, _TONES, strict=True)
        ],
    }
