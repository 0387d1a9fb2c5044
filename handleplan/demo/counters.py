"""The counter of §§ 41 and 42 with the four figures that are known, and one whose figures are invented.

Nobody's documents add the four up: 3.200 became 3.700, 686 came on top, and what the committee was told in August 2013
is of some other scope (S000-15, S001-25, S004-28). No document has a series month by month, so the demo has one of its
own, which says that it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from handleplan.counting import Told
from handleplan.dates import parse

POINT = "1.1.2.2.A"
NAME = "Gennemgang af ældre afgørelser"
UNIT = "sager"
SCOPE = "alle sager efter servicelovens §§ 41 og 42"
TARGET = "8 uger"
ADDITION = "addition"
_AUGUST = "som oplyst Socialudvalget den 14.08.2013; omfanget er ikke angivet"


def _told(kind: str, when: str, value: int, **more: str) -> Told:
    return Told(kind, parse(when), Decimal(value), **more)


KNOWN = (
    _told("baseline", "september 2011", 3_200, qualifier="ca.", source="Bilag 2, budgetnotat Ø501"),
    _told("restatement", "februar 2012", 3_700, qualifier="ca.", source="Socialudvalget 29.02.2012"),
    _told("done", "14. august 2013", 1_295, scope=_AUGUST, source="Socialudvalget 14.08.2013"),
    _told("remaining", "14. august 2013", 260, scope=_AUGUST, source="Socialudvalget 14.08.2013"),
    _told(
        ADDITION,
        "november 2013",
        686,
        as_written="686 yderligere sager",
        source="Statusskemaet for november 2013",
    ),
)


@dataclass(frozen=True, slots=True)
class Invented:
    """A counter of the demo's own."""

    point: str
    name: str
    unit: str
    scope: str
    series: tuple[Told, ...]


_SOURCE = "Opdigtet til demoen"
_MONTHS = "marts april maj juni juli august september oktober november".split()
_DONE = (40, 95, 130, 205, 230, 290, 365, 410, 480)
INVENTED = Invented(
    point="1.2.5.6",
    name="Kontrollerede medicinafregninger",
    unit="afregninger",
    scope="afregninger fra 2012 (tallene er opdigtet til demoen)",
    series=(
        _told("baseline", "marts 2013", 820, source=_SOURCE),
        _told(ADDITION, "september 2013", 60, as_written="60 afregninger fra nye tilbud", source=_SOURCE),
        *(_told("done", f"{month} 2013", done, source=_SOURCE) for month, done in zip(_MONTHS, _DONE, strict=True)),
    ),
)
