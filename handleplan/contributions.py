"""What other packages add to the core's pages, without the core importing them.

``settings.HANDLEPLAN_CONTRIBUTIONS`` names providers as strings under a list name; with ``handleplan`` alone
installed every list is empty and the pages still work.

* ``PLAN_ACTIONS``: ``provider(plan, user) -> Iterable[Action]``: buttons at the top of a plan's page.
* ``AUDIT_ACTIONS``: ``provider(report, user) -> Iterable[Action]``: buttons at the top of an audit report's page.
* ``NOTE_ACTIONS``: ``provider(note, user) -> Iterable[Action]``: buttons at the top of a budget note's page.
* ``TIMELINE``: ``provider(item, user) -> Iterable[handleplan.timeline.Entry]``: what happened to a point elsewhere
  (decisions, reports), in as many queries for a hundred entries as for one; only what ``user`` may see.
* ``CHECKS``: ``provider(plan, user, as_of) -> Iterable[handleplan.consistency.Finding]``: what does not fit together.
* ``CHECK_MARKS``: ``provider(plan) -> Iterable[object]``: what changes whenever rows are written that the package's
  ``CHECKS`` read; one query, as every view of a plan asks for it.
* ``COMMITTEE_ASKED``: ``provider(plan) -> Iterable[int]``: keys of points that a committee has asked about; a round
  wants words for them.
* ``POINT_PANELS``: ``provider(item, user, today) -> Iterable[Panel]``: lists beside a point's facts; only what ``user``
  may see.
* ``LOG_WITHHELD``: ``provider(entries, user) -> Iterable[int]``: keys of entries of the change log whose contents are
  not for ``user``; few queries, however many entries.
* ``TODO``: ``provider(user, today) -> Iterable[Task]``: what the person has to do, for his home page; few queries,
  whatever there is to do.
* ``MENU``: ``provider(user) -> Iterable[MenuEntry]``: entries of the main menu; no query.
* ``FOOT``: ``provider(user) -> Iterable[Action]``: links at the foot of every page; no query.
* ``DEMO``: ``provider(plan, secretary)``: what another package lets happen to the demo's plan once it is loaded.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.module_loading import import_string

from handleplan import clock
from handleplan.models import BudgetNote, ChangeEntry, Plan, PlanItem, User


@dataclass(frozen=True, slots=True)
class Action:
    """A button that leads somewhere: its words, its address and the name of its icon."""

    label: str
    url: str
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """Something a person is to do now, or that is new to him: what, where, and in a few words how it stands.

    ``kind`` groups tasks on the home page: "answer", "decide", "round", "publish", "late" or "read"; ``urgent`` ones
    come first.
    """

    kind: str
    label: str
    url: str
    note: str = ""
    count: int = 0
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class PanelRow:
    """A line of a panel: its words, where it leads, and what stands beneath it; ``over`` is what is too late of it."""

    label: str
    url: str
    note: str = ""
    over: str = ""


@dataclass(frozen=True, slots=True)
class Panel:
    """A list beside a point's facts; ``name`` is unique on the page."""

    name: str
    title: str
    rows: tuple[PanelRow, ...]
    more: str = ""
    more_url: str = ""


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """An entry of the main menu; it is marked on the pages whose names ("meetings:meeting-detail") begin with one of
    ``pages``."""

    label: str
    url: str
    pages: tuple[str, ...]


@cache
def _providers(name: str, paths: tuple[str, ...]) -> tuple[Callable[..., Any], ...]:
    return tuple(import_string(path) for path in paths)


def contributed(name: str, *args: Any) -> Iterator[Any]:
    """Everything the providers of one list have for these arguments, in the order of the settings."""
    for provider in _providers(name, tuple(settings.HANDLEPLAN_CONTRIBUTIONS.get(name, ()))):
        yield from provider(*args)


def plan_actions(plan: Plan, user: User) -> list[Action]:
    """The buttons other packages put on a plan's page."""
    return list(contributed("PLAN_ACTIONS", plan, user))


def note_actions(note: BudgetNote, user: User) -> list[Action]:
    """The buttons other packages put on a budget note's page."""
    return list(contributed("NOTE_ACTIONS", note, user))


def timeline_entries(item: PlanItem, user: User) -> list[Any]:
    """What other packages tell of a point (``handleplan.timeline.Entry``)."""
    return list(contributed("TIMELINE", item, user))


def point_panels(item: PlanItem, user: User, today: dt.date) -> list[Panel]:
    """The lists other packages put beside a point's facts."""
    return list(contributed("POINT_PANELS", item, user, today))


def committee_asked(plan: Plan) -> frozenset[int]:
    """The points that a committee has asked about."""
    return frozenset(contributed("COMMITTEE_ASKED", plan))


def tasks(user: User, today: dt.date) -> list[Task]:
    """What other packages want the person to do or to read."""
    return list(contributed("TODO", user, today))


def menu_entries(user: User) -> list[MenuEntry]:
    """What other packages put into the main menu."""
    return list(contributed("MENU", user))


def foot_links(user: User) -> list[Action]:
    """The links other packages put at the foot of every page."""
    return list(contributed("FOOT", user))


def log_withheld(entries: Sequence[ChangeEntry], user: User) -> frozenset[int]:
    """The entries of the change log whose contents are not for the person."""
    return frozenset(contributed("LOG_WITHHELD", entries, user))


def page_frame(request: HttpRequest) -> dict[str, Any]:
    """Context of every page: whether this is the demo, and the day its rules count from."""
    return {"demo": settings.HANDLEPLAN_DEMO, "demo_today": settings.HANDLEPLAN_TODAY, "today": clock.today()}
