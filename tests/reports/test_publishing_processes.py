"""Publishing in processes of their own: two publishers at once, and kill -9 in the middle of printing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from django_tasks_db.models import DBTaskResult

from reports import archive, queueing
from reports.models import Edition, EditionFile, PublishJob
from tests.conftest import BECAUSE
from tests.machine.files import ROOT
from tests.reports.editions import MEETING, NOVEMBER
from tests.working.processes import PATIENCE, environment, kill, until, workers

pytestmark = [pytest.mark.pdf, pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("worker")]
KINDS = ["facts", "pdf", "docx", "xlsx"]


@pytest.fixture
def ask(real_plan, cast):
    def ask_(**how) -> PublishJob:
        return queueing.ask(real_plan, NOVEMBER, user=cast.sara_secretary, reason=BECAUSE, **how)

    return ask_


def is_printing() -> bool:
    return PublishJob.objects.filter(state="running", step="pdf").exists()


def outcome(job: PublishJob) -> tuple[str, str]:
    queueing.settled(PublishJob.objects.get(pk=job.pk))
    job.refresh_from_db()
    return job.state, job.error


def is_settled(job: PublishJob) -> bool:
    return outcome(job)[0] not in PublishJob.OPEN_STATES


def kept() -> tuple[int, int]:
    return Edition.objects.count(), EditionFile.objects.count()


def publisher(slug: str, folder: Path) -> subprocess.Popen:
    command = [sys.executable, "manage.py", "publish_edition", slug, "2013-11", "--out", str(folder)]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    return subprocess.Popen([*command, "--occasion", MEETING], cwd=ROOT, env=environment(), **pipes)


def test_two_processes_that_publish_at_once_make_one_edition_and_write_the_same_files(real_plan, tmp_path):
    folders = [tmp_path / "one", tmp_path / "other"]
    both = [publisher(real_plan.slug, folder) for folder in folders]
    said = [process.communicate(timeout=PATIENCE) for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    edition = Edition.objects.get()
    stored = {archive.file_name(edition, kind): archive.read_file(edition, kind) for kind in KINDS}
    written = [{path.name: path.read_bytes() for path in folder.iterdir()} for folder in folders]
    assert (kept(), written) == ((1, 4), [stored, stored])


def test_a_worker_killed_while_it_prints_leaves_no_edition_and_the_next_one_publishes(ask):
    job = ask()
    with workers(1) as (worker,):
        until(is_printing, "nobody printed")
        kill(worker)
    left = kept(), outcome(job)
    with workers(1):
        until(lambda: is_settled(job), "nobody took the wish over")
    assert (left, outcome(job), kept()) == (((0, 0), ("running", "")), ("done", ""), (1, 4))


def test_a_wish_that_three_workers_were_killed_over_says_so_and_can_be_asked_again(ask):
    job = ask()
    DBTaskResult.objects.filter(pk=job.task_id).update(worker_ids=["the first", "the second"])
    with workers(1) as (worker,):
        until(is_printing, "nobody printed")
        kill(worker)
    with workers(1):
        until(lambda: is_settled(job), "nobody saw that the worker is gone")
        left = kept(), outcome(job)
        again = ask()
        until(lambda: is_settled(again), "the second wish was not granted")
    said = "Arbejdet blev afbrudt tre gange, fordi programmet, der udfører det, stoppede."
    assert (left, outcome(again), kept()) == (((0, 0), ("failed", said)), ("done", ""), (1, 4))
