"""Tests that commit get a fresh copy of a template database afterwards: the log's triggers refuse a flush.

The template is the test database as the migrations left it. SQLite's is copied through its backup API, which is safe
beside other connections (the live server's); PostgreSQL's with CREATE DATABASE ... TEMPLATE, behind everybody's back:
connections reconnect, as CONN_HEALTH_CHECKS is on.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Any

from django.db import connection


def template_of_the_test_database() -> tuple[Callable[[], None], Callable[[], None]]:
    """Takes the template now; returns what puts the test database back and what throws the template away."""
    return (_sqlite if connection.vendor == "sqlite" else _postgres)(str(connection.settings_dict["NAME"]))


def _sqlite(name: str) -> tuple[Callable[[], None], Callable[[], None]]:
    template = sqlite3.connect(":memory:")
    connection.ensure_connection()
    connection.connection.backup(template)

    def put_back() -> None:
        connection.close()
        with sqlite3.connect(name, timeout=20) as target:
            template.backup(target)
        target.close()

    return put_back, template.close


def _postgres(name: str) -> tuple[Callable[[], None], Callable[[], None]]:
    template = f"{name}_template"

    def run(*statements: str) -> None:
        connection.close()
        with connection._nodb_cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)

    run(f'DROP DATABASE IF EXISTS "{template}"', f'CREATE DATABASE "{template}" TEMPLATE "{name}"')
    # Not WITH (FORCE): that is refused while a superuser's autovacuum looks in; a plain DROP sends it away.
    others = (
        f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}' AND usename = current_user"
    )
    again = f'CREATE DATABASE "{name}" TEMPLATE "{template}"'
    return (
        lambda: run(others, f'DROP DATABASE "{name}"', again),
        lambda: run(f'DROP DATABASE IF EXISTS "{template}"'),
    )


def restoring(put_back: Callable[[], None]) -> Callable[[Any], None]:
    """What stands in for ``TransactionTestCase._fixture_teardown``."""

    def teardown(self: Any) -> None:
        put_back()

    return teardown
