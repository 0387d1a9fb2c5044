"""Every choice of a design changes what it should: in the facts that are printed, in Word, in Excel and on paper."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from handleplan import updating
from handleplan.models import PlanItem
from reports import docx, frozen, pdf, xlsx
from reports.designs import AS_THE_TABLE, STANDARD, Abbreviation, Column, Design, DesignPart
from reports.snapshot import Snapshot, build_snapshot
from tests.conftest import BECAUSE
from tests.reports import docx_reading
from tests.reports.pdf_reading import structure
from tests.reports.test_xlsx import opened, printed

NOVEMBER = dt.date(2013, 11, 1)
PLAIN = Design(name="en", label="En", charts=False)
THREE = (Column("number", "Nr."), Column("title", "Ajournført titel"), Column("owner", "Ansvarlig", "Hvem"))


def month(plan, **choices) -> Snapshot:
    return build_snapshot(plan, NOVEMBER, design=dataclasses.replace(PLAIN, **choices))


def numbers(snapshot: Snapshot) -> list[list[str]]:
    return [[row.number for row in part.rows] for part in snapshot.parts]


@pytest.fixture
def in_focus(real_plan, cast):
    """Point 1.2.5.6 in management focus."""
    item = PlanItem.objects.get(plan=real_plan, number="1.2.5.6")
    updating.record_status(
        item,
        period=NOVEMBER,
        text="Forsinket",
        in_focus=True,
        focus_reason="Sagen haster",
        user=cast.sara_secretary,
        reason=BECAUSE,
    )
    return real_plan


def test_as_the_table_prints_the_plans_own_columns_S004_2(real_plan):
    snapshot = build_snapshot(real_plan, NOVEMBER, design=AS_THE_TABLE)
    assert [column.title for column in snapshot.parts[0].columns][5:] == [
        "Ajournført slutdato",
        "Status pr. november 2013",
    ]


def test_standard_has_its_own_columns(real_plan):
    snapshot = build_snapshot(real_plan, NOVEMBER, design=STANDARD)
    assert [column.role for column in snapshot.parts[0].columns] == [
        "number",
        "point",
        "start",
        "original_end",
        "deadline",
        "standing",
        "status",
    ]


def test_order_is_as_written_or_by_number_S004_7(real_plan):
    written, sorted_ = (numbers(month(real_plan, order=order))[1][:4] for order in ("as_written", "by_number"))
    assert (written, sorted_) == (
        ["1.1.2.1", "1.1.1.1.B", "1.1.1.1.A", "1.1.2.2.B"],
        ["1.1.1.1.A", "1.1.1.1.B", "1.1.2.1", "1.1.2.2.B"],
    )


def test_only_points_in_focus_stand_under_their_headings(in_focus):
    assert numbers(month(in_focus, scope="focus"))[0] == ["1", "1.2", "1.2.5.6"]


def test_points_that_are_left_out_stay_in_the_facts(in_focus):
    assert len(list(month(in_focus, scope="focus").points())) == 71


def test_closed_points_are_left_out(real_plan):
    assert [part.kind for part in month(real_plan, closed="none").parts] == ["active"]


def test_closed_points_are_listed_with_their_slippage(real_plan):
    (_active, closed) = month(real_plan, closed="with_slippage").parts
    assert [column.role for column in closed.columns] == [
        "number",
        "title",
        "description",
        "start",
        "end",
        "slippage",
        "status",
    ]


def test_a_part_has_its_own_title_and_columns(real_plan):
    part = month(real_plan, parts=(DesignPart("active", title="Åbne punkter", columns=THREE),)).parts[0]
    assert (part.title, part.columns, part.header_rows) == ("Åbne punkter", THREE, 2)


@pytest.mark.parametrize(
    ("written", "said"),
    [("", "november 2013"), ("{måned}", "november 2013"), ("{forrige måned}", "oktober 2013"), ("uge 48", "uge 48")],
)
def test_a_part_says_as_of_when(real_plan, written, said):
    assert month(real_plan, parts=(DesignPart("active", as_of_text=written),)).parts[0].as_of_text == said


def test_a_title_names_the_parts_month_S004_3(real_plan):
    column = Column("status", "Status pr. {måned}")
    part = DesignPart("active", as_of_text="{forrige måned}", columns=(column,))
    assert month(real_plan, parts=(part,)).parts[0].columns[0].title == "Status pr. oktober 2013"


def test_own_abbreviations_are_explained_where_they_are_used(real_plan):
    own = (Abbreviation("SOFUS", "budgetværktøjet"), Abbreviation("HKY", "Handicap"))
    told = month(real_plan, abbreviations=own).abbreviations
    assert [each.short for each in told if each in own] == ["SOFUS"]


@pytest.mark.parametrize("design", [AS_THE_TABLE, STANDARD, PLAIN])
def test_a_design_is_itself_after_a_trip_through_json(design):
    assert frozen.from_value(Design, dataclasses.asdict(design)) == design


@pytest.mark.pdf
def test_every_format_prints_the_choices(in_focus):
    """One design with many choices, its cells read out of the three files."""
    parts = (DesignPart("active", title="Åbne punkter", columns=THREE), DesignPart("closed", columns=THREE[:2]))
    snapshot = month(in_focus, scope="focus", order="by_number", parts=parts)
    cells = [
        ("1", "KVALITET I SAGSBEHANDLINGEN", ""),
        ("1.2", "Sikker og effektiv drift", ""),
        ("1.2.5.6", "Kontrol af medicinafregning", ""),
    ]
    word, book = docx.render(snapshot), opened(xlsx.render(snapshot))
    table = docx_reading.table_after(word, "Åbne punkter")
    (paper, *_rest) = structure(pdf.render(snapshot)).all("Table")
    on_paper = [[cell.text for cell in row.kids] for row in paper.all("TR")]
    assert docx_reading.body_rows(table) == cells
    assert [text for row in docx_reading.header_rows(table) for text, _span in docx_reading.cells(row) if text] == [
        "Nr.",
        "Ajournført titel",
        "Hvem",
        "Ansvarlig",
    ]
    assert printed(book["Åbne punkter"], 3, "Nr.") == cells
    assert on_paper[-1][:2] == ["1.2.5.6", "Kontrol af medicinafregning"]
    assert on_paper[0] == ["Nr.", "Ajournført titel", "Hvem"]
