"""A command over plans that tells in a sentence when the database is not there yet."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, ProgrammingError
from django.utils.translation import gettext as _


class PlanCommand(BaseCommand):
    """Raises ``CommandError`` instead of the database's own error, so that nobody is shown a traceback."""

    def execute(self, *args: Any, **options: Any) -> str | None:
        try:
            return super().execute(*args, **options)
        except (OperationalError, ProgrammingError) as error:
            said = str(error).splitlines()[0]
            raise CommandError(
                _("The database cannot be used (%(error)s). Has “manage.py migrate” been run on it?") % {"error": said}
            ) from error
