"""The suite's two databases: what runs on which, and the throw-away PostgreSQL server."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from tests.machine.files import ROOT
from tests.postgres import runs_here, touches_database

SCRIPT = [sys.executable, str(ROOT / ".ci/postgres"), "run", "--"]
TELL = """
import os, sys, psycopg
with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
    print(*connection.execute(sys.argv[1]).fetchone(), sep="|")
"""
# The users of the processes that belong to this server.
OWNERS = """
import os, pathlib
port = os.environ["DATABASE_URL"].rpartition(":")[2].partition("/")[0]
for process in pathlib.Path("/proc").glob("[0-9]*"):
    try:
        if f"--port={port}" in (process / "cmdline").read_text().split(chr(0)):
            print(process.stat().st_uid)
    except OSError:
        pass
"""


def on_a_server(*command: str) -> subprocess.CompletedProcess:
    return subprocess.run([*SCRIPT, *command], capture_output=True, text=True, check=False, timeout=120)


def tell(query: str) -> list[str]:
    done = on_a_server(sys.executable, "-c", TELL, query)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip().split("|")


def test_a_test_without_a_database_fixture_touches_no_database(request):
    assert not touches_database(request.node)


def test_a_test_with_a_database_fixture_touches_the_database(request, db):
    assert touches_database(request.node)


@pytest.mark.django_db
def test_a_test_with_the_mark_touches_the_database(request):
    assert touches_database(request.node)


@pytest.mark.pdf
@pytest.mark.both
def test_a_test_for_both_databases_runs_on_this_one_too(request):
    assert runs_here(request.node)


def test_sqlite_is_tested_in_a_file_with_the_settings_of_real_use(db):
    if connection.vendor != "sqlite":
        pytest.skip("says something of SQLite only")
    assert Path(connection.settings_dict["NAME"]).is_file()
    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_the_role_may_create_databases_and_is_no_superuser():
    query = "SELECT current_user, usecreatedb, usesuper FROM pg_user WHERE usename = current_user"
    assert tell(query) == ["handleplan", "True", "False"]


def test_the_server_does_not_run_as_root():
    done = on_a_server(sys.executable, "-c", OWNERS)
    owners = done.stdout.split()
    assert len(owners) > 0
    assert "0" not in owners


def test_danish_letters_have_capitals_there():
    assert tell("SELECT upper('blåbærgrød')") == ["BLÅBÆRGRØD"]


def test_the_command_decides_the_exit_status():
    assert on_a_server("sh", "-c", "exit 7").returncode == 7


def test_nothing_is_left_of_the_server():
    done = on_a_server(sys.executable, "-c", "import os; print(os.environ['DATABASE_URL'])")
    port = done.stdout.strip().rpartition(":")[2].partition("/")[0]
    assert port.isdigit()
    closed = subprocess.run(
        [sys.executable, "-c", f"import socket; socket.create_connection(('127.0.0.1', {port}), 2)"],
        capture_output=True,
        check=False,
    )
    assert closed.returncode == 1
