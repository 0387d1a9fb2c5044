"""What the data give for the sections of an agenda item: text to begin with, and to compare with at a refill.

Reads only. Every text is a proposal in the municipality's language; a person edits it, and a refill never takes it
from him (``drafting.sections``). Words of the past are quoted, never retold.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db import models
from django.db.models import Q
from django.utils import translation

from handleplan import dates, economy, prose
from handleplan.models import Event, Plan, PlanItem, StatusEntry
from meetings import promising
from meetings.habits import Habits, SectionHabit
from meetings.models import AgendaItem, Commitment, Committee, FocusPoint, Meeting, ReportingObligation
from reports import archive, change_words
from reports.changes import compare
from reports.models import Edition

Kind = Commitment.Kind
EARLY_DAYS = 10  # of a month: what is new then was told for the month before
MOST_LINES = 40  # of what is new since last time; the edition behind the item has the rest
_NUMBERS = "et to tre fire fem seks syv otte ni ti elleve tolv".split()


@dataclass(frozen=True, slots=True)
class Focus:
    """A point of the list that needs corrective action: its title there, the points of the plan behind it."""

    title: str
    points: tuple[PlanItem, ...] = ()
    carried_from: FocusPoint | None = None


@dataclass
class Facts:
    """Everything the sections of one item are filled from."""

    meeting: Meeting
    plan: Plan | None
    period: dt.date | None
    obligation: ReportingObligation | None = None
    previous: AgendaItem | None = None
    focus: Sequence[Focus] = ()
    due: Sequence[Commitment] = ()
    news: str = ""
    events: Sequence[Event] = ()
    following: Meeting | None = None
    statuses: dict[int, StatusEntry] = field(default_factory=dict)

    @property
    def committee(self) -> Committee:
        return self.meeting.committee

    @property
    def called(self) -> str:
        return self.committee.called or self.committee.name

    @property
    def proposer(self) -> str:
        return self.committee.proposer or "Forvaltningen"


def gather(
    meeting: Meeting,
    plan: Plan | None,
    *,
    period: dt.date | None,
    obligation: ReportingObligation | None = None,
    item: AgendaItem | None = None,
) -> Facts:
    """What there is to tell at a meeting about a plan's month; ``item`` is the one being drafted, if it is there."""
    previous = previous_item(meeting, plan)
    facts = Facts(meeting, plan, period, obligation, previous)
    later = meeting.committee.meetings.filter(date__gt=meeting.date, is_cancelled=False)
    facts.following = later.order_by("date", "time").first()
    if plan is None:
        return facts
    facts.focus = focus_now(item) if item else focus_points(plan, previous, period)
    facts.due = [each for each in promising.due_at(meeting, plan=plan) if not _is_closed(each)]
    facts.news = since_last_time(plan, meeting)
    facts.events = events_since(plan, previous.meeting.date if previous else None, meeting.date)
    points = {point.pk for each in facts.focus for point in each.points}
    facts.statuses = newest_statuses(points, period)
    return facts


def _is_closed(commitment: Commitment) -> bool:
    """It stands in a closed item: its words are not put into another one by themselves."""
    return commitment.source_item is not None and commitment.source_item.is_closed


def month_told_at(meeting: Meeting) -> dt.date:
    """The month that a meeting is usually told of: its own, and early in a month the one before."""
    first = meeting.date.replace(day=1)
    return first if meeting.date.day > EARLY_DAYS else (first - dt.timedelta(days=1)).replace(day=1)


def previous_item(meeting: Meeting, plan: Plan | None) -> AgendaItem | None:
    """The last item about the plan that went to the same committee before; a closed one hands nothing on."""
    if plan is None:
        return None
    earlier = AgendaItem.objects.filter(plan=plan, meeting__committee=meeting.committee, meeting__date__lt=meeting.date)
    earlier = earlier.exclude(state=AgendaItem.State.DROPPED).exclude(is_closed=True).select_related("meeting")
    return earlier.order_by("-meeting__date", "-position", "-pk").first()


