"""A snapshot as a Word file: the words of the PDF in real headings, lists and tables, for whoever must edit or paste.

A4 landscape, in the report's language. The same snapshot gives the same bytes. Python and python-docx alone: nothing
here knows a plan, a clock or a database.
"""

from __future__ import annotations

import datetime as dt

from reports.cell_text import one_line, said
from reports.paper.document import moment
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
    fill(document, _body(snapshot, words, lists), lists)
    return written(document)


def _body(snapshot: Snapshot, words: Words, lists: Lists) -> str:
    month = words.month(snapshot.period)
    return "".join(
        (
            paragraph(run(one_line(snapshot.title)), "Heading1"),
            plain(one_line(snapshot.unit)),
            paragraph(run(words.status_as_of.format(month), "<w:b/>")),
            plain(one_line(snapshot.occasion)),
            plain(words.counted_as_of.format(words.date(snapshot.as_of))),
            plain(snapshot.intro),
            _figures(snapshot, words),
            _notices(snapshot, words),
            *(_part(part, words, lists) for part in snapshot.parts),
            _rules(snapshot, words),
        )
    )


def _header(snapshot: Snapshot, words: Words) -> str:
    report = f"{words.report} · {words.month(snapshot.period)}"
    return paragraph(run(one_line(snapshot.title, 110), "<w:b/>") + "<w:r><w:tab/></w:r>" + run(report), "Running")


def _footer(snapshot: Snapshot, words: Words) -> str:
    stamp = words.counted_as_of.format(words.date(snapshot.as_of))
    foot = f"{one_line(snapshot.unit, 60)} · {stamp}" if snapshot.unit else stamp
    page = run(words.page[0]) + field("PAGE") + run(words.page[1]) + field("NUMPAGES")
    return paragraph(run(foot) + "<w:r><w:tab/></w:r>" + page, "Running")


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
    return plain_table(
        [label for label, _value in told], [[value for _label, value in told]], wording_for(snapshot.language).figures
    )


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
            " ".join(one_line(notice.sentence, 400) for notice in notices),
            "Listed",
        )
        for (number, title), notices in points.items()
    )


def _part(part: Part, words: Words, lists: Lists) -> str:
    title = one_line(part.title) or (words.closed_part if part.kind == "closed" else words.active_part)
    heading = paragraph(run(title), "Heading2")
    return heading + (part_table(part, title, lists) if part.rows and part.columns else plain(words.no_rows))


def _rules(snapshot: Snapshot, words: Words) -> str:
    as_of = words.date(snapshot.as_of)
    rules = "".join(labelled(f"{name}:", rule.format(as_of=as_of), "Listed") for name, rule in words.rules)
    return paragraph(run(words.rules_heading), "Heading2") + rules + _two_months(snapshot, words)


def _two_months(snapshot: Snapshot, words: Words) -> str:
    dated = [part for part in snapshot.parts if part.as_of_text]
    if len({part.as_of_text for part in dated}) < 2:
        return ""
    parts = ", ".join(
        f"{part.title or (words.closed_part if part.kind == 'closed' else words.active_part)}: {part.as_of_text}"
        for part in dated
    )
    return paragraph(run(said(words.two_months.format(parts))), "Listed")
