"""The words for what reading a table says: English message templates, translated where they are shown."""

from handleplan.tables import Warning


def gettext_noop(message: str) -> str:
    """Marks a message for the catalogue; this room knows no Django."""
    return message


WARNINGS = {
    "as_of_differs": gettext_noop("The parts are of different months: %(first)s and %(second)s."),
    "closed_in_active_part": gettext_noop("%(number)s is reported closed, but stands among the active points."),
    "closed_parent_open_child": gettext_noop("%(number)s is closed while %(child)s below it is active."),
    "column_not_kept": gettext_noop("The column “%(column)s” is not known; its texts are not imported."),
    "control_character": gettext_noop("Invisible control characters were left out."),
    "date_unread": gettext_noop("%(number)s: “%(text)s” could not be read as a date; the words are kept."),
    "duplicate_number": gettext_noop("The number %(number)s is also used in line %(other)s."),
    "end_before_start": gettext_noop("%(number)s: the end date %(end)s is before the start %(start)s."),
    "end_missing": gettext_noop("%(number)s has a start (%(start)s) but no end date."),
    "forecast_after_end": gettext_noop(
        "%(number)s: the status says “%(text)s”, later than the end date %(end)s. Move the deadline?"
    ),
    "missing_in_table": gettext_noop("%(number)s %(title)s is in the plan but not in the table; it is left as it is."),
    "missing_parent": gettext_noop("%(number)s has no row for the level above it, %(parent)s."),
    "number_missing": gettext_noop("“%(title)s” has no number."),
    "original_differs": gettext_noop(
        "%(number)s: the original end date is %(old)s in the plan and %(new)s in the table; it is not changed."
    ),
    "parts_merged": gettext_noop(
        "There are several tables of one kind (%(kind)s); they become one, with the columns of the first."
    ),
    "possible_merge": gettext_noop(
        "The title of %(number)s contains the whole title of the closed %(other)s: merged into it?"
    ),
    "sibling_closed_first": gettext_noop(
        "%(number)s is closed while %(other)s, which comes before it, is still active."
    ),
    "start_missing": gettext_noop("%(number)s has an end date (%(end)s) but no start."),
    "text_left_out": gettext_noop("“%(text)s” is no row of the table and is left out."),
    "title_missing": gettext_noop("%(number)s has no title."),
    "unresolved_reference": gettext_noop("%(number)s refers to %(reference)s, which is not in the table."),
}

REFUSALS = {
    "binary": gettext_noop("This is no text: save the table as text, or copy its cells and paste them."),
    "bad_character": gettext_noop("The text holds a character that cannot be stored."),
    "cell_too_long": gettext_noop("The cell under “%(detail)s” is too long."),
    "empty": gettext_noop("There is nothing to read."),
    "no_header": gettext_noop(
        "No header row was found. It needs a column for the point and one more: number, dates, status or owner."
    ),
    "no_rows": gettext_noop("The table has a header but no rows."),
    "no_title": gettext_noop("The table has no title; give the plan one."),
    "too_large": gettext_noop("The table is too large: at most 10 MB and 20,000 rows."),
    "too_many_cells": gettext_noop("The row has more cells than the header has columns (%(detail)s)."),
    "workbook": gettext_noop(
        "This is an Excel or Word file. Copy the cells and paste them here, or save it as Unicode text."
    ),
}


def warning_message(warning: Warning) -> str:
    """The English sentence of a warning."""
    return WARNINGS[warning.code] % warning.parameters
