"""A snapshot as a Word file: the words of the PDF in real headings, lists and tables, for whoever must edit or paste.

A4 landscape, in the report's language. The same snapshot gives the same bytes. Python and python-docx alone: nothing
here knows a plan, a clock or a database.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from reports import change_words, charts
from reports.cell_text import one_line, said
from reports.letters import Letter
from reports.paper.document import moment
from reports.paper.further import SHORT_HASH
from reports.paper.words import Words, words_for
from reports.snapshot import Notice, Part, Snapshot
from reports.word.runs import Lists, field, labelled, paragraph, plain, run
from reports.word.tables import part_table, plain_table
from reports.wording import wording_for

LANGUAGES = {"da": "da-DK", "en": "en-GB"}


def render(snapshot: Snapshot) -> bytes:
    """The file's bytes. Raises nothing for any text: what a Word file cannot hold is left out (``cell_text.said``)."""
    from reports.word.package import describe, fill, new_document, running, written  # python-docx takes 0.2 s

    words = words_for(snapshot.language)
    language = LANGUAGES.get(snapshot.language[:2].lower(), "da-DK")
    document = new_document(language)
    lists = Lists()
    section = document.sections[0]
    running(section.header, _header(snapshot, words))
    running(section.first_page_header, paragraph("", "Running"))
    for footer in (section.footer, section.first_page_footer):
        running(footer, _footer(snapshot, words))
    month = words.month(snapshot.period)
    describe(
        document,
        title=f"{one_line(snapshot.title)} – {words.report.lower()} {month}",
        author=one_line(snapshot.unit, 200),
        subject=one_line(f"{words.status_as_of.format(month)}. {snapshot.occasion}", 200),
        language=language,
        moment=dt.datetime.fromisoformat(moment(snapshot)),
    )
    fill(document, "".join(_body(document, snapshot, words, lists)), lists)
    return written(document)


def render_letter(letter: Letter) -> bytes:
    """The bytes of running text, such as an agenda item, in A4 portrait."""
    from reports.word import letters  # python-docx, as above

    return letters.render(letter)


def _body(document: Any, snapshot: Snapshot, words: Words, lists: Lists) -> Iterator[str]:
    month = words.month(snapshot.period)
    yield paragraph(run(one_line(snapshot.title)), "Heading1")
    yield plain(one_line(snapshot.unit))
    yield paragraph(run(words.status_as_of.format(month), "<w:b/>"))
    yield plain(one_line(snapshot.occasion))
    yield plain(words.counted_as_of.format(words.date(snapshot.as_of)))
    yield plain(_edition(snapshot, words))
    yield _corrections(snapshot, words)
    yield plain(snapshot.intro)
    yield _figures(snapshot, words)
    yield _since_last(snapshot, words)
    yield _notices(snapshot, words)
    for part in snapshot.parts:
        yield _part(part, words, lists)
    yield from _charts(document, snapshot, words)
    yield _rules(snapshot, words)
    yield _abbreviations(snapshot, words)


def _header(snapshot: Snapshot, words: Words) -> str:
    report = f"{words.report} · {words.month(snapshot.period)}"
    return paragraph(run(one_line(snapshot.title, 110), "<w:b/>") + "<w:r><w:tab/></w:r>" + run(report), "Running")


def _footer(snapshot: Snapshot, words: Words) -> str:
    """As of when and which page of how many; of an edition also its number and what proves it."""
    stamp = words.counted_as_of.format(words.date(snapshot.as_of))
    foot = f"{one_line(snapshot.unit, 60)} · {stamp}" if snapshot.unit else stamp
    page = run(words.page[0]) + field("PAGE") + run(words.page[1]) + field("NUMPAGES")
    first = paragraph(run(foot) + "<w:r><w:tab/></w:r>" + page, "Running")
    edition = snapshot.edition
    if edition is None:
        return first
    proof = [words.edition.format(edition.label)]
    proof.append(words.facts_hash.format((edition.facts_sha256 or snapshot.facts_sha256())[:SHORT_HASH]))
    if edition.chain_head:
        proof.append(words.log_head.format(edition.chain_head[:SHORT_HASH]))
    return first + paragraph(run(one_line(" · ".join(proof))), "Running")


def _edition(snapshot: Snapshot, words: Words) -> str:
    """ "Udgave 11 · Udgivet 2. december 2013 af Sara"; empty for what is no edition."""
    edition = snapshot.edition
    if edition is None:
        return ""
    label = words.edition.format(edition.label)
    if edition.published_on is None:
        return label
    return one_line(f"{label} · {words.published.format(words.date(edition.published_on), edition.published_by)}")


def _corrections(snapshot: Snapshot, words: Words) -> str:
    edition = snapshot.edition
    if edition is None or not edition.corrections:
        return ""
    return paragraph(run(words.corrects.format(edition.corrects)), "Heading2") + plain(edition.corrections)


