"""The words of a reminder: only the points that a person has not answered, each with its address.

A mail speaks the language of the person it is for. Days are written out, with the day of the week.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils import formats, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handleplan import rounding
from handleplan.collation import danish_key
from handleplan.deadline_words import day_in_words, month_in_words
from handleplan.models import Message, Milestone, Round, RoundItem, StandIn, User
from handleplan.models.people import Role

SUBJECT = 300  # characters


@dataclass(frozen=True, slots=True)
class Letter:
    """Subject and text of a mail."""

    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class Missing:
    """A point that somebody is to answer for; ``owner`` where it is somebody else's, who is on leave."""

    item_id: int
    title: str
    owner: User | None
    unit_id: int | None
    must_write: bool = False


# -- who is to answer for what ----------------------------------------------------------------------------------------


def missing_by_person(round: Round, *, today: dt.date) -> dict[User, list[Missing]]:
    """Who has still to answer for which points of the round: the owner, or in his place who stands in for him today.

    A point without an owner is for everybody of its unit who may write. Points that nobody answers for are missing
    here; ``unanswered_for`` has them.
    """
    still = set(rounding.missing(round).values_list("pk", flat=True))
    away = _stand_ins(today)
    found: dict[User, list[Missing]] = {}
    for person, rows in rounding.asked_people(round).items():
        for row in rows:
            if row.pk in still:
                owned = row.item.owner_id == person.pk
                for who in away.get(person.pk, [person]) if owned else [person]:
                    found.setdefault(who, []).append(_missing(row, person if who != person else None))
    return {person: points for person, points in found.items() if person.is_active}


def unanswered_for(round: Round, *, today: dt.date) -> list[Missing]:
    """The missing points that no active person answers for."""
    known = {point.item_id for points in missing_by_person(round, today=today).values() for point in points}
    rows = rounding.missing(round).exclude(item__in=known).select_related("item").order_by("item__position")
    return [_missing(row, None) for row in rows]


def managers_of(round: Round, *, today: dt.date) -> dict[User, list[tuple[Missing, list[User]]]]:
    """What is missing for each manager, with the people who were to answer: his unit's points, or all of them for a
    manager without a unit. What no manager has is the secretary's who opened the round."""
    answerers: dict[int, tuple[Missing, list[User]]] = {}
    for person, points in missing_by_person(round, today=today).items():
        for point in points:
            answerers.setdefault(point.item_id, (point, []))[1].append(person)
    for point in unanswered_for(round, today=today):
        answerers[point.item_id] = (point, [])
    managers = list(User.objects.filter(role=Role.MANAGER, is_active=True).order_by("full_name", "pk"))
    found: dict[User, list[tuple[Missing, list[User]]]] = {}
    for point, people in answerers.values():
        over = [m for m in managers if m.unit_id is None or m.unit_id == point.unit_id]
        for manager in over or [round.opened_by]:
            found.setdefault(manager, []).append((point, people))
    return found


def _stand_ins(today: dt.date) -> dict[int, list[User]]:
    rows = StandIn.objects.filter(withdrawn=False, first_day__lte=today, last_day__gte=today).select_related("stand_in")
    away: dict[int, list[User]] = {}
    for row in rows:
        away.setdefault(row.owner_id, []).append(row.stand_in)
    return away


def _missing(row: RoundItem, owner: User | None) -> Missing:
    title = f"{row.item.number} {row.item.display_title}".strip()
    return Missing(row.item_id, title, owner, row.item.unit_id, bool(row.must_write))


# -- the letters ------------------------------------------------------------------------------------------------------


def letters_for(round: Round, people: Collection[User], kind: str, *, today: dt.date) -> dict[User, Letter]:
    """The reminders of that kind to these people as they read now; none for whom nothing is missing any more."""
    if round.is_closed:
        return {}
    found: dict[User, Letter] = {}
    missing = managers_of(round, today=today) if kind == Message.Kind.MANAGER else missing_by_person(round, today=today)
    ends = _ends(round)
    for person in people:
        if rows := missing.get(person):
            with translation.override(person.language):
                if kind == Message.Kind.MANAGER:
                    found[person] = _to_manager(round, person, rows)
                else:
                    found[person] = _to_owner(round, person, kind, rows, ends, today)
    return found


