"""The 169 date expressions of the five documents (dates.tsv) read as their authors meant them."""

import csv
from datetime import date
from pathlib import Path

import pytest

from handleplan.dates import Kind, parse

CONTEXTS = {
    "000": date(2012, 2, 29),
    "001": date(2011, 9, 1),
    "002": date(2017, 9, 20),
    "003": date(2018, 11, 5),
    "004": date(2013, 11, 15),
}


def seeds() -> list[dict[str, str]]:
    with (Path(__file__).parent / "dates.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def flags_of(reading) -> set[str]:
    flags = {
        "expected": reading.expected,
        "two-digit-year": reading.two_digit_year,
        "year-from-context": reading.year_from_context,
        "conditional": reading.kind == Kind.ALTERNATIVES,
    }
    return {flag for flag, raised in flags.items() if raised}


def test_there_are_169_seeds():
    assert len(seeds()) == 169


@pytest.mark.parametrize("seed", seeds(), ids=lambda seed: f"{seed['seed']}:{seed['line']}-{seed['verbatim']}")
def test_every_seed_reads_as_written_down(seed):
    reading = parse(seed["verbatim"], CONTEXTS[seed["seed"]])

    assert {
        "as_written": reading.as_written,
        "earliest": str(reading.earliest or ""),
        "latest": str(reading.latest or ""),
        "kind": reading.kind.value,
        "edtf": reading.edtf,
        "flags": flags_of(reading),
    } == {
        "as_written": seed["verbatim"],
        "earliest": seed["earliest"],
        "latest": seed["latest"],
        "kind": seed["kind"],
        "edtf": seed["edtf"],
        "flags": set((seed["flags"] or "").split()),
    }
