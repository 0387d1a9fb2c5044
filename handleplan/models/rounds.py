"""Rounds: one collection of statuses for a plan and a month, what was asked in it, and what became of the answers."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from handleplan.history import AppendOnly, TrackedManager, tracked

from .people import Unit, User
from .plans import Plan, PlanItem
from .statuses import StatusEntry


class Round(models.Model):
    """One collection of statuses for a plan and a period. Written by ``rounding``.

    ``period`` is the first day of the month the report will be about; in a plan with a quarterly rhythm that is the
    quarter's last month. One round of a plan is open at a time; closing it is the only lock there is.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="rounds")
    period = models.DateField(_("month"))  # its first day
    opens_on = models.DateField(_("opens on"))
    due_on = models.DateField(_("due on"))
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(auto_now_add=True)
    closed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    closing_note = models.TextField(_("note"), blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = TrackedManager()
    history = tracked(excluded_fields=["version"])

    class Meta:
        base_manager_name = "objects"
        ordering = ["plan", "-period"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "period"], name="one_round_per_period"),
            models.UniqueConstraint(fields=["plan"], condition=Q(closed_at=None), name="one_open_round_per_plan"),
            models.CheckConstraint(condition=Q(due_on__gte=F("opens_on")), name="a_round_is_due_after_it_opens"),
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by=None) | Q(closed_at__isnull=False, closed_by__isnull=False),
                name="a_closed_round_says_by_whom",
            ),
        ]
        verbose_name = _("round")
        verbose_name_plural = _("rounds")

    def __str__(self) -> str:
        return f"{self.plan} {self.period:%Y-%m}"

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None


class RoundItem(AppendOnly):
    """That a round asks for a point's status, and of whom, frozen when it opened. Written by ``rounding.open_round``.

    ``must_write`` lists why "Nothing new" is not offered: codes of "overdue", "critical", "focus", "committee".
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="asked")
    item = models.ForeignKey(PlanItem, on_delete=models.PROTECT, related_name="asked_in")
    owner = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    owner_text = models.CharField(max_length=200, blank=True)
    must_write = models.JSONField(default=list)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta(AppendOnly.Meta):
        abstract = False
        ordering = ["round", "pk"]
        constraints = [models.UniqueConstraint(fields=["round", "item"], name="asked_once_in_a_round")]

    def __str__(self) -> str:
        return str(self.item)


class RoundVisit(AppendOnly):
    """That a person has opened his points of a round for the first time."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="visits")
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta(AppendOnly.Meta):
        abstract = False
        constraints = [models.UniqueConstraint(fields=["round", "recorded_by"], name="first_visit_of_a_round")]

    def __str__(self) -> str:
        return f"{self.recorded_by} {self.round}"


class StatusVerdict(AppendOnly):
    """What the manager said of a submitted status: approved, or sent back with a comment. Written by ``approving``."""

    class Kind(models.TextChoices):
        APPROVED = "approved", _("approved")
        SENT_BACK = "sent_back", _("sent back")

    status = models.OneToOneField(StatusEntry, on_delete=models.PROTECT, related_name="verdict")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    comment = models.TextField(_("comment"), blank=True)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta(AppendOnly.Meta):
        abstract = False
        constraints = [
            models.CheckConstraint(condition=~Q(kind="sent_back", comment=""), name="who_sends_a_status_back_says_why"),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class Draft(models.Model):
    """What a person has typed of a status and not submitted; only he sees it. Written by ``drafting_status``."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    item = models.ForeignKey(PlanItem, on_delete=models.PROTECT, related_name="+")
    period = models.DateField()  # the month's first day
    fields = models.JSONField(default=dict)  # the form's fields as typed
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "item", "period"], name="one_draft_per_status")]

    def __str__(self) -> str:
        return f"{self.user} {self.item}"


class StandIn(models.Model):
    """Who acts for an owner on leave, from the first day to the last. Written by ``staffing``."""

    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="stand_ins", verbose_name=_("owner"))
    stand_in = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="stands_in_for", verbose_name=_("stand-in")
    )
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    withdrawn = models.BooleanField(default=False)

    objects = TrackedManager()
    history = tracked()

    class Meta:
        base_manager_name = "objects"
        ordering = ["owner", "first_day"]
        constraints = [
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="a_leave_ends_after_it_begins"),
            models.CheckConstraint(condition=~Q(owner=F("stand_in")), name="nobody_stands_in_for_himself"),
        ]
        verbose_name = _("stand-in")

    def __str__(self) -> str:
        return f"{self.owner} → {self.stand_in}"
