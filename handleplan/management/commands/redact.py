"""manage.py redact TABLE ROW COLUMN --user NAME --reason TEXT: removes a text for the law's sake."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handleplan.change_log.tables import LOG
from handleplan.management.owner_command import OwnerCommand
from handleplan.management.plan_command import WritingCommand
from handleplan.redacting import Redacted, Refused, redact, still_in


class Command(WritingCommand, OwnerCommand):
    help = (
        "Removes a text for the law's sake, for ever: from a row, its history, and every entry of the change log that "
        "holds it. Who did it and why is written down, and the log's chain stays verifiable. Out of reach is what has "
        "left the database or is frozen: published editions, sent mails, exported files, printed paper and backups."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("table", help="the table's name, as handleplan_statusentry")
        parser.add_argument("row", help="the row's number, as the page of the change log tells it")
        parser.add_argument("column", nargs="+", help="the columns that hold the text")
        parser.add_argument("--reason", required=True, help="why; it is shown wherever the text was")
        parser.add_argument(
            "--words-from",
            metavar="FILE",
            help="remove only the words in this file, not the whole text; - reads standard input. (A command line is "
            "kept in lists where the words must not stand.)",
        )

    def write(self, *args: Any, **options: Any) -> None:
        if not options["user"]:
            raise CommandError(_("A redaction needs somebody who answers for it: --user NAME."))
        words = _read(options["words_from"]) if options["words_from"] else ""
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA secure_delete = ON")  # what is overwritten does not stay in the file
        try:
            done = redact(
                options["table"],
                options["row"],
                options["column"],
                user=self.person(options),
                reason=options["reason"],
                words=words,
            )
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        _sweep(options["table"])
        self._tell(done)

    def _tell(self, done: Redacted) -> None:
        rows = ngettext("%(count)d row", "%(count)d rows", done.rows) % {"count": done.rows}
        entries = ngettext("%(count)d entry", "%(count)d entries", done.entries) % {"count": done.entries}
        self.stdout.write(
            _("Removed from %(rows)s and %(entries)s of the change log.") % {"rows": rows, "entries": entries}
        )
        elsewhere = list(still_in(done.removed))
        if elsewhere:
            self.stdout.write(_("The same text still stands here; each needs a redaction of its own:"))
            for place in elsewhere:
                self.stdout.write(f"  {place}")
        self.stdout.write(
            _(
                "Not reached: published editions, sent mails, exported files, printed paper and backups. See to them "
                "yourself, and make a new backup."
            )
        )


def _read(name: str) -> str:
    try:
        words = sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(_("%(file)s could not be read.") % {"file": name}) from error
    if not words.strip():
        raise CommandError(_("%(file)s holds no words.") % {"file": name})
    return words


def _sweep(table: str) -> None:
    """Takes the removed text out of the database's files too, as far as it is the database's to say."""
    if connection.in_atomic_block:
        return  # only where a test holds a transaction open around the command
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            return
        for name in (LOG, table):
            cursor.execute(f'VACUUM "{name}"')
