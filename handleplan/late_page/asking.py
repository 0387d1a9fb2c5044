"""What a reader asks of the review: the filters as they stand in its address."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_
from typing import Any, Protocol
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from handleplan import dates, legal
from handleplan.attention import Why
from handleplan.collation import danish_key
from handleplan.models import Plan, PlanItem, User
from handleplan.plan_rows import MOST_TERMS, number_key

SECTIONS = (
    Why.OVERDUE,
    Why.IN_WINDOW,
    Why.DUE_SOON,
    Why.UNCERTAIN_END,
    Why.FORECAST_LATE,
    Why.COUNTER_LATE,
    Why.TEXT_LATER,
)
CONTRADICTING = "contradicting"
CONTRADICTIONS = frozenset({Why.TEXT_LATER.value, Why.CONTRADICTION.value})
KINDS: dict[str, Any] = {
    **{why.value: why.label for why in SECTIONS},
    Why.SILENT.value: Why.SILENT.label,
    CONTRADICTING: gettext_lazy("Status and deadline contradict each other"),
    Why.CLOSED_PARENT.value: Why.CLOSED_PARENT.label,
    Why.IN_FOCUS.value: Why.IN_FOCUS.label,
}
LIST, CLOSED = "list", "closed"
SORTS = {
    "": gettext_lazy("Risk"),
    "days": gettext_lazy("Days over the deadline"),
    "original": gettext_lazy("Days over the original"),
    "moved": gettext_lazy("Times moved"),
    "silent": gettext_lazy("Months without news"),
    "number": gettext_lazy("Number"),
}
ALL_ROWS = "all"
NOBODY = "none"
_MOVES, _MONTHS = (1, 2, 3, 4, 5, 6), (1, 2, 3, 6, 12)
_LONGEST_SEARCH = 200
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]+")

Choices = list[tuple[str, str]]


class Answered(Protocol):
    """What a filter asks of a deadline, open or closed."""

    item: int
    plan: str
    person: str
    owner_id: int | None
    unit_id: int | None
    moves: int


class CountingDay(forms.Field):
    """One day, in the words of a person or as a date field sends it."""

    def __init__(self, today: dt.date) -> None:
        super().__init__(required=False, label=_("Count from"))
        self.today = today

    def to_python(self, value: str | None) -> dt.date | None:
        text = (value or "").strip()
        if not text:
            return None
        day = dates.parse(text, self.today)
        if not day.is_day:
            raise ValidationError(_("Write one single day, for example 30.11.2013 or 30. november 2013."))
        return day.earliest


class Words(forms.Field):
    """What is searched for: no control characters, single spaces, no longer than anybody types."""

    def to_python(self, value: str | None) -> str:
        text = " ".join(_UNPRINTABLE.sub(" ", (value or "")[: 10 * _LONGEST_SEARCH]).split())
        return text[:_LONGEST_SEARCH].strip()


class LateForm(forms.Form):
    """The filters; a value that nothing has is said beside its field."""

    def __init__(self, data: QueryDict, *, today: dt.date, plans: Choices, units: Choices, owners: Choices) -> None:
        super().__init__(data)
        times = [(str(n), ngettext("at least %(n)d time", "at least %(n)d times", n) % {"n": n}) for n in _MOVES]
        months = [(str(n), ngettext("for %(n)d month", "for %(n)d months", n) % {"n": n}) for n in _MONTHS]
        choices: dict[str, tuple[str, Choices]] = {
            "plan": (_("Plan"), [("", _("All plans")), *plans]),
            "unit": (_("Unit"), [("", _("All units")), *units]),
            "owner": (_("Owner"), [("", _("All owners")), *owners]),
            "kind": (_("Show"), [("", _("Everything")), *KINDS.items()]),
            "moved": (_("Moved"), [("", _("Any number of times")), *times]),
            "silent": (_("Without news"), [("", _("Any time")), *months]),
            "view": (_("Layout"), [(name, name) for name in ("", LIST, CLOSED)]),
            "sort": (_("Sort by"), list(SORTS.items())),
            "rows": (_("Rows"), [(name, name) for name in ("", ALL_ROWS)]),
        }
        self.fields["on"] = CountingDay(today)
        for name, (label, pairs) in choices.items():
            self.fields[name] = forms.ChoiceField(required=False, label=label, choices=pairs)
        self.fields["q"] = Words(required=False, label=_("Number or text"))

    def control(self, name: str) -> dict[str, Any]:
        """One field as the template prints it, with what was typed and what is wrong with it."""
        field = self[name]
        choices = getattr(field.field, "choices", ())
        return {
            "label": field.label,
            "typed": self.data.get(name, ""),
            "errors": list(field.errors),
            "choices": [{"value": value, "label": label} for value, label in choices],
        }


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for; empty fields ask for nothing. ``found`` are the points that hold the words of ``q``."""

    as_of: dt.date
    on: str = ""
    plan: str = ""
    unit: str = ""
    owner: str = ""
    kind: str = ""
    moved: str = ""
    silent: str = ""
    q: str = ""
    view: str = ""
    sort: str = ""
    rows: str = ""
    found: frozenset[int] | None = None

    @property
    def layout(self) -> str:
        """The lists by reason, one list, or the closed points. A reason that is no list of the page has one list."""
        return LIST if not self.view and self.kind and self.kind not in SECTIONS else self.view

    @property
    def narrows(self) -> bool:
        return any((self.plan, self.unit, self.owner, self.kind, self.moved, self.silent, self.q))

    def address(self, path: str = "", **changes: str) -> str:
        """The address of the same wish with ``changes``; only what is asked for stands in it."""
        wanted = [(name, changes.get(name, getattr(self, name))) for name in NAMES]
        return f"{path}?{urlencode([(name, value) for name, value in wanted if value])}"

    def admits(self, deadline: Answered, *, but: Sequence[str] = ()) -> bool:
        """Whether a deadline is asked for by plan, unit, owner, moves and words; ``but`` names filters to ignore."""
        if self.plan and deadline.plan != self.plan and "plan" not in but:
            return False
        if self.unit and unit_key(deadline) != self.unit and "unit" not in but:
            return False
        if self.owner and owner_key(deadline) != self.owner:
            return False
        if self.found is not None and deadline.item not in self.found:
            return False
        return not self.moved or "moved" in but or deadline.moves >= int(self.moved)


