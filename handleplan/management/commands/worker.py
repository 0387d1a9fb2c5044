"""manage.py worker: does what pages do not wait for, sends mails and keeps the clock."""

from __future__ import annotations

import logging
import os
import signal
import threading
import time
import uuid
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError, InterfaceError, close_old_connections, connections

from handleplan import due_jobs, working
from handleplan.acting import acting

log = logging.getLogger("handleplan.worker")

CLOCK_SECONDS = 10  # between two looks at what is due, and for jobs of dead workers
PATIENCE_SECONDS = 5  # after the database could not be asked


class Command(BaseCommand):
    help = (
        "Runs queued jobs, sends mails and asks for what is due by the clock, until SIGTERM or Ctrl-C; the job at hand "
        "is finished first. Any number of workers may run, on any number of machines."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="do what is due and queued now, then stop")
        parser.add_argument(
            "--with-parent", action="store_true", help="stop when the process that started this one has ended"
        )
        parser.add_argument("--idle", type=float, default=1.0, metavar="SECONDS", help="between two looks (1)")

    def handle(self, *args: Any, once: bool, with_parent: bool, idle: float, **options: Any) -> None:
        worker = Worker(idle=idle, parent=os.getppid() if with_parent else None)
        if once:
            worker.keep_the_clock()
            working.run_ready()
            return
        for signum in (signal.SIGTERM, signal.SIGINT):
            signal.signal(signum, worker.stop)
        worker.work()


class Worker:
    """One process that works until it is told to stop."""

    def __init__(self, *, idle: float, parent: int | None) -> None:
        self.name = uuid.uuid4().hex
        self.idle = idle
        self.parent = parent
        self.stopped = threading.Event()
        self.clock_at = 0.0

    def stop(self, *_signal: Any) -> None:
        """Ends the work after the job at hand."""
        self.stopped.set()

    def work(self) -> None:
        """The loop. A database that is away is waited for."""
        pulse = threading.Thread(target=self._beat, daemon=True)
        pulse.start()
        while self._goes_on():
            try:
                close_old_connections()
                if not self._turn():
                    self.stopped.wait(self.idle)
            except (DatabaseError, InterfaceError):
                log.exception("the database could not be asked; trying again")
                connections.close_all()
                self.stopped.wait(PATIENCE_SECONDS)
        pulse.join(timeout=2)
        try:
            working.leave(self.name)
        except (DatabaseError, InterfaceError):
            log.warning("the database is away; this worker's jobs are put back when it is missed")

    def _goes_on(self) -> bool:
        return not self.stopped.is_set() and self.parent in (None, os.getppid())

    def _turn(self) -> bool:
        """One look at the clock, if it is time, and one job; whether there was one."""
        if time.monotonic() >= self.clock_at:
            working.beat(self.name)  # before the first job: one without a beat would be taken away
            self.keep_the_clock()
            self.clock_at = time.monotonic() + CLOCK_SECONDS
        return working.run_next(self.name)

    def keep_the_clock(self) -> None:
        with acting(name=working.AUTHOR):
            working.reap()
            due_jobs.enqueue_due()

    def _beat(self) -> None:
        """Beats beside the work, on a connection of its own, also while a job takes long."""
        while not self.stopped.wait(working.BEAT_SECONDS):
            try:
                working.beat(self.name)
            except (DatabaseError, InterfaceError):
                log.warning("no beat: the database could not be asked")
                connections.close_all()
        connections.close_all()
