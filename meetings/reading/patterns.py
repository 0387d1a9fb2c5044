"""A template's patterns read backwards: from a printed line to the fields it was printed from."""

from __future__ import annotations

import re
from functools import cache

_FIELD = re.compile(r"\{(\w+)\}")
_GAP = re.compile(r"(?:\s{2,}|\t)")
_SHAPES = {
    "case_number": r"[\w./-]*\d[\w./-]*",
    "date": r"\d{1,2}\.\s?\d{1,2}\.\s?\d{4}",
    "date_long": r"\d{1,2}\.?\s*[^\W\d_]+\s+\d{4}",
    "document_number": r"[\w./-]*\d[\w./-]*",
    "marker": r"\([A-ZÆØÅ]\)",
    "number": r"\d{1,4}[a-z]?\.?",
    "openness": r"Åben|Åbent|Lukket",
    "time": r"\d{1,2}[:.]\d{2}",
}


def read(pattern: str, line: str) -> dict[str, str] | None:
    """The fields of ``pattern`` as ``line`` has them, or None where the line is none of its kind.

    Between wide gaps each stretch may be missing, as ``composing.line`` leaves it out where its fields are empty.
    White space counts for nothing, nor does the case of letters.
    """
    found = _compiled(pattern).fullmatch(" ".join(line.split()))
    if found is None:
        return None
    fields = {name: value.strip() for name, value in found.groupdict().items() if value}
    return fields if fields or not _FIELD.search(pattern) else None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    stretches = [stretch for stretch in _GAP.split(pattern) if stretch.strip()]
    seen: set[str] = set()
    written = [_stretch(stretch, seen) for stretch in stretches]
    if len(written) > 1:
        written = [f"(?:{each})?" for each in written]
    return re.compile(r"\s*".join(written), re.IGNORECASE)


def _stretch(stretch: str, seen: set[str]) -> str:
    pieces = []
    for place, piece in enumerate(_FIELD.split(stretch)):
        if place % 2:
            shape = _SHAPES.get(piece, ".+?")
            pieces.append(f"(?:{shape})" if piece in seen else f"(?P<{piece}>{shape})")
            seen.add(piece)
            continue
        pieces.append(r"\s*".join(re.escape(word) for word in re.split(r"(?<=\S)\s+(?=\S)", piece.strip())))
    return r"\s*".join(piece for piece in pieces if piece)
