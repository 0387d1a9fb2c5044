"""Tells the database who writes, so that its triggers can log it and refuse a write by nobody.

Before each writing statement the author (``handleplan.acting``) is looked up. SQLite's triggers ask for it through a
function of the connection: another program has no such function, and its name is the message that program gets.
PostgreSQL's triggers read two settings, sent once in each transaction; a rollback takes settings back on the server, so
they are sent again after one.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import secrets
from collections.abc import Callable
from typing import Any

from handleplan.acting import Author, author

SQLITE_FUNCTION = "only Handleplan may write here: it names who writes"
NOBODY = Author(None, "")
_IDLE, _FAILED = 0, 3  # libpq's transaction states: outside of one, in one that can only be rolled back
_READS = re.compile(r"\s*(?:SELECT|SAVEPOINT|RELEASE|PRAGMA|SHOW|EXPLAIN|BEGIN|COMMIT|SET)\b", re.IGNORECASE)


class Scribe:
    """What one connection knows of its author and its transaction. An execute wrapper of Django's."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection
        self.author = NOBODY
        self.sent: Author | None = None  # what PostgreSQL was told in this transaction
        self.transaction = ""  # SQLite's name for the running transaction

    def __call__(self, execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any) -> Any:
        statement = sql if isinstance(sql, str) else str(sql)
        on_postgres = self.connection.vendor == "postgresql"
        if on_postgres and self.connection.connection.pgconn.transaction_status == _IDLE:
            self.sent = None  # whatever comes now begins a transaction
        elif not self.connection.in_atomic_block or statement.startswith("BEGIN"):
            self.transaction = ""
        if not _READS.match(statement):
            if statement.startswith("ROLLBACK"):
                self.sent = None
            else:
                self.author = author() or NOBODY
                if on_postgres:
                    self._send()
        return execute(sql, params, many, context)

    def _send(self) -> None:
        """Sets the author for the transaction, or for the session where each statement is one of its own."""
        raw = self.connection.connection
        if self.sent == self.author or raw.pgconn.transaction_status == _FAILED:
            return  # in a failed transaction the statement itself is going to say so
        local = self.connection.in_atomic_block or not self.connection.get_autocommit()
        raw.execute(
            "SELECT set_config('handleplan.author_id', %s, %s), set_config('handleplan.author_name', %s, %s)",
            [str(self.author.user_id or ""), local, self.author.name, local],
        )
        self.sent = self.author

    def answer(self, what: str, value: Any = None) -> Any:
        """SQLite's triggers ask here: ``name``, ``id``, ``transaction``, ``now``, or the ``sha256`` of ``value``."""
        match what:
            case "name":
                return self.author.name or None
            case "id":
                return self.author.user_id
            case "transaction":
                self.transaction = self.transaction or secrets.token_hex(8)
                return self.transaction
            case "now":
                return dt.datetime.now(dt.UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
            case "sha256":
                return None if value is None else "sha256:" + hashlib.sha256(value).hexdigest()
        raise ValueError(what)


def name_authors(connection: Any, **kwargs: Any) -> None:
    """Prepares a connection that was just opened. Receives ``connection_created``."""
    scribe = getattr(connection, "scribe", None)
    if scribe is None:
        scribe = connection.scribe = Scribe(connection)
        connection.execute_wrappers.insert(0, scribe)  # first: context managers take theirs off from the end
    scribe.sent, scribe.transaction = None, ""
    if connection.vendor == "sqlite":
        connection.connection.create_function(SQLITE_FUNCTION, -1, scribe.answer)
        # INSERT OR REPLACE deletes rows; without this it walks round the triggers that see deletions.
        connection.connection.execute("PRAGMA recursive_triggers = ON")
