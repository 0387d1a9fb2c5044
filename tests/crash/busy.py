"""``python -m tests.crash.busy NUMBER``: writes into the demo through the verbs until it is killed."""

from __future__ import annotations

import itertools
import sys

from tests.crash.writer import KINDS, Stage, Writer  # sets Django up

from handleplan import history  # isort: skip
from handleplan.acting import acting  # isort: skip
from handleplan.models import Milestone, Plan, User  # isort: skip

MIXED = ("status", "deadline", "fields", "event", "several")


def main() -> None:
    plan = Plan.objects.earliest("pk")  # the real one; the demo has further plans
    milestones = Milestone.objects.filter(is_own=True, revisions__isnull=False, item__plan=plan)
    items = sorted(set(milestones.values_list("item", flat=True)))
    people = list(User.objects.filter(is_active=True).order_by("pk").values_list("pk", flat=True))
    writer = Writer(int(sys.argv[1]), Stage(plan.pk, people, items))
    said = False
    for number in itertools.count():
        kind = writer.choose.choice(MIXED)
        try:
            with acting(writer.user):
                KINDS[kind](writer, f"{kind}:{writer.serial}-{number}", number)
        except history.Outdated:
            continue
        if not said:
            said = True
            print("writing", flush=True)


if __name__ == "__main__":
    main()
