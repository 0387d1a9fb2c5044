"""A budget note as a page, and what does not fit together in it in words: both figures, and where they stand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handleplan.budget_note.audit import EQUAL, OUTSIDE, Audit, PartsCheck, SumCheck, TextCheck, audit
from handleplan.budget_note.blocks import LEVELS, Block
from handleplan.budget_note.facts import (
    MONEY,
    AppropriationFact,
    NoteFact,
    RowFact,
    SectionFact,
    TableFact,
)
from handleplan.budget_note.reading import Choices
from handleplan.consistency import Finding
from handleplan.models import Appropriation, Plan, User
from handleplan.money import in_millions, write_cell
from handleplan.note_facts import complete_notes, facts_of
from handleplan.prose import MARKDOWN, to_plain

QUARTERS = (1, 2, 3, 4)
_SHOWN = 160  # characters of a sentence that a finding repeats

Piece = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Said:
    """One check in a sentence; ``agrees`` None: a figure that nothing can be held against."""

    code: str
    sentence: str
    agrees: bool | None = True


def note_page(note: NoteFact) -> Piece:
    """Context for ``handleplan/budget_note.html``."""
    found = audit(note)
    told = list(tell(note, found))
    return {
        "note": note,
        "sections": _sections(note, found),
        "sender": [block.split("\n") for block in to_plain(note.sender, MARKDOWN).split("\n\n")] if note.sender else [],
        "proposals": [_proposal(each, note) for each in note.proposals],
        "sentences": [_sentence(place, each, note) for place, each in enumerate(note.appropriations)],
        "wrong": [said for said in told if said.agrees is False],
        "right": [said for said in told if said.agrees],
        "further": [said for said in told if said.agrees is None],
        "together": [_added_up(each) for each in found.together],
    }


# -- the document -----------------------------------------------------------------------------------------------------


def _sections(note: NoteFact, found: Audit) -> list[Piece]:
    """The sections in order. Heading levels never jump for whoever hears them; how one looks is what the note says."""
    sections, deepest = [], 1  # beneath the page's own title
    for section in note.sections:
        if section.heading:
            deepest = min(section.level + 1, deepest + 1)
        sections.append(_section(section, deepest, found))
    return sections


def _section(section: SectionFact, tag: int, found: Audit) -> Piece:
    return {
        "key": section.key,
        "heading": section.heading,
        "level": section.level,
        "tag": tag,
        "text": section.text,
        "added": section.added,
        "is_risk": section.kind == "risk",
        "tables": [table_piece(table, found) for table in section.tables],
    }


def table_piece(table: TableFact, found: Audit) -> Piece:
    """A table as rows of strings; under a sum that differs stands what the rows give."""
    if table.kind == MONEY:
        sums = {id(check.row): check for check in found.sums if check.table is table}
        rows = [_row(row, table, sums.get(id(row))) for row in table.rows]
    else:
        rows = [
            {
                "kind": row.kind,
                "label": row.label,
                "cells": [f"{year}-{at}" in row.quarters for year, at in _grid(table)],
            }
            for row in table.rows
        ]
    return {
        "key": table.key,
        "is_money": table.kind == MONEY,
        "name": table_name(table),
        "caption": table.caption,
        "rest": table.caption_rest,
        "corner": table.unit_text,
        "years": table.years,
        "quarters": [_("%(quarter)d. kv") % {"quarter": at} for _year, at in _grid(table)],
        "rows": rows,
    }


def _grid(table: TableFact) -> list[tuple[int, int]]:
    return [(year, quarter) for year in table.years for quarter in QUARTERS]


def _row(row: RowFact, table: TableFact, check: SumCheck | None) -> Piece:
    differs = check is not None and not check.agrees
    return {
        "kind": row.kind,
        "label": row.label,
        "cells": [row.printed(year) for year in table.years],
        "computed": [write_cell(year.computed) for year in check.years] if check and differs else [],
    }


def table_name(table: TableFact) -> str:
    """ "Tabel 1"; its caption where it has no number."""
    return _("Table %(number)s") % {"number": table.number} if table.number else table.caption or _("a table")


def _proposal(each: Any, note: NoteFact) -> Piece:
    points = [
        {"number": point.number, "title": point.title, "url": reverse("handleplan:item-detail", args=[point.item])}
        for point in each.points
    ]
    depth = each.number.rstrip(".").count(".")
    return {"key": each.key, "number": each.number, "title": each.title, "points": points, "beneath": depth > 0}


def _sentence(place: int, each: AppropriationFact, note: NoteFact) -> Piece:
    whole = note.appropriations[each.part_of] if each.part_of is not None else None
    return {
        "key": each.key,
        "proposal": each.proposal,
        "what": _what(each),
        "amounts": [_dated(amount.as_written, amount.year, amount.onwards) for amount in each.amounts],
        "basis": each.basis_text,
        "purpose": each.purpose,
        "fte": each.fte_as_written,
        "cost": cost_of_fte(each),
        "sentence": each.sentence,
        "is_part": whole is not None,
        "place": place,
    }


def _what(each: AppropriationFact) -> str:
    if each.kind:
        kind = str(Appropriation.Kind(each.kind).label)
        return f"{Appropriation.Duration(each.duration).label} {kind}" if each.duration else kind
    if each.is_benefit:
        return _("estimated part of a saving") if each.part_of is not None else _("saving")
    return _("need, part of a grant") if each.part_of is not None else _("need")


def _dated(written: str, year: int | None, onwards: bool) -> str:
    if year is None:
        return written
    words = _("%(amount)s from %(year)s") if onwards else _("%(amount)s in %(year)s")
    return words % {"amount": written, "year": year}


def cost_of_fte(each: AppropriationFact) -> str:
    """ "0,516 mio. kr. pr. årsværk"; "" where there is none (S001-10)."""
    cost = each.cost_of_fte
    return _("%(amount)s a man-year") % {"amount": in_millions(cost, 3)} if cost is not None else ""


def _added_up(together: Any) -> Piece:
    names = " + ".join(table.number or table.caption for table in together.tables)
    return {
        "name": names,
        "corner": together.tables[0].unit_text,
        "years": [year for year, _sum in together.years],
        "cells": [write_cell(amount) for _year, amount in together.years],
    }


# -- the audit in words -----------------------------------------------------------------------------------------------


def tell(note: NoteFact, found: Audit) -> Iterator[Said]:
    """Every check in a sentence, those that fail as well as those that hold."""
    for said in _tell(note, found):  # a sentence that ends in "mio. kr." has its full stop
        yield replace(said, sentence=said.sentence.replace("kr..", "kr."))


def _tell(note: NoteFact, found: Audit) -> Iterator[Said]:
    yield from map(_of_sum, found.sums)
    yield from map(_of_text, found.texts)
    yield from map(_of_parts, found.parts)
    for number in found.missing:
        words = {"number": number, "printed": ", ".join(table.number for table in note.tables() if table.number)}
        yield Said(
            "budget_table_missing",
            _("The tables have the numbers %(printed)s: table %(number)s is missing.") % words,
            False,
        )
    for count in found.counts:
        words = {"heading": count.heading, "words": count.words, "counted": count.counted}
        right = _("“%(heading)s” says “%(words)s”, and there are %(counted)s.")
        wrong = _("“%(heading)s” says “%(words)s”, but there are %(counted)s.")
        yield Said("budget_count", (right if count.agrees else wrong) % words, count.agrees)
    for lost in found.lost:
        words = {"sentence": lost.sentence[:_SHOWN]}
        yield Said(
            "budget_sentence", _("No section holds the sentence “%(sentence)s” as it is written.") % words, False
        )
    for each in found.costs:
        words = {"proposal": each.proposal, "fte": each.fte_as_written, "amount": each.amounts[0].as_written}
        words |= {"cost": cost_of_fte(each)}
        yield Said("budget_fte", _("%(proposal)s: %(amount)s for %(fte)s is %(cost)s.") % words, None)


def _of_sum(check: SumCheck) -> Said:
    words = {
        "table": table_name(check.table),
        "row": check.row.label,
        "printed": " / ".join(_unbroken(year.as_printed or "–") for year in check.years),
        "computed": " / ".join(_unbroken(write_cell(year.computed)) for year in check.years),
    }
    if check.agrees:
        return Said("budget_sum", _("%(table)s, “%(row)s”: %(printed)s is the sum of the rows.") % words)
    if check.only_the_sign_differs:
        said = _("%(table)s, “%(row)s”: printed is %(printed)s, but the rows give %(computed)s. Only the sign differs.")
    else:
        said = _("%(table)s, “%(row)s”: printed is %(printed)s, but the rows give %(computed)s.")
    return Said("budget_sum", said % words, False)


def _unbroken(amount: str) -> str:
    """A minus is not torn from its number at the end of a line."""
    return amount.replace(" ", "\N{NO-BREAK SPACE}")


def _of_text(check: TextCheck) -> Said:
    words: dict[str, Any] = {"proposal": check.proposal}
    if not check.years:
        said = _("%(proposal)s: the text names an amount, but no table has a row for it.")
        return Said("budget_text", said % words, False)
    words["tables"] = ", ".join(map(table_name, check.tables))
    if check.agrees:
        written = "; ".join(
            _dated(amount.as_written, amount.year, amount.onwards)
            for sentence in check.sentences
            for amount in sentence.amounts
        )
        words["amounts"] = written
        said = _("%(proposal)s: the text (%(amounts)s) and %(tables)s agree.")
        return Said("budget_text", said % words)
    wrong = next(year for year in check.years if not year.agrees)
    words |= {"year": wrong.year or "", "text": _range(wrong.low, wrong.high), "table": in_millions(wrong.in_table)}
    said = _("%(proposal)s: for %(year)s the text says %(text)s, but %(tables)s say %(table)s.")
    return Said("budget_text", said % words, False)


def _of_parts(check: PartsCheck) -> Said:
    words = {
        "proposal": check.whole.proposal,
        "year": check.amount.year if check.amount and check.amount.year else "",
        "said": in_millions(check.said),
        "sum": _range(check.low, check.high),
        "parts": " + ".join(check.parts),
    }
    if check.state == EQUAL:
        said = _("%(proposal)s: %(said)s is the sum of its parts (%(parts)s).")
    elif check.state == OUTSIDE:
        said = _("%(proposal)s %(year)s: the text says %(said)s, but its parts (%(parts)s) give %(sum)s.")
    else:
        said = _("%(proposal)s %(year)s: %(said)s lies within what its parts (%(parts)s) give, %(sum)s.")
    return Said("budget_parts", " ".join((said % words).split()), check.state != OUTSIDE)


def _range(low: Decimal, high: Decimal) -> str:
    if low == high:
        return in_millions(low)
    return _("%(low)s to %(high)s") % {"low": in_millions(low).removesuffix(" mio. kr."), "high": in_millions(high)}


def checks(plan: Plan, user: User, as_of: dt.date) -> Iterator[Finding]:
    """What does not fit together in the plan's budget notes, for its consistency page."""
    for note in map(facts_of, complete_notes().filter(plan=plan)):
        url = reverse("handleplan:budget-note", args=[note.key])
        name = f"{note.proposal_number} {note.title}".strip()
        for said in tell(note, audit(note)):
            if said.agrees is False:
                yield Finding(
                    "budget_note",
                    f"{name}: {said.sentence}",
                    url,
                    _("See the budget note"),
                    _("Figures of budget notes that do not fit together"),
                )


