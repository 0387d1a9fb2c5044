"""``python -m tests.race --rounds 1000``: the races on the database of DATABASE_URL (none: on a SQLite file)."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile

FEWER = ("crash", "looked", "unclaimed")  # a tenth of the rounds: a death costs a new process, a control is clear soon
KINDS = {
    "status": "status of a point",
    "deadline": "deadline of a milestone",
    "fields": "fields of a point",
    "once": "one form, eight submits",
    "crash": "one form, the first dies",
    "looked": "control: compared, not claimed",
    "unclaimed": "control: nothing compared",
}
COLUMNS = "rounds,writers,won,outdated,again,lost,chars lost,no history,errors,seconds".split(",")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.race", description=__doc__)
    parser.add_argument("--rounds", type=int, default=1000)
    parser.add_argument("--points", type=int, default=50, help="among how many points the rounds go round")
    parser.add_argument("--only", choices=KINDS, action="append")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.machine.settings")
    with tempfile.TemporaryDirectory(prefix="handleplan-race.") as folder:
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder}/race.sqlite3")
        return run(options)


def run(options: argparse.Namespace) -> int:
    """Prints the table; 1 if anything was lost where it must not be, or if the control lost nothing."""
    import django  # behind the environment it reads

    django.setup()

    from django.core.management import call_command
    from django.db import connection

    from handleplan.acting import acting
    from handleplan.models import Plan
    from tests.race.team import Team
    from tests.race.track import build_stage, race

    call_command("migrate", verbosity=0)
    if Plan.objects.exists():
        sys.exit("There are plans in this database; race in an empty one.")
    with acting(name="race"):
        stage = build_stage(options.points)
    print(f"{connection.display_name}\n{'':32}" + "".join(f"{column:>11}" for column in COLUMNS))
    failed = False
    with Team(str(connection.settings_dict["NAME"])) as team:
        for kind in options.only or KINDS:
            rounds = max(1, options.rounds // 10) if kind in FEWER else options.rounds
            with acting(name="race"):
                tally = race(kind, rounds=rounds, team=team, stage=stage)
            cells = (
                tally.rounds, tally.writers, tally.won, tally.outdated, tally.again, tally.lost, tally.characters,
                tally.without_history, len(tally.errors), f"{tally.seconds:.1f}",
            )  # fmt: skip
            print(f"{KINDS[kind]:32}" + "".join(f"{cell:>11}" for cell in cells), flush=True)
            for error in sorted(set(tally.errors)):
                print(f"    {tally.errors.count(error)} x {error}")
            if kind == "unclaimed":
                failed |= not tally.lost
            elif kind != "looked":
                failed |= any(tally.faults().values())
    connection.close()
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
