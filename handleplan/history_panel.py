"""Every change to every field of a point, its milestones and its relations, every fact recorded of it, and what was
removed from them for the law's sake.

The only reader of the net (DESIGN.md, "Three memories"). One query finds a page's fifty rows over all tables; then
each table is asked for its own, and each row is compared with the row before it. A row's predecessor is the one with
the next lower ``history_id``, which the database hands out: equal stamps and a clock stepped back change nothing.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.db import models
from django.db.models import CharField, F, IntegerField, OuterRef, Q, Subquery, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from handleplan import prose
from handleplan.amounts import format_number
from handleplan.change_words import Change, NamesThen, changes, mentioned
from handleplan.deadline_words import month_in_words, read_as
from handleplan.log_page.words import redacted_in_words
from handleplan.models import (
    Closing,
    Counter,
    EndDateRevision,
    Event,
    FormerNumber,
    ItemRelation,
    Milestone,
    MilestoneShare,
    Observation,
    ObservationLink,
    PlanItem,
    Redaction,
    StatusEntry,
    StoredFile,
    User,
    Withdrawal,
)
from handleplan.moments import moment_in_words

PAGE_SIZE = 50
_LONGEST_TEXT = 200


@dataclass(frozen=True, slots=True)
class Line:
    """One row in words: what it is about, what it says, and the fields that changed (folded where it is new)."""

    subject: str
    text: str = ""
    changes: tuple[Change, ...] = ()
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class Act:
    """What one person wrote at one time for one reason."""

    when: str
    by: str
    reason: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A page of acts, the newest first."""

    acts: tuple[Act, ...]
    number: int
    pages: int
    rows: int

    @property
    def newer(self) -> int | None:
        return self.number - 1 if self.number > 1 else None

    @property
    def older(self) -> int | None:
        return self.number + 1 if self.number < self.pages else None


@dataclass(slots=True)
class _Row:
    """A row on its way to the page."""

    moment: dt.datetime
    author: int | None
    reason: str
    line: Callable[[NamesThen], Line]
    names: list[tuple[type[models.Model], int | None]] = field(default_factory=list)


