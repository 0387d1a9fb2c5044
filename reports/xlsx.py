"""A snapshot as an Excel file: a sheet for each part with the cells of the PDF, and the facts behind them to sort by.

The columns of the report come first, as text and word for word; to their right the days and counts behind them.
"Frister" has a row for every end date a deadline ever had. No formula stands anywhere. The same snapshot gives the
same bytes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from itertools import zip_longest

from handleplan import counter_words
from reports import cell_text, change_words
from reports.paper.document import moment
from reports.paper.further import SHORT_HASH
from reports.paper.words import Words, words_for
from reports.sheets.writing import Column, Line, Sheet, Value, workbook
from reports.snapshot import CounterFact, Link, MilestoneFact, NumberFact, Part, Row, Snapshot
from reports.wording import Wording, wording_for

WIDTHS = {
    "deadline": 28,
    "standing": 28,
    "number": 12,
    "title": 42,
    "point": 60,
    "description": 60,
    "status": 70,
    "revised_end": 24,
    "owner": 26,
}
CLOSED_WIDTHS = {"status": 30}


def render(snapshot: Snapshot) -> bytes:
    """The file's bytes. Raises nothing for any text: what a sheet cannot hold is left out (``cell_text.said``)."""
    words, wording = words_for(snapshot.language), wording_for(snapshot.language)
    title = f"{cell_text.one_line(snapshot.title)} – {words.report.lower()} {words.month(snapshot.period)}"
    taken = dt.datetime.fromisoformat(moment(snapshot)).astimezone(dt.UTC).replace(tzinfo=None)
    return workbook(
        list(_sheets(snapshot, words, wording)),
        properties={
            "title": title,
            "author": cell_text.one_line(snapshot.unit, 200),
            "subject": cell_text.one_line(snapshot.occasion, 200),
            "created": taken,
        },
        page_words=wording.page,
        foot=_foot(snapshot, words),
    )


def _foot(snapshot: Snapshot, words: Words) -> str:
    """As of when, of an edition which one, and the beginnings of what proves it; the title last: it may be cut."""
    told = [words.counted_as_of.format(words.date(snapshot.as_of))]
    if edition := snapshot.edition:
        told += [words.edition.format(edition.label), words.facts_hash.format(edition.facts_sha256[:SHORT_HASH])]
        told += [words.log_head.format(edition.chain_head[:SHORT_HASH])] if edition.chain_head else []
    return " · ".join([*told, snapshot.title])


def _sheets(snapshot: Snapshot, words: Words, wording: Wording) -> Iterator[Sheet]:
    yield _front(snapshot, words, wording)
    for part in snapshot.parts:
        yield _part(part, snapshot, words, wording)
    yield from _since_last(snapshot, wording)
    yield _attention(snapshot, words, wording)
    yield _deadlines(snapshot, words, wording)
    yield from _counters(snapshot, words, wording)


def _front(snapshot: Snapshot, words: Words, wording: Wording) -> Sheet:
    figures = snapshot.figures
    counts = (
        (words.active, figures.active),
        (words.overdue, figures.overdue),
        (words.due_soon, figures.due_soon),
        (words.in_focus, figures.in_focus),
        (words.missing_status, figures.missing_status),
        (wording.moved, figures.moved),
        (wording.no_end, figures.no_end),
        (wording.contradicting, figures.contradicting),
        (words.closed, figures.closed),
    )
    notes = (
        snapshot.unit,
        words.status_as_of.format(words.month(snapshot.period)),
        snapshot.occasion,
        words.counted_as_of.format(words.date(snapshot.as_of)),
        *_edition(snapshot, words),
        snapshot.intro,
    )
    columns = (Column(wording.figure, 90), Column(wording.number, 12))
    lines = [Line(count) for count in counts]
    return Sheet(wording.front, snapshot.title, [note for note in notes if note], columns, lines)


