"""What meetings add to the core's pages."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from handleplan.contributions import MenuEntry
from handleplan.models import User


def menu(user: User) -> Iterator[MenuEntry]:
    """The committees and their meetings, for everybody who reads."""
    yield MenuEntry(_("Meetings"), reverse("meetings:committee-list"), ("meetings:",))
