"""What differs between two texts, word by word, and whether two people's changes to one text go together.

Pure Python: no Django, no clock, no database. Source: issue 3, point 7; UX.md 8.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

SAME, REMOVED, ADDED = "same", "removed", "added"

# The work difflib may do, counted in pairs of equal tokens: about 50 ms for two texts of 10,000 characters.
MOST_PAIRS = 20_000

_SENTENCE = re.compile(r"[^\n.!?]*(?:[.!?](?!\s)[^\n.!?]*)*(?:[.!?]+[^\S\n]*\n*|\n+|$)")
_WORD = re.compile(r"[^\S\n]*(?:\w+(?:[.,:/-]\w+)*|[^\w\s]|\n)|[^\S\n]+")
_FINE = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text that is the ``same`` in both, ``removed`` from the old or ``added`` in the new."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """Where two people changed the same words; ``start`` counts in the merged text."""

    start: int
    base: str
    mine: str
    theirs: str


@dataclass(frozen=True, slots=True)
class MergeResult:
    """``text`` holds both changes; at a conflict my words stand first and theirs after them, so nothing is lost."""

    text: str
    conflicts: tuple[Conflict, ...]

    @property
    def clean(self) -> bool:
        return not self.conflicts


def compare(old: str, new: str) -> tuple[Piece, ...]:
    """The pieces of both texts in order; neighbours differ in kind, and what is removed stands before what is added.

    Joining ``same`` and ``removed`` gives ``old``, ``same`` and ``added`` gives ``new``, to the last blank. First by
    sentences, then by words within those that changed; sentences with hardly a word in common, and texts that would
    take too long, are shown as replaced. Never raises.
    """
    return tuple(_joined(_by_sentences(old, new)))


def merge(base: str, mine: str, theirs: str) -> MergeResult:
    """Brings the changes of two people to one text together.

    Clean when no change overlaps or touches one of the other's (two changes either side of a line break do not
    touch), or when both made the same change. Never raises.
    """
    pieces: list[str] = []
    conflicts: list[Conflict] = []
    length = done = 0
    for group in _groups(base, _edits(base, mine), _edits(base, theirs)):
        start, end = min(edit.start for edit, _ in group), max(edit.end for edit, _ in group)
        before = base[done:start]
        own, other = _applied(base, start, end, group, 0), _applied(base, start, end, group, 1)
        sides = {side for _, side in group}
        if len(sides) == 1:
            changed = own if sides == {0} else other
        elif own == other:
            changed = own
        else:
            changed = _both(own, other)
            conflicts.append(Conflict(length + len(before), base[start:end], own, other))
        pieces += [before, changed]
        length += len(before) + len(changed)
        done = end
    return MergeResult("".join(pieces) + base[done:], tuple(conflicts))


def _by_sentences(old: str, new: str) -> Iterator[Piece]:
    olds, news = _SENTENCE.findall(old), _SENTENCE.findall(new)
    for tag, a1, a2, b1, b2 in _changes(olds, news):
        gone, come = "".join(olds[a1:a2]), "".join(news[b1:b2])
        if tag == "equal":
            yield Piece(SAME, gone)
        else:
            yield from _by_words(gone, come)


def _by_words(old: str, new: str) -> Iterator[Piece]:
    olds, news = _WORD.findall(old), _WORD.findall(new)
    changes = list(_changes(olds, news))
    kept = sum(len("".join(olds[a1:a2]).strip()) for tag, a1, a2, _, _ in changes if tag == "equal")
    if kept * 4 < min(len(old), len(new)):
        yield from _replaced(old, new)
        return
    for tag, a1, a2, b1, b2 in changes:
        gone, come = "".join(olds[a1:a2]), "".join(news[b1:b2])
        if tag == "equal":
            yield Piece(SAME, gone)
        else:
            yield from _replaced(gone, come)


def _replaced(old: str, new: str) -> Iterator[Piece]:
    """A replacement, without the words that both begin or end with."""
    olds, news = _FINE.findall(old), _FINE.findall(new)
    first = _common(olds, news)
    last = _common(olds[first:][::-1], news[first:][::-1])
    yield Piece(SAME, "".join(olds[:first]))
    yield Piece(REMOVED, "".join(olds[first : len(olds) - last]))
    yield Piece(ADDED, "".join(news[first : len(news) - last]))
    yield Piece(SAME, "".join(olds[len(olds) - last :]))


def _changes(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, int, int, int, int]]:
    """difflib's opcodes, without what both begin or end with; one replacement where they would cost too much."""
    first = _common(old, new)
    last = _common(old[first:][::-1], new[first:][::-1])
    old_end, new_end = len(old) - last, len(new) - last
    if first:
        yield "equal", 0, first, 0, first
    middle_old, middle_new = old[first:old_end], new[first:new_end]
    if _pairs(middle_old, middle_new) > MOST_PAIRS:
        yield "replace", first, old_end, first, new_end
    elif middle_old or middle_new:
        for tag, a1, a2, b1, b2 in SequenceMatcher(None, middle_old, middle_new, autojunk=False).get_opcodes():
            yield tag, first + a1, first + a2, first + b1, first + b2
    if last:
        yield "equal", old_end, len(old), new_end, len(new)


