"""``python -m tests.crash --on sqlite --kills 100``: writers are killed in the middle, then the books are audited."""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.machine.files import script

MIXED = ("status", "deadline", "fields", "event", "several")
# PostgreSQL as it would be set by who wants it fast: what it acknowledges is written to its log seconds later.
UNSYNCED = {"synchronous_commit": "off", "wal_writer_delay": "10s"}
CONTROL_KILLS, CONTROL_WRITES = 8, 80
POINTS = 12
COLUMNS = ("kills", "acknowledged", "failed", "unheard", "lost", "half", "unlogged", "disorder", "seconds")


@dataclass
class Result:
    """One row of the table. ``failed``: told so at once, as is right; ``unheard``: written, but the answer was lost."""

    what: str
    control: bool
    killed: dict[str, int]
    acknowledged: int
    failed: int
    unheard: int
    lost: int
    half: int
    unlogged: int
    disorder: int
    complaints: list[str]
    seconds: float

    @property
    def clean(self) -> bool:
        return not (self.lost or self.half or self.unlogged or self.disorder)

    def cells(self) -> list[object]:
        facts = asdict(self) | {"kills": sum(self.killed.values())}
        return [f"{facts[name]:.0f}" if name == "seconds" else facts[name] for name in COLUMNS]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.crash", description=__doc__)
    parser.add_argument("--on", choices=["sqlite", "postgresql"], required=True)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--writes", type=int, default=25_000)
    parser.add_argument("--outage", type=float, default=0, help="PostgreSQL is stopped for so many seconds, once")
    parser.add_argument("--minutes", type=float, default=0, help="stop the killing then, however far it has come")
    parser.add_argument("--controls", action="store_true", help="go on with what must lose: the proof of the harness")
    parser.add_argument("--folder", type=Path, default=Path("/tmp"), help="where the database lies meanwhile")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.machine.settings"
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="handleplan-crash.", dir=options.folder)))
        server = None
        if options.on == "postgresql":
            postgres = script("postgres")
            server = postgres.Server(postgres.DURABLE, options.folder)
            stack.callback(server.stop)
            os.environ["DATABASE_OWNER_URL"] = server.start()  # for migrate; the writers own nothing
            os.environ["DATABASE_URL"] = server.address("handleplan_app")
        else:
            os.environ["DATABASE_URL"] = f"sqlite:///{folder}/crash.sqlite3"
        results = run(options, server, folder)
    if options.json:
        print(json.dumps([asdict(result) for result in results]))
    else:
        tell(results)
    return int(any(result.clean == result.control for result in results))


def tell(results: list[Result]) -> None:
    print(f"{'':44}" + "".join(f"{column:>13}" for column in COLUMNS))
    for result in results:
        print(f"{result.what:44}" + "".join(f"{cell:>13}" for cell in result.cells()))
        print(f"    killed: {', '.join(f'{n} x {what}' for what, n in result.killed.items() if n)}", flush=True)
        if not result.control:
            print("".join(f"    {complaint}\n" for complaint in result.complaints), end="")


def run(options: argparse.Namespace, server: Any, folder: Path) -> list[Result]:
    import django  # behind the environment it reads

    django.setup()

    from django.core.management import call_command
    from django.db import connections

    from tests.crash.stage import build_stage

    call_command("migrate", verbosity=0)
    drive = Drive(build_stage(POINTS), server, folder)
    connections.close_all()
    results = [
        drive.crash(
            "the verbs",
            MIXED,
            kills=options.kills,
            writes=options.writes,
            outage=options.outage,
            seconds=60 * options.minutes,
        )
    ]
    if options.controls:
        few = {"kills": CONTROL_KILLS, "writes": CONTROL_WRITES, "control": True}
        if server is not None:
            server.settings |= UNSYNCED
            server.halt()
            server.launch()
            results.append(drive.crash("control: synchronous_commit off", MIXED, **few))
        results.append(drive.crash("control: outside a transaction", ("torn",), crash_database=False, **few))
    return results


@dataclass
class Drive:
    """The runs over one database, one after the other. ``server`` is PostgreSQL's, if that is where it is."""

    stage: Any
    server: Any
    folder: Path
    first: int = 0

    def crash(
        self,
        what: str,
        kinds: Sequence[str],
        *,
        kills: int,
        writes: int,
        outage: float = 0,
        seconds: float = 0,
        control: bool = False,
        crash_database: bool = True,
    ) -> Result:
        from django.db import connection

        from tests.crash.books import audit
        from tests.crash.crew import Crew, kill_again_and_again

        began = time.monotonic()
        crash = self.crash_database if self.server is not None and crash_database else None
        name, notes = str(connection.settings_dict["NAME"]), self.folder / f"acknowledged-{self.first}"
        with Crew(name, self.stage, kinds, notes, first=self.first) as crew:
            killed = kill_again_and_again(crew, kills=kills, writes=writes, crash_database=crash, seconds=seconds)
            if outage and self.server is not None:
                self.server.halt()
                time.sleep(outage)
                self.server.launch()
                crew.wait_until(crew.noted() + 10)
        findings = audit(crew.acknowledged(), first=self.first)
        connection.close()
        self.first = next(crew.serials)
        return Result(
            what=f"{connection.display_name}, {what}",
            control=control,
            killed=killed,
            acknowledged=findings.acknowledged,
            failed=crew.told.value,
            unheard=findings.unheard,
            lost=len(findings.lost),
            half=len(findings.half),
            unlogged=len(findings.unlogged),
            disorder=len(findings.disorder),
            complaints=[f"{name}: {said}" for name, told in findings.faults().items() for said in told[:10]],
            seconds=time.monotonic() - began,
        )

    def crash_database(self) -> None:
        self.server.kill()
        if not self.server.launch():
            raise RuntimeError(f"PostgreSQL did not recover:\n{self.server.log.read_text(errors='replace')[-3000:]}")


if __name__ == "__main__":
    sys.exit(main())
