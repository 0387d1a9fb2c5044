"""The verbs that write committees, who sits in them, and their meetings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction

from handleplan import history
from handleplan.models import User
from handleplan.working_days import working_days_before
from meetings.models import Committee, CommitteeMember, Meeting


class AlreadyThere(ValueError):
    """A committee of that name, or a meeting at that time, is there already."""


@transaction.atomic
def add_committee(*, name: str, user: User, reason: str, **facts: Any) -> Committee:
    """A committee (or another body that receives reports). Raises ``AlreadyThere`` for a name that its municipality
    has already."""
    committee = Committee(name=name, **facts)
    _refuse_a_second(committee)
    history.save(committee, user=user, reason=reason)
    return committee


@transaction.atomic
def edit_committee(committee: Committee, *, seen: int | None, user: User, reason: str, **facts: Any) -> bool:
    """Sets what is said of a committee; True if anything differed. Raises ``Outdated``, ``AlreadyThere``."""
    history.claim(committee, seen=seen)
    name, municipality = (facts.get(field, getattr(committee, field)) for field in ("name", "municipality"))
    _refuse_a_second(Committee(pk=committee.pk, name=name, municipality=municipality))
    return history.change(committee, facts, user=user, reason=reason)


def _refuse_a_second(committee: Committee) -> None:
    same = Committee.objects.filter(name=committee.name, municipality=committee.municipality)
    if same.exclude(pk=committee.pk).exists():
        raise AlreadyThere(committee.name)


@transaction.atomic
def add_member(committee: Committee, *, name: str, user: User, reason: str, **facts: Any) -> CommitteeMember:
    """Somebody who sits in the committee: party letter, role, from when to when."""
    member = CommitteeMember(committee=committee, name=name, **facts)
    history.save(member, user=user, reason=reason)
    return member


@transaction.atomic
def edit_member(member: CommitteeMember, *, seen: int | None, user: User, reason: str, **facts: Any) -> bool:
    """Sets what is said of a member; True if anything differed. Nobody is deleted: who leaves gets a last day.

    ``seen`` is the entry of the member's history that the person saw. Raises ``Outdated`` when a newer one is there.
    """
    CommitteeMember.objects.select_for_update(no_key=True).get(pk=member.pk)
    if seen is not None and _newest_entry(member) != seen:
        raise history.Outdated
    member.refresh_from_db()
    return history.change(member, facts, user=user, reason=reason)


def _newest_entry(member: CommitteeMember) -> int:
    return member.history.order_by("-history_id").values_list("history_id", flat=True).first() or 0


@transaction.atomic
def add_meetings(
    committee: Committee,
    *,
    days: Iterable[tuple[dt.date, dt.time | None]],
    user: User,
    reason: str,
    place: str = "",
) -> list[Meeting]:
    """The meetings of these days, each with its hour; a year's calendar in one go, all of it or nothing.

    Raises ``AlreadyThere`` with the day of the first that the committee has already, or that is named twice.
    """
    _hold(committee)
    made = []
    for day, hour in days:
        if committee.meetings.filter(date=day, time=hour).exists():
            raise AlreadyThere(day)
        meeting = Meeting(committee=committee, date=day, time=hour, place=place)
        history.save(meeting, user=user, reason=reason)
        made.append(meeting)
    return made


@transaction.atomic
def edit_meeting(meeting: Meeting, *, seen: int | None, user: User, reason: str, **facts: Any) -> bool:
    """Sets what is said of a meeting; True if anything differed. A meeting that is cancelled stays, marked so.

    Raises ``Outdated``, and ``AlreadyThere`` where the committee meets at that time already.
    """
    _hold(meeting.committee)
    history.claim(meeting, seen=seen)
    day, hour = (facts.get(field, getattr(meeting, field)) for field in ("date", "time"))
    if meeting.committee.meetings.filter(date=day, time=hour).exclude(pk=meeting.pk).exists():
        raise AlreadyThere(day)
    return history.change(meeting, facts, user=user, reason=reason)


def _hold(committee: Committee) -> None:
    """One writer of a committee's calendar at a time, so that whoever comes second is told which day it is."""
    Committee.objects.select_for_update(no_key=True).get(pk=committee.pk)


def agenda_due(meeting: Meeting) -> dt.date:
    """The day the agenda must have gone out: the one a person set, else so many working days before the meeting."""
    return meeting.agenda_due or working_days_before(meeting.date, meeting.committee.agenda_days)
