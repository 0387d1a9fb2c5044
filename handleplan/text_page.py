"""The page of a plan's texts: what to look at before the month is published, and what stands in the way."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handleplan.checking_texts import Remark, check_plan
from handleplan.deadline_words import month_in_words
from handleplan.models import Plan

FIELDS = {
    "text": gettext_lazy("Status"),
    "corrective_action": gettext_lazy("Corrective action"),
    "focus_reason": gettext_lazy("Reason for the focus"),
    "title": gettext_lazy("Title"),
    "description": gettext_lazy("Description"),
    "owner_text": gettext_lazy("Responsible"),
    "date": gettext_lazy("A date, as written"),
    "move_reason": gettext_lazy("Reason for moving the deadline"),
    "move_decided_by": gettext_lazy("Who decided the new deadline"),
    "awaits": gettext_lazy("What the deadline hangs on"),
    "condition": gettext_lazy("Condition for an end date"),
    "milestone_name": gettext_lazy("Name of a milestone"),
    "counter": gettext_lazy("What is counted, and its numbers"),
}


def text_page(plan: Plan, period: dt.date, *, today: dt.date) -> dict[str, Any]:
    """The remarks on a month's texts, point by point; those that block come first within a point."""
    remarks = check_plan(plan, period, today)
    titles = {item.pk: str(item) for item in plan.items.filter(pk__in={remark.item for remark in remarks})}
    points: dict[int, list[dict[str, Any]]] = {}
    for remark in remarks:
        points.setdefault(remark.item, []).append(_told(remark))
    return {
        "month": month_in_words(period),
        "blocking": sum(remark.blocks for remark in remarks),
        "count": len(remarks),
        "points": [
            {
                "pk": item,
                "title": _title(titles[item], said),
                "url": reverse("handleplan:item-detail", args=[item]),
                "status_url": reverse("handleplan:item-status", args=[item]),
                "remarks": said,
            }
            for item, said in points.items()
        ],
    }


def _title(title: str, remarks: list[dict[str, Any]]) -> str:
    """The point's name, unless the name itself holds what must not be shown."""
    hidden = any(remark["field"] == "title" for remark in remarks)
    return _("A point whose title holds the number") if hidden else title


def _told(remark: Remark) -> dict[str, Any]:
    return {
        "field": remark.field,
        "where": str(FIELDS[remark.field]),
        "sentence": remark.sentence,
        "blocks": remark.blocks,
        "sha256": remark.sha256,
    }
