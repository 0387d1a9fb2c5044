"""The three real items as PDF/UA and as Word: real headings, the same words, the same bytes each time."""

from __future__ import annotations

import io
import re

import pytest
from docx import Document as WordFile

from meetings import paper
from meetings.composing import compose
from meetings.document import MINUTES, as_text
from reports import docx, pdf
from reports.letters import Block, Enclosure, Letter, from_json
from tests.meetings.three_items import ORIGINALS, original, real_item, words
from tests.reports.pdf_reading import opened, outline, structure

pytestmark = [pytest.mark.django_db, pytest.mark.pdf]
HEADINGS = {"2012-02-29": (7, 4), "2017-09-20": (7, 5), "2018-11-05": (12, 6)}  # h1 and h2 together, and h3


@pytest.fixture(params=ORIGINALS)
def letter(request, cast) -> tuple[str, Letter]:
    item = real_item(request.param, cast.sara_secretary)
    return request.param, paper.letter(compose(item, kind=MINUTES))


def squeezed(text: str) -> str:
    """Letters and signs alone: a list's marker is no text of the file."""
    return re.sub(r"[\s·•\u200b]|(?<![\d.])\d\.\s+(?=[aA]t )", "", text)


def test_the_pdf_says_the_words_of_the_original_in_its_headings_and_lists_C1(letter) -> None:
    name, told = letter
    printed = pdf.render_letter(told)
    root = structure(printed)
    assert squeezed(_spoken(root)) == squeezed(original(name))
    assert (len(root.all("H1", "H2")), len(root.all("H3"))) == HEADINGS[name]
    assert len(outline(printed)) == sum(HEADINGS[name])
    with opened(printed) as file:
        assert str(file.Root.Lang) == "da"
        assert str(file.Root.MarkInfo.Marked) == "True"
        assert b'pdfuaid:part="1"' in file.Root.Metadata.read_bytes()
        assert file.Root.get("/AF") is None


def _spoken(root) -> str:
    """The text without the labels of lists, which assistive technology tells by itself."""
    return "".join(
        kid if isinstance(kid, str) else _spoken(kid) for kid in root.kids if isinstance(kid, str) or kid.tag != "Lbl"
    )


def test_the_word_file_says_the_words_of_the_original_in_real_headings(letter) -> None:
    name, told = letter
    file = WordFile(io.BytesIO(docx.render_letter(told)))
    text = " ".join(paragraph.text for paragraph in file.paragraphs)
    assert squeezed(text) == squeezed(original(name))
    styles = [paragraph.style.name for paragraph in file.paragraphs]
    assert (styles.count("Heading 1") + styles.count("Heading 2"), styles.count("Heading 3")) == HEADINGS[name]
    assert (file.sections[0].page_width < file.sections[0].page_height) is True
    assert file.core_properties.language == "da-DK"


def test_the_same_item_gives_the_same_bytes(letter) -> None:
    _name, told = letter
    assert from_json(told.as_json()) == told
    assert pdf.render_letter(told) == pdf.render_letter(told)
    assert docx.render_letter(told) == docx.render_letter(told)


def test_an_edition_lies_inside_the_pdf() -> None:
    enclosed = Enclosure("udgave-11.pdf", "Udgave 11", "JVBERi0xLjc=")
    printed = pdf.render_letter(Letter("Titel", (Block("title", ()),), "2012-02-29", enclosures=(enclosed,)))
    with opened(printed) as file:
        assert list(file.attachments) == ["udgave-11.pdf"]
        assert file.attachments["udgave-11.pdf"].get_file().read_bytes() == b"%PDF-1.7"
        assert len(file.Root.AF) == 1


def test_hostile_words_reach_the_printer_escaped(cast) -> None:
    item = real_item("2012-02-29", cast.sara_secretary)
    item.title = '<link rel=attachment href=file:///etc/passwd><img src="file:///etc/passwd">'
    printed = pdf.render_letter(paper.letter(compose(item)))
    with opened(printed) as file:
        assert list(file.attachments) == []
    assert "<link rel=attachment" in structure(printed).all("H1")[0].text


def test_as_text_marks_lists_as_the_municipality_does_S000_32(cast) -> None:
    text = as_text(compose(real_item("2012-02-29", cast.sara_secretary)))
    assert words(text).count("·") == original("2012-02-29").count("·") == 7
