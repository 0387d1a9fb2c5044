"""The pages of a plan's money: granted and spent, point by point and year by year, and what its budget notes say."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from handleplan.budget_note.audit import audit
from handleplan.budget_note.facts import NoteFact
from handleplan.budget_page import summary, tell
from handleplan.deadline_words import day_in_words
from handleplan.economy import GRANTED, SPENT, Slot, counted, reckoned, totals
from handleplan.models import Plan, PlanItem, PointAmount, User
from handleplan.moments import local_day
from handleplan.money import in_kroner
from handleplan.note_facts import complete_notes, facts_of

KINDS = (GRANTED, SPENT)

Piece = dict[str, Any]


def economy_page(plan: Plan, user: User) -> Piece:
    """Context for ``handleplan/plan_economy.html``; as many queries for many amounts and notes as for one."""
    amounts = list(counted(plan).select_related("item").order_by("item__position", "year", "kind", "pk"))
    notes = [facts_of(note) for note in complete_notes().filter(plan=plan).order_by("pk")]
    slots = list(dict.fromkeys((slot.year, slot.price_level) for slot in totals(amounts)))
    return {
        "plan": plan,
        "columns": [{"year": year, "level": level} for year, level in slots],
        "rows": _rows(amounts, slots),
        "totals": _cells(amounts, slots),
        "levels": len({level for _year, level in slots}),
        "notes": [_note(note) for note in notes],
        "corrections": _corrections(plan),
        "earlier": _earlier(plan, user),
    }


def _earlier(plan: Plan, user: User) -> list[Piece]:
    """The plans that this one continues and that were granted something or spent it: their amounts stay there."""
    before = Plan.objects.visible_to(user).filter(successor=plan, amounts__isnull=False).distinct().order_by("pk")
    return [{"title": row.title, "url": reverse("handleplan:plan-economy", args=[row.slug])} for row in before]


def _rows(amounts: Iterable[PointAmount], slots: list[tuple[int, str]]) -> list[Piece]:
    by_item: dict[int | None, list[PointAmount]] = {}
    items: dict[int | None, PlanItem | None] = {}
    for amount in amounts:
        by_item.setdefault(amount.item_id, []).append(amount)
        items[amount.item_id] = amount.item
    return [
        {
            "number": item.number if item else "",
            "title": item.display_title if item else _("The plan as a whole"),
            "url": reverse("handleplan:item-detail", args=[item.pk]) if item else "",
            "cells": _cells(by_item[key], slots),
        }
        for key, item in items.items()
    ]


def _cells(amounts: Iterable[PointAmount], slots: list[tuple[int, str]]) -> list[Piece]:
    sums = totals(amounts)
    return [
        {
            str(kind): in_kroner(amount) if (amount := sums.get(Slot(year, level, kind))) is not None else "–"
            for kind in KINDS
        }
        | {"year": year, "level": level}
        for year, level in slots
    ]


def _note(note: NoteFact) -> Piece:
    found = audit(note)
    sums = reckoned(note)
    return {
        "url": reverse("handleplan:budget-note", args=[note.key]),
        "number": note.proposal_number,
        "title": note.title,
        "year": note.year or "",
        "sums": [{"year": year, "level": level, "amount": in_kroner(amount)} for (year, level), amount in sums.items()],
        "wrong": sum(said.agrees is False for said in tell(note, found)),
        "summary": summary(found),
    }


def _corrections(plan: Plan) -> list[Piece]:
    """What was corrected or taken back, the newest first."""
    rows = PointAmount.objects.filter(plan=plan).exclude(replaces=None)
    return [
        {
            "what": describe(row.replaces),
            "now": in_kroner(row.amount) if row.amount is not None else "",
            "reason": row.reason,
            "by": str(row.recorded_by),
            "day": day_in_words(local_day(row.recorded_at)),
        }
        for row in rows.select_related("replaces__item", "recorded_by").order_by("-pk")
    ]


def describe(row: PointAmount) -> str:
    """ "1.1, 2012, bevilget: 4.300.000 kr."."""
    of = row.item.number or row.item.display_title if row.item else _("The plan as a whole")
    amount = in_kroner(row.amount or Decimal(0))
    return f"{of}, {row.year}, {row.get_kind_display()}: {amount}"


def item_economy(item: PlanItem) -> Piece:
    """The amounts of one point, and the proposals of budget notes that pay for it; two queries."""
    rows = counted(item.plan).filter(item=item).select_related("recorded_by").order_by("year", "kind", "pk")
    return {"amounts": [amount_row(row) for row in rows], "proposals": _proposals(item)}


def amount_row(row: PointAmount) -> Piece:
    """One amount that counts, in words."""
    return {
        "pk": row.pk,
        "year": row.year,
        "kind": str(row.get_kind_display()),
        "amount": in_kroner(row.amount or Decimal(0)),
        "level": row.price_level,
        "source": row.source,
        "reason": row.reason,
        "by": str(row.recorded_by),
        "day": day_in_words(local_day(row.recorded_at)),
    }


def _proposals(item: PlanItem) -> list[Piece]:
    """The proposals of budget notes that pay for a point."""
    rows = item.budget_proposals.select_related("proposal__note").order_by("pk")
    return [
        {
            "number": row.proposal.number,
            "title": row.proposal.title,
            "note": row.proposal.note.proposal_number or row.proposal.note.title,
            "url": reverse("handleplan:budget-note", args=[row.proposal.note_id]) + "#proposals",
        }
        for row in rows
    ]
