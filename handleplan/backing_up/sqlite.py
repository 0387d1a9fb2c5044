"""SQLite: a copy by VACUUM INTO, put back page by page with SQLite's backup, which no trigger and no lock escapes."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from .manifest import BackupError, Table, table_of

TIMEOUT = 60  # seconds to wait for somebody else's write


def dump(connection: Any, copy: Path) -> tuple[dict[str, Table], list[list[str]]]:
    """Copies the database as it stands at one moment; the tables and the migrations are the copy's."""
    with _opened(connection.settings_dict["NAME"]) as source:
        source.execute("VACUUM INTO ?", [str(copy)])
    with _opened(copy) as copied:
        return _tables(copied), [list(row) for row in copied.execute("SELECT app, name FROM django_migrations")]


def load(connection: Any, copy: Path) -> None:
    connection.close()
    with _opened(copy) as source, _opened(connection.settings_dict["NAME"]) as target:
        if source.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
            raise BackupError(_("The database in this file is damaged."))
        target.execute("PRAGMA synchronous = FULL")
        source.backup(target)


def tables(connection: Any) -> dict[str, Table]:
    with _opened(connection.settings_dict["NAME"]) as database:
        return _tables(database)


@contextlib.contextmanager
def _opened(path: Path | str) -> Iterator[sqlite3.Connection]:
    """A connection of its own, without Django's functions and settings. Raises ``BackupError`` for SQLite's errors."""
    try:
        with contextlib.closing(sqlite3.connect(path, timeout=TIMEOUT)) as database:
            yield database
    except sqlite3.Error as error:
        raise BackupError(f"SQLite: {error}") from error


def _tables(database: sqlite3.Connection) -> dict[str, Table]:
    names = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite~_%' ESCAPE '~' ORDER BY name"
    found = {}
    for (name,) in database.execute(names).fetchall():
        rows = database.execute(f'SELECT * FROM "{name}"')
        found[name] = table_of([column[0] for column in rows.description], rows)
    return found
