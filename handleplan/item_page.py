"""What the page of one point shows, as ready words and plain dicts: about ten queries, whatever the point has.

The point's deadlines stand apart from what is expected: a chain of end dates, newest on top, and a forecast that is no
link of it (DOMAIN.md D2; S004-23, S004-25).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db.models import F, FilteredRelation, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handleplan import attention, chain_chart, dates, glossary, legal, numbering
from handleplan.dates import DueState, ImpreciseDate, Kind
from handleplan.deadline_words import (
    DUE_WORDS,
    day_in_words,
    days_moved,
    month_in_words,
    month_without_news,
    over_deadline,
    over_original,
    read_as,
    times_moved,
)
from handleplan.milestone_page import chain_of
from handleplan.models import ItemRelation, Milestone, PlanItem, ReadBy, StatusEntry
from handleplan.nothing_new import months_without_news
from handleplan.scaling import levels_of

Piece = dict[str, Any]
_MOST_BESIDE = 12
_SHORT_STATUS = 400

_BADGES = {  # the badge's class is also the name of its icon
    DueState.OVERDUE: "overdue",
    DueState.IN_WINDOW: "window",
    DueState.DUE_SOON: "soon",
    DueState.NOT_DUE: "ontime",
    DueState.NO_END: "undated",
}

# (relation, seen from the other side, confirmed): the words around the other point's name.
_RELATION_WORDS = {
    ("refers_to", False): gettext_lazy("Refers to %(point)s"),
    ("refers_to", True): gettext_lazy("Is referred to by %(point)s"),
    ("contains", False): gettext_lazy("Contains the whole title of %(point)s"),
    ("contains", True): gettext_lazy("Its whole title stands in the title of %(point)s"),
    ("continued_in", False): gettext_lazy("Is continued in %(point)s"),
    ("continued_in", True): gettext_lazy("Continues %(point)s"),
    ("merged_into", False): gettext_lazy("Is merged into %(point)s"),
    ("merged_into", True): gettext_lazy("Has taken in %(point)s"),
    ("depends_on", False): gettext_lazy("Depends on %(point)s"),
    ("depends_on", True): gettext_lazy("Is a condition for %(point)s"),
}
_RELATION_QUESTIONS = {
    ("refers_to", False): gettext_lazy("The text mentions %(point)s. Do the two belong together?"),
    ("refers_to", True): gettext_lazy("Is mentioned in the text of %(point)s. Do the two belong together?"),
    ("contains", False): gettext_lazy("The title contains the whole title of %(point)s. Is this its continuation?"),
    ("contains", True): gettext_lazy("The whole title stands in the title of %(point)s. Is it continued there?"),
    ("continued_in", False): gettext_lazy("Is this point continued in %(point)s?"),
    ("continued_in", True): gettext_lazy("Does this point continue %(point)s?"),
    ("merged_into", False): gettext_lazy("Is this point merged into %(point)s?"),
    ("merged_into", True): gettext_lazy("Has this point taken in %(point)s?"),
    ("depends_on", False): gettext_lazy("Does this point depend on %(point)s?"),
    ("depends_on", True): gettext_lazy("Does %(point)s depend on this point?"),
}


def item_page(item: PlanItem, *, as_of: dt.date) -> dict[str, Any]:
    """Everything the template prints of ``item`` as it stands on ``as_of``."""
    family = _family(item)
    statuses = list(
        item.statuses.counted().select_related("scale", "recorded_by").order_by("-period", "-recorded_at", "-pk")
    )
    texts = [item.description, *(status.text for status in statuses)]
    mentioned = _mentioned(item, texts)
    deadlines = _deadlines(item, statuses[0] if statuses else None, as_of)
    own = deadlines[0] if deadlines else None
    marked = own["forecast"]["text"] if own and own["forecast"] and own["forecast"]["from_text"] else ""
    told = [_status(status, mentioned, marked if not i else "", first=not i) for i, status in enumerate(statuses)]
    _without_news(told, statuses)
    _contradiction(told, own)
    return {
        "item": item,
        "title": item.display_title,
        "plan_url": reverse("handleplan:plan-detail", args=[item.plan.slug]),
        "trail": _trail(item, family),
        "former": [former.number for former in item.former_numbers.all()],
        "owner": str(item.owner or "") or item.owner_text,
        "unit": item.unit.name if item.unit else "",
        "description": linked(item.description, mentioned),
        "state": own["state"] if own and not item.is_closed else _state_without_schedule(item),
        "closed_in": month_in_words(item.reported_closed_in) if item.reported_closed_in else "",
        "closed_parent": item.parent if item.parent and item.parent.is_closed and not item.is_closed else None,
        "deadlines": deadlines,
        "statuses": told,
        "relations": _relations(item),
        "laws": _laws([item.title, *texts]),
        "explained": glossary.explained([item.title, *texts]),
        "siblings": _listed(_siblings(item, family), as_of),
        "children": _listed([row for row in family if row.parent_id == item.pk], as_of),
        "parent": item.parent,
        "as_of": day_in_words(as_of),
    }


# -- where it stands --------------------------------------------------------------------------------------------------


def _family(item: PlanItem) -> list[PlanItem]:
    """The points above, beside and below, with the end of their own schedule, in one query."""
    near = Q(parent=item.pk) | Q(sort_key__in=numbering.ancestors(item.number), sort_key__gt="")
    if item.parent_id:
        near |= Q(parent=item.parent_id) | Q(pk=item.parent_id)
    elif item.number:
        near |= Q(parent=None, sort_key__startswith=numbering.parent(item.number), sort_key__gt="")
    own = FilteredRelation("milestones", condition=Q(milestones__is_own=True))
    rows = PlanItem.objects.filter(near, plan=item.plan_id).exclude(pk=item.pk).alias(own=own)
    ends = {f"_{name}": F(f"own__end_{name}") for name in ("as_written", "earliest", "latest", "kind")}
    fields = ("number", "sort_key", "title", "capitals", "kind", "state", "parent", "plan", "position")
    return sorted(rows.annotate(**ends).only(*fields), key=lambda row: (row.sort_key, row.position))


def _trail(item: PlanItem, family: Sequence[PlanItem]) -> list[Piece]:
    """The levels above, the topmost first; a level that has no row keeps its number (S004-8)."""
    by_key = {row.sort_key: row for row in family if row.sort_key}
    parts = numbering.parts(item.number)
    if len(parts) < 2:
        return [_crumb(item.parent)] if item.parent else []
    trail = []
    for length in range(1, len(parts)):
        number = ".".join(parts[:length]).upper()
        row = by_key.get(numbering.sort_key(number))
        trail.append(_crumb(row) if row else {"number": number, "missing": True})
    return trail


def _siblings(item: PlanItem, family: Sequence[PlanItem]) -> list[PlanItem]:
    """The points with the same parent (without one: with the same number above); of many, the nearest."""
    above = numbering.parent(item.number)
    beside = [
        row
        for row in family
        if row.parent_id == item.parent_id and (item.parent_id or numbering.parent(row.number) == above)
    ]
    before = [row for row in beside if (row.sort_key, row.position) < (item.sort_key, item.position)]
    after = beside[len(before) :]
    return before[-_MOST_BESIDE:] + after[:_MOST_BESIDE]


def _crumb(row: PlanItem) -> Piece:
    return {
        "number": row.number,
        "title": row.display_title,
        "url": reverse("handleplan:item-detail", args=[row.pk]),
        "closed": row.is_closed,
    }


def _listed(rows: Sequence[PlanItem], as_of: dt.date) -> list[Piece]:
    return [_crumb(row) | {"state": _state_of_relative(row, as_of)} for row in rows]


def _state_of_relative(row: PlanItem, as_of: dt.date) -> Piece | None:
    if row.is_closed or row.kind == PlanItem.Kind.HEADING:
        return _closed_state(row) if row.is_closed else None
    if not row._kind:
        return due_badge(None, as_of)
    end = ImpreciseDate(row._as_written, row._earliest, row._latest, Kind(row._kind))
    return due_badge(end, as_of)


def _state_without_schedule(item: PlanItem) -> Piece | None:
    if item.is_closed:
        return _closed_state(item)
    return None if item.kind == PlanItem.Kind.HEADING else _badge(DueState.NO_END)


def _closed_state(row: PlanItem) -> Piece:
    return {"badge": "closed", "word": row.get_state_display()}


def due_badge(end: ImpreciseDate | None, as_of: dt.date) -> Piece:
    state = dates.due_state(end, as_of, attention.SOON_DAYS) if end else DueState.NO_END
    return _badge(state)


def _badge(state: DueState) -> Piece:
    return {"badge": _BADGES[state], "word": DUE_WORDS[state]}


# -- its deadlines ----------------------------------------------------------------------------------------------------


def _deadlines(item: PlanItem, status: StatusEntry | None, as_of: dt.date) -> list[Piece]:
    """The block of the point's own schedule; further milestones have a section of their own."""
    milestones = item.milestones.filter(is_own=True).prefetch_related("revisions__recorded_by")
    return [_deadline(item, milestone, status, as_of) for milestone in milestones]


