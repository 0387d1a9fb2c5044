"""The verbs that write statuses."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from handleplan import counting, history, rounding
from handleplan.counting import Told
from handleplan.dates import ImpreciseDate
from handleplan.dates.finding import flags
from handleplan.models import Counter, PlanItem, ReadBy, Round, Scale, StatusEntry, User
from handleplan.models.imprecise import columns
from handleplan.models.plans import TextKind
from handleplan.nothing_new import months_without_news, needs_sentence
from handleplan.planning import refresh_search


@transaction.atomic
def record_status(
    item: PlanItem,
    *,
    period: dt.date,
    text: str,
    user: User,
    reason: str,
    text_kind: str = TextKind.PLAIN,
    source: str = StatusEntry.Source.IMPORT,
    assessment: str = "",
    corrective_action: str = "",
    in_focus: bool | None = None,
    focus_reason: str = "",
    forecast: ImpreciseDate | None = None,
    scale: Scale | None = None,
    seen: int | None = None,
    round: Round | None = None,
    nothing_new: bool = False,
    on_behalf_of: User | None = None,
    correcting: bool = False,
    numbers: Sequence[tuple[Counter, Told]] = (),
) -> StatusEntry:
    """Submits the status of a point for the month that begins on ``period``.

    ``seen`` is the ``status_version`` the author saw when he began to write; if somebody else submitted one since, it
    raises ``history.Outdated`` and writes nothing. An import sees nothing and is never outdated.

    The entry belongs to the month's round; ``round`` only names it where the author believes to write in one. A month
    whose round is closed takes no status and raises ``rounding.MonthClosed``, unless it is ``correcting`` a mistake in
    the open: the entry then says so (``StatusEntry.corrects_closed_month``).

    ``nothing_new`` confirms what was told last: assessment and expected end stand, the words are not repeated. ``text``
    is the sentence that the third month in a row needs. Raises ``rounding.MustWrite`` where the round wants words.
    ``on_behalf_of`` is the owner somebody else writes for.

    Without a ``forecast`` from the author, the latest forward-looking date of the text is kept as one, marked as
    found in the text. The point follows the newest month's entry, an entry for an older month changes nothing of it.

    ``numbers`` are what the status tells of the point's counters; a number that is there already is linked to it.
    """
    period = period.replace(day=1)
    held = rounding.hold_month(item.plan_id, round.period if round else period)  # before the claim: one order for all
    if held is not None and held.is_closed and not correcting:
        raise rounding.MonthClosed(held)
    history.claim(item, seen=seen, field="status_version")
    entry = StatusEntry(
        item=item,
        period=held.period if held else period,
        text=text,
        text_kind=text_kind,
        source=source,
        scale=scale,
        assessment=assessment,
        corrective_action=corrective_action,
        in_focus=in_focus,
        focus_reason=focus_reason,
        round=held,
        nothing_new=nothing_new,
        on_behalf_of=on_behalf_of,
        recorded_by=user,
        recorded_because=reason,
        **columns("forecast", forecast),
    )
    if nothing_new:
        _confirm_last(entry)
    elif forecast is None and not item.is_closed:
        take_forecast_from_text(entry)
    entry.save()
    for counter, told in numbers:
        _tell_number(entry, counter, told, user=user, reason=reason)
    follow_newest(item, user=user, reason=reason)
    return entry


def _tell_number(entry: StatusEntry, counter: Counter, told: Told, *, user: User, reason: str) -> None:
    try:
        with transaction.atomic():
            counting.record_observation(counter, told, status=entry, user=user, reason=reason)
    except counting.AlreadyObserved as there:
        counting.link_observation(there.observation, entry, user=user, reason=reason)


def _confirm_last(entry: StatusEntry) -> None:
    """Lets assessment and forecast of the last status stand on an entry that tells nothing new."""
    if (offer := offer_nothing_new(entry.item, entry.round)) is None:
        raise rounding.MustWrite("the point needs a status in words")
    if offer.needs_sentence and not entry.text:
        raise rounding.MustWrite("the third month in a row needs a sentence")
    entry.scale, entry.assessment = offer.last.scale, offer.last.assessment
    for name in columns("forecast", None):
        setattr(entry, name, getattr(offer.last, name))


@dataclass(frozen=True, slots=True)
class Offer:
    """That "Nothing new" may be said of a point: ``nth`` is which month in a row it would be."""

    last: StatusEntry
    nth: int

    @property
    def needs_sentence(self) -> bool:
        return needs_sentence(self.nth - 1)


def offer_nothing_new(item: PlanItem, round: Round | None) -> Offer | None:
    """Whether "Nothing new" may be said of the point in this round; None where the round wants words, where nothing
    was told before, or where the month has its status already."""
    asked = round.asked.filter(item=item).first() if round else None
    told = list(item.statuses.counted().order_by("-period", "-recorded_at", "-pk"))
    if asked is None or asked.must_write or not told or told[0].period >= round.period:
        return None
    return Offer(told[0], months_without_news((each.period, each.nothing_new) for each in told) + 1)


def take_forecast_from_text(entry: StatusEntry) -> None:
    """The author's forecast in prose: the forward-looking mention that reaches furthest (S004-27, S004-39)."""
    mentions = [m for m in flags(entry.text, entry.period.replace(day=15)) if m.date.latest]
    if mentions:
        furthest = max(mentions, key=lambda mention: (mention.date.latest, -mention.start))
        entry.forecast = furthest.date
        entry.forecast_as_written = entry.forecast_as_written[:400]
        entry.forecast_read_by = ReadBy.TEXT


def follow_newest(item: PlanItem, *, user: User, reason: str) -> None:
    """Brings the point and its own forecast in line with its newest status that counts."""
    counted = item.statuses.counted().order_by("-period", "-recorded_at", "-pk")
    newest = counted.first()
    spoken = counted.exclude(in_focus=None).first()
    in_focus = bool(spoken and spoken.in_focus)
    if (item.latest_status_id, item.in_focus) != (newest.pk if newest else None, in_focus):
        item.latest_status = newest
        item.in_focus = in_focus
        history.save(item, user=user, reason=reason, fields=["latest_status", "in_focus"])
    milestone = item.milestones.filter(is_own=True).first()
    forecast = newest.forecast if newest else None
    if milestone is not None and columns("forecast", milestone.forecast) != columns("forecast", forecast):
        milestone.forecast = forecast
        history.save(milestone, user=user, reason=reason, fields=list(columns("forecast", None)))
    refresh_search(item)
