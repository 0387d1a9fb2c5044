"""What the demo publishes: the month before the real one, then that one for the committee in each shipped design.

October is the same plan as it would have stood a month earlier: the closed table is October's own, and what the active
points were told by then is what the committee read in February 2012. Nothing is made up for it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import suppress

from django_tasks import task

from handleplan.models import Plan, User
from reports import publishing
from reports.designs import AS_THE_TABLE, STANDARD

OCTOBER, NOVEMBER = dt.date(2013, 10, 1), dt.date(2013, 11, 1)
OCCASION = "Socialudvalgets møde 4. december 2013"
REASON = "Udgivet som demo"
EDITIONS = ((OCTOBER, "", STANDARD), (NOVEMBER, OCCASION, STANDARD), (NOVEMBER, OCCASION, AS_THE_TABLE))


def wish(plan: Plan, secretary: User) -> Iterator[None]:
    """Leaves the printing to the worker, so that the demo is up at once."""
    publish_months.enqueue(plan=plan.pk, secretary=secretary.pk)
    yield from ()


@task()
def publish_months(plan: int, secretary: int) -> None:
    """Publishes what is not published yet, as the demo's secretary."""
    shown, user = Plan.objects.get(pk=plan), User.objects.get(pk=secretary)
    for month, occasion, design in EDITIONS:
        with suppress(publishing.AlreadyPublished):
            publishing.publish(shown, month, occasion=occasion, design=design.name, user=user, reason=REASON)