def _deadline(item: PlanItem, milestone: Milestone, status: StatusEntry | None, as_of: dt.date) -> Piece:
    chain = chain_of(milestone)
    running = not item.is_closed and milestone.completed_on is None
    over = dates.days_overdue(milestone.end, as_of) if running and milestone.end else 0
    beyond = dates.days_overdue(milestone.original, as_of) if running and milestone.original and milestone.moves else 0
    return {
        "id": milestone.pk,
        "name": milestone.name if not milestone.is_own else "",
        "chain": chain,
        "moves": times_moved(milestone.moves) if milestone.moves else "",
        "start": milestone.start.as_written if milestone.start else "",
        "start_reading": read_as(milestone.start),
        "state": due_badge(milestone.end, as_of),
        "problem": attention.why_uncertain(milestone.end) if not (milestone.end and milestone.end.latest) else "",
        "over": over_deadline(over) if over else "",
        "over_original": over_original(beyond),
        "completed_on": day_in_words(milestone.completed_on) if milestone.completed_on else "",
        "forecast": _forecast(item, milestone, status),
        "chart": _chart(milestone, chain, as_of, running=running),
    }


def _forecast(item: PlanItem, milestone: Milestone, status: StatusEntry | None) -> Piece | None:
    forecast = milestone.forecast
    if forecast is None or item.is_closed:
        return None
    later = milestone.end is not None and dates.latest_day_after(forecast, milestone.end)
    from_text = forecast.read_by == ReadBy.TEXT
    quote = attention.quote(status.text, forecast.as_written) if status and from_text else None
    return {
        "text": forecast.as_written,
        "reading": read_as(forecast),
        "from_text": from_text,
        "later": later,
        "beyond": days_moved(dates.slippage(forecast, milestone.end)) if later else "",
        "quote": quote,
    }


