"""The verb that keeps a file, and reading it back as it was.

The bytes lie under ``settings.MEDIA_ROOT``, outside what is served as static, under a random name; the row says whose
they are. They are written before the row: a file without a row is harmless, a row without a file is not.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import secrets
from pathlib import Path

from django.conf import settings
from django.db import transaction

from handleplan.evidence import Evidence
from handleplan.models import AuditFile, AuditReport, PlanItem, StoredFile, User

_STORAGE_NAME = re.compile(r"[0-9a-f]{64}")


class Damaged(RuntimeError):
    """The bytes are gone, or are not those that were stored."""


def store_file(item: PlanItem, evidence: Evidence, *, user: User) -> StoredFile:
    """Keeps a judged file (``evidence.judge``) as evidence of a point."""
    storage_name = secrets.token_hex(32)
    _write(path_of(storage_name), evidence.content)
    with transaction.atomic():
        return StoredFile.objects.create(
            item=item,
            name=evidence.name,
            content_type=evidence.content_type,
            size=len(evidence.content),
            sha256=hashlib.sha256(evidence.content).hexdigest(),
            storage_name=storage_name,
            recorded_by=user,
        )


def store_audit_file(report: AuditReport, evidence: Evidence, *, user: User, reason: str) -> AuditFile:
    """Keeps a judged file as the report itself, as it was received."""
    storage_name = secrets.token_hex(32)
    _write(path_of(storage_name), evidence.content)
    with transaction.atomic():
        return AuditFile.objects.create(
            report=report,
            name=evidence.name,
            content_type=evidence.content_type,
            size=len(evidence.content),
            sha256=hashlib.sha256(evidence.content).hexdigest(),
            storage_name=storage_name,
            recorded_by=user,
            recorded_because=reason,
        )


def read_file(file: StoredFile | AuditFile) -> bytes:
    """The bytes as they were stored. Raises ``Damaged`` when they are gone or another's."""
    try:
        content = path_of(file.storage_name).read_bytes()
    except OSError as error:
        raise Damaged(file.storage_name) from error
    if hashlib.sha256(content).hexdigest() != file.sha256:
        raise Damaged(file.storage_name)
    return content


def path_of(storage_name: str) -> Path:
    """Where the bytes of a storage name lie. Raises ``Damaged`` for what is no storage name."""
    if not _STORAGE_NAME.fullmatch(storage_name):
        raise Damaged(storage_name)
    return Path(settings.MEDIA_ROOT) / storage_name[:2] / storage_name


def _write(path: Path, content: bytes) -> None:
    """All of it or nothing, and on the disk when it returns."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            draft.unlink()
        raise
    for folder in (path.parent, path.parent.parent):  # the file's name, and its folder's if that is new
        _sync_folder(folder)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
