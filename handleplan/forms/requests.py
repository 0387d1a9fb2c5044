"""The forms with which a new deadline is asked for and answered."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from handleplan.forms.deadlines import DateForm, EchoedDateField
from handleplan.forms.fields import DanishDateField
from handleplan.forms.keeping import PlainField
from handleplan.models import EndDateRevision

MOST = 2_000  # characters of a reason or an answer


class RequestForm(DateForm):
    """The date one needs, and why."""

    end = EchoedDateField(
        label=_("The end date you need"),
        help_text=_("As you would write it, for example 31.12.2013, medio 2014 or ultimo 2013 primo 2014."),
        error_messages={"required": _("Write the end date you need.")},
    )
    category = forms.ChoiceField(
        label=_("Cause of the delay"),
        choices=[(code, capfirst(words)) for code, words in EndDateRevision.ReasonCategory.choices],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the cause.")},
    )
    why = PlainField(
        label=_("Reason"),
        help_text=_("It is what the manager decides on, and it stands beneath the date if the answer is yes."),
        max_length=MOST,
        lines=3,
        error_messages={"required": _("Say why.")},
    )


class AnswerForm(forms.Form):
    """What is answered, and who decided it when: for one request or, with the prefix "all", for those chosen."""

    answer = PlainField(
        label=_("Answer"), help_text=_("A no needs a reason."), max_length=MOST, lines=2, required=False
    )
    decided_by = PlainField(
        label=_("Decided by"), help_text=_("For example Socialudvalget or direktionen."), max_length=200, required=False
    )
    decided_on = DanishDateField(label=_("Decided on"), help_text=_("For example 4.12.2013."), required=False)

    def __init__(self, *args: Any, today: dt.date, needs_answer: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today
        self.fields["answer"].required = needs_answer
        self.fields["answer"].error_messages["required"] = _("Say why the answer is no.")

    def clean_decided_on(self) -> dt.date | None:
        day = self.cleaned_data["decided_on"]
        if day and day > self.today:
            raise forms.ValidationError(_("The day of the decision is still to come."))
        return day
