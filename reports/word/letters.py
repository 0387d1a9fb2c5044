"""A letter as a Word file: real headings, paragraphs and lists in A4 portrait, to be edited or pasted from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from handleplan.prose import Block
from reports.cell_text import one_line, said
from reports.letters import Letter, Piece
from reports.paper.letter import moment
from reports.paper.words import words_for
from reports.word.package import describe, fill, new_document, running, written
from reports.word.runs import Lists, field, listed, paragraph, run, styled

LANGUAGES = {"da": "da-DK", "en": "en-GB"}
_CLOSE = '<w:spacing w:after="0"/>'
_GREY = '<w:color w:val="3D4A57"/>'


def render(letter: Letter) -> bytes:
    """The file's bytes, the same for the same letter. Enclosures do not go along: Word files hold none."""
    words = words_for(letter.language)
    language = LANGUAGES.get(letter.language[:2].lower(), "da-DK")
    document = new_document(language, portrait=True)
    lists = Lists()
    section = document.sections[0]
    head = run(one_line(letter.header or letter.title, 90), "<w:b/>") + "<w:r><w:tab/></w:r>"
    running(section.header, paragraph(head + run(one_line(letter.right, 60)), "Running"))
    running(section.first_page_header, paragraph("", "Running"))
    page = run(words.page[0]) + field("PAGE") + run(words.page[1]) + field("NUMPAGES")
    for footer in (section.footer, section.first_page_footer):
        running(footer, paragraph(run(one_line(letter.foot, 110)) + "<w:r><w:tab/></w:r>" + page, "Running"))
    describe(
        document,
        title=one_line(letter.title),
        author=one_line(letter.author, 200),
        subject=one_line(letter.subject, 200),
        language=language,
        moment=moment(letter).astimezone(dt.UTC),
    )
    fill(document, "".join(_body(letter.blocks, lists)), lists)
    return written(document)


def _body(blocks: Iterable[Piece], lists: Lists) -> Iterator[str]:
    open_lists: dict[int, tuple[int, int]] = {}
    for block in blocks:
        if block.kind in ("bullet", "number"):
            as_prose = Block(block.kind, block.runs, block.level, block.number)
            yield paragraph(styled(block.runs), "", listed(as_prose, open_lists, lists))
            continue
        open_lists.clear()
        yield _block(block)


def _block(block: Piece) -> str:
    text = "".join(each.text for each in block.runs)
    if block.kind == "break":
        return paragraph('<w:r><w:br w:type="page"/></w:r>')
    if block.kind in ("title", "heading", "run_in"):
        level = 1 if block.kind == "title" else min(block.level + 1, 4)
        return paragraph(run(said(text)), f"Heading{level}", _CLOSE if block.kind == "run_in" else "")
    if block.kind == "head":
        return paragraph(run(said(text), _GREY), "", _CLOSE)
    if block.kind == "signers":
        return paragraph(run(said(text)), "", '<w:keepLines/><w:spacing w:before="400" w:after="200"/>')
    label = run(block.label) if block.label else ""
    return paragraph(label + styled(block.runs), "")
