"""Every reference from one point of a plan to another: those that lead somewhere, those that do not, and the relations
that were read out of them (S004-13, S004-14, S004-15)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from handleplan import numbering, once, relating
from handleplan.keeping_page import Piece, crumb
from handleplan.models import FormerNumber, ItemRelation, Plan, PlanItem
from handleplan.moments import moment_in_words

_SPACE = re.compile(r"\s+")
_AROUND = 60  # characters of the text shown on either side of a reference
_READ_FROM_TEXT = (ItemRelation.Kind.REFERS_TO, ItemRelation.Kind.CONTAINS, ItemRelation.Kind.DEPENDS_ON)

_WHERE: dict[str, Promise] = {
    "title": gettext_lazy("title"),
    "description": gettext_lazy("description"),
    "status": gettext_lazy("newest status"),
}


@dataclass(frozen=True, slots=True)
class Found:
    """A reference in a text of a point, and the point it leads to, if any.

    ``formerly`` is the number under which that point is known no longer, ``elsewhere`` the earlier plan it stands in.
    """

    item: Piece
    where: str
    before: str
    as_written: str
    after: str
    target: Piece | None
    formerly: str = ""
    elsewhere: str = ""


def reference_page(plan: Plan) -> Piece:
    """The references of a plan, and the relations between its points: proposed, confirmed, rejected."""
    found = list(_references(plan))
    relations = list(_relations(plan))
    return {
        "resolved": [one for one in found if one.target],
        "unresolved": [one for one in found if not one.target],
        "proposed": [one for one in relations if not one["confirmed"]],
        "confirmed": [one for one in relations if one["confirmed"]],
        "rejected": list(_rejected(plan)),
    }


# -- in the texts -----------------------------------------------------------------------------------------------------


def _references(plan: Plan) -> Iterator[Found]:
    points = list(plan.items.select_related("latest_status").order_by("position", "pk"))
    targets = _Targets(plan, points)
    for point in points:
        status = point.latest_status.text if point.latest_status else ""
        for name, text in (("title", point.title), ("description", point.description), ("status", status)):
            for reference in numbering.references(text):
                if reference.key != point.sort_key:
                    yield _found(point, name, text, reference, targets)


def _found(point: PlanItem, name: str, text: str, reference: numbering.Reference, targets: _Targets) -> Found:
    target, formerly, elsewhere = targets.find(reference)
    return Found(
        item=crumb(point),
        where=str(_WHERE[name]),
        before=_shortened(text[: reference.start], at_end=False),
        as_written=reference.as_written,
        after=_shortened(text[reference.end :], at_end=True),
        target=crumb(target) if target else None,
        formerly=formerly,
        elsewhere=elsewhere,
    )


class _Targets:
    """The points of a plan, and of the plans before it, by the key of their number, the present ones first."""

    def __init__(self, plan: Plan, points: list[PlanItem]) -> None:
        self.now: dict[str, PlanItem] = {}
        for point in points:
            self.now.setdefault(point.sort_key, point)
        former = FormerNumber.objects.filter(item__plan=plan).select_related("item").order_by("pk")
        self.former = {number.sort_key: number for number in former}
        earlier = PlanItem.objects.filter(plan__successor=plan).exclude(sort_key="").select_related("plan")
        self.earlier = {point.sort_key: point for point in earlier}

    def find(self, reference: numbering.Reference) -> tuple[PlanItem | None, str, str]:
        if point := self.now.get(reference.key):
            return point, "", ""
        if number := self.former.get(reference.key):
            return number.item, number.number, ""
        point = self.earlier.get(reference.key)
        return point, "", point.plan.title if point else ""


def _shortened(text: str, *, at_end: bool) -> str:
    text = _SPACE.sub(" ", text)
    if len(text) <= _AROUND:
        return text
    return f"{text[:_AROUND]}…" if at_end else f"…{text[-_AROUND:]}"


# -- the relations ----------------------------------------------------------------------------------------------------


def _relations(plan: Plan) -> Iterator[Piece]:
    """Every relation with who stated or confirmed it last: three queries, however many there are."""
    rows = ItemRelation.objects.filter(item__plan=plan).select_related("item__plan", "other__plan")
    entries = ItemRelation.history.filter(id__in=rows.values("pk")).select_related("history_user")
    newest = {entry.id: entry for entry in entries.order_by("history_id")}
    for row in rows.order_by("item__position", "pk"):
        yield _relation(row, newest.get(row.pk))


def _relation(row: ItemRelation, seen: Any) -> Piece:
    return {
        "pk": row.pk,
        "item": crumb(row.item),
        "words": row.get_kind_display(),
        "other": crumb(row.other),
        "elsewhere": row.other.plan.title if row.other.plan_id != row.item.plan_id else "",
        "confirmed": row.confirmed,
        "of_closing": row.kind not in _READ_FROM_TEXT,
        "seen": seen.history_id if seen else 0,
        "by": str(seen.history_user or "") if seen else "",
        "when": moment_in_words(seen.history_date) if seen else "",
        "once": once.new_key(),
    }


def _rejected(plan: Plan) -> Iterator[Piece]:
    """The newest rejection of each relation that is not there now."""
    there = set(ItemRelation.objects.filter(item__plan=plan).values_list("item", "other", "kind"))
    points = {point.pk: point for point in plan.items.all()}
    entries = relating.rejections().filter(item_id__in=points, kind__in=_READ_FROM_TEXT).select_related("history_user")
    told: set[tuple[Any, ...]] = set(there)
    for entry in entries.order_by("-history_id"):
        key = (entry.item_id, entry.other_id, entry.kind)
        if key in told or entry.other_id not in points:
            continue
        told.add(key)
        yield {
            "pk": entry.history_id,
            "item": crumb(points[entry.item_id]),
            "words": entry.get_kind_display(),
            "other": crumb(points[entry.other_id]),
            "by": str(entry.history_user or ""),
            "when": moment_in_words(entry.history_date),
            "once": once.new_key(),
        }
