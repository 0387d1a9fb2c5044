"""What a round says on the pages: one line on the plan's, and who has answered. Plain strings, few queries."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from handleplan import rounding
from handleplan.deadline_words import day_in_words, month_in_words, month_without_news
from handleplan.models import Plan, PlanItem, Round, RoundItem, StatusEntry, StatusVerdict, Withdrawal
from handleplan.models.plans import PlanItemQuerySet
from handleplan.names import acted_for
from handleplan.nothing_new import months_without_news

Piece = dict[str, Any]


def rounds_of(plan: Plan, *, today: dt.date) -> list[Piece]:
    """The plan's rounds, the newest first, each with how many have answered: one query."""
    return [_round(round, round.all, round.told, today) for round in Round.objects.raw(_ROUNDS, [plan.pk])]


# Written out, as the plan page's other queries are: building it took a fifth of that page's time (``make bench``).
# What counts as answered is ``rounding.answered``.
_ROUNDS = f"""
SELECT r.*, COUNT(a.id) AS "all", SUM(CASE WHEN EXISTS (
           SELECT 1 FROM {StatusEntry._meta.db_table} s
           LEFT JOIN {Withdrawal._meta.db_table} w ON w.status_id = s.id
           LEFT JOIN {StatusVerdict._meta.db_table} v ON v.status_id = s.id AND v.kind = 'sent_back'
           WHERE s.item_id = a.item_id AND s.period = r.period AND w.id IS NULL AND v.id IS NULL
       ) THEN 1 ELSE 0 END) AS told
FROM {Round._meta.db_table} r
LEFT JOIN {RoundItem._meta.db_table} a ON a.round_id = r.id
WHERE r.plan_id = %s
GROUP BY r.id
ORDER BY r.period DESC
"""


def _round(round: Round, all_points: int, answered: int, today: dt.date) -> Piece:
    closed = timezone.localtime(round.closed_at).date() if round.closed_at else None
    return {
        "pk": round.pk,
        "month": month_in_words(round.period),
        "url": reverse("handleplan:round-detail", args=[round.pk]),
        "close_url": reverse("handleplan:round-close", args=[round.pk]),
        "closed": day_in_words(closed) if closed else "",
        "due": day_in_words(round.due_on),
        "late": closed is None and today > round.due_on and answered < all_points,
        "answered": answered,
        "all": all_points,
        "percent": _percent(answered, all_points),
        "score": _("%(answered)d of %(all)d have answered") % {"answered": answered, "all": all_points},
        "note": round.closing_note,
    }


def _percent(part: int, whole: int) -> int:
    return int(100 * part / whole + 0.5) if whole else 0


def round_table(round: Round, *, today: dt.date) -> Piece:
    """Every point of the round with whom it was asked of and what has come, in four queries."""
    answered = set(rounding.answered(round).values_list("pk", flat=True))
    rows = list(round.asked.select_related("item", "item__owner", "item__unit").order_by("item__position"))
    entries: dict[int, list[StatusEntry]] = {}
    told = StatusEntry.objects.counted().filter(item__in=[row.item_id for row in rows], period__lte=round.period)
    beside = told.select_related("recorded_by", "on_behalf_of", "round").order_by("-period", "-recorded_at", "-pk")
    for entry in beside:
        entries.setdefault(entry.item_id, []).append(entry)
    lines = [_line(row, row.pk in answered, entries.get(row.item_id, [])) for row in rows]
    closed = [line for line in lines if line["closed"] and not line["answered"]]
    missing = [line for line in lines if not line["answered"] and not line["closed"]]
    return {
        "round": _round(round, len(rows), len(answered), today) | {"closed_by": str(round.closed_by or "")},
        "missing": missing,
        "answered": [line for line in lines if line["answered"]],
        "closed_meanwhile": closed,
    }


def correction_page(round: Round, item: PlanItem, told: StatusEntry | None, *, today: dt.date) -> Piece:
    """Context for ``round_correct.html``: the point, and what the closed month says of it."""
    line = {"month": month_in_words(round.period), "url": reverse("handleplan:round-detail", args=[round.pk])}
    closed = timezone.localtime(round.closed_at).date() if round.closed_at else today
    return {
        "plan": round.plan,
        "round": line | {"closed": day_in_words(closed)},
        "name": f"{item.number} {item.display_title}".strip(),
        "item_url": reverse("handleplan:item-detail", args=[item.pk]),
        "told": {
            "text": told.text,
            "kind": told.text_kind,
            "by": acted_for(told.recorded_by, told.on_behalf_of),
            "nothing_new": told.nothing_new,
        }
        if told
        else None,
    }


def _line(row: Any, answered: bool, entries: list[StatusEntry]) -> Piece:
    item = row.item
    newest = entries[0] if answered and entries else None
    nth = months_without_news((each.period, each.nothing_new) for each in entries) if newest else 0
    imported = bool(newest and newest.source == StatusEntry.Source.IMPORT)
    return {
        "number": item.number,
        "title": item.display_title,
        "url": reverse("handleplan:item-detail", args=[item.pk]),
        "write_url": reverse("handleplan:item-status", args=[item.pk]),
        "whose": " · ".join(filter(None, [str(item.owner or "") or item.owner_text, str(item.unit or "")])),
        "answered": answered,
        "closed": item.state in PlanItemQuerySet.CLOSED_STATES,
        "by": acted_for(newest.recorded_by, newest.on_behalf_of) if newest and not imported else "",
        "imported": imported,
        "nothing_new": month_without_news(nth) if nth else "",
        "corrected": bool(newest and newest.corrects_closed_month),
        "correct_url": reverse("handleplan:round-correct", args=[row.round_id, item.pk]),
    }
