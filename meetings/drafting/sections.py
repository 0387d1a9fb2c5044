"""The sections of an item: edited by several people, ordered, filled again from the data without losing a word."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from handleplan import history, worddiff
from handleplan.models import PlanItem, User
from meetings import filling
from meetings.drafting import naming, rows
from meetings.habits import from_data
from meetings.models import AgendaItem, Section, SectionPoint


@dataclass(frozen=True, slots=True)
class Refill:
    """What the data give for a section now (``fresh``), and her words with that brought in (``merged``)."""

    fresh: str
    merged: worddiff.MergeResult
    is_news: bool


@transaction.atomic
def add_section(
    item: AgendaItem,
    *,
    heading: str,
    user: User,
    reason: str,
    body: str = "",
    heading_form: str = Section.HeadingForm.LINE,
    parent: Section | None = None,
    after: Section | None = None,
    text_as_of: dt.date | None = None,
    points: Iterable[PlanItem] = (),
) -> Section:
    """A one-off section of the item (S003-4), or a sub-heading of ``parent``; behind ``after``, else at the end.

    Raises ``NotDrafting``, ``ValueError`` for a parent of another item or one that is a sub-heading itself.
    """
    rows.hold(item)
    if parent and (parent.item_id != item.pk or parent.parent_id):
        raise ValueError("a sub-heading stands under a section of its own item")
    siblings = item.sections.filter(parent=parent)
    place = rows.next_position(siblings)
    section = Section(
        item=item,
        parent=parent,
        heading=heading,
        heading_form=heading_form,
        position=place,
        body=body,
        text_as_of=text_as_of,
    )
    history.save(section, user=user, reason=reason)
    if after:
        _put_behind(section, after, user=user, reason=reason)
    _speak_of(section, list(points), user=user, reason=reason)
    naming.note_references(section, user=user, reason=reason)
    return section


def _put_behind(section: Section, after: Section, *, user: User, reason: str) -> None:
    siblings = list(section.item.sections.filter(parent=section.parent).exclude(pk=section.pk))
    at = next((place for place, each in enumerate(siblings, start=1) if each.pk == after.pk), len(siblings))
    for place, each in enumerate([*siblings[:at], section, *siblings[at:]]):
        history.change(each, {"position": place}, user=user, reason=reason)


@transaction.atomic
def edit_section(
    section: Section,
    *,
    heading: str,
    heading_form: str,
    body: str,
    text_as_of: dt.date | None,
    seen: int | None,
    user: User,
    reason: str,
    points: Iterable[PlanItem] | None = None,
) -> bool:
    """Heading, text, and the day the text is of; True if anything differed. ``points`` of the plan it speaks of.

    Raises ``Outdated`` when somebody wrote meanwhile, ``NotDrafting``.
    """
    rows.hold(section.item)
    history.claim(section, seen=seen)
    facts = {"heading": heading, "heading_form": heading_form, "body": body, "text_as_of": text_as_of}
    changed = history.change(section, facts, user=user, reason=reason)
    if points is not None:
        changed |= _speak_of(section, list(points), user=user, reason=reason)
    naming.note_references(section, user=user, reason=reason)
    return changed


def _speak_of(section: Section, points: list[PlanItem], *, user: User, reason: str) -> bool:
    wanted = {point.pk for point in points}
    have = {row.point_id: row for row in section.points.all()}
    changed = [
        history.change(row, {"withdrawn": key not in wanted}, user=user, reason=reason) for key, row in have.items()
    ]
    for key in sorted(wanted - have.keys()):
        history.save(SectionPoint(section=section, point_id=key), user=user, reason=reason)
        changed.append(True)
    return any(changed)


@transaction.atomic
def move_section(section: Section, *, up: bool, user: User, reason: str) -> bool:
    """Its place among its siblings, one up or down; False at the end. Raises ``NotDrafting``."""
    rows.hold(section.item)
    among = section.item.sections.filter(parent=section.parent, is_dropped=False)
    return rows.move(section, list(among), up=up, user=user, reason=reason)


@transaction.atomic
def drop_section(section: Section, *, why: str, seen: int | None, user: User, reason: str) -> None:
    """The section is taken out of the item; its words stay with the reason. Raises ``Outdated``, ``NotDrafting``,
    ``ValueError`` without a reason."""
    if not why.strip():
        raise ValueError("a section is taken out with a reason")
    rows.hold(section.item)
    history.claim(section, seen=seen)
    history.change(section, {"is_dropped": True, "dropped_because": why.strip()}, user=user, reason=reason)


@transaction.atomic
def restore_section(section: Section, *, seen: int | None, user: User, reason: str) -> None:
    """A section that was taken out stands in the item again. Raises ``Outdated``, ``NotDrafting``."""
    rows.hold(section.item)
    history.claim(section, seen=seen)
    history.change(section, {"is_dropped": False, "dropped_because": ""}, user=user, reason=reason)


def refill(section: Section) -> Refill:
    """What the data give now, brought together with what stands there: nothing is written.

    Her own changes since it was last filled are kept; where both changed the same words, hers stand first.
    """
    fresh = _from_data(section)
    merged = worddiff.merge(section.filled, section.body, fresh)
    return Refill(fresh, merged, fresh != section.filled)


def _from_data(section: Section) -> str:
    item: AgendaItem = section.item
    known = filling.gather(item.meeting, item.plan, period=item.period, obligation=item.obligation, item=item)
    habit = from_data(item.habits).section(section.key) if section.key else None
    if habit:
        return filling.offered_text(habit, known)
    answered = section.answers.filter(is_off=False).prefetch_related("initiatives__point").first()
    if answered is None:
        return section.filled
    points = tuple(row.point for row in answered.initiatives.all() if not row.withdrawn)
    known.statuses |= filling.newest_statuses({point.pk for point in points}, item.period)
    return filling.answer_text(filling.Focus(answered.title, points), known)[0]


@transaction.atomic
def refill_section(
    section: Section, *, body: str, fresh: str, today: dt.date, seen: int | None, user: User, reason: str
) -> bool:
    """Takes ``body`` as a person left it after seeing what the data give (``fresh``); the text is as of today.

    Raises ``Outdated`` when somebody wrote meanwhile, ``NotDrafting``.
    """
    rows.hold(section.item)
    history.claim(section, seen=seen)
    facts = {"body": body, "filled": fresh, "text_as_of": today}
    changed = history.change(section, facts, user=user, reason=reason)
    naming.note_references(section, user=user, reason=reason)
    return changed
