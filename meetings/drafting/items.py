"""Beginning an item, saying what it is, its place on the agenda, and marking it ready."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from handleplan import dates, history
from handleplan.models import Plan, User
from handleplan.prose import MARKDOWN
from meetings import composing, document, filling, obliging, promising, templating
from meetings.drafting import naming, readiness, rows
from meetings.habits import Habits, SectionHabit, from_data
from meetings.models import (
    AgendaItem,
    Appendix,
    Delivery,
    FocusInitiative,
    FocusPoint,
    ItemVersion,
    Meeting,
    Proposal,
    ReportingObligation,
    Section,
    SectionPoint,
)

State = AgendaItem.State


@transaction.atomic
def draft_item(
    meeting: Meeting,
    *,
    template: str,
    title: str,
    today: dt.date,
    user: User,
    reason: str,
    plan: Plan | None = None,
    obligation: ReportingObligation | None = None,
    period: dt.date | None = None,
    **facts: Any,
) -> AgendaItem:
    """An item at the end of a meeting's agenda, its sections filled from the data (``filling``).

    ``template`` is a name (``templating``). The points that needed corrective action last time come along, each with a
    heading of its own. Raises ``templating.Unknown``.
    """
    Meeting.objects.select_for_update(no_key=True).get(pk=meeting.pk)
    row = templating.take(template, user=user, reason=reason)
    plan = obligation.plan if obligation else plan
    known = filling.gather(meeting, plan, period=period, obligation=obligation)
    previous = known.previous
    item = AgendaItem(
        meeting=meeting,
        plan=plan,
        obligation=obligation,
        period=period,
        template=row,
        habits=row.data,
        position=rows.next_position(meeting.items),
        title=title,
        text_as_of=today,
        **{
            "proposer": meeting.committee.proposer,
            "signers": previous.signers if previous else "",
            "case_number": previous.case_number if previous else "",
            **facts,
        },
    )
    history.save(item, user=user, reason=reason)
    _fill(item, known, today, user=user, reason=reason)
    return item


def _fill(item: AgendaItem, known: filling.Facts, today: dt.date, *, user: User, reason: str) -> None:
    habits = from_data(item.habits)
    by = {"user": user, "reason": reason}
    sections: dict[str, Section] = {}
    for place, habit in enumerate(habits.sections):
        section = _section(item, habit, place, filling.text_of(habit, known), today)
        history.save(section, **by)
        sections[habit.key] = section
    history.save(Proposal(item=item, text=filling.proposal_text(habits, known)), **by)
    _answer_focus(item, habits, sections, known, today, by)
    _enclose(item, today, by)
    for section in item.sections.all():
        naming.note_references(section, **by)


def _section(item: AgendaItem, habit: SectionHabit, place: int, text: str, today: dt.date) -> Section:
    form = Section.HeadingForm.LINE if habit.heading else Section.HeadingForm.NONE
    return Section(
        item=item,
        key=habit.key,
        heading=habit.heading,
        heading_form=form,
        position=place,
        body=text,
        filled=text,
        text_as_of=today if text else None,
    )


def _answer_focus(
    item: AgendaItem,
    habits: Habits,
    sections: dict[str, Section],
    known: filling.Facts,
    today: dt.date,
    by: dict[str, Any],
) -> None:
    """A line of the list for each point in focus, and under the status a sub-heading that is to answer it."""
    habit = next((each for each in habits.sections if each.fill == "status"), None)
    for place, focus in enumerate(known.focus):
        text, kind = filling.answer_text(focus, known)
        answer = None
        if habit:
            answer = Section(
                item=item,
                parent=sections[habit.key],
                heading=focus.title,
                heading_form=Section.HeadingForm.RUN_IN if habit.parts == "run_in" else Section.HeadingForm.LINE,
                position=place,
                body=text,
                filled=text,
                text_kind=kind if text else MARKDOWN,
                text_as_of=today if text else None,
            )
            history.save(answer, **by)
        line = FocusPoint(
            item=item, position=place, title=focus.title, answered_in=answer, carried_from=focus.carried_from
        )
        history.save(line, **by)
        for point in focus.points:
            history.save(FocusInitiative(focus=line, point=point), **by)
            if answer:
                history.save(SectionPoint(section=answer, point=point), **by)


def _enclose(item: AgendaItem, today: dt.date, by: dict[str, Any]) -> None:
    """The published report of the month goes along, where there is one."""
    if item.plan is None or item.period is None:
        return
    edition = item.plan.editions.filter(period=item.period).order_by("-number", "-letter").first()
    if edition:
        title = f"{edition.title}, {dates.format_month(edition.period)}"
        history.save(Appendix(item=item, title=title, edition=edition, added_on=today), **by)


@transaction.atomic
def edit_item(item: AgendaItem, *, seen: int | None, user: User, reason: str, **facts: Any) -> bool:
    """Sets what the item is (title, kind, numbers, who signs, closed or not); True if anything differed.

    Raises ``Outdated``, ``NotDrafting``.
    """
    rows.hold(item)
    history.claim(item, seen=seen)
    return history.change(item, facts, user=user, reason=reason)


@transaction.atomic
def move_item(item: AgendaItem, *, up: bool, user: User, reason: str) -> bool:
    """Its place among the meeting's items, one up or down; False where it stands at the end already."""
    Meeting.objects.select_for_update(no_key=True).get(pk=item.meeting_id)
    among = item.meeting.items.exclude(state=State.DROPPED).order_by("position", "pk")
    return rows.move(item, list(among), up=up, user=user, reason=reason)


