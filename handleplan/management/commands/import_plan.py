"""manage.py import_plan FILE: a status table becomes a plan, or brings one up to date."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.db import transaction
from django.utils.translation import gettext as _

from handleplan import clock
from handleplan.importing.applying import Applied, apply_table, find_plan
from handleplan.importing.checking import count
from handleplan.importing.matching import What
from handleplan.importing.reading import NotATable, decode_table, read_table
from handleplan.importing.telling import refusal_text, warning_text
from handleplan.management.plan_command import WritingCommand
from handleplan.periods import period_of
from handleplan.tables import Table


class Command(WritingCommand):
    help = "Reads a status table (tab-separated text) into the plan of its title. Importing it again changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="the table; - reads standard input")
        parser.add_argument("--title", default="", help="the plan's title, instead of the table's own")
        parser.add_argument("--dry-run", action="store_true", help="saves nothing and prints the same")
        parser.add_argument("--json", action="store_true", help="prints one JSON object")

    def write(self, *args: Any, **options: Any) -> None:
        try:
            table = read_table(_read(options["file"]))
        except NotATable as refusal:
            raise CommandError(f"{options['file']}: {refusal_text(refusal)}") from refusal
        name = Path(options["file"]).stem if options["file"] != "-" else ""
        title = options["title"].strip() or table.title or name or _("Imported plan")
        applied = self._import(table, title[:400], options)
        report = _report(table, applied)
        if options["json"]:
            self.stdout.write(json.dumps(report | {"dry_run": options["dry_run"]}, ensure_ascii=False, indent=2))
        else:
            self._tell(report, dry_run=options["dry_run"])

    def _import(self, table: Table, title: str, options: dict[str, Any]) -> Applied:
        reason = _("Imported from %(file)s") % {"file": Path(options["file"]).name}
        with transaction.atomic():
            user = self.person(options)
            period = period_of(clock.today())
            applied = apply_table(table, plan=find_plan(title), period=period, user=user, reason=reason, title=title)
            transaction.set_rollback(options["dry_run"])
        return applied

    def _tell(self, report: dict[str, Any], *, dry_run: bool) -> None:
        for warning in report["warnings"]:
            self.stdout.write(f"{warning['line']}: {warning['message']}")
        if dry_run:
            self.stdout.write(_("Nothing was saved (dry run)."))
        self.stdout.write(
            _("%(plan)s: %(rows)d rows read, %(added)d points added, %(changed)d changes, %(untouched)d unchanged.")
            % report
        )


def _read(name: str) -> str:
    try:
        return decode_table(sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes())
    except OSError as error:
        raise CommandError(f"{name}: {error.strerror}") from error


def _report(table: Table, applied: Applied) -> dict[str, Any]:
    added = len(applied.proposal.of(What.ADD))
    warnings = [*table.warnings, *applied.proposal.warnings]
    return {
        "plan": applied.plan.slug,
        "title": applied.plan.title,
        "is_new": applied.is_new,
        **count(table),
        "added": added,
        "changed": len(applied.proposal.changes) - added,
        "untouched": applied.proposal.untouched,
        "warnings": [
            {"line": warning.line, "code": warning.code, "message": warning_text(warning)} for warning in warnings
        ],
    }