def _figures(snapshot: Snapshot, words: Words) -> str:
    figures = snapshot.figures
    share = f"{100 * figures.closed / figures.total:.0f}" if figures.total else "0"
    told = (
        (words.active, str(figures.active)),
        (words.overdue, str(figures.overdue)),
        (words.due_soon, f"{figures.due_soon} ({words.in_window.format(figures.in_window)})"),
        (words.in_focus, str(figures.in_focus)),
        (words.missing_status, str(figures.missing_status)),
        (words.closed, f"{figures.closed} {words.closed_of.format(figures.total, share)}"),
    )
    summary = wording_for(snapshot.language).figures
    return plain_table([label for label, _value in told], [[value for _label, value in told]], summary)


def _since_last(snapshot: Snapshot, words: Words) -> str:
    """What happened since the edition before, a list for each kind of change; a first edition says that it is one."""
    changes = snapshot.since_last
    if changes is None:
        return plain(words.first_edition) if snapshot.edition else ""
    heading = paragraph(run(change_words.title_of(changes, snapshot.language)), "Heading2")
    groups = change_words.told(changes, snapshot.language)
    if not groups:
        return heading + plain(change_words.nothing(changes, snapshot.language))
    return heading + "".join(
        paragraph(run(one_line(group.title)), "Heading3") + "".join(_change(line) for line in group.lines)
        for group in groups
    )


def _change(line: change_words.Line) -> str:
    point = one_line(f"{line.number} {line.title}".strip())
    if not point:
        return paragraph(run(said(line.sentence)), "Listed")
    return labelled(f"{point}:" if line.sentence else point, line.sentence, "Listed")


def _notices(snapshot: Snapshot, words: Words) -> str:
    """What needs attention, a list with an entry for each point."""
    points: dict[tuple[str, str], list[Notice]] = {}
    for notice in snapshot.notices:
        points.setdefault((notice.number, notice.title), []).append(notice)
    heading = paragraph(run(words.attention), "Heading2")
    if not points:
        return heading + plain(words.attention_none.format(words.month(snapshot.period)))
    return heading + "".join(
        labelled(
            one_line(f"{number} {title}".strip()) + ":",
            ". ".join(one_line(notice.sentence, 400).removesuffix(".") for notice in notices) + ".",
            "Listed",
        )
        for (number, title), notices in points.items()
    )


def _part(part: Part, words: Words, lists: Lists) -> str:
    title = _title(part, words)
    heading = paragraph(run(title), "Heading2")
    return heading + (part_table(part, title, lists) if part.rows and part.columns else plain(words.no_rows))


def _title(part: Part, words: Words) -> str:
    return one_line(part.title) or (words.closed_part if part.kind == "closed" else words.active_part)


def _charts(document: Any, snapshot: Snapshot, words: Words) -> Iterator[str]:
    """The charts as pictures, each with its twin: what a picture shows can be read and copied too."""
    from reports.word.pictures import picture  # python-docx, as above

    if snapshot.design is None or not snapshot.design.charts:
        return
    drawn = charts.all_of(snapshot)
    if drawn:
        yield paragraph(run(words.charts), "Heading2")
    for place, chart in enumerate(drawn, start=1):
        yield paragraph(run(one_line(chart.title)), "Heading3")
        yield plain(chart.note if chart.svg else chart.alt)
        if chart.svg:
            yield picture(document, place, chart.svg, chart.title, chart.alt)
        if chart.table.rows:
            yield plain_table(chart.table.head, chart.table.rows, chart.title)


def _rules(snapshot: Snapshot, words: Words) -> str:
    as_of = words.date(snapshot.as_of)
    rules = "".join(
        labelled(f"{name}:", rule.format(as_of=as_of), "Listed") for name, rule in (*words.rules, *words.further_rules)
    )
    return paragraph(run(words.rules_heading), "Heading2") + rules + _two_months(snapshot, words)


def _two_months(snapshot: Snapshot, words: Words) -> str:
    """A warning where the parts are not of the same month (S004-3)."""
    dated = [part for part in snapshot.parts if part.as_of_text]
    if len({part.as_of_text for part in dated}) < 2:
        return ""
    parts = ", ".join(f"{_title(part, words)}: {part.as_of_text}" for part in dated)
    return paragraph(run(said(words.two_months.format(parts))), "Listed")


def _abbreviations(snapshot: Snapshot, words: Words) -> str:
    if not snapshot.abbreviations:
        return ""
    listed = "".join(labelled(f"{one_line(each.short)}:", each.words, "Listed") for each in snapshot.abbreviations)
    return paragraph(run(words.abbreviations), "Heading2") + listed