def _edition(snapshot: Snapshot, words: Words) -> Iterator[str]:
    """Which edition it is, what it corrects, and the hashes that prove it, in full: a sheet has the room."""
    edition = snapshot.edition
    if edition is None:
        return
    yield words.edition.format(edition.label)
    if edition.published_on:
        yield words.published.format(words.date(edition.published_on), edition.published_by)
    if edition.corrections:
        yield f"{words.corrects.format(edition.corrects)}: {edition.corrections}"
    yield words.facts_hash.format(edition.facts_sha256 or snapshot.facts_sha256())
    if edition.chain_head:
        yield words.log_head.format(edition.chain_head)


def _attention(snapshot: Snapshot, words: Words, wording: Wording) -> Sheet:
    """What needs a person, a row for each reason."""
    columns = (Column(wording.point, 12), Column(wording.title, 60), Column(words.attention, 80))
    lines = [Line((each.number, each.title, each.sentence)) for each in snapshot.notices]
    return Sheet(words.attention, words.attention, [snapshot.title], columns, lines)


def _part(part: Part, snapshot: Snapshot, words: Words, wording: Wording) -> Sheet:
    """The part's own columns; behind them a first and a last day for each column of dates, and what was counted."""
    title = part.title or (words.closed_part if part.kind == "closed" else words.active_part)
    widths = WIDTHS | CLOSED_WIDTHS if part.kind == "closed" else WIDTHS
    printed = [Column(column.title, widths.get(column.role, 16), column.group) for column in part.columns]
    dated = [column for column in part.columns if column.role in _DATES]
    behind = [
        Column(label.format(column.title), 13) for column in dated for label in (wording.first_day, wording.last_day)
    ]
    counted = [
        Column(label, 13)
        for label in (wording.days_overdue, wording.slipped_least, wording.slipped_most, wording.moves)
    ]
    lines = [
        Line(
            (*_printed(row, part), *_days(row, [column.role for column in dated]), *_counts(row)),
            level=min(max(row.level, 1), 3) if row.is_heading else 0,
            italic=row.italic,
        )
        for row in part.rows
    ]
    notes = [snapshot.title] + ([words.status_as_of.format(part.as_of_text)] if part.as_of_text else [])
    return Sheet(title, title, notes, [*printed, *behind, *counted], lines, on_paper=len(printed))


_DATES = ("start", "original_end", "revised_end", "end")


def _printed(row: Row, part: Part) -> tuple[str, ...]:
    texts = (row.cells + ("",) * len(part.columns))[: len(part.columns)]
    return tuple(cell_text.words(row, column.role, text) for column, text in zip(part.columns, texts, strict=True))


def _days(row: Row, roles: list[str]) -> Iterator[Value]:
    for role in roles:
        date = {"start": row.start, "original_end": row.original_end, "revised_end": row.end, "end": row.end}[role]
        yield date.earliest if date else None
        yield date.latest if date else None


def _counts(row: Row) -> tuple[Value, ...]:
    if row.is_heading:
        return (None,) * 4
    return (row.days_overdue or None, row.slippage_low, row.slippage_high, row.moves or None)


def _since_last(snapshot: Snapshot, wording: Wording) -> Iterator[Sheet]:
    """What happened since the edition before, a row for each change."""
    changes, language = snapshot.since_last, snapshot.language
    if changes is None:
        return
    columns = (
        Column(wording.change, 30),
        Column(wording.point, 12),
        Column(wording.title, 50),
        Column(wording.details, 70),
        Column(wording.days_least, 12),
        Column(wording.days_most, 12),
    )
    lines = []
    for group in change_words.told(changes, language):
        for line, change in zip_longest(group.lines, changes.of(group.kind)):
            days = (change.days_low, change.days_high) if change else (None, None)
            lines.append(Line((group.title, line.number, line.title, line.sentence, *days)))
    title = change_words.title_of(changes, language)
    notes = [snapshot.title] + ([] if lines else [change_words.nothing(changes, language)])
    yield Sheet(title, title, notes, columns, lines)


