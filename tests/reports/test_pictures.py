"""Charts as pictures in Word: the drawing of the page, a PNG beside it, words for who cannot see them."""

from __future__ import annotations

import dataclasses
import io

import pytest
from docx.oxml.ns import qn
from PIL import Image

from reports import charts
from reports.docx import render
from reports.word.pictures import png
from tests.reports.docx_reading import body_rows, opened, parts_of, table_after
from tests.reports.two_months import two_editions

FRAME = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10"><title>T</title><desc>D</desc>{}</svg>'


@pytest.fixture
def edition(real_plan, cast):
    """December as edition 11, with a chart of every kind."""
    return two_editions(real_plan, cast.sara_secretary, another_scale=False)[1]


@pytest.mark.pdf
def test_every_chart_is_in_the_word_file_with_its_words_and_its_twin(edition):
    word, drawn = render(edition), charts.all_of(edition)
    named = opened(word).element.body.iter(qn("wp:docPr"))
    twins = {chart.title: len(body_rows(table_after(word, chart.title))) for chart in drawn}
    assert [(each.get("name"), each.get("descr")) for each in named] == [(c.title, c.alt) for c in drawn if c.svg]
    assert twins == {chart.title: len(chart.table.rows) for chart in drawn}


@pytest.mark.pdf
def test_the_drawing_is_that_of_the_page_and_a_png_stands_beside_it(edition):
    parts, drawn = parts_of(render(edition)), [chart.svg for chart in charts.all_of(edition) if chart.svg]
    vectors = [parts[f"word/media/chart{place}.svg"].decode() for place in range(1, len(drawn) + 1)]
    pictures = [name for name in parts if name.endswith(".png")]
    assert (vectors, len(pictures)) == (drawn, len(drawn))


@pytest.mark.pdf
def test_the_same_charts_give_the_same_bytes(edition):
    assert render(edition) == render(edition)


@pytest.mark.pdf
def test_a_design_without_charts_has_no_picture(edition):
    plain = dataclasses.replace(edition, design=dataclasses.replace(edition.design, charts=False))
    assert [name for name in parts_of(render(plain)) if "media" in name] == []


@pytest.mark.pure
@pytest.mark.parametrize(
    ("shape", "at"),
    [
        ('<rect x="2" y="2" width="6" height="6" fill="#ff0000"/>', (5, 5)),
        ('<circle cx="5" cy="5" r="3" fill="#ff0000" stroke="none"/>', (5, 5)),
        ('<polygon points="2,2 8,2 8,8 2,8" fill="#ff0000" stroke="none"/>', (5, 5)),
        ('<line x1="0" y1="5" x2="10" y2="5" stroke="#ff0000" stroke-width="2"/>', (5, 5)),
        ('<path d="M0 5 L10 5" fill="none" stroke="#ff0000" stroke-width="2"/>', (5, 5)),
        ('<line x1="0" y1="5" x2="20" y2="5" stroke="#ff0000" stroke-width="2" stroke-dasharray="4 4"/>', (10, 5)),
    ],
)
def test_each_shape_is_drawn_where_it_is(shape, at):
    image = Image.open(io.BytesIO(png(FRAME.format(shape)))).convert("RGB")
    assert image.getpixel((at[0] * 2, at[1] * 2)) == (255, 0, 0)


@pytest.mark.pure
def test_a_gap_of_a_dashed_line_is_left_white():
    line = '<line x1="0" y1="5" x2="20" y2="5" stroke="#ff0000" stroke-width="2" stroke-dasharray="4 4"/>'
    image = Image.open(io.BytesIO(png(FRAME.format(line)))).convert("RGB")
    assert image.getpixel((12, 10)) == (255, 255, 255)


@pytest.mark.pure
def test_a_shape_that_cannot_be_drawn_stops_the_file():
    with pytest.raises(ValueError, match="ellipse"):
        png(FRAME.format('<ellipse cx="1" cy="1" rx="1" ry="1"/>'))
