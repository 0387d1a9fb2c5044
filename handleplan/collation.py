"""The Danish alphabet's order, the same on every database: … x y z æ ø å."""

from __future__ import annotations

import re
import unicodedata

_LETTERS = {"æ": "{a", "ä": "{a", "ø": "{b", "ö": "{b", "å": "{c", "aa": "{c", "ü": "y", "é": "e", "è": "e"}
_SPECIAL = re.compile("|".join(_LETTERS))


def danish_key(text: str) -> tuple[str, str]:
    """What to sort by: upper and lower case alike, "aa" as å, then the text itself so that ties have an order."""
    folded = unicodedata.normalize("NFC", text).casefold()
    return _SPECIAL.sub(lambda letter: _LETTERS[letter[0]], folded), text
