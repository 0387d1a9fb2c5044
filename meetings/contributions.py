"""What meetings add to the core's pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from django.db import connection
from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handleplan import permissions
from handleplan.check_mark import one_query
from handleplan.consistency import Finding
from handleplan.contributions import Action, MenuEntry, Panel, PanelRow, Task
from handleplan.deadline_words import day_in_words, month_in_words, over_deadline
from handleplan.log_page import reached
from handleplan.models import ChangeEntry, Plan, PlanItem, User
from handleplan.timeline import Entry
from meetings import convening, happenings, obliging, openness, promising, spotting
from meetings.happenings import commitment_address
from meetings.item_words import item_address, item_words, items_about, meeting_words
from meetings.models import (
    AgendaItem,
    Commitment,
    CommitmentEvent,
    DecisionEffect,
    Delivery,
    DismissedCandidate,
    Meeting,
    ReportingObligation,
    Section,
)

_AHEAD = dt.timedelta(days=35)  # how long before a meeting its agenda stands on the home page
_SOON = dt.timedelta(days=21)  # how long before it is due a promise stands on the home page
_MOST_ITEMS = 5  # items beside a point
_SHORT = 90  # characters of a promise in a list
_MARKED = (
    "SELECT COUNT(*) FROM {Commitment} WHERE plan_id = %s",
    "SELECT SUM(version) FROM {Commitment} WHERE plan_id = %s",
    "SELECT COUNT(*) FROM {AgendaItem} WHERE plan_id = %s",
    "SELECT SUM(version) FROM {AgendaItem} WHERE plan_id = %s",
    "SELECT COUNT(*) FROM {Section} s JOIN {AgendaItem} i ON i.id = s.item_id WHERE i.plan_id = %s",
    "SELECT SUM(s.version) FROM {Section} s JOIN {AgendaItem} i ON i.id = s.item_id WHERE i.plan_id = %s",
    """SELECT COUNT(*) FROM {DismissedCandidate} d JOIN {Section} s ON s.id = d.section_id
       JOIN {AgendaItem} i ON i.id = s.item_id WHERE i.plan_id = %s""",
    "SELECT COUNT(*) FROM {ReportingObligation} WHERE plan_id = %s",
    "SELECT SUM(version) FROM {ReportingObligation} WHERE plan_id = %s",
    "SELECT COUNT(*) FROM {Delivery} d JOIN {ReportingObligation} o ON o.id = d.obligation_id WHERE o.plan_id = %s",
    "SELECT COUNT(*) FROM {Meeting}",  # any of them may be where a promise is due
    "SELECT SUM(version) FROM {Meeting}",
)
_MARKS = one_query(
    _MARKED, (AgendaItem, Commitment, Delivery, DismissedCandidate, Meeting, ReportingObligation, Section)
)


def menu(user: User) -> Iterator[MenuEntry]:
    """The committees and their meetings, for everybody who reads."""
    yield MenuEntry(_("Meetings"), reverse("meetings:committee-list"), ("meetings:",))


def plan_actions(plan: Plan, user: User) -> Iterator[Action]:
    """The buttons to what committees were promised of the plan, and to how they dealt with it."""
    course = reverse("meetings:plan-course", args=[plan.slug])
    yield Action(_("Course of the matter"), course)
    yield Action(_("Ordered reports"), f"{course}#orders")
    yield Action(_("Promises and requests"), f"{reverse('meetings:commitment-list')}?plan={plan.slug}")


def log_withheld(entries: Sequence[ChangeEntry], user: User) -> Iterator[int]:
    """What was written of items that are closed to the person, all their parts, minutes and promises included."""
    if openness.can_read_closed(user):
        return
    items = reached(entries, AgendaItem)
    keys = {key for found in items.values() for key in found}
    closed = set(AgendaItem.objects.filter(pk__in=keys, is_closed=True).values_list("pk", flat=True))
    yield from (entry for entry, found in items.items() if found & closed)


# -- agendas ----------------------------------------------------------------------------------------------------------


def agenda_tasks(user: User, today: dt.date) -> Iterator[Task]:
    """What the next agendas still lack, for those who keep plans: reports that are owed and have no item, and items
    that are no more than drafts. Three queries."""
    if not permissions.can_keep_plans(user):
        return
    coming = Meeting.objects.filter(is_cancelled=False, date__range=(today, today + _AHEAD)).order_by("date", "time")
    meetings = list(coming.select_related("committee"))
    items = list(AgendaItem.objects.filter(meeting__in=meetings).exclude(state=AgendaItem.State.DROPPED))
    orders = ReportingObligation.objects.filter(committee__in=[meeting.committee_id for meeting in meetings])
    have = {(item.meeting_id, item.obligation_id) for item in items}
    owed = list(orders.select_related("plan"))
    for meeting in meetings:
        due = convening.agenda_due(meeting)
        note = _("The agenda goes out %(agenda)s") % {"agenda": day_in_words(due)}
        where = meeting_words(meeting.committee, meeting.date)
        at = reverse("meetings:meeting-detail", args=[meeting.pk])
        for order in owed:
            if order.committee_id == meeting.committee_id and (meeting.pk, order.pk) not in have:
                if obliging.period_at(order, meeting.date):
                    said = _("%(meeting)s lacks an item about %(plan)s") % {"meeting": where, "plan": order.plan}
                    yield Task("publish", said, at, note, urgent=due <= today)
        for item in items:
            if item.meeting_id == meeting.pk and item.state == AgendaItem.State.DRAFT:
                said = _("%(meeting)s: the item is still a draft: %(title)s")
                address = reverse("meetings:agenda-item", args=[item.pk])
                yield Task(
                    "publish", said % {"meeting": where, "title": item.title}, address, note, urgent=due <= today
                )


def order_checks(plan: Plan, user: User, as_of: dt.date) -> Iterator[Finding]:
    """Orders that the plan's rhythm cannot serve, and reports that a committee never had. Four queries."""
    for order in plan.obligations.select_related("committee"):
        if not obliging.can_serve(plan.rhythm, order.cadence):
            yield Finding(
                "order_rhythm",
                _("%(committee)s is to be told every month, but the plan is reported every quarter.")
                % {"committee": order.committee},
                reverse("handleplan:plan-settings", args=[plan.slug]),
                _("Rhythm and approval"),
                str(_("Orders that the plan’s rhythm cannot serve")),
            )
    late: dict[ReportingObligation, list[dt.date]] = {}
    for order, due in obliging.missed(plan, as_of):
        late.setdefault(order, []).append(due.first)
    for order, periods in late.items():
        words = ngettext(
            "%(committee)s lacks %(count)d report: %(months)s",
            "%(committee)s lacks %(count)d reports: %(months)s",
            len(periods),
        )
        months = ", ".join(month_in_words(first) for first in periods)
        yield Finding(
            "order_missed",
            words % {"committee": order.committee, "count": len(periods), "months": months},
            reverse("meetings:obligation-detail", args=[order.pk]),
            _("See the order"),
            str(_("Reports that a committee never had")),
        )


