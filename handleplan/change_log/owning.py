"""PostgreSQL's two roles: the owner's, which migrates, restores and redacts, and the site's own, which owns nothing.

What the site's role may do is written down here and granted behind every migration and restore: rows that only grow are
read and added to, the log's entries are read. A single role for both works as well, but guards less (``check_roles``).
SQLite has no roles: all of this does nothing there.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.core.checks import Warning as Advice
from django.db import connections, transaction

from .tables import LOG, append_only_tables

READ = frozenset({"SELECT"})
ADD = READ | {"INSERT"}
KEEP = ADD | {"UPDATE", "DELETE"}
# What only triggers, the owner's commands or migrations write.
READ_ONLY = {
    LOG,
    "handleplan_redactedentry",
    "handleplan_redaction",
    "auth_group",
    "auth_group_permissions",
    "auth_permission",
    "django_content_type",
    "django_migrations",
}
_FUNCTIONS = {"handleplan_log_row": False, "handleplan_log_refuse": False, "handleplan_log_json": True}

_HELD = """
    SELECT c.relname, p.name, has_table_privilege(%(role)s, c.oid, p.name),
        CASE WHEN p.name IN ('SELECT', 'INSERT', 'UPDATE', 'REFERENCES')
            THEN has_any_column_privilege(%(role)s, c.oid, p.name) ELSE has_table_privilege(%(role)s, c.oid, p.name) END
    FROM pg_class c, unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) p(name)
    WHERE c.relkind IN ('r', 'p') AND c.relnamespace = current_schema()::regnamespace
    ORDER BY c.relname, p.name
"""
_OTHERWISE = """
    SELECT p.proname, has_function_privilege(%(role)s, p.oid, 'EXECUTE') FROM pg_proc p
    WHERE p.pronamespace = current_schema()::regnamespace AND p.proname LIKE 'handleplan\\_log\\_%%'
    UNION ALL SELECT 'schema', has_schema_privilege(%(role)s, current_schema(), 'CREATE')
"""
_OWNER = """
    SELECT pg_has_role(%(role)s, c.relowner, 'MEMBER') FROM pg_class c
    WHERE c.relname = %(log)s AND c.relnamespace = current_schema()::regnamespace
