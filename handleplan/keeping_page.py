"""What the pages that keep a plan show beside their forms: former names, the place between neighbours, what the points
beneath say of a heading."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handleplan import arranging, numbering, scaling
from handleplan.deadline_words import day_in_words
from handleplan.deriving import contradictions, derive
from handleplan.forms.items import PlaceForm
from handleplan.models import Plan, PlanItem
from handleplan.moments import local_day, moment_in_words
from handleplan.plan_rows import Point

_MOST_NAMED = 5
_BESIDE = 3  # neighbours shown on either side of a new place

Piece = dict[str, Any]


def crumb(item: PlanItem) -> Piece:
    """A point's number, title and address."""
    url = reverse("handleplan:item-detail", args=[item.pk])
    return {"number": item.number, "title": item.display_title, "url": url, "closed": item.is_closed}


def same_number(item: PlanItem) -> PlanItem | None:
    """Another point of the plan with the same number, however it is spelled (S004-5)."""
    if not item.sort_key:
        return None
    return PlanItem.objects.filter(plan=item.plan_id, sort_key=item.sort_key).exclude(pk=item.pk).first()


def names_then(item: PlanItem) -> list[Piece]:
    """The titles the point had before, the newest first, with who replaced each and when."""
    names: list[Piece] = []
    before: str | None = None
    rows = item.history.select_related("history_user").order_by("history_id")
    for row in rows.only("title", "history_date", "history_user"):
        if before is not None and row.title != before:
            who = str(row.history_user or "")
            names.append({"title": before or "–", "until": moment_in_words(row.history_date), "by": who})
        before = row.title
    return names[::-1]


# -- its place --------------------------------------------------------------------------------------------------------


def place_preview(item: PlanItem, form: PlaceForm) -> Piece:
    """The point between its new neighbours, and the numbers that would follow the new place."""
    parent, before = form.cleaned_data["parent"], form.cleaned_data["before"]
    beside = list(form.beside)
    at = next((at for at, point in enumerate(beside) if before and point.pk == before.pk), len(beside))
    first, last = max(at - _BESIDE, 0), at + _BESIDE
    rows = [{**crumb(point), "here": False} for point in beside]
    rows.insert(at, {**crumb(item), "here": True})
    return {
        "token": f"{parent.pk if parent else 0}-{before.pk if before else 0}",
        "parent": crumb(parent) if parent else None,
        "rows": rows[first : last + 1],
        "earlier": first,
        "later": max(len(rows) - last - 1, 0),
        "numbers": _numbers_after(item, parent, form),
    }


def _numbers_after(item: PlanItem, parent: PlanItem | None, form: PlaceForm) -> list[Piece]:
    """Old and new numbers of the point and what stands under it; none where its number fits its new place already."""
    above = numbering.parts(parent.number) if parent else ()
    own = numbering.parts(item.number)
    fits = own[: len(above)] == above and (above or len(own) == 1)
    new = form.suggested(parent)
    if not item.number or fits or not new:
        return []
    moving = arranging.beneath(item, form.points)
    below = [point for point in form.points if point.pk in moving and point.number]
    pairs = [(item, new), *((point, numbering.renumbered(point.number, item.number, new)) for point in below)]
    return [
        {"pk": point.pk, "old": point.number, "new": number, "title": point.display_title}
        for point, number in pairs
        if number != point.number
    ]


# -- what stands beneath ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Node:
    pk: int
    parent: int | None
    kind: str
    state: str
    number: str
    title: str


def derived_state(item: PlanItem) -> Piece | None:
    """What the points beneath ``item`` say of its state, in words; None where nothing stands beneath. One query."""
    rows = item.plan.items.order_by("position", "pk").values_list("pk", "parent", "kind", "state", "number", "title")
    nodes = {row[0]: _Node(*row) for row in rows}
    derived = derive(nodes.values()).get(item.pk)
    if derived is None:
        return None
    left = len(derived.open)
    done = ngettext("The one point beneath is closed.", "All %(count)d points beneath are closed.", derived.total)
    open_ = ngettext(
        "%(open)d of the %(count)d points beneath is open.", "%(open)d of the %(count)d points beneath are open.", left
    )
    words = {"count": derived.total, "open": left}
    return {
        "is_heading": item.kind == PlanItem.Kind.HEADING,
        "is_closed": derived.is_closed,
        "word": _("Closed") if derived.is_closed else _("Open"),
        "text": (done if derived.is_closed else open_) % words,
        "contradicts": derived.contradicts,
        "open": [_named(nodes[pk]) for pk in derived.open[:_MOST_NAMED]],
        "more": max(left - _MOST_NAMED, 0),
    }


def _named(node: _Node) -> Piece:
    return {"number": node.number, "title": node.title, "url": reverse("handleplan:item-detail", args=[node.pk])}


def tree_warnings(points: Iterable[Point]) -> dict[int, str]:
    """For the plan's tree: the points that are reported closed although something beneath is open (1.2.5), and the
    sentence that says so."""
    nodes = {point.pk: point for point in points}
    return {pk: open_beneath(nodes[key] for key in keys) for pk, keys in contradictions(nodes.values()).items()}


def open_beneath(points: Iterable[Any]) -> str:
    """ "Meldt afsluttet, men 1.2.5.6 er stadig åbent"."""
    names = [point.number or point.title for point in points]
    listed = ", ".join(names[:_MOST_NAMED]) + (" …" if len(names) > _MOST_NAMED else "")
    words = ngettext(
        "Reported closed, but %(points)s is still open",
        "Reported closed, but %(points)s are still open",
        len(names),
    )
    return words % {"points": listed}


def scale_versions(plan: Plan) -> list[Piece]:
    """Every version of the plan's own scale, the newest first: its levels, who made it, when and why."""
    return [
        {
            "name": scaling.name_of_version(scale.version),
            "levels": scale.levels,
            "by": str(scale.recorded_by),
            "day": day_in_words(local_day(scale.recorded_at)),
            "why": scale.reason,
        }
        for scale in plan.scales.select_related("recorded_by").order_by("-version")
    ]