# -- promises ---------------------------------------------------------------------------------------------------------


def committee_asked(plan: Plan) -> Iterator[int]:
    """The points that a committee or the management has asked about and not heard of yet; one query."""
    asked = Commitment.objects.open().filter(plan=plan).exclude(kind=Commitment.Kind.PROMISE)
    yield from asked.filter(points__withdrawn=False).values_list("points__point", flat=True).distinct()


def timeline(item: PlanItem, user: User) -> Iterator[Entry]:
    """What committees decided of the point and what they were promised, and what became of it; six queries."""
    effects = DecisionEffect.objects.filter(point=item).select_related(
        "decision__minutes__item__meeting__committee", "revision", "request", "recorded_by"
    )
    for effect in effects.prefetch_related("decision__minutes__corrected_by"):
        yield happenings.of_effect(effect, user)
    events = CommitmentEvent.objects.select_related("recorded_by", "section", "meeting__committee")
    events = events.select_related("item__meeting__committee").order_by("pk")
    for commitment in _about(item, user).prefetch_related(Prefetch("events", events)):
        yield from happenings.entries_of(commitment, user, quotes=True)


def point_panels(item: PlanItem, user: User, today: dt.date) -> Iterator[Panel]:
    """The open promises about the point and the items that dealt with it, beside its facts; two queries."""
    rows = _about(item, user).open().with_last_day().select_related("due_meeting__committee")
    found = sorted(rows, key=lambda row: (row.last_day or dt.date.max, row.pk))
    if found:
        yield Panel("commitments", _("Promises and requests"), tuple(_panel_row(row, today) for row in found))
    items = items_about(item, user).select_related("meeting__committee").order_by("-meeting__date", "position", "pk")
    dealt = list(items[: _MOST_ITEMS + 1])
    if dealt:
        listed = tuple(
            PanelRow(
                openness.title_of(each, user),
                item_address(each),
                meeting_words(each.meeting.committee, each.meeting.date),
            )
            for each in dealt[:_MOST_ITEMS]
        )
        course = f"{reverse('meetings:plan-course', args=[item.plan.slug])}?point={item.pk}"
        yield Panel("course", _("Course of the matter"), listed, _("The whole course with decisions"), course)


