"""manage.py export_plan PLAN --format tsv: the plan as its own table, cell for cell."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _

from handleplan import tsv
from handleplan.importing.existing import table_of
from handleplan.management.plan_command import PlanCommand
from handleplan.models import Plan


class Command(PlanCommand):
    help = "Writes a plan as a tab-separated table, as it was imported and as it stands now."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("plan", help="the plan's slug")
        parser.add_argument("--format", choices=["tsv"], default="tsv")
        parser.add_argument("--out", default="", help="a file; without it, standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        plan = Plan.objects.filter(slug=options["plan"]).first()
        if plan is None:
            known = ", ".join(Plan.objects.order_by("slug").values_list("slug", flat=True)) or "–"
            raise CommandError(
                _("There is no plan %(plan)s. There are: %(known)s") % {"plan": options["plan"], "known": known}
            )
        text = tsv.write_table(table_of(plan))
        if not options["out"]:
            self.stdout.write(text, ending="")
            return
        try:
            Path(options["out"]).write_bytes(text.encode())
        except OSError as error:
            raise CommandError(f"{options['out']}: {error.strerror}") from error
