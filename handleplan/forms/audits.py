"""The forms in which audit reports, their remarks and what is answered to them are written."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from handleplan import dates
from handleplan.audit_words import name_of, shortened
from handleplan.forms.fields import DanishDateField, DanishIntegerField, ImpreciseDateField
from handleplan.forms.keeping import PlainField, name_in_list
from handleplan.models import AuditRemark, AuditReport, Milestone, Plan, PlanItem, RemarkAnswer
from handleplan.models.audits import Standing
from handleplan.models.people import User

_LONGEST = 10_000  # characters of a remark or an answer
_FIRST_YEAR, _LAST_YEAR = 1900, 2200


def _choices(choices: Iterable[tuple[Any, Any]]) -> list[tuple[Any, Any]]:
    return [(code, capfirst(words)) for code, words in choices]


class _PlanField(forms.ModelChoiceField):
    def __init__(self, **options: Any) -> None:
        super().__init__(Plan.objects.none(), empty_label=_("None yet"), **options)


class YearField(DanishIntegerField):
    """A year: no thousands point is put into it."""

    def prepare_value(self, value: Any) -> Any:
        return str(value) if isinstance(value, int) else value


class ReportForm(forms.Form):
    """What is said of a report itself, and how the account of it begins."""

    source = forms.ChoiceField(label=_("Source"), choices=_choices(AuditReport.Source.choices))
    source_name = PlainField(
        label=_("Name of the source"),
        help_text=_("For example Revisionen, Borgerrådgiveren or Ankestyrelsen."),
        max_length=200,
        error_messages={"required": _("Write who made the report.")},
    )
    title = PlainField(label=_("Title"), max_length=400, error_messages={"required": _("Write the report’s title.")})
    year = YearField(
        label=_("Year"),
        help_text=_("The year the report is about."),
        min_value=_FIRST_YEAR,
        max_value=_LAST_YEAR,
        error_messages={"required": _("Write the year, for example 2017.")},
    )
    plan = _PlanField(label=_("Plan that answers it"), required=False)
    received_on = DanishDateField(label=_("Received on"), help_text=_("For example 29.02.2012."), required=False)
    presented_on = DanishDateField(label=_("Presented on"), help_text=_("The day of the meeting."), required=False)
    presented_to = PlainField(
        label=_("Presented to"), help_text=_("For example Socialudvalget."), max_length=200, required=False
    )
    legal_basis = PlainField(
        label=_("Legal basis"),
        help_text=_("As it is written, for example SEL §§ 41 og 42."),
        max_length=400,
        required=False,
    )
    remarks_lead = PlainField(
        label=_("Words above the remarks"),
        help_text=_(
            "As they stand in the report, for example “1. Af revisionsberetningen konstateres der fejl vedrørende:”"
        ),
        lines=2,
        max_length=2_000,
        required=False,
    )
    recommendations_lead = PlainField(
        label=_("Words above the recommendations"), lines=2, max_length=2_000, required=False
    )
    account_title = PlainField(
        label=_("Title of the account"),
        help_text=_("The report’s title stands there if this is empty."),
        max_length=400,
        required=False,
    )
    account_intro = PlainField(label=_("Introduction of the account"), lines=6, max_length=_LONGEST, required=False)

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["plan"].queryset = Plan.objects.visible_to(user)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        received, presented = data.get("received_on"), data.get("presented_on")
        if received and presented and presented < received:
            self.add_error("presented_on", gettext("The report cannot be presented before it was received."))
        return data


def facts_of_report(report: Any) -> dict[str, str]:
    """The fields of ``ReportForm`` as a browser sends them, of a report or of an entry of its history."""
    special = {"plan", "received_on", "presented_on", "year"}
    facts = {name: getattr(report, name) for name in ReportForm.base_fields if name not in special}
    days = {name: _day(getattr(report, name)) for name in ("received_on", "presented_on")}
    return facts | days | {"plan": str(report.plan_id or ""), "year": str(report.year)}


def _day(day: Any) -> str:
    return dates.format_numeric(day) if day else ""


class AreaForm(forms.Form):
    """An area's name, and its heading as the report has it."""

    name = PlainField(label=_("Area"), max_length=200, error_messages={"required": _("Write the name of the area.")})
    heading = PlainField(
        label=_("Heading as written"),
        help_text=_("Only where the report writes it in another way, for example “(Sygedagpenge)”."),
        max_length=200,
        required=False,
    )


def facts_of_area(area: Any) -> dict[str, str]:
    """The fields of ``AreaForm``, of an area or of an entry of its history."""
    return {"name": area.name, "heading": area.heading}


