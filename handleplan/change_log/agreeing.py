"""Whether rows, history and log tell the same of each row, and whether each entry has its history row."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from django.apps import apps
from django.db import connection, models
from django.db.models import Max

from . import postgres, sqlite
from .findings import Finding
from .models import ChangeEntry
from .tables import LOG, LoggedTable, guarded_tables

_JSON = {"sqlite": sqlite.row_as_json, "postgresql": postgres.row_as_json}
_NOW = {"sqlite": "strftime('%%Y-%%m-%%d %%H:%%M:%%f', 'now')", "postgresql": "clock_timestamp()"}
_AS_TEXT = {"sqlite": "", "postgresql": "::text"}


def tracked_models() -> list[type[models.Model]]:
    """The models that have a history."""
    return [model for model in apps.get_models() if hasattr(model, "history") and not hasattr(model, "instance_type")]


class Matching:
    """Hears every entry in order and tells which of a tracked table have no history row from the same transaction.

    A change of columns that history leaves out (a version, the last sign-in) needs none. A history row tells how its
    row stands, so it answers for all that the same transaction did to the row before: points that change places stand
    aside for a moment, which nobody else ever sees.
    """

    def __init__(self) -> None:
        self.entries = 0
        tracked = {model._meta.db_table: model for model in tracked_models()}
        self.columns = {
            table: {field.column for field in model.history.model.tracked_fields} for table, model in tracked.items()
        }
        self.of_history = {model.history.model._meta.db_table: table for table, model in tracked.items()}
        self.key = {table: model._meta.pk.column for table, model in tracked.items()}
        self.owing: dict[tuple[str, str, str], list[int]] = {}

    def watch(self, entries: Iterable[ChangeEntry]) -> Iterator[ChangeEntry]:
        for entry in entries:
            self.entries += 1
            self._hear(entry)
            yield entry

    def _hear(self, entry: ChangeEntry) -> None:
        if entry.operation == ChangeEntry.Operation.BASELINE:
            return
        if table := self.of_history.get(entry.table_name):
            if entry.operation == ChangeEntry.Operation.INSERT:
                self.owing.pop((entry.transaction, table, str(entry.after[self.key[table]])), None)
        elif entry.table_name in self.columns and self._needs_history(entry):
            self.owing.setdefault((entry.transaction, entry.table_name, entry.row_key), []).append(entry.pk)

    def _needs_history(self, entry: ChangeEntry) -> bool:
        if entry.operation != ChangeEntry.Operation.UPDATE:
            return True
        return any(entry.before.get(c) != entry.after.get(c) for c in self.columns[entry.table_name])

    def unmatched(self) -> Iterator[Finding]:
        for (_transaction, table, row), entries in self.owing.items():
            for entry in entries:
                yield Finding("entry_without_history", {"entry": entry, "table": table, "row": row})


class Rows:
    """Compares every row of every logged table with its last entry."""

    def __init__(self) -> None:
        self.seen = 0

    def against_log(self, only: Collection[str] | None = None) -> Iterator[Finding]:
        """Every logged table, or those of ``only``."""
        for table in guarded_tables(connection):
            if table.logged and (only is None or table.name in only):
                yield from self._changed(table)
                yield from self._gone(table)

    def _changed(self, table: LoggedTable) -> Iterator[Finding]:
        """Rows that stand otherwise than their last entry says, in the columns that the entry knew."""
        live, text = _JSON[connection.vendor](table, "r"), _AS_TEXT[connection.vendor]
        last = _last(f'r."{table.key}"')
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT count(*) FROM "{table.name}"')
            self.seen += cursor.fetchone()[0]
            cursor.execute(
                f'SELECT CAST(r."{table.key}" AS text), e.operation, e.after{text}, {live}{text} '
                f'FROM "{table.name}" r LEFT JOIN handleplan_changeentry e ON e.id = {last} '
                f"WHERE e.after IS NULL OR e.after <> {live}",
                [table.name],
            )
            found = cursor.fetchall()
        for key, operation, logged, stands in found:
            if operation in (None, "D"):
                yield Finding("row_not_logged", {"table": table.name, "row": key})
                continue
            was, now = json.loads(logged), json.loads(stands)
            columns = sorted(column for column in was.keys() & now.keys() if was[column] != now[column])
            if columns:
                yield Finding("row_differs", {"table": table.name, "row": key, "columns": ", ".join(columns)})

    def _gone(self, table: LoggedTable) -> Iterator[Finding]:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT e.row_key FROM handleplan_changeentry e LEFT JOIN "
                f'"{table.name}" r ON CAST(r.{_quoted(table.key)} AS text) = e.row_key '
                "WHERE e.table_name = %s AND e.operation <> 'D' AND r." + _quoted(table.key) + " IS NULL "
                "AND NOT EXISTS (SELECT 1 FROM handleplan_changeentry f WHERE f.table_name = e.table_name "
                "AND f.row_key = e.row_key AND f.id > e.id)",
                [table.name],
            )
            gone = cursor.fetchall()
        for (key,) in gone:
            yield Finding("row_gone", {"table": table.name, "row": key})


def _quoted(column: str) -> str:
    return f'"{column}"'


def _last(key: str) -> str:
    return (
        f"(SELECT max(l.id) FROM handleplan_changeentry l WHERE l.table_name = %s AND l.row_key = CAST({key} AS text))"
    )


def rows_against_history() -> Iterator[Finding]:
    """Whether each tracked row is as its last history row says."""
    for model in tracked_models():
        past = model.history.model
        key = model._meta.pk.attname
        names = [field.attname for field in past.tracked_fields]
        newest = past.objects.values(key).annotate(newest=Max("history_id")).values("newest")
        said = {row[key]: row for row in past.objects.filter(history_id__in=newest).values("history_type", *names)}
        place = {"table": model._meta.db_table}
        for row in models.QuerySet(model).order_by().values(*names).iterator(2_000):
            last = said.pop(row[key], None)
            if last is None or last["history_type"] == "-":
                yield Finding("history_missing", {**place, "row": str(row[key])})
                continue
            columns = sorted(name for name in names if row[name] != last[name])
            if columns:
                yield Finding("history_differs", {**place, "row": str(row[key]), "columns": ", ".join(columns)})
        for pk, last in said.items():
            if last["history_type"] != "-":
                yield Finding("history_alone", {**place, "row": str(pk)})


def write_baseline(database: Any, tables: Iterable[str]) -> None:
    """Logs how the rows of ``tables`` stand after a migration of their columns, where the log does not know it."""
    wanted = set(tables)
    if not wanted or LOG not in database.introspection.table_names():
        return
    now = _NOW[database.vendor]
    for table in guarded_tables(database):
        if table.logged and table.name in wanted:
            live, key = _JSON[database.vendor](table, "r"), f'r."{table.key}"'
            with database.cursor() as cursor:
                cursor.execute(
                    "INSERT INTO handleplan_changeentry (table_name, row_key, operation, before, after, author_id, "
                    'author_name, recorded_at, "transaction") '
                    f"SELECT %s, CAST({key} AS text), 'B', e.after, {live}, NULL, 'migration', {now}, "
                    f"'migration' FROM \"{table.name}\" r LEFT JOIN handleplan_changeentry e ON e.id = {_last(key)} "
                    f"WHERE e.after IS NULL OR e.after <> {live}",
                    [table.name, table.name],
                )
