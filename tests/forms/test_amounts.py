"""Numbers as Danes write them."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handleplan.amounts import NumberError, format_number, parse_number


def refusal(text: str) -> NumberError:
    with pytest.raises(NumberError) as refused:
        parse_number(text)
    return refused.value


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("3.700", "3700"),
        ("1.234,50", "1234.50"),
        ("1 234", "1234"),
        ("1\u00a0234\u202f567", "1234567"),
        ("4½", "4.5"),
        ("4 ¾", "4.75"),
        ("½", "0.5"),
        ("- 4.500", "-4500"),
        ("\u2212 4.500", "-4500"),
        ("– 4.500", "-4500"),
        (" +7 ", "7"),
        ("4,30", "4.30"),
        (",5", "0.5"),
        ("3.700,-", "3700"),
        ("1,234", "1.234"),
        ("007", "7"),
        ("-0", "0"),
    ],
)
def test_danish_numbers_are_read(text, number):
    assert parse_number(text) == Decimal(number)


@pytest.mark.parametrize(
    ("text", "readings"),
    [("1.00", ("1.00", "100")), ("3.7", ("3.7", "37")), ("0.500", ("0.500", "500")), ("-1.5", ("-1.5", "-15"))],
)
def test_a_point_that_could_be_a_decimal_point_is_ambiguous(text, readings):
    error = refusal(text)
    assert error.problem == "ambiguous"
    assert tuple(str(reading) for reading in error.readings) == readings


@pytest.mark.parametrize(
    "text", ["", "-", "x", "1.", ",", ",-", "1e5", "NaN", "∞", "٣", "1,234.50", "1.234 567", "4½½", "1-2"]
)
def test_what_is_no_number_is_refused(text):
    assert refusal(text).problem == "not-a-number"


def test_an_endless_number_is_refused_unread():
    assert refusal("9" * 41).problem == "too-long"


@given(st.text(max_size=50))
def test_any_text_is_a_number_or_refused(text):
    with suppress(NumberError):
        assert parse_number(text).is_finite()


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=3))
def test_what_is_written_is_read_back(number):
    assert parse_number(format_number(number)) == number


@pytest.mark.parametrize(
    ("number", "decimals", "written"),
    [
        (Decimal("1234567.50"), None, "1.234.567,50"),
        (3700, None, "3.700"),
        (Decimal("1E+5"), None, "100.000"),
        (Decimal("4.3"), 2, "4,30"),
        (Decimal("-0.001"), 2, "0,00"),
        (-4500, None, "-4.500"),
    ],
)
def test_numbers_are_written_in_danish(number, decimals, written):
    assert format_number(number, decimals) == written


def test_infinity_is_not_written():
    with pytest.raises(ValueError):
        format_number(Decimal("Infinity"))
