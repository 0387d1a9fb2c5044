"""Letting a text stand in which a CPR number is suspected."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from handleplan import checking_texts, cpr
from handleplan.checking_texts import Remark
from handleplan.forms.keeping import PlainField
from handleplan.models import CprClearance, Plan, PlanItem, User

NO_NUMBER = _("Give the reason without the number.")


class ReasonField(PlainField):
    """Why a text may stand; the number itself must not be in it. Set ``today``, after which nobody is born."""

    today: dt.date

    def __init__(self, **options: Any) -> None:
        super().__init__(
            label=_("Why the text may stand"),
            help_text=_("For example: Nummeret er opdigtet. Your name stands beside it."),
            lines=2,
            max_length=1_000,
            error_messages={"required": _("Write why the text may stand.")},
            **options,
        )

    def validate(self, value: str) -> None:
        super().validate(value)
        if cpr.find(value, self.today):
            raise ValidationError(NO_NUMBER)


class ClearingForm(forms.Form):
    """The text is named by its hash, as the person saw it; only a text that blocks now can be let stand."""

    item = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)
    sha256 = forms.CharField(max_length=64, widget=forms.HiddenInput)
    reason = ReasonField()

    def __init__(self, *args: Any, remarks: Sequence[Remark], today: dt.date, **how: Any) -> None:
        super().__init__(*args, **how)
        self.remarks = remarks
        self.fields["reason"].today = today

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        known = {(remark.item, remark.sha256) for remark in self.remarks}
        if (data.get("item"), data.get("sha256")) not in known:
            raise ValidationError(_("The text was changed or let stand meanwhile. The page shows what is there now."))
        return data

    def clear(self, plan: Plan, *, user: User) -> CprClearance:
        item = PlanItem.objects.get(plan=plan, pk=self.cleaned_data["item"])
        return checking_texts.clear_hash(
            item, self.cleaned_data["sha256"], user=user, reason=self.cleaned_data["reason"]
        )
