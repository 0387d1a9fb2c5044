"""Open points made through the verbs, one line each."""

from __future__ import annotations

import datetime as dt

from handleplan import planning, staffing, updating
from handleplan.dates import parse
from handleplan.models import Plan, PlanItem
from tests.conftest import BECAUSE

CONTEXT = dt.date(2013, 11, 15)
STATUS_MONTH = dt.date(2013, 11, 1)


def add_point(plan: Plan, number: str, *ends: str, text: str = "Status", title: str = "") -> PlanItem:
    """``add_point(plan, "1.1", "1. jan. 2012", "medio 2013")``: the end dates are the chain, oldest first."""
    writing = {"user": staffing.system_user(), "reason": BECAUSE}
    item = planning.add_item(plan, kind="initiative", number=number, title=title or f"Punkt {number}", **writing)
    if ends:
        milestone = planning.schedule_item(item, start=None, **writing)
        for place, end in enumerate(ends):
            write = planning.move_end if place else planning.record_first_end
            write(milestone, end=parse(end, CONTEXT), **writing)
    if text:
        updating.record_status(item, period=STATUS_MONTH, text=text, **writing)
    item.refresh_from_db()
    return item
