"""The forms that tell what a point was granted and what was spent, and that put such an amount right."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from handleplan.forms.budgets import MoneyField, YearField
from handleplan.forms.keeping import PlainField, PointField
from handleplan.models import PlanItem, PointAmount


class _SaidForm(forms.Form):
    amount = MoneyField(
        label=_("Amount"),
        help_text=_("For example 4,30 mio. kr. or 250.000."),
        ranges=False,
        error_messages={"required": _("Write the amount.")},
    )
    price_level = PlainField(
        label=_("Price level"),
        help_text=_("For example 2012 p/l. Amounts of different price levels are never added."),
        max_length=60,
        required=False,
    )
    source = PlainField(
        label=_("Source"),
        help_text=_("Where it is known from, for example Budget 2012 or Økonomiudvalget 21.02.2012."),
        max_length=400,
        required=False,
    )

    @property
    def said(self) -> dict[str, Any]:
        """The amount as the verbs take it."""
        amount = self.cleaned_data["amount"]
        facts = {name: self.cleaned_data[name] for name in ("price_level", "source", "reason")}
        return facts | {"amount": amount.low, "as_written": amount.as_written}


class AmountForm(_SaidForm):
    """An amount of a point (or of the plan as a whole) in a year."""

    item = PointField(label=_("Point"), empty=_("The plan as a whole"), required=False)
    kind = forms.ChoiceField(
        label=_("The amount is"),
        choices=[(code, capfirst(words)) for code, words in PointAmount.Kind.choices],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether the amount is granted or spent.")},
    )
    year = YearField(label=_("Year"), error_messages={"required": _("Write the year, for example 2012.")})
    reason = PlainField(label=_("Remark"), lines=2, max_length=1_000, required=False)

    field_order = ["item", "kind", "year", "amount", "price_level", "source", "reason"]

    def __init__(self, *args: Any, points: Iterable[PlanItem], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["item"].offer(points)

    @property
    def facts(self) -> dict[str, Any]:
        return self.said | {name: self.cleaned_data[name] for name in ("item", "kind", "year")}


class CorrectionForm(_SaidForm):
    """The right amount, and why."""

    reason = PlainField(
        label=_("Reason"),
        help_text=_("Everybody who reads the plan sees it."),
        lines=2,
        max_length=1_000,
        error_messages={"required": _("Write why it is put right.")},
    )


class TakeBackForm(forms.Form):
    """Why an amount counts no more."""

    reason = PlainField(
        label=_("Reason"), max_length=1_000, error_messages={"required": _("Write why it is taken back.")}
    )
