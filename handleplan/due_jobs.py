"""What has to be done by the clock: each job is asked for once in its period, however many workers look.

Other packages add theirs in ``settings.HANDLEPLAN_CONTRIBUTIONS["DUE_JOBS"]``: ``provider() -> Iterable[Due]``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from handleplan import contributions, notifying, reminding
from handleplan.models import DueJob, OnceKey

KEPT = dt.timedelta(days=3)  # how long what is done is remembered: nobody asks for a job of an older period
FAILURES_KEPT = dt.timedelta(days=90)

# The period that a local moment lies in; None while the job is not due in it yet.
Period = Callable[[dt.datetime], str | None]


@dataclass(frozen=True, slots=True)
class Due:
    """A job by the clock: its name, the task without arguments, and the period that it is due once in."""

    name: str
    task: Any
    period: Period


def every(minutes: int) -> Period:
    """Once in each ``minutes`` minutes of the day, which they divide. Counted in UTC, where no hour comes twice."""

    def period(now: dt.datetime) -> str:
        utc = now.astimezone(dt.UTC)
        begun = (utc.hour * 60 + utc.minute) // minutes * minutes
        return f"{utc:%Y-%m-%d}T{begun // 60:02d}:{begun % 60:02d}Z"

    return period


def daily(hour: int) -> Period:
    """Once a day, from that hour in Copenhagen on."""

    def period(now: dt.datetime) -> str | None:
        return f"{now:%Y-%m-%d}" if now.hour >= hour else None

    return period


@task()
def sweep() -> None:
    """Throws away what nobody asks for any more: done jobs, the periods they were for, and forms' old once-keys."""
    now = timezone.now()
    DueJob.objects.filter(made_at__lt=now - KEPT).delete()
    OnceKey.objects.filter(made_at__lt=now - KEPT).delete()
    ended = DBTaskResult.objects.filter
    ended(status=TaskResultStatus.SUCCESSFUL, finished_at__lt=now - KEPT).delete()
    ended(status=TaskResultStatus.FAILED, finished_at__lt=now - FAILURES_KEPT).delete()


def _while_people_are_up(now: dt.datetime) -> str | None:
    return every(5)(now) if reminding.may_write_at(now.hour) else None


OWN = (
    Due("reminders", reminding.write_reminders, _while_people_are_up),
    Due("waiting mails", notifying.send_waiting, every(10)),
    Due("sweep", sweep, daily(3)),
)


def all_due_jobs() -> list[Due]:
    """The core's jobs by the clock, and those of other packages."""
    return [*OWN, *contributions.contributed("DUE_JOBS")]


def enqueue_due(now: dt.datetime | None = None) -> list[str]:
    """Asks for every job that is due and was not asked for in this period yet; returns their names."""
    local = timezone.localtime(now)
    wanted = [(due, period) for due in all_due_jobs() if (period := due.period(local)) is not None]
    known = set(DueJob.objects.filter(period__in={period for _due, period in wanted}).values_list("name", "period"))
    return [due.name for due, period in wanted if (due.name, period) not in known and _enqueue(due, period)]


def _enqueue(due: Due, period: str) -> bool:
    try:
        with transaction.atomic():
            DueJob.objects.create(name=due.name, period=period)
            due.task.enqueue()
    except IntegrityError:  # another worker was quicker
        return False
    return True
