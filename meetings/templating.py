"""Section templates: those that come with Handleplan, and the municipality's own. The verbs that write them.

A shipped template needs no row until something points at it: ``take`` makes the row then.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from handleplan import history
from handleplan.deadline_words import day_in_words
from handleplan.models import User
from meetings.habits import Habits, from_data, to_data
from meetings.models import Committee, Meeting, SectionTemplate
from meetings.shipped import BY_NAME, SHIPPED

_ADDRESSES = ("new",)  # of pages beside those of templates
_DANISH_LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "Æ": "ae", "Ø": "oe", "Å": "aa"})


class Unknown(LookupError):
    """There is no template of that name."""


@dataclass(frozen=True, slots=True)
class Template:
    """A template to choose, with a row of its own or without one yet."""

    name: str
    label: str
    valid_from: dt.date | None
    habits: Habits
    is_shipped: bool = False
    is_offered: bool = True

    def is_valid(self, day: dt.date) -> bool:
        return self.valid_from is None or self.valid_from <= day


def templates() -> list[Template]:
    """Every template in one query: those that come with Handleplan first, by their first day."""
    found = [Template(one.name, one.label, one.valid_from, one.habits, is_shipped=True) for one in SHIPPED]
    return found + [_own(row) for row in SectionTemplate.objects.filter(is_shipped=False)]


def offered(day: dt.date | None = None) -> list[Template]:
    """Those that can be chosen; with a day, first those that are valid then (a municipality's habits change)."""
    found = [one for one in templates() if one.is_offered]
    if day is None:
        return found
    return sorted(found, key=lambda one: not one.is_valid(day))


def choices_at(day: dt.date) -> list[tuple[str, str]]:
    """What can be chosen for a meeting of that day, name and label; one that is valid only later says so."""
    return [(one.name, one.label if one.is_valid(day) else _later(one)) for one in offered(day)]


def _later(one: Template) -> str:
    # Translators: a template in a list, and the first day it is used, which is after the meeting.
    return _("%(template)s (from %(day)s)") % {"template": one.label, "day": day_in_words(one.valid_from)}


def usual(meeting: Meeting) -> str | None:
    """The name of the template a meeting's items are built by: the committee's own, or where that is valid only later
    (or there is none) the newest that its municipality had on the day."""
    committee = meeting.committee
    own = named(committee.template.name) if committee.template else None
    if own and own.is_valid(meeting.date):
        return own.name
    home = committee.municipality
    known = [one for one in offered() if home and one.label.startswith(home) and one.is_valid(meeting.date)]
    newest = max(known, key=lambda one: one.valid_from or dt.date.min, default=own)
    return newest.name if newest else None


def named(name: str) -> Template:
    """The template of that name. Raises ``Unknown``."""
    if name in BY_NAME:
        one = BY_NAME[name]
        return Template(one.name, one.label, one.valid_from, one.habits, is_shipped=True)
    row = SectionTemplate.objects.filter(name=name).first()
    if row is None:
        raise Unknown(name)
    return _own(row)


def sheet_of(committee: Committee) -> str:
    """Who signs the minutes of its meetings (``habits.SHEETS``), as the committee's template says; "" without one."""
    row = committee.template
    if row is None:
        return ""
    return (BY_NAME[row.name].habits if row.name in BY_NAME else from_data(row.data)).sheet


def _own(row: SectionTemplate) -> Template:
    return Template(row.name, row.label, row.valid_from, from_data(row.data), is_offered=row.is_offered)


@transaction.atomic
def take(name: str, *, user: User, reason: str) -> SectionTemplate:
    """The row that committees and items point at; a shipped template's is made, or brought up to date, here.

    Raises ``Unknown``.
    """
    row = SectionTemplate.objects.filter(name=name).first()
    one = BY_NAME.get(name)
    if one is None:
        if row is None:
            raise Unknown(name)
        return row
    facts = {"label": one.label, "valid_from": one.valid_from, "data": as_stored(one.habits)}
    if row is None:
        row = SectionTemplate(name=name, is_shipped=True, **facts)
        history.save(row, user=user, reason=reason)
    else:
        history.change(row, facts, user=user, reason=reason)
    return row


@transaction.atomic
def add_template(
    *, label: str, habits: Habits, user: User, reason: str, valid_from: dt.date | None = None
) -> SectionTemplate:
    """A template of the municipality's own. Its name is made of its label, and made unique with a number."""
    row = SectionTemplate(name=_free_name(label), label=label, valid_from=valid_from, data=as_stored(habits))
    history.save(row, user=user, reason=reason)
    return row


@transaction.atomic
def change_template(
    row: SectionTemplate,
    *,
    label: str,
    habits: Habits,
    is_offered: bool,
    seen: int | None,
    user: User,
    reason: str,
    valid_from: dt.date | None = None,
) -> bool:
    """The template as it is from now on; True if anything differed. Items keep the habits they were drafted with.

    Raises ``Outdated`` when somebody changed it meanwhile, ``ValueError`` for one that comes with Handleplan.
    """
    if row.is_shipped:
        raise ValueError("a shipped template is copied, not changed")
    history.claim(row, seen=seen)
    facts = {"label": label, "valid_from": valid_from, "is_offered": is_offered, "data": as_stored(habits)}
    return history.change(row, facts, user=user, reason=reason)


def as_stored(habits: Habits) -> dict[str, object]:
    """Habits as a JSON column gives them back: a tuple is a list."""
    return {name: _listed(value) for name, value in to_data(habits).items()}


def _listed(value: object) -> object:
    return [_listed(each) for each in value] if isinstance(value, list | tuple) else value


def _free_name(label: str) -> str:
    wanted = slugify(label.translate(_DANISH_LETTERS))[:70].strip("-") or "skabelon"
    taken = {*SectionTemplate.objects.filter(name__startswith=wanted).values_list("name", flat=True)}
    taken |= {*BY_NAME, *_ADDRESSES}
    name, number = wanted, 2
    while name in taken:
        name, number = f"{wanted}-{number}", number + 1
    return name
