"""Every migration goes one step back and forward again with rows in nearly every table, and nothing else is lost."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from django.db.migrations.loader import MigrationLoader

from tests.crash.site import Site
from tests.crash.stepping import OURS
from tests.machine.files import script

# What no verb writes (sign-in, worker, a form's key, a visit, a draft), and the owner's own command.
EMPTY = {
    "handleplan_draft",
    "handleplan_duejob",
    "handleplan_oncekey",
    "handleplan_redactedentry",
    "handleplan_redaction",
    "handleplan_roundvisit",
    "handleplan_user_groups",
    "handleplan_user_user_permissions",
    "handleplan_workerbeat",
    "meetings_decisioneffect",
    "reports_publishjob",
    "reports_readingvisit",
}


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


def filled(site: Site) -> Site:
    """Every verb has been used once, and the demo stands beside that; the nightly verification finds nothing wrong."""
    site.must_manage("migrate", "--verbosity", "0")
    site.must_module("tests.crash.filling")
    site.must_manage("load_demo", "--verbosity", "0")
    site.must_manage("verify_log")
    return site


@pytest.mark.parametrize("on", ["on_sqlite", "on_postgresql"])
def test_every_migration_can_be_taken_back_and_made_again_with_data(on, request):
    site = filled(request.getfixturevalue(on))
    said = site.must_module("tests.crash.stepping")
    every = {".".join(key) for key in MigrationLoader(None).disk_migrations if key[0] in OURS}
    report = json.loads(said)
    assert set(report.pop("empty")) == EMPTY
    assert report == {name: [] for name in every}
