"""``manage.py worker`` as processes: two of them, kill -9, SIGTERM, and a parent that goes away."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest
from django.core.management import call_command
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from handleplan import working
from handleplan.models import WorkerBeat
from tests.machine.files import ROOT
from tests.working import jobs
from tests.working.processes import PATIENCE, database_url, kill, until, workers

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("worker")]


@pytest.fixture
def files(tmp_path):
    """The files of the lingering job: begun, released, ended."""
    return [tmp_path / name for name in ("begun", "released", "ended")]


def lines(path) -> int:
    return len(path.read_text().splitlines()) if path.exists() else 0


def test_the_job_of_a_killed_worker_is_finished_by_the_other_one(files):
    begun, released, ended = files
    result = jobs.linger.enqueue(*map(str, files))
    with workers(2) as (one, other):
        until(lambda: lines(begun) == 1, "nobody took the job")
        name = DBTaskResult.objects.get(pk=result.id).worker_ids[-1]
        pid = WorkerBeat.objects.get(name=name).pid
        kill(one if one.pid == pid else other)
        until(lambda: lines(begun) == 2, "nobody took it over")
        released.touch()
        until(lambda: DBTaskResult.objects.get(pk=result.id).status == TaskResultStatus.SUCCESSFUL, "it did not end")
    assert (lines(begun), lines(ended)) == (2, 1)


def test_two_workers_run_each_of_many_jobs_once(files):
    _begun, released, _ended = files
    released.touch()
    counts = [files[0].with_name(f"ended-{number}") for number in range(30)]
    for count in counts:
        jobs.linger.enqueue(str(files[0]), str(released), str(count))
    with workers(2):
        until(lambda: not DBTaskResult.objects.exclude(status=TaskResultStatus.SUCCESSFUL).exists(), "not all ended")
    assert [lines(count) for count in counts] == [1] * 30


def test_sigterm_lets_the_job_at_hand_finish(files):
    begun, released, ended = files
    result = jobs.linger.enqueue(*map(str, files))
    later = jobs.note.enqueue("later")
    with workers(1) as (worker,):
        until(lambda: lines(begun) == 1, "nobody took the job")
        worker.send_signal(signal.SIGTERM)
        released.touch()
        worker.communicate(timeout=PATIENCE)
    assert (worker.returncode, lines(ended)) == (0, 1)
    states = [DBTaskResult.objects.get(pk=job.id).status for job in (result, later)]
    assert states == [TaskResultStatus.SUCCESSFUL, TaskResultStatus.READY]
    assert not working.is_anybody_working()


def test_a_worker_with_a_parent_ends_with_it(tmp_path):
    parent = (
        "import subprocess, sys; worker = subprocess.Popen([sys.executable, 'manage.py', 'worker', '--with-parent', "
        "'--idle', '0.05']); print(worker.pid, flush=True); input()"
    )
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.machine.settings", "DATABASE_URL": database_url()}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL, "text": True}
    with subprocess.Popen([sys.executable, "-c", parent], cwd=ROOT, env=environment, **pipes) as process:
        pid = int(process.stdout.readline())
        until(WorkerBeat.objects.exists, "the worker did not start")
        process.send_signal(signal.SIGKILL)
    until(lambda: not working._process_lives(pid), "the worker outlived its parent")
    assert not WorkerBeat.objects.exists()


def test_once_does_what_is_queued_and_stops():
    result = jobs.note.enqueue("a")
    call_command("worker", "--once")
    assert DBTaskResult.objects.get(pk=result.id).status == TaskResultStatus.SUCCESSFUL
