"""The forms of counters: what is counted, what was observed, and what an observation is linked to."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from handleplan.counter_series import NoSeries, Series, as_text, read_series
from handleplan.counting import Told
from handleplan.dates import ImpreciseDate
from handleplan.evidence import Refused, judge
from handleplan.forms.fields import DanishDecimalField, ImpreciseDateField
from handleplan.forms.keeping import PlainField
from handleplan.measures import is_time
from handleplan.models import Counter, Observation
from handleplan.workbook import Unreadable, first_sheet

_LARGEST_FILE, _LONGEST_TABLE = 2_000_000, 1_000_000  # bytes; characters
REFUSALS = {
    "empty": _("Paste a table, or choose a file."),
    "no-header": _("The table has no headings that are known. It needs at least Hvornår, Hvad and Antal."),
    "no-rows": _("There are no rows beneath the headings."),
    "too-many": _("The table has more than 2.000 rows. Divide it."),
}
LARGEST = Decimal("999999999999.99")


class CounterForm(forms.Form):
    """What is counted, in which unit and of what; the aims as they are written."""

    name = PlainField(
        label=_("What is counted"),
        help_text=_("For example Gennemgang af ældre afgørelser."),
        max_length=200,
        error_messages={"required": _("Write what is counted.")},
    )
    unit = PlainField(
        label=pgettext_lazy("of a counter", "Unit"),
        help_text=_(
            "What one of them is, in the plural: for example sager. Write uger or dage where it is measured how long "
            "something takes."
        ),
        max_length=60,
        error_messages={"required": _("Write the unit, for example sager.")},
    )
    scope = PlainField(
        label=_("Scope"),
        help_text=_(
            "Exactly which ones, for example alle sager efter servicelovens §§ 41 og 42. Numbers of another scope are "
            "kept apart."
        ),
        max_length=400,
        required=False,
    )
    target = PlainField(
        label=_("Own target"), help_text=_("As it is written, for example 8 uger."), max_length=200, required=False
    )
    limit = PlainField(
        label=_("Statutory limit"),
        help_text=_("As it is written, for example fire uger."),
        max_length=200,
        required=False,
    )

    @staticmethod
    def of(counter: Counter) -> dict[str, str]:
        """The fields as they stand now."""
        return {
            "name": counter.name,
            "unit": counter.unit,
            "scope": counter.scope,
            "target": counter.target_as_written,
            "limit": counter.limit_as_written,
        }


def value_field(**options: Any) -> DanishDecimalField:
    """A number of a counter."""
    return DanishDecimalField(required=False, min_value=-LARGEST, max_value=LARGEST, **options)


class ObservationForm(forms.Form):
    """A number with its day and its source; without a number the source's own words."""

    kind = forms.ChoiceField(
        label=_("What the number is"),
        choices=[(code, capfirst(words)) for code, words in Observation.Kind.choices],
        widget=forms.RadioSelect,
        help_text=_(
            "Done and remaining are counted in all up to the day. An addition is what came on top; a restated total "
            "takes the place of the old one."
        ),
        error_messages={"required": _("Choose what the number is."), "invalid_choice": _("Choose one of them.")},
    )
    when = ImpreciseDateField(
        label=_("When"),
        help_text=_("The day or month the number is of, for example 14.8.2013 or november 2013."),
        error_messages={"required": _("Write which day or month the number is of.")},
    )
    qualifier = PlainField(
        label=_("Precision"), help_text=_("For example ca. or mindst."), max_length=40, required=False
    )
    value = value_field(
        label=pgettext_lazy("of a counter", "Number"), help_text=_("Leave it empty where the source gives no number.")
    )
    as_written = PlainField(
        label=_("In the source’s words"),
        help_text=_("For example 686 yderligere sager. Without a number they are needed, for example puklen af sager."),
        max_length=400,
        required=False,
    )
    scope = PlainField(label=_("Another scope"), max_length=400, required=False)
    source = PlainField(
        label=_("Source"),
        help_text=_("Where it is known from, for example Socialudvalget 14.08.2013."),
        max_length=400,
        error_messages={"required": _("Write where the number is known from.")},
    )

    def __init__(self, *args: Any, counter: Counter, **options: Any) -> None:
        super().__init__(*args, **options)
        if is_time(counter.unit):
            self.fields["kind"].choices = [(Observation.Kind.MEASURED, capfirst(Observation.Kind.MEASURED.label))]
            self.fields["kind"].initial = Observation.Kind.MEASURED
            self.fields["kind"].help_text = gettext("How long it took, in %(unit)s.") % {"unit": counter.unit}
        else:
            self.fields["kind"].choices = [
                choice for choice in self.fields["kind"].choices if choice[0] != Observation.Kind.MEASURED
            ]
        own = {"scope": counter.scope}
        self.fields["scope"].help_text = (
            gettext("Only where the number is not of the counter’s own scope: %(scope)s.") % own
            if counter.scope
            else gettext("Only where the number is not of the same scope as the others.")
        )

    def clean_when(self) -> ImpreciseDate:
        when = self.cleaned_data["when"]
        if not (when.latest or when.earliest):
            raise forms.ValidationError(_("Write a day or a month."))
        return when

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        value = data.get("value")
        if value is None and "value" not in self.errors and not data.get("as_written"):
            self.add_error("value", gettext("Write the number, or the source’s words where it gives none."))
        if value is not None and value < 0 and data.get("kind") not in (None, Observation.Kind.ADDITION):
            self.add_error("value", gettext("Only an addition may be below zero."))
        return data

    @property
    def told(self) -> Told:
        """What a valid form says."""
        return Told(**self.cleaned_data)