class RemarkForm(forms.Form):
    """A remark or a recommendation, word for word, and what is said of it."""

    kind = forms.ChoiceField(
        label=_("Kind"), choices=_choices(AuditRemark.Kind.choices), widget=forms.RadioSelect, initial="remark"
    )
    area = PlainField(
        label=_("Area"),
        help_text=_("For example Sygedagpenge. A new area is made of a name that is not there yet."),
        max_length=200,
        required=False,
    )
    code = PlainField(label=_("Letter or number"), help_text=_("For example A."), max_length=20, required=False)
    text = PlainField(
        label=_("Text as written"),
        lines=5,
        max_length=_LONGEST,
        error_messages={"required": _("Write the remark as it stands in the report.")},
    )
    joined_by = PlainField(
        label=_("What stands before the next"),
        help_text=_("Where the remarks stand in one sentence, for example “, samt”."),
        max_length=40,
        required=False,
    )
    type_text = PlainField(
        label=_("Type of remark"),
        help_text=_("The words it shares with remarks elsewhere, for example Manglende rettidig opfølgning."),
        max_length=400,
        required=False,
    )
    severity = forms.ChoiceField(
        label=_("Severity"), choices=[("", _("Not stated")), *_choices(AuditRemark.Severity.choices)], required=False
    )
    committee_due = DanishDateField(
        label=_("With the committee by"),
        help_text=_("A critical remark always has such a day. For example 26.11.2018."),
        required=False,
    )
    is_carried_over = forms.BooleanField(label=_("Carried over from an earlier report"), required=False)
    carried_from = forms.ChoiceField(label=_("Carried over from"), required=False)
    expected = ImpreciseDateField(
        label=_("Expected closed"), help_text=_("For example januar 2019 or 1. kvartal 2019."), required=False
    )
    legal_basis = PlainField(
        label=_("Legal basis"),
        help_text=_("As it is written, for example SEL §§ 41 og 42."),
        max_length=400,
        required=False,
    )

    def __init__(self, *args: Any, report: AuditReport, earlier: Iterable[AuditRemark], **options: Any) -> None:
        super().__init__(*args, **options)
        self.earlier = {str(remark.pk): remark for remark in earlier}
        named = [(pk, f"{one.report.title} ({one.report.year}): {name_of(one)}") for pk, one in self.earlier.items()]
        self.fields["carried_from"].choices = [("", _("Not stated")), *named]
        self.fields["area"].widget.attrs["list"] = "areas"
        self.fields["type_text"].widget.attrs["list"] = "types"

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("severity") == "critical" and not data.get("committee_due") and "committee_due" not in self.errors:
            self.add_error("committee_due", gettext("Write by when the committee must have the critical remark."))
        if data.get("carried_from") and not data.get("is_carried_over"):
            self.add_error("is_carried_over", gettext("Tick this too when the remark is carried over from another."))
        return data

    @property
    def facts(self) -> dict[str, Any]:
        """The model's fields, with ``type_text``; the area's name is not among them."""
        facts = {name: self.cleaned_data[name] for name in self.base_fields if name != "area"}
        return facts | {"carried_from": self.earlier.get(facts["carried_from"])}


def facts_of_remark(remark: Any) -> dict[str, str]:
    """The fields of ``RemarkForm`` as a browser sends them, of a remark or of an entry of its history."""
    plain = ("kind", "code", "text", "joined_by", "severity", "legal_basis")
    return {name: getattr(remark, name) for name in plain} | {
        "area": remark.area.name if remark.area_id else "",
        "type_text": remark.type.text if remark.type_id else "",
        "committee_due": _day(remark.committee_due),
        "is_carried_over": "on" if remark.is_carried_over else "",
        "carried_from": str(remark.carried_from_id or ""),
        "expected": remark.expected_as_written,
    }


