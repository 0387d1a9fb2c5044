"""What is counted on a point: counters, the dated observations of them, and what an observation is the cause of."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from handleplan.history import AppendOnly, AppendOnlyQuerySet, TrackedManager, TrackedQuerySet, tracked
from handleplan.tallies import Tally

from .imprecise import WithWhen
from .milestones import EndDateRevision
from .people import User
from .plans import PlanItem
from .statuses import StatusEntry


class CounterQuerySet(TrackedQuerySet):
    def standing(self) -> CounterQuerySet:
        """Those that nobody has taken back."""
        return self.filter(withdrawn=False)


class Counter(models.Model):
    """Something that is counted on a point: older rulings reviewed, cases in a backlog. Written by ``counting``.

    It has no number of its own, only ``observations``. ``scope`` says what exactly is counted; an observation may be
    of another scope, and then it is never added to or joined with those of this one. ``target`` is the municipality's
    own aim and ``limit`` what a statute allows, each as written ("8 uger", "fire uger") with the value and unit that
    could be read out of it.
    """

    item = models.ForeignKey(PlanItem, on_delete=models.PROTECT, related_name="counters")
    name = models.CharField(_("what is counted"), max_length=200)
    unit = models.CharField(_("unit"), max_length=60)
    scope = models.CharField(_("scope"), max_length=400, blank=True)
    target_as_written = models.CharField(_("own target"), max_length=200, blank=True)
    target_value = models.DecimalField(
        _("own target as a number"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    target_unit = models.CharField(_("unit of the own target"), max_length=60, blank=True)
    limit_as_written = models.CharField(_("statutory limit"), max_length=200, blank=True)
    limit_value = models.DecimalField(
        _("statutory limit as a number"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    limit_unit = models.CharField(_("unit of the statutory limit"), max_length=60, blank=True)
    withdrawn = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    objects = TrackedManager.from_queryset(CounterQuerySet)()
    history = tracked(excluded_fields=["version"])

    class Meta:
        base_manager_name = "objects"
        ordering = ["item", "pk"]
        verbose_name = _("counter")
        verbose_name_plural = _("counters")

    def __str__(self) -> str:
        return self.name


class ObservationQuerySet(AppendOnlyQuerySet):
    def counted(self) -> ObservationQuerySet:
        """Those that nobody has taken back."""
        return self.filter(withdrawal=None)


class Observation(WithWhen, AppendOnly):
    """What somebody told of a counter, for a day that may be known imprecisely. Written by ``counting``.

    ``value`` is None where the source gives no number ("puklen af sager"): then ``as_written`` are its words. Done and
    remaining are counted in all up to that day; an addition is what came on top, and a restatement is the new total
    where the old one no longer held. How long something took is measured. An empty ``scope`` is the counter's own.
    """

    class Kind(models.TextChoices):
        BASELINE = "baseline", _("total at the beginning")
        TOTAL = "total", _("total")
        DONE = "done", _("done")
        REMAINING = "remaining", _("remaining")
        ADDITION = "addition", _("addition")
        RESTATEMENT = "restatement", _("restated total")
        MEASURED = "measured", _("measured")

    counter = models.ForeignKey(Counter, on_delete=models.PROTECT, related_name="observations")
    kind = models.CharField(_("what"), max_length=12, choices=Kind.choices)
    value = models.DecimalField(_("number"), max_digits=14, decimal_places=2, null=True, blank=True)
    qualifier = models.CharField(_("precision"), max_length=40, blank=True)  # "ca.", "mindst"
    as_written = models.CharField(_("in the source’s words"), max_length=400, blank=True)
    scope = models.CharField(_("scope"), max_length=400, blank=True)
    source = models.CharField(_("source"), max_length=400, blank=True)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_because = models.TextField()

    objects = models.Manager.from_queryset(ObservationQuerySet)()

    class Meta(AppendOnly.Meta):
        abstract = False
        ordering = ["counter", "when_latest", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(value__isnull=False) | ~Q(as_written=""),
                name="an_observation_says_something",
            ),
            models.CheckConstraint(
                condition=Q(value=None) | Q(value__gte=0) | Q(kind="addition"),
                name="only_an_addition_may_be_negative",
            ),
        ]
        verbose_name = _("observation")
        verbose_name_plural = _("observations")

    def __str__(self) -> str:
        return self.as_written or f"{self.value}"

    @property
    def tally(self) -> Tally:
        """What is counted from it; of a day known imprecisely the last one it can mean."""
        day = self.when_latest or self.when_earliest
        return Tally(self.kind, day, self.value, self.scope, self.qualifier, self.as_written)


class ObservationLink(models.Model):
    """That a status tells an observation, or that a deadline was moved because of it. Written by ``counting``.

    One observation, "686 yderligere sager", may stand in a status and be the cause of a move at once (S004-28).
    """

    observation = models.ForeignKey(Observation, on_delete=models.PROTECT, related_name="links")
    status = models.ForeignKey(
        StatusEntry, on_delete=models.PROTECT, null=True, blank=True, related_name="observation_links"
    )
    revision = models.ForeignKey(
        EndDateRevision, on_delete=models.PROTECT, null=True, blank=True, related_name="observation_links"
    )
    withdrawn = models.BooleanField(default=False)

    objects = TrackedManager()
    history = tracked()

    class Meta:
        base_manager_name = "objects"
        ordering = ["observation", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__isnull=False, revision=None) | Q(status=None, revision__isnull=False),
                name="an_observation_links_to_one_fact",
            ),
            models.UniqueConstraint(fields=["observation", "status"], name="observation_in_a_status_once"),
            models.UniqueConstraint(fields=["observation", "revision"], name="observation_behind_a_move_once"),
        ]

    def __str__(self) -> str:
        return f"{self.observation} · {self.status or self.revision}"
