"""Workers as processes of their own, on the test's database."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from urllib.parse import quote

from django.db import connection

from tests.machine.files import ROOT

PATIENCE = 180  # seconds: a busy machine takes a minute to start a worker


def database_url() -> str:
    """The test's database, for another process."""
    facts = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{facts['NAME']}"
    who = f"{quote(facts['USER'])}:{quote(facts['PASSWORD'])}@" if facts["USER"] else ""
    return f"postgres://{who}{facts['HOST']}:{facts['PORT']}/{facts['NAME']}"


def environment(**settings: str) -> dict[str, str]:
    """What a process needs that works on the test's database."""
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.machine.settings",
        "DATABASE_URL": database_url(),
        **settings,
    }


def start_worker(*options: str, **settings: str) -> subprocess.Popen:
    command = [sys.executable, "manage.py", "worker", "--idle", "0.05", *options]
    pipes = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE}
    return subprocess.Popen(command, cwd=ROOT, env=environment(**settings), **pipes)


def kill(worker: subprocess.Popen) -> None:
    """kill -9, and it is gone."""
    worker.send_signal(signal.SIGKILL)
    worker.communicate(timeout=PATIENCE)


def until(true: Callable[[], bool], what: str) -> None:
    """Waits until ``true()``; three minutes at most."""
    deadline = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < deadline, f"waited in vain: {what}"
        time.sleep(0.02)


@contextlib.contextmanager
def workers(number: int, **settings: str) -> Iterator[list[subprocess.Popen]]:
    """That many workers, none of which outlives the test."""
    running = [start_worker(**settings) for _ in range(number)]
    try:
        yield running
    finally:
        for worker in running:
            if worker.poll() is None:
                kill(worker)
            worker.stderr.close()