"""


class NotTheOwner(RuntimeError):
    """The tables stand, and the role that is asked to change them does not own them."""


def site_role() -> str:
    """The role that the site runs as, where DATABASE_OWNER_URL names another one that owns the tables; else ""."""
    role = settings.DATABASES["default"].get("USER", "")
    return role if settings.DATABASE_OWNER and settings.DATABASE_OWNER["USER"] != role else ""


@contextmanager
def as_owner(connection: Any) -> Iterator[None]:
    """Inside, ``connection`` is the owner's, where DATABASE_OWNER_URL names one; else it stays as it is.

    Raises ``NotTheOwner`` where that role does not own the log. Not inside a transaction where there are two roles.
    """
    before = connection.settings_dict
    if settings.DATABASE_OWNER:
        connection.close()
        connection.settings_dict = {**before, **settings.DATABASE_OWNER}
    try:
        if not owns(connection):
            with connection.cursor() as cursor:
                raise NotTheOwner(_own_role(cursor))
        yield
    finally:
        if settings.DATABASE_OWNER:
            connection.close()
            connection.settings_dict = before


def owns(connection: Any, role: str = "") -> bool:
    """Whether ``role`` (the connection's own, where none is named) may do as the log's owner; true of a database
    without a log."""
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute(_OWNER, {"role": role or _own_role(cursor), "log": LOG})
        found = cursor.fetchone()
    return found is None or found[0]


def grant(connection: Any, role: str = "") -> None:
    """Gives ``role`` (``site_role()``, where none is named) what the site needs, and takes from it what it does not."""
    role = role or site_role()
    if not role or connection.vendor != "postgresql" or not wrong(connection, role):
        return
    tables, name = _privileges(connection, role), connection.ops.quote_name(role)
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute("SELECT quote_ident(current_schema())")
        (schema,) = cursor.fetchone()
        cursor.execute(f"REVOKE CREATE ON SCHEMA {schema} FROM PUBLIC, {name}")
        cursor.execute(f"GRANT USAGE ON SCHEMA {schema} TO {name}")
        cursor.execute(f"REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM {name}")
        cursor.execute(f"GRANT SELECT ON ALL SEQUENCES IN SCHEMA {schema} TO {name}")  # so that it can back up
        for rights in (READ, ADD, KEEP):
            those = ", ".join(connection.ops.quote_name(table) for table in tables if wanted(table) == rights)
            if those:
                cursor.execute(f"GRANT {', '.join(sorted(rights))} ON {those} TO {name}")
        for function, is_called in _signatures(cursor):
            # Else it could hang the function that writes the log on a table of its own.
            cursor.execute(f"REVOKE EXECUTE ON FUNCTION {function} FROM PUBLIC, {name}")
            if is_called:
                cursor.execute(f"GRANT EXECUTE ON FUNCTION {function} TO {name}")


def wanted(table: str) -> frozenset[str]:
    """What the site's role does with the rows of a table."""
    if table in READ_ONLY:
        return READ
    return ADD if table in append_only_tables() else KEEP


def wrong(connection: Any, role: str) -> list[str]:
    """Where ``role`` may do more than the site needs, or less; a word for each place."""
    found = []
    for table, privileges in _privileges(connection, role).items():
        needs = wanted(table)
        found += [f"{table} lacks {p}" for p, (whole, _any) in privileges.items() if p in needs and not whole]
        found += [f"{table} allows {p}" for p, (_whole, some) in privileges.items() if p not in needs and some]
    with connection.cursor() as cursor:
        cursor.execute(_OTHERWISE, {"role": role})
        for name, may in cursor.fetchall():
            if may != _FUNCTIONS.get(name, False):
                found.append(f"{name} {'allows' if may else 'lacks'} {'CREATE' if name == 'schema' else 'EXECUTE'}")
    return found


def check_roles(databases: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """A system check (``manage.py check --database default``): the site's role may do what it needs and no more."""
    found: list[CheckMessage] = []
    for connection, role in _standing(databases):
        if not owns(connection, role) and (faults := wrong(connection, role)):
            found.append(
                Error(
                    f"{len(faults)} rights of the role {role} are not as they ought to be: {', '.join(faults[:5])}",
                    hint="manage.py migrate with DATABASE_OWNER_URL set puts them right.",
                    id="handleplan.E002",
                )
            )
    return found


def check_one_role(databases: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """A check for deployment (``manage.py check --deploy --database default``): what a single role gives away."""
    found: list[CheckMessage] = []
    for connection, role in _standing(databases):
        if owns(connection, role):
            found.append(
                Advice(
                    f"The site runs as {role}, which owns the tables: whoever gets hold of the site can switch off the "
                    "change log's triggers and change what it says. verify_log finds it afterwards; nothing stops it.",
                    hint="Give the site a role of its own: “Two roles” in docs/operations.md.",
                    id="handleplan.W001",
                )
            )
    for alias in databases or []:
        if connections[alias].vendor == "sqlite":
            found.append(
                Advice(
                    "The database is SQLite: whoever can write its file can take the change log's triggers down and "
                    "change what it says. verify_log finds it afterwards; nothing stops it.",
                    hint="PostgreSQL with two roles refuses it: “Two roles” in docs/operations.md.",
                    id="handleplan.W002",
                )
            )
    return found


def _standing(databases: Any) -> Iterator[tuple[Any, str]]:
    """PostgreSQL databases with a log in them, and the role that the site runs as."""
    for alias in databases or []:
        connection = connections[alias]
        if connection.vendor == "postgresql" and LOG in connection.introspection.table_names():
            with connection.cursor() as cursor:
                yield connection, site_role() or _own_role(cursor)


def _own_role(cursor: Any) -> str:
    cursor.execute("SELECT current_user")
    return cursor.fetchone()[0]


def _privileges(connection: Any, role: str) -> dict[str, dict[str, tuple[bool, bool]]]:
    """Table -> privilege -> whether the role has it on the whole table, and on any column of it."""
    found: dict[str, dict[str, tuple[bool, bool]]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_HELD, {"role": role})
        for table, privilege, whole, some in cursor.fetchall():
            found.setdefault(table, {})[privilege] = (whole, some)
    return found


def _signatures(cursor: Any) -> list[tuple[str, bool]]:
    """The log's functions as they are named in a grant, and whether the site calls them itself."""
    cursor.execute(
        "SELECT p.oid::regprocedure::text, p.proname FROM pg_proc p WHERE p.proname = ANY (%s) "
        "AND p.pronamespace = current_schema()::regnamespace",
        [list(_FUNCTIONS)],
    )
    return [(signature, _FUNCTIONS[name]) for signature, name in cursor.fetchall()]
