"""The PDF of 600 points, warm: ours through ``reports.pdf.render`` against the bare recipe, in one interleaved run.

Bare is the same HTML and style sheet given straight to WeasyPrint in this warm process, with the recipe of MEASURED.md
(fixed layout, zebra, garbage collection off, page look-up in constant time, tags). Ours adds the child and its pipes,
bounds, building the HTML, the repaired structure tree, PDF/UA, and the attached facts.
"""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable

from reports.paper.press import FONTCONFIG
from reports.pdf import render, warm_up
from tests.reports.status_table import grown, november_2013

POINTS = 600
ROUNDS = 5


def rows(points: int = POINTS, rounds: int = ROUNDS) -> list[tuple[str, float, float, float]]:
    """One row: label, our seconds, the bare recipe's seconds (medians), and the median of the rounds' ratios."""
    snapshot = grown(november_2013(), points)
    bare = _bare(snapshot.as_json().encode())
    warm_up()
    render(snapshot), bare()
    ours_s, bare_s = [], []
    for turn in range(rounds):
        pair = (lambda: render(snapshot), bare) if turn % 2 else (bare, lambda: render(snapshot))
        first, second = _seconds(pair[0]), _seconds(pair[1])
        ours_s.append(second if turn % 2 == 0 else first)
        bare_s.append(first if turn % 2 == 0 else second)
    ratio = statistics.median(ours / other for ours, other in zip(ours_s, bare_s, strict=True))
    return [(f"PDF of {points} points, warm", statistics.median(ours_s), statistics.median(bare_s), ratio)]


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
