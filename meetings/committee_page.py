"""What the pages of committees and obligations show, as plain strings."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from handleplan.collation import danish_key
from handleplan.deadline_words import day_in_words, month_in_words
from handleplan.models import Plan, User
from meetings import obliging
from meetings.convening import agenda_due
from meetings.models import AgendaItem, Committee, CommitteeMember, Delivery, Meeting, ReportingObligation

Piece = dict[str, Any]
STATE_WORDS = {
    obliging.DELIVERED: gettext_lazy("Delivered"),
    obliging.EXCUSED: gettext_lazy("Not needed"),
    obliging.MISSED: gettext_lazy("Missed"),
    obliging.DUE: gettext_lazy("Due"),
    obliging.COMING: gettext_lazy("Coming"),
}
# The badge of each state: class and icon of ``components.css``.
_BADGES = {
    obliging.DELIVERED: ("closed", "closed"),
    obliging.EXCUSED: ("ontime", "info"),
    obliging.MISSED: ("overdue", "overdue"),
    obliging.DUE: ("soon", "soon"),
    obliging.COMING: ("ontime", "ontime"),
}


def committee_rows(today: dt.date) -> list[Piece]:
    """Every committee with its next meeting, in three queries; those out of use come last."""
    coming = Meeting.objects.filter(date__gte=today, is_cancelled=False).order_by("date", "time")
    following: dict[int, Meeting] = {}
    for meeting in coming.select_related("committee"):
        following.setdefault(meeting.committee_id, meeting)
    counted = Committee.objects.annotate(
        running=Count("obligations", filter=Q(obligations__last_period=None) | Q(obligations__last_period__gte=today))
    )
    committees = sorted(counted, key=lambda one: (not one.active, danish_key(one.name), danish_key(one.municipality)))
    return [
        {
            "name": committee.name,
            "url": reverse("meetings:committee-detail", args=[committee.pk]),
            "municipality": committee.municipality,
            "kind": str(committee.get_kind_display()),
            "obligations": committee.running,
            "active": committee.active,
            "next": _next(following.get(committee.pk)),
        }
        for committee in committees
    ]


def _next(meeting: Meeting | None) -> Piece | None:
    if meeting is None:
        return None
    return {
        "when": meeting_words(meeting),
        "url": reverse("meetings:meeting-detail", args=[meeting.pk]),
        "agenda": day_in_words(agenda_due(meeting)),
    }


def committee_page(committee: Committee, user: User, today: dt.date) -> Piece:
    """A committee's facts, meetings, obligations and members. A fixed number of queries."""
    meetings = list(
        committee.meetings.select_related("committee")
        .annotate(count=Count("items", filter=~Q(items__state=AgendaItem.State.DROPPED)))
        .order_by("-date", "-time", "pk")  # counting drops the model's own order
    )
    coming = [meeting for meeting in reversed(meetings) if meeting.date >= today]
    past = [meeting for meeting in meetings if meeting.date < today]
    return {
        "facts": _facts(committee),
        "coming": [_meeting_row(meeting, today) for meeting in coming],
        "past": _by_year(past, today),
        "obligations": obligation_rows(committee.obligations.all(), user, today),
        "members": [_member_row(member) for member in _sorted_members(committee, today)],
        "former": [_member_row(member) for member in committee.members.filter(until__lt=today)],
    }


def _facts(committee: Committee) -> list[tuple[str, str]]:
    days = _("%(days)d working days before the meeting") % {"days": committee.agenda_days}
    facts = [
        (_("Kind"), str(committee.get_kind_display())),
        (_("Municipality"), committee.municipality),
        (_("Who proposes"), committee.proposer),
        (_("Usual place"), committee.place),
        (_("Agenda"), days),
        (_("Template"), committee.template.label if committee.template else ""),
    ]
    return [(name, value) for name, value in facts if value]


def _meeting_row(meeting: Meeting, today: dt.date) -> Piece:
    due = agenda_due(meeting)
    return {
        "when": meeting_words(meeting),
        "url": reverse("meetings:meeting-detail", args=[meeting.pk]),
        "place": meeting.place or meeting.committee.place,
        "agenda": day_in_words(due),
        "agenda_soon": due >= today and (due - today).days <= 7,
        "cancelled": meeting.is_cancelled,
        "count": meeting.count,
    }


def _by_year(meetings: list[Meeting], today: dt.date) -> list[Piece]:
    years: dict[int, list[Piece]] = defaultdict(list)
    for meeting in meetings:
        years[meeting.date.year].append(_meeting_row(meeting, today))
    return [{"year": str(year), "meetings": rows} for year, rows in years.items()]


def _sorted_members(committee: Committee, today: dt.date) -> list[CommitteeMember]:
    """Chair, deputy, members, substitutes; within a role by name in the Danish order."""
    roles = CommitteeMember.Role.values
    sitting = committee.members.exclude(until__lt=today)
    return sorted(sitting, key=lambda member: (roles.index(member.role), danish_key(member.name)))


def _member_row(member: CommitteeMember) -> Piece:
    since = _("since %(day)s") % {"day": day_in_words(member.since)} if member.since else ""
    until = _("until %(day)s") % {"day": day_in_words(member.until)} if member.until else ""
    return {
        "name": member.name,
        "party": member.party,
        "role": str(member.get_role_display()),
        "when": " ".join(filter(None, (since, until))),
        "url": reverse("meetings:member-edit", args=[member.pk]),
    }