def _panel_row(commitment: Commitment, today: dt.date) -> PanelRow:
    days = (today - commitment.last_day).days if commitment.last_day else 0
    meeting = commitment.due_meeting
    due = promising.due_words(commitment) if not meeting else meeting_words(meeting.committee, meeting.date)
    note = _("Due: %(due)s") % {"due": due} if due else ""
    return PanelRow(
        _shortened(commitment.text), commitment_address(commitment), note, over_deadline(days) if days > 0 else ""
    )


def _about(item: PlanItem, user: User):
    rows = openness.visible_commitments(user).filter(points__point=item, points__withdrawn=False)
    return rows.select_related("due_meeting__committee", "source_item__meeting__committee", "asked_by").distinct()


def tasks(user: User, today: dt.date) -> Iterator[Task]:
    """Promises that are overdue or soon due, for those who keep plans; one query."""
    if not permissions.can_keep_plans(user):
        return
    open_ones = openness.visible_commitments(user).open().with_last_day().filter(last_day__lte=today + _SOON)
    days = list(open_ones.order_by("last_day").values_list("last_day", flat=True))
    late = sum(day < today for day in days)
    if late:
        said = ngettext(
            "%(count)d promise to a committee is overdue", "%(count)d promises to committees are overdue", late
        )
        yield Task("answer", said % {"count": late}, reverse("meetings:commitment-list"), count=late, urgent=True)
    if coming := len(days) - late:
        said = ngettext(
            "%(count)d promise to a committee is due soon", "%(count)d promises to committees are due soon", coming
        )
        yield Task("answer", said % {"count": coming}, reverse("meetings:commitment-list"), count=coming)


def checks(plan: Plan, user: User, as_of: dt.date) -> Iterator[Finding]:
    """Promises that nobody kept in time, and sentences of decided items that nobody has looked at; six queries."""
    for row in openness.visible_commitments(user).filter(plan=plan).overdue(as_of).order_by("last_day", "pk"):
        yield Finding(
            "commitment_overdue",
            _("Nobody has answered: %(words)s") % {"words": _shortened(row.text)},
            commitment_address(row),
            _("See the promise"),
            str(_("Promises to a committee that are overdue")),
        )
    if not permissions.can_keep_plans(user):
        return
    decided = AgendaItem.objects.filter(plan=plan, state__in=[AgendaItem.State.READY, AgendaItem.State.DECIDED])
    items = {item.pk: item for item in decided.select_related("meeting__committee")}
    for section, candidate in spotting.candidates_in(items.values()):
        item = items[section.item_id]
        yield Finding(
            "candidate_unconfirmed",
            _("%(item)s seems to promise: %(words)s")
            % {"item": item_words(item, user), "words": _shortened(candidate.sentence)},
            reverse("meetings:candidate-list", args=[item.pk]),
            _("Look at it"),
            str(_("Promises in the text that nobody has confirmed")),
        )


def check_marks(plan: Plan) -> Iterator[object]:
    """What changes with every write that the checks above read: the plan's promises, orders and items; one query."""
    with connection.cursor() as cursor:
        cursor.execute(_MARKS, [plan.pk] * _MARKS.count("%s"))
        yield from cursor.fetchone()


def _shortened(text: str) -> str:
    return text if len(text) <= _SHORT else f"{text[: _SHORT - 1].rpartition(' ')[0]} …"
