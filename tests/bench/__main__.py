"""``make bench``: every row against its yardstick, on both databases, in one table.

Pages stand against the hello page with the same middleware, the p95 against the same page alone, PDFs against the bare
recipe of ``tests.bench.pdf``, and what stands behind "log:" against the same without the change log; a ratio is of one
run, and the goal is what it should not be above.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile

GOALS = {
    "log:": 1.3,
    "plan page, 60 points": 6.0,
    "plan page, 600 points": 6.0,
    "My points, 60 points": 12.0,
    "a page's p95": 1.5,
    "PDF": 1.2,
}


def run(module: str, database_url: str) -> list[tuple[str, float, float]]:
    environment = os.environ | {"DATABASE_URL": database_url, "DJANGO_SETTINGS_MODULE": "tests.machine.settings"}
    done = subprocess.run(
        [sys.executable, "-m", f"tests.bench.{module}"], env=environment, check=True, stdout=subprocess.PIPE, text=True
    )
    return [tuple(row) for row in json.loads(done.stdout.splitlines()[-1])]


def pdf() -> list[tuple[str, float, float]]:
    from tests.bench import pdf

    return [(label, ours, bare) for label, ours, bare, _ratio in pdf.rows()]


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        databases = f"sqlite:///{folder}/bench.sqlite3", os.environ["DATABASE_URL"]
        rows = [row for module in ("pages", "log") for url in databases for row in run(module, url)] + pdf()
    print(f"{'':44}{'ours':>10}{'yardstick':>11}{'ratio':>8}{'goal':>7}")
    for label, ours, yardstick in rows:
        goal = next((goal for name, goal in GOALS.items() if label.startswith(name)), None)
        shown = f"{goal:.1f}" if goal else ""
        print(f"{label:44}{ours * 1000:8.1f}ms{yardstick * 1000:9.1f}ms{ours / yardstick:8.2f}{shown:>7}")


if __name__ == "__main__":
    main()
