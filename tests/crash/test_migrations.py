"""Every migration goes one step back and forward again with the demo in the database, and nothing else is lost."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator

import pytest
from django.db.migrations.loader import MigrationLoader

from tests.crash.conftest import loaded
from tests.crash.site import Site
from tests.crash.stepping import OURS
from tests.machine.files import ROOT, script


@pytest.fixture
def on_postgresql(tmp_path) -> Iterator[Site]:
    server = script("postgres").Server()
    try:
        yield Site(server.start(), tmp_path)
    finally:
        server.stop()


@pytest.fixture
def on_sqlite(tmp_path) -> Site:
    return Site(f"sqlite:///{tmp_path}/site.sqlite3", tmp_path)


@pytest.mark.parametrize("on", ["on_sqlite", "on_postgresql"])
def test_every_migration_can_be_taken_back_and_made_again_with_data(on, request):
    site = loaded(request.getfixturevalue(on))
    done = subprocess.run(
        [sys.executable, "-m", "tests.crash.stepping"],
        cwd=ROOT, env=site.environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    every = {".".join(key) for key in MigrationLoader(None).disk_migrations if key[0] in OURS}
    assert json.loads(done.stdout) == {name: [] for name in every}
