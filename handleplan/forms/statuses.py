"""The form in which a month's status of a point is written."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from handleplan import checking_texts, prose
from handleplan.counting import Told
from handleplan.dates import ImpreciseDate
from handleplan.forms import counter_fields
from handleplan.forms.counter_fields import Asked
from handleplan.forms.fields import ImpreciseDateField, ProseField
from handleplan.forms.texts import ReasonField
from handleplan.models import Counter, ReadBy, StatusEntry
from handleplan.models.plans import TextKind
from handleplan.models.scales import Level

NAMES = ("text", "assessment", "corrective_action", "in_focus", "focus_reason", "forecast")
_TEXTS = ("text", "corrective_action", "focus_reason")
_SIGN = re.compile(r"\*(?=\S)|(?<=\S)\*|\[(?=[^\[\]\n]*\]\()")


class StatusForm(forms.Form):
    """Text and assessment are seen at once, the rest unfolds. ``facts`` is what the verb takes of a valid form.

    ``deadline`` is the point's own end date: a forecast that says the same is none. With ``confirms`` the form says
    "Nothing new": it may come without a text, unless ``needs_sentence``. A certain CPR number is refused beside its
    field; who ``may_clear`` gets a field for the reason why the text may stand, and ``let_stand`` are those texts.
    """

    text = ProseField(
        label=_("Status"),
        widget=ProseField.widget(attrs={"rows": 9}),
        error_messages={"required": _("Write the status of the month. One sentence is enough.")},
    )
    assessment = forms.ChoiceField(
        label=_("Assessment"),
        required=False,
        error_messages={"invalid_choice": _("Choose one of the plan’s own assessments.")},
    )
    corrective_action = ProseField(
        label=_("Corrective action"),
        help_text=_("What is done to bring the point back on track."),
        required=False,
        max_length=2_000,
        max_lines=40,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    in_focus = forms.ChoiceField(
        label=_("Management focus"),
        choices=[("yes", _("Yes")), ("no", _("No"))],  # empty: the entry says nothing of it, and it stays as it is
        required=False,
        error_messages={"invalid_choice": _("Choose yes or no.")},
    )
    focus_reason = ProseField(
        label=_("Reason for the focus"),
        required=False,
        max_length=2_000,
        max_lines=40,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    forecast = ImpreciseDateField(
        label=_("Expected end"),
        help_text=_(
            "Only where it differs from the deadline. Write it as you say it, for example “ultimo marts 2014”."
        ),
        required=False,
        required_reading=False,
    )

    cpr_reason = ReasonField(required=False)

    def __init__(
        self,
        *args: Any,
        point: int,
        today: dt.date,
        may_clear: bool = False,
        period: dt.date,
        levels: Sequence[Level],
        deadline: ImpreciseDate | None,
        confirms: bool = False,
        needs_sentence: bool = False,
        counters: Sequence[Asked] = (),
        **how: Any,
    ) -> None:
        super().__init__(*args, auto_id=f"status-{point}-%s", **how)
        self.levels, self.deadline, self.point, self.may_clear = levels, deadline, point, may_clear
        self.counters = counters
        for asked in counters:
            self.fields |= {asked.name(kind): counter_fields.form_field(asked, kind) for kind in asked.kinds}
        self.period, self.fields["cpr_reason"].today = period, today
        self.let_stand: list[str] = []
        self.cpr_why, self.asks_why = "", False
        self.fields["assessment"].choices = [(level["code"], level["word"]) for level in levels]
        self.fields["forecast"].context = period.replace(day=15)
        if confirms:
            self.fields["text"].required = needs_sentence
            self.fields["text"].error_messages["required"] = _(
                "It is the third month in a row, or more. Write in a sentence why nothing is new."
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        focused = data.get("in_focus") == "yes"
        if focused and not data.get("focus_reason") and "focus_reason" not in self.errors:
            self.add_error("focus_reason", _("Write why the point needs the managers’ attention."))
        if not focused:
            data["focus_reason"] = ""
        if same_days(data.get("forecast"), self.deadline):
            data["forecast"] = None
        self._look_for_cpr(data)
        return data

    def _look_for_cpr(self, data: dict[str, Any]) -> None:
        reason = data.pop("cpr_reason", "")
        found = checking_texts.cpr_in({name: data.get(name) or "" for name in _TEXTS}, self.fields["cpr_reason"].today)
        cleared = checking_texts.cleared_of(self.point) if found else frozenset()
        for field, remark in found.items():
            if remark.sha256 in cleared:
                continue
            self.asks_why = self.may_clear
            if self.may_clear and reason and "cpr_reason" not in self.errors:
                self.let_stand.append(remark.sha256)
                self.cpr_why = reason
            else:
                self.add_error(field, remark.sentence)

    @property
    def facts(self) -> dict[str, Any]:
        """What the author states, as ``updating.record_status`` takes it."""
        numbers = counter_fields.names_of(self.counters)
        said = {name: value for name, value in self.cleaned_data.items() if name not in numbers}
        return said | {"in_focus": {"yes": True, "no": False}.get(self.cleaned_data["in_focus"])}

    @property
    def numbers(self) -> list[tuple[Counter, Told]]:
        """What the author states of the point's counters."""
        return counter_fields.told(self.counters, self.period, self.cleaned_data)

    @property
    def counter_rows(self) -> list[dict[str, Any]]:
        """The fields of the counters as a template places them."""
        return counter_fields.rows(self.counters, self.period, str(self.auto_id), self.typed, self.errors)

    @property
    def typed(self) -> dict[str, str]:
        """Every field as it stands in the form, valid or not."""
        names = (*NAMES, *counter_fields.names_of(self.counters))
        return {name: str(self[name].value() or "") for name in names}

    @property
    def unfolds(self) -> bool:
        """Whether something stands in the fields that are folded away at first, or is wrong there."""
        typed = self.typed
        return any(typed[name] or name in self.errors for name in NAMES[2:])

    @property
    def choices(self) -> list[dict[str, Any]]:
        """The levels of the scale, with the chosen one marked."""
        chosen = self.typed["assessment"]
        return [dict(level) | {"chosen": level["code"] == chosen} for level in self.levels]


