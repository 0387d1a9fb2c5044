"""Two things the committee was told on 29 February 2012 that are no status: people hired, and a supervision's result.

Words from the agenda item (S000-17, S000-24).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

POINT = "1.1.2.2.A"
SOURCE = "Socialudvalget 29.02.2012"


@dataclass(frozen=True, slots=True)
class DemoEvent:
    """An event as its form would be filled in."""

    when: str
    text: str
    amount: Decimal | None = None
    amount_unit: str = ""


EVENTS = (
    DemoEvent("siden oktober 2011", "12 nye medarbejdere i HKY, siden oktober 2011", Decimal(12), "medarbejdere"),
    DemoEvent(
        "januar 2012",
        "Det ekstraordinære centrale ledelsestilsyn på § 41 og § 42 i januar 2012 har ikke givet anledning til "
        "anmærkninger",
    ),
)
