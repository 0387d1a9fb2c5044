"""What a person sees before he publishes: what will be frozen, what stands in the way, what there is already."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from handleplan import dates, rounding
from handleplan.models import Plan
from reports import publishing
from reports.building import own_tables
from reports.designs import Design
from reports.layout import as_of_texts, differing
from reports.models import Edition
from reports.page import in_words
from reports.publishing import Obstacle


def publish_page(plan: Plan, period: dt.date, design: Design) -> dict[str, Any]:
    """Context for the forms of publishing and correcting, about one month in the design it will be printed in.

    ``months`` tells when the report's parts will not be of one month (S004-3).
    """
    there = Edition.objects.filter(plan=plan, period=period).order_by("pk")
    return {
        "plan": plan,
        "month": dates.format_month(period),
        "month_code": f"{period:%Y-%m}",
        "obstacles": [_obstacle(each, plan, period) for each in publishing.obstacles(plan, period)],
        "warnings": publishing.warnings(plan),
        "months": in_words(differing(as_of_texts(own_tables(plan), design, period))),
        "there": [
            {"label": each.label, "occasion": each.occasion, "url": reverse("reports:edition-detail", args=[each.pk])}
            for each in there
        ],
        "report_url": f"{reverse('reports:status-report', args=[plan.slug])}?month={period:%Y-%m}",
    }


def _obstacle(found: Obstacle, plan: Plan, period: dt.date) -> dict[str, str]:
    """The sentence, and the link to where it is put right."""
    url, words = "", ""
    if found.where == "texts":
        url = f"{reverse('handleplan:plan-texts', args=[plan.slug])}?month={period:%Y-%m}"
        words = _("See the texts")
    elif found.where == "plan":
        url, words = reverse("handleplan:plan-edit", args=[plan.slug]), _("Change the plan’s texts")
    elif found.where == "round" and (round := rounding.round_of(plan.pk, period)):
        url, words = reverse("handleplan:round-detail", args=[round.pk]), _("Go to the round")
    return {"said": found.sentence, "url": url, "words": words}
