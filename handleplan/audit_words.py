"""How remarks are called in lists and sentences."""

from __future__ import annotations

from typing import Any

from django.utils.text import capfirst

SHORT = 140  # characters of a remark where it is only mentioned


def name_of(remark: Any) -> str:
    """ "Sygedagpenge A", "Anbefaling 3", or the beginning of its text where the report gives it no letter."""
    area = remark.area.name if remark.area_id else ""
    if remark.code:
        return f"{area or capfirst(remark.get_kind_display())} {remark.code}"
    short = shortened(remark.text, 60)
    return f"{area}: {short}" if area else short


def shortened(text: str, most: int = SHORT) -> str:
    """On one line, its end cut off where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"
