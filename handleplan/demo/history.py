"""What the committee was told on 29 February 2012: real statuses of three points, twenty months older than the
table."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

AGENDA = Path(__file__).parent / "agenda_2012-02-29.txt"
MONTH = dt.date(2012, 2, 1)
# "kræver korrigerende handlinger og øget ledelsesmæssigt fokus" is said of the January report (S000-8).
FOCUS_REASON = "kræver korrigerende handlinger og øget ledelsesmæssigt fokus, jf. afrapporteringen i januar 2012"

# Heading of the section -> number of the point it is about (S000-9); the second of the four has no row in the plan.
SECTIONS = {
    "Genopretning af ældre afgørelser SL §§41 og 42:": "1.1.2.2.A",
    "Dokumentation for ledelsestilsyn vedr. §§109 og 110 (krisecentre og herberger):": "",
    "SOFUS fase 1:": "2.1.3.1.",
    "Ajourføring af forretningsgange i SOFIA:": "2.4.6",
    "Økonomi": "",
}


def statuses() -> dict[str, str]:
    """The text of each section by the number of its point, verbatim but for blank lines."""
    found: dict[str, list[str]] = {}
    number = ""
    for line in AGENDA.read_text(encoding="utf-8").splitlines():
        if line.strip() in SECTIONS:
            number = SECTIONS[line.strip()]
        elif number:
            found.setdefault(number, []).append(line.strip())
    return {number: re.sub(r"\n{2,}", "\n\n", "\n".join(lines)).strip() for number, lines in found.items()}
