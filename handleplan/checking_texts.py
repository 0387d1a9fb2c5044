"""What a person should look at in a status before it is read by others: dates, gaps, length, CPR numbers.

Everything here is a remark beside the text, except a CPR number: a certain one blocks until somebody who keeps plans
has let exactly this text stand, with a reason. A number is never quoted, neither in a remark nor in a log.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from handleplan import cpr
from handleplan.dates import ImpreciseDate
from handleplan.dates.finding import contradictions
from handleplan.models import (
    ConditionalEnd,
    Counter,
    CprClearance,
    EndDateRevision,
    Observation,
    Plan,
    PlanItem,
    Scale,
    StatusEntry,
    User,
)
from handleplan.models.scales import USUAL_LEVELS

LONGEST = 2_000  # characters of a status; about half a page of the report, where the longest real one is half as long
GOOD = "good"  # the tone of a scale's level
_LEFT_OVER = re.compile(r"\[\s*(?:…|\.{2,}|_+|[xX]{2,}|\?+)?\s*\](?!\()")


class Severity(models.TextChoices):
    """Whether a remark stops something."""

    BLOCKS = "blocks", "blocks"
    WARNS = "warns", "warns"


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to look at: a stable code, whether it blocks, and the words beside the text (Danish).

    Codes: cpr_certain, cpr_likely, contradicting_date, deviating_without_text, left_over, too_long. ``item`` is the
    point's key where remarks of many points stand together; ``field`` is the text that it is about, ``sha256`` that
    text's hash where somebody may let it stand.
    """

    code: str
    severity: str
    sentence: str
    field: str = "text"
    item: int = 0
    sha256: str = ""

    @property
    def blocks(self) -> bool:
        return self.severity == Severity.BLOCKS


@dataclass(frozen=True, slots=True)
class Written:
    """What a status says, typed or submitted. ``texts`` are its texts by field name; ``tone`` is the assessment's."""

    texts: Mapping[str, str]
    period: dt.date
    tone: str = ""
    forecast: ImpreciseDate | None = None
    item: int = 0

    @property
    def text(self) -> str:
        return self.texts.get("text", "")


def check_status(
    written: Written, end: ImpreciseDate | None, today: dt.date, *, cleared: Collection[str] = ()
) -> list[Remark]:
    """Every remark on a status of a point whose deadline is ``end``; ``cleared`` are hashes (``hash_of``) of texts that
    somebody let stand."""
    found = []
    for field, text in written.texts.items():
        found += _about_cpr(field, text, today, cleared, written.item)
    found += _about_dates(written, end)
    found += _about_deviation(written, end)
    for field, text in written.texts.items():
        found += _about_form(field, text, written.item)
    return found


def _about_cpr(field: str, text: str, today: dt.date, cleared: Collection[str], item: int) -> list[Remark]:
    suspicions = cpr.find(text, today)
    if not suspicions or hash_of(text) in cleared:
        return []
    if any(suspicion.certain for suspicion in suspicions):
        said = _("The text holds a CPR number. Take it out: the text is read by the committee and may be published.")
        return [Remark("cpr_certain", Severity.BLOCKS, said, field, item, hash_of(text))]
    said = _("The text may hold a CPR number. Look at it once more.")
    return [Remark("cpr_likely", Severity.WARNS, said, field, item)]


def cpr_in(texts: Mapping[str, str], today: dt.date) -> dict[str, Remark]:
    """The fields that surely hold a CPR number, each with what to say of it."""
    found = {field: _about_cpr(field, text, today, (), 0) for field, text in texts.items()}
    return {field: remarks[0] for field, remarks in found.items() if remarks and remarks[0].blocks}


def _about_dates(written: Written, end: ImpreciseDate | None) -> list[Remark]:
    if end is None:
        return []
    mentions = contradictions(written.text, end, written.period.replace(day=15))
    if not mentions or (written.forecast is not None and written.forecast.latest is not None):
        return []
    said = _("The text names %(date)s, but the deadline is %(end)s. Is that the expected end?")
    facts = {"date": mentions[-1].date.as_written, "end": end.as_written}
    return [Remark("contradicting_date", Severity.WARNS, said % facts, item=written.item)]