def focus_points(plan: Plan, previous: AgendaItem | None, period: dt.date | None) -> list[Focus]:
    """The list of last time without what was taken off it, and behind it what has come into focus since (S000-34)."""
    found: list[Focus] = []
    if previous:
        kept = previous.focus_points.filter(is_off=False).prefetch_related("initiatives__point")
        for each in kept:
            points = tuple(one.point for one in each.initiatives.all() if not one.withdrawn)
            found.append(Focus(each.title, points, each))
    known = {point.pk for each in found for point in each.points}
    for point in _in_focus(plan, period).exclude(pk__in=known).order_by("position"):
        found.append(Focus(point.display_title or point.number, (point,)))
    return found


def _in_focus(plan: Plan, period: dt.date | None) -> models.QuerySet[PlanItem]:
    """The points in management focus; with a month those that its statuses (or earlier ones) left in it."""
    points = plan.items.initiatives()
    if period is None:
        return points.active().filter(in_focus=True)
    told = StatusEntry.objects.counted().filter(item__plan=plan, period__lte=period, in_focus__isnull=False)
    latest = dict(told.order_by("period", "pk").values_list("item", "in_focus"))
    kept = [pk for pk, in_focus in latest.items() if in_focus]
    return points.filter(pk__in=kept).exclude(reported_closed_in__lt=period)


def focus_now(item: AgendaItem) -> list[Focus]:
    """The item's own list as it stands."""
    rows = item.focus_points.filter(is_off=False).prefetch_related("initiatives__point")
    return [
        Focus(row.title, tuple(one.point for one in row.initiatives.all() if not one.withdrawn), row.carried_from)
        for row in rows
    ]


def newest_statuses(points: Iterable[int], period: dt.date | None) -> dict[int, StatusEntry]:
    """The newest status with words of each point, up to the month that is reported; one query."""
    entries = StatusEntry.objects.counted().filter(item__in=points)
    if period:
        entries = entries.filter(period__lte=period)
    return {entry.item_id: entry for entry in entries.exclude(text="").order_by("period", "pk")}


def events_since(plan: Plan, after: dt.date | None, until: dt.date) -> list[Event]:
    """What happened after the last item's meeting (where there was none: in the three months before this one)."""
    after = after or until - dt.timedelta(days=92)
    happened = Event.objects.filter(plan=plan, withdrawal=None).select_related("item")
    reached = Q(when_latest__gt=after) & (Q(when_earliest__lte=until) | Q(when_earliest=None))
    return list(happened.filter(reached).order_by("when_latest", "pk"))


def since_last_time(plan: Plan, meeting: Meeting) -> str:
    """What the plan's last two editions before the meeting say happened between them, as a list; "" without two."""
    editions = list(plan.editions.filter(period__lte=meeting.date).select_related("plan", "previous", "corrects"))
    if not editions:
        return ""
    newest = max(editions, key=_order)
    before = [edition for edition in editions if edition.period < newest.period]
    if not before:
        return ""
    try:
        changes = compare(archive.snapshot_of(max(before, key=_order)), archive.snapshot_of(newest))
    except archive.Damaged:
        return ""
    lines = [_new(group.title, line) for group in change_words.told(changes) for line in group.lines]
    more = len(lines) - MOST_LINES
    lines = [*lines[:MOST_LINES], *([f"- og {more} ændringer til, jf. bilaget"] if more > 0 else [])]
    return "\n".join([f"{change_words.title_of(changes)}:", "", *lines]) if lines else change_words.nothing(changes)


def _new(title: str, line: change_words.Line) -> str:
    """ "- Flyttede frister: 2.1.3.1. SOFUS: fra … til …"."""
    return "- " + ": ".join(filter(None, (title, f"{line.number} {line.title}".strip(), line.sentence)))


def _order(edition: Edition) -> tuple[object, ...]:
    return edition.period, edition.number, edition.letter


# -- texts ------------------------------------------------------------------------------------------------------------


def text_of(habit: SectionHabit, facts: Facts) -> str:
    """What the data give for one section of a template; "" where they give nothing."""
    if habit.role in ("proposal", "signatures", "decision"):
        return ""
    texts = {"order": _order_text, "competence": _competence, "issue": _issue, "status": _status, "next": _next}
    return texts[habit.fill](facts) if habit.fill in texts else ""


