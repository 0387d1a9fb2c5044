"""The first run on a strange machine, played with stand-ins for the programs it would call."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.machine.files import ROOT, packages

TOOLS = ["cat", "cksum", "dirname", "env", "flock", "grep", "mkdir", "sh", "tail"]
# Answers the question "are you new enough, with venv?", makes a .venv, and takes whatever pip is asked.
A_PYTHON = """
case "$1 $2" in
"-m venv") mkdir -p .venv/bin && cat "$0" >.venv/bin/python && chmod +x .venv/bin/python ;;
"-m pip") echo "$@" >>pip.log ;;
"--version ") echo "Python 3.11.2 at $0" ;;
esac"""


class Machine:
    """A folder with the project's bootstrap, and a PATH that holds nothing but what a test puts there."""

    def __init__(self, folder: Path) -> None:
        self.work, self.path = folder / "work", folder / "path"
        shutil.copytree(ROOT / ".ci", self.work / ".ci", ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copytree(ROOT / "requirements", self.work / "requirements")
        self.path.mkdir()
        for tool in [*TOOLS, "chmod", "id"]:
            self.path.joinpath(tool).symlink_to(shutil.which(tool))
        self.has("dpkg-query", "echo 'install ok installed'")

    def has(self, name: str, script: str) -> None:
        program = self.path / name
        program.unlink(missing_ok=True)
        program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        program.chmod(0o755)

    def bootstrap(self, what: str = "base") -> subprocess.CompletedProcess:
        return subprocess.run(
            [self.work / ".ci/bootstrap", what],
            env={"PATH": str(self.path), "HOME": os.environ.get("HOME", "/")},
            capture_output=True,
            text=True,
            check=False,
        )

    def pip_calls(self) -> list[str]:
        log = self.work / "pip.log"
        return log.read_text(encoding="utf-8").splitlines() if log.exists() else []


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_a_python_that_does_not_run_is_passed_over(machine):
    machine.has("python3.11", "exit 127  # a version manager's shim")
    machine.has("python3.12", A_PYTHON)
    assert f"Making .venv with Python 3.11.2 at {machine.path}/python3.12" in machine.bootstrap().stdout


def test_the_second_run_installs_nothing(machine):
    machine.has("python3.11", A_PYTHON)
    first, second = machine.bootstrap(), machine.bootstrap()
    assert (first.returncode, second.returncode, second.stdout) == (0, 0, "")
    assert len(machine.pip_calls()) == 1


def test_what_is_installed_must_match_its_hash(machine):
    machine.has("python3.11", A_PYTHON)
    machine.bootstrap()
    (call,) = machine.pip_calls()
    assert "--require-hashes --requirement requirements/base.lock" in call


def test_a_new_lock_is_installed(machine):
    machine.has("python3.11", A_PYTHON)
    machine.bootstrap()
    with (machine.work / "requirements/base.lock").open("a", encoding="utf-8") as lock:
        lock.write("# changed\n")
    machine.bootstrap()
    assert len(machine.pip_calls()) == 2


def test_what_the_tests_need_covers_what_the_program_needs(machine):
    machine.has("python3.11", A_PYTHON)
    machine.bootstrap("dev")
    assert machine.bootstrap("base").stdout == ""


def test_a_copied_venv_is_made_anew(machine):
    machine.has("python3.11", A_PYTHON)
    machine.bootstrap()
    machine.work = machine.work.rename(machine.work.with_name("elsewhere"))
    assert "Making .venv" in machine.bootstrap().stdout


def test_a_link_to_somebody_elses_venv_is_left_alone(machine, tmp_path):
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    (theirs / "precious").touch()
    (machine.work / ".venv").symlink_to(theirs)
    machine.has("python3.11", A_PYTHON)
    assert machine.bootstrap().returncode == 1
    assert [path.name for path in theirs.iterdir()] == ["precious"]


def test_without_root_or_sudo_the_one_line_to_run_is_printed(machine):
    machine.has("python3.11", A_PYTHON)
    machine.has("id", "echo 1000")
    machine.has("sudo", "exit 1")
    machine.has("dpkg-query", '[ "$4" != libpango-1.0-0 ] && echo "install ok installed"')
    done = machine.bootstrap()
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].strip() == (
        "sudo apt-get update && sudo apt-get install -y --no-install-recommends libpango-1.0-0"
    )


def test_with_sudo_missing_packages_are_installed_without_a_question(machine):
    machine.has("python3.11", A_PYTHON)
    machine.has("id", "echo 1000")
    machine.has("sudo", '[ "$*" = "-n true" ] || printf "%s\\n" "$*" >>apt.log')
    machine.has("dpkg-query", "exit 1")
    machine.bootstrap()
    update, install = (machine.work / "apt.log").read_text(encoding="utf-8").splitlines()
    assert update.startswith("-n env apt-get update -q -y")
    assert install.startswith("-n env DEBIAN_FRONTEND=noninteractive apt-get install -q -y")
    assert install.endswith(f"--no-install-recommends {' '.join(packages('runtime'))}")


def test_nothing_is_asked_of_debian_when_nothing_is_missing(machine):
    machine.has("python3.11", A_PYTHON)
    machine.has("apt-get", "touch called")
    machine.bootstrap()
    assert not (machine.work / "called").exists()
