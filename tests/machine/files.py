"""The files around the program, as text and as what they say."""

import os
import re
import subprocess
import tomllib
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parents[2]
SKIPPED = {".git", ".venv", "var", "node_modules", "__pycache__"}


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def pyproject() -> dict:
    return tomllib.loads(text("pyproject.toml"))


def packages(name: str) -> list[str]:
    return text(f".ci/packages-{name}.txt").split()


def make_targets() -> set[str]:
    """Every target of the Makefile that a person can call."""
    return set(re.findall(r"^([a-z][a-z-]*):", text("Makefile"), re.MULTILINE))


def requirements(name: str) -> dict[str, tuple[str, list[str]]]:
    """What a lock pins: name -> (version, hashes)."""
    pinned = {}
    for entry in re.split(r"\n(?=\S)", text(f"requirements/{name}.lock")):
        match = re.match(r"([A-Za-z0-9._-]+)(?:\[[^]]*\])?==(\S+)", entry)
        if match:
            pinned[match[1].lower()] = (match[2], re.findall(r"--hash=(sha256:[0-9a-f]{64})\b", entry))
    return pinned


def script(name: str) -> ModuleType:
    """A Python script of .ci as a module, without running it."""
    module = ModuleType(f"ci_{name}")
    path = ROOT / ".ci" / name
    module.__file__ = str(path)
    exec(compile(path.read_text(encoding="utf-8"), path, "exec"), module.__dict__)
    return module


def make(*arguments: str) -> str:
    """What make prints, also where make runs these tests."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    command = ["make", "--no-print-directory", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True).stdout


def all_files() -> list[Path]:
    """Every file that may be committed, as near as can be told without asking git."""
    found = []
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [name for name in folders if name not in SKIPPED and not name.endswith("_cache")]
        found += [Path(folder) / name for name in names]
    return found
