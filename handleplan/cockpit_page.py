"""The secretary's cockpit of a round: whom it waits for, what was done about it, what to look at in the texts, and what
a manager has still to answer. Plain strings, and as many queries for sixty points as for one."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handleplan import approving, digests, reminding, rounding
from handleplan.collation import danish_key
from handleplan.deadline_words import day_in_words
from handleplan.models import EndDateRequest, Message, Plan, Round, User
from handleplan.text_page import text_page

Piece = dict[str, Any]
_REACHED = (Message.State.QUEUED, Message.State.CLAIMED, Message.State.SENT, Message.State.UNCERTAIN)


def cockpit(round: Round, *, today: dt.date) -> Piece:
    """What the secretary sees beside the points of a round (``round_page.round_table``)."""
    missing = {} if round.is_closed else digests.missing_by_person(round, today=today)
    unasked = [] if round.is_closed else digests.unanswered_for(round, today=today)
    people = _people(round, missing, today)
    return {
        "people": people,
        "to_remind": sum(person["may_remind"] for person in people),
        "unasked": [_point(point) for point in unasked],
        "texts": text_page(round.plan, round.period, today=today),
        "texts_url": f"{reverse('handleplan:plan-texts', args=[round.plan.slug])}?month={round.period:%Y-%m}",
        "waiting": _waiting(round),
    }


def _people(round: Round, missing: dict[User, list[digests.Missing]], today: dt.date) -> list[Piece]:
    """Everybody who is asked: who is late first, then who has not answered, then who has."""
    asked = rounding.asked_people(round)
    told = set(rounding.answered(round).values_list("pk", flat=True))
    visits = {visit.recorded_by_id: visit.recorded_at for visit in round.visits.all()}
    mails, reminded = _last_mails(round), reminding.reminded_by_hand(round, today)
    late = not round.is_closed and today > round.due_on
    lines = []
    for person in {**asked, **missing}:
        rows = asked.get(person, [])
        left = len(missing.get(person, []))
        answered = sum(row.pk in told for row in rows)
        mail = mails.get(person.pk)
        lines.append(
            {
                "pk": person.pk,
                "name": str(person),
                "unit": str(person.unit or ""),
                "score": _("%(answered)d of %(all)d") % {"answered": answered, "all": len(rows)},
                "left": left,
                "late": late and left > 0,
                "opened": day_in_words(_day(visits[person.pk])) if person.pk in visits else "",
                "mail": _mail(mail) if mail else None,
                "stands_in": not rows,
                "may_remind": left > 0 and person.pk not in reminded and bool(person.email),
                "no_address": left > 0 and not person.email,
                "remind_url": f"{reverse('handleplan:round-remind', args=[round.pk])}?person={person.pk}",
            }
        )
    return sorted(lines, key=lambda line: (not line["left"], bool(line["opened"]), danish_key(line["name"])))


def _last_mails(round: Round) -> dict[int, Message]:
    mails = Message.objects.filter(round=round, state__in=_REACHED).exclude(kind=Message.Kind.MANAGER)
    return {mail.recipient_id: mail for mail in mails.defer("body").order_by("pk")}


def _mail(mail: Message) -> Piece:
    return {
        "words": _("%(kind)s, %(day)s") % {"kind": mail.get_kind_display(), "day": day_in_words(_day(mail.created_at))},
        "state": mail.get_state_display() if mail.state != Message.State.SENT else "",
        "url": reverse("handleplan:mail-detail", args=[mail.pk]),
    }


def _day(moment: dt.datetime) -> dt.date:
    return timezone.localtime(moment).date()


def _point(point: digests.Missing) -> Piece:
    return {"title": point.title, "url": reverse("handleplan:item-edit", args=[point.item_id])}


def _waiting(round: Round) -> list[Piece]:
    """What waits for a manager before the round is closed."""
    lines = []
    if round.plan.approval == Plan.Approval.EVERYTHING:
        if count := len(approving.awaiting_verdict(round)):
            said = ngettext("%(count)d status awaits approval", "%(count)d statuses await approval", count)
            lines.append({"words": said % {"count": count}, "url": reverse("handleplan:approval-list")})
    requests = EndDateRequest.objects.filter(
        milestone__item__plan=round.plan_id, state__in=EndDateRequest.OPEN_STATES
    ).count()
    if requests:
        said = ngettext("%(count)d request for a new deadline", "%(count)d requests for new deadlines", requests)
        lines.append({"words": said % {"count": requests}, "url": reverse("handleplan:request-list")})
    return lines


# -- reminders --------------------------------------------------------------------------------------------------------


def letters(round: Round, person: int | None, *, today: dt.date) -> list[Piece]:
    """The mails that a reminder by hand would be: to everybody who has not answered, or to one of them."""
    if round.is_closed:
        return []
    people = [one for one in digests.missing_by_person(round, today=today) if person in (None, one.pk)]
    reminded = reminding.reminded_by_hand(round, today)
    found = digests.letters_for(round, people, Message.Kind.BY_HAND, today=today)
    return [
        {"to": who, "name": str(who), "address": who.email, "subject": letter.subject, "body": letter.body}
        for who, letter in sorted(found.items(), key=lambda pair: danish_key(str(pair[0])))
        if who.email and who.pk not in reminded
    ]
