"""What reports add to the core's pages."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from handleplan.contributions import Action
from handleplan.models import Plan, User


def plan_actions(plan: Plan, user: User) -> Iterator[Action]:
    """The button to the month's status report."""
    yield Action(_("Status report"), reverse("reports:status-report", args=[plan.slug]), icon="report")
