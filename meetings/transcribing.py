"""The verb that writes an old item, read from text or Word, as rows: as if it had been drafted and decided here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.db.models import Max

from handleplan import history
from handleplan.models import Plan, PlanItem, User
from meetings import composing, document, obliging
from meetings.models import (
    AgendaItem,
    Attendance,
    Decision,
    FocusInitiative,
    FocusPoint,
    ItemVersion,
    Meeting,
    Minutes,
    Proposal,
    ReportingObligation,
    Section,
    SectionTemplate,
)
from meetings.reading import OldDecision, OldItem, OldSection


class Undecided(ValueError):
    """A decision whose words are of no known form and that nobody has named; its place stands in ``args[0]``."""


@transaction.atomic
def transcribe(
    meeting: Meeting,
    old: OldItem,
    *,
    template: SectionTemplate,
    user: User,
    reason: str,
    plan: Plan | None = None,
    period: dt.date | None = None,
    obligation: ReportingObligation | None = None,
    closed_reason: str = "",
    public_title: str = "",
    public_text: str = "",
) -> AgendaItem:
    """The item at the end of the meeting's agenda, each heading, proposal and decision a row of its own.

    Head and date are the meeting's; what the text said of them is for the person to compare. A decided item keeps
    both its versions, and delivers the report of ``period`` that ``obligation`` asks for; one without a decision
    delivers it when it is marked ready. Raises ``Undecided`` for a decision without a code.
    """
    last = meeting.items.aggregate(last=Max("position"))["last"]
    item = AgendaItem(
        meeting=meeting,
        plan=plan,
        period=period,
        obligation=obligation,
        template=template,
        habits=template.data,
        position=0 if last is None else last + 1,
        number=old.number,
        title=old.title,
        kind=old.kind if old.kind in AgendaItem.Kind.values else "",
        state=AgendaItem.State.DECIDED if old.decisions else AgendaItem.State.DRAFT,
        is_closed=old.is_closed,
        closed_reason=closed_reason if old.is_closed else "",
        public_title=public_title if old.is_closed else "",
        case_number=old.case_number,
        document_number=old.document_number,
        proposer=old.proposer,
        signers="\n".join(old.signers),
    )
    history.save(item, user=user, reason=reason)
    _add_sections(item, old.sections, user=user, reason=reason)
    proposals = [Proposal(item=item, position=place, text=text) for place, text in enumerate(old.proposals)]
    for proposal in proposals:
        history.save(proposal, user=user, reason=reason)
    _add_focus(item, old, user=user, reason=reason)
    _keep(item, document.AGENDA, user)
    if old.decisions:
        _decide(item, old, proposals, public_text=public_text if old.is_closed else "", user=user, reason=reason)
        _keep(item, document.MINUTES, user)
        if obligation and period:
            obliging.deliver(obligation, period=period, meeting=meeting, item=item, user=user)
    return item


def _add_sections(
    item: AgendaItem, sections: Sequence[OldSection], *, user: User, reason: str, parent: Section | None = None
) -> None:
    for place, old in enumerate(sections):
        section = Section(
            item=item,
            parent=parent,
            key=old.key,
            heading=old.heading,
            heading_form=old.form,
            position=place,
            body=old.body,
        )
        history.save(section, user=user, reason=reason)
        _add_sections(item, old.parts, user=user, reason=reason, parent=section)


def _add_focus(item: AgendaItem, old: OldItem, *, user: User, reason: str) -> None:
    """What needed corrective action then (S000-8); the points are those that the plan still has by these numbers."""
    answers = {section.heading: section for section in item.sections.all()}
    numbers = [number for focus in old.focus for number in focus.points]
    points = {point.number: point for point in PlanItem.objects.filter(plan=item.plan_id, number__in=numbers)}
    for place, focus in enumerate(old.focus):
        row = FocusPoint(item=item, position=place, title=focus.title, answered_in=answers.get(focus.answered_in))
        history.save(row, user=user, reason=reason)
        for number in focus.points:
            if number in points:
                history.save(FocusInitiative(focus=row, point=points[number]), user=user, reason=reason)


def _decide(
    item: AgendaItem, old: OldItem, proposals: Sequence[Proposal], *, public_text: str, user: User, reason: str
) -> None:
    minutes = Minutes.objects.create(
        item=item,
        decided_on=item.meeting.date,
        attendance_text=old.attendance,
        absence_text=old.absence,
        public_text=public_text,
        reason=reason,
        recorded_by=user,
    )
    for place, decision in enumerate(old.decisions):
        if decision.code not in Decision.Code.values:
            raise Undecided(place)
        Decision.objects.create(
            minutes=minutes,
            proposal=_proposal(decision, proposals),
            code=decision.code,
            text=decision.text,
            recorded_by=user,
        )
    for person in old.people:
        Attendance.objects.create(
            minutes=minutes,
            role=person.role,
            name=person.name,
            title=person.title,
            party=person.party,
            recorded_by=user,
        )


def _proposal(decision: OldDecision, proposals: Sequence[Proposal]) -> Proposal | None:
    at = decision.proposal
    return proposals[at] if at is not None and at < len(proposals) else None


def _keep(item: AgendaItem, kind: str, user: User) -> None:
    """Keeps the item as it is now, whole; what may be told of it is asked when it is shown."""
    whole = composing.compose(item, kind=kind, public=False)
    content = document.to_data(whole)
    ItemVersion.objects.create(item=item, kind=kind, content=content, sha256=document.sha256(whole), recorded_by=user)
