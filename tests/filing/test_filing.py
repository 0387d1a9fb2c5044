"""Bytes first, then the row; read back as they were or not at all."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

from handleplan import filing
from handleplan.evidence import judge
from handleplan.models import StoredFile

from .making import PDF

pytestmark = pytest.mark.django_db


@pytest.fixture
def item(small_plan, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return small_plan.items.get()


@pytest.fixture
def stored(item, cast) -> StoredFile:
    return filing.store_file(item, judge("Tilsyn.pdf", PDF), user=cast.sara_secretary)


def lying_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_file_is_read_back_as_it_was_stored(stored):
    assert filing.read_file(stored) == PDF


def test_the_row_says_what_the_bytes_are(stored, cast):
    assert (stored.name, stored.size, stored.sha256, stored.recorded_by) == (
        "Tilsyn.pdf",
        len(PDF),
        hashlib.sha256(PDF).hexdigest(),
        cast.sara_secretary,
    )


def test_the_bytes_lie_under_a_random_name_that_only_we_may_read(stored, tmp_path):
    (path,) = lying_in(tmp_path)
    assert (bool(re.fullmatch("[0-9a-f]{64}", path.name)), path.stat().st_mode & 0o777) == (True, 0o600)


def test_files_lie_outside_what_is_served_as_static(settings):
    served = [Path(folder) for folder in (settings.STATIC_ROOT, *settings.STATICFILES_DIRS) if folder]
    assert [folder for folder in served if Path(settings.MEDIA_ROOT).is_relative_to(folder)] == []


@pytest.mark.parametrize("change", [lambda path: path.write_bytes(b"%PDF-other %%EOF"), Path.unlink])
def test_bytes_that_are_gone_or_changed_are_not_given_out(stored, tmp_path, change):
    change(lying_in(tmp_path)[0])
    with pytest.raises(filing.Damaged):
        filing.read_file(stored)


def test_a_storage_name_is_never_a_path(stored):
    stored.storage_name = "../../../../etc/passwd"
    with pytest.raises(filing.Damaged):
        filing.read_file(stored)


def test_no_row_is_written_when_the_disk_is_full(item, cast, monkeypatch, tmp_path):
    def full(descriptor):
        raise OSError("no space left")

    monkeypatch.setattr("handleplan.filing.os.fsync", full)
    with pytest.raises(OSError, match="no space"):
        filing.store_file(item, judge("a.pdf", PDF), user=cast.sara_secretary)
    assert (StoredFile.objects.count(), lying_in(tmp_path)) == (0, [])


def test_a_row_that_fails_leaves_bytes_that_harm_nobody(item, cast, monkeypatch, tmp_path):
    def refuse(**fields):
        raise RuntimeError("the database is gone")

    monkeypatch.setattr(StoredFile.objects, "create", refuse)
    with pytest.raises(RuntimeError):
        filing.store_file(item, judge("a.pdf", PDF), user=cast.sara_secretary)
    assert (StoredFile.objects.count(), len(lying_in(tmp_path))) == (0, 1)
