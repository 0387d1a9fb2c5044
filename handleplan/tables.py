"""A plan as the table it is written in: parts, columns and rows, every cell verbatim (S004-1 to S004-5).

Reading makes a ``Table`` of text, exporting makes one of a plan, ``tsv`` writes it. The fields of a row are its cells
taken apart; nothing is corrected, so "impletering" and "Ajournført" stay (S004-33).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from handleplan import numbering
from handleplan.dates import split_cell
from handleplan.periods import Period

ACTIVE, CLOSED = "active", "closed"
NUMBER, TITLE, DESCRIPTION, OWNER, STATUS = "number", "title", "description", "owner", "status"
START, ORIGINAL_END, REVISED_END, END = "start", "original_end", "revised_end", "end"
OTHER = "other"
DATE_ROLES = (START, ORIGINAL_END, REVISED_END, END)
CHAIN_ROLES = (REVISED_END, END)

MARKERS = "→ ➔ ➜ ➤ ► ▶ ⇒ ⇨ • ▪ ● ◦ ‣ -> =>".split()
_ITALIC = re.compile(r"<i>((?:(?!</?i>).)*)</i>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its role (number, title, ..., other), its title as written and the group heading above it
    ("Tidsplan")."""

    role: str
    title: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class TitleStyle:
    """A title cell taken apart: "→ Handicapområdet" and "<i>VUM</i>" keep arrow and italics as flags (S004-11)."""

    title: str
    marker: str = ""
    italic: bool = False

    @property
    def capitals(self) -> bool:
        letters = [letter for letter in self.title if letter.isalpha()]
        return len(letters) > 1 and all(letter.isupper() for letter in letters)


@dataclass(frozen=True, slots=True)
class Row:
    """One row: a heading or an initiative. ``cells`` are the cells as written, one for each column of the part.

    ``end`` is the cell of the planned end: of the revised end dates where the part has that column ("(1. feb. 2012)
    ultimo 2013"), else the only end date. Source: S004-4, S004-20 to S004-24.
    """

    cells: tuple[str, ...]
    line: int = 0
    number: str = ""
    title: str = ""
    marker: str = ""
    italic: bool = False
    capitals: bool = False
    description: str = ""
    start: str = ""
    original_end: str = ""
    end: str = ""
    owner: str = ""
    status: str = ""
    is_heading: bool = False

    @property
    def key(self) -> str:
        return numbering.sort_key(self.number)


@dataclass(frozen=True, slots=True)
class Part:
    """The active or the closed points, with columns and as-of month of their own (S004-2, S004-3)."""

    kind: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...] = ()
    header_rows: int = 2
    as_of_text: str = ""
    as_of: Period | None = None

    @property
    def roles(self) -> tuple[str, ...]:
        return tuple(column.role for column in self.columns)


@dataclass(frozen=True, slots=True)
class Warning:
    """Something a person should know: a stable code, the line (0: none), and the words the message is made of."""

    line: int
    code: str
    parameters: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Table:
    """A whole status table."""

    title: str
    intro: str
    parts: tuple[Part, ...]
    warnings: tuple[Warning, ...] = ()

    @property
    def rows(self) -> tuple[Row, ...]:
        return tuple(row for part in self.parts for row in part.rows)

    def rows_of(self, kind: str) -> tuple[Row, ...]:
        return tuple(row for part in self.parts if part.kind == kind for row in part.rows)


def read_title(cell: str) -> TitleStyle:
    """A title cell taken apart; ``write_title`` of the answer is the cell again, whatever it holds."""
    for marker in MARKERS:
        if cell.startswith(f"{marker} "):
            inner = read_title(cell[len(marker) + 1 :])
            return (
                TitleStyle(inner.title, marker, inner.italic)
                if not inner.marker
                else TitleStyle(cell[len(marker) + 1 :], marker)
            )
    italic = _ITALIC.fullmatch(cell)
    return TitleStyle(italic[1], "", True) if italic else TitleStyle(cell)


def write_title(style: TitleStyle) -> str:
    """The title cell as the table has it."""
    text = f"<i>{style.title}</i>" if style.italic else style.title
    return f"{style.marker} {text}" if style.marker else text


def make_row(columns: Sequence[Column], cells: Sequence[str], line: int = 0) -> Row:
    """A row out of its cells; missing trailing cells are empty.

    A heading is a row with neither description nor dates (23 of the 71); in a table that has no column for these, one
    with neither status nor owner.
    """
    padded = tuple(cells[: len(columns)]) + ("",) * (len(columns) - len(cells))
    by_role: dict[str, str] = {}
    for column, cell in zip(columns, padded, strict=True):
        by_role.setdefault(column.role, cell)
    style = read_title(by_role.get(TITLE, ""))
    telling = [role for role in (DESCRIPTION, *DATE_ROLES) if role in by_role] or [STATUS, OWNER]
    return Row(
        cells=padded,
        line=line,
        number=by_role.get(NUMBER, "").strip(),
        title=style.title,
        marker=style.marker,
        italic=style.italic,
        capitals=style.capitals,
        description=by_role.get(DESCRIPTION, ""),
        start=by_role.get(START, ""),
        original_end=by_role.get(ORIGINAL_END, ""),
        end=by_role.get(REVISED_END, by_role.get(END, "")),
        owner=by_role.get(OWNER, ""),
        status=by_role.get(STATUS, ""),
        is_heading=not any(by_role.get(role, "").strip() for role in telling),
    )


def lay_out(columns: Sequence[Column], facts: Row) -> tuple[str, ...]:
    """The cells of a row under these columns, made of its fields."""
    title = write_title(TitleStyle(facts.title, facts.marker, facts.italic))
    by_role = {
        NUMBER: facts.number,
        TITLE: title,
        DESCRIPTION: facts.description,
        START: facts.start,
        ORIGINAL_END: facts.original_end,
        REVISED_END: facts.end,
        END: facts.end,
        OWNER: facts.owner,
        STATUS: facts.status,
    }
    return tuple(by_role.get(column.role, "") for column in columns)


def end_chain(row: Row) -> tuple[str, ...]:
    """Every end date of a row in order, oldest first, as written: the original, the superseded, the current
    (S004-23)."""
    cell = split_cell(row.end)
    texts = [row.original_end.strip(), *(old.as_written.strip() for old in cell.superseded), cell.current.as_written]
    return tuple(text for text in texts if text)
