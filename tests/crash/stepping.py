"""``python -m tests.crash.stepping``: every migration one step back, forward and back again.

Works on a migrated database with data in it, and prints as JSON which tables are empty, what was stepped over and what
differed afterwards.
"""

from __future__ import annotations

import json

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.db.migrations.loader import MigrationLoader  # noqa: E402

OURS = ("handleplan", "reports", "meetings")
# What a migration itself writes into: its own list, names of models and rights, the log of what is written.
MOVING = {
    "auth_permission",
    "django_content_type",
    "django_migrations",
    "handleplan_changeentry",
    "handleplan_changeseal",
    "sqlite_sequence",
}

Tables = dict[str, dict[str, list[object]]]


def tables() -> Tables:
    """Every column of every table, in the order of the first one (the key)."""
    found: Tables = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.get_table_list(cursor):
            if table.type != "t" or table.name in MOVING:
                continue
            cursor.execute(f'SELECT * FROM "{table.name}" ORDER BY 1')
            columns, rows = [column[0] for column in cursor.description], cursor.fetchall()
            found[table.name] = {column: [row[place] for row in rows] for place, column in enumerate(columns)}
    return found


def differing(before: Tables, after: Tables, there: Tables) -> list[str]:
    """The columns that were there all the time and are not as they were."""
    return [
        f"{table}.{column}"
        for table in there.keys() & before.keys()
        for column in there[table].keys() & before[table].keys()
        if after.get(table, {}).get(column) != before[table][column]
    ]


def empty() -> list[str]:
    """The tables of ours in which no row stands, so that no step can lose one."""
    return sorted(
        table for table, columns in tables().items() if table.startswith(OURS) and not any(map(len, columns.values()))
    )


def main() -> None:
    graph = MigrationLoader(None).graph
    order = [key for key in graph._generate_plan(graph.leaf_nodes(), at_end=True) if key[0] in OURS]
    report = {"empty": empty()}
    for app, name in reversed(order):
        parents = [parent for parent in graph.node_map[app, name].parents if parent.key[0] == app]
        previous = parents[0].key[1] if parents else "zero"
        before = tables()
        call_command("migrate", app, previous, verbosity=0)
        there = tables()
        call_command("migrate", app, name, verbosity=0)
        report[f"{app}.{name}"] = sorted(differing(before, tables(), there))
        call_command("migrate", app, previous, verbosity=0)
    print(json.dumps(report))


if __name__ == "__main__":
    main()
