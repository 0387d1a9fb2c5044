"""manage.py restore FILE: database and attached files as a backup holds them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _

from handleplan.acting import acting
from handleplan.backing_up import BackupError, restore_backup
from handleplan.management.owner_command import OwnerCommand
from handleplan.management.plan_command import PlanCommand


class Command(PlanCommand, OwnerCommand):
    help = "Restores a backup into this database, checks it table for table, and puts the attached files back."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="a file that manage.py backup wrote")
        parser.add_argument("--overwrite", action="store_true", help="replace the people and plans that are there")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with acting(name="recovery"):
                restored = restore_backup(Path(options["file"]), overwrite=options["overwrite"])
        except BackupError as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}") from error
        if options["verbosity"]:
            facts = {
                "day": restored.manifest.made_at,
                "tables": len(restored.manifest.tables),
                "files": len(restored.manifest.files),
            }
            self.stdout.write(
                _(
                    "Restored the backup of %(day)s: %(tables)s tables, each as it was, and %(files)s attached files. "
                    "Everybody has to sign in again."
                )
                % facts
            )
            if restored.behind:
                self.stdout.write(_("The backup is older than the program: run “manage.py migrate” now."))
