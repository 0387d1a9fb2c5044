"""The forms a plan is made, edited and continued with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from handleplan import dates
from handleplan.forms.fields import DanishDateField
from handleplan.forms.keeping import MonthField, PlainField, UnitField, name_in_list
from handleplan.models import Plan, PlanItem
from handleplan.models.scales import Level

MOST_LEVELS = 6
SYMBOLS = ("●", "▲", "■", "◆", "✓", "–")
TONES = [("good", _("good (green)")), ("fair", _("fair (amber)")), ("bad", _("bad (red)"))]


class PlanForm(forms.Form):
    """What is said of a plan itself: its title, where it comes from, its version and who approved it."""

    title = PlainField(label=_("Title"), max_length=400, error_messages={"required": _("Give the plan a title.")})
    intro = PlainField(
        label=_("Introduction"),
        help_text=_("Stands above the table in the report."),
        lines=4,
        max_length=10_000,
        required=False,
    )
    unit = UnitField(label=_("Unit that answers for the plan"), required=False)
    origin = forms.ChoiceField(label=_("Origin"), choices=[("", _("Not stated")), *Plan.Origin.choices], required=False)
    origin_text = PlainField(
        label=_("Origin in words"),
        help_text=_("For example Revisionens beretning nr. 12 af 4. maj 2011."),
        max_length=400,
        required=False,
    )
    version_text = PlainField(
        label=_("Version or phase"), help_text=_("For example Fase 2 or Version II."), max_length=100, required=False
    )
    approved_by = PlainField(
        label=_("Approved by"), help_text=_("For example Socialudvalget."), max_length=200, required=False
    )
    approved_on = DanishDateField(label=_("Approved on"), help_text=_("For example 29.02.2012."), required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("approved_on") and not data.get("approved_by") and "approved_by" not in self.errors:
            self.add_error("approved_by", gettext("Write who approved the plan on that day."))
        return data

    @property
    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in PlanForm.base_fields}


def facts_of(plan: Any) -> dict[str, str]:
    """The fields of ``PlanForm`` as a browser sends them, of a plan or of an entry of its history."""
    facts = {name: getattr(plan, name) for name in PlanForm.base_fields if name not in ("unit", "approved_on")}
    unit = str(plan.unit_id or "")
    return facts | {"unit": unit, "approved_on": dates.format_numeric(plan.approved_on) if plan.approved_on else ""}


class PlanEditForm(PlanForm):
    """The plan and its assessment scale: a level for each row whose word is filled in."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for place in range(MOST_LEVELS):
            number = {"number": place + 1}
            self.fields[f"word_{place}"] = PlainField(
                label=_("Level %(number)d: word") % number, max_length=40, required=False
            )
            self.fields[f"symbol_{place}"] = forms.ChoiceField(
                label=_("Level %(number)d: symbol") % number, choices=[(sign, sign) for sign in SYMBOLS]
            )
            self.fields[f"tone_{place}"] = forms.ChoiceField(label=_("Level %(number)d: tone") % number, choices=TONES)

        self.fields["scale_why"] = PlainField(
            label=_("Why the scale is changed"),
            help_text=_("Only where you change it. Reports of earlier months keep the scale they were written in."),
            max_length=400,
            required=False,
        )

    def is_explained(self, before: Sequence[Level]) -> bool:
        """Whether a changed scale says why; an error beside the field where it does not."""
        if self.levels(before) == list(before) or self.cleaned_data["scale_why"]:
            return True
        self.add_error("scale_why", gettext("Say why the scale is changed."))
        return False

    @property
    def of_plan(self) -> list[forms.BoundField]:
        return [self[name] for name in PlanForm.base_fields]

    @property
    def rows(self) -> list[dict[str, Any]]:
        names = ("word", "symbol", "tone")
        return [{"number": at + 1} | {name: self[f"{name}_{at}"] for name in names} for at in range(MOST_LEVELS)]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        words: dict[str, int] = {}
        symbols: dict[str, int] = {}
        for at in range(MOST_LEVELS):
            word, symbol = data.get(f"word_{at}", ""), data.get(f"symbol_{at}", "")
            if not word:
                continue
            if words.setdefault(word.casefold(), at) != at:
                self.add_error(f"word_{at}", gettext("Two levels have the same word. Each needs one of its own."))
            if symbol and symbols.setdefault(symbol, at) != at:
                self.add_error(f"symbol_{at}", gettext("Two levels have the same symbol. Each needs one of its own."))
        if len(words) < 2 and not any(name.startswith("word_") for name in self.errors):
            self.add_error("word_1" if words else "word_0", gettext("A scale has at least two levels."))
        return data

    def levels(self, before: Sequence[Level]) -> list[Level]:
        """The levels as typed; a level keeps its code, a new one gets the next free."""
        found: list[Level] = []
        taken = {level["code"] for level in before}
        for at in range(MOST_LEVELS):
            if word := self.cleaned_data[f"word_{at}"]:
                code = before[at]["code"] if at < len(before) else _free_code(taken)
                taken.add(code)
                symbol, tone = self.cleaned_data[f"symbol_{at}"], self.cleaned_data[f"tone_{at}"]
                found.append({"code": code, "word": word, "symbol": symbol, "tone": tone})
        return found


