"""What is granted and spent by year: unlike price levels are never added, and the agenda's sentence says it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import translation

from handleplan import budgeting, granting, planning
from handleplan.economy import Slot, counted, economy_sentence, reckoned, totals
from handleplan.models import PlanItem
from tests.budgets.example import granted, read
from tests.conftest import BECAUSE

YEAR = dt.date(2012, 6, 1)


@pytest.fixture
def by(cast) -> dict:
    return {"user": cast.sara_secretary, "reason": BECAUSE}


@pytest.fixture
def item(small_plan, by) -> PlanItem:
    return planning.add_item(small_plan, kind="initiative", number="1.1", title="Sager", **by)


@pytest.fixture
def tell(small_plan, item, by):
    def record(kind: str, kroner: int, year: int = 2012, level: str = "2012 p/l"):
        return granting.record_amount(
            small_plan, item=item, kind=kind, year=year, amount=Decimal(kroner), price_level=level, **by
        )

    return record


def test_amounts_of_one_year_and_price_level_are_added(small_plan, tell):
    tell("granted", 4_300_000)
    tell("granted", 1_000_000)
    assert totals(counted(small_plan)) == {Slot(2012, "2012 p/l", "granted"): 5_300_000}


def test_s001_13_unlike_price_levels_stay_apart(small_plan, tell):
    tell("granted", 4_300_000)
    tell("granted", 1_000_000, level="2013 p/l")
    assert list(totals(counted(small_plan)).values()) == [4_300_000, 1_000_000]


def test_what_is_taken_back_counts_no_more(small_plan, item, by):
    granting.take_back(granted(small_plan, item, **by), **by)
    assert totals(counted(small_plan)) == {}


@pytest.mark.pure
def test_s001_20_the_note_reckons_with_its_rows_not_its_total():
    assert list(reckoned(read()).values()) == [16_250_000, 8_050_000, 7_750_000, 7_750_000]


def test_the_sentence_for_the_agenda(small_plan, tell, by):
    tell("granted", 5_300_000)
    tell("spent", 4_120_000)
    budgeting.enter_note(small_plan, read(), **by)
    with translation.override("da"):
        told = economy_sentence(small_plan, YEAR)
    assert told.text == (
        "I 2012 er der bevilget 5,30 mio. kr. (2012 p/l) til handleplanens punkter, og der er forbrugt 4,12 mio. kr."
        " Budgetnotat Ø501 regner med udgifter på 16,25 mio. kr. (2012 p/l) i 2012."
    )
    assert told.figures[Slot(2012, "2012 p/l", "spent")] == 4_120_000


def test_where_nothing_is_known_nothing_is_said(small_plan):
    assert economy_sentence(small_plan, YEAR).text == ""
