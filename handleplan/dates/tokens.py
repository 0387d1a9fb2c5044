"""Text as numbers, words and marks, each knowing where in the text it stands."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

DIGITS = "0123456789"
INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
APOSTROPHES = "\u2018\u2019\u02bc\u00b4`"
NUMBER, WORD, MARK = "number", "word", "mark"


@dataclass(frozen=True, slots=True)
class Token:
    """A number, a word (case-folded, composed) or one mark; `start` and `end` are offsets in the text."""

    text: str
    sort: str
    start: int
    end: int
    spaced: bool


def read_tokens(text: str) -> list[Token]:
    """Split `text` into tokens in linear time; white space and invisible characters are dropped, "the" too.

    Any dash is "-", any apostrophe "'". Never raises, whatever the text holds.
    """
    return [token for token in _tokens(text) if token.text != "the"]


def _tokens(text: str) -> Iterator[Token]:
    position, length, spaced = 0, len(text), True
    while position < length:
        char = text[position]
        if char.isspace() or char in INVISIBLE:
            spaced = spaced or char.isspace()
            position += 1
            continue
        start = position
        if char in DIGITS:
            while position < length and text[position] in DIGITS:
                position += 1
            yield Token(text[start:position], NUMBER, start, position, spaced)
        elif char.isalpha():
            position, word = _word(text, position)
            yield Token(word, WORD, start, position, spaced)
        else:
            position += 1
            yield Token(_mark(char), MARK, start, position, spaced)
        spaced = False


def _word(text: str, position: int) -> tuple[int, str]:
    letters: list[str] = []
    end = position
    while position < len(text):
        char = text[position]
        if char.isalpha() or unicodedata.combining(char):
            letters.append(char)
            end = position + 1
        elif char not in INVISIBLE:
            break
        position += 1
    return end, unicodedata.normalize("NFC", "".join(letters)).casefold()


def _mark(char: str) -> str:
    if char in DASHES:
        return "-"
    return "'" if char in APOSTROPHES else char
