"""A text in Markdown as the paper's HTML: paragraphs, bold, italics and lists; a link as its words and its address.

``handleplan.prose`` says which marks count and gives safe HTML; here each stretch of its text is bounded as any other
text of the paper (``bounds``), and no word runs on through bold and italics longer than the bounds allow.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import unescape

from handleplan.prose import MARKDOWN, to_html
from reports.paper import bounds

_PIECE = re.compile(r"<(/?)([a-z]+)([^>]*)>|([^<]+)")
_KEPT = frozenset("p br strong em ul ol li".split())
_HREF = re.compile(r'href="([^"]*)"')
_START = re.compile(r'start="([0-9]{1,3})"')
_SPACE = re.compile(r"(\s+)")


def marked(value: str, fit: int, text: Callable[[str, int], str]) -> str:
    """``value`` in a column that surely takes ``fit`` characters on a line; ``text`` bounds and escapes a stretch."""
    return "".join(_pieces(to_html(_bounded(value), MARKDOWN), fit, text))


def _bounded(value: str) -> str:
    """Within the bounds of a field, before the marks are read: a cut never falls inside a tag."""
    if len(value) > bounds.MAX_CHARACTERS:
        value = value[: bounds.MAX_CHARACTERS - len(bounds.SHORTENED)] + bounds.SHORTENED
    *lines, last = value.split("\n", bounds.MAX_NEWLINES)
    return "\n".join([*lines, last.replace("\n", " ")])


def _pieces(html: str, fit: int, text: Callable[[str, int], str]) -> Iterator[str]:
    run, words, address = 0, "", ""
    longest = min(bounds.MAX_RUN, fit * 3 // 2) if len(html) > bounds.LONG_FIELD else bounds.MAX_RUN

    def bounded(stretch: str) -> str:
        nonlocal run
        chunks, run = _opened(stretch, run, longest, min(bounds.RUN_STEP, fit))
        return bounds.ZERO_WIDTH_SPACE.join(text(chunk, fit) for chunk in chunks)

    for closing, tag, attributes, content in _PIECE.findall(html):
        if content:
            words += unescape(content)
            yield bounded(unescape(content))
        elif tag == "a":
            if closing and address and address not in (words, f"mailto:{words}"):
                yield bounded(f" ({address.removeprefix('mailto:')})")
            found = _HREF.search(attributes)
            words, address = "", unescape(found[1]) if found else ""
        elif tag in _KEPT:
            run = run if tag in ("strong", "em") else 0
            start = _START.search(attributes)
            yield f'<{closing}{tag} start="{start[1]}">' if start else f"<{closing}{tag}>"


def _opened(stretch: str, run: int, longest: int, step: int) -> tuple[list[str], int]:
    """The stretch in chunks between which a line may break, and the length of the word it ends in.

    ``run`` is how many characters that word had before this stretch, in other styles.
    """
    chunks = [""]
    for token in _SPACE.split(stretch):
        if token.isspace() or run + len(token) <= longest:
            chunks[-1] += token
            run = 0 if token.isspace() else run + len(token)
            continue
        if run:
            chunks.append("")
        first, *others = (token[at : at + step] for at in range(0, len(token), step))
        chunks[-1] += first
        chunks += others
        run = len(chunks[-1]) if others else len(first)
    return chunks, run
