"""Header rows: which column is which, told by its words in Danish or English, in any order (S004-2)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from handleplan import tables
from handleplan.importing.closing import says_closed
from handleplan.tables import Column

GROUP, POINT = "group", "point"

_WORDS = {
    tables.NUMBER: (
        "nr|no|nummer|number|#|mål nr|målnr|mål nummer|goal no|goal number|pkt|pkt nr|punkt nr|punktnr"
        "|item no|item number|id|løbenr"
    ),
    POINT: ("punkt|mål|item|point|goal|ref"),
    tables.TITLE: (
        "område tema og initiativer|område|tema|initiativ|initiativer|initiativer og temaer|indsats"
        "|indsatser|indsatsområde|aktivitet|aktiviteter|tiltag|titel|title|navn|name|opgave|emne|handling"
        "|handlinger|initiative|initiatives|action|actions|activity|task|topic|area|theme"
        "|area theme and initiatives|handleplanspunkt|overskrift|sag"
    ),
    tables.DESCRIPTION: (
        "beskrivelse|beskrivelse af initiativ|description|uddybning|indhold|formål|details|beskrivelse af indsats"
    ),
    GROUP: ("tidsplan|tid|tidsramme|tidsfrister|datoer|schedule|timeline|dates|time|timetable|periode"),
    tables.START: (
        "start|startdato|starttidspunkt|start date|begyndelse|begynder|påbegyndt|påbegyndes|igangsat"
        "|igangsættes|starts|begins|fra|from"
    ),
    tables.END: (
        "slut|slutdato|sluttidspunkt|frist|deadline|tidsfrist|end|end date|due|due date|afsluttes|færdig"
        "|senest|til|until|to|ends|planlagt slut|planlagt slutdato|planned end|planned end date"
        "|target date"
    ),
    tables.OWNER: (
        "ansvarlig|ansvarlige|ansvar|ejer|initiativejer|tovholder|owner|responsible|ansvarlig enhed"
        "|ansvarlig person|ansvarshavende|person responsible|lead|enhed|unit"
    ),
    tables.STATUS: (
        "status|statustekst|statusbemærkning|progress|fremdrift|bemærkninger|bemærkning|kommentar|comments|comment"
    ),
}
_ROLE_OF = {word: role for role, words in _WORDS.items() for word in words.split("|")}
_END_WORDS = re.compile(r"\bslut(?:dato|tidspunkt)?\b|frist(?:en)?\b|\bdeadline\b|\bend\b|\bdue\b|\bafsluttes\b")
_DATE_WORDS = re.compile(rf"{_END_WORDS.pattern}|\bdato\b|\bdate\b")
_VALUE = re.compile(r"[\W\d]*\d[\W\d]*")
_FIRST = re.compile(r"oprindelig|original|vedtage|først|\bfirst\b|baseline|adopted")
_REVISED = re.compile(
    r"ajour|revider|opdater|revised|updated|current|gældende|seneste|latest|ændret|\bny\b|\bnye?t?\b|\bnew\b|justeret|forlænget"
)
_START_WORDS = re.compile(r"\bstart|begynd|påbegynd")
_TAGS = re.compile(r"</?[a-z]{1,6}>")
_LONGEST_TITLE = 120
_LONGEST_DATE_TITLE = 40


@dataclass(frozen=True, slots=True)
class Header:
    """The columns of a part, and how many rows its header has."""

    columns: tuple[Column, ...]
    rows: int

    @property
    def width(self) -> int:
        return len(self.columns)


def role_of(title: str) -> str:
    """The role a header cell names, "group" for one that stands over several, "" for none."""
    words = " ".join(re.sub(r"[\W_]+", " ", _TAGS.sub("", title.casefold())).split()) or title.strip()
    if not words or len(words) > _LONGEST_TITLE:
        return ""
    if words in _ROLE_OF:
        return _ROLE_OF[words]
    if len(words) <= _LONGEST_DATE_TITLE and (_DATE_WORDS.search(words) or _START_WORDS.search(words)):
        return _date_role(words)
    if re.search(r"\bstatus(?:en)?\b", words):
        return tables.STATUS
    first = words.split()[0]
    return _ROLE_OF[first] if _ROLE_OF.get(first) in (tables.DESCRIPTION, tables.OWNER) else ""


def read_header(first: Sequence[str], second: Sequence[str]) -> Header | None:
    """The header that begins with the row ``first``, or None. ``second`` is the row after it, which may be its second
    row."""
    roles = [role_of(cell) for cell in first]
    if not _is_header(first, roles):
        return None
    lower = _second_row(roles, second)
    columns = [Column(role, cell.strip()) for role, cell in zip(roles, first, strict=True)]
    if lower:
        columns = _under_groups(first, second)
    return Header(tuple(_settle(columns)), 2 if lower else 1)


def _date_role(words: str) -> str:
    if _START_WORDS.search(words) and not _END_WORDS.search(words):
        return tables.START
    if _FIRST.search(words):
        return tables.ORIGINAL_END
    if _REVISED.search(words):
        return tables.REVISED_END
    return tables.END if _END_WORDS.search(words) else ""


def _is_header(cells: Sequence[str], roles: Sequence[str]) -> bool:
    if any(_VALUE.fullmatch(cell) or says_closed(cell) for cell in cells):
        return False  # a number, a date or a phrase: a row of the table
    named = [role for role in roles if role]
    filled = [cell for cell in cells if cell.strip()]
    has_title = any(role in (tables.TITLE, POINT, tables.DESCRIPTION) for role in named)
    return has_title and len(set(named)) >= 2 and len(named) * 2 >= len(filled)


def _second_row(roles: Sequence[str], second: Sequence[str]) -> bool:
    """Whether the next row names columns below the first: nothing under number and title, and only words that name
    columns."""
    if any(
        cell.strip() and role in (tables.NUMBER, tables.TITLE, POINT) for cell, role in zip(second, roles, strict=False)
    ):
        return False
    filled = [cell for cell in second if cell.strip()]
    return bool(filled) and all(role_of(cell) for cell in filled)


def _under_groups(first: Sequence[str], second: Sequence[str]) -> list[Column]:
    width = max(len(first), len(second))
    above = [*first, *[""] * (width - len(first))]
    below = [*second, *[""] * (width - len(second))]
    columns, group = [], ""
    for upper, lower in zip(above, below, strict=True):
        group = upper.strip() or group
        title = lower.strip() or upper.strip()
        columns.append(Column(role_of(title), title, group if lower.strip() else ""))
    return columns


def _settle(columns: list[Column]) -> list[Column]:
    """One column for each role: the ambiguous words decided by what else there is, later namesakes and unknown words
    "other"."""
    roles = {column.role for column in columns}
    point = tables.NUMBER if tables.TITLE in roles and tables.NUMBER not in roles else tables.TITLE
    end = (
        tables.REVISED_END
        if tables.ORIGINAL_END in roles
        else tables.ORIGINAL_END
        if tables.REVISED_END in roles
        else tables.END
    )
    decided = {POINT: point, GROUP: tables.OTHER, "": tables.OTHER}
    if not {tables.ORIGINAL_END, tables.REVISED_END} <= roles:
        decided[tables.END] = end
    ends = roles & {tables.ORIGINAL_END, tables.REVISED_END, tables.END}
    if not ends:
        decided[GROUP] = tables.END  # a "Tidsplan" that stands over nothing holds the dates itself
    if ends == {tables.REVISED_END}:
        decided[tables.REVISED_END] = tables.END
    if tables.TITLE not in roles and POINT not in roles:
        decided[tables.DESCRIPTION] = tables.TITLE
    settled, taken = [], set()
    for column in columns:
        role = decided.get(column.role, column.role)
        settled.append(replace(column, role=tables.OTHER if role in taken else role))
        taken.add(role)
    return settled
