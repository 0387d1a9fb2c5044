"""My points: what the open rounds ask of one person, as plain dicts; as many queries for sixty points as for one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import cache
from itertools import groupby, pairwise
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Max, OuterRef, Subquery
from django.forms.utils import flatatt
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from handleplan import attention, dates, drafting_status, once, permissions, rounding, scaling
from handleplan.attention import Facts, Why
from handleplan.deadline_words import (
    day_in_words,
    month_in_words,
    month_without_news,
    over_deadline,
    read_as,
    times_moved,
)
from handleplan.forms import counter_fields
from handleplan.forms.statuses import NAMES, StatusForm, beginning
from handleplan.item_page import due_badge
from handleplan.models import (
    Counter,
    Draft,
    EndDateRequest,
    Milestone,
    Round,
    RoundItem,
    Scale,
    StatusEntry,
    StatusVerdict,
    User,
)
from handleplan.models.plans import TextKind
from handleplan.models.scales import Level
from handleplan.moments import draft_told
from handleplan.names import acted_for
from handleplan.nothing_new import months_without_news, needs_sentence
from handleplan.prose import to_html
from handleplan.stencils import Stencil

Piece = dict[str, Any]
_QUESTIONS = (Why.TEXT_LATER, Why.FORECAST_LATE, Why.COUNTER_LATE, Why.CONTRADICTION, Why.UNCERTAIN_END)
_FORM = Stencil("handleplan/includes/my_point.html", literal=("in_focus", "icon", "badge"))
MUST_WRITE_WORDS = {
    "overdue": gettext_lazy("the deadline is passed"),
    "critical": gettext_lazy("it is assessed as critical"),
    "focus": gettext_lazy("it is in management focus"),
    "committee": gettext_lazy("the committee has asked about it"),
}


def my_points(user: User, *, today: dt.date) -> Piece:
    """The plans with an open round that asks something of the person, each with its points in written order."""
    rows = _asked(user, today) if user.role in permissions.WRITERS else []
    around = _Around(user, rows, today)
    around.put_beside(rows)
    groups = [_group(list(group), around) for _round, group in groupby(rows, key=lambda row: row.round_id)]
    points = [point for group in groups for point in group["points"]]
    for point, following in pairwise(points):
        point["following"] = following["pk"]
    left = sum(not point["told"] for point in points)
    return {
        "groups": groups,
        "asked": len(points),
        "left": left,
        "points_left": left,  # for the main menu, which else would ask for it again
        "text_attributes": _attributes("text", rows="6"),
        "action_attributes": _attributes("corrective_action", rows="3"),
        "reason_attributes": _attributes("focus_reason", rows="2"),
        "rounds": [row.round for row in {row.round_id: row for row in rows}.values()],
    }


def lay_out(page: Piece, user: User, token: str) -> None:
    """Puts the points of each group into words, as ready HTML; ``token`` is what guards the forms (CSRF)."""
    attributes = {name: page[name] for name in ("text_attributes", "action_attributes", "reason_attributes")}
    for group in page["groups"]:
        around = {**attributes, "user": {"pk": user.pk}, "group": {"month": group["month"]}, "csrf_token": token}
        group["forms"] = [_FORM.fill({**around, "point": _with_prose(point)}) for point in group["points"]]


def _with_prose(point: Piece) -> Piece:
    """The point with the texts of its statuses as HTML."""
    told = {name: point[name] for name in ("last", "words") if point[name]}
    html = {name: entry | {"text": mark_safe(to_html(entry["text"], entry["kind"]))} for name, entry in told.items()}
    return point | html


def _asked(user: User, today: dt.date) -> list[RoundItem]:
    newest = StatusEntry.objects.filter(item=OuterRef("item")).order_by()
    rows = rounding.asked_now(user, today).annotate(
        known=Subquery(newest.values("item").annotate(last=Max("pk")).values("last"))
    )
    rows = rows.select_related("item__latest_status")  # its rounds, plans and people are few: ``put_beside``
    return list(rows.order_by("round__due_on", "item__plan__title", "round_id", "item__position"))


# Which kinds of things stand beside these points at all: most months there are none, and asking for each takes longer.
_KINDS = """
SELECT 'draft' FROM {Draft} WHERE user_id = %s AND item_id IN ({items})
UNION SELECT 'sent_back' FROM {StatusVerdict} v JOIN {StatusEntry} s ON s.id = v.status_id
WHERE v.kind = 'sent_back' AND s.item_id IN ({items})
UNION SELECT 'request' FROM {EndDateRequest} r JOIN {Milestone} m ON m.id = r.milestone_id WHERE m.item_id IN ({items})
UNION SELECT 'counter' FROM {Counter} WHERE item_id IN ({items})
UNION SELECT 'scale' FROM {Scale} WHERE plan_id IN ({plans})
"""
_TABLES = {
    model.__name__: model._meta.db_table
    for model in (Counter, Draft, StatusVerdict, StatusEntry, EndDateRequest, Milestone, Scale)
}


class _Told(NamedTuple):
    """As much of a status as tells for how long there is no news."""

    pk: int
    item_id: int
    period: dt.date
    nothing_new: bool


class _Around:
    """What stands beside the points, each read once for all of them."""

    def __init__(self, user: User, rows: list[RoundItem], today: dt.date) -> None:
        keys = [row.item_id for row in rows]
        plans = {row.item.plan_id for row in rows}
        kinds = _kinds_beside(user, keys, plans)
        self.user, self.today = user, today
        self.month, self.reading, self.badge = cache(month_in_words), cache(read_as), cache(due_badge)
        self.nth, self.over, self.moved = cache(month_without_news), cache(over_deadline), cache(times_moved)
        self.detail, self.status, self.draft = (
            reverse(f"handleplan:{name}", args=[0]) for name in ("item-detail", "item-status", "item-draft")
        )
        self.drafts: dict[int, Draft] = drafting_status.drafts_of(user, keys) if "draft" in kinds else {}
        self.deadlines: dict[int, list[Facts]] = {}
        for facts in attention.facts_for(user, items=keys):
            self.deadlines.setdefault(facts.item, []).append(facts)
        self.statuses: dict[int, list[_Told]] = {}
        told = StatusEntry.objects.counted().filter(item__in=keys).order_by("item", "-period", "-recorded_at", "-pk")
        for entry in map(_Told._make, told.values_list("pk", "item", "period", "nothing_new")):
            self.statuses.setdefault(entry.item_id, []).append(entry)
        quiet = [entries[0] for entries in self.statuses.values() if entries[0].nothing_new]
        words = [next((each.pk for each in self.statuses[entry.item_id] if not each.nothing_new), 0) for entry in quiet]
        beside = StatusEntry.objects.filter(pk__in=words).select_related("scale", "recorded_by", "on_behalf_of")
        self.words: dict[int, StatusEntry] = {entry.item_id: entry for entry in beside} if words else {}
        self.sent_back: dict[int, StatusVerdict] = {}
        if "sent_back" in kinds:
            back = StatusVerdict.objects.filter(kind="sent_back", status__item__in=keys, status__round__closed_at=None)
            for verdict in back.select_related("status", "recorded_by").order_by("pk"):
                self.sent_back[verdict.status.item_id] = verdict
        self.requests: dict[int, list[EndDateRequest]] = {}
        if "request" in kinds:
            asked = EndDateRequest.objects.filter(milestone__item__in=keys, round__closed_at=None)
            for request in asked.exclude(state="withdrawn").select_related("milestone", "answered_by").order_by("pk"):
                self.requests.setdefault(request.milestone.item_id, []).append(request)
        self.counters = counter_fields.asked_of(keys) if "counter" in kinds else {}
        self.scales: dict[int, Scale] = {}
        self.versions: dict[int, Scale] = {}
        for scale in Scale.objects.filter(plan__in=plans).order_by("version") if "scale" in kinds else ():
            self.scales[scale.plan_id] = self.versions[scale.pk] = scale

    def put_beside(self, rows: list[RoundItem]) -> None:
        """Puts round, plan, owner and the people and scale of the last status on each row: sixty rows share a few."""
        rounds = Round.objects.select_related("plan").in_bulk({row.round_id for row in rows})
        told = [row.item.latest_status for row in rows if row.item.latest_status_id]
        wanted = {row.item.owner_id for row in rows}
        wanted |= {key for status in told for key in (status.recorded_by_id, status.on_behalf_of_id)}
        people = {self.user.pk: self.user} | User.objects.in_bulk(wanted - {None, self.user.pk})
        for row in rows:
            row.round = rounds[row.round_id]
            row.item.plan = row.round.plan
            if row.item.owner_id:
                row.item.owner = people[row.item.owner_id]
        for status in told:
            status.recorded_by = people[status.recorded_by_id]
            if status.on_behalf_of_id:
                status.on_behalf_of = people[status.on_behalf_of_id]
            if status.scale_id in self.versions:
                status.scale = self.versions[status.scale_id]


def _kinds_beside(user: User, items: list[int], plans: set[int]) -> set[str]:
    """What of drafts, statuses sent back, requests, counters and scales there is beside these points, in one query."""
    if not items:
        return set()
    some = {"items": ", ".join(["%s"] * len(items)), "plans": ", ".join(["%s"] * len(plans))}
    with connection.cursor() as cursor:
        cursor.execute(_KINDS.format(**_TABLES, **some), [user.pk, *items * 4, *plans])
        return {kind for (kind,) in cursor.fetchall()}


def _group(rows: list[RoundItem], around: _Around) -> Piece:
    round, plan = rows[0].round, rows[0].item.plan
    points = [_point(row, around) for row in rows]
    left = sum(not point["told"] for point in points)
    return {
        "plan": plan.title,
        "plan_url": reverse("handleplan:plan-detail", args=[plan.slug]),
        "month": around.month(round.period),
        "month_code": f"{round.period:%Y-%m}",
        "due": due_words(round.due_on, around.today),
        "late": around.today > round.due_on and left > 0,
        "points": points,
        "left": left,
        "all": len(points),
    }


def due_words(due_on: dt.date, today: dt.date) -> str:
    """ "svarfrist 6. december 2013, om 7 dage"."""
    days = (due_on - today).days
    day = day_in_words(due_on)
    if days == 0:
        return _("due today, %(day)s") % {"day": day}
    if days > 0:
        text = ngettext("due %(day)s, in %(days)d day", "due %(day)s, in %(days)d days", days)
    else:
        text = ngettext("was due %(day)s, %(days)d day ago", "was due %(day)s, %(days)d days ago", -days)
    return text % {"day": day, "days": abs(days)}


def _point(row: RoundItem, around: _Around) -> Piece:
    item, latest = row.item, row.item.latest_status
    scale = around.scales.get(item.plan_id)
    levels = scaling.levels_of(scale)
    draft = around.drafts.get(item.pk)
    typed = dict.fromkeys(NAMES, "") | beginning(latest, levels) | (draft.fields if draft else {})
    words = around.words.get(item.pk, latest) if latest and latest.nothing_new else latest
    return {
        "pk": item.pk,
        "number": item.number,
        "title": item.display_title or item.number,
        "url": around.detail.replace("0", str(item.pk)),
        "action": around.status.replace("0", str(item.pk)),
        "draft_url": around.draft.replace("0", str(item.pk)),
        "told": row.told,
        "in_focus": item.in_focus,
        "for_whom": str(item.owner) if item.owner_id and item.owner_id != around.user.pk else "",
        "seen": item.status_version,
        "known": row.known or 0,
        "shown": item.latest_status_id or 0,
        "once": once.new_key(),
        "typed": typed,
        "choices": [dict(level) | {"chosen": level["code"] == typed["assessment"]} for level in levels],
        "unfolds": any(typed[name] for name in ("corrective_action", "in_focus", "focus_reason")),
        "draft": draft_told(draft.saved_at) if draft else "",
        "month": f"{row.round.period:%Y-%m}",
        "last": _entry(latest, around) if latest else None,
        "words": _entry(words, around) if words and words is not latest else None,
        "last_text": words.text if words and words.text_kind == TextKind.MARKDOWN else "",
        "can_copy": bool(words and words.text),
        **_nothing_new(row, around),
        **_deadline(around.deadlines.get(item.pk, []), around),
        "questions": _questions(item.pk, around),
        "counters": counter_fields.rows(
            around.counters.get(item.pk, []), row.round.period, f"status-{item.pk}-%s", typed
        ),
        "following": item.pk,
    }


def _nothing_new(row: RoundItem, around: _Around) -> Piece:
    told = around.statuses.get(row.item_id, [])
    because = [str(MUST_WRITE_WORDS[code]) for code in row.must_write if code in MUST_WRITE_WORDS]
    if because or not told or told[0].period >= row.round.period:
        return {"because": ", ".join(because), "offer": ""}
    before = months_without_news((entry.period, entry.nothing_new) for entry in told)
    return {
        "because": "",
        "offer": around.nth(before + 1),
        "needs_sentence": needs_sentence(before),
    }


def _deadline(deadlines: Iterable[Facts], around: _Around) -> Piece:
    """The point's own schedule in words."""
    own = next((facts for facts in deadlines if facts.is_own), None)
    if own is None or own.done:
        return {"state": around.badge(None, around.today) if own is None else None, "deadline": ""}
    over = dates.days_overdue(own.end, around.today) if own.end else 0
    return {
        "state": around.badge(own.end, around.today),
        "deadline": own.end.as_written if own.end else "",
        "reading": around.reading(own.end),
        "over": around.over(over) if over else "",
        "moves": around.moved(own.moves) if own.moves else "",
        "original": own.original.as_written if own.original and own.moves else "",
    }


