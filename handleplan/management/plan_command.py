"""A command over plans that tells in a sentence when the database is not there yet, and one that writes."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError, ProgrammingError
from django.utils.translation import gettext as _

from handleplan import staffing
from handleplan.acting import acting
from handleplan.models import User


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


class WritingCommand(PlanCommand):
    """A command that writes: the change log names ``--user``, or ``author_name`` where nobody is given.

    ``person(options)`` is whom the verbs get: the same person, or the system user.
    """

    author_name = staffing.SYSTEM_USER

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        parser.add_argument("--user", default="", help="the username of who does this; without it, the system")
        return parser

    def execute(self, *args: Any, **options: Any) -> str | None:
        with acting(name=self.author_name):
            return super().execute(*args, **options)

    def handle(self, *args: Any, **options: Any) -> str | None:
        username = options.get("user")
        if not username:
            return self.write(*args, **options)
        with acting(_person(username)):
            return self.write(*args, **options)

    def write(self, *args: Any, **options: Any) -> str | None:
        """What the command does, with its author named."""
        raise NotImplementedError

    def person(self, options: dict[str, Any]) -> User:
        return _person(options["user"]) if options.get("user") else staffing.system_user()


def _person(username: str) -> User:
    person = User.objects.filter(username=username).first()
    if person is None:
        raise CommandError(_("There is no person with the username %(username)s.") % {"username": username})
    return person
