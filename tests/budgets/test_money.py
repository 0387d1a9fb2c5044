"""Amounts in running text and in cells (S001-9, S001-18): read, and written back as they were written."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handleplan.amounts import NumberError, format_number
from handleplan.money import find_amounts, in_kroner, in_millions, read_amount, read_cell, read_corner, write_cell
from tests.budgets.example import TEXT

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    ("text", "low", "high", "unit", "qualifier"),
    [
        ("4,30 mio. kr.", 4_300_000, 4_300_000, "mio. kr.", ""),
        ("3 mio. kr.", 3_000_000, 3_000_000, "mio. kr.", ""),
        ("4½ mio. kr.", 4_500_000, 4_500_000, "mio. kr.", ""),
        ("1-2 mio. kr.", 1_000_000, 2_000_000, "mio. kr.", ""),
        ("2–4 mio. kr.", 2_000_000, 4_000_000, "mio. kr.", ""),
        ("1 til 2 mio. kr.", 1_000_000, 2_000_000, "mio. kr.", ""),
        ("ca. 3.200 sager", 3_200, 3_200, "sager", "ca."),
        ("ca. 200 medarbejdere", 200, 200, "medarbejdere", "ca."),
        ("8,6 årsværk", Decimal("8.6"), Decimal("8.6"), "årsværk", ""),
        ("500 t.kr.", 500_000, 500_000, "t.kr.", ""),
        ("1,2 mia. kr.", 1_200_000_000, 1_200_000_000, "mia. kr.", ""),
        ("250.000 kr.", 250_000, 250_000, "kr.", ""),
        ("250.000", 250_000, 250_000, "", ""),
        ("kr. 250.000,-", 250_000, 250_000, "", ""),
        ("- 3.000", -3_000, -3_000, "", ""),
        ("4,30\u00a0mio.\u00a0kr.", 4_300_000, 4_300_000, "mio. kr.", ""),
    ],
)
def test_s001_9_every_form_of_an_amount_is_read_and_kept_as_written(text, low, high, unit, qualifier):
    amount = read_amount(text)
    assert (amount.low, amount.high, amount.unit, amount.qualifier) == (low, high, unit, qualifier)
    assert amount.as_written == text


def test_s001_9_the_amounts_of_the_real_note_are_found_as_written():
    money = [amount.as_written for amount in find_amounts(TEXT) if amount.unit == "mio. kr."]
    assert money == [
        *("4,30 mio. kr.", "4,30 mio. kr.", "1,00 mio. kr.", "1,00 mio. kr.", "3 mio. kr.", "4½ mio. kr."),
        *("1-2 mio. kr.", "1-2 mio. kr.", "2-4 mio. kr.", "6,60 mio. kr.", "5,65 mio. kr.", "12,25 mio. kr."),
        *("1,00 mio. kr.", "0,70 mio. kr.", "0,30 mio. kr."),
    ]


@pytest.mark.parametrize("text", ["", "penge", "12 æbler", "1.00 mio. kr.", "x" * 200, "4,30 mio. kr. i 2012"])
def test_what_is_no_amount_is_refused(text):
    with pytest.raises(NumberError):
        read_amount(text)


@given(st.decimals(min_value=0, max_value=10**9, places=2, allow_nan=False))
def test_an_amount_in_millions_is_read_as_what_was_written(number):
    kroner = number * 1_000_000
    assert read_amount(in_millions(kroner)).low == kroner


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=2, allow_nan=False))
def test_an_amount_in_kroner_is_read_as_what_was_written(number):
    assert read_amount(in_kroner(number)).low == number


@given(st.integers(min_value=0, max_value=10**9), st.integers(min_value=0, max_value=10**9))
def test_a_range_has_its_smaller_bound_first(one, other):
    amount = read_amount(f"{format_number(one)}-{format_number(other)} kr.")
    assert (amount.low, amount.high) == (min(one, other), max(one, other))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12.250", 12_250),
        ("- 3.000", -3_000),
        ("-3.000", -3_000),
        ("- 15.550", -15_550),
        ("-", 0),
        ("–", 0),
        ("", None),
    ],
)
def test_s001_18_a_dash_is_nothing_and_a_minus_is_negative(text, number):
    assert read_cell(text) == number


@given(st.integers(min_value=-(10**12), max_value=10**12))
def test_a_cell_that_is_written_is_read_as_the_same_number(number):
    assert read_cell(write_cell(Decimal(number))) == number


@pytest.mark.parametrize(
    ("corner", "read"),
    [
        ("1.000 kr. – 2012 p/l", (1_000, "2012 p/l")),
        ("mio. kr., 2018-priser", (1_000_000, "2018-priser")),
        ("kr.", (1, "")),
        ("Anlægsaktivitet", (1_000, "")),
    ],
)
def test_s001_13_a_corner_says_unit_and_price_level(corner, read):
    assert read_corner(corner) == read
