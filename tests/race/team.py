"""The writers as the racing track sees them: processes that get one task each and answer."""

from __future__ import annotations

import multiprocessing
from collections.abc import Sequence
from types import TracebackType
from typing import Any

from tests.race.writer import PATIENCE, Answer, Task, work

WRITERS = 8
DIED = "the process died"


class Team:
    """Eight writers on the database of that name. Forked from a server that imported Django and opened nothing."""

    def __init__(self, database: str) -> None:
        self.database = database
        self.context = multiprocessing.get_context("forkserver")
        self.context.set_forkserver_preload(["tests.race.writer"])
        self.barrier = self.context.Barrier(WRITERS)
        self.inside = self.context.Event()
        self.members: list[tuple[Any, Any]] = []

    def __enter__(self) -> Team:
        self.members = [self._member() for _ in range(WRITERS)]
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for process, pipe in self.members:
            if process.is_alive():
                pipe.send(None)
        for process, _pipe in self.members:
            process.join(10)
            if process.is_alive():
                process.kill()

    def _member(self) -> tuple[Any, Any]:
        ours, theirs = self.context.Pipe()
        arguments = (self.database, theirs, self.barrier, self.inside)
        process = self.context.Process(target=work, args=arguments, daemon=True)
        process.start()
        theirs.close()  # so that a death closes the pipe
        return process, ours

    def run(self, tasks: Sequence[Task]) -> list[Answer]:
        """One round: every writer its task. Whoever died is replaced."""
        self.inside.clear()
        for (_process, pipe), task in zip(self.members, tasks, strict=True):
            pipe.send(task)
        return [self._answer(place) for place in range(WRITERS)]

    def _answer(self, place: int) -> Answer:
        process, pipe = self.members[place]
        try:
            if pipe.poll(PATIENCE + 10):
                return pipe.recv()
        except EOFError:
            process.join(10)
            self.members[place] = self._member()
            return Answer(error=DIED)
        return Answer(error="no answer")
