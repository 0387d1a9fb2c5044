"""What an edition's paper says beside figures and tables: its number and proof, what is new, the charts, the words."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from itertools import groupby, islice
from typing import Protocol

from reports import change_words, charts
from reports.charts import Chart
from reports.charts.drawing import Clean
from reports.paper.tables import PAGE_WIDTH, Text
from reports.paper.words import Words
from reports.snapshot import Snapshot

HALF_PAGE = 88  # characters of a line in half the page's width
WHOLE_PAGE = 170  # the same in all of it
TITLE = 90  # characters of a point's title among what is new
FRONT_ABBREVIATIONS = 6  # that the front page has room for
NAMING = 2  # columns of a chart's table that say which point a row is of
SHORT_HASH = 12  # hexadecimal digits of a SHA-256 that the foot of a page has room for


class Line(Protocol):
    """Bounds a text to one line and escapes it."""

    def __call__(self, value: str, limit: int = ..., /) -> str: ...


def edition_line(snapshot: Snapshot, words: Words, line: Line) -> str:
    """ "Udgave 11 · Udgivet 2. december 2013 af Sara"; empty for what is no edition."""
    edition = snapshot.edition
    if edition is None:
        return ""
    label = words.edition.format(line(edition.label))
    if edition.published_on is None:
        return label
    return f"{label} · {words.published.format(words.date(edition.published_on), line(edition.published_by, 60))}"


def proof(snapshot: Snapshot, words: Words, line: Line) -> str:
    """The foot's second line: the edition, and the beginnings of the hashes that anchor it outside the database."""
    edition = snapshot.edition
    if edition is None:
        return ""
    facts = edition.facts_sha256 or snapshot.facts_sha256()
    told = [words.edition.format(line(edition.label)), words.facts_hash.format(line(facts[:SHORT_HASH]))]
    if edition.chain_head:
        told.append(words.log_head.format(line(edition.chain_head[:SHORT_HASH])))
    return f"&#10;{' · '.join(told)}"


def corrected(snapshot: Snapshot) -> bool:
    """Whether this is an edition that puts another one right."""
    return bool(snapshot.edition and snapshot.edition.corrections)


def corrections(snapshot: Snapshot, words: Words, text: Text) -> str:
    """What a corrected edition corrects, on its first page."""
    edition = snapshot.edition
    if edition is None or not edition.corrections:
        return ""
    title = words.corrects.format(escape(edition.corrects))
    return f"<div class=corrections><h2>{title}</h2><p>{text(edition.corrections)}</p></div>"


def since_last(snapshot: Snapshot, words: Words, line: Line, room: int) -> tuple[str, str]:
    """What happened since the edition before: as many changes as the front page has ``room`` for, and the rest."""
    changes = snapshot.since_last
    if changes is None:
        if snapshot.edition is None:
            return "", ""
        return f"<p class=first>{words.first_edition}</p>", ""
    title = f"<h2>{escape(change_words.title_of(changes, snapshot.language))}</h2>"
    groups = change_words.told(changes, snapshot.language)
    if not groups:
        return f"<div class=since>{title}<p>{change_words.nothing(changes, snapshot.language)}</p></div>", ""
    total = sum(len(group.lines) for group in groups)
    shown = _fitting(groups, room)
    later = total - shown
    front = _groups(groups, 0, shown, line)
    more = f"<p class=more>{words.since_more.format(later)}</p>" if later else ""
    html = f"<div class=since>{title}<div class=columns>{front}</div>{more}</div>"
    if not later:
        return html, ""
    rest = _groups(groups, shown, total, line)
    heading = f'<h2 class=part data-b="{words.since_rest}">{words.since_rest}</h2>'
    return html, f"{heading}<div class=columns>{rest}</div>"


def _fitting(groups: tuple[change_words.Group, ...], room: int) -> int:
    """How many changes take ``room`` lines of half the page's width, the titles of their groups included."""
    shown = 0
    for group in groups:
        room -= 2
        for each in group.lines:
            length = len(each.number) + min(len(each.title), TITLE) + len(each.sentence)
            room -= 1 + length // HALF_PAGE
            if room < 0:
                return shown
            shown += 1
    return shown


def _groups(groups: tuple[change_words.Group, ...], first: int, last: int, line: Line) -> str:
    """The lines from number ``first`` up to ``last``, under the titles of their groups."""
    html, at = "", 0
    for group in groups:
        mine = islice(group.lines, max(0, first - at), max(0, last - at))
        items = "".join(f"<li>{_change(each, line)}</li>" for each in mine)
        if items:
            html += f"<div class=group><h3>{line(group.title)}</h3><ul>{items}</ul></div>"
        at += len(group.lines)
    return html


def _change(told: change_words.Line, line: Line) -> str:
    if not told.title and not told.number:
        return line(told.sentence, 600)
    sentence = f": {line(told.sentence, 500)}" if told.sentence else ""
    return f"<b>{line(told.number, 40)}</b> {line(told.title, TITLE)}{sentence}"


