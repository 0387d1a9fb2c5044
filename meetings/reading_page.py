"""The page on which an old item is looked at before it is written: what was recognised, and what was not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Container, Iterable, Mapping
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handleplan.deadline_words import day_in_words
from handleplan.models import Plan
from handleplan.prose import MARKDOWN, normalise, to_html
from meetings.committee_page import period_words
from meetings.filling import month_told_at
from meetings.habits import Habits
from meetings.models import AgendaItem, Decision, Delivery, Meeting, ReportingObligation
from meetings.reading import OldItem, OldSection, left_out


def reading_page(
    old: OldItem, habits: Habits, text: str, meeting: Meeting, *, as_text: Iterable[int] = ()
) -> dict[str, Any]:
    """Everything of the preview as plain strings and safe HTML. ``as_text`` are lines a person said are no headings."""
    written = normalise(text).split("\n")
    missing = left_out(text, old, habits)
    return {
        "old": old,
        "facts": _facts(old),
        "sections": _flat(old),
        "no_headings": [{"line": at, "text": written[at - 1].strip()} for at in as_text if 0 < at <= len(written)],
        "proposals": old.proposals,
        "decisions": [_decision(place, each) for place, each in enumerate(old.decisions)],
        "signers": " / ".join(old.signers),
        "dropped": old.dropped,
        "missing": " ".join(missing[:40]),
        "words": _words(text),
        "wrong_day": _wrong_day(old, meeting),
        "untold": [habit.heading for habit in habits.sections if habit.required and not _has(old, habit.key)],
    }


def report_choices(
    owed: Mapping[str, tuple[ReportingObligation, dt.date]], plan: Plan | None, meeting: Meeting, chosen: str | None
) -> list[dict[str, Any]]:
    """The ordered reports of the plan that the item can be, newest first. Where nobody has chosen (None), the one
    that a meeting is usually told of, unless an item has delivered it already. One query."""
    ours = {key: (order, first) for key, (order, first) in owed.items() if order.plan == plan}
    rows = Delivery.objects.filter(obligation__in=[order for order, _first in ours.values()], item__isnull=False)
    given = set(rows.exclude(item__state=AgendaItem.State.DROPPED).values_list("obligation", "period"))
    usual = chosen if chosen is not None else _usual(ours, given, month_told_at(meeting))
    return [
        {
            "value": key,
            "label": f"{capfirst(period_words(order, first))}: {order.text}",
            "chosen": key == usual,
            "given": (order.pk, first) in given,
        }
        for key, (order, first) in ours.items()
    ]


def _usual(
    ours: Mapping[str, tuple[ReportingObligation, dt.date]], given: Container[tuple[int, dt.date]], month: dt.date
) -> str:
    """The newest period that had begun in the month, unless an item has delivered it."""
    newest = next((key for key, (_order, first) in ours.items() if first <= month), "")
    order, first = ours.get(newest, (None, None))
    return "" if order is None or (order.pk, first) in given else newest


def _facts(old: OldItem) -> list[tuple[str, str]]:
    told = [
        (_("Title"), old.title),
        (_("Item number"), old.number),
        (_("Kind of item"), f"({old.kind})" if old.kind else ""),
        (_("Case number"), old.case_number),
        (_("Document number"), old.document_number),
        (_("Day"), day_in_words(old.date) if old.date else ""),
        (_("Place of the meeting"), old.place),
        (_("Who proposes"), old.proposer),
        (_("Who attended the item"), old.attendance),
        (_("Absent"), old.absence),
    ]
    return [(label, value) for label, value in told if value]


def _flat(old: OldItem) -> list[dict[str, Any]]:
    rows = []
    for section in old.sections:
        rows.append(_section(section, 1))
        rows += [_section(part, 2) for part in section.parts]
    return rows


def _section(section: OldSection, level: int) -> dict[str, Any]:
    return {
        "heading": section.heading,
        "html": to_html(section.body, MARKDOWN),
        "level": level,
        "line": section.line,
        "found": section.found,
        "what": "part" if level == 2 else "section",
        "known": bool(section.key),
        "count": _words(section.body) if section.body else "",
    }


def _decision(place: int, decision: Any) -> dict[str, Any]:
    return {
        "place": place,
        "text": decision.text,
        "code": decision.code,
        "choices": Decision.Code.choices,
        "on": _("on proposal %(number)s") % {"number": decision.proposal + 1} if decision.proposal is not None else "",
    }


def _words(text: str) -> str:
    count = len(text.split())
    return ngettext("%(count)d word", "%(count)d words", count) % {"count": count}


def _wrong_day(old: OldItem, meeting: Meeting) -> str:
    if old.date is None or old.date == meeting.date:
        return ""
    return _("The text says %(said)s, the meeting is on %(meeting)s.") % {
        "said": day_in_words(old.date),
        "meeting": day_in_words(meeting.date),
    }


def _has(old: OldItem, key: str) -> bool:
    return any(section.key == key for section in old.sections)
