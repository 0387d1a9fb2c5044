"""Which designs there are: those that come with Handleplan, then the municipality's own."""

from __future__ import annotations

from reports import frozen
from reports.designs import SHIPPED, Design
from reports.models import ReportDesign


def design_of(row: ReportDesign) -> Design:
    """The design that a row keeps."""
    return frozen.from_value(Design, row.data)


def offered() -> tuple[Design, ...]:
    """The designs a report may be printed with, in one query."""
    own = ReportDesign.objects.filter(is_offered=True).order_by("label", "name")
    return (*SHIPPED, *(design_of(row) for row in own))


def design_named(name: str) -> Design | None:
    """The design of that name, offered or not; None where there is none."""
    if shipped := next((design for design in SHIPPED if design.name == name), None):
        return shipped
    row = ReportDesign.objects.filter(name=name[:80]).first()
    return design_of(row) if row else None
