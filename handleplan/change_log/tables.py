"""Which tables are logged, which of them only ever grow, and which stand outside with the reason why."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.apps import apps

from handleplan.history import AppendOnly

OURS = ("handleplan_", "reports_", "meetings_")

# Every table of the database that is not ours is named here too, so that a new one is noticed (tests/change_log).
EXEMPT = {
    "handleplan_changeentry": "the log itself: it only grows, and its chain is sealed",
    "handleplan_changeseal": "the log's chain: it only grows, and each seal carries the one before",
    "handleplan_logverification": "what was found when the log was verified: it only grows",
    "handleplan_redaction": "which entries of the log were blanked: it only grows, and the chain is checked against it",
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
    "django_tasks_db_dbtaskresult": "the queue of work; what the work writes is logged in the worker's name",
}
HIDDEN = {("handleplan_user", "password")}  # its hash must not outlive the password
BYTEA = 17  # PostgreSQL's number for its type of bytes
# The log's own tables: append-only as facts are.
LOG_TABLES = frozenset(
    {"handleplan_changeentry", "handleplan_changeseal", "handleplan_logverification", "handleplan_redaction"}
)


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


def guarded_tables(connection: Any) -> list[LoggedTable]:
    """Every table of ours that stands in the database, logged or append-only, with its columns as they are now."""
    facts = append_only_tables()
    with connection.cursor() as cursor:
        names = [table.name for table in connection.introspection.get_table_list(cursor) if table.type == "t"]
        tables = []
        for name in sorted(names):
            logged, grows = name.startswith(OURS) and name not in EXEMPT, name in facts
            if logged or grows:
                key, columns = _columns(connection, cursor, name)
                tables.append(
                    LoggedTable(
                        name,
                        key,
                        tuple(columns),
                        binary=tuple(column for column, is_binary in columns.items() if is_binary),
                        logged=logged,
                        append_only=grows,
                        hidden=tuple(column for column in columns if (name, column) in HIDDEN),
                    )
                )
    return tables


def _columns(connection: Any, cursor: Any, table: str) -> tuple[str, dict[str, bool]]:
    """The key's column, and all columns with whether they hold bytes."""
    described = connection.introspection.get_table_description(cursor, table)
    bytes_types = ("BLOB", "blob", BYTEA)
    key = connection.introspection.get_primary_key_column(cursor, table) or "id"
    return key, {column.name: column.type_code in bytes_types for column in described}
