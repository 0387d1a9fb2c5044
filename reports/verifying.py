"""Whether every published file still is what was published: each byte hashed again and held against its row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import QuerySet

from reports.archive import is_whole
from reports.models import Edition, EditionFile


@dataclass(frozen=True, slots=True)
class Finding:
    """An edition, and the kinds of its files that are whole, changed or gone."""

    edition: Edition
    whole: tuple[str, ...]
    changed: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        return not self.changed and not self.missing


def verify(editions: QuerySet[Edition]) -> Iterator[Finding]:
    """What is found for each edition, oldest first; one file's bytes are in memory at a time."""
    wanted = {edition.pk: edition for edition in editions.select_related("plan").order_by("plan__title", "pk")}
    states: dict[int, dict[str, bool]] = {pk: {} for pk in wanted}
    files = EditionFile.objects.filter(edition__in=list(wanted)).order_by("edition", "pk")
    for stored in files.iterator(chunk_size=1):
        stored.edition = wanted[stored.edition_id]
        states[stored.edition_id][stored.kind] = is_whole(stored)
    for pk, edition in wanted.items():
        yield _finding(edition, states[pk])


def _finding(edition: Edition, states: dict[str, bool]) -> Finding:
    kinds = EditionFile.Kind.values
    return Finding(
        edition,
        whole=tuple(kind for kind in kinds if states.get(kind) is True),
        changed=tuple(kind for kind in kinds if states.get(kind) is False),
        missing=tuple(kind for kind in kinds if kind not in states),
    )
