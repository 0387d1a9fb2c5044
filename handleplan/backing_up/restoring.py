"""Restoring a backup: checked before anything is touched, and held against its manifest afterwards."""

from __future__ import annotations

import os
import shutil
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _

from handleplan.change_log import owning

from .making import VENDORS, content_of
from .manifest import DATABASE, FILES, MANIFEST, BackupError, Manifest, differing

INHABITED = ("handleplan_user", "handleplan_plan")  # a database that was only migrated has nobody and no plan in it


@dataclass(frozen=True, slots=True)
class Restored:
    """``behind``: the backup is older than the program, and ``migrate`` has to follow."""

    manifest: Manifest
    behind: bool


def restore_backup(source: Path, *, overwrite: bool = False) -> Restored:
    """Puts database and files back. Raises ``BackupError`` where that is refused or goes wrong.

    A database with people or plans in it is replaced only if ``overwrite`` says so. Nothing is touched before the whole
    backup has been read and found intact; the database comes back in one transaction; its tables are summed again.
    Nobody stays signed in: what was a valid session on the day of the backup may have been ended since.
    """
    vendor = VENDORS[connection.vendor]
    try:
        with zipfile.ZipFile(source) as archive, tempfile.TemporaryDirectory(prefix="handleplan-restore.") as folder:
            manifest = Manifest.from_json(archive.read(MANIFEST))
            behind = _check(archive, manifest, overwrite=overwrite)
            copy = Path(folder) / DATABASE
            with archive.open(DATABASE) as packed, copy.open("xb") as unpacked:
                os.chmod(copy, 0o600)
                shutil.copyfileobj(packed, unpacked)
            for name in manifest.files:
                _put_back(archive, name)
            vendor.load(connection, copy)
            owning.grant(connection)
    except (zipfile.BadZipFile, KeyError, EOFError) as error:
        raise BackupError(_("This file is no backup of Handleplan, or it is damaged.")) from error
    wrong = differing(manifest.tables, vendor.tables(connection))
    if wrong:
        raise BackupError(
            _("Restored, but these tables are not as they were: %(tables)s") % {"tables": ", ".join(wrong)}
        )
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_session")
    return Restored(manifest, behind)


def _check(archive: zipfile.ZipFile, manifest: Manifest, *, overwrite: bool) -> bool:
    """Whether the backup is older than the program. Raises ``BackupError`` for what may not be restored."""
    if manifest.vendor != connection.vendor:
        raise BackupError(
            _("This is a backup of %(theirs)s; the database here is %(ours)s.")
            % {"theirs": manifest.vendor, "ours": connection.vendor}
        )
    ours = set(MigrationLoader(None).disk_migrations)
    applied = {tuple(migration) for migration in manifest.migrations}
    if applied - ours:
        raise BackupError(_("This backup was made by a newer version of Handleplan."))
    if not overwrite and _is_inhabited():
        raise BackupError(_("There are people or plans in this database already. --overwrite replaces them."))
    for name, content in [(DATABASE, manifest.database), *((FILES + n, c) for n, c in manifest.files.items())]:
        with archive.open(name) as packed:
            if content_of(packed) != content:
                raise BackupError(_("“%(name)s” in this file is damaged.") % {"name": name})
    return bool(ours - applied)


def _is_inhabited() -> bool:
    there = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for table in there.intersection(INHABITED):
            cursor.execute(f"SELECT 1 FROM {table} LIMIT 1")
            if cursor.fetchone():
                return True
    return False


def _put_back(archive: zipfile.ZipFile, name: str) -> None:
    """One attached file, under its own name only when all of it is on the disk."""
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts:
        raise BackupError(_("This file is no backup of Handleplan, or it is damaged."))
    target = Path(settings.MEDIA_ROOT) / path
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = target.with_name(f".{target.name}")
    with archive.open(FILES + name) as packed, draft.open("wb") as stream:
        os.chmod(draft, 0o600)
        shutil.copyfileobj(packed, stream)
        stream.flush()
        os.fsync(stream.fileno())
    draft.replace(target)
