"""What a person sees before he publishes: what will be frozen, what stands in the way, what there is already."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.urls import reverse

from handleplan import dates
from handleplan.models import Plan
from reports import publishing
from reports.models import Edition


def publish_page(plan: Plan, period: dt.date, today: dt.date) -> dict[str, Any]:
    """Context for the forms of publishing and correcting, about one month."""
    there = Edition.objects.filter(plan=plan, period=period).order_by("pk")
    return {
        "plan": plan,
        "month": dates.format_month(period),
        "month_code": f"{period:%Y-%m}",
        "obstacles": publishing.obstacles(plan, period),
        "warnings": publishing.warnings(plan),
        "there": [
            {"label": each.label, "occasion": each.occasion, "url": reverse("reports:edition-detail", args=[each.pk])}
            for each in there
        ],
        "report_url": f"{reverse('reports:status-report', args=[plan.slug])}?month={period:%Y-%m}",
    }
