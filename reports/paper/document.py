"""A snapshot as the HTML of its report: a front page with the figures, then the plan's own table in its parts.

Every text of the plan goes through ``text`` (bounded, then escaped); nothing else of the snapshot enters the HTML, and
nothing of it ever enters the CSS.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Container
from html import escape

from reports.paper import bounds
from reports.paper.errors import PaperError
from reports.paper.further import (
    WHOLE_PAGE,
    Line,
    abbreviated,
    corrected,
    corrections,
    definitions,
    drawings,
    edition_line,
    proof,
    since_last,
)
from reports.paper.tables import Text, part_table
from reports.paper.words import Words, words_for
from reports.snapshot import Notice, Part, Snapshot

# "SEL § 41" and "-afrapportering" are not torn apart at the end of a line. The space behind them belongs to
# them: WeasyPrint 70 drops one that stands alone between a span and a break, and the words would run together
_KEPT = re.compile(r"(?:\b[A-ZÆØÅ]{2,5} )?§{1,2} \d{1,4}[a-z]?\b ?|(?<=[ \n])-\w{2,30}\b ?")
FRONT_NOTICES = 8  # points that the front page has room for; the others follow the table
FRONT_LINES = 37  # lines in two columns for what is new, where nothing needs attention


def report_html(snapshot: Snapshot, covered: Container[str] | None = None) -> str:
    """The whole document. Raises ``PaperError("refused")`` when the snapshot is larger than any report can be."""
    _refuse_giants(snapshot)
    words = words_for(snapshot.language)

    def text(value: str, fit: int = bounds.RUN_STEP) -> str:
        return _KEPT.sub(r"<span class=kept>\g<0></span>", escape(bounds.clean(value, covered, fit)))

    def line(value: str, limit: int = bounds.MAX_LINE) -> str:
        return escape(bounds.one_line(value, limit, covered))

    def clean(value: str, limit: int = bounds.MAX_LINE) -> str:
        return bounds.one_line(value, limit, covered)

    rich = bool(snapshot.design or snapshot.edition or snapshot.since_last)
    notices, more_notices = _notices(snapshot, words, line)
    news, more_news = since_last(snapshot, words, line, _room(snapshot)) if rich else ("", "")
    told = news + notices if corrected(snapshot) else notices + news
    month = words.status_as_of.format(words.month(snapshot.period))
    parts = "".join(_part(part, words, text) for part in snapshot.parts)
    charts = drawings(snapshot, words, clean, text) if snapshot.design and snapshot.design.charts else ""
    at_the_end = bool(snapshot.since_last or snapshot.edition)  # the front page has no room for all of it
    rules = _rules(snapshot, words, line, on_front=not at_the_end, shortened=rich and not at_the_end)
    return (
        f'<!DOCTYPE html><html lang="{escape(snapshot.language)}"><head><meta charset="utf-8">'
        f"<title>{line(snapshot.title)} – {words.report.lower()} {words.month(snapshot.period)}</title>"
        f'<meta name="author" content="{line(snapshot.unit)}"><meta name="generator" content="Handleplan">'
        f'<meta name="description" content="{line(f"{month}. {snapshot.occasion}")}">'
        f'<meta name="dcterms.created" content="{moment(snapshot)}">'
        f'<meta name="dcterms.modified" content="{moment(snapshot)}"></head><body>'
        f"<div class=masthead><div class=what><h1 {_running(snapshot, words, line)}>{line(snapshot.title)}</h1>"
        f"{_paragraph('unit', line(snapshot.unit))}</div>"
        f"<div class=when><p class=month>{month}</p>{_paragraph('edition', edition_line(snapshot, words, line))}"
        f"{_paragraph('occasion', line(snapshot.occasion))}"
        f"<p>{words.counted_as_of.format(words.date(snapshot.as_of))}</p></div></div>"
        f"{corrections(snapshot, words, text)}"
        f"{_paragraph('intro', text(snapshot.intro))}{_figures(snapshot, words)}{_besides(snapshot, words)}"
        f"{told}{'' if at_the_end else rules}{parts}{more_notices}{more_news}{charts}"
        f"{definitions(snapshot, words, rules if at_the_end else '', line) if rich else ''}</body></html>"
    )


def _running(snapshot: Snapshot, words: Words, line: Line) -> str:
    """What stands at the head and foot of each page, as attributes from which the style sheet takes it."""
    stamp = f"{words.counted_as_of.format(words.date(snapshot.as_of))}{_read(snapshot, words)}"
    foot = f"{line(snapshot.unit, 60)} · {stamp}" if snapshot.unit else stamp
    strings = {
        "header": line(snapshot.title, 110),
        "report": f"{words.report} · {words.month(snapshot.period)}",
        "foot": f"{foot}{proof(snapshot, words, line)}",
        "side": words.page[0],
        "of": words.page[1],
        "b": words.front,
    }
    return " ".join(f'data-{name}="{value}"' for name, value in strings.items())


def moment(snapshot: Snapshot) -> str:
    """When the facts were read, to the second, as ISO 8601 with offset; the as-of day where the snapshot is silent."""
    try:
        taken = dt.datetime.fromisoformat(snapshot.taken_at)
    except ValueError:
        taken = dt.datetime.combine(snapshot.as_of, dt.time())
    taken = taken.replace(microsecond=0)
    return (taken if taken.tzinfo else taken.replace(tzinfo=dt.UTC)).isoformat()


def _refuse_giants(snapshot: Snapshot) -> None:
    rows = [row for part in snapshot.parts for row in part.rows]
    if len(rows) > bounds.MAX_ROWS:
        raise PaperError("refused", f"{len(rows)} rows; at most {bounds.MAX_ROWS} are printed")
    size = sum(min(len(cell), bounds.MAX_CHARACTERS) for row in rows for cell in row.cells)
    if size > bounds.MAX_TOTAL:
        raise PaperError("refused", f"{size} characters; at most {bounds.MAX_TOTAL} are printed")


def _paragraph(name: str, html: str) -> str:
    return f"<p class={name}>{html}</p>" if html else ""


def _read(snapshot: Snapshot, words: Words) -> str:
    if not snapshot.taken_at:
        return ""
    taken = dt.datetime.fromisoformat(moment(snapshot))
    return f" · {words.facts_read.format(words.clock.format(words.date(taken.date()), taken))}"


def _figures(snapshot: Snapshot, words: Words) -> str:
    figures = snapshot.figures
    share = f"{100 * figures.closed / figures.total:.0f}" if figures.total else "0"
    boxes = (
        ("active", figures.active, "", words.active, ""),
        ("overdue", figures.overdue, "", words.overdue, ""),
        ("soon", figures.due_soon, "", words.due_soon, words.in_window.format(figures.in_window)),
        ("focus", figures.in_focus, "", words.in_focus, ""),
        ("silent", figures.missing_status, "", words.missing_status, ""),
        ("closed", figures.closed, f" {words.closed_of.format(figures.total, share)}", words.closed, ""),
    )
    items = "".join(
        f"<li class={name}><p><b>{number}</b>{of}</p><p>{label}</p>{_paragraph('small', small)}</li>"
        for name, number, of, label, small in boxes
    )
    return f"<ul class=figures>{items}</ul>"


def _besides(snapshot: Snapshot, words: Words) -> str:
    figures = snapshot.figures
    facts = ((figures.moved, words.moved), (figures.contradicting, words.contradicting), (figures.no_end, words.no_end))
    told = " · ".join(sentence.format(number) for number, sentence in facts if number)
    return _paragraph("besides", f"{words.besides} {told}." if told else "")


def _notices(snapshot: Snapshot, words: Words, line: Line) -> tuple[str, str]:
    """What needs attention, one entry per point: those the front page has room for, and the rest."""
    points: dict[tuple[str, str], list[Notice]] = {}
    for notice in snapshot.notices:
        points.setdefault((notice.number, notice.title), []).append(notice)
    tight = snapshot.since_last is not None
    entries = [
        f"<li><p class=number>{line(number, 40)}</p>{_notice(title, notices, line, tight)}</li>"
        for (number, title), notices in points.items()
    ]
    first, later = entries[:FRONT_NOTICES], entries[FRONT_NOTICES:]
    if first:
        body = f"<ul class=notices>{''.join(first)}</ul>"
    else:
        body = f"<p>{words.attention_none.format(words.month(snapshot.period))}</p>"
    more = _paragraph("more", words.attention_more.format(len(later)) if later else "")
    front = f"<div class=attention><h2>{words.attention}</h2>{body}{more}</div>"
    if not later:
        return front, ""
    heading = f'<h2 class=part data-b="{words.attention_rest}">{words.attention_rest}</h2>'
    return front, f"{heading}<ul class=notices>{''.join(later)}</ul>"


def _notice(title: str, notices: list[Notice], line: Line, tight: bool) -> str:
    """A point and what is said of it: a line each, or in one paragraph where the page holds more."""
    sentences = [line(notice.sentence, 400) for notice in notices]
    if tight:
        return f"<p><b>{line(title, 90)}</b> – {'; '.join(sentences)}</p>"
    return f"<p><b>{line(title)}</b></p>{''.join(f'<p>{sentence}</p>' for sentence in sentences)}"


def _room(snapshot: Snapshot) -> int:
    """How many lines of the front page are left for what is new, below the points that need attention; in a corrected
    edition those come after it, and the corrections take the room."""
    if corrected(snapshot):
        lines = snapshot.edition.corrections.split("\n") if snapshot.edition else []
        return FRONT_LINES - 2 * sum(1 + len(line) // WHOLE_PAGE for line in ("", *lines))
    points = len({(notice.number, notice.title) for notice in snapshot.notices})
    return FRONT_LINES - 3 * min(points, FRONT_NOTICES)


def _rules(snapshot: Snapshot, words: Words, line: Line, *, on_front: bool, shortened: bool) -> str:
    as_of = words.date(snapshot.as_of)
    told = (*words.rules, *(() if on_front else words.further_rules))
    rules = [f"<li><b>{name}:</b> {rule.format(as_of=as_of)}</li>" for name, rule in told]
    dated = [part for part in snapshot.parts if part.as_of_text]
    if len({part.as_of_text for part in dated}) > 1:
        named = ", ".join(f"{_part_title(part, words)}: {part.as_of_text}" for part in dated)
        rules.append(f"<li>{line(words.two_months.format(named))}</li>")
    if shortened:
        rules.append(abbreviated(snapshot, words, line))
    return f"<div class=rules><h2>{words.rules_heading}</h2><ul>{''.join(rules)}</ul></div>"


def _part_title(part: Part, words: Words) -> str:
    return part.title or (words.closed_part if part.kind == "closed" else words.active_part)


def _part(part: Part, words: Words, text: Text) -> str:
    title = escape(bounds.one_line(_part_title(part, words)))
    body = part_table(part, text, title) if part.rows and part.columns else f"<p>{words.no_rows}</p>"
    return f'<h2 class=part data-b="{title}">{title}</h2>{body}'
