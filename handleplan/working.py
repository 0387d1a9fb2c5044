"""The worker's engine: claims jobs, runs them, puts back those of dead workers, tries again what failed.

A job is a module-level function with ``@task()`` of ``django_tasks``; ``the_function.enqueue(pk=7)`` writes a row in
the caller's own transaction, and a worker runs it afterwards, at least once:

    @task()
    def publish(pk: int) -> None: ...

* It gets keys, not objects, and must bear being run a second time: a worker can die in the middle.
* It runs inside ``acting(name="worker")`` and outside any transaction; its verbs open their own.
* An exception has it tried again after ``PAUSES``; ``CannotBeDone("a sentence")`` ends it at once.
* Progress and the wish to cancel belong on the job's own row (``PublishJob``): the job writes step and percentage there
  in short transactions, and reads there between two steps whether it is still wanted. ``failure_of`` has the sentence
  for a job that ended badly, ``is_anybody_working`` whether a page should say that no worker runs.
* A test runs what is queued in its own process: ``working.run_ready()``.
"""

from __future__ import annotations

import datetime as dt
import logging
import os
import socket
from contextlib import suppress
from traceback import format_exception

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import TaskContext, TaskResultStatus
from django_tasks_db.models import DBTaskResult

from handleplan.acting import acting
from handleplan.models import WorkerBeat

AUTHOR = "worker"
ATTEMPTS = 3
PAUSES = (dt.timedelta(seconds=30), dt.timedelta(minutes=5))  # before the second attempt, and before the third
DEAD_AFTER = dt.timedelta(seconds=60)  # without a beat; a worker beats every BEAT_SECONDS
BEAT_SECONDS = 5
DIED = "handleplan.working.WorkerDied"

log = logging.getLogger("handleplan.worker")


class CannotBeDone(Exception):
    """The job cannot be done however often it is tried; its text is a sentence for people."""


class WorkerDied(Exception):
    """Every worker that took the job died over it."""


def place() -> str:
    """Where a process number means something: the machine, and its namespace of process numbers."""
    try:
        namespace = os.readlink("/proc/self/ns/pid")
    except OSError:
        namespace = ""
    return f"{socket.gethostname()} {namespace}".strip()


def beat(name: str) -> None:
    """Says that the worker ``name``, which is this process, lives."""
    now = timezone.now()
    if not WorkerBeat.objects.filter(name=name).update(beat_at=now):
        itself = {"place": place(), "pid": os.getpid(), "started_at": now, "beat_at": now}
        WorkerBeat.objects.get_or_create(name=name, defaults=itself)


def leave(name: str) -> None:
    """Says that the worker ``name`` has stopped."""
    WorkerBeat.objects.filter(name=name).delete()


def is_anybody_working() -> bool:
    """Whether some worker lives."""
    return any(_lives(worker) for worker in WorkerBeat.objects.all())


def _lives(worker: WorkerBeat) -> bool:
    if timezone.now() - worker.beat_at > DEAD_AFTER:
        return False
    return worker.place != place() or _process_lives(worker.pid)


def _process_lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    with suppress(OSError, IndexError), open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as stat:
        return stat.read().rpartition(")")[2].split()[0] not in "ZX"  # killed, but nobody has asked how it ended
    return True


def claim_next(worker: str) -> DBTaskResult | None:
    """The next job that is ready, now ``worker``'s; None if there is none.

    PostgreSQL skips rows that another worker holds; on SQLite the transaction itself lets one writer in at a time. The
    conditional UPDATE decides on both.
    """
    if not DBTaskResult.objects.ready().exists():  # a look that takes no lock
        return None
    with transaction.atomic():
        job = DBTaskResult.objects.ready().select_for_update(skip_locked=True).first()
        if job is None:
            return None
        job.status, job.started_at = TaskResultStatus.RUNNING, timezone.now()
        job.worker_ids = [*job.worker_ids, worker]
        taken = DBTaskResult.objects.filter(pk=job.pk, status=TaskResultStatus.READY).update(
            status=job.status, started_at=job.started_at, worker_ids=job.worker_ids
        )
        return job if taken else None


