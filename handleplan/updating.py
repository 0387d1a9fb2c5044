"""The verbs that write statuses."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from handleplan import history
from handleplan.dates import ImpreciseDate
from handleplan.dates.finding import flags
from handleplan.models import PlanItem, ReadBy, Scale, StatusEntry, User
from handleplan.models.imprecise import columns
from handleplan.models.plans import TextKind
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
) -> StatusEntry:
    """Submits the status of a point for the month that begins on ``period``.

    ``seen`` is the ``status_version`` the author saw when he began to write; if somebody else submitted one since, it
    raises ``history.Outdated`` and writes nothing. An import sees nothing and is never outdated.

    Without a ``forecast`` from the author, the latest forward-looking date of the text is kept as one, marked as
    found in the text. The point follows the newest month's entry, an entry for an older month changes nothing of it.
    """
    history.claim(item, seen=seen, field="status_version")
    entry = StatusEntry(
        item=item,
        period=period.replace(day=1),
        text=text,
        text_kind=text_kind,
        source=source,
        scale=scale,
        assessment=assessment,
        corrective_action=corrective_action,
        in_focus=in_focus,
        focus_reason=focus_reason,
        recorded_by=user,
        recorded_because=reason,
        **columns("forecast", forecast),
    )
    if forecast is None and not item.is_closed:
        take_forecast_from_text(entry)
    entry.save()
    follow_newest(item, user=user, reason=reason)
    return entry


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
