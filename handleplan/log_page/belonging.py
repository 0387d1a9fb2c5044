"""Which plan and point an entry of the log belongs to, and which entries belong to a point.

A row says so itself (``item_id``) or points at one that does; the models' foreign keys tell the way, so that a new
table is found without a word here. People and units belong to no plan.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, reduce
from operator import or_
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Cast

from handleplan import numbering
from handleplan.change_log.tables import EXEMPT, OURS
from handleplan.models import ChangeEntry, FormerNumber, Plan, PlanItem, Unit, User

_FURTHEST = 4  # foreign keys from a row to its point
_NO_WAY = (User, Unit)

Chain = tuple[str, ...]


@cache
def logged_models() -> dict[str, type[models.Model]]:
    """Table -> model of everything that is logged, history too."""
    every = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}
    return {table: model for table, model in every.items() if table.startswith(OURS) and table not in EXEMPT}


def is_history(model: type[models.Model]) -> bool:
    return hasattr(model, "instance_type")


def told_of(model: type[models.Model]) -> type[models.Model]:
    """The model itself; for a history table the one whose history it is."""
    return getattr(model, "instance_type", model)


@cache
def ways(model: type[models.Model], target: type[models.Model]) -> tuple[Chain, ...]:
    """The shortest chains of foreign keys from a row to ``target``; one empty chain for the target itself.

    Where the first key may be empty in all of them (a withdrawal takes back one of several things), every chain.
    """
    if model is target:
        return ((),)
    found = list(_chains(model, target, _FURTHEST))
    shortest = tuple(chain for chain in found if len(chain) == min(map(len, found)))
    is_sure = any(not model._meta.get_field(chain[0]).null for chain in shortest)
    return shortest if is_sure else tuple(found)


def _chains(model: type[models.Model], target: type[models.Model], left: int) -> Iterator[Chain]:
    for field in model._meta.concrete_fields if left else ():
        other = field.related_model
        if other is target:
            yield (field.name,)
        elif isinstance(field, models.ForeignKey) and other is not model and other not in (*_NO_WAY, PlanItem):
            yield from ((field.name, *rest) for rest in _chains(other, target, left - 1))


@dataclass(frozen=True, slots=True)
class Place:
    """Where an entry belongs: its point, if it may be shown, and whether the reader may know more than that it is."""

    item: PlanItem | None = None
    withheld: bool = False


def places(entries: Iterable[ChangeEntry], user: User) -> dict[int, Place]:
    """The place of each entry by its key. At most one query for each kind of row that leads to a point or a plan."""
    entries = list(entries)
    visible = Plan.objects.visible_to(user)
    sees_all = not Plan.objects.exclude(pk__in=visible.values("pk")).exists()
    items = _reached(entries, PlanItem)
    shown = PlanItem.objects.filter(plan__in=visible.values("pk")).in_bulk(set(items.values()))
    if sees_all:
        return {entry.pk: Place(shown.get(items.get(entry.pk))) for entry in entries}
    plans, known = _reached(entries, Plan), set(visible.values_list("pk", flat=True))
    found = {}
    for entry in entries:
        item = shown.get(items.get(entry.pk))
        may = item is not None or plans.get(entry.pk) in known or _is_of_no_plan(entry)
        found[entry.pk] = Place(item, withheld=not may)
    return found


def _is_of_no_plan(entry: ChangeEntry) -> bool:
    model = logged_models().get(entry.table_name)
    return model is not None and not ways(told_of(model), PlanItem) and not ways(told_of(model), Plan)


def reached(entries: Iterable[ChangeEntry], target: type[models.Model]) -> dict[int, set[int]]:
    """Entry -> the keys of every row of the target that it leads to. One query for each kind of row between them."""
    found: dict[int, set[int]] = defaultdict(set)
    for entry, key in _leads(entries, target):
        found[entry].add(key)
    return found


def _reached(entries: Iterable[ChangeEntry], target: type[models.Model]) -> dict[int, int]:
    """Entry -> the key of the target's row that it leads to most directly, where there is one."""
    found: dict[int, int] = {}
    for entry, key in _leads(entries, target):
        found.setdefault(entry, key)
    return found


def _leads(entries: Iterable[ChangeEntry], target: type[models.Model]) -> Iterator[tuple[int, int]]:
    """(entry, key of a row of the target), the direct ways first."""
    asked: dict[tuple[type[models.Model], str], dict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
    for entry in entries:
        model = logged_models().get(entry.table_name)
        row = entry.after or entry.before or {}
        for chain in ways(told_of(model), target) if model else ():
            field = told_of(model)._meta.get_field(chain[0]) if chain else told_of(model)._meta.pk
            key = row.get(field.column)
            if key is None:
                continue
            if len(chain) < 2:
                yield entry.pk, key
            else:
                asked[field.related_model, "__".join(chain[1:])][key].add(entry.pk)
    for (model, path), keys in asked.items():
        for key, other in model._base_manager.filter(pk__in=keys).values_list("pk", path):
            yield from ((entry, other) for entry in keys[key] if other)


def entries_of_points(number: str, user: User) -> Q | None:
    """What belongs to the visible points that have or had this number; None where there is no such point.

    Asks the rows and their history for their keys, because the log finds a row by its key alone.
    """
    key = numbering.sort_key(number)
    visible = Plan.objects.visible_to(user).values("pk")
    points: set[int] = set()
    if key:
        points |= set(PlanItem.objects.filter(sort_key=key, plan__in=visible).values_list("pk", flat=True))
        points |= set(PlanItem.history.filter(sort_key=key, plan__in=visible).values_list("id", flat=True))
        former = FormerNumber.objects.filter(sort_key=key, item__plan__in=visible)
        points |= set(former.values_list("item", flat=True))
    if not points:
        return None
    parts = list(_keys_of(points))
    keys: dict[str, list[str]] = defaultdict(list)
    for table, row in parts[0].union(*parts[1:]):
        keys[table].append(row)
    return reduce(or_, (Q(table_name=table, row_key__in=rows) for table, rows in keys.items()), Q(pk__in=[]))


def _keys_of(points: set[int]) -> Iterator[models.QuerySet]:
    """(table, row) of everything that leads to one of the points, deleted rows by their history."""
    for model in logged_models().values():
        chains = () if is_history(model) else ways(model, PlanItem)
        if not chains:
            continue
        table = model._meta.db_table
        of_points = reduce(or_, (Q(**{f"{'__'.join(chain) or 'pk'}__in": points}) for chain in chains))
        yield _keys(model._base_manager.filter(of_points), table, "pk")
        if hasattr(model, "history"):
            past = reduce(or_, (Q(**{f"{'__'.join(chain) or 'id'}__in": points}) for chain in chains))
            rows = model.history.filter(past)
            yield _keys(rows, table, "id")
            yield _keys(rows, model.history.model._meta.db_table, "pk")


def _keys(rows: Any, table: str, key: str) -> models.QuerySet:
    text = models.CharField()
    marked = rows.order_by().annotate(_table=Value(table, text), _row=Cast(key, text))
    return marked.values_list("_table", "_row")
