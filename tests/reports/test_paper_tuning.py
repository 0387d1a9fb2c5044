"""What makes the printer faster changes nothing of what it prints, and is left out for a pydyf we do not know."""

from __future__ import annotations

import contextlib
import gc
import io

import pikepdf
import pydyf
import pytest
import weasyprint
from weasyprint import svg

from reports.paper import printing, tuning
from reports.paper.structure import finish
from tests.reports.status_table import november_2013

pytestmark = pytest.mark.pdf


@pytest.fixture(scope="module")
def printer():
    return printing.prepare()


def inflated(content: bytes) -> bytes:
    """The file with every stream as it was before it was deflated."""
    unpacked = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        plain = pikepdf.StreamDecodeLevel.generalized
        pdf.save(unpacked, stream_decode_level=plain, compress_streams=False, static_id=True)
    return unpacked.getvalue()


def test_the_file_is_the_same_without_any_tuning_but_for_how_hard_it_is_deflated(printer, monkeypatch):
    facts = november_2013().as_json().encode()
    tuned = printer.pdf(facts)
    monkeypatch.setattr(printing, "_finish", finish)
    monkeypatch.setattr(printing, "fast_page_references", contextlib.nullcontext)
    monkeypatch.setattr(printing, "without_garbage_collection", contextlib.nullcontext)
    assert inflated(printer.pdf(facts)) == inflated(tuned)


def test_page_look_up_gives_the_references_of_pydyf():
    pdf = pydyf.PDF()
    for _ in range(3):
        pdf.add_page(pydyf.Dictionary())
    with tuning.fast_page_references():
        fast = tuple(pdf.page_references)
    assert fast == pdf.page_references


def test_page_look_up_is_put_back():
    before = pydyf.PDF.page_references
    with tuning.fast_page_references():
        pass
    assert pydyf.PDF.page_references is before


def test_pydyf_in_the_lock_is_one_that_was_tried():
    assert pydyf.VERSION in tuning.TRIED_PYDYF


def test_unknown_pydyf_is_left_alone(monkeypatch):
    monkeypatch.setattr(pydyf, "VERSION", "99.0")
    before = pydyf.PDF.page_references
    with tuning.fast_page_references() as tuned:
        assert (tuned, pydyf.PDF.page_references is before) == (False, True)


def test_garbage_collection_is_on_again_afterwards():
    with tuning.without_garbage_collection():
        pass
    assert gc.isenabled()


DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="20"><text x="0" y="15">Handleplan</text></svg>'


def placed(printer) -> int:
    """How often something is placed on the page of ``DRAWING``: its words once, or each letter by itself."""
    with pikepdf.open(io.BytesIO(printer._print(DRAWING, printer.stylesheet, [], b""))) as pdf:
        return sum(str(each.operator) == "Tm" for each in pikepdf.parse_content_stream(pdf.pages[0]))


def test_a_text_in_a_drawing_is_placed_as_a_whole(printer, monkeypatch):
    whole = placed(printer)
    monkeypatch.setattr(printing, "whole_texts_in_drawings", contextlib.nullcontext)
    assert placed(printer) - whole == len("Handleplan") - 1


def test_the_drawings_of_weasyprint_are_put_back():
    before = svg.Node.text
    with tuning.whole_texts_in_drawings():
        pass
    assert svg.Node.text is before


def test_weasyprint_in_the_lock_is_one_that_was_tried():
    assert weasyprint.VERSION in tuning.TRIED_WEASYPRINT


def test_an_unknown_weasyprint_draws_as_ever(monkeypatch):
    monkeypatch.setattr(weasyprint, "VERSION", "999")
    with tuning.whole_texts_in_drawings() as known:
        assert known is False
