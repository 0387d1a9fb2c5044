"""manage.py verify_editions: hashes every published file again; exit 1 when one is not what was published."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handleplan import dates
from handleplan.management.plan_command import PlanCommand
from reports import verifying
from reports.archive_page import finding_words
from reports.models import Edition


class Command(PlanCommand):
    help = "Hashes every published file again and holds it against what was kept. Exit 1 when one is not the same."

    def handle(self, *args: Any, **options: Any) -> None:
        count = broken = 0
        for finding in verifying.verify(Edition.objects.all()):
            edition = finding.edition
            count += 1
            if not finding.is_whole:
                broken += 1
                named = {"plan": edition.plan.slug, "label": edition.label, "month": dates.format_month(edition.period)}
                name = _("%(plan)s, edition %(label)s of %(month)s") % named
                self.stderr.write(f"{name}: {finding_words(finding)}")
        if broken:
            raise CommandError(
                ngettext(
                    "%(broken)s edition is no longer as it was published.",
                    "%(broken)s editions are no longer as they were published.",
                    broken,
                )
                % {"broken": broken}
            )
        whole = ngettext(
            "%(count)s edition checked: every file is as it was published.",
            "%(count)s editions checked: every file is as it was published.",
            count,
        )
        self.stdout.write(whole % {"count": count} if count else _("Nothing is published yet."))
