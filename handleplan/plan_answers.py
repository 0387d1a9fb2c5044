"""Which remarks the points of a plan's page answer, by name; asks only where there are any."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from handleplan.audit_words import name_of
from handleplan.models import RemarkItem
from handleplan.plan_rows import Detail

_NAMED = 3  # remarks of a point; the rest is counted


def answers_of(details: Iterable[Detail]) -> dict[int, str]:
    """For each point "Sygedagpenge A, Kontanthjælp A" or, where there are many, "…, and 4 more"."""
    answering = [detail.pk for detail in details if detail.is_answering]
    if not answering:
        return {}
    links = RemarkItem.objects.filter(item__in=answering).select_related("remark__area", "remark__report")
    names: dict[int, list[str]] = {}
    for link in links.order_by("remark__report", "remark__position", "pk"):
        remark = link.remark
        name = name_of(remark)
        names.setdefault(link.item_id, []).append(name if remark.area_id else f"{name} ({remark.report.source_name})")
    return {item: _in_a_line(each) for item, each in names.items()}


def _in_a_line(names: list[str]) -> str:
    named, more = ", ".join(names[:_NAMED]), len(names) - _NAMED
    return _("%(remarks)s and %(count)d more") % {"remarks": named, "count": more} if more > 0 else named