def _chart(milestone: Milestone, chain: Sequence[Piece], as_of: dt.date, *, running: bool) -> chain_chart.Chart | None:
    words = {"current": _("Current") if running else _("Planned"), "original": _("Original")}
    lanes = []
    if running:
        lanes.append(chain_chart.lane(_("Expected"), "forecast", milestone.forecast))
    for link in chain:
        role = "current" if not link["superseded"] else "superseded" if link["is_move"] else "original"
        lanes.append(chain_chart.lane(words.get(role, ""), role, link["end"]))
    start = milestone.start.earliest if milestone.start else None
    return chain_chart.draw(lanes, start=start, today=as_of if running else None)


# -- its texts --------------------------------------------------------------------------------------------------------


def linked(text: str, mentioned: dict[str, Piece], marked: str = "") -> list[Piece]:
    """The text in pieces, so that references become links and one expression is marked; joined they are the text."""
    spans = [
        (reference.start, reference.end, mentioned[reference.key])
        for reference in numbering.references(text)
        if reference.key in mentioned
    ]
    at = text.find(marked) if marked else -1
    if at >= 0:
        spans.append((at, at + len(marked), {"mark": True}))
    pieces: list[Piece] = []
    end = 0
    for start, stop, extra in sorted(spans, key=lambda span: span[:2]):
        if start >= end:
            pieces += [{"text": text[end:start]}, {"text": text[start:stop], **extra}]
            end = stop
    return [piece for piece in (*pieces, {"text": text[end:]}) if piece["text"]]


