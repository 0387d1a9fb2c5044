"""The forms a point is added, edited, placed, closed and opened again with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from handleplan import arranging, numbering
from handleplan.forms.fields import ImpreciseDateField
from handleplan.forms.keeping import MonthField, PersonField, PlainField, PointField, UnitField
from handleplan.models import Closing, FormerNumber, Plan, PlanItem

_MOST_TEXT = 20_000
# With JavaScript another point above brings its places at once; without, a button does.
_REFRESH = {"hx-post": "", "hx-vals": '{"step": "parent"}', "hx-target": "#sheet", "hx-select": "#sheet"}
_REFRESH |= {"hx-swap": "outerHTML show:none", "hx-trigger": "change", "hx-sync": "closest form:replace"}


class ItemForm(forms.Form):
    """What is said of a point. A point has a title or a number, most have both (S004-8)."""

    number = PlainField(
        label=_("Number"),
        help_text=_("As it shall print, for example 2.1.3.1. – it may be empty."),
        max_length=60,
        required=False,
    )
    title = PlainField(
        label=_("Title"),
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 2, "class": "keeping-short"}),
        required=False,
    )
    description = PlainField(label=_("Description"), lines=6, max_length=_MOST_TEXT, required=False)
    owner = PersonField(label=_("Owner"), required=False)
    unit = UnitField(label=_("Unit"), required=False)

    def __init__(self, *args: Any, owner: int | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        if owner is not None:
            self.fields["owner"] = PersonField(label=_("Owner"), required=False, now=owner)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not (data.get("title") or data.get("number")) and not {"title", "number"} & self.errors.keys():
            self.add_error("title", gettext("Write a title or a number, else nobody can name the point."))
        return data


def facts_of(item: Any) -> dict[str, str]:
    """The fields of ``ItemForm`` as a browser sends them, of a point or of an entry of its history."""
    texts = {name: getattr(item, name) for name in ("number", "title", "description")}
    return texts | {"owner": str(item.owner_id or ""), "unit": str(item.unit_id or "")}


class PlaceForm(forms.Form):
    """Under which point, and in front of which of those that stand there. ``item`` itself is moved; None: a new one.

    ``under`` is the point above that the list of places was made for.
    """

    parent = PointField(
        label=_("Stands under"),
        empty=_("No point: at the top of the plan"),
        required=False,
        widget=forms.Select(attrs=_REFRESH),
    )
    before = PointField(label=_("Place"), empty=_("Last"), required=False)

    def __init__(self, data: QueryDict | None = None, *, plan: Plan, item: PlanItem | None = None, **options: Any):
        self.points = list(plan.items.order_by("position", "pk"))
        moving = (arranging.beneath(item, self.points) | {item.pk}) if item else set()
        self.others = [point for point in self.points if point.pk not in moving]
        self.numbers = [point.number for point in self.others if point.number]
        self.numbers += FormerNumber.objects.filter(item__plan=plan).values_list("number", flat=True)
        self.parent_changed = False
        if data is not None:
            data = self._follow_parent(data)
        super().__init__(data, **options)
        self.fields["parent"].offer(self.others)
        self.above = self._point(self["parent"].value())
        self.beside = [point for point in self.others if point.parent_id == (self.above.pk if self.above else None)]
        self.fields["before"].offer(self.beside)
        self.fields["before"].choices = [
            ("", _("Last")),
            *((pk, gettext("Before %(point)s") % {"point": name}) for pk, name in self.fields["before"].choices[1:]),
        ]

    def suggested(self, above: PlanItem | None) -> str:
        """The next free number under a point; none under a point that has none itself."""
        if above is not None and not above.number:
            return ""
        return numbering.following(above.number if above else "", self.numbers)

    def _point(self, pk: Any) -> PlanItem | None:
        return next((point for point in self.others if str(point.pk) == str(pk)), None)

    def _follow_parent(self, data: QueryDict) -> QueryDict:
        """Another point above: the place is the last one there, and a number that was only suggested follows."""
        if data.get("parent", "") == data.get("under", ""):
            return data
        data = data.copy()
        self.parent_changed = True
        data["before"] = ""
        if data.get("number", "") == data.get("suggested", ""):
            data["number"] = self.suggested(self._point(data.get("parent", "")))
        return data


class NewItemForm(PlaceForm, ItemForm):
    """A new point, with its place and its first dates."""

    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[(kind, capfirst(words)) for kind, words in reversed(PlanItem.Kind.choices)],
        error_messages={"required": _("Say whether it is an initiative or a heading.")},
    )
    start = ImpreciseDateField(
        label=_("Start"), help_text=_("As you would write it, for example 1. maj 2013 or medio 2013."), required=False
    )
    end = ImpreciseDateField(
        label=_("Original end date"),
        help_text=_("For example ultimo 2013. It is never changed afterwards; the deadline is moved instead."),
        required=False,
    )
    field_order = ("kind", "parent", "before", "number", "title", "description", "owner", "unit", "start", "end")

    def __init__(self, *args: Any, today: dt.date, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("start", "end"):
            self.fields[name].context = today


class CloseForm(forms.Form):
    """How a point ends, why, when it was really done, and in which month it is reported as closed."""

    kind = forms.ChoiceField(
        label=_("How it ends"),
        choices=[
            (Closing.Kind.CLOSED, _("Closed: it is done")),
            (Closing.Kind.DROPPED, _("Dropped: it will not be done")),
            (Closing.Kind.MERGED, _("Merged into another point")),
            (Closing.Kind.CONTINUED, _("Continued in another point")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how the point ends.")},
    )
    into = PointField(
        label=_("The other point"),
        help_text=_("Only if the point is merged or continued."),
        empty=_("Choose a point"),
        required=False,
    )
    why = PlainField(
        label=_("Reason"),
        help_text=_("Everybody who reads the point sees it. Needed unless the point is simply done."),
        lines=3,
        max_length=4_000,
        required=False,
    )
    when = ImpreciseDateField(
        label=_("Really done"),
        help_text=_("If it is known, for example 15. oktober 2013 or medio 2013."),
        required=False,
    )
    reported_in = MonthField(
        label=_("Reported as closed in"),
        help_text=_("The month in whose report it stands among the closed points."),
        error_messages={"required": _("Write the month, for example november 2013.")},
    )

    def __init__(self, *args: Any, item: PlanItem, today: dt.date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.item = item
        self.fields["into"].offer(_takers(item))
        self.fields["when"].context = today

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        kind = data.get("kind")
        if kind in (Closing.Kind.MERGED, Closing.Kind.CONTINUED):
            if not data.get("into") and "into" not in self.errors:
                self.add_error("into", gettext("Choose the point that takes over."))
            elif kind == Closing.Kind.MERGED and data.get("into") and data["into"].plan_id != self.item.plan_id:
                self.add_error(
                    "into", gettext("A point is merged into a point of its own plan, or continued elsewhere.")
                )
        elif data.get("into"):
            data["into"] = None
        if kind and kind != Closing.Kind.CLOSED and not data.get("why") and "why" not in self.errors:
            self.add_error("why", gettext("Write the reason."))
        return data


class ReopenForm(forms.Form):
    """Why a closed point is opened again."""

    why = PlainField(
        label=_("Reason"),
        help_text=_("Everybody who reads the point sees it."),
        lines=3,
        max_length=4_000,
        error_messages={"required": _("Write why the point is opened again.")},
    )


def _takers(item: PlanItem) -> Iterable[PlanItem]:
    """The points that may take ``item`` over: those of its plan, then those of the plan's successor."""
    yield from item.plan.items.exclude(pk=item.pk).order_by("position", "pk")
    if item.plan.successor_id:
        yield from PlanItem.objects.filter(plan=item.plan.successor_id).order_by("position", "pk")
