"""`make` tells what it can do, and CI asks for no more than the README names."""

import re

from tests.machine.files import ROOT, make, make_targets, script, text


def test_help_lists_every_target():
    listed = re.findall(r"^make ([a-z-]+) +\S", make("help"), re.MULTILINE)
    assert sorted(listed) == sorted(make_targets())


def test_every_target_is_phony():
    phony = re.search(r"^\.PHONY: ((?:.*\\\n)*.*)$", text("Makefile"), re.MULTILINE)[1]
    assert set(phony.replace("\\\n", " ").split()) == make_targets()


def test_ci_runs_only_make_targets_that_the_readme_names():
    called = re.findall(r"^make (.*)$", text(".ci/run"), re.MULTILINE)
    named = re.findall(r"^ *make ([a-z-]+)", text("README.md"), re.MULTILINE)
    assert called == ["check", "test"]
    assert set(called) <= set(named)


def test_every_make_target_that_a_document_names_exists():
    documents = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    for document in documents:
        named = re.findall(r"(?:^ +|`(?:\w+=\S+ )?)make ([a-z-]+)", document.read_text(encoding="utf-8"), re.MULTILINE)
        assert set(named) <= make_targets(), document.name


def test_the_suite_runs_on_both_databases():
    assert re.search(r"^test: test-sqlite test-postgres\b", text("Makefile"), re.MULTILINE)


def test_demo_reset_removes_the_demos_data_and_nothing_else():
    told = make("-n", "demo-reset")
    demo = script("serve").DEMO
    database = demo["DATABASE_URL"].removeprefix(f"sqlite:///{ROOT}/")
    files = demo["MEDIA_ROOT"].removeprefix(f"{ROOT}/")
    assert told.split() == ["rm", "-rf", database, f"{database}-shm", f"{database}-wal", files]
