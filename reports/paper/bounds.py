"""Bounds on text before it is laid out: pure functions, no renderer in sight.

The figures are measured (MEASURED.md, "Bounds that held"): one word of 100 kB took over 45 s, 100,000 newlines 643 MB.
Text within the bounds is returned unchanged, character for character.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container

MAX_CHARACTERS = 10_000  # per field
MAX_NEWLINES = 200  # per field; later ones become spaces
MAX_COMBINING = 4  # marks on one base character
MAX_RUN = 60  # characters without a break before break opportunities are put in
RUN_STEP = 40
LONG_FIELD = 2_000  # characters: in a longer field every run that its column cannot hold gets break opportunities
MAX_LINE = 300  # characters of a one-line field, such as a title on the front page
MAX_ROWS = 20_000
MAX_TOTAL = 8_000_000  # characters of a whole document

SHORTENED = " […]"
ZERO_WIDTH_SPACE = "\u200b"
REPLACEMENT = "\ufffd"

_CALM = re.compile(r"[ -~\n\u00a0-\u00ac\u00ae-\u017f–—‘’“”•…→€]*")
_NEWLINE = re.compile(r"\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_VARIATION = re.compile(r"[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]")
_COMBINING = ("Mn", "Me", "Mc")
_DROPPED = ("Cc", "Cf")  # controls; format characters: bidi overrides, soft hyphens, joiners, zero-width marks


def clean(text: str, covered: Container[str] | None = None, fit: int = RUN_STEP) -> str:
    """``text`` fit for the printer. ``covered`` holds the characters our fonts can draw; others print as U+FFFD.

    ``fit`` is how many characters its column surely holds on a line. A zero-width space goes into runs of more than 60
    characters, and in a long field into runs that its column cannot hold: there each line that breaks inside a word
    costs the whole rest of the field (10,000 characters in a narrow column: 8 s).

    Newlines are kept (Word's soft returns become newlines), tabs become spaces, controls and invisible format
    characters disappear. A field that is too long ends in ``[…]``: it says that something is missing.
    """
    if len(text) > MAX_CHARACTERS:
        text = text[: MAX_CHARACTERS - len(SHORTENED)] + SHORTENED
    if not _CALM.fullmatch(text):
        text = _strip(_NEWLINE.sub("\n", text).replace("\t", " "), covered)
    if text.count("\n") > MAX_NEWLINES:
        head = text.split("\n", MAX_NEWLINES)
        text = "\n".join(head[:-1]) + "\n" + head[-1].replace("\n", " ")
    longest = MAX_RUN if len(text) <= LONG_FIELD else min(MAX_RUN, fit * 3 // 2)
    return _break_runs(text, longest, min(RUN_STEP, fit)) if len(text) > longest else text


def one_line(text: str, limit: int = MAX_LINE, covered: Container[str] | None = None) -> str:
    """``text`` on one line of at most ``limit`` characters; the cut shows as "…"."""
    line = " ".join(clean(text[: limit * 4], covered).split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def _strip(text: str, covered: Container[str] | None) -> str:
    kept: list[str] = []
    marks = 0
    for character in _VARIATION.sub("", text):
        category = unicodedata.category(character)
        if category in _DROPPED and character != "\n":
            continue
        marks = marks + 1 if category in _COMBINING else 0
        if marks > MAX_COMBINING:
            continue
        if category in ("Cs", "Cn") or (covered is not None and character != "\n" and character not in covered):
            character = REPLACEMENT
        kept.append(character)
    return "".join(kept)


def _break_runs(text: str, longest: int, step: int) -> str:
    def opened(match: re.Match[str]) -> str:
        run = match[0]
        return ZERO_WIDTH_SPACE.join(run[start : start + step] for start in range(0, len(run), step))

    return re.sub(rf"[^\s{ZERO_WIDTH_SPACE}]{{{longest + 1},}}", opened, text)
