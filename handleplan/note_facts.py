"""A budget note read out of the database as facts: for its page, its audit and its paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from handleplan.budget_note.audit import plain_words
from handleplan.budget_note.facts import (
    AmountFact,
    AppropriationFact,
    CellFact,
    NoteFact,
    PointFact,
    ProposalFact,
    RowFact,
    SectionFact,
    TableFact,
)
from handleplan.models import Appropriation, BudgetNote, BudgetProposal, BudgetSection, BudgetTable


def complete_notes() -> QuerySet[BudgetNote]:
    """Notes with everything that ``facts_of`` looks at, in eleven queries whatever their number and size."""
    entries = BudgetNote.history.filter(id=OuterRef("pk")).order_by("-history_id")
    return (
        BudgetNote.objects.select_related("plan")
        .annotate(changed_at=Subquery(entries.values("history_date")[:1]))
        .prefetch_related("proposals__points__item", "appropriations__amounts", "tables__rows__amounts", "sections")
    )


def facts_of(note: BudgetNote) -> NoteFact:
    """A whole note, one of ``complete_notes()``."""
    proposals = list(note.proposals.all())
    numbers = {proposal.pk: proposal.number for proposal in proposals}
    sentences = list(note.appropriations.all())
    tables = list(note.tables.all())
    sections = list(note.sections.all())
    return NoteFact(
        title=note.title,
        sections=_sections(note, sections, tables, sentences, numbers),
        proposals=tuple(map(_proposal, proposals)),
        appropriations=_appropriations(sentences, numbers),
        above=tuple(line for line in note.above_title.split("\n") if line.strip()),
        proposal_number=note.proposal_number,
        title_lead=note.title_lead,
        case_number=note.case_number,
        document_number=note.document_number,
        caseworker=note.caseworker,
        sender=note.sender,
        year=note.year,
        sign=note.sign,
        plan=note.plan.title,
        plan_slug=note.plan.slug,
        changed_at=timezone.localtime(note.changed_at).isoformat(timespec="seconds") if note.changed_at else "",
        key=note.pk,
    )


def _proposal(proposal: BudgetProposal) -> ProposalFact:
    points = (PointFact(row.item_id, row.item.number, row.item.display_title) for row in proposal.points.all())
    return ProposalFact(proposal.number, proposal.title, tuple(points), proposal.pk)


def _appropriations(rows: Sequence[Appropriation], numbers: dict[int, str]) -> tuple[AppropriationFact, ...]:
    places = {row.pk: place for place, row in enumerate(rows)}
    return tuple(
        replace(sentence_facts(row, numbers.get(row.proposal_id or 0, "")), part_of=places.get(row.part_of_id or 0))
        for row in rows
    )


def sentence_facts(row: Appropriation, proposal: str | None = None) -> AppropriationFact:
    """What one sentence says of money, without the sentence it is a part of. ``proposal`` is its proposal's number."""
    if proposal is None:
        proposal = row.proposal.number if row.proposal else ""
    return AppropriationFact(
        sentence=row.sentence,
        amounts=tuple(
            AmountFact(each.year, each.as_written, each.low, each.high, each.onwards) for each in row.amounts.all()
        ),
        proposal=proposal,
        kind=row.kind,
        duration=row.duration,
        is_benefit=row.is_benefit,
        basis=row.basis,
        basis_text=row.basis_text,
        purpose=row.purpose,
        fte_as_written=row.fte_as_written,
        fte=row.fte,
        key=row.pk,
    )


def _sections(
    note: BudgetNote,
    sections: Sequence[BudgetSection],
    tables: Sequence[BudgetTable],
    sentences: Sequence[Appropriation],
    numbers: dict[int, str],
) -> tuple[SectionFact, ...]:
    last = sections[-1].pk if sections else None
    known = {section.pk for section in sections}
    in_section: dict[int | None, list[TableFact]] = {}
    for table in tables:
        place = table.section_id if table.section_id in known else last
        in_section.setdefault(place, []).append(table_facts(table, note.sign, numbers))
    added = _added(sections, sentences, numbers)
    return tuple(
        SectionFact(
            heading=section.heading,
            level=section.level,
            text=section.text,
            kind=section.kind,
            tables=tuple(in_section.get(section.pk, ())),
            added=tuple(added.get(section.pk, ())),
            key=section.pk,
        )
        for section in sections
    )


def _added(
    sections: Sequence[BudgetSection], sentences: Sequence[Appropriation], numbers: dict[int, str]
) -> dict[int, list[str]]:
    """Recommended grants whose sentence no text holds: they print in their proposal's section, else in the last."""
    text = plain_words("\n".join(section.text for section in sections))
    added: dict[int, list[str]] = {}
    for row in sentences:
        if not row.kind or not row.sentence or plain_words(row.sentence) in text or not sections:
            continue
        number = numbers.get(row.proposal_id or 0, "")
        own = (each for each in sections if number and each.heading.startswith((f"{number} ", f"{number}. ")))
        added.setdefault(next(own, sections[-1]).pk, []).append(row.sentence)
    return added


def table_facts(table: BudgetTable, sign: str, numbers: dict[int, str]) -> TableFact:
    """One table; ``sign`` is the note's, ``numbers`` are its proposals' by their keys."""
    return TableFact(
        kind=table.kind,
        number=table.number,
        caption=table.caption,
        caption_rest=table.caption_rest,
        unit_text=table.unit_text,
        unit=table.unit,
        price_level=table.price_level,
        years=tuple(table.years),
        sign=table.sign or sign,
        rows=tuple(
            RowFact(
                kind=row.kind,
                label=row.label,
                area=row.area,
                proposal=numbers.get(row.proposal_id or 0, ""),
                cells=tuple(CellFact(cell.year, cell.as_printed, cell.value) for cell in row.amounts.all()),
                quarters=tuple(row.quarters),
                key=row.pk,
            )
            for row in table.rows.all()
        ),
        key=table.pk,
    )
