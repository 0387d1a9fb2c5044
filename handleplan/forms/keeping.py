"""The fields that the forms for keeping a plan share: plain text, a month, a person, a unit, a point of the plan."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from handleplan import periods, prose
from handleplan.models import PlanItem, Unit, User

_LONGEST_NAME = 90  # characters of a point's name in a list


class PlainField(forms.CharField):
    """Text that prints as it is, normalised; without ``lines`` on one line."""

    def __init__(self, *, lines: int = 0, **options: Any) -> None:
        self.lines = lines
        if lines:
            options.setdefault("widget", forms.Textarea(attrs={"rows": lines}))
        super().__init__(**options)

    def to_python(self, value: Any) -> str:
        text = prose.normalise(super().to_python(value)).strip()
        return text if self.lines else " ".join(text.split())

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"autocomplete": "off"}  # no maxlength: a browser would cut a pasted text without a word


class MonthField(PlainField):
    """A month: "november 2013", "nov. 2013", "2013-11". Gives its first day or None."""

    default_error_messages = {"unread": _("“%(text)s” is no month. Write for example november 2013.")}

    def to_python(self, value: Any) -> dt.date | None:  # type: ignore[override]
        if isinstance(value, dt.date):
            return value
        text = super().to_python(value)
        if not text:
            return None
        period = periods.parse_period(text)
        if period is None:
            raise ValidationError(self.error_messages["unread"], code="unread", params={"text": text[:40]})
        return periods.first_day(period)

    def run_validators(self, value: Any) -> None:
        if isinstance(value, str):
            super().run_validators(value)

    def prepare_value(self, value: Any) -> Any:
        return periods.label_da(periods.period_of(value)) if isinstance(value, dt.date) else value


class PersonField(forms.ModelChoiceField):
    """One of the people who can sign in; whoever it is now stays among them."""

    def __init__(self, *, now: int | None = None, **options: Any) -> None:
        people = User.objects.filter(Q(is_active=True) | Q(pk=now)).order_by("full_name", "username")
        super().__init__(people.select_related("unit"), empty_label=_("Nobody yet"), **options)

    def label_from_instance(self, person: User) -> str:
        return f"{person} ({person.unit})" if person.unit_id else str(person)


class UnitField(forms.ModelChoiceField):
    """One of the units."""

    def __init__(self, **options: Any) -> None:
        super().__init__(Unit.objects.all(), empty_label=_("None yet"), **options)


class PointField(forms.ChoiceField):
    """One of these points; gives the point or None. ``empty`` are the words for none."""

    default_error_messages = {"invalid_choice": _("Choose one of the points in the list.")}

    def __init__(self, *, empty: Any, **options: Any) -> None:
        self.empty = empty
        self.points: dict[str, PlanItem] = {}
        super().__init__(**options)

    def offer(self, points: Iterable[PlanItem]) -> None:
        """Sets the points to choose between."""
        self.points = {str(point.pk): point for point in points}
        self.choices = [("", self.empty), *((pk, name_in_list(point)) for pk, point in self.points.items())]

    def clean(self, value: Any) -> PlanItem | None:
        pk = super().clean(value)
        return self.points[pk] if pk else None


def name_in_list(point: PlanItem) -> str:
    """ "1.1.2 Kvalitet i sagsbehandlingen", as long as a list has room for."""
    return Truncator(f"{point.number} {point.display_title}".strip() or "–").chars(_LONGEST_NAME)
