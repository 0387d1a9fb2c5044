"""People and the units they work in."""

from __future__ import annotations

from functools import cached_property

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from handleplan import clock
from handleplan.history import TrackedManager, tracked


class Unit(models.Model):
    """An organisational unit that answers for points of a plan. Written by ``staffing``."""

    name = models.CharField(_("name"), max_length=200, unique=True)
    short_name = models.CharField(_("short name"), max_length=40, blank=True)

    objects = TrackedManager()
    history = tracked()

    class Meta:
        base_manager_name = "objects"
        ordering = ["name"]
        verbose_name = _("unit")
        verbose_name_plural = _("units")

    def __str__(self) -> str:
        return self.name


class Role(models.TextChoices):
    """What a person may do; ownership of a point and membership of a unit come on top."""

    OWNER = "owner", _("Initiative owner / caseworker")
    SECRETARY = "secretary", _("Committee secretary")
    MANAGER = "manager", _("Manager")
    READER = "reader", _("Reader (auditor, politician)")
    ADMINISTRATOR = "administrator", _("Administrator")


class User(AbstractUser):
    """A person who signs in. Written by ``staffing``; Django itself writes only ``last_login`` and the password."""

    Role = Role

    full_name = models.CharField(_("full name"), max_length=150, blank=True)
    role = models.CharField(_("role"), max_length=20, choices=Role.choices, default=Role.READER)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="members", verbose_name=_("unit")
    )
    language = models.CharField(_("language"), max_length=2, choices=[("da", "Dansk"), ("en", "English")], default="da")

    history = tracked(excluded_fields=["password", "last_login"])

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="user_role_known"),
        ]

    def __str__(self) -> str:
        return self.full_name or self.username

    @cached_property
    def acting_for(self) -> frozenset[int]:
        """The keys of the owners he stands in for today, asked once for each person that is loaded.

        The one rule beneath the views that asks the clock itself: which plans exist for a person hangs on the day, and
        every page asks for that.
        """
        today = clock.today()
        leaves = self.stands_in_for.filter(withdrawn=False, first_day__lte=today, last_day__gte=today)
        return frozenset(leaves.values_list("owner", flat=True))
