"""The verbs that write a budget note and what stands in it.

A note is written by one person at a time: each verb claims the note's next version first (``seen`` is the version the
person saw; ``Outdated`` when somebody else wrote meanwhile). What is taken out stays in history, with who and why.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Max

from handleplan import history, numbering
from handleplan.budget_note.facts import AppropriationFact, NoteFact, TableFact
from handleplan.models import (
    Appropriation,
    AppropriationAmount,
    BudgetAmount,
    BudgetNote,
    BudgetProposal,
    BudgetRow,
    BudgetSection,
    BudgetTable,
    Plan,
    PlanItem,
    ProposalPoint,
    User,
)

HEAD = (
    "proposal_number",
    "title_lead",
    "title",
    "case_number",
    "document_number",
    "caseworker",
    "sender",
    "year",
    "sign",
)
_SENTENCE = (
    "kind",
    "duration",
    "is_benefit",
    "basis",
    "basis_text",
    "purpose",
    "fte_as_written",
    "fte",
    "sentence",
)
_TABLE = ("kind", "number", "caption", "caption_rest", "unit_text", "unit", "price_level", "sign")


@transaction.atomic
def add_note(plan: Plan, *, user: User, reason: str, **head: Any) -> BudgetNote:
    """A new note without sections; ``head`` are its fields."""
    note = BudgetNote(plan=plan, **head)
    history.save(note, user=user, reason=reason)
    return note


@transaction.atomic
def edit_note(note: BudgetNote, *, user: User, reason: str, seen: int | None = None, **head: Any) -> bool:
    """Sets the named fields of the note's head; True if anything differed."""
    history.claim(note, seen=seen)
    return _set(note, head, user=user, reason=reason)


@transaction.atomic
def enter_note(
    plan: Plan,
    facts: NoteFact,
    *,
    user: User,
    reason: str,
    points: dict[str, Sequence[PlanItem]] | None = None,
) -> BudgetNote:
    """A whole note as it was read. ``points``: for a proposal's number the points of the plan that it pays for."""
    by: dict[str, Any] = {"user": user, "reason": reason}
    head = {name: getattr(facts, name) for name in HEAD} | {"above_title": "\n".join(facts.above)}
    note = add_note(plan, **head, **by)
    for each in facts.proposals:
        put_proposal(note, number=each.number, title=each.title, points=(points or {}).get(each.number, ()), **by)
    for section in facts.sections:
        fields = {"heading": section.heading, "level": section.level, "kind": section.kind, "text": section.text}
        row = put_section(note, **fields, **by)
        for table in section.tables:
            put_table(note, table, section=row, **by)
    sentences = [put_appropriation(note, each, **by) for each in facts.appropriations]
    for each, row in zip(facts.appropriations, sentences, strict=True):
        if each.part_of is not None:
            _set(row, {"part_of": sentences[each.part_of]}, **by)
    return note


# -- sections ---------------------------------------------------------------------------------------------------------


@transaction.atomic
def put_section(
    note: BudgetNote,
    *,
    user: User,
    reason: str,
    section: BudgetSection | None = None,
    place: int | None = None,
    seen: int | None = None,
    **fields: Any,
) -> BudgetSection:
    """Adds a section or sets the fields of one. ``place`` (from 0) is where it stands; by default as it is, or last."""
    history.claim(note, seen=seen)
    others = [row for row in note.sections.all() if section is None or row.pk != section.pk]
    if section is None:
        section = BudgetSection(note=note, position=_after(note.sections), **fields)
        history.save(section, user=user, reason=reason)
        if place is None:
            return section
    else:
        _set(section, fields, user=user, reason=reason)
    if place is not None:
        others.insert(min(place, len(others)), section)
        for position, row in enumerate(others, 1):
            _set(row, {"position": position}, user=user, reason=reason)
    return section


@transaction.atomic
def remove_section(section: BudgetSection, *, user: User, reason: str, seen: int | None = None) -> None:
    """Takes a section out of the note. Its tables move to the section before it (else after it).

    Raises ``ValueError`` where they have no other section to stand in.
    """
    note = section.note
    history.claim(note, seen=seen)
    tables = list(section.tables.all())
    others = list(note.sections.exclude(pk=section.pk))
    before = [row for row in others if row.position < section.position]
    heir = before[-1] if before else others[0] if others else None
    if tables and heir is None:
        raise ValueError("the section's tables need another section")
    for table in tables:
        _set(table, {"section": heir}, user=user, reason=reason)
    _remove(section, user=user, reason=reason)


# -- proposals --------------------------------------------------------------------------------------------------------


@transaction.atomic
def put_proposal(
    note: BudgetNote,
    *,
    number: str,
    title: str,
    points: Iterable[PlanItem],
    user: User,
    reason: str,
    proposal: BudgetProposal | None = None,
    seen: int | None = None,
) -> BudgetProposal:
    """Adds a proposal or changes one, and says which points of the plan it pays for.

    Raises ``ValueError`` for a point of another plan.
    """
    history.claim(note, seen=seen)
    wanted = {point.pk: point for point in points}
    if any(point.plan_id != note.plan_id for point in wanted.values()):
        raise ValueError("a proposal pays for points of its own plan")
    fields = {"number": number, "title": title, "sort_key": numbering.sort_key(number)}
    if proposal is None:
        proposal = BudgetProposal(note=note, **fields)
        history.save(proposal, user=user, reason=reason)
    else:
        _set(proposal, fields, user=user, reason=reason)
    for row in proposal.points.all():
        if wanted.pop(row.item_id, None) is None:
            _remove(row, user=user, reason=reason)
    for point in wanted.values():
        history.save(ProposalPoint(proposal=proposal, item=point), user=user, reason=reason)
    return proposal


