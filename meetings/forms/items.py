"""The forms an agenda item is drafted with."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from handleplan import prose
from handleplan.forms.fields import DanishDateField, ProseField
from handleplan.forms.keeping import MonthField, PlainField
from handleplan.models import Plan, PlanItem
from meetings.models import AgendaItem, FocusPoint, Meeting, Proposal, ReportingObligation, Section
from reports.models import Edition

_BETWEEN = re.compile(r"[,;\n]|\s+og\s+|\s{2,}")


class PointNumbersField(PlainField):
    """Points of a plan by their numbers, "1.1.2.2.A, 2.4.6". Gives the points; a final dot makes no difference."""

    default_error_messages = {
        "unknown": ngettext_lazy(
            "The plan has no point with the number %(numbers)s.",
            "The plan has no points with the numbers %(numbers)s.",
            "count",
        ),
    }

    def __init__(self, *, plan: Plan | None, **options: Any) -> None:
        self.plan = plan
        super().__init__(max_length=1_000, required=False, **options)

    def to_python(self, value: Any) -> list[PlanItem]:  # type: ignore[override]
        if isinstance(value, list):
            return value
        wanted = [number.strip() for number in _BETWEEN.split(super().to_python(value)) if number.strip()]
        known = {} if self.plan is None else {_bare(point.number): point for point in self.plan.items.all()}
        unknown = [number for number in wanted if _bare(number) not in known]
        if unknown:
            params = {"numbers": ", ".join(unknown)[:80], "count": len(unknown)}
            raise ValidationError(self.error_messages["unknown"], code="unknown", params=params)
        return list(dict.fromkeys(known[_bare(number)] for number in wanted))

    def run_validators(self, value: Any) -> None:
        if isinstance(value, str):
            super().run_validators(value)


def _bare(number: str) -> str:
    return number.rstrip(". ").casefold()


def numbers_of(points: Iterable[PlanItem]) -> str:
    """Points as the field shows them."""
    return ", ".join(point.number.rstrip(".") for point in points if point.number)


class DraftForm(forms.Form):
    """What an item is to be about, and how it is built."""

    NO_PLAN = "none"

    about = forms.ChoiceField(
        label=_("What the item is about"), error_messages={"required": _("Choose what the item is about.")}
    )
    period = MonthField(
        label=_("Month"), help_text=_("The month the item reports; its statuses fill the sections."), required=False
    )
    template = forms.ChoiceField(label=_("Template"))
    title = PlainField(
        label=_("Title"),
        help_text=_("Empty: Status på and the plan’s title."),
        max_length=400,
        required=False,
    )
    kind = forms.ChoiceField(
        label=_("Kind of item"), choices=[("", _("not stated")), *AgendaItem.Kind.choices], required=False
    )
    number = PlainField(label=_("Item number"), max_length=20, required=False)

    def __init__(
        self,
        *args: Any,
        obligations: Sequence[ReportingObligation],
        plans: Sequence[Plan],
        templates: Sequence[tuple[str, str]],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.obligations = {f"o{each.pk}": each for each in obligations}
        self.plans = {f"p{each.pk}": each for each in plans}
        owed = [(key, f"{each.text} – {each.plan}") for key, each in self.obligations.items()]
        groups = [(_("What the committee is owed"), owed)] if owed else []
        groups.append((_("Plans"), [(key, str(each)) for key, each in self.plans.items()]))
        self.fields["about"].choices = [*groups, (self.NO_PLAN, _("No plan"))]
        self.fields["template"].choices = templates

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        chosen = data.get("about", "")
        obligation, plan = self.obligations.get(chosen), self.plans.get(chosen)
        data["obligation"], data["plan"] = obligation, obligation.plan if obligation else plan
        if not data.get("title") and not data["plan"] and "about" not in self.errors:
            self.add_error("title", _("Write the title of the item."))
        if data["plan"] and not data.get("period") and "period" not in self.errors:
            self.add_error("period", _("Write the month the item reports, for example februar 2012."))
        return data


class ItemForm(forms.Form):
    """What an item is: everything that stands in its head and at its foot."""

    title = PlainField(label=_("Title"), max_length=400, error_messages={"required": _("Write the title of the item.")})
    kind = DraftForm.base_fields["kind"]
    number = DraftForm.base_fields["number"]
    case_number = PlainField(label=_("Case number"), max_length=60, required=False)
    document_number = PlainField(label=_("Document number"), max_length=60, required=False)
    period = MonthField(label=_("Month"), required=False)
    text_as_of = DanishDateField(label=_("Text as of"), required=False)
    proposer = PlainField(label=_("Who proposes"), max_length=200, required=False)
    signers = PlainField(
        label=_("Signed by"), help_text=_("One name on each line."), lines=2, max_length=400, required=False
    )
    is_closed = forms.BooleanField(
        label=_("Closed item"),
        help_text=_("Nothing but its public title and public decision leaves the house."),
        required=False,
    )
    closed_reason = PlainField(label=_("Legal reason"), max_length=400, required=False)
    public_title = PlainField(label=_("Public title"), max_length=400, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("is_closed"):
            if not data.get("closed_reason"):
                self.add_error("closed_reason", _("A closed item needs a legal reason."))
            if not data.get("public_title"):
                self.add_error("public_title", _("A closed item needs a title that the public may read."))
        return data


def item_facts(item: AgendaItem) -> dict[str, Any]:
    """The fields of an item as its form has them."""
    return {name: getattr(item, name) for name in ItemForm.base_fields}


class SectionForm(forms.Form):
    """A section: its heading, its text, and the day the text is of."""

    heading = PlainField(label=_("Heading"), max_length=400, required=False)
    heading_form = forms.ChoiceField(
        label=_("Where the heading stands"), choices=Section.HeadingForm.choices, widget=forms.RadioSelect
    )
    body = ProseField(label=_("Text"), required=False)
    text_as_of = DanishDateField(
        label=_("Text as of"),
        help_text=_("The day the text was right. Dates in it are read from that day."),
        required=False,
    )

    def __init__(self, *args: Any, plan: Plan | None, text_kind: str = prose.MARKDOWN, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["body"].widget.attrs["rows"] = 16
        if text_kind == prose.PLAIN:
            self.fields["body"] = PlainField(
                label=_("Text"),
                help_text=_("Imported text: it prints exactly as it stands here."),
                lines=16,
                max_length=prose.LONGEST,
                required=False,
            )
        if plan is not None:
            self.fields["points"] = PointNumbersField(
                plan=plan,
                label=_("Points of the plan"),
                help_text=_("The numbers of the points the section speaks of, with commas between them."),
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("heading_form") in ("line", "run_in") and not data.get("heading"):
            self.add_error("heading", _("Write the heading, or choose to have none."))
        return data


def section_facts(section: Any) -> dict[str, Any]:
    """The fields of a section (or of an entry of its history) as its form has them, without its points."""
    return {name: getattr(section, name) for name in ("heading", "heading_form", "body", "text_as_of")}


class RefillForm(forms.Form):
    """A section's text after it was brought together with the data."""

    body = ProseField(label=_("The text as it will be"), required=False)
    fresh = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["body"].widget.attrs["rows"] = 16