def _to_owner(
    round: Round, person: User, kind: str, points: list[Missing], ends: dict[int, str], today: dt.date
) -> Letter:
    month, count = month_in_words(round.period), len(points)
    subject = ngettext(
        "%(count)d point awaits your status for %(month)s (due %(day)s)",
        "%(count)d points await your status for %(month)s (due %(day)s)",
        count,
    ) % {"count": count, "month": month, "day": day_in_words(round.due_on)}
    paragraphs = [
        _("Dear %(name)s") % {"name": person},
        _opening_words(round, kind, today),
        ngettext("This point awaits your status:", "These points await your status:", count),
        *(_point(point, ends) for point in points),
        _("All your points on one page:") + f"\n{settings.SITE_URL}{reverse('handleplan:my-points')}",
        *([] if all(point.must_write for point in points) else [_nothing_new()]),
        _("You are not reminded again of this round once every point is answered."),
        "Handleplan\n" + settings.SITE_URL,
    ]
    return Letter(subject[:SUBJECT], "\n\n".join(paragraphs) + "\n")


def _nothing_new() -> str:
    return _("Nothing new since last month? Then that is an answer too: open the point and say so.")


def _opening_words(round: Round, kind: str, today: dt.date) -> str:
    facts = {
        "month": month_in_words(round.period),
        "plan": round.plan.title,
        "day": weekday_in_words(round.due_on),
    }
    if today > round.due_on:
        return _("The status for %(month)s of “%(plan)s” was due on %(day)s.") % facts
    if today == round.due_on:
        return _("The status for %(month)s of “%(plan)s” is due today, %(day)s.") % facts
    if kind == Message.Kind.OPENING:
        return _("The round for %(month)s of “%(plan)s” is open. Answers are due on %(day)s.") % facts
    return _("The status for %(month)s of “%(plan)s” is due on %(day)s.") % facts


def _point(point: Missing, ends: dict[int, str]) -> str:
    lines = [point.title]
    if point.owner is not None:
        lines.append(_("You stand in for %(name)s.") % {"name": point.owner})
    if end := ends.get(point.item_id):
        lines.append(_("Deadline: %(end)s") % {"end": end})
    lines.append(settings.SITE_URL + reverse("handleplan:item-status", args=[point.item_id]))
    return "\n".join(lines)


def _to_manager(round: Round, person: User, rows: list[tuple[Missing, list[User]]]) -> Letter:
    month, count = month_in_words(round.period), len(rows)
    subject = ngettext(
        "%(count)d point has no status for %(month)s", "%(count)d points have no status for %(month)s", count
    ) % {"count": count, "month": month}
    facts = {"month": month, "plan": round.plan.title, "day": weekday_in_words(round.due_on)}
    by_people: dict[str, list[Missing]] = {}
    for point, people in rows:
        names = ", ".join(sorted(map(str, people), key=danish_key)) or _("Nobody answers for these points")
        by_people.setdefault(names, []).append(point)
    paragraphs = [
        _("Dear %(name)s") % {"name": person},
        _("The status for %(month)s of “%(plan)s” was due on %(day)s. These have not been answered:") % facts,
        *(_of_people(names, by_people[names]) for names in sorted(by_people, key=danish_key)),
        _("You get this mail once in a round, two working days after the due day."),
        "Handleplan\n" + settings.SITE_URL,
    ]
    return Letter(subject[:SUBJECT], "\n\n".join(paragraphs) + "\n")


def _of_people(names: str, points: list[Missing]) -> str:
    lines = [f"{names}:"]
    for point in points:
        lines += [
            f"* {point.title}",
            "  " + settings.SITE_URL + reverse("handleplan:item-detail", args=[point.item_id]),
        ]
    return "\n".join(lines)


def _ends(round: Round) -> dict[int, str]:
    own = Milestone.objects.filter(is_own=True, item__plan=round.plan_id)
    return dict(own.values_list("item", "end_as_written"))


def weekday_in_words(day: dt.date) -> str:
    """ "fredag den 6. december 2013" in the language of the mail."""
    # Translators: a day with its weekday before it, inside a sentence: "Friday, 6 December 2013".
    return _("%(weekday)s, %(day)s") % {"weekday": formats.date_format(day, "l"), "day": day_in_words(day)}
