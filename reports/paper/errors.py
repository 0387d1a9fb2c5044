"""What can go wrong on the way to paper."""

from __future__ import annotations


class PaperError(Exception):
    """A document could not be printed. Nothing was published and the next document is not affected.

    ``code`` is stable and may be shown or counted: ``timeout`` (CPU or wall clock), ``memory``, ``crashed`` (the child
    died or could not be started), ``refused`` (the input is beyond the bounds, or asked for a foreign resource),
    ``failed`` (the renderer raised). ``detail`` never holds the document's own text.
    """

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.detail = detail