def _mentioned(item: PlanItem, texts: Sequence[str]) -> dict[str, Piece]:
    """The points of the plan that the texts point to, by the key of their number (S004-15)."""
    keys = {reference.key for text in texts for reference in numbering.references(text)}
    rows = item.plan.items.filter(sort_key__in=keys).exclude(pk=item.pk) if keys else ()
    return {
        row.sort_key: {"url": reverse("handleplan:item-detail", args=[row.pk]), "title": row.display_title}
        for row in rows
    }


def _status(status: StatusEntry, mentioned: dict[str, Piece], marked: str, *, first: bool) -> Piece:
    """One month's status; the newest stands open, long earlier ones are folded."""
    return {
        "open": first or len(status.text) <= _SHORT_STATUS,
        "month": month_in_words(status.period),
        "text": status.text,
        "kind": status.text_kind,
        "pieces": linked(status.text, mentioned, marked),
        "by": "" if status.source == StatusEntry.Source.IMPORT else str(status.recorded_by),
        "imported": status.source == StatusEntry.Source.IMPORT,
        "level": _level(status),
        "contradicts": False,
        "corrective_action": status.corrective_action,
        "in_focus": bool(status.in_focus),
        "focus_reason": status.focus_reason,
    }


def _without_news(told: Sequence[Piece], statuses: Sequence[StatusEntry]) -> None:
    """Says of the newest status that it tells nothing new, for which month in a row, and what was told last."""
    if not statuses or not statuses[0].nothing_new:
        return
    told[0]["nothing_new"] = month_without_news(
        months_without_news((status.period, status.nothing_new) for status in statuses)
    )
    told[0]["last"] = next((each for each, status in zip(told, statuses, strict=True) if not status.nothing_new), None)


def _level(status: StatusEntry) -> Piece | None:
    """The assessment in the words of the scale it was written in."""
    if not status.assessment:
        return None
    unknown = {"code": status.assessment, "word": status.assessment, "symbol": "", "tone": ""}
    return next((dict(each) for each in levels_of(status.scale) if each["code"] == status.assessment), unknown)


def _contradiction(statuses: Sequence[Piece], own: Piece | None) -> None:
    """Marks the newest status where it calls a point good whose deadline is passed (DOMAIN.md D2)."""
    if statuses and own and own["over"] and statuses[0]["level"]:
        statuses[0]["contradicts"] = statuses[0]["level"]["tone"] == attention.GOOD


def _laws(texts: Sequence[str]) -> list[str]:
    """Every legal reference as it is written, each once (S004-19)."""
    found = (reference.as_written for text in texts for reference in legal.find_references(text))
    return list(dict.fromkeys(" ".join(written.split()) for written in found))


# -- its relations ----------------------------------------------------------------------------------------------------


def _relations(item: PlanItem) -> list[Piece]:
    rows = ItemRelation.objects.filter(Q(item=item) | Q(other=item)).select_related("item", "other")
    return [_relation(row, backwards=row.other_id == item.pk) for row in rows]


def _relation(relation: ItemRelation, *, backwards: bool) -> Piece:
    other = relation.item if backwards else relation.other
    words = _RELATION_WORDS if relation.confirmed else _RELATION_QUESTIONS
    before, _placeholder, after = str(words[relation.kind, backwards]).partition("%(point)s")
    return _crumb(other) | {"before": before, "after": after, "confirmed": relation.confirmed}
