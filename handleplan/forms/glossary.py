"""The form in which a short form or a party is explained."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from handleplan.forms.keeping import PlainField
from handleplan.models import GlossaryEntry


class GlossaryForm(forms.Form):
    """A word of the glossary. ``now`` is the one that is edited: its short form may stay."""

    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[(code, capfirst(words)) for code, words in GlossaryEntry.Kind.choices],
        widget=forms.RadioSelect,
        initial="abbreviation",
    )
    short = PlainField(
        label=_("Short form or name"),
        help_text=_("For example HKY or Deloitte."),
        max_length=60,
        error_messages={"required": _("Write the short form or the name.")},
    )
    words = PlainField(
        label=_("What it stands for, or who it is"),
        max_length=400,
        error_messages={"required": _("Write what it stands for.")},
    )

    def __init__(self, *args: Any, now: GlossaryEntry | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.now = now
        self.fields["short"].disabled = now is not None  # a browser does not send it

    def clean_short(self) -> str:
        short = self.cleaned_data["short"]
        if self.now is not None:
            return self.now.short
        if GlossaryEntry.objects.filter(short=short).exists():
            raise forms.ValidationError(gettext("It stands in the glossary already. Edit it there."))
        return short


def facts_of_word(entry: Any) -> dict[str, str]:
    """The fields that may be edited, of a word or of an entry of its history."""
    return {"kind": entry.kind, "words": entry.words}
