"""What an auditor asks of the change log."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .fields import DanishDateField
from .keeping import PlainField

Choices = list[tuple[str, str]]


class LogForm(forms.Form):
    """The filters as they stand in the address. ``history``: show the entries of history tables too."""

    author = forms.ChoiceField(label=_("Who"), required=False)
    table = forms.ChoiceField(label=_("What"), required=False)
    day = DanishDateField(label=_("Day"), required=False)
    number = PlainField(label=_("Point number"), required=False, max_length=60)
    history = forms.BooleanField(label=_("Show the history’s own rows too"), required=False)

    def __init__(self, *args: Any, authors: Choices, tables: Choices, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="log-%s", **kwargs)
        self.fields["author"].choices = [("", _("Everybody")), *authors]
        self.fields["table"].choices = [("", _("Everything")), *tables]
        for name in ("author", "table"):
            self.fields[name].error_messages["invalid_choice"] = _("There is no such choice. Pick one of the list.")
