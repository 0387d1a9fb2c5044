"""What happened to a point: dated events, closings, evidence, and what was taken back."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from handleplan.history import AppendOnly

from .counters import Observation
from .imprecise import WithWhen
from .milestones import EndDateRevision
from .people import User
from .plans import Plan, PlanItem
from .statuses import StatusEntry


class Event(WithWhen, AppendOnly):
    """Something that happened, told with its source and, if it has one, its number (S000-17, S000-24).

    It belongs to a plan, and usually to one of its points. Written by ``recounting.record_event``.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="events")
    item = models.ForeignKey(PlanItem, on_delete=models.PROTECT, null=True, blank=True, related_name="events")
    text = models.TextField(_("what happened"))
    source = models.CharField(_("source"), max_length=400, blank=True)
    amount = models.DecimalField(_("number"), max_digits=14, decimal_places=2, null=True, blank=True)
    amount_unit = models.CharField(_("unit of the number"), max_length=60, blank=True)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta(AppendOnly.Meta):
        abstract = False
        ordering = ["plan", "pk"]
        verbose_name = _("event")

    def __str__(self) -> str:
        return self.text[:80]


class Closing(WithWhen, AppendOnly):
    """A point's end or its reopening, with the reason and the day, as far as it is known.

    ``into`` is the point that took it over, where it was merged or continued. Written by ``planning``.
    """

    class Kind(models.TextChoices):
        CLOSED = "closed", _("closed")
        DROPPED = "dropped", _("dropped")
        MERGED = "merged", _("merged into another point")
        CONTINUED = "continued", _("continued in another point")
        REOPENED = "reopened", _("reopened")

    item = models.ForeignKey(PlanItem, on_delete=models.PROTECT, related_name="closings")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    into = models.ForeignKey(PlanItem, on_delete=models.PROTECT, null=True, blank=True, related_name="took_over")
    reason = models.TextField(_("reason"), blank=True)
    reported_in = models.DateField(null=True, blank=True)  # a month's first day
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_because = models.TextField()

    class Meta(AppendOnly.Meta):
        abstract = False
        ordering = ["item", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["merged", "continued"], into__isnull=False)
                | (~Q(kind__in=["merged", "continued"]) & Q(into=None)),
                name="a_merger_names_the_point_that_took_over",
            ),
        ]
        verbose_name = _("closing")

    def __str__(self) -> str:
        return self.get_kind_display()


class StoredFile(AppendOnly):
    """Evidence attached to a point. The bytes lie outside static, under a random name. Written by ``filing``."""

    item = models.ForeignKey(PlanItem, on_delete=models.PROTECT, related_name="files")
    name = models.CharField(_("name"), max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()  # bytes
    sha256 = models.CharField(max_length=64)
    storage_name = models.CharField(max_length=64, unique=True)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta(AppendOnly.Meta):
        abstract = False
        ordering = ["item", "-pk"]
        verbose_name = _("file")

    def __str__(self) -> str:
        return self.name


class Withdrawal(AppendOnly):
    """Takes one recorded fact back. The fact stays and is shown as withdrawn, with who, when and why."""

    event = models.OneToOneField(Event, on_delete=models.PROTECT, null=True, blank=True, related_name="withdrawal")
    revision = models.OneToOneField(
        EndDateRevision, on_delete=models.PROTECT, null=True, blank=True, related_name="withdrawal"
    )
    status = models.OneToOneField(
        StatusEntry, on_delete=models.PROTECT, null=True, blank=True, related_name="withdrawal"
    )
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="withdrawal")
    observation = models.OneToOneField(
        Observation, on_delete=models.PROTECT, null=True, blank=True, related_name="withdrawal"
    )
    reason = models.TextField(_("reason"))
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta(AppendOnly.Meta):
        abstract = False
        constraints = [
            models.CheckConstraint(
                condition=Q(event__isnull=False, revision=None, status=None, file=None, observation=None)
                | Q(event=None, revision__isnull=False, status=None, file=None, observation=None)
                | Q(event=None, revision=None, status__isnull=False, file=None, observation=None)
                | Q(event=None, revision=None, status=None, file__isnull=False, observation=None)
                | Q(event=None, revision=None, status=None, file=None, observation__isnull=False),
                name="a_withdrawal_takes_one_fact_back",
            ),
        ]
        verbose_name = _("withdrawal")

    def __str__(self) -> str:
        return self.reason[:80]
