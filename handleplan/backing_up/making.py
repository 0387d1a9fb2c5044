"""Making a backup while others write."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.db import connection

from handleplan import VERSION

from . import postgresql, sqlite
from .manifest import DATABASE, FILES, MANIFEST, Content, Manifest

VENDORS = {"sqlite": sqlite, "postgresql": postgresql}
CHUNK = 1 << 20  # bytes


def make_backup(target: Path) -> Manifest:
    """Writes the backup to ``target``, all of it or nothing, readable by nobody else. Raises ``BackupError`` or
    ``OSError``. What is half written bears another name."""
    target = target.absolute()
    with tempfile.TemporaryDirectory(prefix=f".{target.name}.", dir=target.parent) as folder:
        draft = Path(folder) / "backup"
        with draft.open("xb") as stream:
            os.chmod(draft, 0o600)
            manifest = write_backup(stream, Path(folder))
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(target)
    return manifest


def write_backup(stream: BinaryIO, folder: Path) -> Manifest:
    """Writes the backup to ``stream``; ``folder`` has room for a copy of the database meanwhile."""
    copy = folder / DATABASE
    made_at = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    tables, migrations = VENDORS[connection.vendor].dump(connection, copy)
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        database = _add(archive, copy, DATABASE)
        files = {str(path.relative_to(settings.MEDIA_ROOT)): path for path in stored_files()}
        contents = {name: _add(archive, path, FILES + name) for name, path in sorted(files.items())}
        manifest = Manifest(VERSION, made_at, connection.vendor, migrations, tables, database, contents)
        archive.writestr(MANIFEST, manifest.to_json())
    copy.unlink()
    return manifest


def stored_files() -> Iterator[Path]:
    """What lies under MEDIA_ROOT, but for drafts that somebody is writing just now."""
    for path in Path(settings.MEDIA_ROOT).rglob("*"):
        if path.is_file() and not path.name.startswith("."):
            yield path


def content_of(stream: BinaryIO) -> Content:
    whole, size = hashlib.sha256(), 0
    while chunk := stream.read(CHUNK):
        whole.update(chunk)
        size += len(chunk)
    return Content(size, whole.hexdigest())


def _add(archive: zipfile.ZipFile, path: Path, name: str) -> Content:
    with path.open("rb") as source:
        content = content_of(source)
    archive.write(path, name)
    return content
