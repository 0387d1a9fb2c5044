"""What makes the printer faster. Three things change nothing of what it prints, each object holds the same bytes; a
fourth sets the texts of drawings as words, where WeasyPrint sets letters."""

from __future__ import annotations

import gc
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pydyf

TRIED_PYDYF = ("0.12.1", "0.13.0")  # the versions whose page_references is known and quadratic
TRIED_WEASYPRINT = ("70.0",)  # the versions whose texts in drawings are set by going through ``Node.text``


class PageReferences:
    """The references of a PDF's pages, made when asked for; pydyf builds a tuple of all of them at each look-up."""

    __slots__ = ("kids",)

    def __init__(self, kids: list[Any]) -> None:
        self.kids = kids

    def __getitem__(self, index: int) -> bytes:
        return f"{self.kids[3 * index]} 0 R".encode("ascii")

    def __len__(self) -> int:
        return len(self.kids) // 3

    def __iter__(self) -> Iterator[bytes]:
        return (self[index] for index in range(len(self)))


@contextmanager
def fast_page_references() -> Iterator[bool]:
    """Look pages up in constant time while inside; true if this pydyf is one we know, else nothing is changed."""
    if pydyf.VERSION not in TRIED_PYDYF:
        yield False
        return
    slow = pydyf.PDF.page_references
    pydyf.PDF.page_references = property(lambda pdf: PageReferences(pdf.pages["Kids"]))
    try:
        yield True
    finally:
        pydyf.PDF.page_references = slow


class _Whole(str):
    """A text that is one piece for whoever goes through it letter by letter."""

    __slots__ = ()

    def __iter__(self) -> Iterator[str]:
        yield str(self)


@contextmanager
def whole_texts_in_drawings() -> Iterator[bool]:
    """Set each text of a drawing as one run while inside; true if this WeasyPrint is one we know, else it is as ever.

    WeasyPrint lays every letter of an SVG out by itself: two thirds of what a drawing costs, and without kerning. Ours
    have one position for a text, no rotation and no spacing of their own.
    """
    from weasyprint import VERSION, svg  # half a second, and paid for by whoever prints

    if VERSION not in TRIED_WEASYPRINT:
        yield False
        return
    by_letter = svg.Node.text
    svg.Node.text = property(lambda node: _Whole(by_letter.fget(node) or ""))
    try:
        yield True
    finally:
        svg.Node.text = by_letter


@contextmanager
def without_garbage_collection() -> Iterator[None]:
    """Layout makes millions of boxes that live to the end: collecting in between finds none (13–34 %)."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


LEVEL = 6  # zlib's own; pydyf asks for 9, which takes four times as long to save a twentieth of the file


def deflate_once(pdf: Any) -> None:
    """Keep each stream's deflated bytes: pydyf deflates all of them again to hash them for the identifier.

    To be called when every object is final, as the last thing before the file is written. With ``LEVEL`` it saves a
    fifth of the time that a report of 600 points takes.
    """

    class Deflated(pydyf.Stream):  # type: ignore[misc,unused-ignore]
        @property
        def data(self) -> bytes:
            return self.deflated  # type: ignore[no-any-return]

    for stream in pdf.objects:
        if type(stream).data is pydyf.Stream.data:
            stream.deflated = _deflated(stream)
            stream.__class__ = Deflated


def _deflated(stream: Any) -> bytes:
    """The stream as ``pydyf.Stream.data`` writes it, deflated with ``LEVEL``."""
    if not stream.compress:
        return stream.data  # type: ignore[no-any-return]
    plain = pydyf.Stream(stream.stream)
    start = b"\nstream\n"
    content = plain.data.partition(start)[2].removesuffix(b"\nendstream")
    deflated = zlib.compress(content, LEVEL)
    extra = pydyf.Dictionary({**stream.extra, "Filter": "/FlateDecode", "Length": len(deflated)})
    return extra.data + start + deflated + b"\nendstream"
