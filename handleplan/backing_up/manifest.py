"""What a backup says of itself: of each table the number of rows and a checksum, of each file its size and one."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext as _

FORMAT = 1
MANIFEST, DATABASE, FILES = "manifest.json", "database", "files/"


class BackupError(RuntimeError):
    """Why there is no backup, or nothing was restored; its text is for the person at the terminal."""


@dataclass(frozen=True, slots=True)
class Table:
    """``sha256`` is of the sorted SHA-256 of the rows: the order in which a database hands them out does not count."""

    rows: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Content:
    """Bytes that the backup holds: the database's and each file's."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """``migrations`` are [app, name] as they were applied, ``files`` are named by their path below MEDIA_ROOT."""

    version: str
    made_at: str
    vendor: str
    migrations: list[list[str]]
    tables: dict[str, Table]
    database: Content
    files: dict[str, Content]

    def to_json(self) -> str:
        return json.dumps({"format": FORMAT, **asdict(self)}, indent=1, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str | bytes) -> Manifest:
        """Raises ``BackupError`` for what is no manifest, or one of a format that came later."""
        try:
            said = json.loads(text)
            if said.pop("format") != FORMAT:
                raise BackupError(_("This backup was made by a newer version of Handleplan."))
            said["tables"] = {name: Table(**table) for name, table in said["tables"].items()}
            said["files"] = {path: Content(**content) for path, content in said["files"].items()}
            return cls(**said | {"database": Content(**said["database"])})
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise BackupError(_("The manifest in this file cannot be read.")) from error


def table_of(columns: Iterable[str], rows: Iterable[Any]) -> Table:
    """Counts and sums the rows of one table; each row is something whose ``repr`` says all of it."""
    digests = sorted(hashlib.sha256(repr(row).encode("utf-8", "surrogatepass")).digest() for row in rows)
    whole = hashlib.sha256("\n".join(columns).encode())
    for digest in digests:
        whole.update(digest)
    return Table(len(digests), whole.hexdigest())


def differing(expected: dict[str, Table], found: dict[str, Table]) -> list[str]:
    """The tables that are not as they ought to be."""
    return sorted(name for name in expected.keys() | found.keys() if expected.get(name) != found.get(name))