def run(job: DBTaskResult) -> None:
    """Runs a claimed job to its end and writes down how it ended."""
    try:
        with acting(name=AUTHOR):
            task, result = job.task, job.task_result
            given = [TaskContext(task_result=result)] if task.takes_context else []
            task.call(*given, *result.args, **result.kwargs)
    except CannotBeDone as cannot:
        _end(job, status=TaskResultStatus.FAILED, error=cannot)
    except Exception as error:
        log.exception("job %s (%s) failed at attempt %d", job.task_path, job.pk, len(job.worker_ids))
        if connection.in_atomic_block and connection.needs_rollback:
            raise  # only a test's own transaction can be open here, and it is broken
        _try_again(job, error)
    else:
        _end(job, status=TaskResultStatus.SUCCESSFUL)


def _try_again(job: DBTaskResult, error: BaseException, *, at_once: bool = False) -> None:
    attempts = len(job.worker_ids)
    if attempts >= ATTEMPTS:
        _end(job, status=TaskResultStatus.FAILED, error=error)
        return
    pause = dt.timedelta() if at_once else PAUSES[min(attempts, len(PAUSES)) - 1]
    _end(job, status=TaskResultStatus.READY, error=error, run_after=timezone.now() + pause)


def _end(job: DBTaskResult, *, status: str, error: BaseException | None = None, **more: object) -> None:
    """Writes down how the attempt ended, unless the job was taken from this worker meanwhile."""
    said = {
        "exception_class_path": f"{type(error).__module__}.{type(error).__qualname__}" if error else "",
        "traceback": "".join(format_exception(error)) if error else "",
    }
    if status != TaskResultStatus.READY:
        more["finished_at"] = timezone.now()
    mine = DBTaskResult.objects.filter(pk=job.pk, status=TaskResultStatus.RUNNING, started_at=job.started_at)
    if not mine.update(status=status, **said, **more):
        log.warning("job %s (%s) had been given to another worker", job.task_path, job.pk)


def reap() -> int:
    """Puts back the jobs of workers that died; returns how many.

    A worker of this machine is dead when its process is; any other when it has not said for ``DEAD_AFTER`` that it
    lives. A job that ``ATTEMPTS`` workers died over has failed.
    """
    running = list(DBTaskResult.objects.running())
    if not running:
        return 0
    workers = list(WorkerBeat.objects.all())
    alive = {worker.name for worker in workers if _lives(worker)}
    orphans = [job for job in running if not job.worker_ids or job.worker_ids[-1] not in alive]
    for job in orphans:
        log.warning("job %s (%s): its worker is gone", job.task_path, job.pk)
        _try_again(job, WorkerDied(job.worker_ids[-1] if job.worker_ids else ""), at_once=True)
    gone = [worker.pk for worker in workers if worker.name not in alive]
    WorkerBeat.objects.filter(pk__in=gone).delete()
    return len(orphans)


def run_next(worker: str) -> bool:
    """Claims one job and runs it; whether there was one."""
    job = claim_next(worker)
    if job is not None:
        run(job)
    return job is not None


def run_ready(limit: int = 100) -> int:
    """Runs what is queued here and now, at most ``limit`` jobs; returns how many. For tests and commands."""
    name = f"in-process-{os.getpid()}"
    beat(name)
    try:
        return next((done for done in range(limit) if not run_next(name)), limit)
    finally:
        leave(name)


def failure_of(job_id: object) -> str:
    """Why a job failed, as a sentence for people; "" for one that did not, or is not known."""
    job = DBTaskResult.objects.failed().filter(pk=job_id).first()
    if job is None:
        return ""
    if job.exception_class_path == f"{CannotBeDone.__module__}.{CannotBeDone.__qualname__}":
        return job.traceback.strip().rpartition(f"{CannotBeDone.__qualname__}: ")[2]
    if job.exception_class_path == DIED:
        return _("The work was broken off three times because the program doing it stopped.")
    return _("The work failed three times. The server's log says why.")
