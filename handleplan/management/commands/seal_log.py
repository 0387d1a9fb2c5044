"""manage.py seal_log: seals what the change log has grown by into its chain, and prints the chain's head."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from handleplan.change_log.sealing import seal
from handleplan.management.plan_command import PlanCommand


class Command(PlanCommand):
    help = "Seals the change log's new entries into its chain and prints the chain's head. The worker does it too."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(seal() or _("Nothing has been written yet."))
