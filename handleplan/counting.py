"""The verbs that write counters and their observations."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from handleplan import history
from handleplan.dates import ImpreciseDate
from handleplan.measures import read_measure
from handleplan.models import Counter, EndDateRevision, Observation, ObservationLink, PlanItem, StatusEntry, User
from handleplan.models.imprecise import columns
from handleplan.tallies import fold


class AlreadyObserved(ValueError):
    """The counter has this very observation: same kind, scope, days and number. ``observation`` is the one there."""

    def __init__(self, observation: Observation) -> None:
        super().__init__("the counter has this observation already")
        self.observation = observation


class BaselineTaken(ValueError):
    """The counter has a total at the beginning for this scope; a new total is a restatement of it."""


@dataclass(frozen=True, slots=True)
class Told:
    """What an observation says, before it is written; the fields are those of ``Observation``."""

    kind: str
    when: ImpreciseDate
    value: Decimal | None = None
    qualifier: str = ""
    as_written: str = ""
    scope: str = ""
    source: str = ""


@transaction.atomic
def add_counter(
    item: PlanItem,
    *,
    name: str,
    unit: str,
    user: User,
    reason: str,
    scope: str = "",
    target: str = "",
    limit: str = "",
) -> Counter:
    """Begins to count something on a point. Raises ``ValueError`` without a name or a unit."""
    counter = Counter(item=item)
    _set(counter, name=name, unit=unit, scope=scope, target=target, limit=limit)
    history.save(counter, user=user, reason=reason)
    return counter


@transaction.atomic
def edit_counter(
    counter: Counter,
    *,
    name: str,
    unit: str,
    user: User,
    reason: str,
    scope: str = "",
    target: str = "",
    limit: str = "",
    seen: int | None = None,
) -> None:
    """Says otherwise what is counted. Observations without a scope of their own follow the counter's.

    Raises ``Outdated`` where somebody else changed it meanwhile, ``ValueError`` without a name or a unit.
    """
    history.claim(counter, seen=seen)
    fields = _set(counter, name=name, unit=unit, scope=scope, target=target, limit=limit)
    history.save(counter, user=user, reason=reason, fields=fields)


def _set(counter: Counter, *, target: str, limit: str, **plain: str) -> list[str]:
    if not plain["name"].strip() or not plain["unit"].strip():
        raise ValueError("a counter has a name and a unit")
    for field, text in plain.items():
        setattr(counter, field, text)
    fields = list(plain)
    for prefix, text in (("target", target), ("limit", limit)):
        read = read_measure(text)
        values = {"as_written": text, "value": read.value if read else None, "unit": read.unit if read else ""}
        for part, value in values.items():
            setattr(counter, f"{prefix}_{part}", value)
            fields.append(f"{prefix}_{part}")
    return fields


@transaction.atomic
def withdraw_counter(counter: Counter, *, user: User, reason: str, seen: int | None = None) -> None:
    """Takes a counter back that should not be there. It and its observations stay, and nothing shows or counts them."""
    _withdraw(counter, withdrawn=True, user=user, reason=reason, seen=seen)


@transaction.atomic
def restore_counter(counter: Counter, *, user: User, reason: str, seen: int | None = None) -> None:
    """Brings a counter back that was taken back."""
    _withdraw(counter, withdrawn=False, user=user, reason=reason, seen=seen)


def _withdraw(counter: Counter, *, withdrawn: bool, user: User, reason: str, seen: int | None) -> None:
    if not reason.strip():
        raise ValueError("a withdrawal needs a reason")
    history.claim(counter, seen=seen)
    counter.withdrawn = withdrawn
    history.save(counter, user=user, reason=reason, fields=["withdrawn"])


@transaction.atomic
def record_observation(
    counter: Counter,
    told: Told,
    *,
    user: User,
    reason: str,
    status: StatusEntry | None = None,
    revision: EndDateRevision | None = None,
) -> Observation:
    """Tells what was observed. ``status`` is the status that tells it, ``revision`` the move it is the cause of.

    Raises ``AlreadyObserved`` for what is there already, ``BaselineTaken`` for a second total at the beginning, and
    ``ValueError`` without a source (words or a status), without a readable day or without anything said.
    """
    if not (told.source.strip() or status):
        raise ValueError("an observation has a source")
    if told.value is None and not told.as_written.strip():
        raise ValueError("an observation says something")
    if not (told.when.latest or told.when.earliest):
        raise ValueError("an observation has a day")
    _refuse_repetition(counter, told)
    observation = Observation.objects.create(
        counter=counter,
        kind=told.kind,
        value=told.value,
        qualifier=told.qualifier,
        as_written=told.as_written,
        scope="" if fold(told.scope) == fold(counter.scope) else told.scope,
        source=told.source,
        recorded_by=user,
        recorded_because=reason,
        **columns("when", told.when),
    )
    if status is not None:
        link_observation(observation, status, user=user, reason=reason)
    if revision is not None:
        link_observation(observation, revision, user=user, reason=reason)
    return observation


def _refuse_repetition(counter: Counter, told: Told) -> None:
    """Two people who tell the same at once come here one after the other: the counter's row is held."""
    Counter.objects.select_for_update(no_key=True).get(pk=counter.pk)
    for there in counter.observations.counted().filter(kind=told.kind):
        if fold(there.scope or counter.scope) != fold(told.scope or counter.scope):
            continue
        if says_the_same(there, told):
            raise AlreadyObserved(there)
        if told.kind == Observation.Kind.BASELINE:
            raise BaselineTaken


def says_the_same(there: Observation, told: Told) -> bool:
    """Whether an observation of the same kind and scope says the same of the same days."""
    if (there.when_earliest, there.when_latest) != (told.when.earliest, told.when.latest):
        return False
    return there.value == told.value and (there.value is not None or there.as_written == told.as_written)


@transaction.atomic
def record_series(counter: Counter, series: Iterable[Told], *, user: User, reason: str) -> list[Observation]:
    """Tells many observations at once, all or none; what is there already is left out."""
    written = []
    for told in series:
        try:
            written.append(record_observation(counter, told, user=user, reason=reason))
        except AlreadyObserved:
            continue
    return written


@transaction.atomic
def link_observation(
    observation: Observation, fact: StatusEntry | EndDateRevision, *, user: User, reason: str
) -> ObservationLink:
    """Says that a status tells the observation, or that a deadline was moved because of it. Twice is once.

    Raises ``ValueError`` for a status or a deadline of another point.
    """
    by_name = {"status": fact} if isinstance(fact, StatusEntry) else {"revision": fact}
    item = fact.item_id if isinstance(fact, StatusEntry) else fact.milestone.item_id
    if item != observation.counter.item_id:
        raise ValueError("an observation belongs to one point")
    link = observation.links.filter(**by_name).first()
    if link is None:
        link = ObservationLink(observation=observation, **by_name)
    elif not link.withdrawn:
        return link
    link.withdrawn = False
    history.save(link, user=user, reason=reason)
    return link


@transaction.atomic
def unlink_observation(link: ObservationLink, *, user: User, reason: str) -> None:
    """Takes the connection back; observation and fact stay as they are."""
    link.withdrawn = True
    history.save(link, user=user, reason=reason, fields=["withdrawn"])
