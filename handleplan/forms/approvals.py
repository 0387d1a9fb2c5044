"""The form with which a status is sent back."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from handleplan.forms.keeping import PlainField


class SendBackForm(forms.Form):
    """Why a status goes back to its author."""

    comment = PlainField(
        label=_("What is missing"),
        help_text=_("It stands beside the status when it is written again."),
        max_length=2_000,
        lines=2,
        error_messages={"required": _("Write what is missing.")},
    )
