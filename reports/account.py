"""The written account (redegørelse) of an audit report, as frozen facts: area by area, remarks and then answers.

Python alone. ``blocks`` tells it piece by piece, and page, PDF and Word all walk those pieces, so that they say the
same words. ``reports.accounting`` reads the facts; all words of our own come ready with them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from handleplan.prose import Run
from reports.letters import BULLET, Block, Letter

_BLANK_LINES = re.compile(r"\n\s*\n")


@dataclass(frozen=True, slots=True)
class AccountRemark:
    """A remark as written. ``joined_by`` stands between it and the next; ``notes`` say how it stands."""

    text: str
    code: str = ""
    joined_by: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AccountAnswer:
    """What is answered, as written. ``notes`` say what kind of answer it is, and what a control found."""

    text: str
    heading: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AccountBlock:
    """Remarks that share answers, and those answers; ``missing`` is said where there is none."""

    remarks: tuple[AccountRemark, ...]
    answers: tuple[AccountAnswer, ...] = ()
    missing: str = ""


@dataclass(frozen=True, slots=True)
class AccountArea:
    """An area with its heading as the report writes it (S003-8); without one for remarks that name none."""

    heading: str
    blocks: tuple[AccountBlock, ...]


@dataclass(frozen=True, slots=True)
class AccountPart:
    """The remarks or the recommendations, under the words that stand above them in the report."""

    title: str
    lead: str
    areas: tuple[AccountArea, ...]


@dataclass(frozen=True, slots=True)
class Account:
    """The whole account. ``facts`` are the lines under its title; ``moment`` is when the facts were read, ISO 8601."""

    title: str
    report: str
    author: str
    moment: str
    facts: tuple[str, ...] = ()
    intro: str = ""
    parts: tuple[AccountPart, ...] = ()
    kind: str = ""  # "Redegørelse"
    language: str = "da"


def letter(account: Account) -> Letter:
    """The account as it is printed."""
    return Letter(
        title=account.title,
        blocks=tuple(blocks(account)),
        moment=account.moment,
        author=account.author,
        subject=account.report,
        language=account.language,
        header=account.title,
        right=account.kind,
        foot=account.report,
    )


def blocks(account: Account) -> Iterator[Block]:
    """The account piece by piece: title, facts, introduction, then each part with its areas."""
    yield from (_said("head", fact) for fact in account.facts)
    yield _said("title", account.title)
    yield from _paragraphs(account.intro)
    for part in account.parts:
        yield _said("heading", part.title, level=1)
        yield from _paragraphs(part.lead)
        for area in part.areas:
            if area.heading:
                yield _said("heading", area.heading, level=2)
            for block in area.blocks:
                yield from _block(block, beneath=2 if area.heading else 1)


def _block(block: AccountBlock, *, beneath: int) -> Iterator[Block]:
    """Remarks and their answers; headings of answers come one level ``beneath``: PDF/UA lets none be skipped."""
    for remark in block.remarks:
        code = (Run(f"{remark.code}. ", bold=True),) if remark.code else ()
        notes = tuple(Run(f"\n{note}", italic=True) for note in remark.notes)
        yield Block(BULLET, (*code, Run(f"{remark.text}{remark.joined_by}", bold=True), *notes))
    for answer in block.answers:
        if answer.heading:
            yield _said("heading", answer.heading, level=beneath + 1)
        yield from _paragraphs(answer.text)
        if answer.notes:
            yield Block("paragraph", (Run("\n".join(answer.notes), italic=True),))
    if block.missing:
        yield Block("paragraph", (Run(block.missing, bold=True),))


def _paragraphs(text: str) -> Iterator[Block]:
    for paragraph in _BLANK_LINES.split(text):
        if paragraph.strip():
            yield _said("paragraph", paragraph.strip())


def _said(kind: str, text: str, *, level: int = 0) -> Block:
    return Block(kind, (Run(text),), level)
