"""A snapshot's JSON to PDF bytes. This is the child's whole work; WeasyPrint is imported here and nowhere else."""

from __future__ import annotations

import base64
import dataclasses
import datetime as dt
import hashlib
from dataclasses import dataclass
from typing import Any

from reports import budget_notes, csv_table, letters
from reports.paper.document import moment, report_html
from reports.paper.fetching import LETTER_STYLESHEET, NOTE_STYLESHEET, STYLESHEET, covered_characters, deny_all_fetcher
from reports.paper.letter import letter_html
from reports.paper.letter import moment as letter_moment
from reports.paper.note import moment as note_moment
from reports.paper.note import note_html
from reports.paper.structure import finish
from reports.paper.tuning import (
    deflate_once,
    fast_page_references,
    whole_texts_in_drawings,
    without_garbage_collection,
)
from reports.paper.words import words_for
from reports.snapshot import from_json

VARIANT = "pdf/a-3a"
ATTACHMENT = "handleplan.json"
TABLE_ATTACHMENT = "handleplan.csv"
NOTE_ATTACHMENT = "budgetnotat.json"


@dataclass(slots=True)
class Printer:
    """What one process prepares once and uses for every document: fonts, style sheet, fetcher, covered characters."""

    fetcher: Any
    fonts: Any
    stylesheet: Any
    letter_stylesheet: Any
    note_stylesheet: Any
    covered: frozenset[str]

    def pdf(self, facts: bytes) -> bytes:
        """The report of a snapshot given as JSON: PDF/A-3a and PDF/UA-1, its facts attached as JSON and CSV.

        The same facts give the same bytes.
        """
        from weasyprint import Attachment

        snapshot = from_json(facts.decode())
        taken = dt.datetime.fromisoformat(moment(snapshot))
        words = words_for(snapshot.language)
        table = csv_table.render(snapshot)
        told = dataclasses.replace(snapshot, edition=None).as_json().encode()  # what the printed hash is the hash of
        attachments = [
            Attachment(
                string=content,
                name=name,
                description=description,
                created=taken,
                modified=taken,
                relationship="Data",
                url_fetcher=self.fetcher,
            )
            for name, content, description in (
                (ATTACHMENT, told, words.attachment),
                (TABLE_ATTACHMENT, table, words.table_attachment),
            )
        ]
        return self._print(report_html(snapshot, self.covered), self.stylesheet, attachments, facts)

    def letter(self, facts: bytes) -> bytes:
        """The PDF of a letter given as JSON, its enclosures inside: PDF/A-3a and PDF/UA-1 as well."""
        from weasyprint import Attachment

        letter = letters.from_json(facts.decode())
        when = letter_moment(letter)
        enclosed = [
            Attachment(
                string=base64.b64decode(each.content),
                name=each.name,
                description=each.description,
                created=when,
                modified=when,
                relationship="Supplement",
                url_fetcher=self.fetcher,
            )
            for each in letter.enclosures
        ]
        return self._print(letter_html(letter, self.covered), self.letter_stylesheet, enclosed, facts)

    def note(self, facts: bytes) -> bytes:
        """The PDF of a budget note given as JSON, which is attached: PDF/A-3a and PDF/UA-1 as well."""
        from weasyprint import Attachment

        paper = budget_notes.from_json(facts.decode())
        when = note_moment(paper.note)
        attached = Attachment(
            string=facts,
            name=NOTE_ATTACHMENT,
            description=words_for("da").attachment,
            created=when,
            modified=when,
            relationship="Data",
            url_fetcher=self.fetcher,
        )
        return self._print(note_html(paper, self.covered), self.note_stylesheet, [attached], facts)

    def _print(self, html: str, stylesheet: Any, attachments: list[Any], facts: bytes) -> bytes:
        from weasyprint import HTML

        with without_garbage_collection(), fast_page_references(), whole_texts_in_drawings():
            document = HTML(string=html, url_fetcher=self.fetcher).render(
                font_config=self.fonts, stylesheets=[stylesheet], pdf_variant=VARIANT
            )
            document.metadata.attachments = attachments
            return document.write_pdf(  # type: ignore[no-any-return]
                finisher=_finish, pdf_variant=VARIANT, pdf_identifier=hashlib.sha256(facts).hexdigest()
            )


def _finish(document: Any, pdf: Any) -> None:
    finish(document, pdf)
    deflate_once(pdf)


def prepare() -> Printer:
    """Import WeasyPrint, load the fonts and read the style sheet: about 0.7 s, once per process."""
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration

    fetcher, fonts = deny_all_fetcher(), FontConfiguration()
    stylesheet = CSS(string=STYLESHEET.read_text("utf-8"), font_config=fonts, url_fetcher=fetcher)
    letter = CSS(string=LETTER_STYLESHEET.read_text("utf-8"), font_config=fonts, url_fetcher=fetcher)
    of_notes = LETTER_STYLESHEET.read_text("utf-8") + NOTE_STYLESHEET.read_text("utf-8")
    note = CSS(string=of_notes, font_config=fonts, url_fetcher=fetcher)
    return Printer(fetcher, fonts, stylesheet, letter, note, covered_characters())
