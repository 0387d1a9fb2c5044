"""Warnings and refusals in the language of the page or the command."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from django.utils.translation import gettext as _

from handleplan.importing.messages import REFUSALS, WARNINGS
from handleplan.importing.reading import NotATable
from handleplan.models import TablePart
from handleplan.tables import Warning


def warning_text(warning: Warning) -> str:
    """The sentence of a warning."""
    parameters = dict(warning.parameters)
    if "kind" in parameters:
        parameters["kind"] = str(TablePart.Kind(parameters["kind"]).label).lower()
    return _(WARNINGS[warning.code]) % parameters


def refusal_text(refusal: NotATable) -> str:
    """Why a text is no table, with its line: "Line 12: ..."."""
    reason = _(REFUSALS[refusal.reason_code]) % {"detail": refusal.detail}
    return _("Line %(line)d: %(reason)s") % {"line": refusal.line, "reason": reason}


def by_code(warnings: Iterable[Warning]) -> list[tuple[str, list[Warning]]]:
    """Warnings of one kind together, the rarest kind first: nineteen missing levels hide nothing that stands alone."""
    ordered = sorted(warnings, key=lambda warning: (warning.code, warning.line))
    groups = [(code, list(group)) for code, group in groupby(ordered, key=lambda warning: warning.code)]
    return sorted(groups, key=lambda group: (len(group[1]), group[0]))
