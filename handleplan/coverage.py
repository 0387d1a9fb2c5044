"""What is answered and what is not: how each remark stands, what a plan answers, and dates that are told in two ways.

Reads only.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from handleplan.dates import ImpreciseDate
from handleplan.models import (
    AnsweredRemark,
    AuditRemark,
    AuditReport,
    Milestone,
    Plan,
    RemarkAnswer,
    RemarkItem,
    RemarkVerdict,
)
from handleplan.models.audits import Standing


class State(models.TextChoices):
    """How a remark stands. Only the auditors close one."""

    OPEN = "open", _("open")
    EXPECTED = "expected", _("expected closed")
    CLAIMED = "claimed", _("closed in the management’s view, not by the auditors")
    CLOSED = "closed", _("closed by the auditors")


SYMBOLS = {"critical": "■", "significant": "▲", "minor": "●"}  # beside the word, never instead of it
TONES = {"critical": "bad", "significant": "fair", "minor": "good"}


def complete(remarks: QuerySet[AuditRemark]) -> QuerySet[AuditRemark]:
    """Remarks with all that their standing and their answers are read from, in a fixed number of queries."""
    found = remarks.select_related("report", "area", "type", "carried_from__report")
    return found.prefetch_related("claims__recorded_by", "verdicts__recorded_by", "links__item__plan", "covered_by")


def state_of(remark: AuditRemark) -> State:
    """How a remark of ``complete`` stands: the auditors' newest verdict, else what the management holds since then."""
    verdict = next(reversed(remark.verdicts.all()), None)
    if verdict is not None and verdict.standing == Standing.CLOSED:
        return State.CLOSED
    claim = next(reversed(remark.claims.all()), None)
    if claim is not None and claim.standing == Standing.CLOSED:
        if verdict is None or claim.dated_on >= verdict.dated_on:
            return State.CLAIMED
    return State.EXPECTED if remark.expected else State.OPEN


def is_answered(remark: AuditRemark) -> bool:
    """Whether a remark of ``complete`` is answered at all: in words, or by a point of a plan."""
    return bool(remark.covered_by.all() or remark.links.all())


def unanswered(remarks: QuerySet[AuditRemark]) -> QuerySet[AuditRemark]:
    """Those that neither words nor points answer and that the auditors have not closed."""
    newest = RemarkVerdict.objects.filter(remark=OuterRef("pk")).order_by("-dated_on", "-pk").values("standing")[:1]
    found = remarks.alias(verdict=Subquery(newest)).filter(Q(verdict=None) | Q(verdict=Standing.OPEN))
    words, points = (
        AnsweredRemark.objects.filter(remark=OuterRef("pk")),
        RemarkItem.objects.filter(remark=OuterRef("pk")),
    )
    return found.filter(~Exists(words), ~Exists(points))


def of_plan(plan: Plan) -> QuerySet[AuditRemark]:
    """The remarks that a plan is there to answer: those of its reports, and those that its points are linked to."""
    linked = RemarkItem.objects.filter(item__plan=plan).values("remark")
    return AuditRemark.objects.filter(Q(report__plan=plan) | Q(pk__in=linked))


@dataclass(frozen=True, slots=True)
class Covered:
    """How many initiatives a plan has, and how many of them answer remarks."""

    initiatives: int
    answering: int


def covered(plan: Plan) -> Covered:
    """How much of a plan answers remarks; one query."""
    initiatives = plan.items.initiatives().order_by()
    answering = Count("pk", filter=Exists(RemarkItem.objects.filter(item=OuterRef("pk"))))
    return Covered(**initiatives.aggregate(initiatives=Count("pk"), answering=answering))


@dataclass(frozen=True, slots=True)
class ToldDates:
    """A milestone that several answers tell, with the spellings of its date; whether any of them is another date."""

    milestone: Milestone
    spellings: tuple[str, ...]
    differ: tuple[str, ...]


def told_dates(answers: Iterable[RemarkAnswer]) -> list[ToldDates]:
    """The milestones that are told in several spellings, or with a date that cannot be theirs (S003-11).

    ``answers`` come with their milestone; two dates differ when no day can be both.
    """
    told: dict[int, list[RemarkAnswer]] = {}
    for answer in answers:
        if answer.milestone_id and answer.when:
            told.setdefault(answer.milestone_id, []).append(answer)
    found = []
    for of_one in told.values():
        milestone = of_one[0].milestone
        spellings = dict.fromkeys(answer.when.as_written for answer in of_one)
        ends = [end for end in (milestone.end, *(answer.when for answer in of_one)) if end]
        differ = dict.fromkeys(one.as_written for one in ends if any(_apart(one, other) for other in ends))
        if len(spellings) > 1 or differ:
            found.append(ToldDates(milestone, tuple(spellings), tuple(differ)))
    return found


def _apart(one: ImpreciseDate, other: ImpreciseDate) -> bool:
    """Whether no day can be both, as far as their bounds are known."""
    after = one.earliest and other.latest and one.earliest > other.latest
    before = one.latest and other.earliest and one.latest < other.earliest
    return bool(after or before)


def is_awaited(answer: RemarkAnswer, day: dt.date) -> bool:
    """Whether ``day`` is after the last day that a promised action or a planned control can mean, and nobody has told
    yet what came of it. ``answer`` comes with its results."""
    if answer.kind == RemarkAnswer.Kind.DONE or not (answer.when and answer.when.latest) or answer.results.all():
        return False
    return answer.when.latest < day


def answers_of(report: AuditReport) -> list[RemarkAnswer]:
    """A report's answers in written order, with what they cover, their milestone and their results."""
    answers = report.answers.select_related("milestone__item__plan")
    return list(answers.prefetch_related("covers", "results__recorded_by"))
