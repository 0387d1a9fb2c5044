"""The outbox: every mail the program sends, before and after it is sent; and the secret addresses of calendars."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from handleplan.history import TrackedManager, tracked

from .people import User
from .rounds import Round


class Message(models.Model):
    """A mail: written once, claimed by one worker, sent at most once without a person's say. Written by ``notifying``.

    ``unique_key`` says what it is for ("round 7 opening user 3"), so that the same one is never written twice. An
    outcome nobody knows (the worker died between claiming and the server's answer) is ``uncertain`` until a person
    resends it.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("waiting to be sent")
        CLAIMED = "claimed", _("being sent")
        SENT = "sent", _("sent")
        UNCERTAIN = "uncertain", pgettext_lazy("a mail", "uncertain")
        FAILED = "failed", _("not sent")
        CANCELLED = "cancelled", _("cancelled")

    class Kind(models.TextChoices):
        OPENING = "opening", _("a round has opened")
        EXTRA = "extra", _("reminder before the due day")
        DUE = "due", _("reminder on the due day")
        MANAGER = "manager", _("missing statuses, to the manager")
        BY_HAND = "by_hand", _("reminder by the secretary")
        SENT_BACK = "sent_back", _("a status was sent back")
        ANSWERED = "answered", _("a request was answered")
        OTHER = "other", _("other")

    kind = models.CharField(max_length=10, choices=Kind.choices)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, null=True, blank=True, related_name="messages")
    recipient = models.ForeignKey(User, on_delete=models.PROTECT, related_name="messages")
    address = models.EmailField(max_length=254, blank=True)
    subject = models.CharField(max_length=300)
    body = models.TextField()
    message_id = models.CharField(max_length=200, unique=True)
    unique_key = models.CharField(max_length=200, unique=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=400, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1)

    objects = TrackedManager()
    history = tracked(excluded_fields=["version", "body"])

    class Meta:
        base_manager_name = "objects"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["state"], name="message_state")]
        verbose_name = _("mail")
        verbose_name_plural = _("mails")

    def __str__(self) -> str:
        return self.subject


class CalendarFeed(models.Model):
    """A person's secret calendar address; only its hash is kept. Written by ``feeding``; a new one revokes the old."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="calendar_feeds")
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = TrackedManager()
    history = tracked()

    class Meta:
        base_manager_name = "objects"
        ordering = ["user", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["user"], condition=Q(revoked_at=None), name="one_calendar_per_person"),
        ]

    def __str__(self) -> str:
        return str(self.user)
