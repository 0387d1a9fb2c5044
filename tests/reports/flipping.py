"""Changes to stored files past every guard, as the owner of the database can who takes the triggers away."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import pytest
from django.db import connection

from handleplan.change_log import installing
from reports.models import Edition


def _store(edition: Edition, kind: str, content: bytes, sha256: str) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        installing.make_way(connection)
        cursor.execute(
            "UPDATE reports_editionfile SET content = %s, size = %s, sha256 = %s WHERE edition_id = %s AND kind = %s",
            [content, len(content), sha256, edition.pk, kind],
        )
        installing.install(connection)


@pytest.fixture
def flip(db) -> Callable[[Edition, str], None]:
    """Flips one bit of a stored file."""

    def flip_(edition: Edition, kind: str) -> None:
        stored = edition.files.get(kind=kind)
        content = bytearray(stored.content)
        content[len(content) // 2] ^= 1
        _store(edition, kind, bytes(content), stored.sha256)

    return flip_


@pytest.fixture
def exchange(db) -> Callable[[Edition, str, bytes], None]:
    """Puts other bytes in a file's place, with a hash that fits them."""

    def exchange_(edition: Edition, kind: str, content: bytes) -> None:
        _store(edition, kind, content, hashlib.sha256(content).hexdigest())

    return exchange_
