"""What gets installed is exactly what was locked, and no file says where from."""

import re

import pytest

from tests.machine.files import ROOT, all_files, requirements, text

# Options and files that would point a package client somewhere.
POINTERS = re.compile(
    r"(?<![\w-])--?(index-url|extra-index-url|find-links|trusted-host|registry)\b|^\s*(registry|index-url)\s*=", re.M
)
CLIENT_FILES = {"pip.conf", "pip.ini", ".npmrc", ".yarnrc", ".pypirc", "uv.toml", "uv.lock", "package-lock.json"}
MACHINE_FILES = ["Makefile", "Dockerfile", "docker-compose.yml", "pyproject.toml", "gunicorn.conf.py"]
OUR_SCHEMES = ("postgres", "sqlite")


def machine_files():
    return [ROOT / name for name in MACHINE_FILES] + sorted(path for path in (ROOT / ".ci").iterdir() if path.is_file())


@pytest.mark.parametrize("lock", ["base", "dev"])
def test_every_requirement_is_pinned_with_its_hashes(lock):
    pinned = requirements(lock)
    entries = [line for line in text(f"requirements/{lock}.lock").splitlines() if line[:1] not in ("", " ", "#")]
    assert len(pinned) == len(entries) > 0
    assert [name for name, (_, hashes) in pinned.items() if not hashes] == []


@pytest.mark.parametrize("lock", ["base", "dev"])
def test_a_lock_holds_no_address(lock):
    assert "://" not in text(f"requirements/{lock}.lock")


@pytest.mark.parametrize("lock", ["base", "dev"])
def test_everything_asked_for_is_locked(lock):
    asked = re.findall(r"^([A-Za-z0-9._-]+)", text(f"requirements/{lock}.in"), re.MULTILINE)
    asked = {name.lower().replace("_", "-") for name in asked if not name.startswith("-")}
    assert asked - set(requirements(lock)) == set()


def test_what_is_tested_is_what_is_served():
    served, tested = requirements("base"), requirements("dev")
    assert {name: tested.get(name) for name in served} == served


def test_no_file_points_a_package_client_somewhere():
    found = [path.name for path in machine_files() if POINTERS.search(path.read_text(encoding="utf-8"))]
    assert found == []
    assert [path.name for path in all_files() if path.name in CLIENT_FILES] == []


def test_the_files_around_the_program_hold_no_address_but_our_own():
    for path in machine_files():
        for line in path.read_text(encoding="utf-8").splitlines():
            for scheme, host in re.findall(r"(\w+)://([\w.{-]*)", line):
                assert scheme in OUR_SCHEMES or host.startswith(("localhost", "{")), f"{path.name}: {line.strip()}"
