"""The numbers that are asked for beside a status: for each counter of the point what is done, what is left, what came.

All of them may be left empty. They are of the status's month and of the counter's own scope; other numbers are told on
the counter's own page.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from handleplan import counter_words, dates, periods
from handleplan.counting import Told
from handleplan.deadline_words import month_in_words
from handleplan.forms.counters import LARGEST
from handleplan.forms.fields import DanishDecimalField
from handleplan.measures import is_time
from handleplan.models import Counter, Observation, StatusEntry

PREFIX = "counter-"
KINDS: dict[str, str | Promise] = {
    "done": pgettext_lazy("a counter's", "Done in all"),
    "remaining": pgettext_lazy("a counter's", "Remaining"),
    "addition": gettext_lazy("Came on top this month"),
}
MEASURED: dict[str, str | Promise] = {"measured": gettext_lazy("Measured this month")}


@dataclass(frozen=True, slots=True)
class Asked:
    """A counter whose numbers are asked for, with those of its own scope that stand, the newest last."""

    counter: Counter
    observations: list[Observation] = field(default_factory=list)

    @property
    def kinds(self) -> dict[str, str | Promise]:
        """What is asked for, with its label: how long it took where the unit is one of time."""
        return MEASURED if is_time(self.counter.unit) else KINDS

    def name(self, kind: str) -> str:
        """The field's name in the form."""
        return f"{PREFIX}{self.counter.pk}-{kind}"

    @property
    def names(self) -> list[str]:
        return [self.name(kind) for kind in self.kinds]


def asked_of(items: Collection[int]) -> dict[int, list[Asked]]:
    """The counters of these points, in two queries whatever there is; in none where there are no points."""
    found: dict[int, list[Asked]] = {}
    if not items:
        return found
    by_key = {counter.pk: Asked(counter) for counter in Counter.objects.standing().filter(item__in=items)}
    for asked in by_key.values():
        found.setdefault(asked.counter.item_id, []).append(asked)
    if by_key:
        rows = Observation.objects.counted().filter(counter__in=by_key, scope="")
        for observation in rows.order_by("when_latest", "pk"):
            by_key[observation.counter_id].observations.append(observation)
    return found


def names_of(asked: Sequence[Asked]) -> list[str]:
    """The names of all fields."""
    return [name for each in asked for name in each.names]


def form_field(asked: Asked, kind: str) -> DanishDecimalField:
    """The field of one number; only what came on top may be below zero."""
    least = -LARGEST if kind == Observation.Kind.ADDITION else Decimal(0)
    label = f"{asked.counter.name}: {asked.kinds[kind]}"
    return DanishDecimalField(label=label, required=False, min_value=least, max_value=LARGEST)


def rows(
    asked: Sequence[Asked],
    period: dt.date,
    auto_id: str,
    values: Mapping[str, Any],
    errors: Mapping[str, Sequence[str]] | None = None,
) -> list[dict[str, Any]]:
    """The fields as a template places them; ``auto_id`` is the pattern of their ids.

    ``keys`` are those that a telephone shows: its digits have no minus.
    """
    return [
        {
            "name": each.counter.name,
            "unit": each.counter.unit,
            "last": _last(each, period),
            "now": _now(each, period),
            "fields": [
                {
                    "name": each.name(kind),
                    "id": auto_id % each.name(kind),
                    "label": label,
                    "keys": "text" if kind == Observation.Kind.ADDITION else "decimal",
                    "value": values.get(each.name(kind), ""),
                    "errors": (errors or {}).get(each.name(kind), ()),
                }
                for kind, label in each.kinds.items()
            ],
        }
        for each in asked
    ]


def _last(asked: Asked, period: dt.date) -> str:
    """The newest numbers from before the month: "behandlet 410 (oktober 2013), mangler 260 (oktober 2013)"."""
    told = []
    for kind in ("done", "remaining", "measured"):
        of_kind = [each for each in asked.observations if each.kind == kind and each.value is not None]
        before = [each for each in of_kind if not _is_of(each, period)]
        if before:
            told.append(f"{_in_words(before[-1])} ({before[-1].when_as_written})")
    return ", ".join(told)


def _now(asked: Asked, period: dt.date) -> str:
    """What the month has already, so that nobody tells it twice."""
    told = [_in_words(each) for each in asked.observations if _is_of(each, period)]
    if not told:
        return ""
    return _("Told for %(month)s already: %(numbers)s.") % {
        "month": month_in_words(period),
        "numbers": ", ".join(told),
    }


def _is_of(observation: Observation, period: dt.date) -> bool:
    latest = observation.when_latest
    return latest is not None and latest.replace(day=1) == period


def _in_words(observation: Observation) -> str:
    language = get_language() or "da"
    kind = counter_words.words_for(language).kinds[observation.kind].lower()
    return f"{kind} {counter_words.amount(observation.tally, '', language)}"


def told(asked: Sequence[Asked], period: dt.date, cleaned: Mapping[str, Any]) -> list[tuple[Counter, Told]]:
    """What a valid form says of each counter, as ``updating.record_status`` takes it."""
    when = dates.parse(periods.label_da(periods.period_of(period)))
    return [
        (each.counter, Told(kind, when, cleaned[each.name(kind)]))
        for each in asked
        for kind in each.kinds
        if cleaned.get(each.name(kind)) is not None
    ]


def is_told_in(entry: StatusEntry, numbers: Sequence[tuple[Counter, Told]]) -> bool:
    """Whether a status that stands already told these numbers."""
    links = entry.observation_links.select_related("observation")
    there = {(link.observation.counter_id, link.observation.kind, link.observation.value) for link in links}
    return all((counter.pk, each.kind, each.value) in there for counter, each in numbers)
