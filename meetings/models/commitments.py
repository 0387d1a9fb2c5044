"""What the committee was promised or has asked for, and everything that happened to it since."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from handleplan.history import AppendOnly, TrackedManager, TrackedQuerySet, tracked
from handleplan.models import Plan, PlanItem, User
from handleplan.models.imprecise import WithWhen

from .agendas import AgendaItem, Appendix, Section
from .committees import Committee, Meeting


class CommitmentQuerySet(TrackedQuerySet):
    def open(self) -> CommitmentQuerySet:
        return self.filter(state=Commitment.State.OPEN)

    def with_last_day(self) -> CommitmentQuerySet:
        """Each with ``last_day``: the day of its meeting, else the last day that its date can mean."""
        return self.annotate(last_day=Coalesce("due_meeting__date", "when_latest"))

    def overdue(self, today: dt.date) -> CommitmentQuerySet:
        """Open ones whose last day is past."""
        return self.open().with_last_day().filter(last_day__lt=today)

    def visible_to(self, user: User) -> CommitmentQuerySet:
        """Those of plans the person may see, and those of no plan."""
        return self.filter(Q(plan=None) | Q(plan__in=Plan.objects.visible_to(user)))


class Commitment(WithWhen):
    """A promise to a committee, or what a committee or the management has asked for (S000-12, S000-20).

    ``text`` is quoted. ``when`` is the date as written, ``due_meeting`` the meeting it means where there is one; both
    move by ``promising.move`` only, and each move is a ``CommitmentEvent``. Written by ``promising``.
    """

    class Kind(models.TextChoices):
        PROMISE = "promise", _("promised to the committee")
        REQUEST = "request", _("asked for by the committee")
        MANAGEMENT = "management", _("asked for by the management")

    class State(models.TextChoices):
        OPEN = "open", _("open")
        ANSWERED = "answered", _("answered")
        WITHDRAWN = "withdrawn", _("withdrawn")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    text = models.TextField(_("quoted"))
    subject = models.CharField(_("what it is about"), max_length=400, blank=True)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, null=True, blank=True, related_name="commitments")
    source_item = models.ForeignKey(
        AgendaItem, on_delete=models.PROTECT, null=True, blank=True, related_name="commitments_made"
    )
    source_section = models.ForeignKey(
        Section, on_delete=models.PROTECT, null=True, blank=True, related_name="commitments_made"
    )
    source_appendix = models.ForeignKey(Appendix, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    source_text = models.CharField(_("where it stands"), max_length=400, blank=True)
    made_on = models.DateField(_("made on"), null=True, blank=True)
    asked_by = models.ForeignKey(Committee, on_delete=models.PROTECT, null=True, blank=True, related_name="requests")
    asked_by_text = models.CharField(_("asked by"), max_length=200, blank=True)
    due_meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="commitments_due"
    )
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)
    version = models.PositiveIntegerField(default=1)

    objects = TrackedManager.from_queryset(CommitmentQuerySet)()
    history = tracked(excluded_fields=["version"])

    class Meta:
        base_manager_name = "objects"
        ordering = ["when_latest", "pk"]
        verbose_name = _("promise")
        verbose_name_plural = _("promises")

    def __str__(self) -> str:
        return self.text[:80]


class CommitmentCommittee(models.Model):
    """A committee that a promise was given to (S000-20: two of them). Written by ``promising``."""

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="committees")
    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="commitments")
    withdrawn = models.BooleanField(default=False)

    objects = TrackedManager()
    history = tracked()

    class Meta:
        base_manager_name = "objects"
        ordering = ["commitment", "pk"]
        constraints = [models.UniqueConstraint(fields=["commitment", "committee"], name="promised_to_a_committee_once")]

    def __str__(self) -> str:
        return f"{self.commitment} · {self.committee}"


class CommitmentPoint(models.Model):
    """A point of the plan that a promise is about (0 to many). Written by ``promising``."""

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="points")
    point = models.ForeignKey(PlanItem, on_delete=models.PROTECT, related_name="commitments")
    withdrawn = models.BooleanField(default=False)

    objects = TrackedManager()
    history = tracked()

    class Meta:
        base_manager_name = "objects"
        ordering = ["commitment", "pk"]
        constraints = [models.UniqueConstraint(fields=["commitment", "point"], name="promise_about_a_point_once")]

    def __str__(self) -> str:
        return f"{self.commitment} · {self.point}"


class CommitmentEvent(WithWhen, AppendOnly):
    """What happened to a promise: made, answered in an item, moved, withdrawn, opened again.

    A move keeps the date it moved from (``before``) beside the new one (``when``). Written by ``promising``.
    """

    class Kind(models.TextChoices):
        MADE = "made", _("made")
        ANSWERED = "answered", _("answered")
        MOVED = "moved", _("moved")
        WITHDRAWN = "withdrawn", _("withdrawn")
        REOPENED = "reopened", _("opened again")

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    before = models.CharField(max_length=400, blank=True)  # the date as it was written until now
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    section = models.ForeignKey(Section, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answer = models.TextField(_("answer"), blank=True)  # where the answer stands in no item here
    reason = models.TextField(_("reason"), blank=True)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta(AppendOnly.Meta):
        abstract = False
        ordering = ["commitment", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind__in=["moved", "withdrawn", "reopened"]) | ~Q(reason=""),
                name="a_promise_moves_or_goes_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class DismissedCandidate(AppendOnly):
    """A sentence that looked like a promise and is none, so that it is not proposed again."""

    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="dismissed_candidates")
    text_sha256 = models.CharField(max_length=64)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta(AppendOnly.Meta):
        abstract = False
        constraints = [models.UniqueConstraint(fields=["section", "text_sha256"], name="candidate_dismissed_once")]

    def __str__(self) -> str:
        return self.text_sha256[:12]
