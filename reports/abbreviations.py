"""The short forms of Danish law and municipal life that a report uses, and what they stand for.

These are the nation's; a municipality's own ("HKY") are rows of a design. Only those that the text uses are listed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from reports.designs import Abbreviation

NATIONAL = {
    "AKL": "lov om aktiv socialpolitik",
    "BL": "barnets lov",
    "FVL": "forvaltningsloven",
    "KL": "Kommunernes Landsforening",
    "LAB": "lov om en aktiv beskæftigelsesindsats",
    "LAS": "lov om aktiv socialpolitik",
    "PL": "lov om social pension",
    "RSL": "retssikkerhedsloven (lov om retssikkerhed og administration på det sociale område)",
    "SEL": "serviceloven (lov om social service)",
    "SL": "serviceloven (lov om social service)",
}
_WORD = re.compile(r"\b[A-ZÆØÅ]{2,10}\b")


def known(texts: Iterable[str], own: Iterable[Abbreviation] = ()) -> tuple[Abbreviation, ...]:
    """The abbreviations that ``texts`` use, in alphabetical order; ``own`` words win over the nation's."""
    words = NATIONAL | {each.short: each.words for each in own}
    used: set[str] = set()
    for text in texts:
        used.update(_WORD.findall(text))
        used.update(each.short for each in own if each.short in text)
    return tuple(Abbreviation(short, words[short]) for short in sorted(words) if short in used)
