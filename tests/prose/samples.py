"""Clipboards of Word, Outlook, Google Docs and Excel: the HTML, the Markdown it becomes, and what is lost."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "word"
DROPPED = {
    "excel_range": ("table",),
    "google_docs": (),
    "outlook_web": ("image",),
    "word_numbers": ("heading", "underline", "strike", "comment", "link"),
    "word_status": (),
    "word_table": ("image", "table"),
    "word_traps": ("deletion", "numbering"),
}


@dataclass(frozen=True)
class Sample:
    name: str
    html: str
    markdown: str
    dropped: tuple[str, ...]


def read_samples() -> list[Sample]:
    return [
        Sample(
            name=page.stem,
            html=page.read_text(encoding="utf-8"),
            markdown=page.with_suffix(".md").read_text(encoding="utf-8").strip("\n"),
            dropped=DROPPED[page.stem],
        )
        for page in sorted(FOLDER.glob("*.html"))
    ]
