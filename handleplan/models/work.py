"""The worker's own bookkeeping: who is at work, and which due job was asked for already."""

from __future__ import annotations

from django.db import models


class WorkerBeat(models.Model):
    """That a worker lives: it says so every few seconds, and its jobs are put back when it no longer does.

    ``place`` is the machine and its process numbers' namespace: only there does ``pid`` mean anything. Written by
    ``working``.
    """

    name = models.CharField(max_length=64, unique=True)
    place = models.CharField(max_length=300)
    pid = models.PositiveIntegerField()
    started_at = models.DateTimeField()
    beat_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.name


class DueJob(models.Model):
    """That a job was asked for in a period ("2013-12-06", "2013-12-06T14:05"): whoever adds the row enqueues it.

    Two workers at the same moment make one job. Written by ``due_jobs``, swept after some days.
    """

    name = models.CharField(max_length=60)
    period = models.CharField(max_length=20)  # local day or UTC minute
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "period"], name="due_job_once_in_a_period")]

    def __str__(self) -> str:
        return f"{self.name} {self.period}"