def _pairs(old: Iterable[str], new: Iterable[str]) -> int:
    counted = Counter(new)
    return sum(counted[token] for token in old)


def _common(old: Sequence[str], new: Sequence[str]) -> int:
    """How many tokens both begin with."""
    count = 0
    for one, other in zip(old, new, strict=False):
        if one != other:
            break
        count += 1
    return count


def _joined(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Pieces that are not empty, with neighbours of one kind as one and every removal before the addition."""
    removed, added, same = "", "", ""
    for piece in pieces:
        if not piece.text:
            continue
        if piece.kind == SAME:
            yield from (Piece(kind, text) for kind, text in ((REMOVED, removed), (ADDED, added)) if text)
            removed = added = ""
            same += piece.text
            continue
        if same:
            yield Piece(SAME, same)
            same = ""
        removed += piece.text if piece.kind == REMOVED else ""
        added += piece.text if piece.kind == ADDED else ""
    yield from (Piece(kind, text) for kind, text in ((REMOVED, removed), (ADDED, added), (SAME, same)) if text)


@dataclass(frozen=True, slots=True)
class _Edit:
    """``base[start:end]`` became ``text``."""

    start: int
    end: int
    text: str


def _edits(base: str, changed: str) -> list[_Edit]:
    edits: list[_Edit] = []
    at = 0
    for piece in compare(base, changed):
        if piece.kind == SAME:
            at += len(piece.text)
        elif piece.kind == REMOVED:
            edits.append(_Edit(at, at + len(piece.text), ""))
            at += len(piece.text)
        elif edits and edits[-1].end == at and not edits[-1].text:
            edits[-1] = _Edit(edits[-1].start, at, piece.text)
        else:
            edits.append(_Edit(at, at, piece.text))
    return edits


def _groups(base: str, mine: list[_Edit], theirs: list[_Edit]) -> Iterator[list[tuple[_Edit, int]]]:
    """Edits that overlap or touch, together; each with 0 for mine and 1 for theirs."""
    group: list[tuple[_Edit, int]] = []
    end = 0
    marked = [(edit, 0) for edit in mine] + [(edit, 1) for edit in theirs]
    for edit, side in sorted(marked, key=lambda each: (each[0].start, each[0].end)):
        apart = edit.start > end or (edit.start == end and edit.end > end and _line_ends(base, end, group))
        if group and apart:
            yield group
            group = []
        group.append((edit, side))
        end = max(end, edit.end) if len(group) > 1 else edit.end
    if group:
        yield group


def _line_ends(base: str, at: int, group: list[tuple[_Edit, int]]) -> bool:
    """Whether a line ends at ``at`` and the edits so far keep it so."""
    return base[at - 1 : at] == "\n" and all(edit.text.endswith("\n") for edit, _ in group if edit.end == at)


def _applied(base: str, start: int, end: int, group: list[tuple[_Edit, int]], wanted: int) -> str:
    """``base[start:end]`` with the edits of one side."""
    pieces: list[str] = []
    for edit, side in group:
        if side == wanted:
            pieces += [base[start : edit.start], edit.text]
            start = edit.end
    return "".join(pieces) + base[start:end]


def _both(mine: str, theirs: str) -> str:
    if not mine or not theirs or mine[-1:].isspace() or theirs[:1].isspace():
        return mine + theirs
    return f"{mine} {theirs}"
