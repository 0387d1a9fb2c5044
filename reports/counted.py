"""Reads the counters of a plan's points with their numbers, in two queries; in one where nothing is counted."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q

from handleplan import dates
from handleplan.counter_words import exact
from handleplan.models import Observation, ObservationLink, Plan

from .facts import CounterFact, NumberFact
from .frozen import WrittenDate


def counters_of(plan: Plan, as_of: dt.date) -> dict[int, tuple[CounterFact, ...]]:
    """For each point its counters, with what was observed up to ``as_of`` and stands."""
    told = Observation.objects.counted().filter(counter__item__plan=plan, counter__withdrawn=False)
    known = Q(when_latest__lte=as_of) | Q(when_latest=None, when_earliest__lte=as_of)
    rows = list(told.filter(known).select_related("counter").order_by("counter", "when_latest", "pk"))
    told_in = _told_in(plan) if rows else {}
    by_counter: dict[int, list[Observation]] = {}
    for observation in rows:
        by_counter.setdefault(observation.counter_id, []).append(observation)
    found: dict[int, tuple[CounterFact, ...]] = {}
    for observations in by_counter.values():
        counter = observations[0].counter
        fact = CounterFact(
            name=counter.name,
            unit=counter.unit,
            scope=counter.scope,
            target=counter.target_as_written,
            limit=counter.limit_as_written,
            counter=counter.pk,
            numbers=tuple(_number(each, told_in.get(each.pk)) for each in sorted(observations, key=_in_time)),
        )
        found[counter.item_id] = (*found.get(counter.item_id, ()), fact)
    return found


def _in_time(observation: Observation) -> tuple[dt.date, int]:
    return observation.tally.day, observation.pk


def _number(observation: Observation, told_in: dt.date | None) -> NumberFact:
    when: dates.ImpreciseDate = observation.when
    return NumberFact(
        kind=observation.kind,
        when=WrittenDate(when.as_written, when.earliest, when.latest, when.kind.value),
        value="" if observation.value is None else exact(observation.value),
        qualifier=observation.qualifier,
        words=observation.as_written,
        scope=observation.scope,
        source=observation.source,
        told_in=told_in,
        number=observation.pk,
    )


def _told_in(plan: Plan) -> dict[int, dt.date]:
    """For each number the month of the first status that tells it."""
    links = ObservationLink.objects.filter(observation__counter__item__plan=plan, withdrawn=False)
    newest_first = links.exclude(status=None).order_by("-status__period")
    return dict(newest_first.values_list("observation", "status__period"))