NAMES = ("on", "plan", "unit", "owner", "kind", "moved", "silent", "q", "view", "sort", "rows")


def read_wish(form: LateForm, today: dt.date, plans: Iterable[Plan]) -> Wish:
    """The wish of a validated form: what made no sense is as if it were not there."""
    chosen = form.cleaned_data
    day = chosen.get("on")
    told = {name: chosen.get(name) or "" for name in NAMES if name != "on"}
    found = found_by(plans, told["q"]) if told["q"] else None
    return Wish(as_of=day or today, on=day.isoformat() if day else "", found=found, **told)


def found_by(plans: Iterable[Plan], q: str) -> frozenset[int]:
    """The initiatives of these plans that hold every word of ``q``, or whose number it is or begins."""
    terms = legal.query_terms(q)[:MOST_TERMS]
    wanted = reduce(and_, (Q(search_text__contains=term) for term in terms), Q()) if terms else Q(pk=None)
    if key := number_key(q):
        wanted |= Q(sort_key__startswith=key)
    items = PlanItem.objects.filter(wanted, plan__in=[plan.pk for plan in plans]).initiatives()
    return frozenset(items.order_by().values_list("pk", flat=True))


def unit_key(deadline: Answered) -> str:
    return str(deadline.unit_id) if deadline.unit_id else NOBODY


def owner_key(deadline: Answered) -> str:
    """ "person-3"; "text-Økonomi" where the plan only has a name in words; "none"."""
    if deadline.owner_id:
        return f"person-{deadline.owner_id}"
    return f"text-{deadline.person}" if deadline.person else NOBODY


def answering(user: User) -> tuple[Choices, Choices]:
    """Every unit and every owner of the initiatives ``user`` may see, in one query."""
    items = PlanItem.objects.filter(plan__in=Plan.objects.visible_to(user)).initiatives().order_by()
    columns = ("unit_id", "unit__name", "owner_id", "owner__full_name", "owner__username", "owner_text")
    units, owners = {}, {}
    for unit, name, owner, full_name, username, words in items.values_list(*columns).distinct():
        units[str(unit) if unit else NOBODY] = name or _("Without a unit")
        if owner:
            owners[f"person-{owner}"] = full_name or username
        else:
            owners[f"text-{words}" if words else NOBODY] = words or _("Without an owner")
    return _in_order(units), _in_order(owners)


def _in_order(names: dict[str, str]) -> Choices:
    return sorted(names.items(), key=lambda each: (each[0] == NOBODY, danish_key(each[1])))
