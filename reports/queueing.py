"""A wish to publish, from the button to the file: the worker prints, and the page shows how far it has come."""

from __future__ import annotations

import datetime as dt
import logging

from django.db import DatabaseError, IntegrityError, models, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_tasks import task

from handleplan import working
from handleplan.models import Plan, User
from reports import publishing
from reports.designs import STANDARD
from reports.models import Edition, PublishJob

log = logging.getLogger(__name__)

# How much is done when a step begins; printing the PDF takes most of the time.
PERCENT = {"facts": 5, "pdf": 15, "docx": 65, "xlsx": 80, "freeze": 95}


class Busy(publishing.Refused):
    """The plan is being published at this moment; ``job`` is that wish."""

    def __init__(self, job: PublishJob) -> None:
        super().__init__(_("%(person)s is publishing this plan at the moment.") % {"person": job.asked_by})
        self.job = job


class Cancelled(Exception):
    """Somebody asked in time that nothing be published."""


def ask(
    plan: Plan,
    period: dt.date,
    *,
    occasion: str = "",
    design: str = STANDARD.name,
    corrects: Edition | None = None,
    corrections: str = "",
    seen: int | None = None,
    user: User,
    reason: str,
) -> PublishJob:
    """Queues a wish to publish. Raises ``Refused`` where it is plain already that nothing can come of it.

    ``seen`` is the key of the newest edition that the person saw (0 for none): who has not seen the newest one is told.
    """
    publishing.refuse(plan, period, occasion, design, corrects, corrections)
    newest = Edition.objects.filter(plan=plan).order_by("-pk").first()
    if seen is not None and newest and newest.pk != seen:
        raise publishing.AlreadyPublished(newest)
    for job in PublishJob.objects.filter(plan=plan, state__in=PublishJob.OPEN_STATES).select_related("asked_by"):
        if settled(job).is_open:
            raise Busy(job)
    wish = {"occasion": occasion, "design": design, "corrects": corrects, "corrections": corrections, "reason": reason}
    try:
        with transaction.atomic():
            job = PublishJob.objects.create(plan=plan, period=period, asked_by=user, **wish)
            job.task_id = str(publish_job.enqueue(pk=job.pk).id)
            job.save(update_fields=["task_id"])
            return job
    except IntegrityError:
        other = (
            PublishJob.objects.filter(plan=plan, state__in=PublishJob.OPEN_STATES).select_related("asked_by").first()
        )
        if other is None:
            raise
        raise Busy(other) from None


def cancel(job: PublishJob, *, user: User) -> bool:
    """Asks that nothing be published; whether it came in time. A wish that waits ends at once."""
    waiting = PublishJob.objects.filter(pk=job.pk, state=PublishJob.State.QUEUED)
    if waiting.update(state=PublishJob.State.CANCELLED, cancel_asked=True, finished_at=timezone.now()):
        return True
    running = PublishJob.objects.filter(pk=job.pk, state=PublishJob.State.RUNNING)
    return bool(running.exclude(step=publishing.FREEZE).update(cancel_asked=True))


def settled(job: PublishJob) -> PublishJob:
    """The wish as it stands; one whose every worker died over it has failed, although nobody could write that down."""
    if job.is_open and (why := working.failure_of(job.task_id)):
        _end(job.pk, PublishJob.State.FAILED, error=why[:1000])
        job.refresh_from_db()
    return job


@task()
def publish_job(pk: int) -> None:
    """Publishes as a wish says, and writes down how far it is. Bears being run again after a worker's death."""
    job = PublishJob.objects.select_related("plan", "corrects", "asked_by").get(pk=pk)
    start = {"state": PublishJob.State.RUNNING, "started_at": timezone.now()}
    if not _open(pk).update(**start):
        return
    with translation.override(job.asked_by.language):
        try:
            edition = _made_before(job) or publishing.publish(
                job.plan,
                job.period,
                occasion=job.occasion,
                design=job.design,
                corrects=job.corrects,
                corrections=job.corrections,
                user=job.asked_by,
                reason=job.reason,
                tell=lambda step: _tell(pk, step),
            )
        except Cancelled:
            _end(pk, PublishJob.State.CANCELLED)
        except publishing.Refused as refused:
            _end(pk, PublishJob.State.FAILED, error=str(refused)[:1000])
        except DatabaseError:
            raise  # nothing could be written down either: the worker tries again
        except Exception:
            log.exception("publishing job %s failed", pk)
            _end(
                pk,
                PublishJob.State.FAILED,
                error=_(
                    "Something went wrong that nobody foresaw. Nothing was published and nothing is lost. "
                    "Tell your administrator."
                ),
            )
        else:
            _end(pk, PublishJob.State.DONE, edition=edition, percent=100)


def _open(pk: int) -> models.QuerySet[PublishJob]:
    return PublishJob.objects.filter(pk=pk, state__in=PublishJob.OPEN_STATES)


def _tell(pk: int, step: str) -> None:
    """Notes the step, unless somebody has asked to stop: one UPDATE decides which of the two came first."""
    wanted = _open(pk).filter(cancel_asked=False)
    if not wanted.update(step=step, percent=PERCENT[step]):
        raise Cancelled


def _end(pk: int, state: str, **facts: object) -> None:
    _open(pk).update(state=state, finished_at=timezone.now(), **facts)


def _made_before(job: PublishJob) -> Edition | None:
    """What an earlier attempt kept before its worker died and could not tell."""
    made = Edition.objects.filter(plan=job.plan, period=job.period, occasion=job.occasion, design=job.design)
    mine = made.filter(
        corrects=job.corrects, recorded_by=job.asked_by, recorded_at__gte=job.asked_at.replace(microsecond=0)
    )
    return mine.order_by("-pk").first()
