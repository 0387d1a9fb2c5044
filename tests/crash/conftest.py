"""A server that keeps what it acknowledges, and sites with the demo inside, for all modules that share them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.crash.site import Site
from tests.machine.files import script


@pytest.fixture(scope="session")
def durable_server() -> Iterator[object]:
    """A PostgreSQL server with real settings; its address is ``durable_server.url``."""
    postgres = script("postgres")
    server = postgres.Server(postgres.DURABLE)
    server.url = server.start()
    yield server
    server.stop()


def loaded(site: Site) -> Site:
    site.must_manage("migrate", "--verbosity", "0")
    site.must_manage("load_demo", "--verbosity", "0")
    return site


@pytest.fixture(scope="session")
def site_on_postgresql(durable_server, tmp_path_factory) -> Site:
    """With two roles: what is served, and what writes, owns nothing."""
    folder = tmp_path_factory.mktemp("postgresql")
    return loaded(Site(durable_server.address("handleplan_app"), folder, owner=durable_server.url))


@pytest.fixture(scope="session")
def site_on_sqlite(tmp_path_factory) -> Site:
    folder: Path = tmp_path_factory.mktemp("sqlite")
    return loaded(Site(f"sqlite:///{folder}/site.sqlite3", folder))
