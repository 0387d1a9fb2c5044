"""What the points beneath a point say of its state (S004-17). Pure.

A heading has no work of its own: it is closed when every initiative beneath it is, and open as soon as one is. The
stored state of a point is what a table or a person said; where it says closed while something beneath is open, the two
contradict each other, and a person decides. Nothing here writes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

CLOSED_STATES = frozenset({"closed", "dropped", "merged", "continued"})
_INITIATIVE = "initiative"


class Node(Protocol):
    """A point as far as it matters here: its key, that of the point above, its kind and its stored state."""

    @property
    def pk(self) -> int: ...
    @property
    def parent(self) -> int | None: ...
    @property
    def kind(self) -> str: ...
    @property
    def state(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Derived:
    """What stands beneath a point: how many initiatives, and which of them are open, in the order they were given."""

    total: int
    open: tuple[int, ...]
    stored_closed: bool

    @property
    def is_closed(self) -> bool:
        return not self.open

    @property
    def contradicts(self) -> bool:
        """The point is said to be closed, and something beneath it is open."""
        return self.stored_closed and not self.is_closed


def derive(points: Iterable[Node]) -> dict[int, Derived]:
    """For every point with initiatives beneath it, at any depth, what they say of it."""
    nodes = {point.pk: point for point in points}
    total: dict[int, int] = {}
    open_: dict[int, list[int]] = {}
    for node in nodes.values():
        if node.kind != _INITIATIVE:
            continue
        for above in _above(node, nodes):
            total[above] = total.get(above, 0) + 1
            if node.state not in CLOSED_STATES:
                open_.setdefault(above, []).append(node.pk)
    return {
        pk: Derived(count, tuple(open_.get(pk, ())), nodes[pk].state in CLOSED_STATES) for pk, count in total.items()
    }


def contradictions(points: Iterable[Node]) -> dict[int, tuple[int, ...]]:
    """The points that are said to be closed although something beneath them is open: key -> the open ones' keys."""
    return {pk: derived.open for pk, derived in derive(points).items() if derived.contradicts}


def _above(node: Node, nodes: dict[int, Node]) -> list[int]:
    """The keys of the points above, the nearest first; a circle ends where it began."""
    found: list[int] = []
    above = node.parent
    while above is not None and above in nodes and above not in found and above != node.pk:
        found.append(above)
        above = nodes[above].parent
    return found
