"""A database with something in its log, sealed."""

from __future__ import annotations

import pytest

from handleplan import planning
from handleplan.change_log.sealing import seal
from handleplan.models import PlanItem
from tests.conftest import BECAUSE


@pytest.fixture
def item(small_plan, cast) -> PlanItem:
    by = {"user": cast.sara_secretary, "reason": BECAUSE}
    made = planning.add_item(small_plan, kind="initiative", number="1.1", title="SOFUS", **by)
    planning.edit_item(made, title="SOFUS og SOFIA", **by)
    return made


@pytest.fixture
def head(item) -> str:
    return seal()
