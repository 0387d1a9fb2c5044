"""Reports and meetings that a text names by an event: "aprilprognosen", "martsafrapporteringen", "sidste status".

Pure: text and the day of the meeting in, the names with the month each means out (S000-22). Which meeting or edition
that is, the database knows.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

MONTHS = "januar februar marts april maj juni juli august september oktober november december".split()
REPORT, FORECAST, LAST_TIME = "report", "forecast", "last_time"

_KINDS = {
    "afrapportering": REPORT,
    "rapportering": REPORT,
    "redegørelse": REPORT,
    "status": REPORT,
    "møde": REPORT,
    "prognose": FORECAST,
}
_NAMED = re.compile(
    rf"\b(?P<month>{'|'.join(MONTHS)})(?P<kind>{'|'.join(_KINDS)})(?:r?ne|[es]?n|e?t)?(?:\s+(?P<year>(?:19|20)\d\d))?\b",
    re.IGNORECASE,
)
_LAST = re.compile(r"\bsidste\s+(?:status|afrapportering|møde)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Named:
    """A name as the text writes it. ``month`` is the first day of the month it means; None for the last time."""

    words: str
    kind: str
    month: dt.date | None = None


def named(text: str, day: dt.date) -> tuple[Named, ...]:
    """The names in a text that goes to the meeting of ``day``, each once, in order. Never raises.

    A month without a year is the one nearest to the meeting: "aprilprognosen" of February 2012 is April 2012's.
    """
    found: dict[str, Named] = {}
    for each in _all(text, day):
        found.setdefault(each.words.casefold(), each)
    return tuple(found.values())


def _all(text: str, day: dt.date) -> Iterator[Named]:
    matches = [*_NAMED.finditer(text), *_LAST.finditer(text)]
    for match in sorted(matches, key=re.Match.start):
        if match.re is _LAST:
            yield Named(" ".join(match.group().split()), LAST_TIME)
            continue
        month = MONTHS.index(match["month"].lower()) + 1
        year = int(match["year"]) if match["year"] else _nearest(month, day)
        yield Named(match.group(), _KINDS[match["kind"].lower()], dt.date(year, month, 1))


def _nearest(month: int, day: dt.date) -> int:
    years = (day.year, day.year + 1, day.year - 1)
    return min(years, key=lambda year: abs((year - day.year) * 12 + month - day.month))
