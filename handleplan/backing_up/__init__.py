"""The whole site as one file, and back: database, attached files, and a manifest that says what ought to be there.

The file is a ZIP: ``manifest.json``, ``database`` (SQLite's own file, or a pg_dump in custom format) and ``files/…``.
The database is read in one snapshot while others write; the files are read after it, and files are only ever added, so
every file that a row speaks of is there.
"""

from .making import make_backup
from .manifest import BackupError, Manifest
from .restoring import Restored, restore_backup

__all__ = ["BackupError", "Manifest", "Restored", "make_backup", "restore_backup"]
