"""A document as HTML: on the page, and clean for the clipboard, where the receiving system brings its own look."""

from __future__ import annotations

from html import escape

from django.utils.safestring import SafeString, mark_safe

from meetings.document import Document, Part, flow, part_flow
from reports.letters import blocks_html


def clean(document: Document) -> SafeString:
    """The whole item without classes or styles: h1 for its title, h2 and h3 below, paragraphs and real lists."""
    return _joined(blocks_html(flow(document), _say))


def clean_part(part: Part) -> SafeString:
    """One section, its heading an h2 (a sub-heading an h3) as in the whole."""
    return _joined(blocks_html(part_flow(part), _say))


def on_page(document: Document) -> SafeString:
    """The item below a page's own heading, with the classes our style sheet knows."""
    return _joined(blocks_html(flow(document), _say, shift=1, classes=True))


def part_on_page(part: Part) -> SafeString:
    """One section as ``on_page`` shows it."""
    return _joined(blocks_html(part_flow(part), _say, shift=1, classes=True))


def _joined(pieces: object) -> SafeString:
    return mark_safe("".join(pieces))  # type: ignore[call-overload]


def _say(text: str) -> str:
    return escape(text).replace("\n", "<br>")
