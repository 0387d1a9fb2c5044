"""Seals entries into a hash chain, in batches: from then on no entry can be changed, taken out or put in unseen."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.db import OperationalError, connection, transaction

from .models import ChangeEntry, ChangeSeal
from .postgres import LOCK

BATCH = 1_000  # entries in a seal
BEGINNING = "0" * 64  # what stands before the first seal
COLUMNS = (
    "pk", "table_name", "row_key", "operation", "before", "after", "author_id", "author_name", "recorded_at",
    "transaction",
)  # fmt: skip


def content_hash(entry: ChangeEntry) -> str:
    """The SHA-256 of everything an entry says, the same on both databases."""
    values = [getattr(entry, column) for column in COLUMNS]
    values[COLUMNS.index("recorded_at")] = entry.recorded_at.timestamp()
    return hashlib.sha256(_canonical(values)).hexdigest()


def head_over(previous: str, contents: list[list[Any]]) -> str:
    """The head of a seal with ``contents`` ([key, SHA-256]) on top of the head ``previous``."""
    return hashlib.sha256(_canonical([previous, contents])).hexdigest()


def _canonical(values: Any) -> bytes:
    return json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def seal() -> str:
    """Seals every entry that is not sealed yet; returns the chain's head, "" while nothing was ever written.

    On PostgreSQL it waits at most two seconds for the writers of the moment, so that no key below the last sealed one
    can still appear; if they take longer, the next call seals.
    """
    try:
        while _seal_a_batch():
            pass
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", None) != "55P03":  # lock not available
            raise
    return chain_head()


def chain_head() -> str:
    """The newest seal's hash, to be printed where this database cannot change it; "" while there is no seal."""
    return ChangeSeal.objects.order_by("-pk").values_list("head", flat=True).first() or ""


def _seal_a_batch() -> bool:
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = '2s'")
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
                cursor.execute("SET LOCAL lock_timeout = DEFAULT")
        last = ChangeSeal.objects.order_by("-pk").first()
        unsealed = ChangeEntry.objects.filter(pk__gt=last.last_entry if last else 0).order_by("pk")
        contents = [[entry.pk, content_hash(entry)] for entry in unsealed[:BATCH]]
        if contents:
            previous = last.head if last else BEGINNING
            ChangeSeal.objects.create(
                first_entry=contents[0][0],
                last_entry=contents[-1][0],
                contents=contents,
                previous=previous,
                head=head_over(previous, contents),
            )
        return len(contents) == BATCH
