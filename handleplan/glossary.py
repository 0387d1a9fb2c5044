"""The municipality's glossary as pages and reports read it."""

from __future__ import annotations

from collections.abc import Iterable

from handleplan import abbreviations
from handleplan.models import GlossaryEntry


def own_words() -> dict[str, str]:
    """Each short form or party with its words; one query."""
    return dict(GlossaryEntry.objects.values_list("short", "words"))


def explained(texts: Iterable[str]) -> list[dict[str, str]]:
    """The short forms and parties that ``texts`` mention, with what they stand for; one query."""
    return [{"short": short, "words": words} for short, words in abbreviations.used(texts, own_words())]