class WhyForm(forms.Form):
    """Why something goes."""

    why = PlainField(label=_("Reason"), lines=3, max_length=2_000, error_messages={"required": _("Write the reason.")})


class ProposalForm(forms.Form):
    """One point of what is proposed."""

    text = PlainField(
        label=_("What is proposed"),
        help_text=_("The whole sentence, with its At or at."),
        lines=4,
        max_length=4_000,
        error_messages={"required": _("Write what is proposed.")},
    )
    asks = forms.ChoiceField(label=_("The committee is asked to"), choices=Proposal.Asks.choices)


class FocusForm(forms.Form):
    """A line of the list of points in focus."""

    title = PlainField(label=_("Title in the list"), max_length=400, error_messages={"required": _("Write the title.")})
    answered_in = forms.ModelChoiceField(
        Section.objects.none(),
        label=_("Answered in"),
        help_text=_("The section’s heading may be another one than the title in the list."),
        empty_label=_("Not answered yet"),
        required=False,
    )

    def __init__(self, *args: Any, item: AgendaItem, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["answered_in"].queryset = item.sections.filter(is_dropped=False)
        if item.plan is not None:
            self.fields["points"] = PointNumbersField(
                plan=item.plan,
                label=_("Points of the plan"),
                help_text=_("The numbers of the points behind it, with commas between them; none is allowed."),
            )


def focus_facts(line: FocusPoint) -> dict[str, Any]:
    """The fields of a line of the list as its form has them."""
    rows = line.initiatives.filter(withdrawn=False).select_related("point")
    points = numbers_of(row.point for row in rows)
    return {"title": line.title, "answered_in": line.answered_in_id, "points": points}


class AnnexForm(forms.Form):
    """An annex, or a published report that goes along as one."""

    title = PlainField(label=_("Title"), max_length=400, required=False)
    edition = forms.ModelChoiceField(
        Edition.objects.none(),
        label=_("Edition"),
        help_text=_("A published report goes along as it was published."),
        empty_label=_("None"),
        required=False,
    )
    added_on = DanishDateField(label=_("Added on"), required=False)
    document_number = PlainField(label=_("Document number"), max_length=60, required=False)
    is_closed = forms.BooleanField(label=_("Closed annex"), required=False)

    def __init__(self, *args: Any, editions: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["edition"].queryset = editions

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not data.get("title"):
            if data.get("edition"):
                data["title"] = str(data["edition"])
            else:
                self.add_error("title", _("Write what the annex is called."))
        return data


class ReferenceForm(forms.Form):
    """What a name in the text means."""

    meeting = forms.ModelChoiceField(Meeting.objects.none(), label=_("Meeting"), empty_label=_("None"), required=False)
    edition = forms.ModelChoiceField(Edition.objects.none(), label=_("Edition"), empty_label=_("None"), required=False)

    def __init__(self, *args: Any, meetings: Any, editions: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["meeting"].queryset = meetings
        self.fields["edition"].queryset = editions
