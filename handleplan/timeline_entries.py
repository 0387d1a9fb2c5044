"""One thing that happened to a point, in ready words, made of each kind of recorded fact.

``day`` is the last day it can have happened on, and None where nobody knows: nothing is put at a guessed day.
"""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from handleplan import dates, prose
from handleplan.amounts import format_number
from handleplan.dates import ImpreciseDate
from handleplan.deadline_words import day_in_words, days_moved, month_in_words, month_without_news, read_as
from handleplan.models import Closing, EndDateRevision, Event, Milestone, PlanItem, StatusEntry, StoredFile
from handleplan.models.milestones import Link, links_of
from handleplan.models.plans import TextKind
from handleplan.moments import local_day, moment_in_words
from handleplan.scaling import levels_of

_LONG = 400  # characters of a text that stands unfolded
_EXCERPT = 160
_TONES = {"good": "closed", "fair": "soon", "bad": "overdue"}  # the classes of the badges


@dataclass(frozen=True, slots=True)
class Fact:
    """A detail under an entry. An empty ``value`` is told as not stated."""

    label: str
    value: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Badge:
    """A word with its symbol; ``tone`` is the class of a badge, ``icon`` the name of its icon where it has one."""

    word: str
    tone: str = ""
    symbol: str = ""
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened to a point. Packages add their own (``contributions``, ``TIMELINE``).

    ``kind`` stands in the address (``?show=``); a kind of one's own brings its ``kind_words`` for the filter. ``when``
    are the words for its time and ``reading`` what they mean; ``day`` sorts it, then ``recorded_at``. ``lead`` is what
    it comes down to (a date, a file's name) and ``html`` its text, safe to print, folded behind an ``excerpt`` where
    it is long. ``taken_back`` says who took it back, when and why.
    """

    kind: str
    title: str
    when: str = ""
    reading: str = ""
    day: dt.date | None = None
    recorded_at: dt.datetime | None = None
    order: int = 0
    anchor: str = ""
    lead: str = ""
    lead_url: str = ""
    lead_reading: str = ""
    superseded: str = ""
    html: str = ""
    excerpt: str = ""
    badges: tuple[Badge, ...] = ()
    facts: tuple[Fact, ...] = ()
    by: str = ""
    taken_back: tuple[Fact, ...] = ()
    withdraw_url: str = ""
    kind_words: str = ""

    @property
    def sort_key(self) -> tuple[Any, ...]:
        recorded = self.recorded_at.timestamp() if self.recorded_at else 0.0
        return (self.day or dt.date.min, recorded, self.order)


def of_status(status: StatusEntry, *, nth: int = 0) -> Entry:
    """A month's status; it belongs to the end of its month. ``nth`` says which month in a row without news it is."""
    quiet = _("Nothing new") + f" ({month_without_news(nth)})" if nth else ""
    parts = [
        prose.to_html(status.text, status.text_kind),
        _labelled(_("Corrective action"), status.corrective_action, status.text_kind),
        _labelled(_("Reason for the focus"), status.focus_reason, status.text_kind),
    ]
    return Entry(
        kind="status",
        title=_("Status"),
        when=month_in_words(status.period),
        day=_last_day(status.period),
        recorded_at=status.recorded_at,
        order=status.pk,
        anchor=f"entry-status-{status.pk}",
        html=mark_safe("".join(parts)),  # each part comes escaped or cleaned
        excerpt=" ".join(filter(None, [quiet, _excerpt(status.text, status.text_kind)])),
        badges=(*((Badge(quiet),) if quiet else ()), *_status_badges(status)),
        facts=tuple(_status_facts(status)),
        by=_("imported") if status.source == StatusEntry.Source.IMPORT else _by(status),
        taken_back=taken_back(status),
    )


def _status_facts(status: StatusEntry) -> Iterator[Fact]:
    if status.forecast and status.forecast_read_by != "text":
        yield Fact(_("Expected"), _with_reading(status.forecast))
    if status.corrects_closed_month:
        yield Fact(_("Reason for the correction"), status.recorded_because)


def _status_badges(status: StatusEntry) -> Iterator[Badge]:
    if status.assessment:
        levels = {level["code"]: level for level in levels_of(status.scale)}
        level = levels.get(status.assessment)
        if level:
            yield Badge(level["word"], tone=_TONES.get(level["tone"], ""), symbol=level["symbol"])
        else:
            yield Badge(status.assessment)
    if status.in_focus:
        yield Badge(_("Management focus"), tone="focus", icon="focus")
    if status.corrects_closed_month:
        yield Badge(_("corrected after the round was closed"), icon="edit")


def counts(status: StatusEntry) -> bool:
    """Whether it stands, neither taken back nor sent back; of a status read with both beside it."""
    verdict, withdrawal = getattr(status, "verdict", None), getattr(status, "withdrawal", None)
    return withdrawal is None and (verdict is None or verdict.kind != verdict.Kind.SENT_BACK)


def of_milestone(milestone: Milestone, item: PlanItem) -> Iterator[Entry]:
    """A deadline's chain and the milestone's completion; ``item`` is the point whose timeline it stands in."""
    name = "" if milestone.is_own and milestone.item_id == item.pk else str(milestone)
    links = links_of(milestone.revisions.all())
    written = {revision.pk: revision for revision in milestone.revisions.all()}
    before: Link | None = None
    for link in links:
        yield _of_link(link, before, milestone, name)
        for correction in link.corrected_by:
            yield _of_correction(correction, written[correction.corrects_id], name)
        before = link
    if milestone.completed_on:
        yield Entry(
            kind="deadline",
            title=_("Completed"),
            when=day_in_words(milestone.completed_on),
            day=milestone.completed_on,
            lead=name,
        )


def _of_link(link: Link, before: Link | None, milestone: Milestone, name: str) -> Entry:
    revision = link.revision
    decided = revision.decided_on
    told = bool(revision.reason or revision.reason_category or revision.decided_by or decided)
    # The forms demand a reason: a link of which nothing is told was imported, and nobody knows its day.
    day = decided or (local_day(revision.recorded_at) if told else None)
    facts = [Fact(_("Milestone"), name)] if name else []
    if before is not None:
        facts += _facts_of_move(link, before, milestone.original, told=told)
    return Entry(
        kind="deadline",
        title=_title_of(revision),
        when=day_in_words(day) if day else "",
        day=day,
        recorded_at=revision.recorded_at,
        order=revision.sequence,
        anchor=f"entry-revision-{revision.pk}",
        lead=link.end.as_written if link.end else "–",
        lead_reading=read_as(link.end),
        superseded=revision.end_as_written if link.corrected_by else "",
        badges=(Badge(pgettext("deadline", "corrected")),) if link.corrected_by else (),
        facts=tuple(facts),
        by=_by(revision) if told else _("imported") if before is not None else "",
        taken_back=taken_back(revision),
    )


def _title_of(revision: EndDateRevision) -> str:
    return {
        EndDateRevision.Kind.ORIGINAL: _("Original end date"),
        EndDateRevision.Kind.PLANNED: _("Planned end date"),
    }.get(EndDateRevision.Kind(revision.kind), _("Deadline moved"))


def _facts_of_move(link: Link, before: Link, original: ImpreciseDate | None, *, told: bool) -> list[Fact]:
    """From where, how far, and who decided it, when and why."""
    facts = [Fact(pgettext("deadline", "From"), before.end.as_written if before.end else "–")]
    from_before, from_original = _distance(link.end, before.end), _distance(link.end, original)
    if from_before:
        facts.append(Fact(_("Moved"), from_before))
    if from_original and from_original != from_before:
        facts.append(Fact(_("From the original"), from_original))
    revision = link.revision
    if not told:
        return [*facts, Fact(_("Decided by, date and reason"), "")]
    category = revision.get_reason_category_display() if revision.reason_category else ""
    reason = ": ".join(filter(None, (category, revision.reason)))
    return [*facts, Fact(_("Decided by"), revision.decided_by), Fact(_("Reason"), reason)]


def _of_correction(correction: EndDateRevision, faulty: EndDateRevision, name: str) -> Entry:
    day = local_day(correction.recorded_at)
    mistake = Fact(_("Instead of"), faulty.end_as_written or "–", f"#entry-revision-{faulty.pk}")
    return Entry(
        kind="deadline",
        title=_("Typing mistake corrected"),
        when=day_in_words(day),
        day=day,
        recorded_at=correction.recorded_at,
        order=correction.sequence,
        anchor=f"entry-revision-{correction.pk}",
        lead=correction.end_as_written,
        lead_reading=read_as(correction.end),
        facts=(
            *((Fact(_("Milestone"), name),) if name else ()),
            mistake,
            Fact(_("Reason"), correction.reason),
        ),
        by=_by(correction),
    )


def of_event(event: Event, *, may_withdraw: bool) -> Entry:
    """A dated event, at the last day it can mean ("siden oktober 2011": at its first)."""
    when = event.when
    number = "" if event.amount is None else f"{_number(event.amount)} {event.amount_unit}".strip()
    facts = [Fact(pgettext("an event's", "Number"), number)] if number else []
    facts += [Fact(_("Source"), event.source)] if event.source else []
    back = taken_back(event)
    return Entry(
        kind="event",
        title=_("Event"),
        when=event.when_as_written,
        reading="" if _is_month(when) else read_as(when),
        day=(when.latest or when.earliest) if when else None,
        recorded_at=event.recorded_at,
        order=event.pk,
        anchor=f"entry-event-{event.pk}",
        html=_plain(event.text),
        excerpt=_excerpt(event.text, TextKind.PLAIN),
        facts=tuple(facts),
        by=_by(event),
        taken_back=back,
        withdraw_url=reverse("handleplan:event-withdraw", args=[event.pk]) if may_withdraw and not back else "",
    )


def of_closing(closing: Closing) -> Entry:
    """An end or a reopening: on its day, else in the month whose report told it, else when it was recorded."""
    when, month = closing.when, closing.reported_in
    known = (when.latest or when.earliest) if when else None
    recorded = local_day(closing.recorded_at)
    if when and when.as_written:
        words = when.as_written
    else:
        words = month_in_words(month) if month else day_in_words(recorded)
    facts = [Fact(_("Reported closed in"), month_in_words(month))] if month and when else []
    facts.append(Fact(_("Reason"), closing.reason))
    if closing.into:
        facts.insert(0, Fact(_("Point"), str(closing.into), reverse("handleplan:item-detail", args=[closing.into_id])))
    return Entry(
        kind="closing",
        title=_closing_words(closing),
        when=words,
        reading=read_as(when),
        day=known or (_last_day(month) if month else recorded),
        recorded_at=closing.recorded_at,
        order=closing.pk,
        facts=tuple(facts),
        by=_by(closing),
    )


def of_reported_closing(item: PlanItem) -> Entry | None:
    """The closing of a point that came closed with its table: the month is all that is known."""
    month = item.reported_closed_in
    if not item.is_closed or month is None:
        return None
    return Entry(
        kind="closing",
        title=_("Reported closed"),
        when=month_in_words(month),
        day=_last_day(month),
        facts=(Fact(_("Reason"), ""),),
        by=_("imported"),
    )


def _closing_words(closing: Closing) -> str:
    return {
        Closing.Kind.CLOSED: _("Closed"),
        Closing.Kind.DROPPED: _("Dropped"),
        Closing.Kind.MERGED: _("Merged into another point"),
        Closing.Kind.CONTINUED: _("Continued in another point"),
        Closing.Kind.REOPENED: _("Reopened"),
    }[Closing.Kind(closing.kind)]


def of_file(file: StoredFile, *, may_withdraw: bool, may_open_withdrawn: bool) -> Entry:
    """Evidence that was attached, on the day it was."""
    day = local_day(file.recorded_at)
    back = taken_back(file)
    may_open = may_open_withdrawn or not back
    return Entry(
        kind="file",
        title=_("File attached"),
        when=day_in_words(day),
        day=day,
        recorded_at=file.recorded_at,
        order=file.pk,
        anchor=f"entry-file-{file.pk}",
        lead=file.name,
        lead_url=reverse("handleplan:file-detail", args=[file.pk]) if may_open else "",
        lead_reading=filesizeformat(file.size),
        by=_by(file),
        taken_back=back,
        withdraw_url=reverse("handleplan:file-withdraw", args=[file.pk]) if may_withdraw and not back else "",
    )


# -- words ------------------------------------------------------------------------------------------------------------


def taken_back(fact: Any) -> tuple[Fact, ...]:
    """By whom, when and why a fact was taken back; nothing where it stands."""
    withdrawal = getattr(fact, "withdrawal", None)  # RelatedObjectDoesNotExist is an AttributeError
    if withdrawal is None:
        return ()
    return (
        Fact(_("By"), str(withdrawal.recorded_by)),
        Fact(pgettext("time", "On"), moment_in_words(withdrawal.recorded_at)),
        Fact(_("Reason"), withdrawal.reason),
    )


def _by(fact: Any) -> str:
    return str(fact.recorded_by)


def _with_reading(value: ImpreciseDate) -> str:
    reading = read_as(value)
    return f"{value.as_written} ({reading})" if reading else value.as_written


def _number(amount: Decimal) -> str:
    """Without the decimals that the column adds: "12", "4,30"."""
    return format_number(int(amount) if amount == int(amount) else amount)


def _is_month(value: ImpreciseDate | None) -> bool:
    """Whether the words mean a whole month ("januar 2012"), whose days need not be told."""
    if value is None or value.latest is None:
        return False
    return value.earliest == value.latest.replace(day=1) and value.latest == _last_day(value.latest)


def _distance(end: ImpreciseDate | None, other: ImpreciseDate | None) -> str:
    return days_moved(dates.slippage(end, other)) if end and other else ""


def _labelled(label: str, text: str, kind: str) -> str:
    if not text:
        return ""
    return f'<p class="entry-label">{conditional_escape(label)}</p>{prose.to_html(text, kind)}'


def _excerpt(text: str, kind: str) -> str:
    """How a long text begins, cut between words; "" for a short one."""
    words = " ".join(prose.to_plain(text, kind).split())
    return f"{words[:_EXCERPT].rpartition(' ')[0] or words[:_EXCERPT]} …" if len(words) > _LONG else ""


def _plain(text: str) -> SafeString:
    return mark_safe(prose.to_html(text, TextKind.PLAIN))  # escaped there


def _last_day(month: dt.date) -> dt.date:
    return month.replace(day=monthrange(month.year, month.month)[1])