def history_page(item: PlanItem, asked: str) -> Page:
    """The page of the point's history that was asked for; of a page that is none, the nearest there is."""
    sources = [*_tracked_sources(item), *_fact_sources(item)]
    sources.append(_redaction_source(sources))
    found = _index(sources)
    total = found.count()
    pages = max(1, -(-total // PAGE_SIZE))
    number = min(max(int(asked), 1), pages) if re.fullmatch("[0-9]{1,6}", asked) else 1
    keys = list(found[(number - 1) * PAGE_SIZE : number * PAGE_SIZE])
    loaded: dict[tuple[int, int], _Row] = {}
    for place, source in enumerate(sources):
        wanted = [key for at, _moment, key in keys if at == place]
        loaded |= {(place, key): row for key, row in source.load(wanted)} if wanted else {}
    rows = [loaded[at, key] for at, _moment, key in keys if (at, key) in loaded]
    return Page(tuple(_acts(rows)), number, pages, total)


def _index(sources: Sequence[_Source]) -> models.QuerySet:
    """(place of the source, time, key) of every row, the newest first."""
    parts = [
        source.rows.order_by()
        .annotate(_place=Value(place, IntegerField()), _moment=F(source.moment), _key=F("pk"))
        .values_list("_place", "_moment", "_key")
        for place, source in enumerate(sources)
    ]
    return parts[0].union(*parts[1:], all=True).order_by("-_moment", "_place", "-_key")


def _acts(rows: Sequence[_Row]) -> Iterable[Act]:
    """Neighbours by one person in one minute for one reason are one act."""
    names = NamesThen([*((User, row.author) for row in rows), *(name for row in rows for name in row.names)])

    def told(row: _Row) -> tuple[str, str, str]:
        by = names.at(User, row.author, row.moment) or _("unknown")
        return moment_in_words(row.moment), by, row.reason

    for (when, by, reason), together in groupby(rows, told):
        lines = tuple(line for row in together if (line := row.line(names)).text or line.changes or line.is_new)
        if lines:
            yield Act(when, by, reason, lines)


# -- rows with a history ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Source:
    """Rows of one table: the time they were written, and how they are told."""

    rows: models.QuerySet
    moment: str
    load: Callable[[list[int]], Iterable[tuple[int, _Row]]]


def _tracked_sources(item: PlanItem) -> Iterable[_Source]:
    shares = Q(item_id=item.pk) | Q(milestone_id__in=item.milestones.values("pk"))
    for model, belonging in (
        (PlanItem, Q(id=item.pk)),
        (Milestone, Q(item_id=item.pk)),
        (MilestoneShare, shares),
        (ItemRelation, Q(item_id=item.pk) | Q(other_id=item.pk)),
        (Counter, Q(item_id=item.pk)),
        (ObservationLink, Q(observation__counter__item=item)),
    ):
        rows = model.history.filter(belonging)
        yield _Source(rows, "history_date", lambda keys, model=model: _load_tracked(model, keys))


def _load_tracked(model: type[models.Model], keys: list[int]) -> Iterable[tuple[int, _Row]]:
    past = model.history.model.objects
    earlier = past.filter(id=OuterRef("id"), history_id__lt=OuterRef("history_id")).order_by("-history_id")
    rows = list(past.filter(pk__in=keys).annotate(_before=Subquery(earlier.values("history_id")[:1])))
    before = past.in_bulk([row._before for row in rows if row._before])
    return [(row.pk, _tracked_row(model, row, before.get(row._before))) for row in rows]


def _tracked_row(model: type[models.Model], row: Any, before: Any) -> _Row:
    def line(names: NamesThen) -> Line:
        subject = _subject(model, row, names)
        if row.history_type == "-":
            return Line(subject, _("deleted"))
        is_new = before is None
        return Line(subject, _created(row) if is_new else "", tuple(changes(model, row, before, names)), is_new)

    pointed = [*mentioned(model, row), *(mentioned(model, before) if before is not None else ())]
    return _Row(row.history_date, row.history_user_id, row.history_change_reason or "", line, pointed)


def _created(row: Any) -> str:
    return _("created") if row.history_type == "+" else _("first known")


def _subject(model: type[models.Model], row: Any, names: NamesThen) -> str:
    if model is PlanItem:
        return _("The point")
    if model is Milestone:
        return _("Schedule") if row.is_own else _("Milestone %(name)s") % {"name": row.name}
    if model is MilestoneShare:
        milestone = names.at(Milestone, row.milestone_id, row.history_date)
        return _("Milestone %(name)s") % {"name": _short(milestone, 60)}
    if model is Counter:
        return _("Counter %(name)s") % {"name": row.name}
    if model is ObservationLink:
        return _("Observation %(name)s") % {"name": _short(names.at(Observation, row.observation_id, row.history_date))}
    item, other = (names.at(PlanItem, pk, row.history_date) for pk in (row.item_id, row.other_id))
    kind = ItemRelation.Kind(row.kind).label
    name = _("Relation")
    return f"{name}: {_short(item, 60)} {kind} {_short(other, 60)}"


# -- rows that are facts ----------------------------------------------------------------------------------------------


def _fact_sources(item: PlanItem) -> Iterable[_Source]:
    withdrawn = Q(event__item=item) | Q(status__item=item) | Q(file__item=item) | Q(revision__milestone__item=item)
    withdrawn |= Q(observation__counter__item=item)
    for model, belonging, tell in (
        (StatusEntry, Q(item=item), _tell_status),
        (EndDateRevision, Q(milestone__item=item), _tell_revision),
        (Event, Q(item=item), _tell_event),
        (Closing, Q(item=item), _tell_closing),
        (StoredFile, Q(item=item), _tell_file),
        (FormerNumber, Q(item=item), _tell_former_number),
        (Observation, Q(counter__item=item), _tell_observation),
        (Withdrawal, withdrawn, _tell_withdrawal),
    ):
        rows = model.objects.filter(belonging)
        yield _Source(rows, "recorded_at", lambda keys, model=model, tell=tell: _load_facts(model, keys, tell))


_RELATED = {
    EndDateRevision: ("milestone", "corrects"),
    Closing: ("into",),
    Observation: ("counter",),
    Withdrawal: ("event", "status", "file", "revision", "observation"),
}


def _load_facts(model: type[models.Model], keys: list[int], tell: Callable[[Any], Line]) -> Iterable[tuple[int, _Row]]:
    for fact in model.objects.filter(pk__in=keys).select_related(*_RELATED.get(model, ())):
        reason = fact.reason if model is FormerNumber else getattr(fact, "recorded_because", "")
        yield fact.pk, _Row(fact.recorded_at, fact.recorded_by_id, reason, lambda names, fact=fact: tell(fact))


def _redaction_source(sources: Sequence[_Source]) -> _Source:
    """What was removed for the law's sake from the rows of the other sources, or from those whose history they are."""
    wanted = Q(pk__in=[])
    for source in sources:
        past = source.rows.model
        keys = {past: "pk", getattr(past, "instance_type", past): "id"}
        for model, key in keys.items():
            rows = source.rows.order_by().values_list(Cast(key, CharField()))
            wanted |= Q(table_name=model._meta.db_table, row_key__in=rows)
    return _Source(Redaction.objects.filter(wanted), "recorded_at", _load_redactions)


def _load_redactions(keys: list[int]) -> Iterable[tuple[int, _Row]]:
    for redaction in Redaction.objects.filter(pk__in=keys):
        line = Line(_("Removed for the law’s sake"), redacted_in_words(redaction))
        yield (
            redaction.pk,
            _Row(redaction.recorded_at, redaction.author_id, redaction.reason, lambda names, line=line: line),
        )


def _tell_status(status: StatusEntry) -> Line:
    return Line(
        _("Status for %(month)s") % {"month": month_in_words(status.period)},
        _short(prose.to_plain(status.text, status.text_kind)) or "–",
    )


def _tell_revision(revision: EndDateRevision) -> Line:
    name = "" if revision.milestone.is_own else f" ({revision.milestone})"
    days = read_as(revision.end)
    written = revision.end_as_written or "–"
    text = f"{written} ({days})" if days else written
    if revision.corrects:
        text = _("%(new)s instead of %(old)s") % {"new": text, "old": revision.corrects.end_as_written}
    reason = ": ".join(filter(None, (revision.get_reason_category_display(), revision.reason)))
    decided = _("decided by %(who)s") % {"who": revision.decided_by} if revision.decided_by else ""
    what = _("Deadline")
    told = " · ".join(filter(None, (text, reason, decided)))
    return Line(f"{what}{name}, {revision.get_kind_display()}", told)


def _tell_event(event: Event) -> Line:
    return Line(_("Event"), f"{event.when_as_written}: {_short(event.text)}")


def _tell_closing(closing: Closing) -> Line:
    into = f" {closing.into}" if closing.into else ""
    return Line(_("The point"), f"{closing.get_kind_display()}{into}{': ' if closing.reason else ''}{closing.reason}")


def _tell_file(file: StoredFile) -> Line:
    return Line(_("File attached"), file.name)


def _tell_former_number(number: FormerNumber) -> Line:
    return Line(_("Former number"), number.number)


def _tell_observation(observation: Observation) -> Line:
    number = "" if observation.value is None else format_number(observation.value.normalize())
    told = " ".join(filter(None, (observation.qualifier, number, observation.counter.unit if number else "")))
    words = f"{observation.when_as_written}, {observation.get_kind_display()}: {told or _short(observation.as_written)}"
    return Line(observation.counter.name, words)


def _tell_withdrawal(withdrawal: Withdrawal) -> Line:
    taken_back = (withdrawal.event, withdrawal.status, withdrawal.file, withdrawal.revision, withdrawal.observation)
    fact = next(filter(None, taken_back))
    return Line(_("Taken back"), f"{fact._meta.verbose_name} “{_short(str(fact))}”: {withdrawal.reason}")


def _short(text: str, longest: int = _LONGEST_TEXT) -> str:
    text = " ".join(text.split())
    return text if len(text) <= longest else f"{text[: longest - 1]}…"
