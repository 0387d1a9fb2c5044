"""The verbs that write what is answered to remarks: answers, the remarks they cover, and what a control found."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db import transaction

from handleplan import auditing, history
from handleplan.dates import ImpreciseDate
from handleplan.models import (
    AnsweredRemark,
    AuditRemark,
    AuditReport,
    ControlResult,
    RemarkAnswer,
    User,
)
from handleplan.models.imprecise import columns


@transaction.atomic
def add_answer(
    report: AuditReport,
    *,
    remarks: Collection[AuditRemark],
    kind: str,
    text: str,
    user: User,
    reason: str,
    when: ImpreciseDate | None = None,
    **facts: Any,
) -> RemarkAnswer:
    """An answer to one or more remarks of the report, behind its others.

    Raises ``ValueError`` without a remark, for a remark of another report, and for a planned control without a date.
    """
    _judge(report, remarks, kind, when)
    answer = RemarkAnswer(
        report=report,
        position=auditing.next_place(report.answers),
        kind=kind,
        text=text,
        **columns("when", when),
        **facts,
    )
    history.save(answer, user=user, reason=reason)
    _cover(answer, remarks, user=user, reason=reason)
    return answer


@transaction.atomic
def edit_answer(
    answer: RemarkAnswer,
    *,
    remarks: Collection[AuditRemark],
    kind: str,
    when: ImpreciseDate | None,
    user: User,
    reason: str,
    seen: int | None = None,
    **changes: Any,
) -> None:
    """Writes an answer anew and says which remarks it covers. Raises as ``add_answer``, and ``Outdated`` for a stale
    ``seen``."""
    history.claim(answer, seen=seen)
    _judge(answer.report, remarks, kind, when)
    auditing.change(answer, {"kind": kind, **columns("when", when), **changes}, user=user, reason=reason)
    _cover(answer, remarks, user=user, reason=reason)


@transaction.atomic
def remove_answer(answer: RemarkAnswer, *, user: User, reason: str, seen: int | None = None) -> None:
    """Takes away an answer that was written by mistake; its history stays.

    Raises ``StillUsed`` when a control's result hangs on it, ``Outdated`` for a stale ``seen``.
    """
    history.claim(answer, seen=seen)
    if answer.results.exists():
        raise auditing.StillUsed
    _cover(answer, [], user=user, reason=reason)
    auditing.delete(answer, user=user, reason=reason)


@transaction.atomic
def record_result(
    answer: RemarkAnswer, *, outcome: str, text: str, dated_on: dt.date, user: User, reason: str
) -> ControlResult:
    """What a planned control found on a day.

    Raises ``ValueError`` for an answer that plans none, ``Outdated`` for one that was taken away meanwhile.
    """
    held = RemarkAnswer.objects.select_for_update(no_key=True).filter(pk=answer.pk).first()
    if held is None:
        raise history.Outdated
    if held.kind != RemarkAnswer.Kind.CONTROL:
        raise ValueError("only a planned control has a result")
    return ControlResult.objects.create(
        answer=answer, outcome=outcome, text=text, dated_on=dated_on, recorded_by=user, recorded_because=reason
    )


def _judge(report: AuditReport, remarks: Collection[AuditRemark], kind: str, when: ImpreciseDate | None) -> None:
    if not remarks or any(remark.report_id != report.pk for remark in remarks):
        raise ValueError("an answer covers remarks of its report")
    if kind == RemarkAnswer.Kind.CONTROL and when is None:
        raise ValueError("a planned control has a date")


def _cover(answer: RemarkAnswer, remarks: Collection[AuditRemark], *, user: User, reason: str) -> None:
    wanted = {remark.pk: remark for remark in remarks}
    for row in answer.covers.exclude(remark__in=wanted):
        auditing.delete(row, user=user, reason=reason)
    there = set(answer.covers.values_list("remark", flat=True))
    for pk in sorted(wanted.keys() - there):
        history.save(AnsweredRemark(answer=answer, remark=wanted[pk]), user=user, reason=reason)
