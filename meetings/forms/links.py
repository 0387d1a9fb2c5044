"""The form that ties an item to another dealing with the same matter."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from handleplan.forms.fields import DanishDateField
from handleplan.forms.keeping import PlainField
from meetings.models import AgendaItem, Committee, ItemLink


class LinkForm(forms.Form):
    """Another item, or a day in a committee as the text names it."""

    kind = forms.ChoiceField(
        label=_("How they belong together"),
        choices=[(code, capfirst(words)) for code, words in ItemLink.Kind.choices],
        initial=ItemLink.Kind.FOLLOWS,
    )
    other = forms.ChoiceField(label=_("Item"), required=False)
    date = DanishDateField(
        label=_("Or a day"), help_text=_("Where the item is not here, for example 20.4.2016."), required=False
    )
    committee = forms.ModelChoiceField(
        Committee.objects.none(), label=_("In the committee"), empty_label=_("Not stated"), required=False
    )
    text = PlainField(label=_("As the text says"), max_length=400, required=False)

    def __init__(self, *args: Any, choices: Iterable[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["other"].choices = [("", gettext("Choose an item")), *choices]
        self.fields["committee"].queryset = Committee.objects.order_by("name")

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not self.errors and not data.get("other") and not data.get("date"):
            self.add_error("other", gettext("Choose an item, or write the day below."))
        if data.get("other"):
            data["other"] = AgendaItem.objects.get(pk=data["other"])
            data["date"] = data["committee"] = None
        else:
            data["other"] = None
        return data

    def refuse_second(self) -> None:
        self.add_error("other", gettext("The two are tied in that way already."))
