"""How far a wish to publish has come, as plain strings."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Avg, DurationField, ExpressionWrapper, F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handleplan import dates, working
from handleplan.models import User
from handleplan.moments import moment_in_words
from reports.models import PublishJob


def step_words() -> dict[str, str]:
    """The steps of publishing, as the person reads them."""
    return {
        "facts": _("Reads the plan"),
        "pdf": _("Makes the PDF"),
        "docx": _("Makes the Word file"),
        "xlsx": _("Makes the Excel file"),
        "freeze": _("Keeps the edition"),
    }


def job_page(job: PublishJob, user: User) -> dict[str, Any]:
    """Context for ``reports/publish_job.html``."""
    words = step_words()
    order = list(words)
    reached = order.index(job.step) if job.step in words else -1
    return {
        "job": job,
        "plan": job.plan,
        "month": dates.format_month(job.period),
        "steps": [{"words": said, "state": _state(place, reached, job)} for place, said in enumerate(words.values())],
        "now": words.get(job.step, ""),
        "time": _time(job),
        "asked": moment_in_words(job.asked_at),
        "may_cancel": job.is_open and not job.cancel_asked and job.step != "freeze",
        "nobody_works": job.is_open and not working.is_anybody_working(),
        "is_mine": job.asked_by_id == user.pk,
    }


def _state(place: int, reached: int, job: PublishJob) -> str:
    if job.state == PublishJob.State.DONE or place < reached:
        return "done"
    return "now" if place == reached and job.is_open else "ahead"


def _time(job: PublishJob) -> str:
    """ "3 seconds; the last ones took 4 seconds": how long it has been, or was, at work."""
    if job.started_at is None:
        return ""
    spent = _seconds((job.finished_at or timezone.now()) - job.started_at)
    if not job.is_open:
        return spent
    took = PublishJob.objects.filter(plan=job.plan_id, state=PublishJob.State.DONE).aggregate(
        usual=Avg(ExpressionWrapper(F("finished_at") - F("started_at"), output_field=DurationField()))
    )["usual"]
    return _("%(spent)s; it usually takes %(usual)s") % {"spent": spent, "usual": _seconds(took)} if took else spent


def _seconds(span: dt.timedelta) -> str:
    count = max(round(span.total_seconds()), 1)
    return ngettext("%(count)s second", "%(count)s seconds", count) % {"count": count}
