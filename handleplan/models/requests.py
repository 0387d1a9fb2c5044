"""Requests for a new deadline, and deadlines that hang on a decision."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from handleplan.history import AppendOnly, TrackedManager, tracked

from .imprecise import WithEnd, WithWhen
from .milestones import EndDateRevision, Milestone
from .people import User
from .rounds import Round


class EndDateRequest(WithEnd):
    """An owner asks for a new end date. Until it is granted the old one stands. Written by ``requesting``.

    ``end`` is the date asked for. ``would_be_move`` counts the moves as they stood when it was asked for. A granted
    request names the revision it became; ``decided_by`` and ``decided_on`` are the text the revision keeps.
    """

    class State(models.TextChoices):
        OPEN = "open", _("awaiting an answer")
        COMMITTEE = "committee", _("needs the committee")
        GRANTED = "granted", _("approved")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("withdrawn")

    OPEN_STATES = ("open", "committee")

    milestone = models.ForeignKey(Milestone, on_delete=models.PROTECT, related_name="end_requests")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, null=True, blank=True, related_name="end_requests")
    would_be_move = models.PositiveSmallIntegerField()
    reason = models.TextField(_("reason"))
    reason_category = models.CharField(max_length=20, choices=EndDateRevision.ReasonCategory.choices, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_for = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    answer = models.TextField(_("answer"), blank=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(_("decided by"), max_length=200, blank=True)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    revision = models.OneToOneField(
        EndDateRevision, on_delete=models.PROTECT, null=True, blank=True, related_name="granted_from"
    )
    version = models.PositiveIntegerField(default=1)

    objects = TrackedManager()
    history = tracked(excluded_fields=["version"])

    class Meta:
        base_manager_name = "objects"
        ordering = ["milestone", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["milestone"],
                condition=Q(state__in=["open", "committee"]),
                name="one_open_request_per_milestone",
            ),
            models.CheckConstraint(
                condition=Q(state="granted", revision__isnull=False) | (~Q(state="granted") & Q(revision=None)),
                name="a_granted_request_names_its_revision",
            ),
        ]
        verbose_name = _("request for a new deadline")

    def __str__(self) -> str:
        return self.end_as_written


class ConditionalEnd(WithWhen, AppendOnly):
    """A deadline that hangs on a decision (S004-27): ``awaits`` says which, ``when`` on which day it falls.

    Written by ``requesting``; the alternatives are rows beside it, and a ``ConditionalChoice`` picks one of them.
    """

    milestone = models.ForeignKey(Milestone, on_delete=models.PROTECT, related_name="conditional_ends")
    awaits = models.CharField(_("awaits"), max_length=400)  # "Socialudvalgets møde 4. december 2013"
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_because = models.TextField()

    class Meta(AppendOnly.Meta):
        abstract = False
        ordering = ["milestone", "pk"]

    def __str__(self) -> str:
        return self.awaits


class ConditionalAlternative(WithEnd, AppendOnly):
    """One of the end dates a conditional deadline may take, and the condition in words."""

    conditional = models.ForeignKey(ConditionalEnd, on_delete=models.PROTECT, related_name="alternatives")
    position = models.PositiveSmallIntegerField()
    condition = models.CharField(_("condition"), max_length=400, blank=True)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta(AppendOnly.Meta):
        abstract = False
        ordering = ["conditional", "position"]
        constraints = [models.UniqueConstraint(fields=["conditional", "position"], name="alternative_position_once")]

    def __str__(self) -> str:
        return self.end_as_written


class ConditionalChoice(AppendOnly):
    """How a conditional deadline ended: the alternative that was picked and the revision it became, or neither where
    the condition fell away."""

    conditional = models.OneToOneField(ConditionalEnd, on_delete=models.PROTECT, related_name="choice")
    alternative = models.ForeignKey(
        ConditionalAlternative, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    revision = models.OneToOneField(
        EndDateRevision, on_delete=models.PROTECT, null=True, blank=True, related_name="chosen_by"
    )
    reason = models.TextField(_("reason"))
    decided_by = models.CharField(_("decided by"), max_length=200, blank=True)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta(AppendOnly.Meta):
        abstract = False
        constraints = [
            models.CheckConstraint(
                condition=Q(alternative=None, revision=None) | Q(alternative__isnull=False, revision__isnull=False),
                name="a_picked_alternative_became_a_revision",
            ),
        ]

    def __str__(self) -> str:
        return self.reason[:80]
