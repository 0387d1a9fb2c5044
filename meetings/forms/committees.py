"""The forms for committees, their members and meetings, and what they are owed."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from handleplan import dates
from handleplan.forms.fields import DanishDateField, DanishIntegerField
from handleplan.forms.keeping import MonthField, PlainField
from handleplan.models import Plan
from meetings import templating
from meetings.models import Committee, CommitteeMember, Meeting, ReportingObligation
from reports.models import Edition

MOST_MEETINGS = 60  # of one calendar
_HOUR = re.compile(r"(?:\bkl(?:okken)?\.?\s*)?\b([01]?\d|2[0-3])[.:]([0-5]\d)\s*$", re.IGNORECASE)


class TimeField(PlainField):
    """An hour: "16:00", "16.00", "kl. 9.30". Gives a ``time`` or None."""

    default_error_messages = {"unread": _("“%(text)s” is no hour. Write for example 16.00.")}

    def to_python(self, value: Any) -> dt.time | None:  # type: ignore[override]
        if isinstance(value, dt.time):
            return value
        text = super().to_python(value)
        if not text:
            return None
        found = _HOUR.fullmatch(text) or re.fullmatch(r"(?:kl\.?\s*)?([01]?\d|2[0-3])()", text, re.IGNORECASE)
        if found is None:
            raise ValidationError(self.error_messages["unread"], code="unread", params={"text": text[:40]})
        return dt.time(int(found[1]), int(found[2] or 0))

    def run_validators(self, value: Any) -> None:
        if isinstance(value, str):
            super().run_validators(value)

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%H.%M}" if isinstance(value, dt.time) else value


class CommitteeForm(forms.Form):
    """What is said of a committee."""

    name = PlainField(
        label=_("Name"), max_length=200, error_messages={"required": _("Write what the committee is called.")}
    )
    kind = forms.ChoiceField(label=_("Kind of body"), choices=Committee.Kind.choices)
    municipality = PlainField(label=_("Municipality"), max_length=100, required=False)
    called = PlainField(
        label=_("Called in the text"),
        help_text=_("What items call it in running text, for example Socialudvalget or Udvalget."),
        max_length=100,
        required=False,
    )
    proposer = PlainField(
        label=_("Who proposes"),
        help_text=_("For example Socialforvaltningen or Direktøren."),
        max_length=200,
        required=False,
    )
    place = PlainField(label=_("Usual place"), max_length=200, required=False)
    agenda_days = DanishIntegerField(
        label=_("Working days before the meeting"),
        help_text=_("So long before a meeting its agenda goes out. Public holidays do not count."),
        min_value=0,
        max_value=60,
        error_messages={"required": _("Write a number of working days, for example 4.")},
    )
    template = forms.ChoiceField(
        label=_("Template"),
        help_text=_("How the committee’s items are built, unless another one is chosen for an item."),
        required=False,
    )
    active = forms.BooleanField(label=_("In use"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        choices = [(each.name, each.label) for each in templating.offered()]
        self.fields["template"].choices = [("", _("None yet")), *choices]

    def refuse_name(self) -> None:
        self.add_error("name", _("There is a committee of that name already."))


def facts_of(committee: Committee) -> dict[str, Any]:
    """The fields of a committee as its form has them."""
    names = ("name", "kind", "municipality", "called", "proposer", "place", "agenda_days", "active")
    template = committee.template.name if committee.template else ""
    return {name: getattr(committee, name) for name in names} | {"template": template}


class MemberForm(forms.Form):
    """Somebody who sits in a committee."""

    name = PlainField(label=_("Name"), max_length=200, error_messages={"required": _("Write the name.")})
    party = PlainField(label=_("Party letter"), max_length=5, required=False)
    role = forms.ChoiceField(label=_("Role"), choices=CommitteeMember.Role.choices, initial=CommitteeMember.Role.MEMBER)
    since = DanishDateField(label=_("Since"), required=False)
    until = DanishDateField(
        label=_("Until"), help_text=_("The last day. Who has left stays in the list of former members."), required=False
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("since") and data.get("until") and data["until"] < data["since"]:
            self.add_error("until", _("The last day lies before the first."))
        return data


class MeetingsForm(forms.Form):
    """One or more meetings: a day on each line, with an hour of its own where it differs."""

    days = PlainField(
        label=_("Days"),
        help_text=_("One on each line, for example 29.02.2012 or 29.02.2012 kl. 16.00. A whole year goes in at once."),
        lines=6,
        max_length=5_000,
        error_messages={"required": _("Write the day of the meeting.")},
    )
    time = TimeField(label=_("Hour"), help_text=_("For the days that name none."), required=False)
    place = PlainField(label=_("Where it meets"), max_length=200, required=False)

    def clean_days(self) -> list[tuple[dt.date, dt.time | None]]:
        found: list[tuple[dt.date, dt.time | None]] = []
        for line in filter(None, (line.strip() for line in self.cleaned_data["days"].split("\n"))):
            hour = _HOUR.search(line)
            said = line[: hour.start()].rstrip(" ,") if hour and len(line) > hour.start() > 0 else line
            if not _is_day(said):
                said, hour = line, None  # "29.02" and the like are no hour
            found.append((DanishDateField().clean(said), dt.time(int(hour[1]), int(hour[2])) if hour else None))
        if len(found) > MOST_MEETINGS:
            raise ValidationError(_("At most %(most)d meetings at once."), params={"most": MOST_MEETINGS})
        return found

    def meetings(self) -> list[tuple[dt.date, dt.time | None]]:
        """Day and hour of each. Only for a valid form."""
        return [(day, hour or self.cleaned_data["time"]) for day, hour in self.cleaned_data["days"]]

    def refuse(self, day: dt.date) -> None:
        said = _("The committee has a meeting at that time already, or it is named twice: %(day)s.")
        self.add_error("days", ValidationError(said, params={"day": dates.format_day(day)}))


def _is_day(text: str) -> bool:
    try:
        return DanishDateField(required=False).clean(text) is not None
    except ValidationError:
        return False


class MeetingForm(forms.Form):
    """What is said of one meeting."""

    date = DanishDateField(label=_("Day"), error_messages={"required": _("Write the day of the meeting.")})
    time = TimeField(label=_("Hour"), required=False)
    place = PlainField(label=_("Where it meets"), max_length=200, required=False)
    agenda_due = DanishDateField(
        label=_("Agenda deadline"),
        help_text=_("Empty: counted in working days as the committee has it."),
        required=False,
    )
    is_cancelled = forms.BooleanField(label=_("The meeting is cancelled"), required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("agenda_due") and data.get("date") and data["agenda_due"] > data["date"]:
            self.add_error("agenda_due", _("The agenda cannot be due after the meeting."))
        return data

    def refuse_day(self) -> None:
        self.add_error("date", _("The committee has a meeting at that time already."))


def meeting_facts(meeting: Meeting) -> dict[str, Any]:
    """The fields of a meeting as its form has them."""
    return {name: getattr(meeting, name) for name in MeetingForm.base_fields}


class ObligationForm(forms.Form):
    """What a committee has ordered to be told of a plan."""

    plan = forms.ModelChoiceField(Plan.objects.none(), label=_("Plan"), empty_label=None)
    text = PlainField(
        label=_("As ordered"),
        help_text=_("In the words of the decision, for example månedlig afrapportering i 2012."),
        lines=2,
        max_length=1_000,
        error_messages={"required": _("Write what was ordered.")},
    )
    cadence = forms.ChoiceField(label=_("How often"), choices=ReportingObligation.Cadence.choices)
    first_period = MonthField(
        label=_("From"), error_messages={"required": _("Write the month, for example januar 2012.")}
    )
    last_period = MonthField(label=_("To"), help_text=_("Empty: until further notice."), required=False)
    ordered_by = forms.ModelChoiceField(
        Committee.objects.none(),
        label=_("Ordered by"),
        help_text=_("The body that ordered it, where it is another one."),
        empty_label=_("The committee itself"),
        required=False,
    )
    source = PlainField(
        label=_("Where it was ordered"),
        help_text=_("For example Borgerrepræsentationen 22. juni 2016."),
        max_length=400,
        required=False,
    )

    def __init__(self, *args: Any, plans: Any, committee: Committee, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["plan"].queryset = plans
        self.fields["ordered_by"].queryset = Committee.objects.exclude(pk=committee.pk)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("first_period") and data.get("last_period") and data["last_period"] < data["first_period"]:
            self.add_error("last_period", _("The last month lies before the first."))
        return data


class ObligationEditForm(ObligationForm):
    """An obligation that is there: it may end, and says why."""

    ended_because = PlainField(
        label=_("Why it ended"),
        help_text=_("Only where it ended before its time. Write the last month above too."),
        lines=2,
        max_length=1_000,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("ended_because") and not data.get("last_period"):
            self.add_error("last_period", _("Write the last month that is reported."))
        return data


def obligation_facts(obligation: ReportingObligation) -> dict[str, Any]:
    """The fields of an obligation as its form has them."""
    names = ("text", "cadence", "first_period", "last_period", "source", "ended_because")
    keys = {"plan": obligation.plan_id, "ordered_by": obligation.ordered_by_id}
    return {name: getattr(obligation, name) for name in names} | keys


class DeliveryForm(forms.Form):
    """How one period's report was given, or why there is none."""

    how = forms.ChoiceField(
        label=_("What became of the report"),
        choices=[("given", _("It was given to a meeting")), ("excused", _("It is not needed"))],
        widget=forms.RadioSelect,
        initial="given",
    )
    meeting = forms.ModelChoiceField(Meeting.objects.none(), label=_("Meeting"), required=False)
    edition = forms.ModelChoiceField(
        Edition.objects.none(),
        label=_("Edition"),
        empty_label=_("None"),
        help_text=_("The published report that went along."),
        required=False,
    )
    reason = PlainField(
        label=_("Reason"), help_text=_("Why no report is needed."), lines=2, max_length=1_000, required=False
    )

    def __init__(self, *args: Any, meetings: Any, editions: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["meeting"].queryset = meetings
        self.fields["edition"].queryset = editions

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("how") == "given" and not data.get("meeting") and "meeting" not in self.errors:
            self.add_error("meeting", _("Choose the meeting that was given the report."))
        if data.get("how") == "excused" and not data.get("reason"):
            self.add_error("reason", _("Write why no report is needed."))
        return data
