"""The facts of a report as CSV."""

from __future__ import annotations

import csv
import dataclasses
import io

import pytest

from reports import csv_table
from reports.snapshot import build_snapshot
from tests.reports.editions import NOVEMBER


def read(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


@pytest.fixture
def snapshot(real_plan):
    return build_snapshot(real_plan, NOVEMBER)


def test_every_point_of_every_part_is_a_line(snapshot):
    rows = sum(len(part.rows) for part in snapshot.parts)
    assert len(read(csv_table.render(snapshot))) == rows + 1


def test_a_date_stands_as_written_and_as_the_days_it_can_mean(snapshot):
    head, *rows = read(csv_table.render(snapshot))
    row = next(dict(zip(head, row, strict=True)) for row in rows if row[1] == "1.1.2.2.A")
    assert (row["Gældende slutdato"], row["Slut tidligst"], row["Slut senest"]) == (
        "medio 2013",
        "2013-05-01",
        "2013-08-31",
    )


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_text_becomes_a_formula(snapshot, text):
    part = snapshot.parts[0]
    row = dataclasses.replace(part.rows[0], status=text)
    hostile = dataclasses.replace(snapshot, parts=(dataclasses.replace(part, rows=(row,)),))
    assert read(csv_table.render(hostile))[1][-2] == f"'{text}"
