"""The forms in which the secretary opens and closes a round."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from handleplan.forms.fields import DanishDateField
from handleplan.forms.keeping import MonthField, PlainField
from handleplan.rounding import Refusal


class OpenRoundForm(forms.Form):
    """For which month, and until when people may answer."""

    period = MonthField(
        label=_("Month"),
        help_text=_("The month the statuses are about."),
        error_messages={"required": _("Write the month, for example november 2013.")},
    )
    due_on = DanishDateField(
        label=_("Due day"),
        help_text=_("The last day to answer. A reminder goes out that morning."),
        error_messages={"required": _("Write the day, for example 6.12.2013.")},
    )

    def __init__(self, *args: Any, today: dt.date, **how: Any) -> None:
        super().__init__(*args, **how)
        self.today = today

    def clean_due_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["due_on"]
        if day < self.today:
            raise ValidationError(_("The day is past. Choose today or a later day."))
        return day

    def refuse(self, cause: Refusal) -> None:
        """Says beside the right field why the round cannot be opened."""
        self.add_error("due_on" if cause == Refusal.DUE_TOO_EARLY else "period", cause.label)


class CloseRoundForm(forms.Form):
    """A few words beside the closing; ``sure`` is asked for where statuses are missing."""

    note = PlainField(
        label=_("Note"),
        help_text=_("For example why some statuses are missing. Everybody who reads the plan sees it."),
        lines=3,
        max_length=2_000,
        required=False,
    )
    sure = forms.BooleanField(
        label=_("Close although statuses are missing"),
        required=False,
        error_messages={"required": _("Tick the box, or wait for the statuses.")},
    )

    def __init__(self, *args: Any, missing: int, **how: Any) -> None:
        super().__init__(*args, **how)
        self.fields["sure"].required = missing > 0
        if not missing:
            del self.fields["sure"]
