"""Tests that commit get a fresh copy of a template database afterwards: the log's triggers refuse a flush.

A template is a test database as it stood before any test: as the migrations left it, or with data in it that many tests
begin with (``tests/standing.py``). SQLite's is copied through its backup API, which is safe beside other connections
(the live server's); PostgreSQL's with CREATE DATABASE ... TEMPLATE, behind everybody's back: connections reconnect, as
CONN_HEALTH_CHECKS is on.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Protocol

from django.db import connection


class Template(Protocol):
    def copy_to(self, name: str) -> None:
        """Makes the database of that name as the template is, whatever stood in it."""

    def throw_away(self) -> None:
        """Removes the template."""


def template_of_the_test_database() -> Template:
    """The database that Django is connected to, as it stands now."""
    name = str(connection.settings_dict["NAME"])
    return SqliteTemplate() if connection.vendor == "sqlite" else PostgresTemplate(name)


def remove(name: str) -> None:
    """Removes a database that is a copy of a template."""
    if connection.vendor == "sqlite":
        for ending in ("", "-wal", "-shm"):
            Path(name + ending).unlink(missing_ok=True)
    else:
        _run(_send_away(name), f'DROP DATABASE IF EXISTS "{name}"')


class SqliteTemplate:
    def __init__(self) -> None:
        self.kept = sqlite3.connect(":memory:")
        connection.ensure_connection()
        connection.connection.backup(self.kept)

    def copy_to(self, name: str) -> None:
        connection.close()
        with sqlite3.connect(name, timeout=20) as target:
            self.kept.backup(target)
        target.close()

    def throw_away(self) -> None:
        self.kept.close()


class PostgresTemplate:
    def __init__(self, name: str) -> None:
        self.name = f"{name}_template"
        _run(f'DROP DATABASE IF EXISTS "{self.name}"', f'CREATE DATABASE "{self.name}" TEMPLATE "{name}"')

    def copy_to(self, name: str) -> None:
        # Not WITH (FORCE): that is refused while a superuser's autovacuum looks in; a plain DROP sends it away.
        copy = f'CREATE DATABASE "{name}" TEMPLATE "{self.name}"'
        _run(_send_away(name), f'DROP DATABASE IF EXISTS "{name}"', copy)

    def throw_away(self) -> None:
        _run(f'DROP DATABASE IF EXISTS "{self.name}"')


def _run(*statements: str) -> None:
    connection.close()
    with connection._nodb_cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _send_away(name: str) -> str:
    return f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}' AND usename = current_user"
