"""A status typed as Markdown is laid out on paper, within the same bounds as any other text (issue 3, point 1)."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from html import escape

import pytest

from reports.paper import bounds
from reports.paper.marked import marked
from reports.pdf import render
from tests.reports import verapdf
from tests.reports.pdf_reading import structure
from tests.reports.status_table import november_2013
from tests.reports.test_paper_document import with_row

TYPED = """Der er holdt **møde** med *leverandøren*.

- første sag
- anden sag, se [notatet](https://kk.dk/notat)

1. ét
2. to"""
HOSTILE = [
    "**a**b" * 1_600,
    "- a\n" * 3_000,
    "".join("  " * depth + "- dyb\n" for depth in range(200)),
    "[x](https://" + "y" * 1_900 + ")" + "<td colspan=1000000000>" * 300,
    "x" * 100_000,
    "\n" * 10_000 + "*" * 5_000,
    "e" + "\u0301" * 10_000,
]


def text(value: str, fit: int = 40) -> str:
    return escape(bounds.clean(value, None, fit))


def row(typed: str, kind: str = "markdown"):
    return with_row(november_2013(), cells=("9", "Ny", "", "", "", "", typed), status=typed, status_kind=kind)


@pytest.fixture(scope="module")
def cell():
    """The printed status cell of ``TYPED``."""
    return structure(render(row(TYPED))).all("Table")[0].all("TR")[-1].kids[-1]


@pytest.mark.pure
def test_marks_become_elements():
    assert marked("Et **fedt** ord\n\n- a\n- b", 26, text) == (
        "<p>Et <strong>fedt</strong> ord</p><ul><li>a</li><li>b</li></ul>"
    )


@pytest.mark.pure
def test_a_link_prints_its_words_and_its_address():
    assert marked("se [notatet](https://kk.dk/n)", 26, text) == "<p>se notatet (https://kk.dk/n)</p>"


@pytest.mark.pure
def test_an_address_prints_once():
    assert marked("se https://kk.dk/n", 26, text) == "<p>se https://kk.dk/n</p>"


@pytest.mark.pure
def test_html_that_is_typed_prints_as_typed():
    assert marked("<b>x</b> & <td colspan=9>", 26, text) == "<p>&lt;b&gt;x&lt;/b&gt; &amp; &lt;td colspan=9&gt;</p>"


@pytest.mark.pure
@pytest.mark.parametrize("value", HOSTILE)
def test_no_word_runs_on_longer_than_the_bounds(value):
    words = re.sub("<(?!/?(strong|em)>)[^>]*>", " ", marked(value, 26, text))
    plain = re.sub("</?(strong|em)>", "", words)
    assert max(map(len, re.split(f"[\\s{bounds.ZERO_WIDTH_SPACE}]", plain))) <= bounds.MAX_RUN + 5


@pytest.mark.pure
def test_a_long_text_says_that_it_was_cut():
    assert marked("ord " * 5_000, 26, text).endswith(" […]</p>")


@pytest.mark.pure
def test_what_the_child_imports_is_free_of_django():
    asked = "import sys, reports.paper.document; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", asked], check=False).returncode == 0


@pytest.mark.pdf
def test_a_list_is_tagged_as_a_list(cell):
    assert [[item.all("LBody")[0].text for item in each.all("LI")] for each in cell.all("L")] == [
        ["første sag", "anden sag, se notatet (https://kk.dk/notat)"],
        ["ét", "to"],
    ]


@pytest.mark.pdf
def test_the_words_stand_without_their_marks(cell):
    assert cell.all("P")[0].text == "Der er holdt møde med leverandøren."


@pytest.mark.pdf
def test_a_plain_status_prints_its_stars():
    printed = structure(render(row("**ikke fed**", "plain"))).all("Table")[0].all("TR")[-1].kids[-1]
    assert printed.text == "**ikke fed**"


@pytest.mark.pdf
def test_hostile_statuses_print_within_the_limits():
    snapshot = november_2013()
    for typed in HOSTILE:
        snapshot = with_row(snapshot, cells=("9", "Ny", "", "", "", "", typed), status=typed, status_kind="markdown")
    started = time.perf_counter()
    assert render(snapshot).startswith(b"%PDF")
    assert time.perf_counter() - started < 30


@pytest.mark.pdf
@pytest.mark.skipif(bool(verapdf.why_not()), reason=verapdf.why_not())
def test_verapdf_finds_no_fault(tmp_path):
    deep = "".join("  " * depth + "- dyb\n" for depth in range(12))
    for name, typed in {"kort": TYPED, "dyb": deep, "lang": "**Fed.** Ord *om* økonomi.\n\n- et\n" * 150}.items():
        (tmp_path / f"{name}.pdf").write_bytes(render(row(typed)))
    found = verapdf.validate(*sorted(tmp_path.glob("*.pdf")))
    assert [(verdict.file, verdict.profile, verdict.broken) for verdict in found if not verdict.passed] == []
