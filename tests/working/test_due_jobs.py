"""Jobs by the clock are asked for once in their period."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from handleplan import due_jobs, working
from handleplan.due_jobs import Due, daily, every
from handleplan.models import DueJob, OnceKey
from tests.working import jobs

COPENHAGEN = ZoneInfo("Europe/Copenhagen")


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=COPENHAGEN)


@pytest.mark.parametrize(
    ("moment", "period"),
    [
        ("2013-12-06T14:59:59", "2013-12-06T13:55Z"),
        ("2013-12-06T15:00:00", "2013-12-06T14:00Z"),
        ("2013-12-06T00:03:00", "2013-12-05T23:00Z"),
    ],
)
def test_a_period_of_minutes_begins_on_the_clock(moment, period):
    assert every(5)(at(moment)) == period


def test_the_hour_that_comes_twice_in_october_has_two_periods():
    first = at("2013-10-27T02:30:00")
    assert every(5)(first) != every(5)(first.replace(fold=1))


@pytest.mark.parametrize(("moment", "period"), [("2013-12-06T02:59:59", None), ("2013-12-06T03:00:00", "2013-12-06")])
def test_a_daily_job_waits_for_its_hour(moment, period):
    assert daily(3)(at(moment)) == period


@pytest.fixture
def nightly(db, monkeypatch) -> Due:
    due = Due("nightly", jobs.tick, daily(3))
    monkeypatch.setattr(due_jobs, "all_due_jobs", lambda: [due])
    return due


def test_a_due_job_is_asked_for_once_in_its_period(nightly):
    asked = [due_jobs.enqueue_due(at(f"2013-12-06T{hour}:00:00")) for hour in ("02", "03", "04")]
    assert asked == [[], ["nightly"], []]
    assert DBTaskResult.objects.count() == 1


def test_it_is_asked_for_again_in_the_next_period(nightly):
    asked = [due_jobs.enqueue_due(at(f"2013-12-{day}T03:00:00")) for day in ("06", "07")]
    assert asked == [["nightly"], ["nightly"]]


def test_a_second_worker_that_looked_at_the_same_moment_asks_for_nothing(nightly):
    assert due_jobs._enqueue(nightly, "2013-12-06") is True
    assert due_jobs._enqueue(nightly, "2013-12-06") is False
    assert DBTaskResult.objects.count() == 1


def test_what_is_done_with_is_swept_away(cast):
    long_ago = timezone.now() - due_jobs.KEPT - dt.timedelta(hours=1)
    for key in ("old", "new"):
        OnceKey.objects.create(key=key, user=cast.sara_secretary)
        DueJob.objects.create(name=key, period="2013-12-06")
        jobs.note.enqueue(key)
    working.run_ready()
    OnceKey.objects.filter(key="old").update(made_at=long_ago)
    DueJob.objects.filter(name="old").update(made_at=long_ago)
    oldest = DBTaskResult.objects.order_by("enqueued_at").first()
    DBTaskResult.objects.filter(pk=oldest.pk).update(finished_at=long_ago)
    due_jobs.sweep.call()
    assert list(OnceKey.objects.values_list("key", flat=True)) == ["new"]
    assert list(DueJob.objects.values_list("name", flat=True)) == ["new"]
    assert [job.args_kwargs["args"] for job in DBTaskResult.objects.all()] == [["new"]]


def test_every_job_by_the_clock_can_be_enqueued_and_run(db):
    for due in due_jobs.all_due_jobs():
        due.task.enqueue()
    working.run_ready()
    assert set(DBTaskResult.objects.values_list("status", flat=True)) == {"SUCCESSFUL"}