def offered_text(habit: SectionHabit, facts: Facts) -> str:
    """What a refill offers: what fills the section, and for the economy what the plan's amounts of the year say.

    A new item begins with the template's own phrase there: whether its proposal costs anything is a person's to say.
    """
    if habit.role != "economy" or facts.plan is None:
        return text_of(habit, facts)
    with translation.override("da"):  # as every text here
        return economy.economy_sentence(facts.plan, facts.period or facts.meeting.date).text


def answer_text(focus: Focus, facts: Facts) -> tuple[str, str]:
    """How a point of the list stands, and the kind of that text: the newest status of each point behind it.

    Imported words stay as they are ("1) …" is no list there); with such among them the whole is plain.
    """
    entries = [facts.statuses[point.pk] for point in focus.points if point.pk in facts.statuses]
    kind = prose.PLAIN if any(entry.text_kind == prose.PLAIN for entry in entries) else prose.MARKDOWN
    texts = [prose.to_plain(entry.text, entry.text_kind) if kind == prose.PLAIN else entry.text for entry in entries]
    return "\n\n".join(texts), kind


def proposal_text(habits: Habits, facts: Facts) -> str:
    """The usual proposal of a status: "At Socialudvalget tager status på … til efterretning."."""
    about = f"status på {facts.plan.title}" if facts.plan else "orienteringen"
    if facts.plan and facts.period:
        about += f" for {dates.format_month(facts.period)}"
    return f"{habits.at} {facts.called} tager {about} til efterretning.".strip()


def title_text(plan: Plan | None) -> str:
    """ "Status på Handleplan for …"."""
    return f"Status på {plan.title}" if plan else ""


def _order_text(facts: Facts) -> str:
    if facts.obligation is None:
        return ""
    by = facts.obligation.ordered_by
    ordered = (by.called or by.name) if by else facts.called
    return f"{ordered} har besluttet, at udvalget skal forelægges {facts.obligation.text.rstrip('.')}."


def _competence(facts: Facts) -> str:
    return f"{facts.committee.name}."


def _issue(facts: Facts) -> str:
    paragraphs, month = [], ""
    if facts.previous:
        month = dates.format_month(facts.previous.period or facts.previous.meeting.date)
        paragraphs.append(
            f"{facts.proposer} har siden afrapporteringen i {month} arbejdet videre med handleplanens punkter."
        )
    if facts.focus:
        count = _NUMBERS[len(facts.focus) - 1] if len(facts.focus) <= len(_NUMBERS) else str(len(facts.focus))
        many = f"følgende {count} punkter i handleplanen" if len(facts.focus) > 1 else "følgende punkt i handleplanen"
        said = f"{many} kræver korrigerende handlinger og øget ledelsesmæssigt fokus:"
        paragraphs.append(f"Ved afrapporteringen i {month} fremgik, at {said}" if month else said.capitalize())
        paragraphs.append("\n".join(f"- {each.title}" for each in facts.focus))
    paragraphs += [each.text.strip() for each in facts.due if each.kind != Kind.PROMISE]
    return "\n\n".join(paragraphs)


def _status(facts: Facts) -> str:
    paragraphs = [
        f"Det blev stillet i udsigt{_made(each)}: “{each.text.strip()}”" for each in facts.due if _promised(each)
    ]
    if facts.news:
        paragraphs.append(facts.news)
    if facts.events:
        paragraphs.append("Siden sidst er der sket følgende:")
        paragraphs.append("\n".join(f"- {_event(each)}" for each in facts.events))
    return "\n\n".join(paragraphs)


def _promised(commitment: Commitment) -> bool:
    return commitment.kind == Kind.PROMISE


def _made(commitment: Commitment) -> str:
    return f" den {dates.format_day(commitment.made_on)}" if commitment.made_on else ""


def _event(event: Event) -> str:
    when = event.when_as_written
    text = event.text.strip()
    said = text if when and when in text else f"{when}: {text}" if when else text
    return f"{said} ({event.item.number})" if event.item and event.item.number else said


def _next(facts: Facts) -> str:
    if facts.following is None or facts.plan is None:
        return ""
    day = dates.format_day(facts.following.date)
    return f"{facts.called} forelægges den næste status på {facts.plan.title} på mødet den {day}."
