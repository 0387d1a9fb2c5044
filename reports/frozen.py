"""Frozen dataclasses to JSON and back, and the one fact that all others are made with: a date as it was written.

Pure. ``to_json`` and ``from_value`` are each other's inverse. A field that older JSON does not have takes its default,
so that what was stored today can be read in ten years; a field that no class knows is refused, never dropped.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
import json
import types
import typing
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """An imprecise date: the words of the plan, and the first and last day they can mean (None where open)."""

    text: str
    earliest: dt.date | None = None
    latest: dt.date | None = None
    kind: str = "none"


def to_json(fact: Any) -> str:
    """A fact as JSON with sorted keys: the same facts always give the same bytes."""
    return json.dumps(dataclasses.asdict(fact), default=_iso, ensure_ascii=False, sort_keys=True)


def from_value(kind: type[T], value: dict[str, Any]) -> T:
    """The fact of class ``kind`` that ``value``, read from JSON, stands for.

    Raises ``ValueError`` for fields the class does not have and for days that are none.
    """
    fields = _fields(kind)  # type: ignore[arg-type] # a class is hashable
    if unknown := value.keys() - fields.keys():
        raise ValueError(f"{kind.__name__} has no {', '.join(sorted(unknown))}")
    return kind(**{name: _read(fields[name], each) for name, each in value.items()})


def _iso(value: object) -> str:
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no place in a snapshot")


@functools.cache
def _fields(kind: type) -> dict[str, Any]:
    hints = typing.get_type_hints(kind)
    return {field.name: hints[field.name] for field in dataclasses.fields(kind)}


def _read(hint: Any, value: Any) -> Any:
    if value is None:
        return None
    if typing.get_origin(hint) in (types.UnionType, typing.Union):
        hint = next(each for each in typing.get_args(hint) if each is not types.NoneType)
    if typing.get_origin(hint) is tuple:
        inner = typing.get_args(hint)[0]
        return tuple(_read(inner, each) for each in value)
    if dataclasses.is_dataclass(hint):
        return from_value(hint, value)  # type: ignore[arg-type]
    if hint is Decimal:
        return Decimal(value)
    return dt.date.fromisoformat(value) if hint is dt.date else value
