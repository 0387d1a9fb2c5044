"""What the demo publishes: the real month for the committee, once in each design that comes with Handleplan."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import suppress

from django_tasks import task

from handleplan.models import Plan, User
from reports import publishing
from reports.designs import AS_THE_TABLE, STANDARD

MONTH = dt.date(2013, 11, 1)
OCCASION = "Socialudvalgets møde 4. december 2013"
REASON = "Udgivet som demo"


def wish(plan: Plan, secretary: User) -> Iterator[None]:
    """Leaves the printing to the worker, so that the demo is up at once."""
    publish_month.enqueue(plan=plan.pk, secretary=secretary.pk)
    yield from ()


@task()
def publish_month(plan: int, secretary: int) -> None:
    """Publishes what is not published yet, as the demo's secretary."""
    shown, user = Plan.objects.get(pk=plan), User.objects.get(pk=secretary)
    for design in (STANDARD, AS_THE_TABLE):
        with suppress(publishing.AlreadyPublished):
            publishing.publish(shown, MONTH, occasion=OCCASION, design=design.name, user=user, reason=REASON)
