"""What the migrations make of the database is what the models say, and no migration does two kinds of things."""

from __future__ import annotations

from django.apps import apps
from django.db import connection, models
from django.db.migrations import RunPython, RunSQL, SeparateDatabaseAndState
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation

from handleplan.change_log.installing import APPS, writes_rows_only
from handleplan.change_log.tables import OURS
from handleplan.management.quick_states import quick_states


def ours() -> list[type[models.Model]]:
    return [m for m in apps.get_models(include_auto_created=True) if m._meta.db_table.startswith(OURS)]


def test_a_migration_changes_tables_or_writes_rows_and_never_both():
    loaded = MigrationLoader(None).disk_migrations
    mixed = {
        f"{app}.{name}"
        for (app, name), migration in loaded.items()
        if app in APPS
        and not writes_rows_only(migration)
        and any(not _alters(operation) for operation in migration.operations)
    }
    assert mixed == set()  # the log's triggers would stand aside under the rows that it writes


def _alters(operation: Operation) -> bool:
    return not isinstance(operation, RunPython | RunSQL | SeparateDatabaseAndState)


def test_this_django_is_one_whose_states_are_built_quickly():
    with quick_states() as known:
        assert known is True


def test_the_state_behind_a_migration_is_the_same_without_its_models_built():
    graph = MigrationLoader(None).graph
    last = graph.leaf_nodes("meetings")[0]
    before = graph.make_state(last, at_end=False)
    there = before.clone()
    assert there.apps.get_model("meetings", "agendaitem")  # built, as on the way back
    slow = graph.nodes[last].mutate_state(there)
    with quick_states():
        quick = graph.nodes[last].mutate_state(there)
    assert quick == slow != before == there
    assert ("apps" in slow.__dict__, "apps" in quick.__dict__) == (True, False)


def test_every_table_has_the_columns_and_constraints_of_its_model(db):
    there, said = {}, {}
    with connection.cursor() as cursor:
        for model in ours():
            meta = model._meta
            described = connection.introspection.get_table_description(cursor, meta.db_table)
            constraints = connection.introspection.get_constraints(cursor, meta.db_table)
            names = {name for name in constraints if name in {c.name for c in [*meta.constraints, *meta.indexes]}}
            pointing = {c["columns"][0]: c["foreign_key"] for c in constraints.values() if c["foreign_key"]}
            there[meta.db_table] = ({(c.name, bool(c.null_ok)) for c in described}, names, pointing)
            said[meta.db_table] = (
                {(field.column, field.null) for field in meta.concrete_fields},
                {named.name for named in [*meta.constraints, *meta.indexes]},
                {
                    field.column: (field.related_model._meta.db_table, field.target_field.column)
                    for field in meta.concrete_fields
                    if field.remote_field and field.db_constraint
                },
            )
    assert there == said
