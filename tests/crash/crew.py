"""The writers as the one who kills them sees them."""

from __future__ import annotations

import itertools
import multiprocessing
import random
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

from tests.crash.writer import NOTE, Stage, work

WRITERS = 4
PATIENCE = 120  # seconds without one acknowledged write


class Crew:
    """Four writers on the database of that name, each replaced as soon as it was killed.

    Forked from a server that imported Django and opened nothing. What was acknowledged lies in ``folder``, a file for
    each process, whose number counts on from ``first``.
    """

    def __init__(self, database: str, stage: Stage, kinds: Sequence[str], folder: Path, *, first: int = 0) -> None:
        self.database, self.stage, self.kinds, self.folder = database, stage, list(kinds), folder
        folder.mkdir()
        self.context = multiprocessing.get_context("forkserver")
        self.context.set_forkserver_preload(["tests.crash.writer"])
        self.told = self.context.Value("q", 0)
        self.serials = itertools.count(first)
        self.members: list[Any] = []

    def __enter__(self) -> Crew:
        self.members = [self._member() for _ in range(WRITERS)]
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.kill(range(WRITERS), replace=False)

    def _member(self) -> Any:
        serial = next(self.serials)
        notes = str(self.folder / str(serial))
        arguments = (self.database, serial, self.stage, self.kinds, notes, self.told)
        process = self.context.Process(target=work, args=arguments, daemon=True)
        process.start()
        return process

    def kill(self, places: Sequence[int], *, replace: bool = True) -> None:
        for place in places:
            self.members[place].kill()
        for place in places:
            self.members[place].join()
            if replace:
                self.members[place] = self._member()

    def noted(self) -> int:
        """How many writes have been acknowledged."""
        return sum(path.stat().st_size for path in self.folder.iterdir()) // NOTE

    def acknowledged(self) -> list[str]:
        return [token for path in self.folder.iterdir() for token in path.read_text(encoding="ascii").split()]

    def wait_until(self, acknowledged: int) -> None:
        last, changed = self.noted(), time.monotonic()
        while last < acknowledged:
            time.sleep(0.05)
            now = self.noted()
            if now != last:
                last, changed = now, time.monotonic()
            if any(not member.is_alive() for member in self.members):
                raise RuntimeError("a writer ended by itself")
            if time.monotonic() - changed > PATIENCE:
                raise RuntimeError(f"nothing was acknowledged for {PATIENCE} s")


def kill_again_and_again(
    crew: Crew,
    *,
    kills: int,
    writes: int,
    crash_database: Callable[[], None] | None,
    seconds: float = 0,
    seed: int = 2013,
) -> dict[str, int]:
    """Spreads the kills over the writes, each at a moment nobody chose: mostly one writer, every tenth time all of
    them, and every fourth time the database, if that can be killed. Returns how often which was killed. With
    ``seconds`` it stops then, however far it has come."""
    began = time.monotonic()
    chance = random.Random(seed)
    killed = {"writer": 0, "all writers": 0, "database": 0}
    for number in range(1, kills + 1):
        if seconds and time.monotonic() - began > seconds:
            break
        crew.wait_until(number * writes // kills)
        time.sleep(chance.uniform(0, 0.03))
        if crash_database is not None and number % 4 == 0:
            crash_database()
            killed["database"] += 1
        elif number % 10 == 1:
            crew.kill(range(WRITERS))
            killed["all writers"] += 1
        else:
            crew.kill([chance.randrange(WRITERS)])
            killed["writer"] += 1
    return killed