def _deadlines(snapshot: Snapshot, words: Words, wording: Wording) -> Sheet:
    columns = (
        Column(wording.point, 12),
        Column(wording.title, 50),
        Column(wording.sequence, 10),
        Column(wording.kind, 14),
        Column(wording.counts, 10),
        Column(wording.as_written, 26),
        Column(wording.first_day.format(wording.deadlines), 14),
        Column(wording.last_day.format(wording.deadlines), 14),
        Column(wording.reason, 50),
        Column(wording.decided_by, 26),
        Column(wording.decided_on, 14),
        Column(wording.recorded_on, 14),
        Column(wording.recorded_by, 22),
    )
    lines = [
        Line((row.number, _name(row, fact), *_revision(link, link is chain[-1], wording)))
        for row in snapshot.points()
        for fact in _deadlines_of(row)
        for chain in [_chain(fact)]
        for link in chain
    ]
    stamp = words.counted_as_of.format(words.date(snapshot.as_of))
    return Sheet(wording.deadlines, wording.deadlines, [snapshot.title, stamp], columns, lines)


def _deadlines_of(row: Row) -> Iterator[Row | MilestoneFact]:
    """The point's own schedule, then its further milestones."""
    yield row
    yield from row.milestones


def _name(row: Row, fact: Row | MilestoneFact) -> str:
    return f"{row.title}: {fact.name}" if isinstance(fact, MilestoneFact) else row.title


def _revision(link: Link, counts: bool, wording: Wording) -> tuple[Value, ...]:
    return (
        link.sequence,
        wording.kinds.get(link.kind, link.kind),
        wording.yes if counts else "",
        link.end.text,
        link.end.earliest,
        link.end.latest,
        ": ".join(filter(None, (link.reason_category, link.reason))),
        link.decided_by,
        link.decided_on,
        link.recorded_on,
        link.recorded_by,
    )


def _chain(fact: Row | MilestoneFact) -> list[Link]:
    """Every end date a deadline had, the current one last; facts older than chains know only the dates."""
    if fact.chain:
        return list(fact.chain)
    known = [fact.original_end, *fact.superseded]
    dates = [date for date in known if date] + ([fact.end] if fact.end and fact.end != fact.original_end else [])
    first = "original" if fact.original_end else ""
    return [Link(sequence, "" if sequence else first, date) for sequence, date in enumerate(dates)]


def _counters(snapshot: Snapshot, words: Words, wording: Wording) -> Iterator[Sheet]:
    """A row for every number of every counter; no sheet where nothing is counted."""
    said = counter_words.words_for(snapshot.language)
    columns = (
        Column(wording.point, 12),
        Column(wording.title, 40),
        Column(wording.counter, 36),
        Column(said.when, 18),
        Column(wording.first_day.format(said.when), 14),
        Column(wording.last_day.format(said.when), 14),
        Column(said.what, 18),
        Column(wording.precision, 12),
        Column(said.number, 12),
        Column(wording.unit, 14),
        Column(wording.as_written, 30),
        Column(said.scope, 36),
        Column(said.source, 36),
    )
    lines = [
        Line((row.number, row.title, counter.name, *_number(number, counter, said)))
        for row in snapshot.points()
        for counter in row.counters
        for number in counter.numbers
    ]
    if lines:
        stamp = words.counted_as_of.format(words.date(snapshot.as_of))
        yield Sheet(wording.counters, wording.counters, [snapshot.title, stamp], columns, lines)


def _number(fact: NumberFact, counter: CounterFact, said: counter_words.Words) -> tuple[Value, ...]:
    """A whole number sorts as one; one with decimals stands as Danes write it."""
    value = Decimal(fact.value) if fact.value else None
    number: Value = None
    if value is not None:
        number = int(value) if value == value.to_integral_value() else counter_words.number_in_words(value)
    return (
        fact.when.text,
        fact.when.earliest,
        fact.when.latest,
        said.kinds.get(fact.kind, fact.kind),
        fact.qualifier,
        number,
        counter.unit,
        fact.words,
        fact.scope or counter.scope,
        fact.source,
    )
