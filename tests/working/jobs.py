"""Jobs for tests: what they did stands in the database, so that other processes see it."""

from __future__ import annotations

import time
from pathlib import Path

from django.core.cache import cache
from django.db import transaction
from django_tasks import TaskContext, task

from handleplan.acting import author
from handleplan.working import CannotBeDone


@task()
def note(name: str, value: str = "done") -> None:
    cache.set(name, value, None)


@task()
def tick() -> None:
    cache.set("ticked", True, None)


@task()
def note_author(name: str) -> None:
    cache.set(name, author().name, None)


@task()
def note_transaction(name: str, depth: int) -> None:
    cache.set(name, len(transaction.get_connection().savepoint_ids) == depth, None)


@task(takes_context=True)
def succeed_at(context: TaskContext, attempt: int) -> None:
    if context.attempt < attempt:
        raise RuntimeError(f"not yet at attempt {context.attempt}")


@task()
def refuse() -> None:
    try:
        raise OSError("the disk")
    except OSError as error:
        raise CannotBeDone("Skabelonen findes ikke længere.") from error


@task()
def linger(begun: str, released: str, ended: str) -> None:
    """Writes a line to the file ``begun``, waits for the file ``released``, writes a line to ``ended``."""
    _add_line(begun)
    while not Path(released).exists():
        time.sleep(0.02)
    _add_line(ended)


def _add_line(path: str) -> None:
    with open(path, "a", encoding="ascii") as file:
        file.write("x\n")
