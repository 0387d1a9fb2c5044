"""The phrase that says a point is closed (S004-30)."""

import re

_CLOSED_STATUS = re.compile(
    r"\W*(?:punktet|initiativet|målet|opgaven|the (?:point|item|action))?\W*(?:er|is)?"
    r"\W*(?:afsluttet|lukket|closed|completed)\W*",
    re.IGNORECASE,
)


def says_closed(status: str) -> bool:
    """Whether a status says no more than that the point is closed: "Punktet er afsluttet"."""
    return len(status) <= 60 and bool(_CLOSED_STATUS.fullmatch(status))
