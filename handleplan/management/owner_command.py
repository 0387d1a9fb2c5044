"""A command for the role that owns the tables: DATABASE_OWNER_URL's, where PostgreSQL has two (docs/operations.md)."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DEFAULT_DB_ALIAS, connections
from django.utils.translation import gettext as _

from handleplan.change_log.owning import NotTheOwner, as_owner


class OwnerCommand(BaseCommand):
    """Works as the owner and refuses in a sentence where it cannot."""

    def execute(self, *args: Any, **options: Any) -> str | None:
        try:
            with as_owner(connections[options.get("database") or DEFAULT_DB_ALIAS]):
                return super().execute(*args, **options)
        except NotTheOwner as refusal:
            raise CommandError(
                _("The role %(role)s does not own the tables. DATABASE_OWNER_URL must name the role that does.")
                % {"role": refusal}
            ) from refusal
