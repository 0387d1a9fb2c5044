"""That a person looked at a text with a suspected CPR number, and let it stand."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from handleplan.history import AppendOnly

from .people import User
from .plans import PlanItem


class CprClearance(AppendOnly):
    """A named person let exactly this text stand, and why. Written by ``checking_texts.clear_text``.

    Only the text's SHA-256 is kept: another word, and it has to be cleared again.
    """

    item = models.ForeignKey(PlanItem, on_delete=models.PROTECT, related_name="clearances")
    text_sha256 = models.CharField(max_length=64)
    reason = models.TextField(_("reason"))
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta(AppendOnly.Meta):
        abstract = False
        ordering = ["item", "pk"]
        indexes = [models.Index(fields=["item", "text_sha256"], name="clearance_of_a_text")]

    def __str__(self) -> str:
        return self.reason[:80]
