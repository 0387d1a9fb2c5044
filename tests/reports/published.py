"""The month of November 2013 as a corrected edition, for tests of what only an edition says."""

from __future__ import annotations

import dataclasses
import datetime as dt

from reports.changes import Change, Changes
from reports.snapshot import EditionFacts, Snapshot, WrittenDate
from tests.reports.status_table import november_2013

CLOSED = Change("closed", "1.3.1", "Enkelttydelser")
MOVED = Change(
    "moved",
    "1.2.5.6",
    "Kontrol af medicinafregning",
    before=WrittenDate("2012"),
    after=WrittenDate("medio 2013"),
    days_low=121,
    days_high=243,
    moves=1,
)


def edition_11() -> Snapshot:
    """Edition 11a: it corrects edition 11, and two things happened since edition 10."""
    facts = EditionFacts(
        number=11,
        letter="a",
        published_on=dt.date(2013, 12, 2),
        published_by="Sara Sekretær",
        facts_sha256="ab" * 32,
        chain_head="cd" * 32,
        previous="10",
        corrects="11",
        corrections="Et tal var forkert.",
    )
    changes = Changes(since=dt.date(2013, 10, 1), label="10", changes=(CLOSED, MOVED))
    return dataclasses.replace(november_2013(), edition=facts, since_last=changes)
