"""Section templates: how a municipality's agenda items are built, as data with a first day."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from handleplan.history import TrackedManager, tracked


class SectionTemplate(models.Model):
    """How a municipality's agenda items are built (``meetings.habits.Habits``). Written by ``templating``.

    ``name`` ("kk_2012") never changes. A template that is not offered any more stays; each item keeps the habits it
    was drafted with in a column of its own, so that an old item prints as it did.
    """

    name = models.SlugField(max_length=80, unique=True)
    label = models.CharField(_("name of the template"), max_length=120)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    data = models.JSONField(_("what the template says"))
    is_shipped = models.BooleanField(default=False)
    is_offered = models.BooleanField(_("can be chosen"), default=True)
    version = models.PositiveIntegerField(default=1)

    objects = TrackedManager()
    history = tracked(excluded_fields=["version"])

    class Meta:
        base_manager_name = "objects"
        ordering = ["label", "name"]
        verbose_name = _("section template")
        verbose_name_plural = _("section templates")

    def __str__(self) -> str:
        return self.label
