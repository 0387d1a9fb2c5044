"""Milestones and the chain of their end dates."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from handleplan.dates import ImpreciseDate
from handleplan.history import AppendOnly, TrackedManager, tracked

from .imprecise import WithEnd, WithForecast, WithOriginalEnd, WithStart
from .people import User
from .plans import PlanItem


class Milestone(WithStart, WithOriginalEnd, WithEnd, WithForecast):
    """Something an initiative reaches by a date. The initiative's own schedule is the one with ``is_own``.

    Three dates that are never mixed: the planned end (``end``, last of the chain; ``original`` is its first),
    the actual completion (``completed_on``, often unknown), and the point's ``reported_closed_in``. ``forecast`` is
    a fourth: what the owner expects. ``end``, ``original`` and ``moves`` repeat what the revisions say, so that
    "overdue" is an ordinary filter; ``scheduling`` writes them in the same transaction and a check compares them.
    ``revised_as_written`` is the imported cell of revised dates, verbatim, until the next move.
    """

    item = models.ForeignKey(PlanItem, on_delete=models.PROTECT, related_name="milestones")
    is_own = models.BooleanField(default=True)
    name = models.CharField(_("name"), max_length=400, blank=True)
    position = models.PositiveIntegerField(default=0)
    moves = models.PositiveSmallIntegerField(default=0)
    revised_as_written = models.CharField(max_length=2000, blank=True)
    completed_on = models.DateField(_("completed on"), null=True, blank=True)
    under_revision = models.BooleanField(_("schedule under revision"), default=False)
    under_revision_reason = models.TextField(blank=True)
    serves = models.ManyToManyField(
        PlanItem, through="MilestoneShare", related_name="shared_milestones", verbose_name=_("serves further points")
    )
    version = models.PositiveIntegerField(default=1)

    objects = TrackedManager()
    history = tracked(excluded_fields=["version"])

    class Meta:
        base_manager_name = "objects"
        ordering = ["item", "position"]
        indexes = [models.Index(fields=["end_latest"], name="milestone_end_latest")]
        constraints = [
            models.UniqueConstraint(fields=["item"], condition=Q(is_own=True), name="one_own_schedule_per_item"),
        ]
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")

    def __str__(self) -> str:
        return self.name or str(self.item)

    def links(self) -> list[Link]:
        """The chain of end dates as it counts, oldest first."""
        return links_of(self.revisions.all())


@dataclass(frozen=True, slots=True)
class Link:
    """A link of a deadline's chain as it counts: the row, and its end date after any corrections of that row."""

    revision: EndDateRevision
    end: ImpreciseDate
    corrected_by: tuple[EndDateRevision, ...] = ()


def links_of(revisions: Iterable[EndDateRevision]) -> list[Link]:
    """The chain without its corrections as links of their own: a correction stands in its faulty row's place."""
    chain: dict[int, Link] = {}
    stands_for: dict[int, int] = {}
    for revision in sorted(revisions, key=lambda revision: revision.sequence):
        if revision.kind != EndDateRevision.Kind.CORRECTION:
            chain[revision.pk] = Link(revision, revision.end)
            stands_for[revision.pk] = revision.pk
            continue
        place = stands_for[revision.corrects_id]
        stands_for[revision.pk] = place
        link = chain[place]
        chain[place] = Link(link.revision, revision.end, (*link.corrected_by, revision))
    return list(chain.values())


class MilestoneShare(models.Model):
    """A milestone serves a further point of the plan (S003-11). Written by ``scheduling.share_milestone``."""

    milestone = models.ForeignKey(Milestone, on_delete=models.PROTECT, related_name="shares")
    item = models.ForeignKey(PlanItem, on_delete=models.PROTECT, related_name="milestone_shares")
    withdrawn = models.BooleanField(default=False)

    objects = TrackedManager()
    history = tracked()

    class Meta:
        base_manager_name = "objects"
        constraints = [models.UniqueConstraint(fields=["milestone", "item"], name="milestone_shared_once")]

    def __str__(self) -> str:
        return f"{self.milestone} · {self.item}"


class EndDateRevision(WithEnd, AppendOnly):
    """One link in a deadline's chain. Append-only: a mistake is mended by a new row that points at the faulty one.

    Sequence 0 is the original end date (or, from a table that has no such column, the planned end as it stood).
    ``decided_on`` is empty where the document does not say when a date was moved: such a move is listed, never drawn.
    """

    class Kind(models.TextChoices):
        ORIGINAL = "original", _("original end date")
        PLANNED = "planned", _("planned end date, original unknown")
        MOVE = "move", _("moved")
        CORRECTION = "correction", _("typing mistake corrected")

    class ReasonCategory(models.TextChoices):
        MORE_CASES = "more_cases", _("more cases")
        IT_SYSTEM = "it_system", _("IT system")
        EXTERNAL_PARTY = "external_party", _("external party")
        AWAITING_DECISION = "awaiting_decision", _("awaiting a decision")
        OTHER = "other", _("other")

    milestone = models.ForeignKey(Milestone, on_delete=models.PROTECT, related_name="revisions")
    sequence = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=Kind.choices)
    corrects = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrections")
    reason_category = models.CharField(max_length=20, choices=ReasonCategory.choices, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    decided_by = models.CharField(_("decided by"), max_length=200, blank=True)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_because = models.TextField()

    class Meta(AppendOnly.Meta):
        abstract = False
        ordering = ["milestone", "sequence"]
        constraints = [
            models.UniqueConstraint(fields=["milestone", "sequence"], name="revision_sequence_once"),
            models.CheckConstraint(
                condition=Q(kind="correction", corrects__isnull=False) | (~Q(kind="correction") & Q(corrects=None)),
                name="a_correction_names_its_mistake",
            ),
        ]
        verbose_name = _("end date")
        verbose_name_plural = _("end dates")

    def __str__(self) -> str:
        return self.end_as_written