def _questions(item: int, around: _Around) -> list[Piece]:
    """What is to be considered before she writes: sent back, requests, and what dates and words contradict."""
    found: list[Piece] = []
    if (verdict := around.sent_back.get(item)) and not _written_since(verdict, around):
        said = _("Sent back by %(name)s: %(comment)s") % {"name": verdict.recorded_by, "comment": verdict.comment}
        found.append({"text": said, "icon": "info"})
    for request in around.requests.get(item, []):
        found.append({"text": _request(request), "icon": "question"})
    for facts in around.deadlines.get(item, []):
        for reason in attention.judge(facts, around.today):
            if reason.why in _QUESTIONS and not (reason.why == Why.UNCERTAIN_END and facts.end):
                name = f"{facts.milestone_name}: " if facts.milestone_name else ""
                found.append({"text": name + reason.sentence, "icon": "forecast"})
    return found


def _written_since(verdict: StatusVerdict, around: _Around) -> bool:
    told = around.statuses.get(verdict.status.item_id, [])
    return any(entry.pk > verdict.status_id and entry.period == verdict.status.period for entry in told)


def _request(request: EndDateRequest) -> str:
    words = {"end": request.end_as_written, "state": request.get_state_display(), "answer": request.answer}
    if request.answer:
        return _("You have asked for %(end)s: %(state)s. %(answer)s") % words
    return _("You have asked for %(end)s: %(state)s.") % words