def summary(found: Audit) -> str:
    """ "5 af 6 summer stemmer; tekst og tabel stemmer 6 af 6 steder"."""
    sums = ngettext("%(right)d of %(count)d sum agrees", "%(right)d of %(count)d sums agree", len(found.sums))
    texts = ngettext(
        "text and table agree in %(right)d of %(count)d place",
        "text and table agree in %(right)d of %(count)d places",
        len(found.texts),
    )
    told = []
    for words, all_of in ((sums, found.sums), (texts, found.texts)):
        if all_of:
            told.append(words % {"right": sum(check.agrees for check in all_of), "count": len(all_of)})
    return "; ".join(told)


# -- a pasted note ----------------------------------------------------------------------------------------------------


def reading_page(note: NoteFact, blocks: Sequence[Block], choices: Choices) -> Piece:
    """How a pasted note is read: every block with what there is to decide about it, and what was found in it."""
    found = audit(note)
    return {
        "blocks": [
            {
                "place": block.place,
                "kind": block.kind,
                "text": block.text,
                "level": choices.levels.get(block.place, block.level),
                "levels": LEVELS,
                "margin": block.place in choices.margin,
                "joins": block.place in choices.joins,
                "asks": block.in_margin or block.joins or block.place in choices.margin,
                "may_join": block.kind == "paragraph",
            }
            for block in blocks
        ],
        "doubts": sum(block.joins for block in blocks) + any(block.in_margin for block in blocks),
        "tables": [table_piece(table, found) for table in note.tables()],
        "sentences": [_sentence(place, each, note) for place, each in enumerate(note.appropriations)],
        "proposals": [_proposal(each, note) for each in note.proposals],
        "wrong": [said for said in tell(note, found) if said.agrees is False],
    }