@transaction.atomic
def remove_proposal(proposal: BudgetProposal, *, user: User, reason: str, seen: int | None = None) -> None:
    """Takes a proposal out; sentences and rows that were its own stay, without it."""
    history.claim(proposal.note, seen=seen)
    for row in [*proposal.appropriations.all(), *proposal.rows.all()]:
        _set(row, {"proposal": None}, user=user, reason=reason)
    for row in [*proposal.points.all(), proposal]:
        _remove(row, user=user, reason=reason)


# -- what the sentences say of money ----------------------------------------------------------------------------------


@transaction.atomic
def put_appropriation(
    note: BudgetNote,
    facts: AppropriationFact,
    *,
    user: User,
    reason: str,
    appropriation: Appropriation | None = None,
    part_of: Appropriation | None = None,
    seen: int | None = None,
) -> Appropriation:
    """Adds what a sentence says of money, or changes it. ``part_of`` is the whole; ``facts.part_of`` is not looked at.

    Raises ``ValueError`` for a whole that is itself a part, or another note's.
    """
    history.claim(note, seen=seen)
    if part_of is not None and (part_of.note_id != note.pk or part_of.part_of_id or part_of == appropriation):
        raise ValueError("the whole is another sentence of the note, and no part itself")
    fields = {name: getattr(facts, name) for name in _SENTENCE}
    fields |= {"proposal": _proposal(note, facts.proposal), "part_of": part_of}
    if appropriation is None:
        appropriation = Appropriation(note=note, position=_after(note.appropriations), **fields)
        history.save(appropriation, user=user, reason=reason)
    else:
        _set(appropriation, fields, user=user, reason=reason)
    rows = {row.year: row for row in appropriation.amounts.all()}
    for amount in facts.amounts:
        said = {"as_written": amount.as_written, "low": amount.low, "high": amount.high, "onwards": amount.onwards}
        row = rows.pop(amount.year, None) or AppropriationAmount(appropriation=appropriation, year=amount.year)
        _set(row, said, user=user, reason=reason)
    for row in rows.values():
        _remove(row, user=user, reason=reason)
    return appropriation


@transaction.atomic
def remove_appropriation(appropriation: Appropriation, *, user: User, reason: str, seen: int | None = None) -> None:
    """Takes out what a sentence says of money; its parts stay and are parts of nothing."""
    history.claim(appropriation.note, seen=seen)
    for part in appropriation.parts.all():
        _set(part, {"part_of": None}, user=user, reason=reason)
    for row in [*appropriation.amounts.all(), appropriation]:
        _remove(row, user=user, reason=reason)


# -- tables -----------------------------------------------------------------------------------------------------------


@transaction.atomic
def put_table(
    note: BudgetNote,
    facts: TableFact,
    *,
    section: BudgetSection | None,
    user: User,
    reason: str,
    table: BudgetTable | None = None,
    seen: int | None = None,
) -> BudgetTable:
    """Adds a table or changes one: its head, its rows in their order, its cells. Rows are known again by their key."""
    history.claim(note, seen=seen)
    fields = {name: getattr(facts, name) for name in _TABLE} | {"years": list(facts.years), "section": section}
    if fields["sign"] == note.sign:
        fields["sign"] = ""
    if table is None:
        table = BudgetTable(note=note, position=_after(note.tables), **fields)
        history.save(table, user=user, reason=reason)
    else:
        _set(table, fields, user=user, reason=reason)
    rows = {row.pk: row for row in table.rows.prefetch_related("amounts")}
    for position, fact in enumerate(facts.rows, 1):
        row = rows.pop(fact.key, None) or BudgetRow(table=table)
        said = {"position": position, "kind": fact.kind, "label": fact.label, "area": fact.area}
        said |= {"proposal": _proposal(note, fact.proposal), "quarters": list(fact.quarters)}
        _set(row, said, user=user, reason=reason)
        cells = {cell.year: cell for cell in row.amounts.all()}
        for cell in fact.cells:
            amount = cells.pop(cell.year, None) or BudgetAmount(row=row, year=cell.year)
            _set(amount, {"as_printed": cell.as_printed, "value": cell.value}, user=user, reason=reason)
        for amount in cells.values():
            _remove(amount, user=user, reason=reason)
    for row in rows.values():
        _remove_row(row, user=user, reason=reason)
    return table


@transaction.atomic
def remove_table(table: BudgetTable, *, user: User, reason: str, seen: int | None = None) -> None:
    """Takes a table out, with its rows."""
    history.claim(table.note, seen=seen)
    for row in table.rows.prefetch_related("amounts"):
        _remove_row(row, user=user, reason=reason)
    _remove(table, user=user, reason=reason)


def _remove_row(row: BudgetRow, *, user: User, reason: str) -> None:
    for amount in row.amounts.all():
        _remove(amount, user=user, reason=reason)
    _remove(row, user=user, reason=reason)


# -- what they share --------------------------------------------------------------------------------------------------


def _proposal(note: BudgetNote, number: str) -> BudgetProposal | None:
    return note.proposals.filter(number=number).first() if number else None


def _after(rows: Any) -> int:
    return (rows.aggregate(last=Max("position"))["last"] or 0) + 1


def _set(row: Any, changes: dict[str, Any], *, user: User, reason: str) -> bool:
    """Saves the fields that differ; a row not yet saved is saved whole. True if anything was written."""
    differing = [name for name, value in changes.items() if row.pk is None or getattr(row, name) != value]
    if not differing:
        return False
    for name in differing:
        setattr(row, name, changes[name])
    history.save(row, user=user, reason=reason, fields=None if row.pk is None else differing)
    return True


def _remove(row: Any, *, user: User, reason: str) -> None:
    """Takes a row away; its history says who did it and why."""
    row._history_user = user
    row._change_reason = reason
    row.delete()
