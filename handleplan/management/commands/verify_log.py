"""manage.py verify_log: whether the change log is whole, and rows and history agree with it."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from handleplan.change_log.findings import redaction_words, sentence
from handleplan.change_log.models import Redaction
from handleplan.management.log_keeping import verify_all
from handleplan.management.plan_command import PlanCommand


class Command(PlanCommand):
    help = (
        "Verifies the change log: its chain, its triggers, and that every row and its history are as the log says. "
        "One sentence for each finding; the exit status is 1 if there is one. What was removed for the law's sake is "
        "told too, and is no finding."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--head", action="append", default=[], metavar="HEX", help="a head of the chain printed on a report"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        result = verify_all(tuple((_("the command line"), head.lower()) for head in options["head"]))
        for code, values in result.findings:
            self.stdout.write(sentence(code, values))
        self.stdout.write(
            _("%(entries)d entries and %(rows)d rows verified in %(seconds).1f seconds: %(count)d findings.")
            % {
                "entries": result.entries,
                "rows": result.rows,
                "seconds": result.seconds,
                "count": len(result.findings),
            }
        )
        for redaction in Redaction.objects.order_by("pk"):
            self.stdout.write(redaction_words(redaction))
        self.stdout.write(_("The chain's head: %(head)s") % {"head": result.head or "–"})
        if result.findings:
            sys.exit(1)
