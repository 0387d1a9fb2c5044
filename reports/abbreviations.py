"""The short forms that a report uses, and what they stand for: the nation's, the municipality's, the design's own."""

from __future__ import annotations

from collections.abc import Iterable

from handleplan.abbreviations import used
from reports.designs import Abbreviation


def known(texts: Iterable[str], own: Iterable[Abbreviation] = ()) -> tuple[Abbreviation, ...]:
    """The abbreviations that ``texts`` use, in alphabetical order; ``own`` words win over the nation's, later ones over
    earlier ones."""
    return tuple(Abbreviation(*each) for each in used(texts, {each.short: each.words for each in own}))
