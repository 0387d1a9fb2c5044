"""Times pages against a bare hello page with the same middleware, interleaved, on the database of DATABASE_URL.

Run by ``python -m tests.bench``; prints one JSON list of ``[label, seconds, seconds of the yardstick]``.
"""

from __future__ import annotations

import datetime as dt
import gc
import io
import json
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROUNDS = 60


def main(measure: Callable[[str], list[tuple[str, float, float]]]) -> None:
    import django
    from django.conf import settings

    settings.ROOT_URLCONF = "tests.bench.urls"
    settings.TEMPLATES[0]["DIRS"].append(Path(__file__).parent / "templates")
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.HANDLEPLAN_TODAY = dt.date(2013, 11, 29)
    django.setup()
    from django.db import connection
    from django.test.utils import get_runner

    runner = get_runner(settings)(verbosity=0, interactive=False)
    databases = runner.setup_databases()
    try:
        json.dump(measure(connection.display_name), sys.stdout)
    finally:
        runner.teardown_databases(databases)


def measure(database: str) -> list[tuple[str, float, float]]:
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client

    from handleplan import staffing
    from handleplan.acting import acting
    from handleplan.models import Plan
    from tests.bench.tables import varied_table

    with acting(name="bench"):
        reader = staffing.add_person(
            username="r", full_name="R", role="reader", user=None, reason="bench", password="r"
        )
        client = Client()
        client.force_login(reader)
    plans = {}
    for points in (60, 600):
        with tempfile.NamedTemporaryFile("w", suffix=".tsv") as table:
            table.write(varied_table(points, f"Plan med {points} punkter"))
            table.flush()
            call_command("import_plan", table.name, "--json", stdout=io.StringIO())
        plans[points] = Plan.objects.get(title=f"Plan med {points} punkter")
    owner = _with_sixty_points_asked(plans[60])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # a database in use knows its tables: autovacuum sees to it, but not this soon
    addresses = {
        "hello": "/hello/",
        "plan page, 60 points": f"/plans/{plans[60].slug}/",
        "plan page, 600 points": f"/plans/{plans[600].slug}/",
        "late page, 660 points": "/late/",
    }
    session = client.cookies["sessionid"].value
    calls = {name: get(address, session) for name, address in addresses.items()}
    calls["My points, 60 points"] = get("/my-points/", owner)
    seconds = interleaved(calls)
    rows = [(f"{name} ({database})", took, seconds["hello"]) for name, took in seconds.items() if name != "hello"]
    return [*rows, (f"a page's p95 while a PDF prints ({database})", *beside_a_pdf(calls["plan page, 60 points"]))]


def beside_a_pdf(call: Callable[[], None]) -> tuple[float, float]:
    """The 95th percentile of a page's seconds while another thread prints the PDF of 600 points, and without it."""
    from reports import pdf
    from tests.reports.status_table import grown, november_2013

    snapshot, stop = grown(november_2013(), 600), threading.Event()

    def prints() -> None:
        while not stop.is_set():
            pdf.render(snapshot)

    pdf.warm_up()
    alone = percentile(call)
    printer = threading.Thread(target=prints)
    printer.start()
    try:
        time.sleep(0.5)  # the child has the facts and is at work
        beside = percentile(call)
    finally:
        stop.set()
        printer.join()
    return beside, alone


def percentile(call: Callable[[], None], times: int = 150) -> float:
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        call()
        taken.append(time.perf_counter() - begun)
    return statistics.quantiles(taken, n=20)[-1]


def _with_sixty_points_asked(plan: Any) -> str:
    """A round that asks one owner for sixty points, each with a real text of last month; the session he reads in."""
    from django.test import Client

    from handleplan import planning, rounding, staffing, updating
    from handleplan.acting import acting
    from handleplan.dates import parse

    day = dt.date(2013, 12, 2)
    texts = [item.latest_status.text for item in plan.items.initiatives().active().select_related("latest_status")]
    with acting(name="bench"):
        by = {"user": staffing.system_user(), "reason": "bench"}
        owner = staffing.add_person(username="o", full_name="O", role="owner", password="o", **by)
        asked = planning.create_plan(title="Tres punkter", **by)
        for number in range(60):
            item = planning.add_item(asked, kind="initiative", number=f"1.{number + 1}", title="Et punkt", **by)
            planning.assign_item(item, owner=owner, unit=None, **by)
            schedule = planning.schedule_item(item, start=parse("2012"), **by)
            planning.record_first_end(schedule, end=parse(("medio 2013", "ultimo 2014")[number % 2]), **by)
            text = texts[number % len(texts)]
            updating.record_status(item, period=dt.date(2013, 11, 1), text=text, assessment="on_track", **by)
        rounding.open_round(asked, period=dt.date(2013, 12, 1), due_on=day, today=day, **by)
        client = Client()
        client.force_login(owner)
    return client.cookies["sessionid"].value


def get(address: str, session: str) -> Callable[[], None]:
    """A request through the whole stack, without a test client's own work."""
    from django.core.handlers.wsgi import WSGIHandler
    from django.test import RequestFactory

    handler = WSGIHandler()
    statuses: list[str] = []

    def answer() -> None:
        environ = RequestFactory(HTTP_COOKIE=f"sessionid={session}").get(address).environ
        response = handler(environ, lambda status, headers: statuses.append(status))
        b"".join(response)
        response.close()
        if statuses.pop() != "200 OK":
            raise RuntimeError(f"{address} did not answer 200")

    return answer


def interleaved(calls: dict[str, Callable[[], None]]) -> dict[str, float]:
    """The median of each call's seconds over rounds in which every call is made once."""
    taken: dict[str, list[float]] = {name: [] for name in calls}
    for call in calls.values():
        for _ in range(5):
            call()
    gc.collect()
    gc.freeze()
    for _ in range(ROUNDS):
        for name, call in calls.items():
            begun = time.perf_counter()
            call()
            taken[name].append(time.perf_counter() - begun)
    return {name: statistics.median(seconds) for name, seconds in taken.items()}


if __name__ == "__main__":
    main(measure)
