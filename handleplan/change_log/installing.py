"""Keeps the triggers in place: put up after every migration, and missed where they are gone."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.core.checks import Error
from django.db import connections, transaction
from django.db.migrations import Migration
from django.db.migrations.operations import CreateModel, RunPython, RunSQL

from . import owning, postgres, sqlite
from .tables import LOG, OURS, guarded_tables

_VENDORS = {"sqlite": sqlite, "postgresql": postgres}
APPS = tuple(prefix.rstrip("_") for prefix in OURS)


def install(connection: Any) -> None:
    """Puts up what is missing and takes down what no table asks for. Before the log's own migration: nothing."""
    if LOG in connection.introspection.table_names():
        with transaction.atomic(using=connection.alias):  # one commit instead of three hundred
            _VENDORS[connection.vendor].install(connection, guarded_tables(connection))


def make_way(connection: Any) -> None:
    """Takes down what stands in a schema migration's way: SQLite cannot alter a column that a trigger names."""
    with transaction.atomic(using=connection.alias):
        _VENDORS[connection.vendor].remove(connection)


@contextmanager
def standing_aside(connection: Any, names: Collection[str]) -> Iterator[None]:
    """Inside, rows of these tables are written unlogged and unrefused: for a redaction alone, in its transaction.

    Raises the database's error where the role does not own the tables.
    """
    vendor = _VENDORS[connection.vendor]
    taken = vendor.stand_aside(connection, names)
    yield
    vendor.stand_again(connection, names, taken)


def missing(connection: Any) -> list[str]:
    """The names of triggers that ought to stand and do not."""
    if LOG not in connection.introspection.table_names():
        return [LOG]
    return _VENDORS[connection.vendor].missing(connection, guarded_tables(connection))


def writes_rows_only(migration: Migration) -> bool:
    """Whether a migration changes rows alone; the triggers stay up under it."""
    return all(isinstance(operation, RunPython | RunSQL) for operation in migration.operations)


def tables_altered_by(migration: Migration) -> set[str]:
    """The tables whose rows may stand otherwise behind a schema migration; all of them behind the log's own."""
    if writes_rows_only(migration):
        return set()
    operations = migration.operations
    if any(isinstance(operation, CreateModel) and operation.name == "ChangeEntry" for operation in operations):
        return {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    names = {getattr(operation, "model_name", None) or getattr(operation, "name", "") for operation in operations}
    known = apps.get_app_config(migration.app_label).get_models(include_auto_created=True)
    return {model._meta.db_table for model in known if model._meta.model_name in {name.lower() for name in names}}


def install_after_migrate(using: str, **kwargs: Any) -> None:
    """Receives ``post_migrate``."""
    install(connections[using])
    owning.grant(connections[using])


def check_triggers(databases: Any = None, **kwargs: Any) -> list[Error]:
    """A system check (``manage.py check --database default``; ``migrate`` runs it too)."""
    found = []
    for alias in databases or []:
        connection = connections[alias]
        if "django_migrations" not in connection.introspection.table_names():
            continue
        gone = missing(connection)
        if gone and gone != [LOG]:
            found.append(
                Error(
                    f"{len(gone)} triggers of the change log are missing: {', '.join(gone[:5])}",
                    hint="manage.py migrate puts them up again; manage.py verify_log says what was written meanwhile.",
                    id="handleplan.E001",
                )
            )
    return found
