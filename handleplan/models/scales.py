"""The words a plan assesses its progress with."""

from __future__ import annotations

from typing import TypedDict

from django.db import models
from django.utils.translation import gettext_lazy as _

from handleplan.history import AppendOnly

from .people import User
from .plans import Plan


class Level(TypedDict):
    """One step of a scale: a stable code, the word that is shown, its symbol and its tone (good, fair, bad)."""

    code: str
    word: str
    symbol: str
    tone: str


USUAL_LEVELS: list[Level] = [
    {"code": "on_track", "word": "Efter planen", "symbol": "●", "tone": "good"},
    {"code": "delayed", "word": "Mindre afvigelse", "symbol": "▲", "tone": "fair"},
    {"code": "critical", "word": "Kritisk", "symbol": "■", "tone": "bad"},
]


class Scale(AppendOnly):
    """A version of a plan's assessment scale; the newest counts, older statuses keep the one they were written in."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="scales")
    version = models.PositiveSmallIntegerField()
    levels = models.JSONField(default=list)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)
    reason = models.TextField()

    class Meta(AppendOnly.Meta):
        abstract = False
        ordering = ["plan", "version"]
        constraints = [models.UniqueConstraint(fields=["plan", "version"], name="scale_version_once")]
        verbose_name = _("assessment scale")

    def __str__(self) -> str:
        return f"{self.plan} {self.version}"
