"""What reports add to the core's pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from handleplan.contributions import Action, Task
from handleplan.deadline_words import day_in_words, month_in_words
from handleplan.models import AuditReport, BudgetNote, Plan, PlanItem, User
from handleplan.models.people import Role
from handleplan.moments import local_day
from handleplan.permissions import can_keep_plans
from handleplan.timeline import Entry, Fact
from reports.journalising import not_journalised
from reports.models import Edition

NEWEST = 5  # editions on a reader's home page


def plan_actions(plan: Plan, user: User) -> Iterator[Action]:
    """The buttons to the month's status report and to what has been published."""
    yield Action(_("Status report"), reverse("reports:status-report", args=[plan.slug]), icon="report")
    yield Action(_("Editions"), reverse("reports:edition-list", args=[plan.slug]))


def foot(user: User) -> Iterator[Action]:
    """The designs of reports, for those who keep them."""
    if can_keep_plans(user):
        yield Action(_("Report designs"), reverse("reports:design-list"))


def audit_actions(report: AuditReport, user: User) -> Iterator[Action]:
    """The button to the written account of an audit report."""
    yield Action(_("Account"), reverse("reports:audit-account", args=[report.pk]), icon="report")


def note_actions(note: BudgetNote, user: User) -> Iterator[Action]:
    """The buttons to a budget note as PDF, as it is written and with its figures checked."""
    address = reverse("reports:budget-note-pdf", args=[note.pk])
    yield Action(_("Get as PDF"), address, icon="report")
    yield Action(_("PDF with its figures checked"), f"{address}?checked=1")


def timeline(item: PlanItem, user: User) -> Iterator[Entry]:
    """The editions that reported the point, in one query."""
    for edition in Edition.objects.filter(plan=item.plan_id).only(
        "number", "letter", "period", "occasion", "points", "published_by", "recorded_at"
    ):
        if item.pk in edition.points:
            yield Entry(
                kind="edition",
                kind_words=_("Editions"),
                title=_("Reported in edition %(label)s") % {"label": edition.label},
                when=month_in_words(edition.period),
                day=local_day(edition.recorded_at),
                recorded_at=edition.recorded_at,
                order=edition.pk,
                anchor=f"entry-edition-{edition.pk}",
                lead=_("Edition %(label)s") % {"label": edition.label},
                lead_url=reverse("reports:edition-detail", args=[edition.pk]),
                facts=(Fact(_("Occasion"), edition.occasion),) if edition.occasion else (),
                by=edition.published_by,
            )


def chain_heads() -> Iterator[tuple[str, str]]:
    """The heads of the change log's chain that editions print, each with the edition."""
    for edition in Edition.objects.exclude(chain_head=""):
        yield str(edition), edition.chain_head


def tasks(user: User, today: dt.date) -> Iterator[Task]:
    """What is published and lies in no records system yet, for those who journalise; the newest editions, for those who
    only read. One query."""
    count = not_journalised(user).count() if can_keep_plans(user) else 0
    if count:
        yield Task("publish", _("Published but not journalised"), reverse("reports:edition-unjournalised"), count=count)
    if user.role != Role.READER:
        return
    newest = Edition.objects.filter(plan__in=Plan.objects.visible_to(user), corrected_by=None)
    told = newest.only("number", "letter", "period", "title", "design_data", "recorded_at")
    for edition in told.order_by("-recorded_at", "-pk")[:NEWEST]:
        words = {"label": edition.label, "month": month_in_words(edition.period)}
        yield Task(
            "read",
            _("Edition %(label)s, %(month)s") % words,
            reverse("reports:edition-detail", args=[edition.pk]),
            " · ".join(filter(None, (edition.title, edition.design_data.get("label", ""), _day(edition)))),
        )


def _day(edition: Edition) -> str:
    return day_in_words(local_day(edition.recorded_at))
