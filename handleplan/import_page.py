"""What the page before an import shows: the tree with each date as it was read, what would change, and what to look
at."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.utils.translation import gettext as _

from handleplan import deadline_words, numbering, tables
from handleplan.dates import ImpreciseDate, Kind
from handleplan.forms.importing import ImportForm
from handleplan.importing.checking import count, dates_of
from handleplan.importing.matching import Change, Proposal, What
from handleplan.importing.telling import by_code, warning_text
from handleplan.tables import Part, Row, Table

MOST_ROWS_SHOWN = 2_000
MOST_CHANGES_SHOWN = 200
MOST_WARNINGS_SHOWN = 100
_DEEPEST = 6
CERTAIN, UNCERTAIN, UNREADABLE = "certain", "uncertain", "unreadable"


def import_page(form: ImportForm, proposal: Proposal, seen: str, *, outdated: bool) -> dict[str, Any]:
    """The context of the preview. Nothing of it is saved."""
    table = form.table
    how = Counter(
        certainty(date)
        for part in table.parts
        for row in part.rows
        for _role, dates in dates_of(part, row)
        for date in dates
    )
    warnings = [*table.warnings, *proposal.warnings]
    return {
        "form": form,
        "plan": form.plan,
        "title": form.plan.title if form.plan else form.plan_title,
        "seen": seen,
        "outdated": outdated,
        "counts": count(table),
        "readings": [
            {"name": name, "word": word, "icon": icon, "count": how[name]} for name, (word, icon) in _words().items()
        ],
        "added": len(proposal.of(What.ADD)),
        "changes": [_change(change) for change in proposal.changes if change.what != What.ADD][:MOST_CHANGES_SHOWN],
        "changed": len(proposal.changes) - len(proposal.of(What.ADD)),
        "nothing_new": proposal.is_empty,
        "reordered": proposal.reordered,
        "warnings": [
            {
                "title": _about(code),
                "code": code,
                "items": [{"line": one.line, "text": warning_text(one)} for one in group[:MOST_WARNINGS_SHOWN]],
                "count": len(group),
            }
            for code, group in by_code(warnings)
        ],
        "warning_count": len(warnings),
        "parts": _parts(table),
        "hidden_rows": max(0, len(table.rows) - MOST_ROWS_SHOWN),
    }


def certainty(date: ImpreciseDate) -> str:
    """How sure the reading of a date is: certain, uncertain (a person may confirm it), unreadable."""
    if not date.is_read:
        return UNREADABLE
    return CERTAIN if date.certain else UNCERTAIN


def _words() -> dict[str, tuple[str, str]]:
    """The word and the symbol of each certainty."""
    return {
        CERTAIN: (_("certain"), "closed"),
        UNCERTAIN: (_("uncertain"), "question"),
        UNREADABLE: (_("cannot be read"), "undated"),
    }


def _parts(table: Table) -> list[dict[str, Any]]:
    words = _words()
    left = MOST_ROWS_SHOWN
    shown = []
    for part in table.parts:
        rows = [_row(part, row, words) for row in part.rows[:left]]
        left -= len(rows)
        title = part.title or (_("Closed points") if part.kind == tables.CLOSED else _("Active points"))
        shown.append(
            {"kind": part.kind, "title": title, "as_of": part.as_of_text, "count": len(part.rows), "rows": rows}
        )
    return shown


def _row(part: Part, row: Row, words: dict[str, tuple[str, str]]) -> dict[str, Any]:
    dates = dict(dates_of(part, row))
    original = dates.get(tables.ORIGINAL_END, ())
    later = dates.get(tables.REVISED_END) or dates.get(tables.END) or ()
    return {
        "line": row.line,
        "number": row.number,
        "title": row.title.capitalize() if row.capitals else row.title,
        "level": min(numbering.depth(row.number) or (1 if row.is_heading else 2), _DEEPEST),
        "is_heading": row.is_heading,
        "description": row.description,
        "owner": row.owner,
        "status": row.status,
        "start": [_date(date, words) for date in dates.get(tables.START, ())],
        "ends": [
            _date(date, words, superseded=place < len(original + later) - 1)
            for place, date in enumerate(original + later)
        ],
    }


def _date(date: ImpreciseDate, words: dict[str, tuple[str, str]], *, superseded: bool = False) -> dict[str, Any]:
    how = certainty(date)
    word, icon = words[how]
    return {
        "text": date.as_written,
        "reading": deadline_words.reading(date) or _without_days(date),
        "how": how,
        "word": word,
        "icon": icon,
        "superseded": superseded,
    }


def _without_days(date: ImpreciseDate) -> str:
    if date.kind == Kind.ONGOING:
        return _("ongoing")
    return _("an impossible day") if date.kind == Kind.IMPOSSIBLE else ""


def _change(change: Change) -> dict[str, str]:
    row = change.row
    return {
        "number": row.number,
        "title": row.title,
        "what": _what(change),
        "old": change.old,
        "new": change.new,
    }


def _what(change: Change) -> str:
    fields = {
        "title": _("Title"),
        "description": _("Description"),
        "owner": _("Responsible"),
        "marker": _("Marker before the title"),
        "italic": _("Italics"),
        "capitals": _("Capitals"),
        "kind": _("Heading or initiative"),
    }
    match change.what:
        case What.EDIT:
            return fields[change.field]
        case What.START:
            return _("Start")
        case What.FIRST_END:
            return _("First end date")
        case What.MOVE_END:
            return _("The deadline is moved")
        case What.CLOSE:
            return _("The point is closed")
        case What.REOPEN:
            return _("The point is opened again")
    return _("New status")


def _about(code: str) -> str:
    """The heading of one kind of warning."""
    return {
        "as_of_differs": _("The parts are of different months"),
        "closed_in_active_part": _("Reported closed among the active points"),
        "closed_parent_open_child": _("Open under a closed point"),
        "column_not_kept": _("Columns that are not imported"),
        "control_character": _("Invisible characters"),
        "date_unread": _("Dates that cannot be read"),
        "duplicate_number": _("Numbers used twice"),
        "end_before_start": _("End before start"),
        "end_missing": _("Start without an end date"),
        "forecast_after_end": _("The status names a later date"),
        "missing_in_table": _("In the plan but not in the table"),
        "missing_parent": _("No row for the level above"),
        "number_missing": _("Without a number"),
        "original_differs": _("Another original end date"),
        "parts_merged": _("Tables that become one"),
        "possible_merge": _("Perhaps merged"),
        "sibling_closed_first": _("Closed before the point it follows"),
        "start_missing": _("End date without a start"),
        "text_left_out": _("Lines that are left out"),
        "title_missing": _("Without a title"),
        "unresolved_reference": _("References to points that are not there"),
    }[code]
