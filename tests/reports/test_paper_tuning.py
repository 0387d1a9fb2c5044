"""What makes the printer faster changes no byte of what it prints, and is left out for a pydyf we do not know."""

from __future__ import annotations

import contextlib
import gc

import pydyf
import pytest

from reports.paper import printing, tuning
from reports.paper.structure import finish
from tests.reports.status_table import november_2013

pytestmark = pytest.mark.pdf


@pytest.fixture(scope="module")
def printer():
    return printing.prepare()


def test_bytes_are_the_same_without_any_tuning(printer, monkeypatch):
    facts = november_2013().as_json().encode()
    tuned = printer.pdf(facts)
    monkeypatch.setattr(printing, "_finish", finish)
    monkeypatch.setattr(printing, "fast_page_references", contextlib.nullcontext)
    monkeypatch.setattr(printing, "without_garbage_collection", contextlib.nullcontext)
    assert printer.pdf(facts) == tuned


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
