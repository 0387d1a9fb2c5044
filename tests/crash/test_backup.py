"""The drill: back up while people write, restore elsewhere, start there; and what a restore refuses."""

from __future__ import annotations

import contextlib
import json
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from handleplan.backing_up.manifest import BackupError, Manifest, differing, table_of
from tests.crash.site import Site
from tests.machine.files import ROOT

pytestmark = pytest.mark.xdist_group("outage")  # the servers and sites of test_outage

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
ATTACH = f"""
from handleplan import filing
from handleplan.acting import acting
from handleplan.evidence import judge
from handleplan.models import PlanItem, User
user = User.objects.get(username="sekretaer")
with acting(user):
    print(filing.store_file(PlanItem.objects.get(number="1.1.2.2.A"), judge("notat.pdf", {PDF!r}), user=user).pk)
"""
WHOLE = """
import json
from tests.crash.books import audit, unfaithful
found = audit([])
faults = {"half": found.half, "unlogged": found.unlogged, "unfaithful": [*unfaithful()]}
print(json.dumps({"writes": found.unheard, **faults}))
"""


@contextlib.contextmanager
def people_writing(site: Site) -> Iterator[None]:
    """Two processes that write without end."""
    writers = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.crash.busy", str(number)],
            cwd=ROOT, env=site.environment, stdout=subprocess.PIPE, text=True,
        )
        for number in range(2)
    ]  # fmt: skip
    try:
        for writer in writers:
            assert writer.stdout.readline() == "writing\n"
        yield
        assert [writer.poll() for writer in writers] == [None, None]
    finally:
        for writer in writers:
            writer.kill()
            writer.wait()
            writer.stdout.close()


def drill(site: Site, elsewhere: Site, backup: Path) -> None:
    file = site.run(ATTACH)
    with people_writing(site):
        site.must_manage("backup", str(backup))
    refused = site.manage("restore", str(backup))
    assert refused.returncode == 1
    assert "--overwrite" in refused.stderr, refused.stderr
    elsewhere.must_manage("restore", str(backup))
    whole = json.loads(elsewhere.run(WHOLE))
    assert whole.pop("writes") > 0
    assert whole == {"half": [], "unlogged": [], "unfaithful": []}
    elsewhere.must_manage("verify_log")  # chain, triggers, rows and history
    with elsewhere.served() as visitor:
        visitor.sign_in("sekretaer", "demo-2013")
        assert visitor.get("/plans/").status == 200
        assert visitor.get(f"/files/{file}/").status == 200
    written = "INSERT INTO handleplan_unit (name, short_name) VALUES ('x', '')"
    with pytest.raises(Exception, match="Handleplan"):
        elsewhere.query(written)  # nobody is named: refused, as before the restore


@pytest.fixture
def elsewhere_on_postgresql(durable_server, tmp_path) -> Site:
    with psycopg.connect(durable_server.url, autocommit=True) as owner:
        owner.execute("CREATE DATABASE elsewhere")
    site, owner = (durable_server.address(role, "elsewhere") for role in ("handleplan_app", "handleplan"))
    return Site(site, tmp_path, owner=owner)


def test_a_sqlite_site_is_backed_up_while_people_write_and_lives_on_elsewhere(site_on_sqlite, tmp_path):
    drill(site_on_sqlite, Site(f"sqlite:///{tmp_path}/elsewhere.sqlite3", tmp_path), tmp_path / "backup.zip")


def test_a_postgresql_site_is_backed_up_while_people_write_and_lives_on_elsewhere(
    site_on_postgresql, elsewhere_on_postgresql, tmp_path
):
    drill(site_on_postgresql, elsewhere_on_postgresql, tmp_path / "backup.zip")
    elsewhere_on_postgresql.must_manage("check", "--deploy", "--fail-level", "ERROR", "--database", "default")


