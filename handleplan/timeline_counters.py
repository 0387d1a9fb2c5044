"""What the timeline tells of the numbers of a point's counters, and which of them a status told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from handleplan import counter_words
from handleplan.counter_page import link_words
from handleplan.deadline_words import read_as
from handleplan.models import Observation, ObservationLink, PlanItem
from handleplan.timeline_entries import Entry, Fact, taken_back

KIND = "number"
KIND_WORDS = gettext_lazy("Numbers")


def entries_of(item: PlanItem, *, may_withdraw: bool) -> Iterator[Entry]:
    """Every number of the point's counters on the last day it can be of, in two queries."""
    links = ObservationLink.objects.filter(withdrawn=False).select_related("status", "revision__milestone")
    rows = Observation.objects.filter(counter__item=item, counter__withdrawn=False)
    beside = ("counter", "recorded_by", "withdrawal__recorded_by")
    for observation in rows.select_related(*beside).prefetch_related(Prefetch("links", links)):
        yield _of_observation(observation, may_withdraw=may_withdraw)


def _of_observation(observation: Observation, *, may_withdraw: bool) -> Entry:
    language = get_language() or "da"
    counter, when = observation.counter, observation.when
    back = taken_back(observation)
    facts = [Fact(_("Counter"), counter.name, reverse("handleplan:counter-detail", args=[counter.pk]))]
    if observation.scope:
        facts.append(Fact(_("Another scope"), observation.scope))
    facts += [Fact(_("Source"), observation.source)] if observation.source else []
    facts += [Fact(_("Belongs to"), link["words"], link["url"]) for link in map(link_words, observation.links.all())]
    return Entry(
        kind=KIND,
        kind_words=str(KIND_WORDS),
        title=counter_words.words_for(language).kinds[observation.kind],
        when=observation.when_as_written,
        reading=read_as(when) if when and not when.is_day else "",
        day=observation.tally.day,
        recorded_at=observation.recorded_at,
        order=observation.pk,
        anchor=f"entry-number-{observation.pk}",
        lead=counter_words.amount(observation.tally, counter.unit, language),
        facts=tuple(facts),
        by=str(observation.recorded_by),
        taken_back=back,
        withdraw_url=reverse("handleplan:observation-withdraw", args=[observation.pk])
        if may_withdraw and not back
        else "",
    )


def with_numbers(item: PlanItem, found: Iterable[Entry]) -> Iterator[Entry]:
    """The entries, with the numbers that a status tells and those that a deadline was moved because of; one query."""
    links = ObservationLink.objects.filter(observation__counter__item=item, withdrawn=False)
    standing = links.filter(observation__withdrawal=None, observation__counter__withdrawn=False)
    told: dict[str, list[Fact]] = {}
    for link in standing.select_related("observation__counter").order_by("observation__when_latest", "pk"):
        anchor = f"entry-status-{link.status_id}" if link.status_id else f"entry-revision-{link.revision_id}"
        label = _("Number it tells") if link.status_id else _("Because of")
        told.setdefault(anchor, []).append(
            Fact(label, _words(link.observation), f"#entry-number-{link.observation_id}")
        )
    for entry in found:
        facts = told.get(entry.anchor, ())
        yield replace(entry, facts=(*entry.facts, *facts)) if facts else entry


def _words(observation: Observation) -> str:
    """ "Gennemgang af ældre afgørelser: tilgang +686 sager"."""
    language = get_language() or "da"
    kind = counter_words.words_for(language).kinds[observation.kind].lower()
    counter = observation.counter
    return f"{counter.name}: {kind} {counter_words.amount(observation.tally, counter.unit, language)}"
