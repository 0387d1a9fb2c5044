"""manage.py publish_edition PLAN PERIOD --out DIR: publishes a month and writes its four files."""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _

from handleplan import dates, periods
from handleplan.management.plan_command import WritingCommand
from handleplan.models import Plan
from reports import archive, publishing
from reports.designs import STANDARD
from reports.models import Edition, EditionFile


class Command(WritingCommand):
    help = (
        "Publishes a plan's month as an edition and writes its files: the facts (JSON), PDF, Word and Excel, with the "
        "SHA-256 of each. What is published already is not published again: the same files are written."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("plan", help="the plan's slug")
        parser.add_argument("period", help="the month: 2013-11, or november 2013")
        parser.add_argument("--out", required=True, help="the folder that the files are written to")
        parser.add_argument("--occasion", default="", help="what it is published for; is printed on the front page")
        parser.add_argument(
            "--design", default=STANDARD.name, help="the name of a design; standard, if it is not given"
        )
        parser.add_argument("--corrects", default="", help="the number of the edition that this one corrects: 11, 11a")
        parser.add_argument("--corrections", default="", help="what is corrected; is printed on the front page")

    def write(self, *args: Any, **options: Any) -> None:
        plan = _plan(options["plan"])
        period = _period(options["period"])
        folder = _folder(options["out"])
        try:
            edition = publishing.publish(
                plan,
                period,
                occasion=options["occasion"],
                design=options["design"],
                corrects=_edition(plan, options["corrects"]),
                corrections=options["corrections"],
                user=self.person(options),
                reason=_("Published with manage.py publish_edition"),
            )
            said = _("Edition %(label)s of %(month)s is published.")
        except publishing.AlreadyPublished as there:
            edition = there.edition
            said = _("Edition %(label)s of %(month)s was published before; these are its files.")
        except publishing.Refused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(said % {"label": edition.label, "month": dates.format_month(edition.period)})
        for kind in EditionFile.Kind.values:
            self.stdout.write(_written(edition, kind, folder))


def _plan(slug: str) -> Plan:
    plan = Plan.objects.filter(slug=slug).first()
    if plan is None:
        known = ", ".join(Plan.objects.order_by("slug").values_list("slug", flat=True)) or "–"
        raise CommandError(_("There is no plan %(plan)s. There are: %(known)s") % {"plan": slug, "known": known})
    return plan


def _period(text: str) -> dt.date:
    period = periods.parse_period(text)
    if period is None:
        raise CommandError(_("“%(text)s” is no month. Write 2013-11 or november 2013.") % {"text": text})
    return periods.first_day(period)


def _folder(text: str) -> Path:
    folder = Path(text)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CommandError(f"{text}: {error.strerror}") from error
    return folder


def _edition(plan: Plan, label: str) -> Edition | None:
    if not label:
        return None
    for edition in publishing.editions_of(plan):
        if edition.label == label:
            return edition
    raise CommandError(_("The plan has no edition %(label)s.") % {"label": label})


def _written(edition: Edition, kind: str, folder: Path) -> str:
    """Writes one file; its hash and its path, as sha256sum prints them."""
    path = folder / archive.file_name(edition, kind)
    try:
        content = archive.read_file(edition, kind)
        path.write_bytes(content)
    except archive.Damaged as damaged:
        raise CommandError(
            _("The stored file %(name)s is no longer what was published.") % {"name": path.name}
        ) from damaged
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}") from error
    return f"{hashlib.sha256(content).hexdigest()}  {path}"
