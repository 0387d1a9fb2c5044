"""Tables that are not the real one: other columns, other orders, and texts that are no table."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handleplan import tables
from handleplan.importing.checking import count
from handleplan.importing.columns import role_of
from handleplan.importing.messages import REFUSALS, WARNINGS
from handleplan.importing.reading import NotATable, decode_table, read_table

pytestmark = pytest.mark.pure

HEADER = "Nr.\tInitiativ\tBeskrivelse\tStart\tFrist\tAnsvarlig\tStatus\n"


def refusal(text: str) -> tuple[int, str]:
    with pytest.raises(NotATable) as refused:
        read_table(text)
    return refused.value.line, refused.value.reason_code


def codes(text: str) -> list[str]:
    return [warning.code for warning in read_table(text).warnings]


@pytest.mark.parametrize(
    ("title", "role"),
    [
        ("Mål nr.", "number"), ("Nr.", "number"), ("Pkt.", "number"), ("No.", "number"), ("#", "number"),
        ("Punkt", "point"), ("Område, tema og initiativer", "title"), ("INITIATIV", "title"), ("Action", "title"),
        ("Beskrivelse", "description"), ("Tidsplan", "group"), ("Start", "start"), ("Startdato:", "start"),
        ("Oprindelig slutdato", "original_end"), ("Original deadline", "original_end"),
        ("Ajourført slutdato", "revised_end"), ("Ajournført slutdato", "revised_end"),
        ("Revideret slutdato", "revised_end"),
        ("Ny frist", "revised_end"), ("Slut", "end"), ("Frist", "end"), ("Deadline", "end"), ("Due date", "end"),
        ("Ansvarlig", "owner"), ("Tovholder", "owner"), ("Owner", "owner"), ("Status pr. november 2013", "status"),
        ("SOF status okt. 2013", "status"), ("Status", "status"), ("<i>Status</i>", "status"),
        ("Kvalitet i sagsbehandlingen", ""), ("31.12.2012", ""), ("", ""), ("x" * 500, ""),
    ],
)  # fmt: skip
def test_a_column_is_known_by_its_words(title, role):
    assert role_of(title) == role


def test_columns_may_stand_in_any_order():
    table = read_table("Status\tFrist\tInitiativ\tNr.\nI gang\t1. maj 2014\tEt\t1.1\n")
    row = table.rows[0]
    assert (row.number, row.title, row.end, row.status) == ("1.1", "Et", "1. maj 2014", "I gang")


def test_punkt_is_the_number_beside_a_title_and_the_title_without_one():
    numbered, titled = read_table("Punkt\tInitiativ\n1\tEt\n"), read_table("Punkt\tFrist\nEt\t2014\n")
    assert (numbered.rows[0].number, titled.rows[0].title) == ("1", "Et")


def test_numbers_may_be_missing_and_are_warned_about():
    assert codes("Nr.\tInitiativ\tFrist\n\tEt\t1. maj 2014\n")[0] == "number_missing"


def test_there_may_be_no_number_column():
    assert read_table("Initiativ\tFrist\nEt\t1. maj 2014\n").rows[0].title == "Et"


def test_an_owner_is_text():
    assert read_table(HEADER + "1\tEt\t\t\t\tKontorchefen / TØ\tI gang\n").rows[0].owner == "Kontorchefen / TØ"


def test_a_header_may_have_one_row():
    assert read_table(HEADER + "1\tEt\n").parts[0].header_rows == 1


def test_missing_trailing_cells_are_empty():
    assert read_table(HEADER + "1\tEt\n").rows[0].cells == ("1", "Et", "", "", "", "", "")


def test_a_duplicate_number_is_read_and_warned_about():
    text = HEADER + "1\tEt\ta\t2012\t2013\n1.\tTo\tb\t2012\t2013\n"
    assert ([row.title for row in read_table(text).rows], codes(text)) == (["Et", "To"], ["duplicate_number"])


def test_a_table_may_have_closed_points_only():
    table = read_table("Afsluttede punkter\t\t\nNr.\tInitiativ\tStatus\n1\tEt\tPunktet er afsluttet\n")
    assert [(part.kind, part.title) for part in table.parts] == [("closed", "Afsluttede punkter")]


def test_an_untitled_table_whose_rows_all_say_closed_is_closed():
    table = read_table("Nr.\tInitiativ\tStatus\n1\tEt\tAfsluttet\n2\tTo\tPunktet er afsluttet.\n")
    assert table.parts[0].kind == "closed"


def test_a_closed_status_among_active_points_is_warned_about():
    text = "Nr.\tInitiativ\tStatus\n1\tEt\tI gang\n2\tTo\tPunktet er afsluttet\n"
    assert (read_table(text).parts[0].kind, codes(text)) == ("active", ["closed_in_active_part"])


def test_a_title_line_inside_the_table_begins_a_part_with_the_same_columns():
    table = read_table("Nr.\tInitiativ\tStatus\n1\tEt\tI gang\nAfsluttede punkter\n2\tTo\tPunktet er afsluttet\n")
    assert [(part.kind, len(part.rows), part.roles) for part in table.parts] == [
        ("active", 1, ("number", "title", "status")),
        ("closed", 1, ("number", "title", "status")),
    ]


def test_several_tables_of_active_points_become_one():
    text = "Nr.\tInitiativ\tFrist\n1\tEt\t2014\n\nNr.\tFrist\tInitiativ\n2\t2015\tTo\n"
    table = read_table(text)
    assert ([row.cells for row in table.rows], "parts_merged" in codes(text)) == (
        [("1", "Et", "2014"), ("2", "To", "2015")],
        True,
    )


def test_a_line_of_text_between_the_rows_is_left_out_with_a_warning():
    text = HEADER + "1\tEt\ta\t2012\t2013\nKilde: forvaltningens egen opgørelse\n2\tTo\tb\t2012\t2013\n"
    assert (len(read_table(text).rows), codes(text)) == (2, ["text_left_out"])


def test_without_description_and_dates_a_row_with_neither_status_nor_owner_is_a_heading():
    table = read_table("Nr.\tInitiativ\tStatus\n1\tOmråde\t\n1.1\tEt\tI gang\n")
    assert [row.is_heading for row in table.rows] == [True, False]


def test_an_unknown_column_is_not_kept_and_said_so():
    assert "column_not_kept" in codes("Nr.\tInitiativ\tSagsnr.\n1\tEt\t2011-127812\n")


def test_the_month_may_stand_above_the_table():
    assert read_table("Handleplan\nStatus pr. marts 2014\n\nNr.\tInitiativ\tStatus\n1\tEt\tI gang\n").parts[
        0
    ].as_of == (2014, 3)


def test_a_lone_line_above_the_table_is_the_title():
    assert read_table("Genopretning 2014\n\n" + HEADER + "1\tEt\n").title == "Genopretning 2014"


@pytest.mark.parametrize(
    "columns", ["Oprindelig frist\tFrist", "Oprindelig slutdato\tRevideret slutdato", "Frist\tNy frist"]
)
def test_the_first_of_two_ends_is_the_original(columns):
    row = read_table(f"Nr.\tInitiativ\t{columns}\n1\tEt\t1. maj 2012\t(1. juni 2012) ultimo 2013\n").rows[0]
    assert tables.end_chain(row) == ("1. maj 2012", "1. juni 2012", "ultimo 2013")


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ("1. maj 2012\t", "end_missing"),
        ("\t1. maj 2012", "start_missing"),
        ("1. maj 2013\t1. maj 2012", "end_before_start"),
        ("2012\tnår loven er vedtaget", "date_unread"),
        ("31. juni 2012\t2013", "date_unread"),
    ],
)
def test_doubtful_dates_are_warned_about(cells, code):
    assert codes(f"Nr.\tInitiativ\tStart\tFrist\n1\tEt\t{cells}\n") == [code]


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
def test_line_ends_and_byte_order_mark_are_no_matter(real_text, real_table, end):
    table = read_table("\ufeff" + real_text.replace("\n", end))
    assert table.rows == real_table.rows


def test_nbsp_in_a_header_is_a_space():
    assert read_table(HEADER.replace("Nr.", "Mål\N{NO-BREAK SPACE}nr.") + "1\tEt\n").rows[0].number == "1"


def test_semicolons_may_separate():
    row = read_table('Nr.;Initiativ;Status\n1;"Et; og to";I gang\n').rows[0]
    assert (row.title, row.status) == ("Et; og to", "I gang")


def test_a_cell_keeps_its_line_breaks():
    assert read_table('Nr.\tInitiativ\tStatus\n1\tEt\t"Først\n\nsiden"\n').rows[0].status == "Først\n\nsiden"


def test_words_soft_line_break_is_a_line_break():
    assert read_table("Nr.\tInitiativ\tStatus\n1\tEt\tFørst\x0bsiden\n").rows[0].status == "Først\nsiden"


def test_tags_other_than_italics_are_text():
    row = read_table("Nr.\tInitiativ\n1\t<b>Et</b><script>alert(1)</script>\n").rows[0]
    assert (row.title, row.italic) == ("<b>Et</b><script>alert(1)</script>", False)


@settings(deadline=None)
@given(st.text(alphabet="→<i>/ ab-", max_size=30))
def test_a_title_cell_is_taken_apart_without_loss(cell):
    assert tables.write_title(tables.read_title(cell)) == cell


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("", (1, "empty")),
        ("\n\n  ", (1, "empty")),
        ("Kære udvalg\n\nHermed status.\n", (1, "no_header")),
        ("\n\na\tb\tc\n1\t2\t3\n", (3, "no_header")),
        (HEADER, (1, "no_rows")),
        (HEADER + "1\tEt\t\t\t\t\t\tfor meget\n", (2, "too_many_cells")),
        (HEADER + "1\tEt\n2\tTo\0\n", (3, "binary")),
        (HEADER + "1\tEt\ud800\n", (2, "bad_character")),
        (HEADER + "1\tEt\t" + "x" * 20_001 + "\n", (2, "cell_too_long")),
        (HEADER + "1\tEt\t" + "x" * 1_000_000 + "\n", (2, "cell_too_long")),
        (HEADER + "1" * 61 + "\tEt\n", (2, "cell_too_long")),
        (HEADER + "1\tEt\n" * 20_001, (1, "too_large")),
        ("x" * 10_000_001, (1, "too_large")),
    ],
)
def test_what_is_no_such_table_is_refused_with_line_and_reason(text, refused):
    assert refusal(text) == refused


def test_empty_cells_beyond_the_header_are_no_matter():
    assert len(read_table(HEADER + "1\tEt" + "\t" * 30 + "\n").rows) == 1


def test_every_refusal_has_its_words():
    assert (
        NotATable(3, "too_many_cells", "8 > 7").message == "The row has more cells than the header has columns (8 > 7)."
    )


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"PK\x03\x04" + b"\0" * 50, "workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "workbook"),
        (b"x" * 10_000_001, "too_large"),
    ],
)
def test_binary_files_are_refused(data, code):
    with pytest.raises(NotATable) as refused:
        decode_table(data)
    assert refused.value.reason_code == code


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_file_may_have_excels_encodings(encoding):
    assert decode_table("Mål nr.\tÆØÅ".encode(encoding)) == "Mål nr.\tÆØÅ"


@settings(deadline=None)
@given(st.text(max_size=300) | st.text(alphabet='Nr.\tInitiativ\n"Status1;', max_size=300))
def test_any_text_is_read_or_refused(text):
    try:
        outcome = count(read_table(text))["rows"] > 0
    except NotATable as refused:
        outcome = refused.reason_code in REFUSALS
    assert outcome


def test_every_warning_code_has_a_message():
    assert all("%" not in text.replace("%(", "") for text in WARNINGS.values())
