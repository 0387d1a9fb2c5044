"""What the change log costs: the same saves and the same pages with its triggers and without, interleaved.

Run by ``python -m tests.bench``, as ``tests.bench.pages``. The databases there flush nothing to disk, so their ratio
is the worst there can be: with a disk to wait for, a save costs more and the log no more.
"""

from __future__ import annotations

import datetime as dt
import io
import itertools
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from tests.bench import pages

ROUNDS = 12
SAVES = 25  # in a round, with the log and without


def measure(database: str) -> list[tuple[str, float, float]]:
    from django.core.management import call_command
    from django.test import Client

    from handleplan import staffing
    from handleplan.acting import acting
    from handleplan.models import Plan
    from tests.bench.tables import varied_table

    with acting(name="bench"):
        by = {"user": None, "reason": "bench"}
        writer = staffing.add_person(username="s", full_name="S", role="secretary", password="s", **by)
        client = Client()
        client.force_login(writer)
        with tempfile.NamedTemporaryFile("w", suffix=".tsv") as table:
            table.write(varied_table(60, "Plan med 60 punkter"))
            table.flush()
            call_command("import_plan", table.name, "--json", stdout=io.StringIO())
        plan = Plan.objects.get()
        items = list(plan.items.initiatives().active())
        session = client.cookies["sessionid"].value
        rows = [
            ("log: a status saved", *compared(saves(items, writer), times=SAVES)),
            ("log: plan page", *compared(pages.get(f"/plans/{plan.slug}/", session), times=5)),
            ("log: point's page", *compared(pages.get(f"/items/{items[0].pk}/", session), times=5)),
        ]
    return [(f"{label} ({database})", ours, bare) for label, ours, bare in rows]


def saves(items: list[Any], writer: Any) -> Callable[[], None]:
    """A status written through its verb, each time of another point."""
    from handleplan import updating

    turns, numbers = itertools.cycle(items), itertools.count(1)

    def save() -> None:
        text = f"Status nummer {next(numbers)}: sagerne gennemgås uge for uge."
        updating.record_status(next(turns), period=dt.date(2013, 11, 1), text=text, user=writer, reason="bench")

    return save


def compared(call: Callable[[], None], *, times: int) -> tuple[float, float]:
    """The medians over the rounds of a call's seconds, with the log and without it."""
    taken: dict[bool, list[float]] = {True: [], False: []}
    call()
    for turn in range(ROUNDS):
        for logged in (True, False) if turn % 2 else (False, True):
            with without_the_log(not logged):
                call()
                begun = time.perf_counter()
                for _ in range(times):
                    call()
                taken[logged].append((time.perf_counter() - begun) / times)
    return statistics.median(taken[True]), statistics.median(taken[False])


@contextmanager
def without_the_log(wanted: bool) -> Iterator[None]:
    """Inside, no trigger stands and nobody tells the database who writes."""
    from django.db import connection

    from handleplan.change_log import installing
    from handleplan.change_log.tables import guarded_tables

    if not wanted:
        yield
        return
    with installing.standing_aside(connection, [table.name for table in guarded_tables(connection)]):
        connection.execute_wrappers.remove(connection.scribe)
        try:
            yield
        finally:
            connection.execute_wrappers.insert(0, connection.scribe)


if __name__ == "__main__":
    pages.main(measure)
