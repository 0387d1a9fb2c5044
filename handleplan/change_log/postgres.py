"""The triggers in PostgreSQL: three functions for all tables, run with their owner's rights."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from .tables import LoggedTable

LOCK = 4_711_004  # the advisory lock that writers share and sealing takes alone
PREFIX = "handleplan_log_"

_FUNCTIONS = """
CREATE OR REPLACE FUNCTION {schema}.handleplan_log_row() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = {schema}, pg_temp SET timezone = 'UTC' AS $$
DECLARE
    who text := current_setting('handleplan.author_name', true);
    was jsonb;
    now_is jsonb;
    hidden text;
BEGIN
    IF coalesce(who, '') = '' THEN
        RAISE EXCEPTION 'Handleplan: nobody is named who writes %', TG_TABLE_NAME
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    PERFORM pg_advisory_xact_lock_shared({lock});
    IF TG_OP <> 'INSERT' THEN was := handleplan_log_json(to_jsonb(OLD), TG_ARGV[1], TG_ARGV[2]); END IF;
    IF TG_OP <> 'DELETE' THEN now_is := handleplan_log_json(to_jsonb(NEW), TG_ARGV[1], TG_ARGV[2]); END IF;
    INSERT INTO handleplan_changeentry
        (table_name, row_key, operation, before, after, author_id, author_name, recorded_at, transaction)
    VALUES (TG_TABLE_NAME, coalesce(now_is, was) ->> TG_ARGV[0], left(TG_OP, 1), was, now_is,
        nullif(current_setting('handleplan.author_id', true), '')::bigint, left(who, 150), clock_timestamp(),
        pg_current_xact_id()::text);
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION {schema}.handleplan_log_json(whole jsonb, hidden text, bytes text) RETURNS jsonb
    LANGUAGE plpgsql IMMUTABLE SET search_path = {schema}, pg_temp AS $$
DECLARE
    name text;
BEGIN
    IF hidden <> '' THEN
        FOREACH name IN ARRAY string_to_array(hidden, ',') LOOP
            whole := jsonb_set(whole, ARRAY[name], '"***"');
        END LOOP;
    END IF;
    IF bytes <> '' THEN
        FOREACH name IN ARRAY string_to_array(bytes, ',') LOOP
            IF whole ->> name IS NOT NULL THEN
                whole := jsonb_set(whole, ARRAY[name],
                    to_jsonb('sha256:' || encode(sha256(decode(substr(whole ->> name, 3), 'hex')), 'hex')));
            END IF;
        END LOOP;
    END IF;
    RETURN whole;
END $$;

CREATE OR REPLACE FUNCTION {schema}.handleplan_log_refuse() RETURNS trigger
    LANGUAGE plpgsql SET search_path = {schema}, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'Handleplan: % is refused on %', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
"""


def row_as_json(table: LoggedTable, row: str) -> str:
    """The SQL of a row as JSON; ``row`` is a table's alias."""
    if not table.hidden and not table.binary:
        return f"to_jsonb({row})"
    return f"handleplan_log_json(to_jsonb({row}), '{','.join(table.hidden)}', '{','.join(table.binary)}')"


def triggers(table: LoggedTable) -> dict[str, str]:
    """Name -> CREATE TRIGGER, without what the database would write differently."""
    made = {f"{PREFIX}no_truncate": "BEFORE TRUNCATE ON {table} EXECUTE FUNCTION handleplan_log_refuse()"}
    if table.logged:
        arguments = f"'{table.key}', '{','.join(table.hidden)}', '{','.join(table.binary)}'"
        made[f"{PREFIX}row"] = (
            "AFTER INSERT OR UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION "
            f"handleplan_log_row({arguments})"
        )
    if table.append_only:
        made[f"{PREFIX}no_change"] = (
            "BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION handleplan_log_refuse()"
        )
    return {name: f"CREATE TRIGGER {name} " + body.format(table=f'"{table.name}"') for name, body in made.items()}


def standing(cursor: Any) -> dict[tuple[str, str], str]:
    """The triggers of ours that stand and are enabled: table and name -> function, arguments and kind."""
    cursor.execute(
        """
        SELECT c.relname, t.tgname, p.proname || ' ' || encode(t.tgargs, 'hex') || ' ' || t.tgtype
        FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid
        WHERE c.relnamespace = current_schema()::regnamespace AND t.tgname LIKE 'handleplan\\_log\\_%'
            AND t.tgenabled = 'O'
        """
    )
    return {(table, name): what for table, name, what in cursor.fetchall()}


def _wanted(tables: list[LoggedTable]) -> dict[tuple[str, str], str]:
    """As ``standing`` tells it."""
    wanted = {}
    for table in tables:
        arguments = "".join(f"{a}\0" for a in (table.key, ",".join(table.hidden), ",".join(table.binary)))
        for name in triggers(table):
            function = "handleplan_log_row" if name == f"{PREFIX}row" else "handleplan_log_refuse"
            kind = {f"{PREFIX}row": 1 + 4 + 8 + 16, f"{PREFIX}no_change": 1 + 2 + 8 + 16}.get(name, 2 + 32)
            given = arguments.encode().hex() if name == f"{PREFIX}row" else ""
            wanted[table.name, name] = f"{function} {given} {kind}"
    return wanted


def install(connection: Any, tables: list[LoggedTable]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT quote_ident(current_schema())")
        (schema,) = cursor.fetchone()
        for statement in _FUNCTIONS.format(schema=schema, lock=LOCK).split("\n\n"):
            cursor.execute(statement)
        wanted, stand = _wanted(tables), standing(cursor)
        for table in tables:
            for name, sql in triggers(table).items():
                if stand.get((table.name, name)) != wanted[table.name, name]:
                    cursor.execute(f'DROP TRIGGER IF EXISTS {name} ON "{table.name}"')
                    cursor.execute(sql)
        for table_name, name in stand.keys() - wanted.keys():
            cursor.execute(f'DROP TRIGGER IF EXISTS {name} ON "{table_name}"')


def remove(connection: Any) -> None:
    """Takes the refusals off, so that a migration may rewrite a table; what it writes is logged all the same."""
    with connection.cursor() as cursor:
        for table, name in standing(cursor):
            if name == f"{PREFIX}no_change":
                cursor.execute(f'DROP TRIGGER {name} ON "{table}"')


def stand_aside(connection: Any, names: Collection[str]) -> None:
    """Switches our triggers on these tables off, for this transaction; writers of the moment are waited for."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '20s'")
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for name in sorted(names):
            cursor.execute(f'ALTER TABLE "{name}" DISABLE TRIGGER USER')


def stand_again(connection: Any, names: Collection[str], taken: None) -> None:
    with connection.cursor() as cursor:
        for name in sorted(names):
            cursor.execute(f'ALTER TABLE "{name}" ENABLE TRIGGER USER')


def missing(connection: Any, tables: list[LoggedTable]) -> list[str]:
    """The triggers that ought to stand and do not, or stand changed or switched off."""
    with connection.cursor() as cursor:
        stand = standing(cursor)
    return sorted(
        f"{table}.{name}" for (table, name), what in _wanted(tables).items() if stand.get((table, name)) != what
    )
