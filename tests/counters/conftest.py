"""A counter on the point of §§ 41 and 42, as its owner would write it."""

from __future__ import annotations

import pytest

from handleplan import counting
from handleplan.models import Counter, PlanItem
from tests.conftest import BECAUSE


@pytest.fixture
def point(real_plan) -> PlanItem:
    """1.1.2.2.A, "Gennemgang af ældre afgørelser (SEL §§ 41 og 42)"."""
    return PlanItem.objects.get(number="1.1.2.2.A")


@pytest.fixture
def counter(point, cast) -> Counter:
    return counting.add_counter(
        point,
        name="Gennemgang af ældre afgørelser",
        unit="sager",
        scope="SEL §§ 41 og 42",
        target="8 uger",
        user=cast.olga_owner,
        reason=BECAUSE,
    )