class WorkingDaysField(PlainField):
    """Numbers of working days: "5, 2". Gives a list, the largest first."""

    default_error_messages = {
        "unread": _("“%(text)s” is no number of working days. Write for example 5, 2."),
        "range": _("Write numbers of working days from 1 to 20."),
    }

    def to_python(self, value: Any) -> list[int]:  # type: ignore[override]
        found = set()
        for text in super().to_python(value).replace(",", " ").split():
            if not (text.isascii() and text.isdigit() and len(text) < 4):
                raise ValidationError(self.error_messages["unread"], code="unread", params={"text": text[:40]})
            if not 1 <= int(text) <= 20:
                raise ValidationError(self.error_messages["range"], code="range")
            found.add(int(text))
        return sorted(found, reverse=True)

    def run_validators(self, value: Any) -> None:
        """Its own rules are all there is."""


class SettingsForm(forms.Form):
    """How the plan is reported and approved."""

    rhythm = forms.ChoiceField(
        label=_("Is reported"),
        choices=[(code, capfirst(words)) for code, words in Plan.Rhythm.choices],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how often the plan is reported.")},
    )
    approval = forms.ChoiceField(
        label=_("The manager approves"),
        choices=[(code, capfirst(words)) for code, words in Plan.Approval.choices],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what the manager approves.")},
    )
    reminder_days = WorkingDaysField(
        label=_("Further reminders"),
        help_text=_(
            "Working days before the due day, for example 5, 2. Mails at the opening and on the due day always go out."
        ),
        required=False,
        max_length=60,
    )


def settings_of(plan: Any) -> dict[str, str]:
    """The fields of ``SettingsForm`` as a browser sends them, of a plan or of an entry of its history."""
    days = ", ".join(str(day) for day in plan.reminder_days)
    return {"rhythm": plan.rhythm, "approval": plan.approval, "reminder_days": days}


def level_fields(levels: Sequence[Level]) -> dict[str, str]:
    """The levels as a browser sends them; the symbols of empty rows are those that are left."""
    spare = [sign for sign in SYMBOLS if sign not in {level["symbol"] for level in levels}]
    fields: dict[str, str] = {}
    for at in range(MOST_LEVELS):
        level = levels[at] if at < len(levels) else {"word": "", "symbol": (spare or SYMBOLS)[0], "tone": "fair"}
        if at >= len(levels) and len(spare) > 1:
            spare = spare[1:]
        fields |= {f"{name}_{at}": level[name] for name in ("word", "symbol", "tone")}
    return fields


def _free_code(taken: set[str]) -> str:
    return next(code for number in range(1, 99) if (code := f"level_{number}") not in taken)


class ContinueForm(forms.Form):
    """The successor (unless there is one) and the open points that go on in it."""

    title = PlainField(
        label=_("Title of the new plan"), max_length=400, error_messages={"required": _("Give the new plan a title.")}
    )
    version_text = PlainField(
        label=_("Version or phase"), help_text=_("For example Fase 2 or Version II."), max_length=100, required=False
    )
    reported_in = MonthField(
        label=_("Reported as continued in"),
        help_text=_("The month in whose report of the old plan the points stand as closed."),
        error_messages={"required": _("Write the month, for example november 2013.")},
    )
    points = forms.TypedMultipleChoiceField(
        label=_("Points that go on"),
        coerce=int,
        error_messages={
            "required": _("Choose at least one point."),
            "invalid_choice": _("One of the points is closed already. Choose among the open ones."),
        },
    )

    def __init__(self, *args: Any, points: Iterable[PlanItem], successor: Plan | None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["points"].choices = [(point.pk, name_in_list(point)) for point in points]
        if successor is not None:
            del self.fields["title"], self.fields["version_text"]

    @property
    def chosen(self) -> list[dict[str, Any]]:
        """The points as boxes to tick."""
        ticked = {str(value) for value in self["points"].value() or ()}
        choices = self.fields["points"].choices
        return [{"pk": pk, "name": name, "checked": str(pk) in ticked} for pk, name in choices]
