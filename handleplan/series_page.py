"""A counter's series in and out: what a table would write, row by row, and the counter's numbers as Excel and CSV."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, pgettext
from django.utils.translation import gettext as _

from handleplan import counter_series, counter_words, review_xlsx
from handleplan.counter_series import Read, Series
from handleplan.counting import Told, says_the_same
from handleplan.dates import format_numeric
from handleplan.deadline_words import read_as
from handleplan.models import Counter, Observation
from handleplan.tallies import fold

Piece = dict[str, Any]

_PROBLEMS: dict[str, str | Promise] = {
    "kind": gettext_lazy(
        "“%(about)s” is not known. Write Antal ved start, I alt, Behandlet, Mangler, Tilgang, Nyt antal i alt or Målt."
    ),
    "kind-missing": gettext_lazy("It does not say what the number is, for example Behandlet."),
    "when": gettext_lazy("“%(about)s” cannot be read as a day or a month with its year."),
    "when-missing": gettext_lazy("It does not say when."),
    "value": gettext_lazy("“%(about)s” is not a number with at most two decimals."),
    "value-missing": gettext_lazy("It has neither a number nor the source’s words."),
    "negative": gettext_lazy("“%(about)s” is below zero, and only an addition may be."),
    "too-long": gettext_lazy("“%(about)s” is too long: at most 400 characters."),
}
_COLUMNS: tuple[tuple[str, float, str], ...] = (
    ("when", 20, "text"),
    ("earliest", 13, "day"),
    ("latest", 13, "day"),
    ("what", 20, "text"),
    ("qualifier", 12, "text"),
    ("number", 12, "number"),
    ("unit", 14, "text"),
    ("words", 32, "text"),
    ("scope", 36, "text"),
    ("source", 36, "text"),
)


def series_page(counter: Counter, series: Series, source: str) -> Piece:
    """What writing the table would do, row by row; nothing is written. ``source`` is that of rows without one."""
    rows = list(_judged(counter, series, source))
    counts = {state: sum(1 for row in rows if row["state"] == state) for state in ("new", "there", "wrong")}
    return {"rows": rows, "counts": counts, "left": wrong_rows(series, rows)}


def told_of(counter: Counter, series: Series, source: str) -> list[Told]:
    """The numbers that are new and can be written."""
    return [row["told"] for row in _judged(counter, series, source) if row["state"] == "new"]


def wrong_rows(series: Series, rows: Iterable[Piece]) -> str:
    """The rows that cannot be written, under their heads, as text to be mended; "" where there are none."""
    wrong = [row["cells"] for row in rows if row["state"] == "wrong"]
    return counter_series.as_text([series.head, *wrong]) if wrong else ""


def _judged(counter: Counter, series: Series, source: str) -> Iterator[Piece]:
    there = list(counter.observations.counted())
    begun = {_scope(counter, each.scope) for each in there if each.kind == Observation.Kind.BASELINE}
    seen: list[Told] = []
    for read in series.rows:
        told = None if read.problem or read.when is None else _told(read, source)
        sentence = str(_PROBLEMS[read.problem]) % {"about": read.about} if read.problem else ""
        if told is not None and not told.source:
            told, sentence = None, _("It has no source. Write one in the row or in the field below.")
        if told is None:
            yield _row(counter, read, "wrong", sentence)
            continue
        if _is_there(counter, told, there) or any(_same(counter, told, other) for other in seen):
            yield _row(counter, read, "there", _("Is there already, and is left out."))
            continue
        if told.kind == Observation.Kind.BASELINE:
            if _scope(counter, told.scope) in begun:
                sentence = _("The counter has a total at the beginning. A new one is a restated total.")
                yield _row(counter, read, "wrong", sentence)
                continue
            begun.add(_scope(counter, told.scope))
        seen.append(told)
        yield _row(counter, read, "new", "", told)


def _told(read: Read, source: str) -> Told:
    assert read.when is not None
    return Told(
        read.kind, read.when, read.value, read.qualifier, read.as_written, read.scope, read.source or source.strip()
    )


def _scope(counter: Counter, scope: str) -> str:
    return fold(scope or counter.scope)


def _is_there(counter: Counter, told: Told, there: Iterable[Observation]) -> bool:
    scope = _scope(counter, told.scope)
    return any(
        each.kind == told.kind and _scope(counter, each.scope) == scope and says_the_same(each, told) for each in there
    )


def _same(counter: Counter, one: Told, other: Told) -> bool:
    """Whether two rows of the table say the same."""
    return (
        (one.kind, _scope(counter, one.scope), one.value) == (other.kind, _scope(counter, other.scope), other.value)
        and (one.when.earliest, one.when.latest) == (other.when.earliest, other.when.latest)
        and (one.value is not None or one.as_written == other.as_written)
    )


def _row(counter: Counter, read: Read, state: str, sentence: str, told: Told | None = None) -> Piece:
    language = get_language() or "da"
    kinds = counter_words.words_for(language).kinds
    number = "" if read.value is None else counter_words.number_in_words(read.value, language)
    told_as = " ".join(filter(None, (read.qualifier, number)))
    return {
        "line": read.line,
        "cells": read.cells,
        "state": state,
        "sentence": sentence,
        "told": told,
        "when": read.when.as_written if read.when else "",
        "reading": read_as(read.when),
        "kind": kinds.get(read.kind, ""),
        "number": f"”{read.as_written}”" if read.value is None and read.as_written else told_as,
        "source": told.source if told else read.source,
        "written": " · ".join(cell for cell in read.cells if cell),
    }


# -- out --------------------------------------------------------------------------------------------------------------


def _titles() -> dict[str, str]:
    words = counter_words.words_for(get_language() or "da")
    return {
        "when": words.when,
        "earliest": _("First day"),
        "latest": _("Last day"),
        "what": words.what,
        "qualifier": _("Precision"),
        "number": words.number,
        "unit": pgettext("of a counter", "Unit"),
        "words": _("In the source’s words"),
        "scope": words.scope,
        "source": words.source,
    }


def _numbers(counter: Counter) -> Iterator[tuple[Observation, str]]:
    kinds = counter_words.words_for(get_language() or "da").kinds
    for observation in sorted(counter.observations.counted(), key=lambda each: (each.tally.day, each.pk)):
        yield observation, kinds[observation.kind]


def workbook(counter: Counter) -> bytes:
    """The counter's numbers that stand, as an Excel file that can be read in again."""
    titles = _titles()
    rows = [
        (
            each.when_as_written,
            each.when_earliest,
            each.when_latest,
            kind,
            each.qualifier,
            _cell(each.value),
            counter.unit if each.value is not None else "",
            each.as_written,
            each.scope or counter.scope,
            _source(each),
        )
        for each, kind in _numbers(counter)
    ]
    columns = [review_xlsx.Column(titles[name], width, kind) for name, width, kind in _COLUMNS]
    note = f"{counter.item} · {counter.scope}" if counter.scope else str(counter.item)
    sheet = review_xlsx.Sheet(_("Numbers"), counter.name, note, columns, rows)
    kinds = counter_words.words_for(get_language() or "da").kinds.values()
    glossary = review_xlsx.Glossary(
        _("What the numbers are"), _("What the numbers are"), [(kind, "") for kind in kinds], (titles["what"], "")
    )
    return review_xlsx.render(sheet, glossary)


def table(counter: Counter) -> bytes:
    """The same as CSV."""
    titles = _titles()
    rows = [[titles[name] for name, _width, _kind in _COLUMNS]]
    for each, kind in _numbers(counter):
        number = "" if each.value is None else counter_words.number_in_words(each.value)
        first, last = (format_numeric(day) if day else "" for day in (each.when_earliest, each.when_latest))
        unit = counter.unit if number else ""
        scope, source = each.scope or counter.scope, _source(each)
        rows.append(
            [each.when_as_written, first, last, kind, each.qualifier, number, unit, each.as_written, scope, source]
        )
    return counter_series.as_csv(rows)


def _cell(value: Decimal | None) -> int | str:
    if value is None:
        return ""
    return int(value) if value == value.to_integral_value() else counter_words.number_in_words(value)


def _source(observation: Observation) -> str:
    """Where it is known from; of a number told with a status alone, that."""
    if observation.source:
        return observation.source
    return _("the status of the point")
