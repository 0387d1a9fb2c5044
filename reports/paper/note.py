"""A budget note as the HTML that is printed: its own sections and tables in their order, word by word.

Every text goes through ``bounds`` and is escaped. The words beside the note's own are Danish, as the document is.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Container
from html import escape

from handleplan.budget_note.facts import GROUP, MONEY, NoteFact, RowFact, SectionFact, TableFact
from reports.budget_notes import NotePaper
from reports.paper import bounds
from reports.paper.errors import PaperError
from reports.paper.marked import marked
from reports.paper.words import DANISH

TABLE, CASE, DOCUMENT, CASEWORKER = "Tabel", "Sagsnr.", "Dokumentnr.", "Sagsbehandler"
CHECKS = "Kontrol af notatets tal"
CHECKS_LEAD = "Er ikke en del af notatet. Handleplan har regnet notatets egne tal efter; intet er rettet."
NOTE = "Budgetnotat"
QUARTERS = tuple(f"{quarter}. kv" for quarter in (1, 2, 3, 4))
MOST_CELLS = 50_000
FIT = 60  # of the widest characters that surely stand on a line
CELL_FIT = 12
PAGE_WIDTH = 160  # mm
AMOUNT_WIDTH, LONGEST_AMOUNTS = 19, 96  # mm for a year, and for all years at most


def note_html(paper: NotePaper, covered: Container[str] | None = None) -> str:
    """The whole document. Raises ``PaperError("refused")`` when it is larger than any note can be."""
    note = paper.note
    size = sum(len(section.text) for section in note.sections)
    cells = sum(len(table.rows) * max(len(table.years), 1) for table in note.tables())
    if size > bounds.MAX_TOTAL or cells > MOST_CELLS:
        raise PaperError("refused", f"{size} characters, {cells} cells")

    def say(text: str, fit: int = FIT) -> str:
        return escape(bounds.clean(text, covered, fit))

    def line(text: str, limit: int = bounds.MAX_LINE) -> str:
        return escape(bounds.one_line(text, limit, covered))

    name = f"{note.proposal_number} {note.title}".strip()
    strings = {
        "header": line(name, 90),
        "right": NOTE,
        "foot": line(note.plan, 110),
        "side": DANISH.page[0],
        "of": DANISH.page[1],
    }
    running = " ".join(f'data-{key}="{value}"' for key, value in strings.items())
    when = moment(note).isoformat()
    maker = _Maker(say, line)
    return (
        f'<!DOCTYPE html><html lang="da"><head><meta charset="utf-8"><title>{NOTE} {line(name)}</title>'
        f'<meta name="author" content="{line(note.caseworker)}"><meta name="generator" content="Handleplan">'
        f'<meta name="description" content="{line(note.plan)}">'
        f'<meta name="dcterms.created" content="{when}"><meta name="dcterms.modified" content="{when}">'
        f"</head><body {running}>{maker.head(note)}{maker.body(note)}{maker.checks(paper.checks)}</body></html>"
    )


def moment(note: NoteFact) -> dt.datetime:
    """When the note was last written, the only time that its file tells."""
    try:
        taken = dt.datetime.fromisoformat(note.changed_at)
    except ValueError:
        taken = dt.datetime(note.year or 2000, 1, 1)
    taken = taken.replace(microsecond=0)
    return taken if taken.tzinfo else taken.replace(tzinfo=dt.UTC)


class _Maker:
    """Makes the pieces of one document with its two ways to say a text."""

    def __init__(self, say, line) -> None:  # type: ignore[no-untyped-def]
        self.say, self.line = say, line
        self.deepest = 1

    def head(self, note: NoteFact) -> str:
        above = "".join(f"<p class=head>{self.line(each)}</p>" for each in note.above)
        lead = f"{note.proposal_number}: {note.title_lead}" if note.proposal_number else note.title_lead
        facts = ((CASE, note.case_number), (DOCUMENT, note.document_number), (CASEWORKER, note.caseworker))
        case = "".join(f"<p><b>{name} </b>\n{self.line(value)}</p>" for name, value in facts if value)
        return (
            f"<div class=above>{above}</div>{f'<p class=lead>{self.line(lead)}</p>' if lead else ''}"
            f"<h1>{self.line(note.title)}</h1><div class=case>{case}</div>"
            f"{f'<div class=sender>{self.prose(note.sender)}</div>' if note.sender else ''}"
        )

    def body(self, note: NoteFact) -> str:
        return "".join(map(self.section, note.sections))

    def section(self, section: SectionFact) -> str:
        html = self.heading(section.heading, section.level) if section.heading else ""
        html += self.prose(section.text)
        html += "".join(f"<p><em>{self.say(sentence)}</em></p>" for sentence in section.added)
        return html + "".join(map(self.table, section.tables))

    def heading(self, text: str, level: int) -> str:
        """Levels never jump, as PDF/UA has it; how a heading looks is what the note says."""
        self.deepest = min(level + 1, self.deepest + 1)
        return f"<h{self.deepest} class=l{level}>{self.line(text)}</h{self.deepest}>"

    def prose(self, text: str) -> str:
        """Words stay two for whoever hears them: a space stands before each line break, and never alone between a span
        and a break, where WeasyPrint 70 drops it."""
        html = marked(text, FIT, self.say) if text else ""
        return html.replace("<br>", " <br>").replace("</em> ", " </em>").replace("</strong> ", " </strong>")

    def table(self, table: TableFact) -> str:
        caption = f"{TABLE} {table.number}. {table.caption}" if table.number else table.caption
        lines = [self.line(each, 400) for each in (caption, table.caption_rest) if each]
        above = f"<p class=caption><b>{' <br>'.join(lines)}</b></p>" if lines else ""
        if not table.rows or not table.years:
            return above
        make = self.money if table.kind == MONEY else self.quarters
        return f"{above}{make(table, self.line(caption, 200))}"

    def money(self, table: TableFact, summary: str) -> str:
        width = min(AMOUNT_WIDTH, LONGEST_AMOUNTS / len(table.years))
        columns = f'<col style="width:{PAGE_WIDTH - width * len(table.years):.2f}mm">'
        columns += f'<col style="width:{width:.2f}mm">' * len(table.years)
        head = f"<th scope=col>{self.say(table.unit_text, 20)}</th>"
        head += "".join(f"<th scope=col class=amount>{year}</th>" for year in table.years)
        rows = "".join(self.money_row(row, table) for row in table.rows)
        return (
            f'<table class=money data-summary="{summary}"><colgroup>{columns}</colgroup>'
            f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
        )

    def money_row(self, row: RowFact, table: TableFact) -> str:
        if row.kind == GROUP:
            return f'<tr class=group><td colspan="{len(table.years) + 1}">{self.say(row.label, 20)}</td></tr>'
        cells = "".join(f"<td class=amount>{self.say(row.printed(year), CELL_FIT)}</td>" for year in table.years)
        return f"<tr class={escape(row.kind)}><td>{self.say(row.label, 20)}</td>{cells}</tr>"

    def quarters(self, table: TableFact, summary: str) -> str:
        count = 4 * len(table.years)
        width = min(8.0, 116 / count)
        columns = (
            f'<col style="width:{PAGE_WIDTH - width * count:.2f}mm">' + f'<col style="width:{width:.2f}mm">' * count
        )
        years = "".join(f"<th scope=colgroup colspan=4>{year}</th>" for year in table.years)
        quarters = "".join(f"<th scope=col>{quarter}</th>" for _year in table.years for quarter in QUARTERS)
        rows = "".join(
            f"<tr><td>{self.say(row.label, CELL_FIT)}</td>"
            + "".join(
                f"<td class=runs>{'X' if f'{year}-{quarter}' in row.quarters else ''}</td>"
                for year in table.years
                for quarter in (1, 2, 3, 4)
            )
            + "</tr>"
            for row in table.rows
        )
        return (
            f'<table class=quarters data-summary="{summary}"><colgroup>{columns}</colgroup><thead>'
            f"<tr><th scope=col rowspan=2>{self.say(table.unit_text, CELL_FIT)}</th>{years}</tr><tr>{quarters}</tr>"
            f"</thead><tbody>{rows}</tbody></table>"
        )

    def checks(self, sentences: tuple[str, ...]) -> str:
        if not sentences:
            return ""
        items = "".join(f"<li>{self.say(sentence)}</li>" for sentence in sentences)
        return f"<div class=checks><h2 class=l1>{CHECKS}</h2><p>{CHECKS_LEAD}</p><ul>{items}</ul></div>"