def _entry(entry: StatusEntry, around: _Around) -> Piece:
    """A status as ``includes/status_entry.html`` shows it."""
    level = _level(entry)
    told = [each for each in around.statuses.get(entry.item_id, []) if each.period <= entry.period]
    nth = months_without_news((each.period, each.nothing_new) for each in told) if entry.nothing_new else 0
    forecast = entry.forecast
    return {
        "month": around.month(entry.period),
        "by": "" if entry.source == StatusEntry.Source.IMPORT else acted_for(entry.recorded_by, entry.on_behalf_of),
        "text": entry.text,
        "kind": entry.text_kind,
        "level": level,
        "corrective_action": entry.corrective_action,
        "in_focus": {True: "yes", False: "no"}.get(entry.in_focus, ""),
        "focus_reason": entry.focus_reason,
        "forecast": forecast.as_written if forecast else "",
        "forecast_reading": around.reading(forecast),
        "from_text": entry.forecast_read_by == "text",
        "nothing_new": around.nth(nth) if nth else "",
    }


def _level(entry: StatusEntry) -> Level | None:
    levels = scaling.levels_of(entry.scale)
    return next((level for level in levels if level["code"] == entry.assessment), None)


_ATTRIBUTES: dict[tuple[str, str | None], SafeString] = {}


def _attributes(name: str, **extra: str) -> SafeString:
    """The attributes of a field of the status form, rendered once: they are the same in every point."""
    key = name, get_language()
    if key not in _ATTRIBUTES:
        widget = StatusForm.base_fields[name].widget
        _ATTRIBUTES[key] = flatatt(widget.build_attrs(widget.attrs, extra))
    return _ATTRIBUTES[key]
