"""Targets as written, read as number and unit; what cannot be read is never guessed."""

from decimal import Decimal

import pytest

from handleplan.measures import Measure, read_measure

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
