"""The triggers in SQLite: one for each operation, over the columns that the table has now."""

from __future__ import annotations

from collections.abc import Collection
from itertools import groupby
from typing import Any

from .authors import SQLITE_FUNCTION
from .tables import LoggedTable

ASK = f'"{SQLITE_FUNCTION}"'
PREFIX = "handleplan_log_"
MOST_ARGUMENTS = 60  # pairs in one json function; SQLite takes 127 arguments
_OPERATIONS = {"insert": ("I", "NEW"), "update": ("U", "NEW"), "delete": ("D", "OLD")}


def row_as_json(table: LoggedTable, row: str) -> str:
    """The SQL of a row as JSON; ``row`` is NEW, OLD or a table's alias."""
    pairs = [f"'{column}', {_value(table, column, row)}" for column in table.columns]
    json = f"json_object({', '.join(pairs[:MOST_ARGUMENTS])})"
    for start in range(MOST_ARGUMENTS, len(pairs), MOST_ARGUMENTS):
        more = ", ".join(f"'$.{pair[1:]}" for pair in pairs[start : start + MOST_ARGUMENTS])
        json = f"json_set({json}, {more})"
    return json


def _value(table: LoggedTable, column: str, row: str) -> str:
    if column in table.hidden:
        return "'***'"
    return f"{ASK}('sha256', {row}.\"{column}\")" if column in table.binary else f'{row}."{column}"'


def triggers(table: LoggedTable, unique: list[tuple[str, ...]]) -> dict[str, str]:
    """Name -> CREATE TRIGGER. ``unique`` are the sets of columns that INSERT OR REPLACE would replace a row for."""
    made = {}
    if table.logged:
        for operation in _OPERATIONS:
            made[f"{PREFIX}{operation}_{table.name}"] = _logging(table, operation)
    if table.append_only:
        for operation in ("update", "delete"):
            made[f"{PREFIX}no_{operation}_{table.name}"] = (
                f'BEFORE {operation.upper()} ON "{table.name}" BEGIN {_refuse(table, "append-only")} END'
            )
        same = " OR ".join(
            "(" + " AND ".join(f'"{column}" = NEW."{column}"' for column in columns) + ")"
            for columns in [(table.key,), *unique]
        )
        made[f"{PREFIX}no_replace_{table.name}"] = (
            f'BEFORE INSERT ON "{table.name}" WHEN EXISTS (SELECT 1 FROM "{table.name}" WHERE {same}) '
            f"BEGIN {_refuse(table, 'append-only, and the row is there already')} END"
        )
    return {name: f'CREATE TRIGGER "{name}" {body}' for name, body in made.items()}


def _refuse(table: LoggedTable, why: str) -> str:
    return f"SELECT RAISE(ABORT, 'Handleplan: {table.name} is {why}');"


def _logging(table: LoggedTable, operation: str) -> str:
    letter, row = _OPERATIONS[operation]
    before = "NULL" if operation == "insert" else row_as_json(table, "OLD")
    after = "NULL" if operation == "delete" else row_as_json(table, "NEW")
    return (
        f'AFTER {operation.upper()} ON "{table.name}" BEGIN '
        f"SELECT CASE WHEN {ASK}('name') IS NULL THEN "
        f"RAISE(ABORT, 'Handleplan: nobody is named who writes {table.name}') END; "
        "INSERT INTO handleplan_changeentry "
        '(table_name, row_key, operation, before, after, author_id, author_name, recorded_at, "transaction") '
        f"VALUES ('{table.name}', CAST({row}.\"{table.key}\" AS TEXT), '{letter}', {before}, {after}, "
        f"{ASK}('id'), {ASK}('name'), {ASK}('now'), {ASK}('transaction')); END"
    )


def standing(cursor: Any) -> dict[str, str]:
    """The triggers of ours that stand in the database: name -> SQL."""
    cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'handleplan_log_%'")
    return dict(cursor.fetchall())


def install(connection: Any, tables: list[LoggedTable]) -> None:
    with connection.cursor() as cursor:
        wanted = _wanted(cursor, tables)
        stand = standing(cursor)
        for name in stand.keys() - {name for name, sql in wanted.items() if stand.get(name) == sql}:
            cursor.execute(f'DROP TRIGGER "{name}"')
        for name, sql in wanted.items():
            if stand.get(name) != sql:
                cursor.execute(sql)


def remove(connection: Any) -> None:
    with connection.cursor() as cursor:
        for name in standing(cursor):
            cursor.execute(f'DROP TRIGGER "{name}"')


def stand_aside(connection: Any, names: Collection[str]) -> dict[str, str]:
    """Takes down the triggers of these tables; returns them for ``stand_again``."""
    with connection.cursor() as cursor:
        places = ", ".join(["%s"] * len(names))
        cursor.execute(
            f"SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN ({places})", list(names)
        )
        taken = dict(cursor.fetchall())
        for name in taken:
            cursor.execute(f'DROP TRIGGER "{name}"')
    return taken


def stand_again(connection: Any, names: Collection[str], taken: dict[str, str]) -> None:
    with connection.cursor() as cursor:
        for sql in taken.values():
            cursor.execute(sql)


def missing(connection: Any, tables: list[LoggedTable]) -> list[str]:
    """The triggers that ought to stand and do not, or stand changed."""
    with connection.cursor() as cursor:
        wanted = _wanted(cursor, tables)
        stand = standing(cursor)
    return sorted(name for name, sql in wanted.items() if stand.get(name) != sql)


def unique_columns(cursor: Any) -> dict[str, list[tuple[str, ...]]]:
    """The columns of each table's unique indexes over whole columns and all rows."""
    cursor.execute(
        """
        SELECT t.name, i.name, c.name FROM sqlite_master t, pragma_index_list(t.name) i, pragma_index_info(i.name) c
        WHERE t.type = 'table' AND i."unique" AND NOT i.partial AND i.origin != 'pk' ORDER BY t.name, i.name, c.seqno
        """
    )
    found: dict[str, list[tuple[str, ...]]] = {}
    for (table, _index), columns in groupby(cursor.fetchall(), key=lambda row: row[:2]):
        names = tuple(column for _table, _name, column in columns)
        if None not in names:  # an expression
            found.setdefault(table, []).append(names)
    return found


def _wanted(cursor: Any, tables: list[LoggedTable]) -> dict[str, str]:
    unique = unique_columns(cursor)
    return {name: sql for table in tables for name, sql in triggers(table, unique.get(table.name, [])).items()}
