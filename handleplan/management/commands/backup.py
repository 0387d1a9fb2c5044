"""manage.py backup FILE: database and attached files as one file, while the site goes on."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _

from handleplan.backing_up import BackupError, Manifest, make_backup
from handleplan.backing_up.making import write_backup
from handleplan.management.plan_command import PlanCommand


class Command(PlanCommand):
    help = "Backs up the database and the attached files into one file, consistently while people write."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="where to; “-” is standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            manifest = self.write(options["file"])
        except BackupError as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}") from error
        if options["verbosity"]:
            facts = {
                "rows": sum(table.rows for table in manifest.tables.values()),
                "tables": len(manifest.tables),
                "files": len(manifest.files),
            }
            self.stderr.write(
                _("Backed up: %(rows)s rows in %(tables)s tables, %(files)s attached files.") % facts,
                self.style.SUCCESS,
            )

    def write(self, name: str) -> Manifest:
        if name != "-":
            return make_backup(Path(name))
        with tempfile.TemporaryDirectory(prefix="handleplan-backup.") as folder:
            return write_backup(self.stdout._out.buffer, Path(folder))
