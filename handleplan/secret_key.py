"""The key that signs sessions and forms, for a working copy whose environment brings none."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path


def kept_in(path: Path) -> str:
    """The key kept in ``path``, made once and readable by its owner only. Raises ``OSError`` where it cannot be."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with contextlib.suppress(FileExistsError):
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(50))
    return path.read_text(encoding="ascii")