def same_days(one: ImpreciseDate | None, other: ImpreciseDate | None) -> bool:
    """Whether two dates say the same: the same days, or for days nobody can read the same words."""
    if one is None or other is None:
        return one is other
    if one.earliest or one.latest:
        return (one.earliest, one.latest, one.kind) == (other.earliest, other.latest, other.kind)
    return one.as_written.casefold() == other.as_written.casefold()


def beginning(previous: StatusEntry | None, levels: Sequence[Level]) -> dict[str, Any]:
    """What stands in a new form: an empty text; assessment and forecast as they were last."""
    first: dict[str, Any] = {}
    if previous and previous.assessment in {level["code"] for level in levels}:
        first["assessment"] = previous.assessment
    if previous and previous.forecast and previous.forecast_read_by != ReadBy.TEXT:
        first["forecast"] = previous.forecast.as_written
    return first


def says_the_same(facts: dict[str, Any], entry: StatusEntry) -> bool:
    """Whether a form would write what ``entry`` says already; of "Nothing new" the sentence alone counts."""
    if entry.nothing_new:
        return entry.text == facts["text"]
    typed = entry.forecast if entry.forecast_read_by != ReadBy.TEXT else None
    plain = ("text", "assessment", "corrective_action", "in_focus", "focus_reason")
    return all(getattr(entry, name) == facts[name] for name in plain) and same_days(facts["forecast"], typed)


def brought_together(mine: dict[str, str], theirs: dict[str, str], text: str) -> dict[str, str]:
    """The fields of two people's forms in one: ``text`` is merged; elsewhere mine counts, both where both wrote."""
    merged = mine | {name: mine[name] or theirs[name] for name in NAMES}
    for name in _TEXTS[1:]:
        if mine[name] and theirs[name] and mine[name] != theirs[name]:
            merged[name] = f"{mine[name]}\n\n{theirs[name]}"
    if "yes" in (mine["in_focus"], theirs["in_focus"]):
        merged["in_focus"] = "yes"
    return merged | {"text": text}


def fields_of(entry: StatusEntry) -> dict[str, str]:
    """What ``entry`` says, as the form's fields would hold it."""
    typed = entry.forecast_read_by != ReadBy.TEXT
    return {
        "text": as_markdown(entry.text, entry.text_kind),
        "assessment": entry.assessment,
        "corrective_action": entry.corrective_action,
        "in_focus": {True: "yes", False: "no"}.get(entry.in_focus, ""),
        "focus_reason": entry.focus_reason,
        "forecast": entry.forecast_as_written if typed else "",
    }


def as_markdown(text: str, kind: str) -> str:
    """A text of either kind for a Markdown field; the signs of an imported one stay signs."""
    clean = prose.normalise(text)
    return clean if kind == TextKind.MARKDOWN else _SIGN.sub(r"\\\g<0>", clean)
