"""The review: what is late, uncertain or silent, over all plans, and what was closed with slippage.

One page in three layouts: a list for each reason, one list by risk, and the closed points. ``review`` finds what the
address asks for; the page and the Excel sheet are made of the same. Three to five queries whatever the number of
points, and nothing is looked up, translated or reversed once a row more than needed: it stays quick at 600 points.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from handleplan import attention
from handleplan.attention import Attention
from handleplan.deadline_words import day_in_words
from handleplan.models import Plan, User

from . import closed_rows, definitions, gathering, lists
from .asking import CLOSED, LIST, SECTIONS, LateForm, Wish, answering, read_wish
from .closed_rows import Found
from .gathering import Line

__all__ = ["SECTIONS", "Review", "late_page", "review"]


@dataclass(frozen=True, slots=True)
class Review:
    """What the address asks for and what was found: open ``lines`` in the order of risk, or what is ``closed``.

    ``lines`` are all there are; ``shown`` those that every filter but the reason leaves.
    """

    user: User
    today: dt.date
    form: LateForm
    wish: Wish
    plans: list[Plan]
    lines: list[Line]
    shown: list[Line]
    closed: Found | None

    @property
    def plan(self) -> Plan | None:
        return next((plan for plan in self.plans if plan.slug == self.wish.plan), None)

    @property
    def names_plans(self) -> bool:
        return len(self.plans) > 1 and self.plan is None

    @property
    def by_reason(self) -> dict[attention.Why, list[tuple[Line, Attention]]]:
        """Every reason with its lines, the gravest first."""
        found: dict[attention.Why, list[tuple[Line, Attention]]] = {why: [] for why in attention.Why}
        for line in self.shown:
            for reason in line.reasons:
                found[reason.why].append((line, reason))
        return {why: sorted(pairs, key=lambda pair: attention.by_risk(pair[1])) for why, pairs in found.items()}

    @property
    def listed(self) -> list[Line]:
        """The lines of the one list: those with the reason that is asked for, as they are to be sorted."""
        kind = self.wish.kind
        return gathering.in_order([line for line in self.shown if not kind or kind in line.kinds], self.wish.sort)


def review(user: User, query: QueryDict, *, today: dt.date) -> Review:
    """A filter that makes no sense is left out, and said beside its field."""
    plans = list(Plan.objects.visible_to(user).order_by("title", "pk"))
    units, owners = answering(user)
    slugs = [(plan.slug, plan.title) for plan in plans]
    form = LateForm(query, today=today, plans=slugs, units=units, owners=owners)
    form.is_valid()
    wish = read_wish(form, today, plans)
    if wish.layout == CLOSED:
        return Review(user, today, form, wish, plans, [], [], closed_rows.slipped_of(user, wish))
    lines = gathering.lines_of(attention.facts_for(user), wish.as_of)
    return Review(user, today, form, wish, plans, lines, gathering.wanted(lines, wish), None)


def late_page(found: Review, *, back: str) -> dict[str, Any]:
    """Everything the template prints. ``back`` is the address that forms opened from the page lead back to."""
    wish, form = found.wish, found.form
    body = _closed(found) if found.closed else lists.open_lists(found, back=back)
    return body | {
        "form": {name: form.control(name) for name in form.fields},
        "errors": not form.is_valid(),
        "folded": any((wish.owner, wish.moved, wish.silent)) or any(form[name].errors for name in lists.FOLDED),
        "day": day_in_words(wish.as_of),
        "day_iso": wish.as_of.isoformat(),
        "counts_from_today": wish.as_of == found.today,
        "filtered": wish.narrows or bool(wish.on),
        "plan": found.plan,
        "plans": len(found.plans),
        "wish": wish,
        "layout": wish.layout,
        "tabs": _tabs(wish),
        "clear": Wish(wish.as_of, view=wish.view, sort=wish.sort).address(),
        "export": wish.address(reverse("handleplan:late-export")),
        "definitions": definitions.definitions(),
        "kept": [(name, getattr(wish, name)) for name in _KEPT[wish.layout == CLOSED] if getattr(wish, name)],
    }


_KEPT = (("view", "sort"), ("view", "on"))  # what a layout has no field for, and the form carries along


def _closed(found: Review) -> dict[str, Any]:
    return {"closed": closed_rows.closed_section(found.closed, found.wish, names_plans=found.names_plans)}


def _tabs(wish: Wish) -> list[dict[str, Any]]:
    """The layouts. What a layout has no use for is left behind, so that nothing filters unseen."""
    only_open = {"kind": "", "silent": "", "sort": "", "rows": ""}
    by_reason = {"view": "", "sort": "", "rows": "", "kind": wish.kind if wish.kind in SECTIONS else ""}
    tabs = (
        ("", _("By reason"), by_reason),
        (LIST, _("One list"), {"view": LIST, "rows": ""}),
        (CLOSED, _("Closed with slippage"), {"view": CLOSED, **only_open}),
    )
    layout = wish.layout
    return [{"label": label, "href": wish.address(**how), "chosen": layout == view} for view, label, how in tabs]