class LinkForm(forms.Form):
    """The points that answer a remark, of the plans that the person may see."""

    points = forms.TypedMultipleChoiceField(
        label=_("Points that answer the remark"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Choose among the points in the list.")},
    )

    def __init__(self, *args: Any, points: Iterable[PlanItem], **options: Any) -> None:
        super().__init__(*args, **options)
        self.points = {point.pk: point for point in points}
        self.fields["points"].choices = [(pk, name_in_list(point)) for pk, point in self.points.items()]

    @property
    def chosen(self) -> list[PlanItem]:
        return [self.points[pk] for pk in self.cleaned_data["points"]]


class AnswerForm(forms.Form):
    """What is answered, to which remarks, and what kind of answer it is."""

    remarks = forms.TypedMultipleChoiceField(
        label=_("Remarks that it answers"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Choose at least one remark."),
            "invalid_choice": _("Choose among the remarks in the list."),
        },
    )
    kind = forms.ChoiceField(
        label=_("Kind of answer"),
        choices=_choices(RemarkAnswer.Kind.choices),
        widget=forms.RadioSelect,
        initial="done",
    )
    heading = PlainField(label=_("Heading"), max_length=200, required=False)
    text = PlainField(
        label=_("Answer"), lines=8, max_length=_LONGEST, error_messages={"required": _("Write the answer.")}
    )
    when = ImpreciseDateField(
        label=_("Date"),
        help_text=_("As the answer writes it, for example januar 2019. A planned control always has one."),
        required=False,
    )
    milestone = forms.ChoiceField(
        label=_("Milestone of the plan"),
        help_text=_("Where the plan has the same date: it is warned when the two come apart."),
        required=False,
    )
    effect = forms.ChoiceField(
        label=_("Effect"), choices=[("", _("Not stated")), *_choices(RemarkAnswer.Effect.choices)], required=False
    )

    def __init__(
        self, *args: Any, remarks: Iterable[AuditRemark], milestones: Iterable[Milestone], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.covered = {remark.pk: remark for remark in remarks}
        self.milestones = {str(one.pk): one for one in milestones}
        self.fields["remarks"].choices = [
            (pk, f"{name_of(one)}: {shortened(one.text, 90)}" if one.code else shortened(one.text, 90))
            for pk, one in self.covered.items()
        ]
        named = [
            (pk, f"{shortened(str(one), 70)} ({one.end_as_written or '–'})") for pk, one in self.milestones.items()
        ]
        self.fields["milestone"].choices = [("", _("None")), *named]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("kind") == "control" and not data.get("when") and "when" not in self.errors:
            self.add_error("when", gettext("Write when the control takes place."))
        return data

    @property
    def facts(self) -> dict[str, Any]:
        facts = {name: self.cleaned_data[name] for name in ("kind", "heading", "text", "when", "effect")}
        remarks = [self.covered[pk] for pk in self.cleaned_data["remarks"]]
        return facts | {"remarks": remarks, "milestone": self.milestones.get(self.cleaned_data["milestone"])}


def facts_of_answer(answer: Any) -> dict[str, Any]:
    """The fields of ``AnswerForm`` as a browser sends them; which remarks an entry of history covered is not known."""
    facts = {name: getattr(answer, name) for name in ("kind", "heading", "text", "effect")}
    return facts | {"when": answer.when_as_written, "milestone": str(answer.milestone_id or "")}


class _DatedForm(forms.Form):
    dated_on = DanishDateField(
        label=_("Date"),
        help_text=_("For example 29.02.2012."),
        error_messages={"required": _("Write the day.")},
    )


class ResultForm(_DatedForm):
    """What a control found."""

    outcome = forms.ChoiceField(
        label=_("Outcome"),
        choices=[("nothing", _("Nothing to remark")), ("faults", _("Faults were found"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what the control found.")},
    )
    text = PlainField(
        label=_("What was found"), lines=4, max_length=_LONGEST, error_messages={"required": _("Write what was found.")}
    )
    field_order = ["outcome", "text", "dated_on"]


class ClaimForm(_DatedForm):
    """What the management holds of a remark, and why."""

    standing = forms.ChoiceField(
        label=_("The management’s view"),
        choices=_choices(Standing.choices),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether the remark is closed in the management’s view.")},
    )
    text = PlainField(
        label=_("Grounds"), lines=4, max_length=_LONGEST, error_messages={"required": _("Write on what grounds.")}
    )
    field_order = ["standing", "text", "dated_on"]


class VerdictForm(_DatedForm):
    """What the auditors themselves said, and where."""

    standing = forms.ChoiceField(
        label=_("The auditors’ verdict"),
        choices=_choices(Standing.choices),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what the auditors said.")},
    )
    said_in = PlainField(
        label=_("Where the auditors said it"),
        help_text=_("For example Beretning nr. 3, afsnit 4.2."),
        max_length=400,
        error_messages={"required": _("Write where the auditors said it.")},
    )
    text = PlainField(label=_("The auditors’ words"), lines=4, max_length=_LONGEST, required=False)
    field_order = ["standing", "said_in", "text", "dated_on"]


class RemovalForm(forms.Form):
    """Why something that was written by mistake is taken away."""

    reason = PlainField(
        label=_("Reason"),
        help_text=_("It stands in the change log."),
        lines=2,
        max_length=1_000,
        error_messages={"required": _("Write why it is taken away.")},
    )


def earlier_remarks(report: AuditReport, user: User) -> list[AuditRemark]:
    """The remarks of other reports of the same source or an earlier year, to choose what is carried over from."""
    visible = AuditReport.objects.visible_to(user).filter(Q(source=report.source) | Q(year__lt=report.year))
    found = AuditRemark.objects.filter(report__in=visible.exclude(pk=report.pk).values("pk"))
    return list(found.select_related("report", "area"))
