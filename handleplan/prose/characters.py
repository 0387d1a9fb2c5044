"""Which characters a stored text may hold."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 10_000  # characters of one field; MEASURED.md: what WeasyPrint prints within its bounds
MOST_LINES = 200

_NEWLINES = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# Controls, lone surrogates, and what nobody sees: soft hyphen, zero-width space, byte order mark, bidi marks.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\xad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]"
)
_MARK = "\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
_TOO_MANY_MARKS = re.compile(f"([{_MARK}]{{4}})[{_MARK}]+")
_TRAILING = re.compile(r"[ \t]+$", re.MULTILINE)


def normalise(text: str) -> str:
    """``text`` as it is stored: NFC, lines ended by LF (Word's soft return too), nothing invisible.

    Controls, bidi overrides, soft hyphens and zero-width spaces go, as do spaces at the end of a line, blank lines
    around the text and combining marks after the fourth. Tabs and non-breaking spaces stay. Never raises; done twice
    it changes nothing. Source: MEASURED.md "Input and output" and the bounds under "WeasyPrint".
    """
    lines = _UNPRINTABLE.sub("", _NEWLINES.sub("\n", text))
    composed = _TOO_MANY_MARKS.sub(r"\1", unicodedata.normalize("NFC", lines))
    return _TRAILING.sub("", composed).strip("\n")
