"""What the pages of report designs show, as plain strings: the list, and the preview of a real plan."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from handleplan import dates
from handleplan.models import Plan
from reports.building import newest_month
from reports.choosing import design_of
from reports.designs import SHIPPED, Design
from reports.models import ReportDesign
from reports.page import report_page
from reports.snapshot import build_snapshot

ROWS_SHOWN = 12  # of each part: a preview is for looking at columns, not for reading


def design_rows() -> list[dict[str, Any]]:
    """Every design in one query: those that come with Handleplan first."""
    rows = [_row(design, design.name) for design in SHIPPED]
    for own in ReportDesign.objects.order_by("label", "name"):
        address = reverse("reports:design-edit", args=[own.name])
        rows.append(_row(design_of(own), own.name, address, own.is_offered))
    return rows


def _row(design: Design, name: str, address: str = "", is_offered: bool = True) -> dict[str, Any]:
    return {
        "label": design.label,
        "address": address,
        "copy": f"{reverse('reports:design-add')}?copy={name}",
        "is_offered": is_offered,
        "says": summary(design),
    }


def summary(design: Design) -> str:
    """A design in one line: "hele planen · som skrevet · afsluttede punkter med"."""
    scope = {"all": _("the whole plan"), "focus": _("only points in management focus")}
    order = {"as_written": _("as written"), "by_number": _("by number")}
    closed = {
        "listed": _("with closed points"),
        "with_slippage": _("with closed points and their slippage"),
        "none": _("without closed points"),
    }
    columns = _("own columns") if any(part.columns for part in design.parts) else _("the plan’s own columns")
    charts = _("with charts") if design.charts else _("without charts")
    said = (scope.get(design.scope), order.get(design.order), closed.get(design.closed), columns, charts)
    return " · ".join(str(each) for each in said if each)


def preview(plan: Plan | None, design: Design, month: dt.date | None, today: dt.date) -> dict[str, Any] | None:
    """The plan's month in the design, a dozen rows of each part; None where there is no plan to show."""
    if plan is None:
        return None
    snapshot = build_snapshot(plan, month or newest_month(plan, today), design=design)
    page = report_page(snapshot)
    for part in page["parts"]:
        part["left_out"] = max(0, len(part["rows"]) - ROWS_SHOWN)
        part["rows"] = part["rows"][:ROWS_SHOWN]
    return page | {"of": f"{plan.title}, {dates.format_month(snapshot.period)}"}
