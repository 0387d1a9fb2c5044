"""What the project says of itself: licence, settings, and the linter's list of pure modules."""

import re

from tests.machine.files import ROOT, pyproject, text

PURE = "pure: Python alone, no Django and no model"
INSIDE = "inside handleplan: web > importing, notifying > verbs > models > pure"
IMPORTING = "inside importing: what knows the database > what is pure"
MEETINGS = "inside meetings: web > contributions > composing, verbs > models > pure"


def contract(name: str) -> dict:
    return next(found for found in pyproject()["tool"]["importlinter"]["contracts"] if found["name"] == name)


def test_the_licence_is_the_whole_eupl():
    licence = text("LICENSE")
    assert pyproject()["project"]["license"] == "EUPL-1.2"
    assert licence.startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2\nEUPL © the European Union 2007, 2016\n")
    assert re.findall(r"^(\d+)\. ?[A-Z]", licence, re.MULTILINE) == [str(number) for number in range(1, 16)]
    assert licence.rstrip().endswith(
        "All other changes or additions to this Appendix require the production of a new EUPL version."
    )


def test_the_operations_page_names_every_variable():
    read = set(re.findall(r"""env\.\w+\(\s*"([A-Z_]+)\"""", text("handleplan/settings.py")))
    read |= set(re.findall(r"""environ\.get\("([A-Z_]+)\"""", text("gunicorn.conf.py")))
    read -= {"ANNOUNCE"}  # between .ci/serve and gunicorn.conf.py only
    named = set(re.findall(r"`([A-Z_]+)`", text("docs/operations.md")))
    assert sorted(read - named) == []


def test_every_module_of_a_lowest_layer_is_held_to_be_pure():
    lowest = set()
    for name in (INSIDE, IMPORTING, MEETINGS):
        (package,) = contract(name)["containers"]
        lowest |= {f"{package}.{module}" for module in re.findall(r"\((\w+)\)", contract(name)["layers"][-1])}
    there = {
        name for name in lowest if (path := ROOT / name.replace(".", "/")).with_suffix(".py").exists() or path.is_dir()
    }
    assert sorted(contract(PURE)["source_modules"]) == sorted(there)