def meeting_words(meeting: Meeting) -> str:
    """ "29. februar 2012 kl. 16.00" in the language of the page."""
    day = day_in_words(meeting.date)
    if meeting.time is None:
        return day
    # Translators: the hour of a meeting after its date.
    return pgettext("meeting", "%(day)s at %(time)s") % {"day": day, "time": f"{meeting.time:%H.%M}"}


def period_words(obligation: ReportingObligation, first: dt.date) -> str:
    """A period in words: "februar 2012", "1. kvartal 2012", "2. halvår 2012", "2012"."""
    months = obliging.MONTHS[ReportingObligation.Cadence(obligation.cadence)]
    if months == 1:
        return month_in_words(first)
    if months == 12:
        return str(first.year)
    words = {"nth": (first.month - 1) // months + 1, "year": first.year}
    return _("quarter %(nth)d of %(year)d") % words if months == 3 else _("half-year %(nth)d of %(year)d") % words


def obligation_rows(obligations: Any, user: User, today: dt.date) -> list[Piece]:
    """Obligations with what is due, delivered and missed: three queries, however many there are."""
    plans = Plan.objects.visible_to(user)
    rows = list(obligations.filter(plan__in=plans).select_related("plan", "committee", "ordered_by"))
    meetings, deliveries = _meetings_of(rows), _deliveries_of(rows)
    return [
        _obligation_row(row, obliging.stand(row, meetings[row.committee_id], deliveries[row.pk], today)) for row in rows
    ]


def _meetings_of(rows: list[ReportingObligation]) -> dict[int, list[Meeting]]:
    found: dict[int, list[Meeting]] = defaultdict(list)
    ours = Meeting.objects.filter(committee__in={row.committee_id for row in rows}, is_cancelled=False)
    for meeting in ours.order_by("date", "time"):
        found[meeting.committee_id].append(meeting)
    return found


def _deliveries_of(rows: list[ReportingObligation]) -> dict[int, list[Delivery]]:
    found: dict[int, list[Delivery]] = defaultdict(list)
    ours = Delivery.objects.filter(obligation__in=rows).select_related("meeting", "item", "edition")
    for delivery in ours.order_by("pk"):
        found[delivery.obligation_id].append(delivery)
    return found


def _obligation_row(obligation: ReportingObligation, standing: list[obliging.Due]) -> Piece:
    counts = {state: sum(due.state == state for due in standing) for state in STATE_WORDS}
    told = [
        {"words": STATE_WORDS[state], "count": counts[state], "css": _BADGES[state][0], "icon": _BADGES[state][1]}
        for state in (obliging.MISSED, obliging.DUE, obliging.DELIVERED)
        if counts[state]
    ]
    first, last = obligation.first_period, obligation.last_period
    return {
        "text": obligation.text,
        "url": reverse("meetings:obligation-detail", args=[obligation.pk]),
        "plan": obligation.plan.title,
        "plan_url": reverse("handleplan:plan-detail", args=[obligation.plan.slug]),
        "committee": obligation.committee.name,
        "cadence": str(obligation.get_cadence_display()),
        "months": f"{month_in_words(first)} – {month_in_words(last)}" if last else _from(first),
        "ended": obligation.ended_because,
        "told": told,
    }


def _from(first: dt.date) -> str:
    return _("from %(month)s") % {"month": month_in_words(first)}


def obligation_page(obligation: ReportingObligation, today: dt.date) -> Piece:
    """One obligation: where it comes from, and every period with its meeting."""
    standing = obliging.standing(obligation, today)
    ordered_by = str(obligation.ordered_by or obligation.committee)
    facts = [
        (_("Plan"), obligation.plan.title),
        (_("Goes to"), str(obligation.committee)),
        (_("Ordered by"), ordered_by),
        (_("How often"), str(obligation.get_cadence_display())),
        (_("Where it was ordered"), obligation.source),
        (_("Ended because"), obligation.ended_because),
    ]
    return {
        **_obligation_row(obligation, standing),
        "facts": [(name, value) for name, value in facts if value],
        "serves": obliging.can_serve(obligation.plan.rhythm, obligation.cadence),
        "periods": [_period_row(obligation, due) for due in reversed(standing)],
    }


def _period_row(obligation: ReportingObligation, due: obliging.Due) -> Piece:
    given = due.delivery
    css, icon = _BADGES[due.state]
    return {
        "words": period_words(obligation, due.first),
        "state": STATE_WORDS[due.state],
        "css": css,
        "icon": icon,
        "meeting": meeting_words(due.meeting) if due.meeting else "",
        "meeting_url": reverse("meetings:meeting-detail", args=[due.meeting.pk]) if due.meeting else "",
        "edition": _("Edition %(label)s") % {"label": given.edition.label} if given and given.edition else "",
        "edition_url": reverse("reports:edition-detail", args=[given.edition_id]) if given and given.edition else "",
        "why": given.reason if given else "",
        "settle_url": reverse("meetings:delivery-add", args=[obligation.pk, f"{due.first:%Y-%m}"]),
        "can_settle": due.state in (obliging.MISSED, obliging.DUE),
    }
