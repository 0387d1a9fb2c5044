"""The municipality's own words: its abbreviations, and the parties outside it (S000-25)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from handleplan.history import TrackedManager, tracked


class GlossaryEntry(models.Model):
    """An abbreviation or an external party of the municipality's own (S000-25). Written by ``explaining``.

    ``version`` is claimed by whoever explains it anew or takes it out.
    """

    class Kind(models.TextChoices):
        ABBREVIATION = "abbreviation", _("abbreviation")
        PARTY = "party", _("external party")

    kind = models.CharField(_("kind"), max_length=15, choices=Kind.choices)
    short = models.CharField(_("short form or name"), max_length=60, unique=True)
    words = models.CharField(_("what it stands for, or who it is"), max_length=400)
    version = models.PositiveIntegerField(default=1)

    objects = TrackedManager()
    history = tracked(excluded_fields=["version"])

    class Meta:
        base_manager_name = "objects"
        ordering = ["kind", "short"]
        verbose_name = _("word of the glossary")
        verbose_name_plural = _("words of the glossary")

    def __str__(self) -> str:
        return self.short
