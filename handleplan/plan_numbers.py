"""The figures of counters beside the points of a plan's page; asks only where something is counted."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import get_language

from handleplan import counter_words, tallies
from handleplan.counter_accounts import figures_of
from handleplan.models import Counter, Observation
from handleplan.plan_rows import Detail


def numbers_of(details: Iterable[Detail]) -> dict[int, tuple[str, ...]]:
    """For each point a line for each of its counters: the figures of the counter's own scope that are known."""
    counted = [detail.pk for detail in details if detail.is_counted]
    if not counted:
        return {}
    told = Observation.objects.counted().filter(counter__item__in=counted, counter__withdrawn=False, scope="")
    by_counter: dict[int, list[Observation]] = {}
    for observation in told.select_related("counter").order_by("counter", "when_latest", "pk"):
        by_counter.setdefault(observation.counter_id, []).append(observation)
    found: dict[int, tuple[str, ...]] = {}
    for observations in by_counter.values():
        counter = observations[0].counter
        if line := _line(counter, tallies.in_order(each.tally for each in observations)):
            found[counter.item_id] = (*found.get(counter.item_id, ()), line)
    return found


def _line(counter: Counter, told: list[tallies.Tally]) -> str:
    """ "Gennemgang af ældre afgørelser: i alt ca. 4.386 sager, mangler 926 sager"."""
    language = get_language() or "da"
    unknown = counter_words.words_for(language).unknown
    aims = {"target": counter.target_as_written, "limit": counter.limit_as_written}
    figures = figures_of(told, counter.unit, language, **aims)
    known = [_figure(figure) for figure in figures if figure.value != unknown]
    return f"{counter.name}: {', '.join(known)}" if known else ""


def _figure(figure: counter_words.Figure) -> str:
    """ "mangler 926 sager", "eget mål 8 uger (overskredet med 2 uger)"."""
    note = f" ({figure.note})" if figure.kind in ("target", "limit") and figure.note else ""
    return f"{figure.label.lower()} {figure.value}{note}"
