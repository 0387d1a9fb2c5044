"""The forms an edition is published, journalised and opened for reading with."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from handleplan import dates, periods, prose
from handleplan.models import Plan, Round, StatusEntry
from reports.choosing import offered
from reports.designs import STANDARD
from reports.models import Edition

MOST_MONTHS = 60
LONGEST_LINK = 366  # days


class _LineField(forms.CharField):
    """One line of plain text, normalised."""

    def to_python(self, value: Any) -> str:
        return " ".join(prose.normalise(super().to_python(value)).split())

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {}  # no maxlength: a browser would cut a pasted text without a word


class _TextField(_LineField):
    """Plain text, normalised; lines stay."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        return prose.normalise(forms.CharField.to_python(self, value)).strip()


def months_of(plan: Plan, today: dt.date) -> list[dt.date]:
    """The months there is something to publish of, newest first: those with a status or a round; else this one."""
    told = set(StatusEntry.objects.filter(item__plan=plan).order_by().values_list("period", flat=True).distinct())
    told |= set(Round.objects.filter(plan=plan).values_list("period", flat=True))
    return sorted(told, reverse=True)[:MOST_MONTHS] or [today.replace(day=1)]


class PublishForm(forms.Form):
    """What to publish, and for which occasion."""

    month = forms.ChoiceField(
        label=_("Status month"), error_messages={"invalid_choice": _("Choose one of the months.")}
    )
    occasion = _LineField(
        label=_("Occasion"),
        help_text=_("Is printed on the front page, for example Socialudvalgets møde 4. december 2013."),
        max_length=200,
        required=False,
    )

    design = forms.ChoiceField(
        label=_("Design"), error_messages={"invalid_choice": _("Choose one of the designs.")}, initial=STANDARD.name
    )

    def __init__(self, *args: Any, months: list[dt.date], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["design"].choices = [(design.name, design.label) for design in offered()]
        self.fields["month"].choices = [(f"{month:%Y-%m}", dates.format_month(month)) for month in months]

    def clean_month(self) -> dt.date:
        period = periods.parse_period(self.cleaned_data["month"])
        if period is None:
            raise forms.ValidationError(gettext("Choose one of the months."))
        return periods.first_day(period)


class CorrectForm(forms.Form):
    """What a corrected edition puts right."""

    corrections = _TextField(
        label=_("What is corrected"),
        help_text=_("One correction on each line. They are printed on the first page of the corrected edition."),
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write what the corrected edition corrects.")},
    )


class JournaliseForm(forms.Form):
    """Where the edition lies in the records system."""

    case_number = _LineField(
        label=_("Case number"),
        help_text=_("As your records system writes it, for example 2011-127812."),
        max_length=60,
        error_messages={"required": _("Write the number of the case that the edition is journalised in.")},
    )
    document_number = _LineField(
        label=_("Document number"),
        help_text=_("If the document has a number of its own, for example 330-2018-65870."),
        max_length=60,
        required=False,
    )


class ReadingLinkForm(forms.Form):
    """Who gets an address to read at, and until when."""

    reader = _LineField(
        label=_("Who is to read"),
        help_text=_("For example Revisionen, or the name of a committee member."),
        max_length=200,
        error_messages={"required": _("Write who the link is for.")},
    )
    days = forms.TypedChoiceField(
        label=_("How long the link works"),
        coerce=int,
        choices=[(14, _("two weeks")), (31, _("a month")), (92, _("three months")), (LONGEST_LINK, _("a year"))],
        initial=92,
    )

    edition = forms.ChoiceField(
        label=_("What the link opens"),
        required=False,
        error_messages={"invalid_choice": _("Choose one from the list.")},
    )

    field_order = ["reader", "edition", "days"]

    def __init__(self, *args: Any, editions: list[Edition], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._editions = {str(edition.pk): edition for edition in editions}
        named = [
            (pk, gettext("Edition %(label)s only") % {"label": edition.label}) for pk, edition in self._editions.items()
        ]
        self.fields["edition"].choices = [("", gettext("All editions of the plan, later ones too")), *named]

    @property
    def chosen(self) -> Edition | None:
        """The one edition that was chosen; None for all."""
        return self._editions.get(self.cleaned_data["edition"])
