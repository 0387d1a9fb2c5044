"""The forms of people: a stand-in for some days, and the handover of a leaver's points."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from handleplan.forms.fields import DanishDateField
from handleplan.forms.keeping import PersonField, PlainField, name_in_list
from handleplan.models import PlanItem, User
from handleplan.models.people import Role

_WRITERS = (Role.OWNER, Role.SECRETARY, Role.MANAGER, Role.ADMINISTRATOR)


class _ColleagueField(PersonField):
    """A person who may write, other than one."""

    def other_than(self, person: User) -> None:
        self.queryset = self.queryset.filter(role__in=_WRITERS).exclude(pk=person.pk).exclude(username="system")
        self.empty_label = _("Choose a person")


class StandInForm(forms.Form):
    """Who stands in, and from which day to which."""

    stand_in = _ColleagueField(label=_("Stand-in"), error_messages={"required": _("Choose who stands in.")})
    first_day = DanishDateField(
        label=_("First day"),
        help_text=_("For example 1.12.2013."),
        error_messages={"required": _("Write the first day.")},
    )
    last_day = DanishDateField(
        label=_("Last day"),
        help_text=_("The stand-in acts to the end of this day."),
        error_messages={"required": _("Write the last day.")},
    )

    def __init__(self, *args: Any, owner: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["stand_in"].other_than(owner)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        first, last = data.get("first_day"), data.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", gettext("The last day lies before the first day."))
        return data


class HandOverForm(forms.Form):
    """To whom, which points, and why."""

    to = _ColleagueField(label=_("New owner"), error_messages={"required": _("Choose who takes the points over.")})
    points = forms.TypedMultipleChoiceField(
        label=_("Points"),
        coerce=int,
        error_messages={
            "required": _("Choose at least one point."),
            "invalid_choice": _("One of the points has another owner already, or is closed. Look the list through."),
        },
    )
    why = PlainField(
        label=_("Reason"),
        help_text=_("For example: Fratræder 31. december 2013."),
        max_length=400,
        error_messages={"required": _("Say why.")},
    )

    def __init__(self, *args: Any, owner: User, items: Sequence[PlanItem], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["to"].other_than(owner)
        self.fields["points"].choices = [(item.pk, name_in_list(item)) for item in items]

    @property
    def chosen(self) -> list[dict[str, Any]]:
        """The points as boxes to tick."""
        ticked = {str(value) for value in self["points"].value() or ()}
        return [{"pk": pk, "name": name, "checked": str(pk) in ticked} for pk, name in self.fields["points"].choices]
