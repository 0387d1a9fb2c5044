"""Every table of the database is logged, or stands outside with a reason; and the triggers stand."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys

import pytest
from django.core.management import call_command
from django.db import connection

from handleplan.change_log import installing
from handleplan.change_log.authors import SQLITE_FUNCTION
from handleplan.change_log.tables import EXEMPT, guarded_tables
from tests.machine.files import ROOT

MIGRATIONS_ONE_BY_ONE = """
import django
django.setup()
from django.core.management import call_command
from django.db import connection
from handleplan.change_log import installing
from handleplan.management.commands.migrate import Command
kept = Command.migration_progress_callback
def watched(self, action, migration=None, fake=False):
    kept(self, action, migration, fake)
    if action == "apply_success" and migration.app_label in installing.APPS:
        print(migration.app_label, migration.name, len(installing.missing(connection)), flush=True)
Command.migration_progress_callback = watched
call_command("migrate", verbosity=0)
"""


def test_every_table_is_logged_or_stands_outside_with_a_reason(db):
    logged = {table.name for table in guarded_tables(connection) if table.logged}
    everything = set(connection.introspection.table_names())
    assert (everything - logged, logged & EXEMPT.keys()) == (set(EXEMPT), set())


def test_all_triggers_stand(db):
    assert installing.missing(connection) == []


def test_a_check_misses_a_trigger(db):
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER handleplan_log_insert_handleplan_unit")
        else:
            cursor.execute("DROP TRIGGER handleplan_log_row ON handleplan_unit")
    assert [error.id for error in installing.check_triggers(databases=["default"])] == ["handleplan.E001"]


def test_migrating_puts_up_a_trigger_that_is_missing(db):
    with connection.cursor() as cursor:
        on = "" if connection.vendor == "sqlite" else " ON handleplan_unit"
        cursor.execute(f"DROP TRIGGER handleplan_log_{'insert_handleplan_unit' if not on else 'row'}{on}")
    call_command("migrate", verbosity=0, skip_checks=False)
    assert installing.missing(connection) == []


def test_another_program_is_told_why_it_may_not_write(db):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL asks in its trigger whoever writes; SQLite answers by a missing function")
    with (
        sqlite3.connect(connection.settings_dict["NAME"]) as other,
        pytest.raises(sqlite3.OperationalError, match=SQLITE_FUNCTION),
    ):
        other.execute("INSERT INTO handleplan_unit (name, short_name) VALUES ('Smuglet', '')")


def test_behind_every_migration_all_triggers_stand(tmp_path):
    environment = os.environ | {
        "DATABASE_URL": f"sqlite:///{tmp_path}/steps.sqlite3",
        "DJANGO_SETTINGS_MODULE": "tests.machine.settings",
    }
    done = subprocess.run(
        [sys.executable, "-c", MIGRATIONS_ONE_BY_ONE],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    steps = [line.split() for line in done.stdout.splitlines()]
    behind = [step for step in steps if step[:2] >= ["handleplan", "0006"] or step[0] != "handleplan"]
    logged = [step for step in behind if step[2] != "1"]  # before the log's own migration it alone is missing
    assert (done.returncode, [step for step in logged if step[2] != "0"], len(logged) > 0) == (0, [], True), done.stderr
