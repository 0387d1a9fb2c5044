"""The forms of a deadline that hangs on a decision: its outcomes, and which of them it became."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from handleplan.dates import ImpreciseDate
from handleplan.forms.deadlines import EchoedDateField, listen
from handleplan.forms.fields import DanishDateField
from handleplan.forms.keeping import PlainField
from handleplan.models import ConditionalAlternative

MOST_OUTCOMES = 4
_TWO = _("Write at least two end dates; with one alone, move the deadline.")


class ConditionalForm(forms.Form):
    """What is awaited, when, and for each outcome the end date it gives."""

    awaits = PlainField(
        label=_("What is awaited"),
        help_text=_("For example Beslutningen i Socialudvalget."),
        max_length=400,
        error_messages={"required": _("Write which decision is awaited.")},
    )
    when = EchoedDateField(
        label=_("When it falls"),
        help_text=_("For example 4.12.2013. Leave it empty where nobody knows."),
        required=False,
    )

    def __init__(self, *args: Any, today: dt.date, **options: Any) -> None:
        super().__init__(*args, **options)
        for at in range(MOST_OUTCOMES):
            number = {"number": at + 1}
            self.fields[f"end_{at}"] = EchoedDateField(
                label=_("End date %(number)d") % number, required=at < 2, error_messages={"required": _TWO}
            )
            self.fields[f"condition_{at}"] = PlainField(
                label=_("If (%(number)d)") % number, max_length=400, required=False
            )
        for name, field in self.fields.items():
            if isinstance(field, EchoedDateField):
                field.context = today
                listen(field, self.add_prefix(name))

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        for at in range(MOST_OUTCOMES):
            if data.get(f"condition_{at}") and not data.get(f"end_{at}") and f"end_{at}" not in self.errors:
                self.add_error(f"end_{at}", gettext("Write the end date that this outcome gives."))
        return data

    @property
    def alternatives(self) -> list[tuple[str, ImpreciseDate]]:
        """The outcomes that have an end date: the condition and the date."""
        data = self.cleaned_data
        return [
            (data.get(f"condition_{at}", ""), data[f"end_{at}"]) for at in range(MOST_OUTCOMES) if data.get(f"end_{at}")
        ]


class ChoiceForm(forms.Form):
    """Which outcome it became, who decided it and when; or, with ``drops``, that the condition fell away."""

    alternative = forms.ModelChoiceField(
        ConditionalAlternative.objects.none(),
        label=_("What was decided"),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": _("Choose what was decided.")},
    )
    decided_by = PlainField(
        label=_("Decided by"),
        help_text=_("For example Socialudvalget or direktionen."),
        max_length=200,
        error_messages={"required": _("Write who decided it.")},
    )
    decided_on = DanishDateField(
        label=_("Decided on"),
        help_text=_("For example 4.12.2013."),
        error_messages={"required": _("Write the day of the decision.")},
    )
    why = PlainField(
        label=_("Reason"),
        help_text=_("It is shown beneath the date on the point’s page."),
        max_length=2_000,
        lines=3,
        error_messages={"required": _("Say why.")},
    )

    def __init__(
        self, *args: Any, alternatives: Sequence[ConditionalAlternative], drops: bool = False, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        keys = [each.pk for each in alternatives]
        self.fields["alternative"].queryset = ConditionalAlternative.objects.filter(pk__in=keys)
        if drops:
            for name in ("alternative", "decided_by", "decided_on"):
                self.fields[name].required = False
