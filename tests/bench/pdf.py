"""The PDF of 600 points, warm: ours through ``reports.pdf.render`` against the bare recipe, in one interleaved run.

Bare is the same HTML and style sheet given straight to WeasyPrint in this warm process, with the recipe of MEASURED.md
(fixed layout, zebra, garbage collection off, page look-up in constant time, tags). Ours adds the child and its pipes,
bounds, building the HTML, the repaired structure tree, PDF/UA, and the attached facts.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import os
import statistics
import time
from collections.abc import Callable

from handleplan import dates
from reports.designs import AS_THE_TABLE
from reports.paper.press import FONTCONFIG
from reports.pdf import render, warm_up
from reports.snapshot import Assessment, EditionFacts, Row, Snapshot, WrittenDate
from tests.reports.status_table import grown, november_2013

POINTS = 600
ROUNDS = 5


def rows(points: int = POINTS, rounds: int = ROUNDS) -> list[tuple[str, float, float, float]]:
    """A row each: label, our seconds, the bare recipe's seconds (medians), and the median of the rounds' ratios.

    The second row prints an edition with its charts, against the bare recipe of the table without any.
    """
    plain = grown(november_2013(), points)
    bare = _bare(plain.as_json().encode())
    warm_up()
    return [
        (f"PDF of {points} points, warm", *_measured(plain, bare, rounds)),
        (f"PDF of {points} points with charts, warm", *_measured(_edition(plain), bare, rounds)),
    ]


def _measured(snapshot: Snapshot, bare: Callable[[], object], rounds: int) -> tuple[float, float, float]:
    render(snapshot), bare()
    ours_s, bare_s = [], []
    for turn in range(rounds):
        pair = (lambda: render(snapshot), bare) if turn % 2 else (bare, lambda: render(snapshot))
        first, second = _seconds(pair[0]), _seconds(pair[1])
        ours_s.append(second if turn % 2 == 0 else first)
        bare_s.append(first if turn % 2 == 0 else second)
    ratio = statistics.median(ours / other for ours, other in zip(ours_s, bare_s, strict=True))
    return statistics.median(ours_s), statistics.median(bare_s), ratio


def _edition(snapshot: Snapshot) -> Snapshot:
    """The same month as an edition with charts: its active points with the dates of their cells and a year's
    assessments."""
    active, closed = snapshot.parts
    rows = tuple(row if row.is_heading else _dated(row) for row in active.rows)
    return dataclasses.replace(
        snapshot,
        parts=(dataclasses.replace(active, rows=rows), closed),
        design=dataclasses.replace(AS_THE_TABLE, charts=True),
        edition=EditionFacts(11, facts_sha256="ab" * 32, chain_head="cd" * 32),
    )


def _dated(row: Row) -> Row:
    start, original, end = (_read(cell) for cell in row.cells[3:6])
    months = (dt.date(2013, month, 1) for month in range(1, 12))
    told = tuple(Assessment(month, "delayed", "Mindre afvigelse", "▲", "fair") for month in months)
    return dataclasses.replace(row, start=start, original_end=original, end=end, moves=1, assessments=told)


def _read(cell: str) -> WrittenDate:
    date = dates.parse(cell)
    return WrittenDate(cell, date.earliest, date.latest, date.kind.value)


def _bare(facts: bytes) -> Callable[[], object]:
    os.environ["FONTCONFIG_FILE"] = str(FONTCONFIG)  # before fontconfig wakes up
    from weasyprint import HTML

    from reports.paper.document import report_html
    from reports.paper.printing import VARIANT, prepare
    from reports.paper.tuning import fast_page_references, without_garbage_collection
    from reports.snapshot import from_json

    printer = prepare()
    html = report_html(from_json(facts.decode()), printer.covered)

    def bare() -> object:
        with without_garbage_collection(), fast_page_references():
            return HTML(string=html, url_fetcher=printer.fetcher).write_pdf(
                font_config=printer.fonts, stylesheets=[printer.stylesheet], pdf_variant=VARIANT
            )

    return bare


def _seconds(call: Callable[[], object]) -> float:
    begun = time.perf_counter()
    call()
    return time.perf_counter() - begun


if __name__ == "__main__":
    for label, ours, other, ratio in rows():
        print(f"{label}: {ours:.2f} s, bare {other:.2f} s, {ratio:.2f}x")
