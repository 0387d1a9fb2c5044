"""`make demo` as a person meets it: it prints an address that answers, stops when told, and keeps the data."""

import contextlib
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.machine.files import ROOT, SKIPPED

pytestmark = pytest.mark.xdist_group("demo")  # one process plays the story, not each

SETTINGS = ("DATABASE_", "DJANGO_", "HANDLEPLAN_", "SECRET_")


@dataclass
class Run:
    """One run from start to stop."""

    said: str
    address: str
    answered: int
    status: int
    seconds_to_stop: float
    worker: int
    workers_left: bool


class Demo:
    """The demo of a copy of this working copy, so that nobody's demo data are touched."""

    def __init__(self, folder: Path) -> None:
        shutil.copytree(ROOT, folder, ignore=shutil.ignore_patterns(*SKIPPED, "*_cache", "tests"))
        self.folder = folder
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]

    def start(self) -> subprocess.Popen:
        environment = {name: value for name, value in os.environ.items() if not name.startswith(SETTINGS)}
        return subprocess.Popen(
            [sys.executable, ".ci/serve", "demo"],
            cwd=self.folder,
            env=environment | {"PORT": str(self.port)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def run(self) -> Run:
        server = self.start()
        said = ""
        try:
            for line in server.stdout:
                said += line
                if "answers at" in line:
                    break
            else:
                pytest.fail(f"no address was printed:\n{said}")
            address = re.search(r"http://\S+", said)[0]
            with urllib.request.urlopen(address, timeout=20) as answer:
                answered = answer.status
        finally:
            worker = self.worker()
            told = time.monotonic()
            server.send_signal(signal.SIGTERM)
            status = server.wait(timeout=30)
            seconds = time.monotonic() - told
            server.stdout.close()
        return Run(said, address, answered, status, seconds, worker, self.is_left(worker))

    def worker(self) -> int:
        """The process number of the one worker; 0 if none begins to work within half a minute."""
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            if rows := self.query("SELECT pid FROM handleplan_workerbeat"):
                ((pid,),) = rows
                return pid
            time.sleep(0.1)
        return 0

    @staticmethod
    def is_left(pid: int) -> bool:
        """Whether the process is still there after half a minute."""
        deadline = time.monotonic() + 30
        while Path(f"/proc/{pid}").exists() and "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text():
            if time.monotonic() > deadline:
                return True
            time.sleep(0.1)
        return False

    def key(self) -> str:
        return (self.folder / "var/secret-key").read_text(encoding="ascii")

    def query(self, statement: str) -> list[tuple]:
        """Past the program, but not past its triggers: they ask who writes."""
        from handleplan.change_log.authors import SQLITE_FUNCTION  # Django's settings come first

        told = {"name": "test", "transaction": "test", "now": "2026-01-01 12:00:00.000000"}
        with contextlib.closing(sqlite3.connect(self.folder / "var/demo.sqlite3")) as database:
            database.create_function(SQLITE_FUNCTION, -1, lambda what, value=None: told.get(what))
            rows = database.execute(statement).fetchall()
            database.commit()
            return rows


@dataclass
class Story:
    """Started, stopped, a point retitled, started and stopped again; and what the key and the rows were between."""

    demo: Demo
    first: Run
    second: Run
    key: str
    points: list[tuple]


@pytest.fixture(scope="module")
def story(tmp_path_factory) -> Story:
    demo = Demo(tmp_path_factory.mktemp("demo") / "handleplan")
    first = demo.run()
    key, points = demo.key(), demo.query("SELECT count(*) FROM handleplan_planitem")
    demo.query("UPDATE handleplan_planitem SET title = 'Kept' WHERE number = '1.1.2.2.A'")
    return Story(demo, first, demo.run(), key, points)


def test_the_printed_address_answers(story):
    assert story.first.address == f"http://localhost:{story.demo.port}/"
    assert story.first.answered == 200


def test_every_sign_in_is_printed_each_time(story):
    from handleplan.demo.people import PEOPLE  # Django's settings come first

    for run in (story.first, story.second):
        assert [person.username for person in PEOPLE if not re.search(rf"\b{person.username}\b", run.said)] == []


def test_sigterm_stops_it(story):
    assert story.first.status == 0
    assert story.first.seconds_to_stop < 10


def test_one_worker_works_beside_the_server_and_ends_with_it(story):
    for run in (story.first, story.second):
        assert (run.worker > 0, run.workers_left) == (True, False)


def test_the_port_is_free_afterwards(story):
    with pytest.raises(OSError), socket.create_connection(("127.0.0.1", story.demo.port), 2):
        pass


def test_running_it_again_keeps_what_was_typed_and_adds_nothing(story):
    assert story.demo.query("SELECT title FROM handleplan_planitem WHERE number = '1.1.2.2.A'") == [("Kept",)]
    assert story.demo.query("SELECT count(*) FROM handleplan_planitem") == story.points


def test_the_secret_key_is_made_once_and_nobody_else_may_read_it(story):
    assert len(story.key) >= 50
    assert story.demo.key() == story.key
    assert (story.demo.folder / "var/secret-key").stat().st_mode & 0o077 == 0


def test_a_port_in_use_is_said_and_nothing_is_done(story):
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind(("127.0.0.1", story.demo.port))
        other.listen()
        server = story.demo.start()
        said, _ = server.communicate(timeout=30)
    assert server.returncode == 1
    assert said == (
        f"Cannot serve on 127.0.0.1 port {story.demo.port}: Address already in use. Another port: make demo PORT=8001\n"
    )
