"""The list of plans with their figures: two queries, whatever the number of plans."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Count, FilteredRelation, OuterRef, Q, Subquery
from django.urls import reverse

from handleplan import deadline_words
from handleplan.attention import SOON_DAYS
from handleplan.collation import danish_key
from handleplan.forms.filtering import PlanFilter
from handleplan.models import Plan, PlanItem, TablePart, User

_FIGURES = ("active", "overdue", "soon", "closed", "all")


def plan_list_rows(user: User, *, today: dt.date) -> list[dict[str, Any]]:
    """One dict for each plan that ``user`` may see: its name, its month and its figures with their addresses."""
    month = TablePart.objects.filter(plan=OuterRef("pk"), kind=TablePart.Kind.ACTIVE).values("as_of_month")
    plans = list(Plan.objects.visible_to(user).select_related("unit").annotate(month=Subquery(month[:1])))
    plans.sort(key=lambda plan: danish_key(plan.title))
    own = FilteredRelation("milestones", condition=Q(milestones__is_own=True))
    initiatives = PlanItem.objects.initiatives().filter(plan__in=[plan.pk for plan in plans]).annotate(own=own)
    counts = {f"in_{name}": Count("pk", filter=_counted(name, today)) for name in _FIGURES}
    counted = initiatives.order_by().values_list("plan_id").annotate(**counts)
    figures = {plan: dict(zip(_FIGURES, numbers, strict=True)) for plan, *numbers in counted}
    return [_row(plan, figures.get(plan.pk) or dict.fromkeys(_FIGURES, 0), today) for plan in plans]


def _counted(name: str, today: dt.date) -> Q:
    """The same rules as ``plan_tree.Rules``, for the database; a test holds the two together."""
    closed = Q(state__in=PlanItem.objects.all().CLOSED_STATES)
    running = ~closed & Q(own__completed_on=None)
    rules = {
        "active": ~closed,
        "overdue": running & Q(own__end_latest__lt=today),
        "soon": running & Q(own__end_latest__range=(today, today + dt.timedelta(days=SOON_DAYS))),
        "closed": closed,
        "all": Q(kind=PlanItem.Kind.INITIATIVE),
    }
    return rules[name]


def _row(plan: Plan, figures: dict[str, int], today: dt.date) -> dict[str, Any]:
    path = reverse("handleplan:plan-detail", args=[plan.slug])
    return {
        "title": plan.title,
        "url": path,
        "unit": plan.unit.name if plan.unit_id else "",
        "month": deadline_words.month_in_words(plan.month or today),
        "links": {name: PlanFilter(show=name).address(path) for name in _FIGURES},
        "percent": round(100 * figures["closed"] / figures["all"]) if figures["all"] else 0,
        **figures,
    }
