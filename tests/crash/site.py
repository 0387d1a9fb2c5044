"""A site of its own: a database and a folder for files, commands over them, and gunicorn serving them to a browser."""

from __future__ import annotations

import contextlib
import http.client
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import psycopg

from tests.machine.files import ROOT

PATIENCE = 60  # seconds
OWNERS = ("migrate", "restore", "redact")
INPUT = re.compile(r"<input[^>]*>")
ATTRIBUTE = re.compile(r'\b(name|value|type)="([^"]*)"')


@dataclass(frozen=True)
class Site:
    """``url`` is the database's, ``folder`` holds the attached files; ``owner`` is the database's with the role that
    owns it, if that is not the site's own."""

    url: str
    folder: Path
    owner: str = ""

    @property
    def environment(self) -> dict[str, str]:
        return os.environ | {
            "DJANGO_SETTINGS_MODULE": "tests.machine.settings",
            "DATABASE_URL": self.url,
            "MEDIA_ROOT": str(self.folder / "files"),
            "HANDLEPLAN_DEMO": "1",
            "HANDLEPLAN_TODAY": "2013-11-29",
        }

    def manage(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """``manage.py ARGUMENTS``, whatever comes of it. Those that need the owner know it."""
        owner = {"DATABASE_OWNER_URL": self.owner} if self.owner and arguments[0] in OWNERS else {}
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT, env=self.environment | owner, capture_output=True, text=True, check=False,
        )  # fmt: skip

    def must_manage(self, *arguments: str) -> str:
        done = self.manage(*arguments)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def run(self, script: str, *arguments: str) -> str:
        """What a Python script prints that runs with this site's settings."""
        done = subprocess.run(
            [sys.executable, "-c", f"import django; django.setup()\n{script}", *arguments],
            cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def must_module(self, name: str) -> str:
        """What ``python -m NAME`` prints with this site's settings."""
        done = subprocess.run(
            [sys.executable, "-m", name], cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout

    def query(self, statement: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Rows as the database's own driver reads them: this process has Django on another database."""
        if self.url.startswith("sqlite"):
            with contextlib.closing(sqlite3.connect(self.url.removeprefix("sqlite:///"))) as database:
                return database.execute(statement, parameters).fetchall()
        with psycopg.connect(self.url) as database:
            return database.execute(statement.replace("?", "%s"), parameters).fetchall()

    @contextlib.contextmanager
    def served(self) -> Iterator[Visitor]:
        """gunicorn with one worker; yields a browser in which nobody has signed in."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        server = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "handleplan.wsgi"],
            cwd=ROOT,
            env=self.environment | {"PORT": str(port), "WORKERS": "1", "LOG_LEVEL": "critical"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            visitor = Visitor(port, server.pid)
            deadline = time.monotonic() + PATIENCE
            while not visitor.reaches("/healthz/live"):
                if server.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError("the server did not start")
                time.sleep(0.1)
            yield visitor
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(timeout=PATIENCE)


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    page: str

    def fields(self) -> dict[str, str]:
        """What the inputs of the page carry, hidden and typed."""
        found = {}
        for tag in INPUT.findall(self.page):
            attributes = dict(ATTRIBUTE.findall(tag))
            if attributes.get("type") not in ("radio", "checkbox") and "name" in attributes:
                found[attributes["name"]] = unescape(attributes.get("value", ""))
        for name, value in re.findall(r'<textarea[^>]*name="([^"]*)"[^>]*>\n?(.*?)</textarea>', self.page, re.DOTALL):
            found[name] = unescape(value)
        return found


@dataclass
class Visitor:
    """A browser without a screen: it keeps cookies and follows nothing."""

    port: int
    server: int
    cookies: dict[str, str] = field(default_factory=dict)

    def reaches(self, path: str) -> bool:
        try:
            return self.get(path).status == 200
        except OSError:
            return False

    def workers(self) -> list[int]:
        """The processes that answer."""
        listed = Path(f"/proc/{self.server}/task/{self.server}/children").read_text(encoding="ascii")
        return [int(pid) for pid in listed.split()]

    def get(self, path: str) -> Answer:
        return self._ask("GET", path)

    def post(self, path: str, fields: dict[str, str], **headers: str) -> Answer:
        headers |= {"Content-Type": "application/x-www-form-urlencoded"}
        return self._ask("POST", path, urlencode(fields), headers)

    def sign_in(self, username: str, password: str) -> None:
        form = self.get("/sign-in/").fields()
        assert self.post("/sign-in/", form | {"username": username, "password": password}).status == 302

    def _ask(self, method: str, path: str, body: str | None = None, headers: dict[str, str] | None = None) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        cookies = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        try:
            connection.request(method, path, body, {**(headers or {}), **cookies})
            response = connection.getresponse()
            for cookie in response.headers.get_all("Set-Cookie") or []:
                name, _equals, value = cookie.partition(";")[0].partition("=")
                self.cookies[name] = value
            return Answer(response.status, dict(response.headers), response.read().decode())
        finally:
            connection.close()
