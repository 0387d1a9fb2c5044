"""A text as HTML and as text without marks."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape
from itertools import groupby

import nh3

from .characters import normalise
from .grammar import BULLET, NUMBER, PARAGRAPH, Block, Run, parse

PLAIN, MARKDOWN = "plain", "markdown"  # as TextKind stores them

_BLANK_LINES = re.compile(r"\n\s*\n")
_ALLOWED = nh3.Cleaner(
    tags={"p", "br", "strong", "em", "ul", "ol", "li", "a"},
    attributes={"a": {"href"}, "ol": {"start"}},
    url_schemes={"http", "https", "mailto"},
    link_rel="noopener nofollow",
)


def to_html(text: str, kind: str) -> str:
    """``text`` as safe HTML: paragraphs, and of ``markdown`` also bold, italics, lists and links.

    ``plain`` prints as it is: a line break is one and a blank line begins a paragraph. Never raises; linear in the
    length, and at most 20 elements deep. Raises ``ValueError`` only for a kind that does not exist.
    """
    clean = normalise(text)
    if _is_plain(kind):
        return "".join(f"<p>{_escape(part)}</p>" for part in _BLANK_LINES.split(clean) if part.strip())
    return _ALLOWED.clean("".join(_html_pieces(parse(clean)))).replace("&nbsp;", "\u00a0")  # as in plain text


def to_plain(text: str, kind: str) -> str:
    """``text`` without marks, for search, comparison and the cells of an export.

    Items begin with "• " or their number, two spaces further in for each level; a link is "text (address)".
    """
    clean = normalise(text)
    if _is_plain(kind):
        return clean
    lines: list[str] = []
    previous: Block | None = None
    for block in parse(clean):
        if previous is not None and PARAGRAPH in (previous.kind, block.kind):
            lines.append("")
        marker = {BULLET: "• ", NUMBER: f"{block.number}. "}.get(block.kind, "")
        indent = "  " * block.level
        words = "".join(_words(run) for run in block.runs)
        lines.append(indent + marker + words.replace("\n", f"\n{indent}  " if marker else "\n"))
        previous = block
    return "\n".join(lines)


def _is_plain(kind: str) -> bool:
    if kind not in (PLAIN, MARKDOWN):
        raise ValueError(f"no kind of text: {kind!r}")
    return kind == PLAIN


def _escape(text: str) -> str:
    return escape(text).replace("\n", "<br>")


def _words(run: Run) -> str:
    address = run.href.removeprefix("mailto:")
    return run.text if not run.href or run.text in (run.href, address) else f"{run.text} ({address})"


def _html_pieces(blocks: tuple[Block, ...]) -> list[str]:
    pieces: list[str] = []
    lists: list[tuple[str, int]] = []  # the lists that are open: kind and last number

    def close(levels: int) -> None:
        while len(lists) > levels:
            pieces.append("</li></ul>" if lists.pop()[0] == BULLET else "</li></ol>")

    for block in blocks:
        content = _runs_html(block.runs)
        if block.kind == PARAGRAPH:
            close(0)
            pieces.append(f"<p>{content}</p>")
            continue
        close(block.level + 1)
        if len(lists) == block.level + 1 and lists[-1][0] == block.kind and lists[-1][1] + 1 == (block.number or 1):
            pieces.append("</li><li>")
            lists.pop()
        else:
            close(block.level)
            start = f' start="{block.number}"' if block.number > 1 else ""
            pieces.append("<ul><li>" if block.kind == BULLET else f"<ol{start}><li>")
        lists.append((block.kind, block.number))
        pieces.append(content)
    close(0)
    return pieces


def _runs_html(runs: Iterable[Run]) -> str:
    pieces = []
    for (href, bold), group in groupby(runs, lambda run: (run.href, run.bold)):
        html = "".join(f"<em>{_escape(run.text)}</em>" if run.italic else _escape(run.text) for run in group)
        html = f"<strong>{html}</strong>" if bold else html
        pieces.append(f'<a href="{escape(href)}">{html}</a>' if href else html)
    return "".join(pieces)
