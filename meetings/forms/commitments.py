"""The forms with which a promise is written down, answered, moved, withdrawn and opened again."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from handleplan import numbering
from handleplan.forms.deadlines import EchoedDateField, listen
from handleplan.forms.fields import DanishDateField
from handleplan.forms.keeping import PlainField
from handleplan.models import Plan, PlanItem
from meetings.models import AgendaItem, Commitment, Committee, Meeting, Section

_MOST = 4_000
_WHEN_HINT = _("As it is written, for example marts 2012, 2. kvartal 2018 or ultimo 2011.")
_SAY_WHY = _("Say why.")


class MeetingField(forms.ModelChoiceField):
    """One of these meetings, or none."""

    def __init__(self, **options: Any) -> None:
        super().__init__(Meeting.objects.none(), empty_label=_("None"), required=False, **options)

    def offer(self, bodies: Iterable[Committee] | None, *, after: dt.date | None) -> None:
        """The meetings to choose between: of these bodies (of all, for None), newest first."""
        meetings = Meeting.objects.filter(is_cancelled=False).select_related("committee")
        if bodies is not None:
            meetings = meetings.filter(committee__in=bodies)
        self.queryset = meetings.filter(date__gte=after) if after else meetings


class PointsField(PlainField):
    """Points of a plan by their numbers: "2.1.3.1, 1.1.2.2.A". Gives the points."""

    plan: Plan | None = None

    def clean(self, value: Any) -> list[PlanItem]:  # type: ignore[override]
        numbers = [part.strip() for part in re.split(r"[,;\n]", super().clean(value)) if part.strip()]
        if not numbers:
            return []
        if self.plan is None:
            raise ValidationError(_("Choose the plan whose points they are, or leave this empty."))
        rows = self.plan.items.filter(sort_key__in=[numbering.sort_key(number) for number in numbers])
        points = {row.sort_key: row for row in rows.exclude(number="")}
        missing = [number for number in numbers if numbering.sort_key(number) not in points]
        if missing:
            raise ValidationError(
                _("The plan has no point with the number %(number)s."), params={"number": ", ".join(missing)[:60]}
            )
        return list({point.pk: point for point in points.values()}.values())


class CommitmentForm(forms.Form):
    """A promise or a request: its words, to whom, about what, and when it is due."""

    kind = forms.ChoiceField(
        label=_("What it is"),
        choices=[(code, capfirst(words)) for code, words in Commitment.Kind.choices],
        widget=forms.RadioSelect,
        initial=Commitment.Kind.PROMISE,
        error_messages={"required": _("Choose what it is.")},
    )
    text = PlainField(
        label=_("The exact words"),
        help_text=_("Quoted, as the committee read or said it."),
        lines=4,
        max_length=_MOST,
        error_messages={"required": _("Write the exact words.")},
    )
    when = EchoedDateField(label=_("Due"), help_text=_WHEN_HINT, required=False)
    due_meeting = MeetingField(
        label=_("Due at the meeting"), help_text=_("Left empty, the only meeting of that time is chosen.")
    )
    committees = forms.ModelMultipleChoiceField(
        Committee.objects.none(),
        label=_("Committees"),
        help_text=_("To whom it was promised, or who asked for it."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one committee.")},
    )
    asked_by_text = PlainField(
        label=_("Asked by"), help_text=_("For example Direktionen."), max_length=200, required=False
    )
    plan = forms.ModelChoiceField(Plan.objects.none(), label=_("Plan"), empty_label=_("No plan"), required=False)
    points = PointsField(
        label=_("Points of the plan"), help_text=_("By their numbers, for example 2.1.3.1."), required=False
    )
    subject = PlainField(label=_("What it is about"), max_length=400, required=False)
    made_on = DanishDateField(label=_("Made on"), help_text=_("For example 25.1.2012."), required=False)
    source_text = PlainField(
        label=_("Source"),
        help_text=_("For example Bilag 2, budgetnotat Ø501."),
        max_length=400,
        error_messages={"required": _("Write where it stands.")},
    )

    def __init__(
        self,
        *args: Any,
        plans: Any,
        day: dt.date,
        item: AgendaItem | None = None,
        section: Section | None = None,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.section = section
        self.fields["plan"].queryset = plans
        self.fields["committees"].queryset = Committee.objects.filter(active=True)
        self.fields["due_meeting"].offer(None, after=None)
        self.fields["when"].context = day
        listen(self.fields["when"], "when")
        if item is not None:
            del self.fields["source_text"], self.fields["plan"]
        self.fields["points"].plan = item.plan if item else _sent_plan(self)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        promised = data.get("kind") == Commitment.Kind.PROMISE
        if promised and not data.get("when") and not data.get("due_meeting") and "when" not in self.errors:
            self.add_error("when", gettext("Write when it is due, or choose a meeting."))
        if data.get("kind") == Commitment.Kind.MANAGEMENT and not data.get("asked_by_text"):
            self.add_error("asked_by_text", gettext("Write who asked for it, for example Direktionen."))
        return data

    def refuse_words(self) -> None:
        self.add_error("text", gettext("These words do not stand in the section. Copy them as they stand there."))


def _sent_plan(form: forms.Form) -> Plan | None:
    key = form.data.get(form.add_prefix("plan"), "") if form.is_bound else ""
    return form.fields["plan"].queryset.filter(pk=key).first() if key.isascii() and key.isdigit() else None


class SubjectForm(forms.Form):
    """What a promise is about: its plan, where it is of none yet, its points and its subject."""

    plan = forms.ModelChoiceField(Plan.objects.none(), label=_("Plan"), empty_label=_("No plan"), required=False)
    points = PointsField(
        label=_("Points of the plan"), help_text=_("By their numbers, for example 2.1.3.1."), required=False
    )
    subject = PlainField(label=_("What it is about"), max_length=400, required=False)

    def __init__(self, *args: Any, commitment: Commitment, plans: Any, **options: Any) -> None:
        rows = commitment.points.filter(withdrawn=False).select_related("point")
        points = [row.point for row in rows]
        self.unnumbered = [point for point in points if not point.number]  # no field can name them: they stay
        numbers = ", ".join(point.number for point in points if point.number)
        super().__init__(*args, initial={"points": numbers, "subject": commitment.subject}, **options)
        self.fields["plan"].queryset = plans
        if commitment.plan_id:
            del self.fields["plan"]
        self.fields["points"].plan = commitment.plan if commitment.plan_id else _sent_plan(self)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        return data | {"points": [*data.get("points", []), *self.unnumbered]}


class AnswerForm(forms.Form):
    """Where the answer stands: in an item or one of its sections, or elsewhere."""

    where = forms.ChoiceField(label=_("Answered in"), required=False)
    words = PlainField(
        label=_("Or elsewhere"),
        help_text=_("For example: Sendt til udvalget som orienteringsnotat den 20. marts 2012."),
        lines=2,
        max_length=_MOST,
        required=False,
    )

    def __init__(self, *args: Any, choices: Iterable[tuple[str, Any]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["where"].choices = [("", gettext("Choose an item")), *choices]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not self.errors and not data.get("where") and not data.get("words"):
            self.add_error("where", gettext("Choose where it is answered, or write it in the field below."))
        return data

    @property
    def place(self) -> dict[str, Any]:
        """The item and section that were chosen, and the words, for ``promising.answer``."""
        kind, _dash, key = self.cleaned_data["where"].partition("-")
        found: dict[str, Any] = {"words": self.cleaned_data["words"]}
        if kind == "item":
            found["item"] = AgendaItem.objects.select_related("meeting").get(pk=key)
        elif kind == "section":
            found["section"] = Section.objects.select_related("item__meeting").get(pk=key)
        return found


class MoveForm(forms.Form):
    """When it is due instead, and why."""

    when = EchoedDateField(label=_("New date"), help_text=_WHEN_HINT, required=False)
    due_meeting = MeetingField(label=_("Or a meeting"))
    why = PlainField(label=_("Reason"), lines=2, max_length=_MOST, error_messages={"required": _SAY_WHY})

    def __init__(self, *args: Any, bodies: Iterable[Committee], today: dt.date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["when"].context = today
        listen(self.fields["when"], self.add_prefix("when"))
        self.fields["due_meeting"].offer(bodies, after=None)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if "when" not in self.errors and not data.get("when") and not data.get("due_meeting"):
            self.add_error("when", gettext("Write the new date, or choose a meeting."))
        return data


class WhyForm(forms.Form):
    """Why it is withdrawn, or opened again."""

    why = PlainField(label=_("Reason"), lines=2, max_length=_MOST, error_messages={"required": _SAY_WHY})
