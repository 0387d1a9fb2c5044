"""A snapshot as charts: pure functions to SVG, the same on the screen, on paper and in Word, each with a table twin.

The drawings carry neither script nor style element, so that a strict policy shows them; what they say by colour they
also say by shape, dash or word. Only what is known is drawn: a move without a date stands in the table alone.
"""

from __future__ import annotations

from reports.charts import assessments, counters, gantt, trend
from reports.charts.drawing import Chart, Clean, Table
from reports.charts.words import words_for
from reports.paper import bounds
from reports.snapshot import Snapshot

__all__ = ["Chart", "Table", "all_of"]


def all_of(snapshot: Snapshot, clean: Clean = bounds.one_line) -> list[Chart]:
    """The charts that the snapshot has facts for: schedule by quarter, moved deadlines, assessments by month, counters.

    ``clean`` bounds a text to one line of so many characters. A long schedule comes in several drawings.
    """
    words = words_for(snapshot.language)
    return [
        *gantt.charts(snapshot, words, clean),
        *trend.charts(snapshot, words, clean),
        *assessments.charts(snapshot, words, clean),
        *counters.charts(snapshot, clean),
    ]
