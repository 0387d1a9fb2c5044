"""Processes and the database are killed while four writers write: nothing acknowledged is lost, nothing half done.

A short run of ``make crash``. What must lose does, or the harness would prove nothing.
"""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.machine.files import ROOT

pytestmark = pytest.mark.xdist_group("crash")
MEMORY = "/dev/shm"  # a killed process leaves its writes to the kernel, so the disk proves no more and is slower
NONE = {"lost": 0, "half": 0, "unlogged": 0, "disorder": 0}


def crash(on: str, *, kills: int, writes: int) -> dict[str, dict]:
    command = ["--on", on, "--kills", str(kills), "--writes", str(writes), "--controls", "--json", "--folder", MEMORY]
    done = subprocess.run(
        [sys.executable, "-m", "tests.crash", *command], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return {result["what"].partition(", ")[2]: result for result in json.loads(done.stdout)}


def faults(result: dict) -> dict[str, int]:
    return {name: result[name] for name in NONE}


@pytest.fixture(scope="module")
def on_sqlite() -> dict[str, dict]:
    return crash("sqlite", kills=6, writes=120)


@pytest.fixture(scope="module")
def on_postgresql() -> dict[str, dict]:
    return crash("postgresql", kills=8, writes=160)


def test_on_sqlite_killed_writers_lose_nothing(on_sqlite):
    result = on_sqlite["the verbs"]
    assert (result["killed"], faults(result)) == ({"writer": 5, "all writers": 1, "database": 0}, NONE)
    assert result["acknowledged"] >= 120


def test_on_postgresql_killed_writers_and_a_killed_server_lose_nothing(on_postgresql):
    result = on_postgresql["the verbs"]
    assert (result["killed"], faults(result)) == ({"writer": 5, "all writers": 1, "database": 2}, NONE)
    assert result["acknowledged"] >= 160


def test_without_a_transaction_half_done_writes_are_found(on_sqlite, on_postgresql):
    halves = [result["control: outside a transaction"]["half"] > 0 for result in (on_sqlite, on_postgresql)]
    assert halves == [True, True]


def test_a_postgresql_that_does_not_wait_for_its_disk_is_found_to_lose(on_postgresql):
    assert on_postgresql["control: synchronous_commit off"]["lost"] > 0
