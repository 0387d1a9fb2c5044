"""What the pages show of milestones: their chains of end dates, those of a point, and one alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from handleplan import attention, dates, permissions, proposing
from handleplan.dates import DueState, ImpreciseDate
from handleplan.deadline_words import (
    DUE_WORDS,
    day_in_words,
    days_moved,
    over_deadline,
    read_as,
    times_moved,
)
from handleplan.models import EndDateRevision, Milestone, MilestoneShare, PlanItem, User
from handleplan.models.milestones import Link
from handleplan.moments import local_day

Piece = dict[str, Any]
Kind = EndDateRevision.Kind

_BADGES = {  # the badge's class is also the name of its icon
    DueState.OVERDUE: "overdue",
    DueState.IN_WINDOW: "window",
    DueState.DUE_SOON: "soon",
    DueState.NOT_DUE: "ontime",
    DueState.NO_END: "undated",
}


def complete_milestones() -> QuerySet[Milestone]:
    """Milestones with all that their chains and pages ask for, in a constant number of queries."""
    return Milestone.objects.select_related("item__plan").prefetch_related(
        Prefetch("revisions", EndDateRevision.objects.select_related("recorded_by")),
        Prefetch("shares", MilestoneShare.objects.filter(withdrawn=False).select_related("item").order_by("pk")),
    )


# -- the chain --------------------------------------------------------------------------------------------------------


def chain_of(milestone: Milestone) -> list[Piece]:
    """The end dates as they count, newest on top, each with its distance to the one before it and to the original.

    A corrected mistake stands in its own place with the corrected date; what it said before is told beneath
    (S004-22). A date that a person has read otherwise is shown as he read it.
    """
    pieces: list[Piece] = []
    links = milestone.links()
    moves = 0
    before: ImpreciseDate | None = None
    for place, link in enumerate(links):
        last = place == len(links) - 1
        is_move = link.revision.kind == Kind.MOVE
        moves += is_move
        end = _as_read(milestone, link, last=last)
        pieces.append(
            {
                "revision": link.revision,
                "number": moves,
                "label": _label(link, moves),
                "end": end,
                "text": end.as_written if end and end.as_written else "–",
                "reading": read_as(end),
                "from_before": days_moved(_distance(end, before)) if place else "",
                "from_original": days_moved(_distance(end, milestone.original)) if is_move else "",
                "superseded": not last,
                "is_move": is_move,
                "facts": _facts(link.revision) if is_move else [],
                "corrections": _corrections(link),
                "mistaken": bool(link.corrected_by),
                "correct_url": reverse("handleplan:revision-correct", args=[standing_row(link).pk]),
            }
        )
        before = end
    return pieces[::-1]


def standing_row(link: Link) -> EndDateRevision:
    """The row whose words the link has now: the last correction, or the row itself."""
    return link.corrected_by[-1] if link.corrected_by else link.revision


def link_of(milestone: Milestone, revision: EndDateRevision) -> tuple[Link, int]:
    """The link that a row of the chain belongs to, be it the link's own row or a correction of it, and its place."""
    return next(
        (link, place)
        for place, link in enumerate(milestone.links())
        if revision == link.revision or revision in link.corrected_by
    )


def cell_of(milestone: Milestone, *, then: str = "", place: int = -1, text: str = "") -> str:
    """The cell of revised end dates as it prints: "(1. feb. 2012) (1. juli 2012) ultimo 2013" (S004-23).

    ``then`` is a further move that is not made yet; ``text`` would stand in the link at ``place``.
    """
    texts = [
        text if at == place else link.end.as_written
        for at, link in enumerate(milestone.links())
        if link.revision.kind != Kind.ORIGINAL
    ]
    texts += [then] if then else []
    return dates.write_cell(texts[:-1], texts[-1]) if texts else ""


def _as_read(milestone: Milestone, link: Link, *, last: bool) -> ImpreciseDate | None:
    if last and milestone.end and milestone.end.as_written == link.end.as_written:
        return milestone.end
    if link.revision.kind == Kind.ORIGINAL and milestone.original:
        if milestone.original.as_written == link.end.as_written:
            return milestone.original
    return link.end


def _label(link: Link, moves: int) -> str:
    if link.revision.kind == Kind.MOVE:
        return _("Move no. %(number)d") % {"number": moves}
    return _("Planned end date") if link.revision.kind == Kind.PLANNED else _("Original end date")


def _distance(end: ImpreciseDate | None, other: ImpreciseDate | None) -> dates.DayRange | None:
    return dates.slippage(end, other) if end and other else None


def _facts(revision: EndDateRevision) -> list[Piece]:
    """Who moved it, when and why, as far as it is known; one line without a value where nothing is."""
    category = capfirst(revision.get_reason_category_display()) if revision.reason_category else ""
    reason = ": ".join(filter(None, [category, revision.reason]))
    decided = day_in_words(revision.decided_on) if revision.decided_on else ""
    if not (reason or revision.decided_by or decided):
        return [{"label": _("Decided by, date and reason"), "value": ""}]
    facts = [
        {"label": _("Reason"), "value": reason},
        {"label": _("Decided by"), "value": revision.decided_by},
        {"label": _("Decided on"), "value": decided},
    ]
    recorded = f"{revision.recorded_by}, {day_in_words(local_day(revision.recorded_at))}"
    return [*(fact for fact in facts if fact["value"]), {"label": _("Recorded by"), "value": recorded}]