def drawings(snapshot: Snapshot, words: Words, clean: Clean, text: Text) -> str:
    """The charts with their twins, those without a drawing as their table alone."""
    drawn = charts.all_of(snapshot, clean)
    if not drawn:
        return ""
    told = _columns_say_all_dates(snapshot)
    body = "".join(_drawing(chart, text, twin=not (told and chart.key.startswith("gantt"))) for chart in drawn)
    return f'<h2 class="part charts" data-b="{words.charts}">{words.charts}</h2>{body}'


def _columns_say_all_dates(snapshot: Snapshot) -> bool:
    """Whether the active points' own table says every date that the schedule draws: then it is the schedule's twin."""
    for part in snapshot.parts:
        if part.kind != "active":
            continue
        wanted = {"start", "original_end", "revised_end"} | (
            {"forecast"} if any(row.forecast for row in part.rows) else set()
        )
        roles = {column.role for column in part.columns}
        if not wanted <= roles | ({"revised_end", "forecast"} if "deadline" in roles else set()):
            return False
    return True


def _drawing(chart: Chart, text: Text, *, twin: bool) -> str:
    heading = f"<h3>{escape(chart.title)}</h3>"
    said = escape(chart.note if chart.svg else chart.alt)
    told = f"{escape(chart.title)}</title>", f"{escape(chart.title)}. {escape(chart.alt)}</title>"
    svg = chart.svg.replace(*told, 1) if chart.svg else ""  # WeasyPrint takes the title for the alternate text
    return f"<div class=chart>{heading}<p class=note>{said}</p>{svg}</div>{_twin(chart, text) if twin else ''}"


def _twin(chart: Chart, text: Text) -> str:
    if not chart.table.rows:
        return ""
    widths = list(_widths(chart))
    columns = "".join(f'<col style="width:{width:.2f}mm">' for width in widths)
    head = "".join(f"<th scope=col>{text(each)}</th>" for each in chart.table.head)
    merged = chart.key.startswith("assessments")
    rows = (_cells(row, widths, text, merged=merged) for row in chart.table.rows)
    body = "".join(f"<tr{' class=dark' if at % 2 else ''}>{row}</tr>" for at, row in enumerate(rows))
    return (
        f'<table class="part twin" data-summary="{escape(chart.title)}"><colgroup>{columns}</colgroup>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )


def _cells(row: tuple[str, ...], widths: list[float], text: Text, *, merged: bool) -> str:
    """The cells of a twin's row. ``merged``: neighbours that say the same are one cell that spans them, like a bar."""
    html, at = "", 0
    for said, same in groupby(row) if merged else ((each, (each,)) for each in row):
        span = len(tuple(same))
        over = f' colspan="{span}"' if span > 1 else ""
        bar = " class=bar" if merged and said and at >= NAMING else ""
        html += f"<td{over}{bar}>{text(said, max(4, int(sum(widths[at : at + span]) / 3)))}</td>"
        at += span
    return html


def _widths(chart: Chart) -> Iterator[float]:
    further = len(chart.table.head) - 2
    if chart.key.startswith("counter"):
        shares = [36.0, 44.0, 70.0, 115.0]
    else:
        shares = [17.0, 88.0, 40.0, 60.0, 60.0] if chart.key == "trend" else [17.0, 52.0] + [196 / further] * further
    return (PAGE_WIDTH * share / sum(shares) for share in shares)


def abbreviated(snapshot: Snapshot, words: Words, line: Line) -> str:
    """A few abbreviations in one entry of the front page's rules; many have a list of their own at the end."""
    if not 0 < len(snapshot.abbreviations) <= FRONT_ABBREVIATIONS:
        return ""
    told = "; ".join(f"{line(each.short, 30)}: {line(each.words)}" for each in snapshot.abbreviations)
    return f"<li><b>{words.abbreviations}:</b> {told}.</li>"


def definitions(snapshot: Snapshot, words: Words, rules: str, line: Line) -> str:
    """How the figures are counted, and the abbreviations: what of the two the front page had no room for."""
    listed = snapshot.abbreviations if rules or len(snapshot.abbreviations) > FRONT_ABBREVIATIONS else ()
    short = "".join(f"<li><b>{line(each.short, 30)}:</b> {line(each.words)}</li>" for each in listed)
    above = f"<h3>{words.abbreviations}</h3>" if rules else ""
    list_of_short = f"<div class=rules>{above}<ul>{short}</ul></div>" if short else ""
    if not rules and not short:
        return ""
    title = words.definitions if rules else words.abbreviations
    heading = f'<h2 class="part last" data-b="{title}">{title}</h2>'
    return f"{heading}{rules.replace('h2>', 'h3>')}{list_of_short}"
