"""The plan that is written to: a dozen points with a deadline each, and three people."""

from __future__ import annotations

from handleplan import planning, staffing
from handleplan.acting import acting
from handleplan.dates import parse
from tests.crash.writer import Stage

BECAUSE = "Made for a crash"


def build_stage(points: int) -> Stage:
    with acting(name="crash"):
        people = [
            staffing.add_person(
                username=f"skriver{n}", full_name=f"Skriver {n}", role="owner", user=None, reason=BECAUSE
            )
            for n in range(3)
        ]
        by = {"user": people[0], "reason": BECAUSE}
        plan = planning.create_plan(title="Styrt", **by)
        items = []
        for place in range(1, points + 1):
            item = planning.add_item(plan, kind="initiative", number=f"1.{place}", title=f"Punkt {place}", **by)
            milestone = planning.schedule_item(item, start=parse("2009"), **by)
            planning.record_first_end(milestone, end=parse("1. nov. 2011"), **by)
            items.append(item.pk)
    return Stage(plan.pk, [person.pk for person in people], items)
