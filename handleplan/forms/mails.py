"""What a person decides about a mail that did not go, or may not have gone."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from handleplan.forms.keeping import PlainField


class MailForm(forms.Form):
    """Send again or cancel, and why; ``seen`` is the version of the mail that the person saw."""

    step = forms.ChoiceField(
        choices=[("resend", _("Send again")), ("cancel", _("Do not send"))],
        widget=forms.HiddenInput,
        error_messages={"required": _("Choose one of the buttons.")},
    )
    seen = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)
    reason = PlainField(
        label=_("Reason"),
        help_text=_("For example: Olga ringede, hun har ikke fået mailen."),
        lines=2,
        max_length=1_000,
        error_messages={"required": _("Write why.")},
    )