class LinksForm(forms.Form):
    """Which statuses tell the observation, and which moves it is the cause of."""

    facts = forms.MultipleChoiceField(
        label=_("What the number belongs to"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Choose among those in the list.")},
    )

    def __init__(self, *args: Any, choices: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["facts"].choices = choices


class SeriesForm(forms.Form):
    """A table of numbers, pasted or uploaded. ``series`` is there when the form is valid, and ``typed`` its text."""

    text = forms.CharField(
        label=_("The table"),
        help_text=_(
            "Copy it from Excel with its headings: Hvornår, Hvad and Antal, and if there are such Præcision, "
            "Med kildens ord, Omfang and Kilde, in any order."
        ),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 10, "wrap": "off", "spellcheck": "false", "class": "table-text"}),
    )
    file = forms.FileField(
        label=_("Or a file"),
        help_text=_("Excel (xlsx), or text with semicolons or tabs (csv). It is read instead of the field above."),
        required=False,
        max_length=200,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.tsv,.txt"}),
    )
    source = PlainField(
        label=_("Source of the rows that name none"),
        help_text=_("For example Udtræk fra fagsystemet 2.12.2013."),
        max_length=400,
        required=False,
    )

    series: Series

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        upload = data.get("file")
        field = "file" if upload else "text"
        try:
            if upload:
                data["text"] = _text_of(upload.name, upload.read(_LARGEST_FILE + 1))
            text = data.get("text") or ""
            if len(text) > _LONGEST_TABLE or "\0" in text:
                raise forms.ValidationError(_("The table is too large, or no text. It may have 2.000 rows."))
            self.series = read_series(text)
        except NoSeries as refusal:
            if field not in self.errors:
                self.add_error(field, str(REFUSALS[refusal.problem]))
        except forms.ValidationError as refusal:
            self.add_error(field, refusal)
        return data

    @property
    def typed(self) -> str:
        """The table as text, so that it can be posted back."""
        return (self.cleaned_data.get("text") or "") if hasattr(self, "cleaned_data") else ""


def _text_of(name: str, content: bytes) -> str:
    """An uploaded table as text: of an Excel file the first sheet's cells."""
    if not content.startswith(b"PK"):
        if len(content) > _LARGEST_FILE:
            raise forms.ValidationError(_("The table is too large, or no text. It may have 2.000 rows."))
        for encoding in ("utf-16",) if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp1252"):
            try:
                return content.decode(encoding)
            except UnicodeDecodeError:
                continue
        raise forms.ValidationError(_("The file is neither an Excel file nor text."))
    try:
        return as_text(first_sheet(judge("tal.xlsx", content).content))
    except (Refused, Unreadable) as refusal:
        raise forms.ValidationError(
            _("The Excel file cannot be read. Save it anew as xlsx without macros.")
        ) from refusal
