"""What people may type, paste or be tricked into typing prints as the letters it is, within the bounds."""

from __future__ import annotations

import dataclasses
import time

import pytest

from reports.pdf import render
from tests.reports.pdf_reading import opened, structure
from tests.reports.status_table import november_2013
from tests.reports.test_paper_document import with_row

pytestmark = pytest.mark.pdf

PAYLOADS = [
    "<link rel=attachment href=file:///etc/passwd>",
    "<img src=file:///etc/passwd>",
    "<style>@import url(file:///etc/passwd);</style>",
    "<td colspan=1000000000>",
    "</td></tr></table><h1>",
    "<ul><li>" * 100,
    "&lt;b&gt; &amp; &#x3c;",
    "{{ settings.SECRET_KEY }} {% include 'x' %}",
    "<!-- --><![CDATA[ ]]><?xml ?>",
    "\\0000a url(x) content: attr(x)",
    "§ 41 og -afrapportering <span class=kept>§§ 7</span>",
    "  to  mellemrum  ",
]


def printed(**changes):
    """The status cell of one more row with ``changes``, read back from the file; and the file."""
    pdf = render(with_row(november_2013(), **changes))
    return _statuses(pdf)[-1], pdf


def _statuses(pdf):
    return [row.kids[-1].text for row in structure(pdf).all("Table")[0].all("TR")]


@pytest.fixture(scope="module")
def payloads_as_read():
    """Every payload as the status of a row of its own, in one document, read back."""
    snapshot = november_2013()
    for payload in PAYLOADS:
        snapshot = with_row(snapshot, cells=("9", "Ny", "", "", "", "", payload), description="initiativ")
    return dict(zip(PAYLOADS, _statuses(render(snapshot))[-len(PAYLOADS) :], strict=True))


@pytest.mark.parametrize("payload", PAYLOADS)
def test_payload_prints_literally(payloads_as_read, payload):
    assert payloads_as_read[payload].replace("\u200b", "") == payload


def test_payload_in_every_field_attaches_nothing():
    payload = PAYLOADS[0]
    row = {"number": payload, "title": payload, "cells": (payload,) * 7}
    snapshot = dataclasses.replace(
        with_row(november_2013(), **row), title=payload, unit=payload, occasion=payload, intro=payload, plan=payload
    )
    with opened(render(snapshot)) as file:
        assert list(file.attachments) == ["handleplan.csv", "handleplan.json"]


def test_line_breaks_of_a_plain_text_are_line_breaks():
    pdf = printed(cells=("9", "Ny", "", "", "", "", "første\nanden\r\ntredje"))[1]
    spans = structure(pdf).all("Table")[0].all("TR")[-1].kids[-1].all("Span")
    assert [span.text for span in spans] == ["første", "anden", "tredje"]


def test_huge_texts_are_printed_within_the_limits():
    texts = [
        "e" + "\u0301" * 100_000,
        "\u202e" * 10_000,
        "<i>" * 50_000,
        "ord " * 50_000,
        "x" * 100_000,
        "a\n" * 100_000,
    ]
    begun = time.monotonic()
    printed(cells=(*texts, "slut"), number="1" * 100_000, title="t" * 100_000)
    assert time.monotonic() - begun < 45


def test_row_over_several_pages_is_read_as_one_row():
    long = "Et langt ord om økonomi. " * 390
    text, pdf = printed(cells=("9", "Ny", "kort", "", "", "", long))
    with opened(pdf) as file:
        pages = len(file.pages)
    assert (text, pages > 9) == (long, True)


def test_row_of_a_narrow_column_that_runs_over_pages_is_read_whole():
    assert printed(cells=("9", "Ny", "", "medio 2013 " * 300, "", "", "slut"))[0] == "slut"


def test_plan_without_points_prints():
    active = november_2013().parts[0]
    empty = dataclasses.replace(november_2013(), parts=(dataclasses.replace(active, rows=()),), notices=())
    assert structure(render(empty)).all("Table") == []


def test_table_without_groups_has_one_header_row():
    active = november_2013().parts[0]
    plain = dataclasses.replace(active, columns=tuple(dataclasses.replace(c, group="") for c in active.columns))
    table = structure(render(dataclasses.replace(november_2013(), parts=(plain,)))).all("Table")[0]
    assert [cell.text for cell in table.all("THead")[0].all("TH")] == [column.title for column in active.columns]
