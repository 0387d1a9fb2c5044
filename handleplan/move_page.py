"""What moving and correcting a deadline shows before anything is saved: what it becomes, what is worth a question, and
what somebody else did meanwhile."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from handleplan import attention, dates
from handleplan.dates import ImpreciseDate, Kind
from handleplan.deadline_words import day_in_words, days_moved, reading, signed
from handleplan.milestone_page import Piece, cell_of
from handleplan.models import EndDateRevision, Milestone
from handleplan.moments import moment_in_words


def reading_words(value: ImpreciseDate | None) -> Piece:
    """The echo of a typed date: "læses som 1.5.–31.8.2013", flagged where a person should look twice."""
    if value is None or not value.as_written:
        return {"words": "", "flag": False}
    days = reading(value)
    if not value.is_read:
        return {"words": _why_unread(value), "flag": True}
    if not days:
        return {"words": attention.why_uncertain(value), "flag": True}
    words = _("read as %(days)s") % {"days": days}
    if value.year_from_context:
        doubt = _("the year is not written")
        return {"words": f"{words} – {doubt}", "flag": True}
    if value.kind == Kind.ALTERNATIVES:
        doubt = _("several dates are possible")
        return {"words": f"{words} – {doubt}", "flag": True}
    if value.ambiguous:
        doubt = _("it can be read otherwise")
        return {"words": f"{words} – {doubt}", "flag": True}
    return {"words": words, "flag": False}


def _why_unread(value: ImpreciseDate) -> str:
    if value.kind == Kind.IMPOSSIBLE:
        return _("does not exist in the calendar")
    if value.problem == "no-year":
        return _("has no year, so it cannot be read as a date")
    return _("could not be read as a date")


def move_preview(
    milestone: Milestone, end: ImpreciseDate, *, today: dt.date, category: str = "", decided_on: dt.date | None = None
) -> Piece:
    """What a move to ``end`` becomes: its number, its distance from the original, the cell as it will print."""
    first = milestone.end is None
    return {
        "headline": _("This becomes the original end date") if first else _headline(milestone, end),
        "text": end.as_written,
        "reading": reading_words(end),
        "by_person": end.read_by == dates.ReadBy.PERSON,
        "unread": not end.is_read,
        "cell": "" if first else cell_of(milestone, then=end.as_written),
        "cause": capfirst(EndDateRevision.ReasonCategory(category).label) if category else "",
        "decided_on": day_in_words(decided_on) if decided_on else "",
        "questions": list(_questions(milestone, end, today, decided_on)),
    }


def _headline(milestone: Milestone, end: ImpreciseDate) -> str:
    number = milestone.moves + 1
    original = milestone.original
    moved = dates.slippage(end, original) if original else None
    if moved is None:
        return _("Move no. %(number)d, distance from the original not known") % {"number": number}
    months = dates.months_moved(end, original)
    facts = {"number": number, "months": signed(months), "days": days_moved(moved)}
    if not months:
        return _("Move no. %(number)d, %(days)s from the original") % facts
    # Translators: "Flytning nr. 3, +26 mdr. fra oprindelig (+670 til +791 dage)"
    return _("Move no. %(number)d, %(months)s mo. from the original (%(days)s)") % facts


def _questions(milestone: Milestone, end: ImpreciseDate, today: dt.date, decided_on: dt.date | None) -> Iterator[str]:
    current, start = milestone.end, milestone.start
    if current and _same_words(current, end):
        yield _("The new date is the one that stands there already.")
    elif current and end.latest and current.latest and end.latest <= current.latest:
        same = end.latest == current.latest
        words = _("The last day is the same as now, %(day)s.") if same else _("The date is earlier than now, %(day)s.")
        yield words % {"day": dates.format_numeric(current.latest)}
    if end.latest and end.latest < today:
        yield _("The last day of the new date has passed already.")
    if start and start.earliest and end.latest and end.latest < start.earliest:
        yield _("The new date lies before the start, %(start)s.") % {"start": start.as_written}
    if decided_on and decided_on > today:
        yield _("The day of the decision, %(day)s, is still to come.") % {"day": day_in_words(decided_on)}


def _same_words(one: ImpreciseDate, other: ImpreciseDate) -> bool:
    same = (one.earliest, one.latest) == (other.earliest, other.latest)
    return same and one.as_written.casefold().split() == other.as_written.casefold().split()


# -- what somebody else did -------------------------------------------------------------------------------------------


def last_known(milestone: Milestone) -> int:
    """The newest entry of the milestone's history: what a page shows is as new as this."""
    return milestone.history.values_list("history_id", flat=True).order_by("-history_id").first() or 0


def done_since(milestone: Milestone, known: int) -> list[Piece]:
    """What was done to the milestone after ``known``, oldest first: who, when and what, in a caseworker's words."""
    rows = milestone.history.filter(history_id__gte=known).select_related("history_user").order_by("history_id")
    found = []
    before: Any = None
    for row in rows:
        if before is not None and row.history_id > known:
            found += [
                {"who": str(row.history_user or ""), "when": moment_in_words(row.history_date), "what": what}
                for what in _differences(before, row)
            ]
        before = row
    return found


def _differences(old: Any, new: Any) -> Iterator[str]:
    dates_of = {"old": old.end_as_written or "–", "new": new.end_as_written or "–"}
    if new.moves != old.moves:
        yield _("moved the end date from “%(old)s” to “%(new)s”") % dates_of
    elif new.end_as_written != old.end_as_written:
        yield _("corrected the end date from “%(old)s” to “%(new)s”") % dates_of
    elif (new.end_earliest, new.end_latest) != (old.end_earliest, old.end_latest):
        yield _("read the end date “%(new)s” as other days") % dates_of
    if new.original_as_written != old.original_as_written:
        facts = {"old": old.original_as_written or "–", "new": new.original_as_written or "–"}
        yield _("corrected the original end date from “%(old)s” to “%(new)s”") % facts
    if new.name != old.name:
        yield _("renamed the milestone from “%(old)s” to “%(new)s”") % {"old": old.name, "new": new.name}
    if new.completed_on != old.completed_on:
        if new.completed_on:
            yield _("said that it was reached on %(day)s") % {"day": day_in_words(new.completed_on)}
        else:
            yield _("took back that it was reached")
    if new.under_revision and not old.under_revision:
        yield _("put the schedule under revision: %(reason)s") % {"reason": new.under_revision_reason}
    if new.start_as_written != old.start_as_written:
        facts = {"old": old.start_as_written or "–", "new": new.start_as_written or "–"}
        yield _("changed the start from “%(old)s” to “%(new)s”") % facts
