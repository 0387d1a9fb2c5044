"""Everything that happened to a point, in one order: the newest first, and what nobody knows the day of apart.

A constant number of queries, whatever the point has (issue 3, point 6; UX.md 28).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape, unescape
from urllib.parse import urlencode

from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from handleplan import contributions, numbering, permissions, scaling, timeline_counters, timeline_requests
from handleplan import timeline_entries as entries
from handleplan.models import EndDateRevision, Milestone, Plan, PlanItem, User
from handleplan.names import acted_for
from handleplan.nothing_new import months_without_news
from handleplan.timeline_entries import Badge, Entry, Fact

__all__ = ["Badge", "Choice", "Entry", "Fact", "Section", "plan_events", "section", "timeline"]

KINDS = {  # the words of the filter, in its order
    "status": _("Statuses"),
    "deadline": pgettext_lazy("of a point", "Deadlines"),
    "event": _("Events"),
    "closing": _("Closings"),
    "file": _("Files"),
}
_BY = ("recorded_by", "withdrawal__recorded_by")
_LONGEST_SHOW = 200
_TAG = re.compile(r"(<[^>]*>)")


def timeline(item: PlanItem, user: User) -> list[Entry]:
    """Everything that happened to the point, newest first; what has no known day stands last."""
    core = timeline_counters.with_numbers(item, _of_core(item, user))
    found = [*core, *contributions.timeline_entries(item, user)]
    return sorted(_with_links(item, found), key=lambda entry: entry.sort_key, reverse=True)


def plan_events(plan: Plan, user: User) -> list[Entry]:
    """What happened to the plan as a whole, newest first."""
    may = permissions.can_keep_plans(user)
    events = plan.events.filter(item=None).select_related(*_BY)
    found = [entries.of_event(event, may_withdraw=may) for event in events]
    return sorted(found, key=lambda entry: entry.sort_key, reverse=True)


def _of_core(item: PlanItem, user: User) -> Iterable[Entry]:
    may = permissions.can_edit_status(user, item)
    keeps = permissions.can_keep_plans(user)
    yield from _statuses(item)
    for milestone in _milestones(item):
        yield from entries.of_milestone(milestone, item)
    yield from timeline_requests.entries_of(item)
    yield from timeline_counters.entries_of(item, may_withdraw=may)
    for event in item.events.select_related(*_BY):
        yield entries.of_event(event, may_withdraw=may)
    closings = list(item.closings.select_related("recorded_by", "into"))
    yield from map(entries.of_closing, closings)
    if not any(closing.kind != closing.Kind.REOPENED for closing in closings):
        reported = entries.of_reported_closing(item)
        yield from [reported] if reported else []
    for file in item.files.select_related(*_BY):
        yield entries.of_file(file, may_withdraw=may, may_open_withdrawn=keeps)


def _statuses(item: PlanItem) -> Iterable[Entry]:
    """The statuses, each with what the manager answered, and whether its scale is another one than the last's."""
    rows = item.statuses.select_related("scale", "on_behalf_of", "verdict__recorded_by", "round", *_BY)
    found = sorted(rows, key=lambda row: (row.period, row.recorded_at, row.pk))
    everything = item.plan.approval == Plan.Approval.EVERYTHING
    scale: int | None = None
    assessed = False
    counted = [row for row in found if entries.counts(row)]
    for status in found:
        before = ((row.period, row.nothing_new) for row in reversed(counted) if row.period <= status.period)
        entry = entries.of_status(status, nth=months_without_news(before) if status.nothing_new else 0)
        changed = assessed and status.assessment and status.scale_id != scale
        if status.assessment:
            scale, assessed = status.scale_id, True
        note: tuple[Fact, ...] = ()
        if changed or (status.assessment and status.scale):
            version = scaling.name_of_version(status.scale.version if status.scale else 0)
            note = (Fact(str(_("The scale has changed") if changed else _("Scale")), version),)
        yield replace(
            entry,
            badges=(*entry.badges, *timeline_requests.verdict_badge(status, approves_everything=everything)),
            facts=(*entry.facts, *note, *timeline_requests.verdict_facts(status)),
            by=acted_for(status.recorded_by, status.on_behalf_of) if status.on_behalf_of_id else entry.by,
        )


