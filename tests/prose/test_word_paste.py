"""The clipboards of ``tests/prose/word`` on the server; ``tests/browser/test_paste.py`` has the same in Chromium."""

from __future__ import annotations

import pytest

from handleplan.prose import from_word_html, to_html

from .samples import Sample, read_samples


@pytest.mark.parametrize("sample", read_samples(), ids=lambda sample: sample.name)
def test_a_clipboard_becomes_markdown(sample: Sample):
    assert from_word_html(sample.html).markdown == sample.markdown


@pytest.mark.parametrize("sample", read_samples(), ids=lambda sample: sample.name)
def test_what_is_lost_is_said(sample: Sample):
    assert from_word_html(sample.html).dropped == sample.dropped


def test_words_lists_print_as_lists():
    status = next(sample for sample in read_samples() if sample.name == "word_status")
    assert to_html(status.markdown, "markdown").count("<li>") == 3


def test_a_date_and_an_amount_of_the_clipboard_print_as_they_stood():
    status = next(sample for sample in read_samples() if sample.name == "word_status")
    assert to_html(status.markdown, "markdown").endswith(
        "<p>31. dec. 2013 gøres status.<br>- 4.500 t.kr. er indarbejdet i budgettet.</p>"
    )
