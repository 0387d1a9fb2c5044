"""Documents as letters for paper: one item, or a whole meeting's agenda or minutes. ``reports`` prints them.

Nothing here asks the database: documents come composed, and what of a closed item is in them was decided there.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Sequence
from dataclasses import replace

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from handleplan.prose import Run
from meetings.document import MINUTES, Document, flow, sha256
from reports.letters import Block, Enclosure, Letter, block_of

SHORT_HASH = 12


def letter(document: Document, enclosed: Sequence[tuple[str, str, bytes]] = ()) -> Letter:
    """One item. ``enclosed`` are the name, the description and the bytes of the editions that lie inside the PDF."""
    with translation.override(document.language):
        return Letter(
            title=document.title,
            blocks=tuple(block_of(piece) for piece in flow(document)),
            moment=document.date,
            author=document.author,
            subject=f"{kind_in_words(document.kind)}. {document.occasion}",
            language=document.language,
            header=document.title,
            right=document.occasion,
            foot=f"{kind_in_words(document.kind)} · {_checksum(sha256(document))}",
            enclosures=_enclosures(enclosed),
        )


def booklet(
    documents: Sequence[Document],
    *,
    kind: str,
    committee: str,
    when: str,
    place: str,
    date: str,
    signers: Sequence[str] = (),
    enclosed: Sequence[tuple[str, str, bytes]] = (),
) -> Letter:
    """A whole meeting: what it is, its items by title, and each item on a page of its own; last who signs.

    ``when`` is the day in words and the hour; ``signers`` are the people for whom a line is drawn;
    ``enclosed`` as in ``letter``.
    """
    language = documents[0].language if documents else "da"
    with translation.override(language):
        title = f"{kind_in_words(kind)} – {committee}"
        blocks = [Block("title", (Run(title),), level=1), *_lines(when, place)]
        blocks.append(Block("heading", (Run(_("Items")),), level=1))
        blocks += [
            Block("number", (Run(document.title),), number=place) for place, document in enumerate(documents, start=1)
        ]
        for document in documents:
            blocks += [Block("break"), *(_lower(block_of(piece)) for piece in flow(document))]
        blocks += _sheet(signers)
        return Letter(
            title=title,
            blocks=tuple(blocks),
            moment=date,
            author=committee,
            subject=when,
            language=language,
            header=title,
            right=when,
            foot=committee,
            enclosures=_enclosures(enclosed),
        )


def _enclosures(enclosed: Sequence[tuple[str, str, bytes]]) -> tuple[Enclosure, ...]:
    return tuple(
        Enclosure(name, description, base64.b64encode(content).decode()) for name, description, content in enclosed
    )


def kind_in_words(kind: str) -> str:
    """ "Dagsorden" or "Referat"."""
    return pgettext("document", "Minutes") if kind == MINUTES else pgettext("document", "Agenda")


def _checksum(digest: str) -> str:
    return _("checksum %(hash)s") % {"hash": digest[:SHORT_HASH]}


def _lines(*lines: str) -> Iterator[Block]:
    return (Block("head", (Run(line),)) for line in lines if line)


def _lower(block: Block) -> Block:
    """In a booklet the items' titles stand below the meeting's."""
    if block.kind == "title":
        return replace(block, kind="heading", level=1)
    return replace(block, level=block.level + 1) if block.kind in ("heading", "run_in") else block


def _sheet(signers: Sequence[str]) -> list[Block]:
    if not signers:
        return []
    heading = Block("heading", (Run(_("Signatures")),), level=1)
    return [Block("break"), heading, *(Block("signers", (Run(f"{'_' * 40}\n{name}"),)) for name in signers)]
