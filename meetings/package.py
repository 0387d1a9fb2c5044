"""An item with all that goes with it as one ZIP, to be handed to the municipality's agenda system.

Nothing here asks the database: document and files come as they are.
"""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Iterable

from meetings.document import Document

ANNEXES = "bilag"  # the folder of the annexes
_EARLIEST = (1980, 1, 1)  # a ZIP knows no day before it


def package(
    document: Document, name: str, files: Iterable[tuple[str, bytes]], annexes: Iterable[tuple[str, bytes]]
) -> bytes:
    """The item's own files, each ``name`` with an ending, and its annexes in a folder of their own.

    The same item with the same annexes gives the same bytes.
    """
    day = dt.date.fromisoformat(document.date)
    stamp = (*max((day.year, day.month, day.day), _EARLIEST), 0, 0, 0)
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, data in [
            *((f"{name}.{ending}", data) for ending, data in files),
            *((f"{ANNEXES}/{file_name}", data) for file_name, data in annexes),
        ]:
            entry = zipfile.ZipInfo(path, date_time=stamp)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, data)
    return content.getvalue()
