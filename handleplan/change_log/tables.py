"""Which tables are logged, which of them only ever grow, and which stand outside with the reason why."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.apps import apps

from handleplan.history import AppendOnly

LOG = "handleplan_changeentry"
OURS = ("handleplan_", "reports_", "meetings_")

# Every table of the database that is not ours is named here too, so that a new one is noticed (tests/change_log).
EXEMPT = {
    "handleplan_changeentry": "the log itself: it only grows, and its chain is sealed",
    "handleplan_changeseal": "the log's chain: it only grows, and each seal carries the one before",
    "handleplan_logverification": "what was found when the log was verified: it only grows",
    "handleplan_oncekey": "keys of forms, swept away when they are old; what the form made is logged",
    "handleplan_draft": "what a person types and has not submitted is private; submitted, it is logged",
    "handleplan_duejob": "which job by the clock was asked for; what the job writes is logged",
    "handleplan_workerbeat": "that a worker lives, every few seconds",
    "reports_publishjob": "how far a publishing has come; the edition that it makes is logged",
    "auth_group": "rights follow a person's role; Django's groups are not used",
    "auth_group_permissions": "rights follow a person's role; Django's groups are not used",
    "auth_permission": "filled by Django at migrate; rights follow a person's role",
    "cache": "passing values: throttling and the like",
    "django_content_type": "filled by Django at migrate: names of models",
    "django_migrations": "Django's own list of migrations",
    "django_session": "sign-ins: secret while they last, and swept away",
    "django_tasks_database_dbtaskresult": "the queue of work; what the work writes is logged in the worker's name",
}
HIDDEN = {("handleplan_user", "password")}  # its hash must not outlive the password


@dataclass(frozen=True, slots=True)
class LoggedTable:
    """A table as the database has it now: its columns by name, which are binary, which are hidden in the log."""

    name: str
    key: str
    columns: tuple[str, ...]
    binary: tuple[str, ...] = ()
    logged: bool = True
    append_only: bool = False
    hidden: tuple[str, ...] = field(default=())


def append_only_tables() -> frozenset[str]:
    """The tables of facts: append-only models and the history of the tracked ones."""
    own = [model for model in apps.get_models() if model._meta.db_table.startswith(OURS)]
    facts = {model._meta.db_table for model in own if issubclass(model, AppendOnly)}
    return frozenset(facts | {model._meta.db_table for model in own if hasattr(model, "instance_type")})


# One query each: Django's introspection takes three seconds over fifty of SQLite's tables.
_COLUMNS = {
    "sqlite": """
        SELECT t.name, c.name, c.pk > 0, lower(c.type) = 'blob'
        FROM sqlite_master t, pragma_table_info(t.name) c WHERE t.type = 'table' ORDER BY t.name, c.cid
    """,
    "postgresql": """
        SELECT t.relname, c.attname, coalesce(c.attnum = ANY (k.conkey), false), c.atttypid = 'bytea'::regtype
        FROM pg_class t JOIN pg_attribute c ON c.attrelid = t.oid AND c.attnum > 0 AND NOT c.attisdropped
            LEFT JOIN pg_constraint k ON k.conrelid = t.oid AND k.contype = 'p'
        WHERE t.relkind = 'r' AND t.relnamespace = current_schema()::regnamespace ORDER BY t.relname, c.attnum
    """,
}


def guarded_tables(connection: Any) -> list[LoggedTable]:
    """Every table of ours that stands in the database, logged or append-only, with its columns as they are now."""
    facts = append_only_tables()
    with connection.cursor() as cursor:
        cursor.execute(_COLUMNS[connection.vendor])
        columns = cursor.fetchall()
    tables = []
    for name, of_table in groupby(columns, key=lambda row: row[0]):
        logged, grows = name.startswith(OURS) and name not in EXEMPT, name in facts
        if logged or grows:
            described = list(of_table)
            names = tuple(column for _table, column, _is_key, _is_binary in described)
            tables.append(
                LoggedTable(
                    name,
                    key=next(column for _table, column, is_key, _is_binary in described if is_key),
                    columns=names,
                    binary=tuple(column for _table, column, _is_key, is_binary in described if is_binary),
                    logged=logged,
                    append_only=grows,
                    hidden=tuple(column for column in names if (name, column) in HIDDEN),
                )
            )
    return tables