def _about_deviation(written: Written, end: ImpreciseDate | None) -> list[Remark]:
    later = bool(
        end and end.latest and written.forecast and written.forecast.latest and written.forecast.latest > end.latest
    )
    bad = written.tone not in ("", GOOD)
    if not (later or bad) or written.text.strip() or written.texts.get("corrective_action", "").strip():
        return []
    said = _("The point deviates from the plan, but the text does not say why or what is done about it.")
    return [Remark("deviating_without_text", Severity.WARNS, said, item=written.item)]


def _about_form(field: str, text: str, item: int) -> list[Remark]:
    found = []
    if _LEFT_OVER.search(text):
        said = _("The text holds an empty bracket, “[…]”, that was to be filled in.")
        found.append(Remark("left_over", Severity.WARNS, said, field, item))
    if len(text) > LONGEST:
        said = _("The text has %(length)d characters. Above %(longest)d it fills more than half a page of the report.")
        facts = {"length": len(text), "longest": LONGEST}
        found.append(Remark("too_long", Severity.WARNS, said % facts, field, item))
    return found


# -- of what is submitted ---------------------------------------------------------------------------------------------

TEXTS = ("text", "corrective_action", "focus_reason")
OF_POINT = ("title", "description", "owner_text")  # what a report prints of the point itself
# What it prints of the point's deadlines: their words, why they were moved and by whom, what they hang on, further
# milestones; and of what is counted on it.
OF_DEADLINES = ("date", "move_reason", "move_decided_by", "awaits", "condition", "milestone_name")
COUNTED = "counter"
_OF_COUNTERS = ("name", "unit", "scope", "target_as_written", "limit_as_written")
_OF_NUMBERS = ("as_written", "qualifier", "scope", "source", "when_as_written")


def check_plan(plan: Plan, period: dt.date, today: dt.date) -> list[Remark]:
    """Every remark on the statuses of a month, each with its point, in written order; and on what the report of that
    month prints beside them, the CPR numbers. In nine queries, however many points."""
    month = period.replace(day=1)
    entries = StatusEntry.objects.filter(item__plan=plan, period__lte=month, withdrawal=None)
    entries = entries.exclude(verdict__kind="sent_back").order_by("period", "recorded_at", "pk")
    newest = {entry.item_id: entry for entry in entries}
    spoken = {entry.item_id: entry for entry in entries if not entry.nothing_new}
    tones, cleared = _tones(newest.values()), cleared_texts(plan)
    beside = _beside(plan)
    found: list[Remark] = []
    for item in plan.items.order_by("position").prefetch_related("milestones"):
        for name in OF_POINT:
            found += _about_cpr(name, getattr(item, name), today, cleared[item.pk], item.pk)
        for name, text in (*beside.get(item.pk, ()), *_of_milestones(item)):
            found += _about_cpr(name, text, today, cleared[item.pk], item.pk)
        if item.pk not in newest:
            continue
        written = _written(newest[item.pk], tones)
        found += _about_cpr("date", newest[item.pk].forecast_as_written, today, cleared[item.pk], item.pk)
        if _is_wordless(newest[item.pk]) and item.pk in spoken:  # then the report says again what was said last
            found += _about_cpr("text", spoken[item.pk].text, today, cleared[item.pk], item.pk)
        if written.period == month:
            own = next((milestone for milestone in item.milestones.all() if milestone.is_own), None)
            found += check_status(written, own.end if own else None, today, cleared=cleared[item.pk])
        else:
            for name, text in written.texts.items():
                found += _about_cpr(name, text, today, cleared[item.pk], item.pk)
    return found


def _is_wordless(entry: StatusEntry) -> bool:
    return entry.nothing_new and not entry.text


def _of_milestones(item: PlanItem) -> Iterator[tuple[str, str]]:
    for milestone in item.milestones.all():
        yield "milestone_name", milestone.name
        yield "date", milestone.start_as_written


