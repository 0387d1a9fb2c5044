"""An edition stays as it was when the program around it changes: its stylesheet and its database."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from reports import archive, pdf, publishing, verifying
from reports.models import Edition, EditionFile
from reports.paper import press
from reports.snapshot import from_json
from tests.conftest import BECAUSE
from tests.reports.editions import NOVEMBER, published

ROOT = Path(__file__).resolve().parents[2]


def hashes() -> dict[str, str]:
    edition = Edition.objects.get()
    return {kind: hashlib.sha256(archive.read_file(edition, kind)).hexdigest() for kind in EditionFile.Kind.values}


@pytest.fixture
def later_version(tmp_path) -> Path:
    """The program as a later version would have it: the same code with another stylesheet."""
    for part in ("reports", "handleplan", "static/fonts"):
        shutil.copytree(ROOT / part, tmp_path / part, ignore=shutil.ignore_patterns("__pycache__"))
    style = tmp_path / "reports" / "paper" / "assets" / "paper.css"
    style.write_text(style.read_text() + "\nbody { color: #123456; }\n")
    return tmp_path


@pytest.mark.pdf
def test_a_new_stylesheet_changes_the_next_report_and_no_edition(real_plan, cast, later_version, monkeypatch):
    publishing.publish(real_plan, NOVEMBER, user=cast.sara_secretary, reason=BECAUSE)
    before = hashes()
    snapshot = from_json(archive.read_file(Edition.objects.get(), "facts").decode())
    old = pdf.render(snapshot)
    monkeypatch.setattr(press, "ROOT", later_version)
    later = press.Press()
    monkeypatch.setattr(pdf, "press", later)
    try:
        new = pdf.render(snapshot)
    finally:
        later.close()
    assert (new == old, hashes()) == (False, before)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("app", ["handleplan", "reports"])
def test_migrations_back_and_forward_change_no_edition(app, real_plan, cast):
    published(real_plan, cast.sara_secretary)
    before = hashes()
    names = sorted(name for label, name in MigrationLoader(connection).graph.nodes if label == app)
    call_command("migrate", app, names[-2], verbosity=0)
    call_command("migrate", verbosity=0)
    assert (hashes(), all(finding.is_whole for finding in verifying.verify(Edition.objects.all()))) == (before, True)
