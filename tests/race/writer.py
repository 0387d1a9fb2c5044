"""One writer: a process with a database connection of its own, told through a pipe what to write.

A writer reads the row, waits until all have read it, and writes. Told that somebody else was first, it reads the row
again and writes its words on top, until they stand.
"""

from __future__ import annotations

import datetime as dt
import os
import random
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import django

django.setup()

from django.db import close_old_connections, connections, transaction  # noqa: E402

from handleplan import history, once, planning, recounting, updating  # noqa: E402
from handleplan.acting import acting  # noqa: E402
from handleplan.dates import parse  # noqa: E402
from handleplan.models import Milestone, Plan, PlanItem, StatusEntry, User  # noqa: E402
from handleplan.models.plans import TextKind  # noqa: E402

MONTH = dt.date(2013, 11, 1)
PATIENCE = 120  # seconds
PAUSE = 0.25  # seconds at most that somebody who came too late takes to read what stands there now


@dataclass(frozen=True, slots=True)
class Task:
    """What one writer is to write in one round: ``words`` into row ``pk``, for the reason ``because``."""

    kind: str
    pk: int
    user: int
    words: str
    because: str
    end: str = ""
    key: str = ""
    crash: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """How often the writer was outdated before its words stood; what went wrong; what ``do_once`` told it."""

    outdated: int = 0
    error: str = ""
    address: str = ""
    first: bool = False


def add_status(item: PlanItem, task: Task, by: dict[str, Any]) -> None:
    updating.record_status(
        item,
        period=MONTH,
        text=task.words,
        text_kind=TextKind.MARKDOWN,
        source=StatusEntry.Source.TYPED,
        seen=item.status_version,
        **by,
    )


def move_deadline(milestone: Milestone, task: Task, by: dict[str, Any]) -> None:
    planning.move_end(milestone, end=parse(task.end), why=task.words, seen=milestone.version, **by)


def edit_field(item: PlanItem, task: Task, by: dict[str, Any]) -> None:
    planning.edit_item(item, description=_on_top(item, task), seen=item.version, **by)


def edit_unclaimed(item: PlanItem, task: Task, by: dict[str, Any]) -> None:
    """The control: read, modify, save, as if nobody else were there."""
    planning.edit_item(item, description=_on_top(item, task), **by)


@transaction.atomic
def edit_after_a_look(item: PlanItem, task: Task, by: dict[str, Any]) -> None:
    """The second control: the version is compared, but not claimed. Only SQLite's one writer at a time saves it."""
    now = PlanItem.objects.get(pk=item.pk)
    if now.version != item.version:
        raise history.Outdated
    now.description, now.version = _on_top(now, task), now.version + 1
    history.save(now, fields=["description", "version"], **by)


def _on_top(item: PlanItem, task: Task) -> str:
    return f"{item.description}\n{task.words}" if item.description else task.words


WRITES: dict[str, tuple[type, Callable[[Any, Task, dict[str, Any]], None]]] = {
    "status": (PlanItem, add_status),
    "deadline": (Milestone, move_deadline),
    "fields": (PlanItem, edit_field),
    "unclaimed": (PlanItem, edit_unclaimed),
    "looked": (PlanItem, edit_after_a_look),
}


class Writer:
    """The process's side of the pipe."""

    def __init__(self, barrier: Any, inside: Any) -> None:
        self.barrier, self.inside = barrier, inside

    def answer(self, task: Task) -> Answer:
        if task.key:
            return self.submit(task)
        model, write = WRITES[task.kind]
        by = {"user": User.objects.get(pk=task.user), "reason": task.because}
        row = model.objects.get(pk=task.pk)
        self.barrier.wait(PATIENCE)
        outdated = 0
        while True:
            try:
                write(row, task, by)
            except history.Outdated:
                outdated += 1
                time.sleep(random.uniform(0, PAUSE))
                row = model.objects.get(pk=task.pk)
            else:
                return Answer(outdated)

    def submit(self, task: Task) -> Answer:
        """Sends the form of ``task.key``. With ``crash`` the process dies in the middle; the others come after that
        one has begun."""
        plan, user = Plan.objects.get(pk=task.pk), User.objects.get(pk=task.user)

        def act() -> str:
            event = recounting.record_event(plan, when=parse("november 2013"), text=task.words, user=user)
            if task.crash:
                self.inside.set()
                time.sleep(0.05)
                os.kill(os.getpid(), signal.SIGKILL)
            return f"/events/{event.pk}/"

        if task.kind == "once":
            self.barrier.wait(PATIENCE)
        elif not task.crash:
            self.inside.wait(PATIENCE)
        address, first = once.do_once(task.key, user, act)
        return Answer(address=address, first=first)


def work(database: str, pipe: Any, barrier: Any, inside: Any) -> None:
    """The process: answers tasks until None comes."""
    connections["default"].settings_dict["NAME"] = database
    writer = Writer(barrier, inside)
    while (task := pipe.recv()) is not None:
        try:
            close_old_connections()  # the database may have been put back to its beginning since the last task
            with acting(name="race"):
                pipe.send(writer.answer(task))
        except Exception as error:
            pipe.send(Answer(error=f"{type(error).__name__}: {error}"))
    connections.close_all()
