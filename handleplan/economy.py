"""What a plan costs: granted and spent by point and year, and what its budget notes reckon with. Reads only.

Amounts are in kroner. Unlike price levels are never added: every sum has its price level ("" where none is said).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from handleplan.budget_note.audit import audit
from handleplan.budget_note.facts import MONEY, ROW, NoteFact
from handleplan.models import Plan, PointAmount
from handleplan.money import in_millions
from handleplan.note_facts import complete_notes, facts_of

GRANTED, SPENT = PointAmount.Kind.GRANTED, PointAmount.Kind.SPENT


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """Amounts that may be added: of one year, price level and kind (granted, spent)."""

    year: int
    price_level: str
    kind: str


@dataclass(frozen=True, slots=True)
class EconomyText:
    """A paragraph for an agenda item's economy section; empty where nothing is known. ``figures`` are its numbers."""

    text: str
    figures: dict[Slot, Decimal] = field(default_factory=dict)


def counted(plan: Plan) -> QuerySet[PointAmount]:
    """The plan's amounts that count: neither corrected nor taken back."""
    return PointAmount.objects.filter(plan=plan, replaced_by=None, amount__isnull=False)


def totals(amounts: Iterable[PointAmount]) -> dict[Slot, Decimal]:
    """The sums of what may be added, in the order of years."""
    sums: dict[Slot, Decimal] = {}
    for each in amounts:
        slot = Slot(each.year, each.price_level, each.kind)
        sums[slot] = sums.get(slot, Decimal(0)) + each.amount
    return dict(sorted(sums.items()))


def reckoned(note: NoteFact) -> dict[tuple[int, str], Decimal]:
    """What a note's rows cost by year and price level, in kroner, savings subtracted; its own totals are not used."""
    sums: dict[tuple[int, str], Decimal] = {}
    for table in note.tables(MONEY):
        sign = -1 if table.sign == "income_positive" else 1
        for row in table.rows:
            for cell in row.cells if row.kind == ROW else ():
                if cell.value is not None:
                    key = (cell.year, table.price_level)
                    sums[key] = sums.get(key, Decimal(0)) + sign * cell.value * table.unit
    return dict(sorted(sums.items()))


def economy_sentence(plan: Plan, period: dt.date) -> EconomyText:
    """What can be said of a plan's money in the year of ``period``, ready for an agenda item's economy section."""
    year = period.year
    sums = {slot: amount for slot, amount in totals(counted(plan)).items() if slot.year == year}
    sentences = []
    for level in dict.fromkeys(slot.price_level for slot in sums):
        granted, spent = sums.get(Slot(year, level, GRANTED)), sums.get(Slot(year, level, SPENT))
        words = {"year": year, "level": f" ({level})" if level else ""}
        words |= {"granted": in_millions(granted or Decimal(0)), "spent": in_millions(spent or Decimal(0))}
        if granted is not None and spent is not None:
            said = _("In %(year)s %(granted)s%(level)s are granted to the points of the plan, and %(spent)s are spent.")
        elif granted is not None:
            said = _("In %(year)s %(granted)s%(level)s are granted to the points of the plan.")
        else:
            said = _("In %(year)s %(spent)s%(level)s are spent on the points of the plan.")
        sentences.append(said % words)
    for note in map(facts_of, complete_notes().filter(plan=plan)):
        for (of, level), amount in reckoned(note).items():
            if of == year:
                sentences.append(_reckoning(note, year, level, amount))
    return EconomyText(" ".join(sentences).replace("kr..", "kr."), sums)


def _reckoning(note: NoteFact, year: int, level: str, amount: Decimal) -> str:
    words = {
        "note": note.proposal_number or note.title,
        "year": year,
        "amount": in_millions(abs(amount)),
        "level": f" ({level})" if level else "",
    }
    if amount < 0:
        return _("Budget note %(note)s reckons with savings of %(amount)s%(level)s in %(year)s.") % words
    return _("Budget note %(note)s reckons with expenses of %(amount)s%(level)s in %(year)s.") % words


def disagreements(note: NoteFact) -> int:
    """How many of a note's own figures do not fit together."""
    found = audit(note)
    checks = (*found.sums, *found.texts, *found.counts)
    outside = sum(part.state == "outside" for part in found.parts)
    return sum(not check.agrees for check in checks) + outside + len(found.missing) + len(found.lost)
