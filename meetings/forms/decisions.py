"""The form with which a decision is recorded or corrected, and with everything the decision is to do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from handleplan.forms.fields import DanishDateField
from handleplan.forms.keeping import MonthField, PlainField
from handleplan.models import ConditionalEnd, EndDateRequest, PlanItem
from meetings.deciding import ACCEPTING, Effect, Person, Said
from meetings.forms.commitments import PointsField
from meetings.models import AgendaItem, Committee, Decision, DecisionEffect, Proposal, ReportingObligation
from meetings.reading import code_of, people_named

_MOST = 4_000
_NOTHING = ""
_CODES = [("", _("Read it from the words")), *((code, capfirst(words)) for code, words in Decision.Code.choices)]


@dataclass(frozen=True)
class Matters:
    """What a decision can be about and act upon."""

    item: AgendaItem
    proposals: Sequence[Proposal] = ()
    requests: Sequence[EndDateRequest] = ()
    conditionals: Sequence[ConditionalEnd] = ()
    points: Sequence[PlanItem] = ()
    seen: dict[str, int] = field(default_factory=dict)


class DecisionForm(forms.Form):
    """Exact words, attendance and absence as printed, and for each thing that waits what becomes of it."""

    code = forms.ChoiceField(label=_("Decision"), choices=_CODES, required=False)
    text = PlainField(
        label=_("The exact words"),
        help_text=_("As they stand in the minutes, for example: Indstillingen blev godkendt."),
        lines=3,
        max_length=_MOST,
        required=False,
    )
    decided_on = DanishDateField(label=_("Decided on"), error_messages={"required": _("Write the day.")})
    attendance = PlainField(
        label=_("Who attended the item"),
        help_text=_("As it is printed, for example: Kontorchef Kasper Håkansson overværede punktets behandling"),
        lines=2,
        max_length=_MOST,
        required=False,
    )
    absence = PlainField(
        label=_("Absent"),
        help_text=_("As it is printed, for example: Helle Blak (F)."),
        max_length=400,
        required=False,
    )
    dissent = PlainField(label=_("Dissent"), lines=2, max_length=_MOST, required=False)
    votes_for = PlainField(label=_("In favour"), help_text=_("For example V, B og A."), max_length=200, required=False)
    votes_against = PlainField(label=_("Against"), max_length=200, required=False)
    abstained = PlainField(label=_("Abstained"), max_length=200, required=False)
    public_text = PlainField(
        label=_("Public decision text"),
        help_text=_("What may be told of the closed item’s decision. Left empty, nothing is told."),
        lines=2,
        max_length=_MOST,
        required=False,
    )
    why = PlainField(
        label=_("Why it is corrected"),
        lines=2,
        max_length=_MOST,
        error_messages={"required": _("Say what was wrong.")},
    )
    obligation_text = PlainField(
        label=_("Reports that are ordered"),
        help_text=_("In the committee’s words, for example månedlig afrapportering i 2012."),
        max_length=1_000,
        required=False,
    )
    obligation_committee = forms.ModelChoiceField(
        Committee.objects.none(), label=_("To which committee"), empty_label=None, required=False
    )
    obligation_cadence = forms.ChoiceField(
        label=_("How often"),
        choices=[(code, capfirst(words)) for code, words in ReportingObligation.Cadence.choices],
        required=False,
    )
    obligation_first = MonthField(label=_("From the month"), required=False)
    obligation_last = MonthField(label=_("To the month"), required=False)

    def __init__(self, *args: Any, matters: Matters, corrects: bool, today: dt.date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.matters, self.today = matters, today
        if not corrects:
            del self.fields["why"]
        if not matters.item.is_closed:
            del self.fields["public_text"]
        self.fields["obligation_committee"].queryset = Committee.objects.filter(active=True)
        if matters.item.plan_id is None:
            for name in [name for name in self.fields if name.startswith("obligation")]:
                del self.fields[name]
        self._add_fields()

    def _add_fields(self) -> None:
        for proposal in self.matters.proposals:
            key = proposal.pk
            self.fields[f"code_{key}"] = forms.ChoiceField(label=_("Decision"), choices=_CODES, required=False)
            self.fields[f"text_{key}"] = PlainField(
                label=_("The exact words"), lines=2, max_length=_MOST, required=False
            )
        for asked in self.matters.requests:
            choices = [("", _("Leave it waiting")), ("granted", _("Approve it")), ("declined", _("Decline it"))]
            self.fields[f"request_{asked.pk}"] = _radio(asked.end_as_written, choices)
        for conditional in self.matters.conditionals:
            choices = [("", _("Leave it waiting"))]
            choices += [(str(each.pk), str(each)) for each in conditional.alternatives.all()]
            self.fields[f"pick_{conditional.pk}"] = _radio(conditional.awaits, choices)
        if self.matters.points:
            self.fields["close"] = forms.MultipleChoiceField(
                label=_("Points that are closed"),
                choices=[(str(point.pk), f"{point.number} {point.display_title}") for point in self.matters.points],
                widget=forms.CheckboxSelectMultiple,
                required=False,
            )
        if self.matters.item.plan_id:
            self.fields["close_others"] = PointsField(
                label=_("Other points that are closed"), help_text=_("By their numbers."), required=False
            )
            self.fields["close_others"].plan = self.matters.item.plan

    # -- what was filled in -------------------------------------------------------------------------------------------

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("decided_on") and data["decided_on"] > self.today:
            self.add_error("decided_on", gettext("The day of the decision is still to come."))
        said = False
        for name in self._words():
            code = f"code{name.removeprefix('text')}"
            if data.get(name):
                said = True
                data[code] = data.get(code) or code_of(data[name])
                if not data[code]:
                    self.add_error(code, gettext("The words are of no known form. Choose what was decided."))
            elif data.get(code) and name not in self.errors:
                self.add_error(name, gettext("Write the exact words."))
        if not said and not self.errors:
            self.add_error("text", gettext("Write what was decided, in the exact words."))
        self._clean_effects(data)
        return data

    def _words(self) -> Iterator[str]:
        yield "text"
        yield from (f"text_{proposal.pk}" for proposal in self.matters.proposals)

    def _clean_effects(self, data: dict[str, Any]) -> None:
        closed = [point for point in data.get("close_others") or () if point.is_closed]
        if closed:
            self.add_error("close_others", gettext("%(point)s is closed already.") % {"point": closed[0].number})
        if data.get("obligation_text") and not data.get("obligation_first") and "obligation_first" not in self.errors:
            self.add_error("obligation_first", gettext("Write the first month, for example januar 2012."))
        first, last = data.get("obligation_first"), data.get("obligation_last")
        if first and last and last < first:
            self.add_error("obligation_last", gettext("The last month lies before the first."))
        if self.errors:
            return
        accepted = any(data.get(f"code{name.removeprefix('text')}") in ACCEPTING for name in self._words())
        wanted = [effect for effect in self.effects() if effect.kind != DecisionEffect.Kind.DECLINED]
        if wanted and not accepted:
            self.add_error(
                "code", gettext("This decision accepts nothing, so nothing can be moved, closed or ordered.")
            )

    def decisions(self) -> list[Said]:
        """The decisions on the proposals, then the one on the whole item. Only for a valid form."""
        data = self.cleaned_data
        votes = {name: data[name] for name in ("votes_for", "votes_against", "abstained")}
        on_proposals = [
            Said(data[f"code_{each.pk}"], data[f"text_{each.pk}"], each)
            for each in self.matters.proposals
            if data[f"text_{each.pk}"]
        ]
        whole = [Said(data["code"], data["text"], **votes)] if data["text"] else []
        return [*on_proposals, *whole]

    def people(self) -> list[Person]:
        """Whom the printed lines name."""
        named = people_named(self.cleaned_data["attendance"], self.cleaned_data["absence"])
        return [Person(each.name, each.title, each.party, each.role) for each in named]

    def effects(self) -> list[Effect]:
        """What the decision is to do, with the versions the person saw."""
        data, kinds, seen = self.cleaned_data, DecisionEffect.Kind, self.matters.seen
        found: list[Effect] = []
        for asked in self.matters.requests:
            if answer := data.get(f"request_{asked.pk}"):
                found.append(Effect(answer, request=asked, seen=seen.get(f"request-{asked.pk}")))
        for conditional in self.matters.conditionals:
            chosen = data.get(f"pick_{conditional.pk}")
            for each in conditional.alternatives.all():
                if str(each.pk) == chosen:
                    version = seen.get(f"milestone-{conditional.milestone_id}")
                    found.append(Effect(kinds.PICKED, alternative=each, seen=version))
        close = {*(data.get("close") or ())}
        points = [
            *(point for point in self.matters.points if str(point.pk) in close),
            *(data.get("close_others") or ()),
        ]
        for point in {point.pk: point for point in points}.values():
            found.append(Effect(kinds.CLOSED, point=point, seen=seen.get(f"point-{point.pk}")))
        if data.get("obligation_text"):
            facts = {
                "plan": self.matters.item.plan,
                "committee": data["obligation_committee"] or self.matters.item.meeting.committee,
                "text": data["obligation_text"],
                "cadence": data["obligation_cadence"] or ReportingObligation.Cadence.MONTHLY,
                "first_period": data["obligation_first"],
                "last_period": data["obligation_last"],
            }
            found.append(Effect(kinds.OBLIGED, obligation=facts))
        return found

    def minutes(self) -> dict[str, Any]:
        """The arguments of ``deciding.record_decision`` and ``correct_decision`` that are no decision's."""
        data = self.cleaned_data
        named = ("decided_on", "attendance", "absence", "dissent")
        facts = {name: data[name] for name in named} | {"public_text": data.get("public_text", "")}
        return facts | {"decisions": self.decisions(), "people": self.people(), "effects": self.effects()}

    # -- for the page -------------------------------------------------------------------------------------------------

    def fields_of(self, *names: str) -> list[BoundField]:
        return [self[name] for name in names if name in self.fields]

    @property
    def words_fields(self) -> list[BoundField]:
        return self.fields_of("why", "text", "code", "decided_on", "public_text")

    @property
    def people_fields(self) -> list[BoundField]:
        return self.fields_of("attendance", "absence", "dissent", "votes_for", "votes_against", "abstained")

    @property
    def proposal_fields(self) -> list[tuple[Proposal, list[BoundField]]]:
        return [(each, self.fields_of(f"text_{each.pk}", f"code_{each.pk}")) for each in self.matters.proposals]

    @property
    def closing_fields(self) -> list[BoundField]:
        return self.fields_of("close", "close_others")

    @property
    def obligation_fields(self) -> list[BoundField]:
        names = ("text", "committee", "cadence", "first", "last")
        return self.fields_of(*(f"obligation_{name}" for name in names))


def _radio(label: str, choices: list[tuple[str, Any]]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect, required=False, initial=_NOTHING)
