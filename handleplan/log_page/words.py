"""An entry's columns and values in words: what each column is called, and what it held before and after."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from handleplan import permissions
from handleplan.change_log.findings import sentence, table_words
from handleplan.change_words import LABELS, NamesThen
from handleplan.deadline_words import day_in_words, month_in_words
from handleplan.models import ChangeEntry, Milestone, Plan, PlanItem, Redaction, Unit, User
from handleplan.moments import moment_in_words

from .belonging import logged_models, told_of

LONGEST = 160  # characters of a value on the page
_NAMED = (User, Unit, Plan, PlanItem, Milestone)
_MONTHS = {"reported_closed_in", "reported_in", "period", "as_of_month"}
_DERIVED = {"id", "history_id", "search_text", "version", "status_version", "sort_key", "level"}
_DATE_PARTS = ("_earliest", "_latest", "_kind", "_read_by")

# Columns whose models give them no name of their own; the same word wherever the name is the same.
COLUMNS: Mapping[str, str | Promise] = {
    "address": gettext_lazy("Address"),
    "alternative": gettext_lazy("Alternative"),
    "answer": gettext_lazy("Answer"),
    "answered_at": gettext_lazy("Answered at"),
    "answered_by": gettext_lazy("Answered by"),
    "appropriation": gettext_lazy("Appropriation"),
    "area": gettext_lazy("Steering area"),
    "as_of": gettext_lazy("As of"),
    "as_of_month": gettext_lazy("Month of the table"),
    "as_of_text": gettext_lazy("As-of text"),
    "as_printed": gettext_lazy("As printed"),
    "as_written": gettext_lazy("As written"),
    "asked_at": gettext_lazy("Asked at"),
    "asked_by": gettext_lazy("Asked by"),
    "asked_for": gettext_lazy("Asked on behalf of"),
    "attempts": gettext_lazy("Attempts"),
    "author_id": gettext_lazy("Number of the author"),
    "author_name": gettext_lazy("Author"),
    "before": gettext_lazy("Before"),
    "body": gettext_lazy("Text"),
    "carried_from": gettext_lazy("Carried on from"),
    "chain_head": gettext_lazy("Control code of the change log"),
    "choice": gettext_lazy("Choice of a conditional deadline"),
    "claimed_at": gettext_lazy("Taken up at"),
    "closed_at": gettext_lazy("Closed at"),
    "closed_by": gettext_lazy("Closed by"),
    "closing": gettext_lazy("Closing"),
    "columns": gettext_lazy("Columns"),
    "commitment": gettext_lazy("Promise or request"),
    "committee": gettext_lazy("Committee"),
    "conditional": gettext_lazy("Conditional deadline"),
    "content": gettext_lazy("Content"),
    "content_hash": gettext_lazy("Control code of the content"),
    "content_type": gettext_lazy("File type"),
    "corrects": gettext_lazy("Corrects"),
    "counter": gettext_lazy("Counter"),
    "created_at": gettext_lazy("Created at"),
    "decided_in": gettext_lazy("Ordered by the decision"),
    "decision": gettext_lazy("Decision"),
    "design_data": gettext_lazy("Layout as data"),
    "due_meeting": gettext_lazy("Due at the meeting"),
    "edition": gettext_lazy("Edition"),
    "end": gettext_lazy("End date"),
    "entry": gettext_lazy("Entry of the log"),
    "error": gettext_lazy("Error"),
    "event": gettext_lazy("Event"),
    "excused": gettext_lazy("Excused"),
    "expected": gettext_lazy("Expected closed"),
    "facts_sha256": gettext_lazy("Control code of the facts"),
    "figures": gettext_lazy("Figures"),
    "file": gettext_lazy("File"),
    "filled": gettext_lazy("Filled in from the data"),
    "focus": gettext_lazy("Point in focus"),
    "forecast": gettext_lazy("Expected"),
    "fte": gettext_lazy("Man-years as a number"),
    "group": gettext_lazy("Group"),
    "habits": gettext_lazy("Layout as data"),
    "header_rows": gettext_lazy("Rows of the table head"),
    "high": gettext_lazy("Highest amount in kroner"),
    "history_change_reason": gettext_lazy("Reason"),
    "history_date": gettext_lazy("Written at"),
    "history_id": gettext_lazy("Number in the history"),
    "history_type": gettext_lazy("Kind of change"),
    "history_user": gettext_lazy("Written by"),
    "id": gettext_lazy("Number of the row"),
    "into": gettext_lazy("Taken over by"),
    "is_dropped": gettext_lazy("Taken out"),
    "is_off": gettext_lazy("Off the list"),
    "is_shipped": gettext_lazy("Comes with Handleplan"),
    "item": gettext_lazy("Point"),
    "key": gettext_lazy("Key of the address"),
    "kind": gettext_lazy("Kind"),
    "label": gettext_lazy("Text of the row"),
    "language": gettext_lazy("Language"),
    "letter": gettext_lazy("Letter"),
    "levels": gettext_lazy("Steps of the scale"),
    "link": gettext_lazy("Reading link"),
    "low": gettext_lazy("Lowest amount in kroner"),
    "made_at": gettext_lazy("Made at"),
    "made_by": gettext_lazy("Made by"),
    "meeting": gettext_lazy("Meeting"),
    "message_id": gettext_lazy("The mail’s own number"),
    "milestone": gettext_lazy("Milestone"),
    "minutes": gettext_lazy("Minutes"),
    "must_write": gettext_lazy("Must be answered in words"),
    "name": gettext_lazy("Name"),
    "note": gettext_lazy("Budget note"),
    "number": gettext_lazy("Number"),
    "obligation": gettext_lazy("Reporting obligation"),
    "observation": gettext_lazy("Observation"),
    "on_behalf_of": gettext_lazy("On behalf of"),
    "opened_at": gettext_lazy("Opened at"),
    "opened_by": gettext_lazy("Opened by"),
    "other": gettext_lazy("The other item"),
    "owner": gettext_lazy("Owner"),
    "owner_text": gettext_lazy("Owner as written"),
    "parent": gettext_lazy("Point or section above"),
    "part_of": gettext_lazy("Part of the amount in"),
    "period": gettext_lazy("Period"),
    "permission": gettext_lazy("Right"),
    "plan": gettext_lazy("Plan"),
    "point": gettext_lazy("Point"),
    "points": gettext_lazy("Points"),
    "position": gettext_lazy("Place in the order"),
    "previous": gettext_lazy("Edition before"),
    "proposal": gettext_lazy("Proposal of the budget note"),
    "quarters": gettext_lazy("Quarters"),
    "reason": gettext_lazy("Reason"),
    "reason_category": gettext_lazy("Kind of reason"),
    "recipient": gettext_lazy("Recipient"),
    "recorded_at": gettext_lazy("Recorded at"),
    "recorded_because": gettext_lazy("Reason for the record"),
    "recorded_by": gettext_lazy("Recorded by"),
    "redacted_hash": gettext_lazy("Control code after the removal"),
    "redaction": gettext_lazy("Removal"),
    "remark": gettext_lazy("Remark"),
    "replaces": gettext_lazy("Replaces"),
    "report": gettext_lazy("Audit report"),
    "reported_in": gettext_lazy("Reported in"),
    "request": gettext_lazy("Request for a new deadline"),
    "resolved_by": gettext_lazy("Resolved by"),
    "revision": gettext_lazy("End date in the chain"),
    "revoked_at": gettext_lazy("Taken back at"),
    "role": gettext_lazy("Role"),
    "round": gettext_lazy("Round"),
    "row": gettext_lazy("Row of the table"),
    "row_key": gettext_lazy("Row’s number"),
    "scale": gettext_lazy("Assessment scale"),
    "search_text": gettext_lazy("Text for searching"),
    "section": gettext_lazy("Section"),
    "sent_at": gettext_lazy("Sent at"),
    "sequence": gettext_lazy("Number in the chain"),
    "sha256": gettext_lazy("Control code"),
    "size": gettext_lazy("Size in bytes"),
    "slug": gettext_lazy("Name in the address"),
    "sort_key": gettext_lazy("Sorting of the number"),
    "source": gettext_lazy("Source"),
    "source_appendix": gettext_lazy("Source (annex)"),
    "source_item": gettext_lazy("Source (item)"),
    "source_section": gettext_lazy("Source (section)"),
    "state": gettext_lazy("State"),
    "status": gettext_lazy("Status"),
    "status_version": gettext_lazy("Version of the status"),
    "storage_name": gettext_lazy("Name in the store"),
    "subject": gettext_lazy("Subject"),
    "table": gettext_lazy("Table"),
    "table_name": gettext_lazy("Kind of row"),
    "template": gettext_lazy("Template"),
    "text_kind": gettext_lazy("Text prints"),
    "text_sha256": gettext_lazy("Control code of the text"),
    "title": gettext_lazy("Title"),
    "token_hash": gettext_lazy("Control code of the address"),
    "unique_key": gettext_lazy("Key against sending twice"),
    "unit": gettext_lazy("Unit"),
    "user": gettext_lazy("Person"),
    "value": gettext_lazy("Number that was read"),
    "version": gettext_lazy("Version"),
    "what": gettext_lazy("What was fetched"),
    "when": pgettext_lazy("column of the log", "When"),
    "withdrawn": gettext_lazy("Taken back"),
    "would_be_move": gettext_lazy("Would be move number"),
    "year": gettext_lazy("Year"),
    "years": gettext_lazy("Years"),
}

# What the log keeps and its page does not tell: (table, column) -> who sees it all the same; None for nobody.
Allowed = Callable[[User], bool]
WITHHELD: Mapping[tuple[str, str], Allowed | None] = {
    ("handleplan_calendarfeed", "token_hash"): None,
    ("handleplan_message", "address"): permissions.can_keep_plans,
    ("handleplan_message", "body"): permissions.can_keep_plans,
    ("handleplan_message", "error"): permissions.can_keep_plans,
    ("handleplan_message", "subject"): permissions.can_keep_plans,
    ("handleplan_user", "email"): permissions.can_see_people,
    ("reports_readinglink", "key"): None,
    ("reports_readinglink", "reader"): permissions.can_keep_plans,
}


@dataclass(frozen=True, slots=True)
class Told:
    """A column with what it held before and after; "" for nothing. ``hidden``: that it changed is all that is told."""

    label: str
    old: str
    new: str
    hidden: bool = False


def label(model: type[models.Model], column: str) -> str:
    """What people call a column; its own name where it has no model field any more."""
    name, field = _name(model, column)
    said = LABELS.get(model, {}).get(name) or (field and field._verbose_name) or COLUMNS.get(name) or name
    words = str(said)
    return words[:1].upper() + words[1:]


def redacted_in_words(redaction: Redaction) -> str:
    """ "Status 17: Status"; which texts of which row were removed."""
    model = logged_models().get(redaction.table_name)
    columns = [label(told_of(model), column) if model else column for column in redaction.columns]
    return f"{table_words(redaction.table_name)} {redaction.row_key}: {', '.join(columns)}"


def finding_in_words(code: str, values: Mapping[str, Any]) -> str:
    """The sentence of a finding, with its columns as people call them."""
    said, model = dict(values), logged_models().get(values.get("table", ""))
    if model and "columns" in said:
        said["columns"] = ", ".join(label(told_of(model), column) for column in said["columns"].split(", "))
    return sentence(code, said)


def mentioned(entries: list[ChangeEntry]) -> Iterator[tuple[type[models.Model], int | None]]:
    """The rows that entries point at and that are called by their names."""
    for entry in entries:
        model = logged_models().get(entry.table_name)
        for field in model._meta.concrete_fields if model else ():
            if field.related_model in _NAMED:
                for row in (entry.before, entry.after):
                    yield field.related_model, (row or {}).get(field.column)


def told(entry: ChangeEntry, user: User, names: NamesThen) -> list[Told]:
    """The columns that changed; of an added or deleted row, those that hold something."""
    model = logged_models().get(entry.table_name)
    before, after = entry.before or {}, entry.after or {}
    columns = [column for column in {**before, **after} if before.get(column) != after.get(column)]
    proper = [column for column in columns if column not in _DERIVED]
    found, dates = [], set()
    for column in proper or columns:
        prefix = _date_prefix(column, {**before, **after})
        if prefix in dates:
            continue
        if prefix:
            dates.add(prefix)
        said = _told(entry, model, column, prefix, user, names)
        if said.old or said.new or said.hidden:
            found.append(said)
    return found


def _told(
    entry: ChangeEntry, model: type[models.Model] | None, column: str, prefix: str, user: User, names: NamesThen
) -> Told:
    base = told_of(model) if model else None
    words = label(base, prefix or column) if base else column
    if base and not _may_see(base, column, user):
        return Told(words, "", "", hidden=True)
    sides = []
    for row in (entry.before, entry.after):
        if not row:
            sides.append("")
        elif prefix:
            sides.append(short(_imprecise(prefix, row)))
        else:
            sides.append(short(_value(model, column, row.get(column), entry.recorded_at, names)))
    return Told(words, *sides)


def _may_see(model: type[models.Model], column: str, user: User) -> bool:
    place = (model._meta.db_table, column)
    if place not in WITHHELD:
        return True
    allowed = WITHHELD[place]
    return allowed is not None and allowed(user)


def _name(model: type[models.Model], column: str) -> tuple[str, models.Field | None]:
    field = next((field for field in model._meta.concrete_fields if field.column == column), None)
    return (field.name if field else column.removesuffix("_id")), field


def _date_prefix(column: str, row: Mapping[str, Any]) -> str:
    """ "end" for the columns of an imprecise date, which are told as one; "" for any other column."""
    for part in ("_as_written", *_DATE_PARTS):
        prefix = column.removesuffix(part)
        if prefix != column and all(prefix + other in row for other in ("_as_written", *_DATE_PARTS)):
            return prefix
    return ""


def _imprecise(prefix: str, row: Mapping[str, Any]) -> str:
    """ "medio 2013 (1. maj 2013 – 31. august 2013)"; the words alone where they are one day already or none."""
    written = row.get(f"{prefix}_as_written") or ""
    days = [day and parse_date(day) for day in (row.get(f"{prefix}_earliest"), row.get(f"{prefix}_latest"))]
    if days[0] == days[1]:
        days = days[:1]
    said = " – ".join(day_in_words(day) if day else "…" for day in days) if any(days) else ""
    return f"{written} ({said})" if said and said != written else written


def _value(model: type[models.Model] | None, column: str, value: Any, moment: dt.datetime, names: NamesThen) -> str:
    """A column's JSON, which is not alike on the two databases, as people write it; "" for nothing."""
    field = _name(model, column)[1] if model else None
    if value is None or value == "":
        return ""
    if field is None:
        return str(value)
    if field.related_model in _NAMED:
        return names.at(field.related_model, value, moment)
    if field.is_relation:
        return _("no. %(number)d") % {"number": value}
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(field, models.BooleanField):
        return _("yes") if value else _("no")
    if isinstance(field, models.DateTimeField):
        return _moment(value)
    if isinstance(field, models.DateField):
        day = parse_date(value)
        return value if day is None else month_in_words(day) if column in _MONTHS else day_in_words(day)
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _moment(value: str) -> str:
    moment = parse_datetime(value)
    if moment is None:
        return value
    return moment_in_words(moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC))


def short(text: str) -> str:
    """On one line, its end cut off where it is long."""
    text = " ".join(text.split())
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
