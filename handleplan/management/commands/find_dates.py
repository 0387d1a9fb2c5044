"""Lists every date the finder sees in a document, and which of them it flags as looking forward."""

from __future__ import annotations

import argparse
import datetime as dt
import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from handleplan import dates
from handleplan.dates import finding

COLUMNS = ("line", "expression", "reading", "role", "flagged", "why")


class Command(BaseCommand):
    help = (
        "Lists every date found in a text, one a line, tab-separated: line, expression, reading, role, flagged, why. "
        "A flagged date looks forward (forecast, deadline, promise): later than a deadline, it is asked about."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="a text file in UTF-8")
        parser.add_argument(
            "--context",
            type=_day,
            metavar="YYYY-MM-DD",
            help="the day of the document, which lends its year to dates without one; else those are passed over",
        )
        parser.add_argument("--flags", action="store_true", help="list only what is flagged")
        parser.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        text = _read(options["file"])
        found = [_row(text, mention) for mention in finding.find(text, options["context"])]
        rows = [row for row in found if row["flagged"] or not options["flags"]]
        if options["json"]:
            answer = {"file": options["file"].name, "dates": rows, "flags": sum(row["flagged"] for row in found)}
            self.stdout.write(json.dumps(answer, ensure_ascii=False, indent=2))
            return
        self.stdout.write("\t".join(COLUMNS))
        for row in rows:
            self.stdout.write("\t".join(_cell(row[column]) for column in COLUMNS))


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day written as YYYY-MM-DD") from None


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"{path} could not be read: {error}") from error


def _row(text: str, mention: finding.Mention) -> dict[str, Any]:
    date = mention.date
    return {
        "line": text.count("\n", 0, mention.start) + 1,
        "expression": text[mention.start : mention.end],
        "reading": dates.format_reading(date),
        "earliest": date.earliest.isoformat() if date.earliest else None,
        "latest": date.latest.isoformat() if date.latest else None,
        "role": mention.role.value,
        "flagged": mention.role in finding.FORWARD,
        "why": mention.why,
    }


def _cell(value: Any) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else " ".join(str(value).split())