def _milestones(item: PlanItem) -> Iterable[Milestone]:
    """The point's own milestones and those of other points that serve it too."""
    serving = Q(item=item) | Q(pk__in=item.milestone_shares.filter(withdrawn=False).values("milestone"))
    revisions = EndDateRevision.objects.select_related(*_BY)
    return Milestone.objects.filter(serving).select_related("item").prefetch_related(Prefetch("revisions", revisions))


# -- references to other points ---------------------------------------------------------------------------------------


def _with_links(item: PlanItem, found: Sequence[Entry]) -> list[Entry]:
    """The entries with references to points of the plan as links, looked up in one query (S004-15)."""
    keys = {
        reference.key
        for entry in found
        for text in _TAG.split(entry.html)[::2]
        for reference in numbering.references(unescape(text))
    }
    rows = PlanItem.objects.filter(plan=item.plan_id, sort_key__in=keys).exclude(pk=item.pk)
    points = {row.sort_key: row for row in rows.only("sort_key", "title", "capitals")} if keys else {}
    if not points:
        return list(found)
    return [replace(entry, html=link_points(entry.html, points)) if entry.html else entry for entry in found]


def link_points(html: str, points: Mapping[str, PlanItem]) -> SafeString:
    """Safe HTML with links to the points it mentions; tags and what is a link already stay as they are."""
    pieces: list[str] = []
    inside_link = False
    for place, piece in enumerate(_TAG.split(html)):
        if place % 2:
            inside_link = piece.startswith("<a") or (inside_link and piece != "</a>")
            pieces.append(piece)
        else:
            pieces.append(piece if inside_link else _linked(unescape(piece), points))
    return mark_safe("".join(pieces))  # the tags were safe, and the text between them is escaped again


def _linked(text: str, points: Mapping[str, PlanItem]) -> str:
    pieces: list[str] = []
    end = 0
    for reference in numbering.references(text):
        point = points.get(reference.key)
        if point is None or reference.start < end:
            continue
        address = reverse("handleplan:item-detail", args=[point.pk])
        pieces.append(escape(text[end : reference.start]))
        words = escape(text[reference.start : reference.end])
        pieces.append(f'<a href="{address}" title="{escape(point.display_title)}">{words}</a>')
        end = reference.end
    return "".join([*pieces, escape(text[end:])])


# -- the section of a page --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Choice:
    """A kind of entry in the filter: its words, how many there are, and the address that chooses or drops it."""

    words: str
    count: int
    url: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Section:
    """The timeline as a page shows it: what is dated, what is not, the filter, and whether the person may add to it."""

    dated: tuple[Entry, ...]
    undated: tuple[Entry, ...]
    choices: tuple[Choice, ...]
    is_empty: bool
    may_add: bool


def section(item: PlanItem, user: User, query: Mapping[str, str], path: str) -> Section:
    """The timeline as the address asks for it (``?show=status,event``); unknown kinds ask for nothing."""
    found = timeline(item, user)
    words = {**KINDS, **{entry.kind: entry.kind_words for entry in found if entry.kind not in KINDS}}
    asked = set((query.get("show") or "")[:_LONGEST_SHOW].split(","))
    wanted = [kind for kind in words if kind in asked]
    shown = [entry for entry in found if not wanted or entry.kind in wanted]
    return Section(
        dated=tuple(entry for entry in shown if entry.day),
        undated=tuple(entry for entry in shown if not entry.day),
        choices=tuple(_choices(found, words, wanted, path)),
        is_empty=not found,
        may_add=permissions.can_edit_status(user, item),
    )


def _choices(found: Sequence[Entry], words: Mapping[str, str], wanted: Sequence[str], path: str) -> Iterable[Choice]:
    """All of them, then each kind there is; choosing one that is chosen drops it."""
    counts = {kind: sum(entry.kind == kind for entry in found) for kind in words}
    yield Choice(str(_("Everything")), len(found), _address(path, []), not wanted)
    for kind, label in words.items():
        if counts[kind] or kind in wanted:
            others = [other for other in words if (other in wanted) != (other == kind)]
            yield Choice(str(label), counts[kind], _address(path, others), kind in wanted)


def _address(path: str, kinds: Sequence[str]) -> str:
    query = f"?{urlencode({'show': ','.join(kinds)}, safe=',')}" if kinds else ""
    return f"{path}{query}#timeline"
