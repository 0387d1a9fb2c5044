"""Reading what was published: the stored bytes, their names, and the facts as a snapshot again.

Bytes whose hash is not the one that was stored are never handed out.
"""

from __future__ import annotations

import dataclasses
import hashlib

from handleplan.moments import local_day
from reports.models import Edition, EditionFile
from reports.snapshot import EditionFacts, Snapshot, from_json

CONTENT_TYPES = {
    "facts": "application/json",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
ENDINGS = {"facts": "json"}


class Damaged(RuntimeError):
    """The bytes of a file of ``edition`` are gone, or are not those that were published."""

    def __init__(self, edition: Edition, kind: str) -> None:
        super().__init__(f"{edition.pk} {kind}")
        self.edition = edition


def file_name(edition: Edition, ending: str) -> str:
    """What a file of the edition is called: "handleplan-udgave-11a-2013-11.pdf". ``ending`` may be a file's kind."""
    return f"{edition.plan.slug}-udgave-{edition.label}-{edition.period:%Y-%m}.{ENDINGS.get(ending, ending)}"


def file_facts(edition: Edition, kind: str) -> EditionFile | None:
    """Size and hash of one file, without its bytes; None where the edition has no such file."""
    return edition.files.filter(kind=kind).defer("content").first()


def read_file(edition: Edition, kind: str) -> bytes:
    """The bytes as they were published. Raises ``Damaged`` when they are gone or others."""
    stored = edition.files.filter(kind=kind).first()
    if stored is None or not is_whole(stored):
        raise Damaged(edition, kind)
    return bytes(stored.content)


def is_whole(stored: EditionFile) -> bool:
    """The bytes are those that were stored; the facts also those whose hash every page of the edition carries."""
    content = bytes(stored.content)
    found = hashlib.sha256(content).hexdigest()
    printed = stored.edition.facts_sha256 if stored.kind == EditionFile.Kind.FACTS else found
    return found == stored.sha256 == printed and len(content) == stored.size


def snapshot_of(edition: Edition) -> Snapshot:
    """The facts of the edition as a snapshot, as it was printed. Raises ``Damaged``."""
    facts = from_json(read_file(edition, EditionFile.Kind.FACTS).decode())
    return dataclasses.replace(facts, edition=edition_facts(edition))


def edition_facts(edition: Edition) -> EditionFacts:
    """What the pages say of the edition itself; not part of the facts that are hashed."""
    return EditionFacts(
        number=edition.number,
        letter=edition.letter,
        published_on=local_day(edition.recorded_at),
        published_by=edition.published_by,
        facts_sha256=edition.facts_sha256,
        chain_head=edition.chain_head,
        previous=edition.previous.label if edition.previous else "",
        corrects=edition.corrects.label if edition.corrects else "",
        corrections=edition.corrections,
    )
