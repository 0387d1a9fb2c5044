"""PostgreSQL: pg_dump in the same snapshot in which the checksums are taken, put back in one transaction.

Needs Debian's postgresql-client (pg_dump, pg_restore, psql), not older than the server. Rows come back before their
triggers do, so nothing is logged twice and nothing append-only is in the way. A role that may read everything can back
up; only the one that owns the tables can restore.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from .manifest import BackupError, Table, table_of

_TABLES = """
    SELECT c.relname FROM pg_class c
    WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p') ORDER BY c.relname
"""
# What stands in the schema and belongs to no extension and no table, as the statements that take it down.
_DROPS = """
    SELECT format('DROP %s IF EXISTS %I.%I CASCADE;', CASE c.relkind WHEN 'v' THEN 'VIEW'
        WHEN 'm' THEN 'MATERIALIZED VIEW' WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END, n.nspname, c.relname)
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = current_schema() AND c.relkind IN ('r', 'p', 'v', 'm', 'S')
        AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid
            AND (d.deptype = 'e' OR c.relkind = 'S' AND d.deptype IN ('a', 'i')))
    UNION ALL
    SELECT format('DROP ROUTINE IF EXISTS %s CASCADE;', p.oid::regprocedure)
    FROM pg_proc p
    WHERE p.pronamespace = current_schema()::regnamespace
        AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
"""


def dump(connection: Any, copy: Path) -> tuple[dict[str, Table], list[list[str]]]:
    """Dumps the database as it stands at one moment, and sums what stands in it at that very moment."""
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        (snapshot,) = cursor.fetchone()
        _call(
            connection, "pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}",
            f"--file={copy}",
        )  # fmt: skip
        cursor.execute("SELECT app, name FROM django_migrations ORDER BY id")
        migrations = [list(row) for row in cursor.fetchall()]
        return _tables(cursor), migrations


def load(connection: Any, copy: Path) -> None:
    """All of it or nothing: what stood there is dropped in the same transaction."""
    script, drops = copy.with_suffix(".sql"), copy.with_suffix(".drops")
    with connection.cursor() as cursor:
        cursor.execute(_DROPS)
        drops.write_text("\n".join(statement for (statement,) in cursor.fetchall()), encoding="utf-8")
    connection.close()
    _call(connection, "pg_restore", "--no-owner", "--no-privileges", f"--file={script}", str(copy))
    _call(
        connection, "psql", "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1",
        "--output=/dev/null", f"--file={drops}", f"--file={script}",
    )  # fmt: skip


def tables(connection: Any) -> dict[str, Table]:
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        return _tables(cursor)


def _tables(cursor: Any) -> dict[str, Table]:
    """Inside a transaction: rows as text, in a form that no setting of server or role changes."""
    for setting in ("bytea_output = hex", "datestyle = ISO", "intervalstyle = postgres", "extra_float_digits = 1"):
        cursor.execute(f"SET LOCAL {setting}")
    cursor.execute("SET LOCAL timezone = 'UTC'")
    cursor.execute(_TABLES)
    found = {}
    for (name,) in cursor.fetchall():
        cursor.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_schema = current_schema() "
            "AND table_name = %s ORDER BY ordinal_position",
            [name],
        )
        columns = [column for (column,) in cursor.fetchall()]
        cursor.execute(f"SELECT encode(sha256(convert_to(t::text, 'UTF8')), 'hex') FROM \"{name}\" t")
        found[name] = table_of(columns, (row for (row,) in cursor.fetchall()))
    return found


def _call(connection: Any, program: str, *arguments: str) -> None:
    """Runs one of PostgreSQL's programs on this database; the password stays out of the list of processes."""
    asked = connection.get_connection_params()
    environment = dict(os.environ)
    for variable, name in (
        ("PGHOST", "host"), ("PGPORT", "port"), ("PGUSER", "user"), ("PGPASSWORD", "password"),
        ("PGDATABASE", "dbname"), ("PGSSLMODE", "sslmode"), ("PGSSLROOTCERT", "sslrootcert"),
    ):  # fmt: skip
        if asked.get(name):
            environment[variable] = str(asked[name])
    command = [program, *arguments]
    if program == "pg_restore":
        environment.pop("PGDATABASE", None)  # it writes a script and connects to nothing
    try:
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    except FileNotFoundError as error:
        raise BackupError(
            _("%(program)s is not installed. Debian’s package is postgresql-client.") % {"program": program}
        ) from error
    if done.returncode:
        raise BackupError(f"{program}: {done.stderr.strip()[-2000:]}")
