"""Which tests run on which database, and where SQLite's test database lies.

DATABASE_URL says which database this is. On SQLite every test runs. On PostgreSQL runs what a database can change: the
tests that touch one (their fixtures say so, nobody has to), except those marked `pdf`, `browser` or `once`, which are
slow and run once; a `both` beside such a mark takes them along. So `make test` runs each test at least once, and each
of its two closing lines counts what ran on that database.
"""

import pytest
from django.conf import settings
from django.db import connection
from django.test import TransactionTestCase

from tests.standing import Databases, Place, wanted_by

LEFT_OUT = pytest.StashKey[int]()
DATABASES = pytest.StashKey[Databases]()
FIRST = pytest.StashKey[pytest.Item]()


def touches_database(item: pytest.Item) -> bool:
    if item.get_closest_marker("django_db") or "django_db_setup" in getattr(item, "fixturenames", ()):
        return True
    return issubclass(getattr(item, "cls", None) or object, TransactionTestCase)


def runs_here(item: pytest.Item) -> bool:
    if connection.vendor == "sqlite" or item.get_closest_marker("both"):
        return True
    runs_once = any(item.get_closest_marker(name) for name in ("pdf", "browser", "once"))
    return touches_database(item) and not runs_once


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    left_out = [item for item in items if not runs_here(item)]
    if left_out:
        items[:] = [item for item in items if runs_here(item)]
        config.hook.pytest_deselected(items=left_out)
    config.stash[LEFT_OUT] = len(left_out)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, tmp_path_factory):
    """SQLite in a file as in real use, not in memory: locks and the write-ahead log behave as they do there."""
    if connection.vendor == "sqlite":
        settings.DATABASES["default"]["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")


@pytest.fixture(scope="session")
def django_db_setup(request, django_db_setup, django_db_blocker, tmp_path_factory):
    """After a test that commits, its database is put back from a template (``tests/template_copy.py``)."""
    databases = request.config.stash[DATABASES] = Databases(django_db_blocker, tmp_path_factory.mktemp("standing"))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(TransactionTestCase, "_fixture_teardown", lambda test: databases.put_back())
        databases.move_to(wanted_by(request.node.stash[FIRST]))
        yield
    databases.throw_away()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Before any fixture, the test is moved to the database it wants (``tests/standing.py``)."""
    if databases := item.config.stash.get(DATABASES, None):
        databases.move_to(wanted_by(item))
    else:
        item.session.stash[FIRST] = item  # there is no database yet: the fixture above moves it


@pytest.fixture
def here(request, db) -> Place:
    """The database of this test, and what stands in it."""
    return request.config.stash[DATABASES].here


def pytest_report_header() -> str:
    return f"database: {connection.display_name}"


# With xdist the workers collect, and the process that writes the closing lines has to be told what they left out.


def pytest_sessionfinish(session: pytest.Session) -> None:
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["left_out"] = session.config.stash.get(LEFT_OUT, 0)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node) -> None:
    node.config.stash[LEFT_OUT] = getattr(node, "workeroutput", {}).get("left_out", 0)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    left_out = config.stash.get(LEFT_OUT, 0)
    said = f"{left_out} tests that no database can change, or that run once, ran on SQLite only" if left_out else ""
    terminalreporter.write_line(f"database: {connection.display_name}" + (f" ({said})" if said else ""))
