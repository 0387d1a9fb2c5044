"""What was closed with slippage, its chain of end dates kept; and what cannot be told (S004-24, S004-25)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handleplan import attention, dates, plan_rows
from handleplan.attention import Closed
from handleplan.collation import danish_key
from handleplan.dates import DayRange, ImpreciseDate
from handleplan.deadline_words import days_moved, month_in_words, read_as, times_moved
from handleplan.models import EndDateRevision, PlanItem, User

from .asking import ALL_ROWS, Wish

MOST_CLOSED = 100


@dataclass(frozen=True, slots=True)
class Slipped:
    """A closed deadline that slipped, with its superseded end dates as written, the oldest first."""

    facts: Closed
    first: str
    between: tuple[str, ...]

    @property
    def cell(self) -> str:
        """The cell of revised end dates as the plan prints it: "(1. feb. 2012) (1. juli 2012) ultimo 2013"."""
        return dates.write_cell(list(self.between), self.facts.end.as_written) if self.facts.end else ""


@dataclass(frozen=True, slots=True)
class Found:
    """``slipped``: what is known to have slipped; of how many points, and of how many of them nobody can say."""

    slipped: list[Slipped]
    points: int
    unknown: int


def slipped_of(user: User, wish: Wish) -> Found:
    """Four queries at the most, whatever the number of points; those that slipped furthest come first."""
    deadlines = [facts for facts in attention.closed_for(user) if wish.admits(facts)]
    late = [facts for facts in deadlines if facts.slipped]
    chains = plan_rows.end_dates([facts.milestone for facts in late if facts.milestone and facts.moves])
    points = {facts.item for facts in deadlines}
    told = {facts.item for facts in deadlines if facts.can_tell}
    slipped = [_slipped(facts, chains.get(facts.milestone, ())) for facts in late]
    return Found(sorted(slipped, key=_furthest), len(points), len(points - told))


def _slipped(facts: Closed, chain: Sequence[tuple[str, str]]) -> Slipped:
    earlier = [written for _kind, written in chain[:-1]]
    has_original = bool(chain) and chain[0][0] == EndDateRevision.Kind.ORIGINAL
    if has_original:
        return Slipped(facts, earlier[0] if earlier else "", tuple(earlier[1:]))
    return Slipped(facts, "", tuple(earlier))


def _furthest(each: Slipped) -> tuple[Any, ...]:
    facts = each.facts
    days = max([found.high for found in (facts.moved, facts.beyond) if found] or [0])
    return -days, -facts.moves, danish_key(facts.plan_title), facts.sort_key, facts.item, facts.milestone or 0


def closed_section(found: Found, wish: Wish, *, names_plans: bool) -> dict[str, Any]:
    """The list as the template prints it. Cut, it says where all of it is."""
    shown = found.slipped if wish.rows == ALL_ROWS else found.slipped[:MOST_CLOSED]
    address = reverse("handleplan:item-detail", args=[0])
    cut = len(found.slipped) > len(shown)
    return {
        "rows": [_row(each, address, names_plans=names_plans) for each in shown],
        "count": _points(len({each.facts.item for each in found.slipped})),
        "told": _told(found),
        "none": not found.points,
        "all_address": wish.address(rows=ALL_ROWS) if cut else "",
        "all_label": _("Only the first %(shown)d are shown here. Show all %(all)d")
        % {"shown": len(shown), "all": len(found.slipped)},
    }


def _points(count: int) -> str:
    return ngettext("%(points)d point", "%(points)d points", count) % {"points": count}


def _told(found: Found) -> str:
    """How many closed points there are, and of how many the plan does not tell enough."""
    if not found.points:
        return _("No closed points fit the filter.")
    closed = ngettext("%(points)d closed point.", "%(points)d closed points.", found.points) % {"points": found.points}
    if not found.unknown:
        return closed
    unknown = _(
        "For %(points)d of them nobody can tell: the plan tells neither of a move nor of the day it was really done."
    )
    return f"{closed} {unknown % {'points': found.unknown}}"


def _row(each: Slipped, address: str, *, names_plans: bool) -> dict[str, Any]:
    facts = each.facts
    return {
        "number": facts.number,
        "title": facts.title,
        "milestone": "" if facts.is_own else facts.milestone_name,
        "plan": facts.plan_title if names_plans else "",
        "owner": facts.owner,
        "url": address.replace("/0/", f"/{facts.item}/"),
        "state": str(PlanItem.State(facts.state).label),
        "original": original_words(facts),
        "between": each.between,
        "end": facts.end.as_written if facts.end else "",
        "reading": read_as(facts.end),
        "cell": each.cell,
        "moves": times_moved(facts.moves),
        "moved": moved_words(facts),
        "reported": month_in_words(facts.reported) if facts.reported else "",
        "done": done_words(facts.done),
        "beyond": beyond_words(facts),
    }


def original_words(facts: Closed) -> str:
    return facts.original.as_written if facts.original else ""


def done_words(done: ImpreciseDate | None) -> str:
    """The day it was done, as a person would write it where it is one plain day."""
    if done is None:
        return ""
    return dates.format_days(done.earliest, done.latest) if done.is_day else done.as_written


def moved_words(facts: Closed) -> str:
    """ "+670 til +791 dage"; that it is not known where the plan does not tell the original; "" if it never moved."""
    if not facts.moves:
        return ""
    return days_moved(facts.moved) or _("not known: the original end date is missing")


def beyond_words(facts: Closed) -> str:
    """How far the day it was done lies from what was promised; "" where that day is not known."""
    beyond: DayRange | None = facts.beyond
    if beyond is None:
        return ""
    if facts.original is not None:
        return _("%(days)s from the original end date") % {"days": days_moved(beyond)}
    return _("%(days)s from the planned end date; the original is not known") % {"days": days_moved(beyond)}
