"""Targets as written, read as number and unit; what cannot be read is never guessed."""

from decimal import Decimal

import pytest

from handleplan.measures import Measure, beyond, is_time, read_measure

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("8 uger", Measure(Decimal(8), "uger")),
        ("fire uger", Measure(Decimal(4), "uger")),
        ("ca. 3 måneder", Measure(Decimal(3), "måneder", "ca.")),
        ("højst 10 arbejdsdage.", Measure(Decimal(10), "arbejdsdage", "højst")),
        ("inden for fire uger", Measure(Decimal(4), "uger", "inden for")),
        ("3.700 sager", Measure(Decimal(3_700), "sager")),
        ("95 %", Measure(Decimal(95), "%")),
        ("95%", Measure(Decimal(95), "%")),
        ("1,5 år", Measure(Decimal("1.5"), "år")),
        ("hurtigst muligt", None),
        ("uger", None),
        ("8", None),
        ("4-6 uger", None),
        ("", None),
    ],
)
def test_a_target_is_read(text, read):
    assert read_measure(text) == read


@pytest.mark.parametrize(
    ("value", "unit", "aim", "longer"),
    [
        (10, "uger", "8 uger", 2),
        (10, "uger", "fire uger", 6),
        (35, "dage", "fire uger", 7),
        (3, "uger", "28 dage", -1),
        (8, "uger", "8 ugers sagsbehandlingstid", 0),
        (2, "måneder", "1 år", -10),
        (40, "dage i gennemsnit", "1 måned", None),
        (10, "hverdage", "10 dage", None),
        (10, "uger", "3.700 sager", None),
    ],
)
def test_a_time_is_held_against_an_aim_only_where_that_is_exact(value, unit, aim, longer):
    assert beyond(Decimal(value), unit, read_measure(aim)) == longer


@pytest.mark.parametrize(
    ("unit", "of_time"), [("uger", True), ("Dage i gennemsnit", True), ("sager", False), ("", False)]
)
def test_a_unit_of_time_is_known(unit, of_time):
    assert is_time(unit) == of_time
