"""The forms in which a deadline is moved or corrected and a milestone kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from handleplan import numbering, prose
from handleplan.dates import ImpreciseDate
from handleplan.forms.fields import DanishDateField, ImpreciseDateField
from handleplan.models import EndDateRevision, Milestone, PlanItem

_MOST_REASON = 2_000
_REQUIRED = _("Say why.")


class _PlainField(forms.CharField):
    """Text that prints as it is, normalised."""

    def to_python(self, value: Any) -> str:
        return prose.normalise(super().to_python(value)).strip()


def _lines(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class EchoedDateField(ImpreciseDateField):
    """A date as it is written, read while it is typed; what cannot be read is taken too, and flagged."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required_reading=False, **options)


class DateForm(forms.Form):
    """An end date in the words of a person, and the days it means where he knows better than the parser.

    ``cleaned_data["end"]`` is the date with its words as typed, read by the parser or by the person (``override``).
    """

    end = EchoedDateField(
        label=_("New end date"),
        help_text=_("As you would write it, for example 31.12.2013, medio 2014 or ultimo 2013 primo 2014."),
        error_messages={"required": _("Write the new end date.")},
    )
    earliest = DanishDateField(label=_("First day"), required=False)
    latest = DanishDateField(label=_("Last day"), required=False)

    def __init__(self, *args: Any, today: dt.date, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, field in self.fields.items():
            if isinstance(field, EchoedDateField):
                field.context = today
                listen(field, self.add_prefix(name))

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        end, earliest, latest = data.get("end"), data.get("earliest"), data.get("latest")
        if end is not None and (earliest or latest):
            try:
                data["end"] = end.override(earliest, latest)
            except ValueError:
                self.add_error("latest", gettext("The last day lies before the first day."))
        return data

    @property
    def is_overridden(self) -> bool:
        return any(self[name].value() or self[name].errors for name in ("earliest", "latest"))


def listen(field: forms.Field, name: str) -> None:
    """Has the field's words read while they are typed; ``name`` is the field's in its form."""
    field.widget.attrs |= {
        "hx-get": f"{reverse('handleplan:date-reading')}?field={name}",
        "hx-trigger": "input changed delay:400ms",
        "hx-target": f"#id_{name}_reading",
        "hx-sync": "this:replace",
    }


class MoveForm(DateForm):
    """A new end date, why, and who decided it when."""

    category = forms.ChoiceField(
        label=_("Cause of the delay"),
        choices=[(code, capfirst(words)) for code, words in EndDateRevision.ReasonCategory.choices],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the cause.")},
    )
    why = _PlainField(
        label=_("Reason"),
        help_text=_("It is shown beneath the date on the point’s page."),
        max_length=_MOST_REASON,
        widget=_lines(3),
        error_messages={"required": _REQUIRED},
    )
    decided_by = _PlainField(
        label=_("Decided by"),
        help_text=_("For example Socialudvalget or direktionen."),
        max_length=200,
        required=False,
    )
    decided_on = DanishDateField(label=_("Decided on"), help_text=_("For example 4.12.2013."), required=False)
    because = forms.ChoiceField(
        label=_("Because of a number"),
        help_text=_("What came on top of the cases, if the deadline moves because of it."),
        required=False,
        error_messages={"invalid_choice": _("Choose among those in the list.")},
    )

    def __init__(self, *args: Any, additions: Sequence[tuple[str, str]] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["because"].choices = [("", _("Not because of a number")), *additions]
        if not additions:
            del self.fields["because"]


class FirstEndForm(DateForm):
    """The first end date of a milestone that has none."""

    end = EchoedDateField(
        label=_("End date"),
        help_text=_("As you would write it, for example 31.12.2013, medio 2014 or ultimo 2013 primo 2014."),
        error_messages={"required": _("Write the end date.")},
    )


class CorrectionForm(DateForm):
    """What a date should have said, and why it did not."""

    end = EchoedDateField(
        label=_("The date as it should have been written"),
        error_messages={"required": _("Write the date as it should have been written.")},
    )
    why = _PlainField(
        label=_("What was wrong"),
        help_text=_("For example: Tastefejl, der står 2013 i beslutningen."),
        max_length=_MOST_REASON,
        widget=_lines(2),
        error_messages={"required": _("Say what was wrong.")},
    )

    def __init__(self, *args: Any, faulty: ImpreciseDate, **options: Any) -> None:
        self.faulty = faulty
        super().__init__(*args, **options)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        end = data.get("end")
        if end is not None and _facts(end) == _facts(self.faulty):
            self.add_error("end", gettext("This is what stands there already. Write what it should have been."))
        return data


def _facts(value: ImpreciseDate) -> tuple[Any, ...]:
    return value.as_written, value.earliest, value.latest


class MilestoneForm(forms.Form):
    """A further milestone: its name, its start and its original end."""

    name = _PlainField(
        label=_("Name"),
        help_text=_("What is reached, for example 1. gang."),
        max_length=400,
        error_messages={"required": _("Write what the milestone is called.")},
    )
    start = EchoedDateField(label=_("Start"), required=False)
    end = EchoedDateField(
        label=_("Original end date"),
        help_text=_("As it is written, for example senest 1. september 2011. It is never changed afterwards."),
        error_messages={"required": _("Write the end date.")},
    )

    def __init__(self, *args: Any, today: dt.date, hints: bool = True, **options: Any) -> None:
        super().__init__(*args, **options)
        for field in self.fields.values():
            field.help_text = field.help_text if hints else ""
        for name in ("start", "end"):
            self.fields[name].context = today
            listen(self.fields[name], self.add_prefix(name))


# -- the small forms of a milestone's page ----------------------------------------------------------------------------


class ActForm(forms.Form):
    """One small thing that is done to a milestone."""

    def __init__(self, *args: Any, milestone: Milestone, **options: Any) -> None:
        self.milestone = milestone
        super().__init__(*args, **options)


class RenameForm(ActForm):
    name = _PlainField(label=_("Name"), max_length=400, error_messages={"required": _("Write the new name.")})


class CompleteForm(ActForm):
    on = DanishDateField(
        label=_("Reached on"),
        help_text=_("The day on which it was really reached, for example 20.11.2013."),
        error_messages={"required": _("Write the day on which it was reached.")},
    )


class RevisionForm(ActForm):
    why = _PlainField(
        label=_("Why the schedule is being reconsidered"),
        max_length=_MOST_REASON,
        widget=_lines(2),
        error_messages={"required": _REQUIRED},
    )


class ReadingForm(ActForm):
    """The days that the end date means, where the parser did not know."""

    earliest = DanishDateField(label=_("First day"), required=False)
    latest = DanishDateField(
        label=_("Last day"), error_messages={"required": _("Write the last day that the date means.")}
    )
    why = _PlainField(label=_("Reason"), max_length=_MOST_REASON, error_messages={"required": _REQUIRED})

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("latest"):
            try:
                data["value"] = self.milestone.end.override(data.get("earliest"), data["latest"])
            except ValueError:
                self.add_error("latest", gettext("The last day lies before the first day."))
        return data


class ShareForm(ActForm):
    """A further point that the milestone serves, by its number."""

    number = _PlainField(
        label=_("The point’s number"),
        max_length=60,
        error_messages={"required": _("Write the number of the point.")},
    )

    def clean_number(self) -> PlanItem:
        number = self.cleaned_data["number"]
        item = self.milestone.item
        other = item.plan.items.filter(sort_key=numbering.sort_key(number)).exclude(number="").first()
        if other is None:
            raise ValidationError(_("The plan has no point with the number %(number)s."), params={"number": number})
        if other.pk == item.pk:
            raise ValidationError(_("The milestone stands on this point already."))
        return other


class NoForm(ActForm):
    """An act that asks for nothing."""


class UnshareForm(ActForm):
    """A point that the milestone served."""

    point = forms.IntegerField(min_value=1, max_value=2_147_483_647)

    def clean_point(self) -> PlanItem:
        share = self.milestone.shares.filter(item=self.cleaned_data["point"]).first()
        if share is None:
            raise ValidationError(_("The milestone does not serve this point."))
        return share.item