@transaction.atomic
def mark_ready(item: AgendaItem, *, seen: int | None, user: User, reason: str) -> ItemVersion:
    """The item goes out as it stands: kept as a version, its report delivered. Raises ``NotReady`` with what is missing
    (S000-21), ``Outdated``, ``NotDrafting``.
    """
    rows.hold(item)
    history.claim(item, seen=seen)
    if lacking := readiness.missing(item):
        raise readiness.NotReady(lacking)
    history.change(item, {"state": State.READY}, user=user, reason=reason)
    _deliver(item, user)
    whole = composing.compose(item, kind=document.AGENDA, public=False)
    return ItemVersion.objects.create(
        item=item,
        kind=document.AGENDA,
        content=document.to_data(whole),
        sha256=document.sha256(whole),
        recorded_by=user,
    )


def _deliver(item: AgendaItem, user: User) -> Delivery | None:
    """The period it reports is delivered to its meeting, with the edition among its annexes."""
    if item.obligation is None:
        return None
    annex = item.appendices.filter(withdrawn=False, edition__isnull=False).select_related("edition").first()
    edition = annex.edition if annex else None
    day = item.period or item.meeting.date
    try:
        return obliging.deliver(
            item.obligation, period=day, meeting=item.meeting, item=item, edition=edition, user=user
        )
    except ValueError:  # it reports a month that the order does not ask for
        return None


@transaction.atomic
def take_back(item: AgendaItem, *, seen: int | None, user: User, reason: str) -> None:
    """A ready item is drafted again; what went out stays as a version. Raises ``Outdated``, ``ValueError``."""
    history.claim(item, seen=seen)
    if item.state != State.READY:
        raise ValueError("only a ready item is taken back")
    history.change(item, {"state": State.DRAFT}, user=user, reason=reason)


@transaction.atomic
def drop_item(item: AgendaItem, *, seen: int | None, user: User, reason: str) -> None:
    """The item is taken off the agenda; its words stay, and what it answered is open again. Raises ``Outdated``,
    ``ValueError`` for one that was decided."""
    history.claim(item, seen=seen)
    if item.state == State.DECIDED:
        raise ValueError("a decided item stays on its agenda")
    history.change(item, {"state": State.DROPPED}, user=user, reason=reason)
    promising.reopen_answers_of(item, user=user, reason=reason)
