"""What the late page shows: one list for every reason, as ready words and plain dicts.

Two queries whatever the number of points, and nothing is looked up, translated or reversed once a row more than needed:
the page stays quick at 600 points.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from handleplan import attention, dates, permissions
from handleplan.attention import Attention, Facts, Why
from handleplan.deadline_words import day_in_words, days_moved, over_original, read_as, reading, times_moved
from handleplan.models import Plan, User

SECTIONS = (
    Why.OVERDUE,
    Why.IN_WINDOW,
    Why.DUE_SOON,
    Why.UNCERTAIN_END,
    Why.FORECAST_LATE,
    Why.TEXT_LATER,
)

MOST_ROWS = 100

_EXPLAINED = {
    Why.OVERDUE: gettext_lazy("Most days over the deadline first."),
    Why.IN_WINDOW: gettext_lazy(
        "The deadline can mean several days, and the day lies among them. Fewest days left first."
    ),
    Why.DUE_SOON: gettext_lazy("The last day of the deadline is at most 60 days ahead."),
    Why.UNCERTAIN_END: gettext_lazy("The end date is missing, could not be read, or leaves open which day it means."),
    Why.FORECAST_LATE: gettext_lazy("The owner expects to finish after the last day of the deadline."),
    Why.TEXT_LATER: gettext_lazy(
        "The status speaks of a later date than the end date column does. The end date has not been moved."
    ),
}
_EMPTY = {
    Why.OVERDUE: gettext_lazy("No points are overdue on %(day)s"),
    Why.IN_WINDOW: gettext_lazy("No points in their window on %(day)s"),
    Why.DUE_SOON: gettext_lazy("No points due within 60 days from %(day)s"),
    Why.UNCERTAIN_END: gettext_lazy("All open points have an end date that can be counted from"),
    Why.FORECAST_LATE: gettext_lazy("No owner expects to finish after the deadline"),
    Why.TEXT_LATER: gettext_lazy("No status text names a date later than the deadline"),
}
_TILES = {Why.OVERDUE: "alert", Why.IN_WINDOW: "soon", Why.DUE_SOON: "soon"}
_BADGES = {
    Why.OVERDUE: ("overdue", "overdue"),
    Why.IN_WINDOW: ("window", "window"),
    Why.DUE_SOON: ("soon", "soon"),
    Why.UNCERTAIN_END: ("undated", "undated"),
    Why.FORECAST_LATE: ("forecast", "forecast"),
    Why.TEXT_LATER: ("forecast", "forecast"),
}


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


class LateForm(forms.Form):
    """The filters that stand in the address."""

    def __init__(self, data: QueryDict, *, today: dt.date, plans: list[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["on"] = CountingDay(today)
        self.fields["plan"] = forms.ChoiceField(required=False, label=_("Plan"), choices=[("", _("All plans")), *plans])
        kinds = [(why.value, why.label) for why in SECTIONS]
        self.fields["kind"] = forms.ChoiceField(
            required=False, label=_("Show"), choices=[("", _("Everything")), *kinds]
        )

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


def late_page(user: User, query: QueryDict, *, today: dt.date) -> dict[str, Any]:
    """Everything the template prints. A filter that makes no sense is left out, and said beside its field."""
    plans = list(Plan.objects.visible_to(user).order_by("title", "pk"))
    form = LateForm(query, today=today, plans=[(plan.slug, plan.title) for plan in plans])
    form.is_valid()
    chosen = form.cleaned_data
    as_of = chosen.get("on") or today
    only = next((plan for plan in plans if plan.slug == chosen.get("plan")), None)
    lists = attention.by_reason(attention.needing_attention(user, as_of, plan=only))
    kind = chosen.get("kind") or ""
    write_row = _row_writer(user, several_plans=len(plans) > 1 and only is None)
    return {
        "form": {name: form.control(name) for name in ("on", "plan", "kind")},
        "errors": not form.is_valid(),
        "day": day_in_words(as_of),
        "day_iso": as_of.isoformat(),
        "counts_from_today": as_of == today,
        "filtered": bool(query),
        "plan": only,
        "plans": len(plans),
        "tiles": [_tile(why, len(lists[why]), kind, query) for why in SECTIONS],
        "sections": [
            _section(why, lists[why], write_row, as_of, address=_address(query, why) if not kind else "")
            for why in SECTIONS
            if kind in ("", why.value)
        ],
    }


def _tile(why: Why, count: int, kind: str, query: QueryDict) -> dict[str, Any]:
    """A count that leads to its list: further down, or to the page with that one where another is shown alone."""
    elsewhere = kind not in ("", why.value)
    return {
        "label": why.label,
        "count": count,
        "href": _address(query, why) if elsewhere else f"#{why.value}",
        "tone": _TILES.get(why, "") if count else "",
        "chosen": kind == why.value,
    }


def _address(query: QueryDict, why: Why) -> str:
    """The page with this list alone, for the same day and plan."""
    kept = {name: query[name] for name in ("on", "plan") if query.get(name)}
    return f"?{urlencode(kept | {'kind': why.value})}#{why.value}"


def _section(
    why: Why, found: list[Attention], write_row: Callable[[Attention], dict[str, Any]], as_of: dt.date, *, address: str
) -> dict[str, Any]:
    """One list. Beside others it shows the gravest hundred and says where all of them are (``address``)."""
    badge, icon = _BADGES[why]
    rows = [write_row(each) for each in (found[:MOST_ROWS] if address else found)]
    return {
        "all_address": address if len(found) > len(rows) else "",
        "all_label": _("Only the first %(shown)d are shown here. Show all %(all)d")
        % {"shown": MOST_ROWS, "all": len(found)},
        "id": why.value,
        "title": why.label,
        "count": ngettext("%(points)d point", "%(points)d points", len(rows)) % {"points": len(found)},
        "explained": _EXPLAINED[why],
        "empty": _EMPTY[why] % {"day": day_in_words(as_of)},
        "rows": rows,
        "badge": badge,
        "icon": icon,
    }


def _row_writer(user: User, *, several_plans: bool) -> Callable[[Attention], dict[str, Any]]:
    """The function that turns one attention into a row. What all rows share is looked up here, once."""
    address = reverse("handleplan:item-detail", args=[0])
    facts_of: dict[tuple[int, int | None], dict[str, Any]] = {}

    def write(each: Attention) -> dict[str, Any]:
        facts = each.facts
        key = facts.item, facts.milestone
        if key not in facts_of:
            url = address.replace("/0/", f"/{facts.item}/")
            facts_of[key] = _deadline(facts, each) | {
                "url": url,
                "plan": facts.plan_title if several_plans else "",
                "may_act": permissions.can_edit_status(user, facts),
            }
        return facts_of[key] | _reason(each)

    return write


def _deadline(facts: Facts, each: Attention) -> dict[str, Any]:
    moved = each.moved
    return {
        "number": facts.number,
        "title": facts.title,
        "milestone": facts.milestone_name if not facts.is_own else "",
        "owner": facts.owner,
        "end": facts.end.as_written if facts.end else "",
        "reading": read_as(facts.end),
        "original": facts.original.as_written if facts.original and facts.moves else "",
        "moves": times_moved(facts.moves) if facts.moves else "",
        "moved": days_moved(moved),
        "forecast": facts.forecast.as_written if facts.forecast else "",
        "forecast_reading": reading(facts.forecast),
        "forecast_from_text": bool(facts.forecast and facts.forecast.read_by == "text"),
        "closed_parent": facts.closed_parent,
        "in_focus": facts.in_focus,
    }


def _reason(each: Attention) -> dict[str, Any]:
    return {
        "sentence": "" if each.why == Why.TEXT_LATER else each.sentence,
        "over_original": over_original(each.days_over_original) if each.facts.moves else "",
        "quote": each.quote,
        "is_question": each.why == Why.TEXT_LATER,
    }
