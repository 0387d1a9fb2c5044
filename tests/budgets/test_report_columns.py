"""Granted and spent as columns of a report design: in the snapshot, and so in each of its files."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from handleplan import granting, planning
from reports.designs import Column, Design, DesignPart
from reports.snapshot import Snapshot, build_snapshot, from_json
from tests.conftest import BECAUSE

MONTH = dt.date(2013, 11, 1)
COLUMNS = (Column("number", "Nr."), Column("granted", "Bevilget", "Økonomi"), Column("spent", "Forbrugt", "Økonomi"))


@pytest.fixture
def snapshot(small_plan, cast) -> Snapshot:
    by = {"user": cast.sara_secretary, "reason": BECAUSE}
    item = planning.add_item(small_plan, kind="initiative", number="1.1", title="Sager", **by)
    for year, kind, kroner, level in (
        (2012, "granted", 4_000_000, "2012 p/l"),
        (2012, "granted", 300_000, "2012 p/l"),
        (2012, "granted", 1_000, "2013 p/l"),
        (2013, "spent", 870_000, ""),
    ):
        granting.record_amount(
            small_plan, item=item, kind=kind, year=year, amount=Decimal(kroner), price_level=level, **by
        )
    return build_snapshot(small_plan, MONTH, design=Design("a", "A", parts=(DesignPart("active", columns=COLUMNS),)))


def test_the_columns_say_the_amounts_year_by_year_and_never_add_unlike_price_levels(snapshot):
    assert snapshot.parts[0].rows[1].cells == (
        "1.1",
        "2012: 4.300.000 kr. (2012 p/l)\n2012: 1.000 kr. (2013 p/l)",
        "2013: 870.000 kr.",
    )


def test_the_amounts_are_the_same_when_the_snapshot_is_read_again(snapshot):
    assert from_json(snapshot.as_json()) == snapshot
    assert [fact.amount for fact in from_json(snapshot.as_json()).parts[0].rows[1].money] == [4_300_000, 1_000, 870_000]
