"""The counters of the printed points: a picture for each scope that has a course, its figures and forecast in words."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from handleplan import counter_words
from handleplan.counter_accounts import Account, Deadline, accounts
from handleplan.measures import is_time
from handleplan.tallies import fold
from reports.charts.drawing import Chart, Clean, Table, printed
from reports.facts import CounterFact
from reports.snapshot import Row, Snapshot


def charts(snapshot: Snapshot, clean: Clean) -> Iterator[Chart]:
    """One chart for each scope of each counter; without a drawing where its numbers have no course."""
    for row in printed(snapshot):
        for place, counter in enumerate(row.counters, 1):
            yield from _of_counter(snapshot, row, counter, place, clean)


def _of_counter(snapshot: Snapshot, row: Row, counter: CounterFact, place: int, clean: Clean) -> Iterator[Chart]:
    language, counter = snapshot.language, _cleaned(counter, clean)
    title = f"{clean(row.number, 14)} {counter.name} ({counter.unit})".strip()
    deadline = None
    if row.end and row.end.latest and not row.closed:
        deadline = Deadline(clean(row.end.text, 60), row.end.latest)
    told = accounts(
        counter.tallies(),
        title=title,
        unit=counter.unit,
        own=counter.scope,
        language=language,
        until=snapshot.as_of,
        deadline=deadline,
        target=counter.target,
        limit=counter.limit,
    )
    for number, account in enumerate(told, 1):
        said = _note(account, counter, language)
        picture = account.picture
        yield Chart(
            key=f"counter-{row.item or clean(row.number, 14)}-{place}-{number}",
            title=f"{title}: {account.scope}" if account.scope else title,
            note=said,
            alt=picture.alt if picture else said,
            svg=picture.svg if picture else "",
            table=_table(counter, account, language),
            height=picture.height if picture else 0,
        )


def _cleaned(counter: CounterFact, clean: Clean) -> CounterFact:
    """The counter with its texts bounded: they stand in drawings and in sentences."""
    return dataclasses.replace(
        counter,
        name=clean(counter.name, 80),
        unit=clean(counter.unit, 30),
        scope=clean(counter.scope, 160),
        target=clean(counter.target, 80),
        limit=clean(counter.limit, 80),
        numbers=tuple(
            dataclasses.replace(
                number,
                qualifier=clean(number.qualifier, 20),
                words=clean(number.words, 160),
                scope=clean(number.scope, 160),
                source=clean(number.source, 160),
            )
            for number in counter.numbers
        ),
    )


def _note(account: Account, counter: CounterFact, language: str) -> str:
    """The figures and the forecast in sentences."""
    words = counter_words.words_for(language)
    figures = "; ".join(
        f"{figure.label}: {figure.value}" + (f" ({figure.note})" if figure.note else "") for figure in account.figures
    )
    aims = () if is_time(counter.unit) else ((words.target, counter.target), (words.limit, counter.limit))
    scope = f"{words.scope}: {counter.scope}." if counter.scope and not account.scope else ""
    aim = " ".join(f"{label}: {text}." for label, text in aims if text and not account.scope)
    method = counter_words.method(language) if account.forecast.latest else ""
    parts = (scope, account.apart, f"{figures}.", *account.doubts, account.sentence, method, aim)
    return " ".join(part for part in parts if part)


def _table(counter: CounterFact, account: Account, language: str) -> Table:
    """Every number of the scope, in order of time."""
    words = counter_words.words_for(language)
    mine = "" if not account.scope else fold(account.scope)
    rows = []
    for number in counter.numbers:
        folded = fold(number.scope)
        tally = number.tally
        if tally is not None and ("" if folded == fold(counter.scope) else folded) == mine:
            amount = counter_words.amount(tally, counter.unit, language)
            as_told = f"{amount} (”{number.words}”)" if number.words and number.value else amount
            rows.append((number.when.text, words.kinds.get(number.kind, number.kind), as_told, number.source))
    return Table((words.when, words.what, words.number, words.source), tuple(rows))