def _beside(plan: Plan) -> dict[int, list[tuple[str, str]]]:
    """For each point the texts of its deadlines and counters, each with its field; empty ones are left out."""
    moves = EndDateRevision.objects.filter(milestone__item__plan=plan).order_by("milestone", "sequence")
    hanging = ConditionalEnd.objects.filter(milestone__item__plan=plan, choice=None).order_by("pk")
    counters = Counter.objects.standing().filter(item__plan=plan).order_by("pk")
    numbers = Observation.objects.counted().filter(counter__item__plan=plan, counter__withdrawn=False).order_by("pk")
    rows: list[tuple[tuple[str, ...], tuple[Any, ...]]] = [
        *(
            (("move_reason", "move_decided_by", "date"), row)
            for row in moves.values_list("milestone__item", "reason", "decided_by", "end_as_written")
        ),
        *(
            (("awaits", "condition"), row)
            for row in hanging.values_list("milestone__item", "awaits", "alternatives__condition")
        ),
        *(((COUNTED,) * 5, row) for row in counters.values_list("item", *_OF_COUNTERS)),
        *(((COUNTED,) * 5, row) for row in numbers.values_list("counter__item", *_OF_NUMBERS)),
    ]
    found: dict[int, dict[tuple[str, str], None]] = {}
    for names, (item, *texts) in rows:
        told = {(name, text): None for name, text in zip(names, texts, strict=True) if text}
        found.setdefault(item, {}).update(told)
    return {item: list(told) for item, told in found.items()}


def check_entry(entry: StatusEntry, end: ImpreciseDate | None, today: dt.date) -> list[Remark]:
    """The remarks on one submitted status of a point whose deadline is ``end``."""
    return check_status(_written(entry, _tones([entry])), end, today, cleared=cleared_of(entry.item_id))


def blocking(plan: Plan, period: dt.date, today: dt.date) -> list[Remark]:
    """What stands in the way of publishing the month: certain CPR numbers that nobody has let stand."""
    return [remark for remark in check_plan(plan, period, today) if remark.blocks]


def _written(entry: StatusEntry, tones: Mapping[tuple[int | None, str], str]) -> Written:
    typed = entry.forecast if entry.forecast_read_by != "text" else None
    return Written(
        texts={name: getattr(entry, name) for name in TEXTS},
        period=entry.period,
        tone=tones.get((entry.scale_id, entry.assessment), ""),
        forecast=typed,
        item=entry.item_id,
    )


def _tones(entries: Iterable[StatusEntry]) -> dict[tuple[int | None, str], str]:
    scales = {entry.scale_id for entry in entries if entry.scale_id}
    tones = {(None, level["code"]): level["tone"] for level in USUAL_LEVELS}
    for scale in Scale.objects.filter(pk__in=scales):
        tones |= {(scale.pk, level["code"]): level["tone"] for level in scale.levels}
    return tones


# -- letting a text stand ---------------------------------------------------------------------------------------------


def hash_of(text: str) -> str:
    """What is kept of a text that somebody let stand."""
    return hashlib.sha256(text.encode()).hexdigest()


def cleared_texts(plan: Plan) -> dict[int, frozenset[str]]:
    """For each point of the plan the hashes of the texts that somebody let stand there."""
    found: dict[int, set[str]] = {}
    for item, sha256 in CprClearance.objects.filter(item__plan=plan).values_list("item", "text_sha256"):
        found.setdefault(item, set()).add(sha256)
    return defaultdict(frozenset, {item: frozenset(hashes) for item, hashes in found.items()})


def cleared_of(item: int) -> frozenset[str]:
    """The same of one point."""
    return frozenset(CprClearance.objects.filter(item=item).values_list("text_sha256", flat=True))


def clear_text(item: PlanItem, text: str, *, user: User, reason: str) -> CprClearance:
    """Lets exactly this text stand at the point although a CPR number is suspected in it, because ``reason``."""
    return clear_hash(item, hash_of(text), user=user, reason=reason)


@transaction.atomic
def clear_hash(item: PlanItem, text_sha256: str, *, user: User, reason: str) -> CprClearance:
    """The same for a text that the person saw and that is named by its hash."""
    known = CprClearance.objects.filter(item=item, text_sha256=text_sha256).first()
    if known is not None:
        return known
    return CprClearance.objects.create(item=item, text_sha256=text_sha256, reason=reason, recorded_by=user)
