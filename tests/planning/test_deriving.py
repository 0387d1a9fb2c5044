"""What the points beneath a point say of it (issue 3, point 4; S004-17)."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from handleplan.deriving import CLOSED_STATES, Derived, contradictions, derive
from handleplan.models import PlanItem


@dataclass(frozen=True)
class Node:
    pk: int
    parent: int | None
    kind: str
    state: str = "in_progress"


def heading(pk: int, parent: int | None = None, state: str = "in_progress") -> Node:
    return Node(pk, parent, "heading", state)


def initiative(pk: int, parent: int | None = None, state: str = "in_progress") -> Node:
    return Node(pk, parent, "initiative", state)


def test_a_heading_with_every_point_closed_is_closed():
    found = derive([heading(1), initiative(2, 1, "closed"), initiative(3, 1, "dropped")])
    assert found[1] == Derived(total=2, open=(), stored_closed=False)
    assert found[1].is_closed


def test_a_heading_is_open_as_soon_as_one_point_is():
    assert derive([heading(1), initiative(2, 1, "closed"), initiative(3, 1)])[1].open == (3,)


def test_points_count_at_every_depth_and_headings_do_not():
    points = [heading(1), heading(2, 1), initiative(3, 2, "merged"), initiative(4, 3), initiative(5, 1, "continued")]
    assert {pk: (one.total, one.open) for pk, one in derive(points).items()} == {
        1: (3, (4,)),
        2: (2, (4,)),
        3: (1, (4,)),
    }


def test_a_heading_with_nothing_beneath_says_nothing():
    assert derive([heading(1, state="closed")]) == {}


def test_S004_17_a_closed_parent_with_an_open_child_contradicts_it():
    points = [heading(1, state="closed"), initiative(2, 1, "closed"), initiative(3, 1)]
    assert contradictions(points) == {1: (3,)}


def test_an_open_parent_with_closed_children_contradicts_nothing():
    assert contradictions([heading(1), initiative(2, 1, "closed")]) == {}


def test_a_child_written_before_its_parent_counts_all_the_same():
    assert contradictions([initiative(3, 1), heading(1, state="closed")]) == {1: (3,)}


def test_a_circle_ends():
    assert derive([heading(1, 2), heading(2, 1), initiative(3, 1)])[2].open == (3,)


def test_the_closed_states_are_the_models():
    assert set(PlanItem.objects.all().CLOSED_STATES) == CLOSED_STATES


@pytest.mark.django_db
def test_S004_17_in_the_real_plan_1_2_5_is_the_only_contradiction(real_plan):
    rows = real_plan.items.values_list("pk", "parent", "kind", "state")
    numbers = dict(real_plan.items.values_list("pk", "number"))
    found = contradictions(Node(*row) for row in rows)
    assert {numbers[pk]: [numbers[key] for key in keys] for pk, keys in found.items()} == {"1.2.5": ["1.2.5.6"]}
