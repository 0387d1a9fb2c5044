"""The verbs that write audit reports, their remarks, the points that answer them, and who says what is closed.

Management's claim and the auditors' verdict are rows of two tables: "vi mener lukket" never closes a remark.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.db.models import Max, Model

from handleplan import history
from handleplan.models import (
    AuditArea,
    AuditRemark,
    AuditReport,
    PlanItem,
    RemarkClaim,
    RemarkItem,
    RemarkType,
    RemarkVerdict,
    User,
)
from handleplan.models.imprecise import columns


class StillUsed(ValueError):
    """The remark has answers, points, views or verdicts, or another carries it on; it stays."""


# -- reports and areas ------------------------------------------------------------------------------------------------


@transaction.atomic
def add_report(*, user: User, reason: str, **facts: Any) -> AuditReport:
    """A new report, without remarks. ``facts`` are the model's fields."""
    report = AuditReport(**facts)
    history.save(report, user=user, reason=reason)
    return report


@transaction.atomic
def edit_report(report: AuditReport, *, user: User, reason: str, seen: int | None = None, **changes: Any) -> bool:
    """Sets the named fields of a report; True if anything differed. Raises ``Outdated`` for a stale ``seen``."""
    history.claim(report, seen=seen)
    return change(report, changes, user=user, reason=reason)


@transaction.atomic
def add_area(report: AuditReport, *, name: str, user: User, reason: str, heading: str = "") -> AuditArea:
    """The area of that name; made, behind the others, if it is new. ``heading`` is how the report writes it."""
    area = report.areas.filter(name=name).first()
    if area is None:
        area = AuditArea(report=report, position=next_place(report.areas), name=name, heading=heading)
        history.save(area, user=user, reason=reason)
    return area


@transaction.atomic
def edit_area(area: AuditArea, *, user: User, reason: str, seen: int | None = None, **changes: Any) -> bool:
    """Sets the named fields of an area; True if anything differed. Raises ``Outdated`` for a stale ``seen``."""
    history.claim(area, seen=seen)
    return change(area, changes, user=user, reason=reason)


# -- remarks ----------------------------------------------------------------------------------------------------------


@transaction.atomic
def add_remark(
    report: AuditReport, *, kind: str, text: str, user: User, reason: str, type_text: str = "", **facts: Any
) -> AuditRemark:
    """A remark or recommendation of the report, behind its others.

    ``type_text`` are the words it shares with remarks elsewhere; a type of those words is made if it is new. ``facts``
    are the model's further fields, ``expected`` an imprecise date.
    """
    facts |= columns("expected", facts.pop("expected", None))
    remark = AuditRemark(report=report, kind=kind, text=text, position=next_place(report.remarks), **facts)
    remark.type = _type(type_text, user=user, reason=reason)
    history.save(remark, user=user, reason=reason)
    return remark


@transaction.atomic
def edit_remark(
    remark: AuditRemark,
    *,
    user: User,
    reason: str,
    seen: int | None = None,
    type_text: str | None = None,
    **changes: Any,
) -> bool:
    """Sets the named fields of a remark; True if anything differed. Raises ``Outdated`` for a stale ``seen``."""
    history.claim(remark, seen=seen)
    if "expected" in changes:
        changes |= columns("expected", changes.pop("expected"))
    if type_text is not None:
        changes["type"] = _type(type_text, user=user, reason=reason)
    return change(remark, changes, user=user, reason=reason)


@transaction.atomic
def link_items(
    remark: AuditRemark, *, items: Collection[PlanItem], user: User, reason: str, seen: int | None = None
) -> None:
    """Says which points of plans answer the remark: these and no others. Raises ``Outdated`` for a stale ``seen``."""
    history.claim(remark, seen=seen)
    wanted = {item.pk: item for item in items}
    for link in remark.links.exclude(item__in=wanted):
        delete(link, user=user, reason=reason)
    there = set(remark.links.values_list("item", flat=True))
    for pk in wanted.keys() - there:
        history.save(RemarkItem(remark=remark, item=wanted[pk]), user=user, reason=reason)


@transaction.atomic
def remove_remark(remark: AuditRemark, *, user: User, reason: str, seen: int | None = None) -> None:
    """Takes away a remark that was written by mistake; its history stays.

    Raises ``StillUsed`` once anything hangs on it, ``Outdated`` for a stale ``seen``.
    """
    history.claim(remark, seen=seen)
    used = (remark.covered_by, remark.links, remark.claims, remark.verdicts, remark.carried_on)
    if any(rows.exists() for rows in used):
        raise StillUsed
    delete(remark, user=user, reason=reason)


# -- who says that it is closed ---------------------------------------------------------------------------------------


@transaction.atomic
def claim(remark: AuditRemark, *, standing: str, text: str, dated_on: dt.date, user: User, reason: str) -> RemarkClaim:
    """What the management holds of a remark on a day, with its grounds. The remark stays open until the auditors say
    otherwise. Raises ``ValueError`` without grounds."""
    if not text.strip():
        raise ValueError("a claim needs its grounds")
    return RemarkClaim.objects.create(
        remark=remark, standing=standing, text=text, dated_on=dated_on, recorded_by=user, recorded_because=reason
    )


@transaction.atomic
def record_verdict(
    remark: AuditRemark, *, standing: str, said_in: str, dated_on: dt.date, user: User, reason: str, text: str = ""
) -> RemarkVerdict:
    """What the auditors themselves said of a remark on a day, and where. Raises ``ValueError`` without where."""
    if not said_in.strip():
        raise ValueError("a verdict says where the auditors said it")
    return RemarkVerdict.objects.create(
        remark=remark,
        standing=standing,
        text=text,
        said_in=said_in,
        dated_on=dated_on,
        recorded_by=user,
        recorded_because=reason,
    )


# -- what the verbs of reports and answers share ----------------------------------------------------------------------


def next_place(rows: Any) -> int:
    """The position behind the last of a report's areas, remarks or answers."""
    return (rows.aggregate(last=Max("position"))["last"] or 0) + 1


def change(row: Model, changes: dict[str, Any], *, user: User, reason: str) -> bool:
    """Saves the fields that differ; True if anything did."""
    differing = [name for name, value in changes.items() if getattr(row, name) != value]
    for name in differing:
        setattr(row, name, changes[name])
    if differing:
        history.save(row, user=user, reason=reason, fields=differing)
    return bool(differing)


def delete(row: Model, *, user: User, reason: str) -> None:
    """Deletes a tracked row; the last entry of its history says who did it and why."""
    row._history_user = user
    row._change_reason = reason
    row.delete()


def _type(text: str, *, user: User, reason: str) -> RemarkType | None:
    if not text:
        return None
    kind = RemarkType.objects.filter(text=text).first()
    if kind is None:
        kind = RemarkType(text=text)
        history.save(kind, user=user, reason=reason)
    return kind
