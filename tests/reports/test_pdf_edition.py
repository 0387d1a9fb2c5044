"""An edition on paper, with everything there is to say: structure, bookmarks, charts with words, proof in the foot."""

from __future__ import annotations

import dataclasses
import hashlib

import pikepdf
import pytest

from reports.designs import STANDARD, Column
from reports.paper.document import report_html
from reports.pdf import render
from reports.snapshot import Snapshot, build_snapshot
from tests.reports import two_months
from tests.reports.pdf_reading import artifacts, opened, outline, page_texts, structure

pytestmark = pytest.mark.pdf

NUMBER, TITLE = Column("number", "Mål nr."), Column("title", "Initiativ")


@pytest.fixture
def december(real_plan, cast) -> Snapshot:
    return two_months.two_editions(real_plan, cast.sara_secretary)[1]


def test_the_pages_of_an_edition(december):
    """One rendering, many facts: a rendering takes seconds."""
    pdf = render(december)
    tree = structure(pdf)
    assert [(each.tag, each.text) for each in tree.all("H1", "H2")] == [
        ("H1", december.title),
        ("H2", "Kræver opmærksomhed"),
        ("H2", "Siden udgave 10 (november 2013)"),
        ("H2", "Aktive handleplanspunkter"),
        ("H2", "Afsluttede handleplanspunkter"),
        ("H2", "Siden sidst – fortsat"),
        ("H2", "Overblik i tid"),
        ("H2", "Definitioner og forkortelser"),
    ]
    assert [each.text for each in tree.all("H3") if each.text in ("Nu overskredet", "Flyttede frister")] == [
        "Nu overskredet",
        "Flyttede frister",
    ]
    assert [title for depth, title in outline(pdf) if depth == 0] == [
        "Forside",
        "Aktive handleplanspunkter",
        "Afsluttede handleplanspunkter",
        "Siden sidst – fortsat",
        "Overblik i tid",
        "Definitioner og forkortelser",
    ]
    assert {cell.attributes.get("Scope") for cell in tree.all("TH")} == {"/Column"}
    assert [alt.split(".")[0] for alt in alternates(pdf)] == [
        "Tidsplan pr",
        "Milepælstrend: sådan har fristerne flyttet sig",
        "Vurdering måned for måned",
    ]
    short = december.edition.facts_sha256[:12]
    foot = f"Udgave 11 · Oplysningernes kontrolsum {short} · ændringsloggen {december.edition.chain_head[:12]}"
    assert {foot in page for page in artifacts(pdf)} == {True}
    assert render(december) == pdf


def test_the_first_page_says_what_happened_since_the_edition_before(december):
    pdf = render(december)
    with opened(pdf) as file:
        first = len(file.pages)
    assert first > 1
    text = structure(pdf).text
    moved = "fra medio 2013 til 31. maj 2014 (+273 dage). 686 yderligere sager"
    assert text.index(moved) < text.index("Aktive handleplanspunkter")


def test_an_edition_without_a_predecessor_says_so(real_plan):
    first = two_months.published(build_snapshot(real_plan, two_months.NOVEMBER, design=STANDARD), 1)
    assert "Det er planens første udgave" in structure(render(first)).text


def test_a_corrected_edition_prints_its_corrections_before_its_figures(real_plan):
    snapshot = two_months.published(
        build_snapshot(real_plan, two_months.NOVEMBER),
        11,
        letter="a",
        corrects="11",
        corrections="Fristen for 1.2.5.6 var forkert.",
    )
    text = structure(render(snapshot)).text
    assert text.index("Rettet version af udgave 11") < text.index("Fristen for 1.2.5.6") < text.index("aktive punkter")


def test_a_corrected_edition_tells_what_is_new_on_its_first_page_before_what_needs_attention(december):
    edition = dataclasses.replace(
        december.edition, letter="a", corrects="11", corrections="Fristen for 1.2.5.6 var forkert.\nOg et navn."
    )
    pdf = render(dataclasses.replace(december, edition=edition))
    with opened(pdf) as file:
        first = "".join(page_texts(file.pages[0]).values())
    assert first.index("Rettet version af udgave 11") < first.index("Siden udgave 10")
    text = structure(pdf).text
    assert text.index("Siden udgave 10") < text.index("Kræver opmærksomhed")


@pytest.mark.parametrize(("columns", "printed"), [(STANDARD.part("active").columns, False), ((NUMBER, TITLE), True)])
def test_the_schedule_has_its_table_where_the_columns_do_not_say_its_dates(december, columns, printed):
    active, closed = december.parts
    cells = [dataclasses.replace(row, cells=("",) * len(columns)) for row in active.rows]
    parts = (dataclasses.replace(active, columns=columns, rows=tuple(cells)), closed)
    html = report_html(dataclasses.replace(december, parts=parts))
    assert ('data-summary="Tidsplan pr. kvartal"' in html) is printed


def test_hostile_titles_do_not_stop_the_charts(december):
    active, closed = december.parts
    odd = "\u202e\U0001f600<b>&amp;" + "W" * 400
    rows = tuple(dataclasses.replace(row, title=odd) for row in active.rows)
    hostile = dataclasses.replace(december, parts=(dataclasses.replace(active, rows=rows), closed))
    assert hashlib.sha256(render(hostile)).hexdigest()


def alternates(pdf: bytes) -> list[str]:
    """The alternate texts of the figures, in order."""
    with opened(pdf) as file:
        return list(_alternates(file.Root.StructTreeRoot.K[0]))


def _alternates(node):
    if str(node.get("/S", "")) == "/Figure":
        yield str(node.Alt)
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield from _alternates(kid)
