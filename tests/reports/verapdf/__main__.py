"""``python -m tests.reports.verapdf FILE...`` prints the verdict; the exit status is 1 if any profile fails."""

from __future__ import annotations

import sys

from tests.reports.verapdf import validate, why_not

if reason := why_not():
    sys.exit(reason)
verdicts = validate(*sys.argv[1:])
for verdict in verdicts:
    word = "passes" if verdict.passed else "FAILS"
    print(f"{verdict.file}: {word} {verdict.profile}: {verdict.failures} of {verdict.checks} checks failed")
    for rule in verdict.broken:
        print(f"    {rule}")
sys.exit(0 if verdicts and all(verdict.passed for verdict in verdicts) else 1)
