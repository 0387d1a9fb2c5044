"""How long nothing new has been told of a point: months in a row that somebody confirmed without writing. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

SENTENCE_FROM = 3  # from this month in a row on, "nothing new" needs a sentence


def months_without_news(entries: Iterable[tuple[dt.date, bool]]) -> int:
    """How many of the newest months in a row say "nothing new".

    ``entries`` are (month, nothing new) of one point's statuses, the newest first; of a month with several the newest
    counts. A month nobody wrote in says nothing, and ends no row.
    """
    count, last = 0, None
    for month, nothing_new in entries:
        if month == last:
            continue
        if not nothing_new:
            break
        count, last = count + 1, month
    return count


def needs_sentence(months_before: int) -> bool:
    """Whether one more month without news, after ``months_before`` in a row, must say why in a sentence."""
    return months_before + 1 >= SENTENCE_FROM
