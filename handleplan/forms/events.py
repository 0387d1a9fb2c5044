"""The forms an event is told and a fact is taken back with."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from handleplan import prose
from handleplan.forms.fields import DanishDecimalField, ImpreciseDateField

_MOST_TEXT = 4_000


class _PlainField(forms.CharField):
    """Text that prints as it is, normalised."""

    def to_python(self, value: Any) -> str:
        return prose.normalise(super().to_python(value)).strip()

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {}  # no maxlength: a browser would cut a pasted text without a word


class EventForm(forms.Form):
    """Something that happened; its number, if it has one, says what it counts."""

    when = ImpreciseDateField(
        label=_("When"),
        help_text=_("As you would write it, for example 12. januar 2012, januar 2012 or siden oktober 2011."),
        error_messages={"required": _("Write when it happened, as exactly as it is known.")},
    )
    text = _PlainField(
        label=_("What happened"),
        max_length=_MOST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write what happened.")},
    )
    source = _PlainField(
        label=_("Source"),
        help_text=_("Where it is known from, for example Socialudvalget 29.02.2012."),
        max_length=400,
        required=False,
    )
    amount = DanishDecimalField(
        label=pgettext_lazy("an event's", "Number"),
        help_text=_("If something can be counted, for example 12."),
        required=False,
        min_value=Decimal("-999999999999.99"),
        max_value=Decimal("999999999999.99"),
    )
    amount_unit = _PlainField(
        label=_("What the number counts"), help_text=_("For example medarbejdere."), max_length=60, required=False
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        counted = data.get("amount") is not None
        if counted and "amount_unit" not in self.errors and not data.get("amount_unit"):
            self.add_error("amount_unit", gettext("Write what the number counts, for example medarbejdere."))
        if data.get("amount_unit") and not counted and "amount" not in self.errors:
            self.add_error("amount", gettext("Write the number, or leave both fields empty."))
        return data


class WithdrawalForm(forms.Form):
    """Why a recorded fact is taken back."""

    reason = _PlainField(
        label=_("Reason"),
        help_text=_("Everybody who reads the point sees it."),
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write why it is taken back.")},
    )
