"""It is no parser of one file: tables made at random are read, matched and written again."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from handleplan import tables, tsv
from handleplan.importing.reading import read_table
from handleplan.tables import Row

from .making import Made, made_tables

pytestmark = pytest.mark.pure


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(made_tables())
def test_every_row_is_read_into_its_part(made: Made):
    table = read_table(made.text)
    read = [(part.kind, row.title, row.status) for part in table.parts for row in part.rows]
    assert read == [(kind, tables.read_title(fields["title"]).title, fields["status"]) for kind, fields in made.rows]


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(made_tables())
def test_every_field_is_read_from_its_column(made: Made):
    assert [facts(row) for row in read_table(made.text).rows] == [expected(fields) for _kind, fields in made.rows]


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(made_tables())
def test_a_table_is_written_again_cell_for_cell(made: Made):
    assert lines(tsv.write_table(read_table(made.text))) == lines(made.text)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(made_tables())
def test_cells_made_of_the_fields_are_the_cells(made: Made):
    for part in read_table(made.text).parts:
        assert [tables.lay_out(part.columns, row) for row in part.rows] == [row.cells for row in part.rows]


def facts(row: Row) -> tuple[str, ...]:
    return row.number, row.description, row.start, row.original_end, row.end, row.owner


def expected(fields: dict[str, str]) -> tuple[str, ...]:
    end = fields.get("revised_end", fields.get("end", ""))
    return (
        *(fields.get(role, "") for role in ("number", "description", "start", "original_end")),
        end,
        fields.get("owner", ""),
    )


def lines(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.strip()]
