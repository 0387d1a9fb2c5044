"""Remarks in the order of their report, each with what answers it: area by area, remarks first and answers behind.

Pure. One answer may cover several remarks (S003-10): remarks that share an answer stand in one block. An answer that
covers remarks of several areas stands in the first of them, and the later ones refer to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Block:
    """Remarks that share answers, and those answers, as keys in written order. ``seen`` were told in an earlier one."""

    remarks: tuple[int, ...]
    answers: tuple[int, ...] = ()
    seen: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """The blocks of one area; ``area`` is None for remarks that name none."""

    is_advice: bool
    area: int | None
    blocks: tuple[Block, ...]


def group(
    remarks: Iterable[tuple[int, bool, int | None]],
    areas: Sequence[int],
    answers: Sequence[tuple[int, frozenset[int]]],
) -> list[Group]:
    """Groups of a report: its remarks, then its recommendations, each by area with the arealess last.

    ``remarks`` are (key, is a recommendation, area), ``answers`` (key, the remarks it covers), all in written order.
    """
    places = {area: place for place, area in enumerate(areas)}
    gathered: dict[tuple[bool, int | None], list[int]] = {}
    for key, is_advice, area in remarks:
        gathered.setdefault((is_advice, area), []).append(key)
    found, told = [], set()
    for is_advice, area in sorted(gathered, key=lambda each: (each[0], places.get(each[1], len(places)))):
        blocks = [_block(keys, answers, told) for keys in _connected(gathered[is_advice, area], answers)]
        found.append(Group(is_advice, area, tuple(blocks)))
    return found


def _connected(keys: Sequence[int], answers: Sequence[tuple[int, frozenset[int]]]) -> list[list[int]]:
    """The remarks of a group, those that share an answer together."""
    sets: list[set[int]] = [{key} for key in keys]
    for _answer, covers in answers:
        touched = [each for each in sets if each & covers]
        if len(touched) > 1:
            sets = [each for each in sets if not each & covers] + [set().union(*touched)]
    order = {key: place for place, key in enumerate(keys)}
    return sorted((sorted(each, key=order.__getitem__) for each in sets), key=lambda each: order[each[0]])


def _block(keys: Sequence[int], answers: Sequence[tuple[int, frozenset[int]]], told: set[int]) -> Block:
    own = [answer for answer, covers in answers if covers & {*keys}]
    new = tuple(answer for answer in own if answer not in told)
    seen = tuple(answer for answer in own if answer in told)
    told.update(own)
    return Block(tuple(keys), new, seen)