@pytest.fixture(scope="module")
def backup(site_on_sqlite, tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("backup") / "backup.zip"
    site_on_sqlite.must_manage("backup", str(path))
    return path


def rewritten(backup: Path, target: Path, change: Callable[[dict], None]) -> Path:
    """The backup with another manifest."""
    with zipfile.ZipFile(backup) as source, zipfile.ZipFile(target, "w") as changed:
        for name in source.namelist():
            content = source.read(name)
            if name == "manifest.json":
                said = json.loads(content)
                change(said)
                content = json.dumps(said).encode()
            changed.writestr(name, content)
    return target


def refusal(site: Site, backup: Path) -> str:
    done = site.manage("restore", str(backup), "--overwrite")
    assert done.returncode == 1
    return done.stderr.strip().removeprefix("CommandError: ")


@pytest.fixture
def nowhere(tmp_path) -> Site:
    return Site(f"sqlite:///{tmp_path}/nowhere.sqlite3", tmp_path)


def test_a_backup_replaces_what_is_there_only_when_told_so(site_on_sqlite, backup):
    count = "SELECT count(*) FROM handleplan_event"
    before = site_on_sqlite.query(count)
    assert "--overwrite" in site_on_sqlite.manage("restore", str(backup)).stderr
    site_on_sqlite.must_manage("restore", str(backup), "--overwrite")
    assert site_on_sqlite.query(count) == before


def test_a_backup_is_readable_by_its_owner_only(backup):
    assert backup.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda said: said["database"].update(sha256="0" * 64), "“database” i filen er beskadiget."),
        (lambda said: said["migrations"].append(["handleplan", "9999_later"]), "lavet af en nyere version"),
        (lambda said: said.update(format=2), "lavet af en nyere version"),
        (
            lambda said: said.update(vendor="postgresql"),
            "Det er en sikkerhedskopi af postgresql, men databasen her er sqlite.",
        ),
        (lambda said: said.pop("tables"), "Filens indholdsfortegnelse kan ikke læses."),
    ],
    ids=["damaged", "newer", "another format", "another database", "no manifest"],
)
def test_what_cannot_be_restored_is_refused_and_nothing_is_touched(backup, nowhere, tmp_path, change, said):
    changed = rewritten(backup, tmp_path / "changed.zip", change)
    assert said in refusal(nowhere, changed)
    assert not (tmp_path / "files").exists()


def test_a_file_that_is_no_backup_is_refused(nowhere, tmp_path):
    other = tmp_path / "other.zip"
    other.write_bytes(b"PK something else")
    assert refusal(nowhere, other) == "Filen er ikke en sikkerhedskopi af Handleplan, eller den er beskadiget."
    assert refusal(nowhere, tmp_path / "missing.zip").endswith("No such file or directory")


def test_a_table_that_came_back_otherwise_is_named(backup, nowhere, tmp_path):
    changed = rewritten(backup, tmp_path / "changed.zip", lambda said: said["tables"]["handleplan_plan"].update(rows=7))
    assert refusal(nowhere, changed) == "Gendannet, men disse tabeller er ikke, som de var: handleplan_plan"


def test_a_full_disk_leaves_no_half_backup(site_on_sqlite, tmp_path):
    shutil.copy(ROOT / "LICENSE", tmp_path / "backup.zip")
    command = f'ulimit -f 8; exec "{sys.executable}" manage.py backup "{tmp_path}/backup.zip"'
    done = subprocess.run(
        ["sh", "-c", command], cwd=ROOT, env=site_on_sqlite.environment, capture_output=True, text=True, check=False
    )
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)
    assert [path.name for path in tmp_path.iterdir()] == ["backup.zip"]
    assert (tmp_path / "backup.zip").read_bytes() == (ROOT / "LICENSE").read_bytes()


def test_the_order_of_the_rows_does_not_count_and_everything_else_does():
    table = table_of(["id", "text"], [(1, "a"), (2, "b")])
    assert table == table_of(["id", "text"], [(2, "b"), (1, "a")])
    others = [
        table_of(["id", "text"], [(1, "a"), (2, "c")]),
        table_of(["id", "text"], [(1, "a")]),
        table_of(["id", "text"], [(1, "a"), (2, "b"), (2, "b")]),
        table_of(["id", "text"], [(1, "a"), ("2", "b")]),
        table_of(["id", "name"], [(1, "a"), (2, "b")]),
    ]
    assert table not in others
    assert differing({"t": table, "u": table}, {"t": others[0], "v": table}) == ["t", "u", "v"]


def test_what_is_no_manifest_is_said_to_be_none():
    for text in ("", "[]", "{}", '{"format": 1}', '{"format": 1, "tables": {"t": 1}, "files": {}, "database": {}}'):
        with pytest.raises(BackupError):
            Manifest.from_json(text)
