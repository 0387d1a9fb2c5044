"""What stands already is what a test would have made, and no test sees what another did to it."""

from __future__ import annotations

import pytest
from django.db import connection

from handleplan.change_log.verifying import verify
from handleplan.models import Plan, PlanItem, User

PEOPLE = 6 + 1  # the cast, and the system, which imported the plan


def retitle(item: PlanItem) -> None:
    item.title = "Ændret"
    item.save(update_fields=["title"])


def test_without_a_plan_asked_for_there_is_none(db):
    assert (Plan.objects.count(), User.objects.count()) == (0, 0)


def test_the_real_plan_stands_with_the_cast_and_its_log(real_plan, cast):
    assert (real_plan.items.filter(number="1.1.2.2.A", owner=cast.olga_owner).count(), User.objects.count()) == (
        1,
        PEOPLE,
    )
    assert verify().findings == []


@pytest.mark.parametrize("time", [1, 2])
def test_what_a_test_does_to_it_is_rolled_back(time, real_plan):
    assert PlanItem.objects.filter(title="Ændret").count() == 0
    retitle(PlanItem.objects.get(number="1.1.2.2.A"))


@pytest.mark.parametrize("time", [1, 2])
@pytest.mark.django_db(transaction=True)
def test_what_a_test_commits_to_it_is_put_back(time, real_plan):
    assert (PlanItem.objects.filter(title="Ændret").count(), connection.in_atomic_block) == (0, False)
    retitle(PlanItem.objects.get(number="1.1.2.2.A"))
