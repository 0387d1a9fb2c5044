"""The only things paper may fetch: a table of our own files. Every other address stops the rendering.

WeasyPrint by itself opens any local file and any URL that HTML or CSS names (18 of 26 payloads in MEASURED.md). Here
there is no scheme, no path and no base URL to play with: an address is a key of ``ASSETS`` or it is refused.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
FONTS = HERE.parent.parent / "static" / "fonts"
ASSETS = {
    "paper:plex-regular": (FONTS / "IBMPlexSans-Regular.woff2", "font/woff2"),
    "paper:plex-italic": (FONTS / "IBMPlexSans-Italic.woff2", "font/woff2"),
    "paper:plex-semibold": (FONTS / "IBMPlexSans-SemiBold.woff2", "font/woff2"),
    "paper:dejavu": (HERE / "assets" / "DejaVuSans.ttf", "font/ttf"),
}
STYLESHEET = HERE / "assets" / "paper.css"
LETTER_STYLESHEET = HERE / "assets" / "letter.css"
NOTE_STYLESHEET = HERE / "assets" / "note.css"


def deny_all_fetcher() -> Any:
    """A WeasyPrint fetcher that serves ``ASSETS`` and raises ``FatalURLFetchingError`` for anything else."""
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse  # half a second to import

    class DenyAll(URLFetcher):  # type: ignore[misc,unused-ignore]
        def __init__(self) -> None:
            super().__init__(allowed_protocols=(), allow_redirects=False, fail_on_errors=True)

        def fetch(self, url: str, headers: object = None) -> Any:
            if url not in ASSETS:
                raise FatalURLFetchingError("an address outside the table of assets")
            path, content_type = ASSETS[url]
            return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": content_type})

    return DenyAll()


def covered_characters() -> frozenset[str]:
    """Every character that one of our fonts can draw (about 6,000)."""
    from fontTools.ttLib import TTFont  # comes with weasyprint; slow to import

    fonts = (ASSETS["paper:plex-regular"][0], ASSETS["paper:dejavu"][0])
    return frozenset(chr(code) for path in fonts for code in TTFont(path, lazy=True).getBestCmap())
