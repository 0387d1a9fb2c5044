"""Statuses: what was said of a point in a month."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from handleplan.history import AppendOnly, AppendOnlyQuerySet

from .imprecise import WithForecast
from .people import User
from .plans import PlanItem, TextKind
from .scales import Scale


class StatusEntryQuerySet(AppendOnlyQuerySet):
    def counted(self) -> StatusEntryQuerySet:
        """What still stands, neither taken back nor sent back by the manager: what the point and its reports follow."""
        return self.filter(withdrawal=None).exclude(verdict__kind="sent_back")


class StatusEntry(WithForecast, AppendOnly):
    """The status of a point for one month, as submitted. Append-only; written by ``updating.record_status``.

    ``forecast`` is what the author expects, or, with ``read_by`` "text", a later date found in the text.
    ``in_focus`` is None where the entry says nothing of management focus. ``nothing_new`` is an entry too: somebody
    looked and confirmed. ``on_behalf_of`` is the owner somebody else wrote for. ``round`` is the one it was written in.
    """

    class Source(models.TextChoices):
        IMPORT = "import", _("imported")
        TYPED = "typed", _("written here")

    item = models.ForeignKey(PlanItem, on_delete=models.PROTECT, related_name="statuses")
    period = models.DateField(_("month"))  # its first day
    text = models.TextField(_("status"), blank=True)
    text_kind = models.CharField(max_length=10, choices=TextKind.choices)
    source = models.CharField(max_length=10, choices=Source.choices)
    scale = models.ForeignKey(Scale, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    assessment = models.CharField(_("assessment"), max_length=20, blank=True)  # a level's code in ``scale``
    corrective_action = models.TextField(_("corrective action"), blank=True)
    in_focus = models.BooleanField(_("management focus"), null=True, blank=True)
    focus_reason = models.TextField(_("reason for the focus"), blank=True)
    round = models.ForeignKey(
        "handleplan.Round", on_delete=models.PROTECT, null=True, blank=True, related_name="statuses"
    )
    nothing_new = models.BooleanField(_("nothing new"), default=False)
    on_behalf_of = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_because = models.TextField()

    objects = models.Manager.from_queryset(StatusEntryQuerySet)()

    class Meta(AppendOnly.Meta):
        abstract = False
        ordering = ["item", "-period", "-recorded_at", "-pk"]
        indexes = [models.Index(fields=["item", "-period", "-recorded_at", "-id"], name="status_newest_first")]
        verbose_name = _("status")
        verbose_name_plural = _("statuses")

    def __str__(self) -> str:
        return self.text[:80]

    @property
    def corrects_closed_month(self) -> bool:
        """Whether it was written after the month's round was closed: a correction, and shown as one."""
        closed_at = self.round.closed_at if self.round_id else None
        return closed_at is not None and self.recorded_at > closed_at