def _corrections(link: Link) -> list[Piece]:
    """Every mistake that was mended in this place, the newest first."""
    before = [link.revision, *link.corrected_by]
    return [
        {
            "faulty": faulty.end_as_written or "–",
            "why": correction.reason,
            "by": str(correction.recorded_by),
            "day": day_in_words(local_day(correction.recorded_at)),
        }
        for faulty, correction in zip(before, link.corrected_by, strict=False)
    ][::-1]


# -- the section of a point's page ------------------------------------------------------------------------------------


def milestones_section(item: PlanItem, user: User, *, as_of: dt.date) -> Piece:
    """The further milestones of a point and those of other points that serve it, and what belongs beside its own
    schedule. Four queries, whatever their number."""
    serving = Q(item=item) | Q(pk__in=MilestoneShare.objects.filter(item=item, withdrawn=False).values("milestone"))
    found = list(complete_milestones().filter(serving).order_by("-is_own", "item__position", "position", "pk"))
    own = next((each for each in found if each.is_own and each.item_id == item.pk), None)
    further = [each for each in found if each is not own]
    may = permissions.can_move_deadlines(user)
    adds = may and item.kind == PlanItem.Kind.INITIATIVE
    return {
        "own": milestone_facts(own, as_of=as_of) if own else None,
        "rows": [milestone_facts(each, as_of=as_of, seen_from=item) for each in further],
        "may_move": may,
        "may_ask": not may and permissions.can_request_end(user, item) and not item.is_closed,
        "add_url": reverse("handleplan:milestone-add", args=[item.pk]) if adds else "",
        "proposed": len(proposed(item, found)) if adds else 0,
    }


def proposed(item: PlanItem, milestones: Sequence[Milestone]) -> list[proposing.Proposal]:
    """What the description and the newest status speak of and no milestone of the point says yet."""
    found = proposing.proposals(item.description)
    status = item.latest_status
    if status is not None and not item.is_closed:
        told = proposing.proposals(status.text, status.period.replace(day=15), proposing.IN_STATUS)
        found += [each for each in told if each.end.as_written != status.forecast_as_written]
    there = {_known_as(each.name, each.original_as_written) for each in milestones}
    there |= {_known_as("", each.end_as_written) for each in milestones if each.is_own}
    return [
        each
        for each in found
        if not {_known_as(each.name, each.end.as_written), _known_as("", each.end.as_written)} & there
    ]


def _known_as(name: str, end: str) -> tuple[str, str]:
    return name.casefold().strip(), " ".join(end.casefold().split())


def milestone_facts(milestone: Milestone, *, as_of: dt.date, seen_from: PlanItem | None = None) -> Piece:
    """One milestone in words. ``seen_from`` is the point on whose page it is listed; its home is told if another."""
    item = milestone.item
    running = not item.is_closed and milestone.completed_on is None
    end = milestone.end
    over = dates.days_overdue(end, as_of) if running and end else 0
    chain = chain_of(milestone)
    here = seen_from.pk if seen_from is not None else None
    return {
        "id": milestone.pk,
        "name": name_of(milestone),
        "is_own": milestone.is_own,
        "url": reverse("handleplan:milestone-detail", args=[milestone.pk]),
        "home": point(item) if seen_from is not None and item.pk != seen_from.pk else None,
        "state": _state(milestone, as_of),
        "running": running,
        "end": end.as_written if end else "",
        "problem": attention.why_uncertain(end) if running and not (end and end.latest) else "",
        "over": over_deadline(over) if over else "",
        "moves": times_moved(milestone.moves) if milestone.moves else "",
        "chain": chain,
        "start": milestone.start.as_written if milestone.start else "",
        "start_reading": read_as(milestone.start),
        "completed_on": day_in_words(milestone.completed_on) if milestone.completed_on else "",
        "under_revision": milestone.under_revision,
        "under_revision_reason": milestone.under_revision_reason,
        "serves": [point(share.item) for share in milestone.shares.all() if share.item_id != here],
    }


def name_of(milestone: Milestone) -> str:
    """The milestone's name; of a point's own schedule the point's."""
    if milestone.is_own or not milestone.name:
        return f"{milestone.item.number} {milestone.item.display_title}".strip()
    return milestone.name


def point(item: PlanItem) -> Piece:
    """A point as a link."""
    return {
        "pk": item.pk,
        "number": item.number,
        "title": item.display_title,
        "url": reverse("handleplan:item-detail", args=[item.pk]),
    }


def _state(milestone: Milestone, as_of: dt.date) -> Piece:
    if milestone.completed_on:
        return {"badge": "closed", "word": _("Reached")}
    if milestone.item.is_closed:
        return {"badge": "closed", "word": capfirst(milestone.item.get_state_display())}
    end = milestone.end
    state = dates.due_state(end, as_of, attention.SOON_DAYS) if end else DueState.NO_END
    return {"badge": _BADGES[state], "word": DUE_WORDS[state]}
