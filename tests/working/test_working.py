"""The worker's engine: jobs run once, are tried again, and are taken from workers that died."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys

import pytest
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from handleplan import working
from handleplan.models import WorkerBeat
from tests.working import jobs

pytestmark = pytest.mark.django_db

READY, RUNNING = TaskResultStatus.READY, TaskResultStatus.RUNNING
FAILED, SUCCESSFUL = TaskResultStatus.FAILED, TaskResultStatus.SUCCESSFUL


def row(result) -> DBTaskResult:
    return DBTaskResult.objects.get(pk=result.id)


def make_ready(result) -> None:
    """As if the pause were over."""
    DBTaskResult.objects.filter(pk=result.id).update(run_after=timezone.now())


def dead_pid() -> int:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def worker(name: str, *, pid: int | None = None, place: str | None = None, silent: dt.timedelta = dt.timedelta()):
    now = timezone.now()
    return WorkerBeat.objects.create(
        name=name,
        place=working.place() if place is None else place,
        pid=os.getpid() if pid is None else pid,
        started_at=now,
        beat_at=now - silent,
    )


def test_a_queued_job_is_run_once():
    result = jobs.note.enqueue("a")
    assert (working.run_ready(), working.run_ready()) == (1, 0)
    assert (cache.get("a"), row(result).status) == ("done", SUCCESSFUL)


def test_a_job_of_a_transaction_that_fails_is_never_queued():
    with transaction.atomic():
        jobs.note.enqueue("a")
        transaction.set_rollback(True)
    assert working.run_ready() == 0


def test_a_job_that_is_for_later_waits():
    jobs.note.using(run_after=timezone.now() + dt.timedelta(hours=1)).enqueue("a")
    assert working.run_ready() == 0


def test_jobs_run_in_the_order_they_were_asked_for():
    jobs.note.enqueue("a", "first")
    jobs.note.enqueue("a", "second")
    working.run_ready()
    assert cache.get("a") == "second"


def test_a_job_is_written_by_the_worker():
    jobs.note_author.enqueue("who")
    working.run_ready()
    assert cache.get("who") == "worker"


def test_a_job_runs_outside_any_transaction_of_the_worker():
    jobs.note_transaction.enqueue("depth", len(transaction.get_connection().savepoint_ids))
    working.run_ready()
    assert cache.get("depth") is True


def test_a_claimed_job_is_not_claimed_again():
    result = jobs.note.enqueue("a")
    assert str(working.claim_next("one").pk) == result.id
    assert working.claim_next("two") is None


def test_a_job_that_failed_is_tried_again_after_a_pause():
    result = jobs.succeed_at.enqueue(2)
    before = timezone.now()
    assert (working.run_ready(), row(result).status) == (1, READY)
    assert row(result).run_after - before >= working.PAUSES[0]
    make_ready(result)
    assert (working.run_ready(), row(result).status) == (1, SUCCESSFUL)
    assert row(result).traceback == ""


def test_the_second_pause_is_longer():
    result = jobs.succeed_at.enqueue(3)
    working.run_ready()
    make_ready(result)
    before = timezone.now()
    working.run_ready()
    assert row(result).run_after - before >= working.PAUSES[1] > working.PAUSES[0]


def test_after_three_attempts_it_has_failed_and_says_so_in_a_sentence():
    result = jobs.succeed_at.enqueue(4)
    for _ in range(working.ATTEMPTS):
        working.run_ready()
        make_ready(result)
    assert (working.run_ready(), row(result).status) == (0, FAILED)
    assert working.failure_of(result.id) == "Arbejdet mislykkedes tre gange. Serverens log siger hvorfor."


def test_a_job_that_cannot_be_done_is_not_tried_again_and_says_why():
    result = jobs.refuse.enqueue()
    working.run_ready()
    assert row(result).status == FAILED
    assert working.failure_of(result.id) == "Skabelonen findes ikke længere."


def test_a_job_that_went_well_has_no_failure():
    result = jobs.note.enqueue("a")
    working.run_ready()
    assert working.failure_of(result.id) == ""


def test_the_job_of_a_killed_process_is_put_back_at_once():
    worker("killed", pid=dead_pid())
    result = jobs.note.enqueue("a")
    working.claim_next("killed")
    assert (working.reap(), row(result).status) == (1, READY)
    assert (working.run_ready(), cache.get("a")) == (1, "done")


def test_the_job_of_a_worker_elsewhere_is_put_back_when_it_is_silent():
    worker("elsewhere", place="another machine", silent=working.DEAD_AFTER * 2)
    result = jobs.note.enqueue("a")
    working.claim_next("elsewhere")
    assert (working.reap(), row(result).status) == (1, READY)


@pytest.mark.parametrize("place", [None, "another machine"], ids=["here", "elsewhere"])
def test_the_job_of_a_living_worker_is_left_alone(place):
    worker("alive", place=place)
    result = jobs.note.enqueue("a")
    working.claim_next("alive")
    assert (working.reap(), row(result).status) == (0, RUNNING)


def test_a_job_that_three_workers_died_over_has_failed_and_says_so_in_a_sentence():
    result = jobs.note.enqueue("a")
    for number in range(working.ATTEMPTS):
        worker(f"killed-{number}", pid=dead_pid())
        working.claim_next(f"killed-{number}")
        working.reap()
    assert (row(result).status, cache.get("a")) == (FAILED, None)
    assert working.failure_of(result.id) == (
        "Arbejdet blev afbrudt tre gange, fordi programmet, der udfører det, stoppede."
    )


def test_a_worker_that_was_thought_dead_does_not_undo_what_the_next_one_did():
    result = jobs.succeed_at.enqueue(2)
    slow = working.claim_next("thought-dead")
    working.reap()
    working.run_ready()
    working.run(slow)  # its first attempt fails only now
    assert row(result).status == SUCCESSFUL


def test_dead_workers_are_forgotten_when_their_jobs_are_put_back():
    worker("killed", pid=dead_pid())
    jobs.note.enqueue("a")
    working.claim_next("killed")
    working.reap()
    assert not WorkerBeat.objects.exists()


def test_somebody_works_while_one_lives():
    assert not working.is_anybody_working()
    worker("killed", pid=dead_pid())
    assert not working.is_anybody_working()
    worker("alive")
    assert working.is_anybody_working()


def test_a_beat_is_one_row_for_each_worker():
    working.beat("one")
    working.beat("one")
    assert list(WorkerBeat.objects.values_list("name", "pid")) == [("one", os.getpid())]
    working.leave("one")
    assert not WorkerBeat.objects.exists()
