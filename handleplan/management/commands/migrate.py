"""manage.py migrate: Django's own, as the owner, with an author for what migrations write and the triggers put up."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.core.management.commands import migrate
from django.db import connections
from django.utils.translation import gettext as _

from handleplan.acting import acting
from handleplan.change_log import agreeing, installing
from handleplan.change_log.findings import sentence
from handleplan.change_log.tables import LOG
from handleplan.management.owner_command import OwnerCommand
from handleplan.management.quick_states import quick_states


class Command(OwnerCommand, migrate.Command):
    def get_check_kwargs(self, options: dict[str, Any]) -> dict[str, Any]:
        """Without the database's checks: what they miss, triggers and rights, is what migrating puts right."""
        return super().get_check_kwargs(options) | {"databases": []}

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--take-over",
            action="store_true",
            help="migrate although rows are not as the change log says; from then on it says how they stand",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        self.connection = connections[options["database"]]
        self.take_over = options["take_over"]
        with acting(name="migration"), quick_states():
            super().handle(*args, **options)

    def migration_progress_callback(self, action: str, migration: Any = None, fake: bool = False) -> None:
        """The log's triggers make way for a schema migration and stand under one that writes rows."""
        if migration is not None and migration.app_label in installing.APPS:
            if action.endswith("_start") and not installing.writes_rows_only(migration):
                self._verify(installing.tables_altered_by(migration))
                installing.make_way(self.connection)
            elif action.endswith("_success"):
                installing.install(self.connection)
                agreeing.write_baseline(self.connection, installing.tables_altered_by(migration))
        super().migration_progress_callback(action, migration, fake)

    def _verify(self, tables: set[str]) -> None:
        """Refuses to alter tables whose rows are not as the log says: behind it the log takes over how they stand."""
        if self.take_over or installing.missing(self.connection) == [LOG]:
            return
        seen = [
            found for found in agreeing.Rows().against_log(tables) if found.code != "row_gone"
        ]  # is still seen then
        findings = [sentence(found.code, found.values) for found in seen]
        if findings:
            further = _(
                "Nothing more was migrated. Look into it; --take-over goes on and lets the log follow the rows."
            )
            raise CommandError("\n".join([*findings[:20], further]))
