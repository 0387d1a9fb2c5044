"""The short forms of Danish law and municipal life, and which of them a text uses.

Pure. These are the nation's; a municipality's own ("HKY"), and the parties outside it, are rows of its glossary.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

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


def used(texts: Iterable[str], own: Mapping[str, str]) -> list[tuple[str, str]]:
    """The short forms that ``texts`` use with what they stand for, in alphabetical order; ``own`` win over the
    nation's."""
    words = NATIONAL | dict(own)
    standing = {short: re.compile(rf"(?<!\w){re.escape(short)}(?!\w)") for short in own}
    found: set[str] = set()
    for text in texts:
        found.update(_WORD.findall(text))
        found.update(short for short, pattern in standing.items() if pattern.search(text))
    return [(short, words[short]) for short in sorted(words) if short in found]
