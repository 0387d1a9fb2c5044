"""The forms that a budget note is written with: its head, sections, proposals, and what its sentences say of money."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from handleplan.amounts import NumberError
from handleplan.budget_note.facts import AmountFact, AppropriationFact
from handleplan.budget_note.sentences import find_appropriations
from handleplan.forms.fields import DanishIntegerField, ProseField
from handleplan.forms.keeping import PlainField, name_in_list
from handleplan.models import Appropriation, BudgetNote, BudgetSection, PlanItem
from handleplan.models.budgets import Sign
from handleplan.money import LONGEST, Amount, read_amount

EARLIEST, LATEST = 1990, 2099
AMOUNTS = 4  # rows for years in the form of a sentence
MOST_KRONER = Decimal(10) ** 14
_LONGEST_SENTENCE = 60  # characters of a sentence in a list


class YearField(DanishIntegerField):
    """A year of four digits."""

    def __init__(self, **options: Any) -> None:
        super().__init__(min_value=EARLIEST, max_value=LATEST, **options)

    def prepare_value(self, value: Any) -> Any:
        return str(value) if isinstance(value, int) else value

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return super().widget_attrs(widget) | {"size": 6}


class MoneyField(PlainField):
    """An amount as people write it: "4,30 mio. kr.", "1-2 mio. kr.", "250.000". Gives an ``Amount`` or None.

    Kroner and man-years alike, as ``units`` say; a number without a unit is taken.
    """

    default_error_messages = {
        "unread": _("“%(text)s” cannot be read as an amount. Write for example 4,30 mio. kr. or 250.000."),
        "ambiguous": _("“%(text)s” can be read in two ways. Write for example 4,30 mio. kr. or 250.000."),
        "unit": _("“%(text)s” is no amount of this kind."),
        "large": _("The amount is too large."),
        "range": _("Write one amount, not a range."),
    }

    def __init__(
        self, *, units: tuple[str, ...] = ("kr.", "t.kr.", "mio. kr.", "mia. kr."), ranges: bool = True, **options: Any
    ) -> None:
        self.units, self.ranges = units, ranges
        super().__init__(max_length=LONGEST, **options)

    def to_python(self, value: Any) -> Amount | None:  # type: ignore[override]
        if isinstance(value, Amount):
            return value
        text = super().to_python(value)
        if not text:
            return None
        try:
            amount = read_amount(text)
        except NumberError as error:
            raise self._refused("ambiguous" if error.problem == "ambiguous" else "unread", text) from error
        if amount.unit and amount.unit not in self.units:
            raise self._refused("unit", text)
        if max(abs(amount.low), abs(amount.high)) >= MOST_KRONER:
            raise self._refused("large", text)
        if amount.is_range and not self.ranges:
            raise self._refused("range", text)
        return amount

    def run_validators(self, value: Any) -> None:
        if isinstance(value, str):
            super().run_validators(value)

    def prepare_value(self, value: Any) -> Any:
        return value.as_written if isinstance(value, Amount) else value

    def _refused(self, code: str, text: str) -> ValidationError:
        return ValidationError(self.error_messages[code], code=code, params={"text": text[:40]})


class NoteForm(forms.Form):
    """The head of a note."""

    above_title = PlainField(
        label=_("Above the title"),
        help_text=_("A line each, for example the status it is an annex of, and Bilag 2 – Budgetnotat."),
        lines=2,
        max_length=1_000,
        required=False,
    )
    proposal_number = PlainField(
        label=_("Number of the budget proposal"), help_text=_("For example Ø501."), max_length=40, required=False
    )
    title_lead = PlainField(
        label=_("Words before the title"),
        help_text=_("For example Budgetnotat vedrørende."),
        max_length=200,
        required=False,
    )
    title = PlainField(label=_("Title"), max_length=400, error_messages={"required": _("Give the note a title.")})
    case_number = PlainField(label=_("Case number"), max_length=60, required=False)
    document_number = PlainField(label=_("Document number"), max_length=60, required=False)
    caseworker = PlainField(label=_("Caseworker"), max_length=200, required=False)
    sender = PlainField(
        label=_("Sender"),
        help_text=_("Unit, address, e-mail and EAN number, as they stand in the margin."),
        lines=5,
        max_length=2_000,
        required=False,
    )
    year = YearField(label=_("Year of the note"), required=False)
    sign = forms.ChoiceField(
        label=_("Signs in the tables"),
        choices=[(code, capfirst(words)) for code, words in Sign.choices],
        initial=Sign.COST_POSITIVE,
    )


def facts_of_note(note: Any) -> dict[str, str]:
    """The fields of ``NoteForm`` as a browser sends them, of a note or of an entry of its history."""
    return {name: "" if (value := getattr(note, name)) is None else str(value) for name in NoteForm.base_fields}


class SectionForm(forms.Form):
    """A section: its heading as printed, the text beneath, and where it stands."""

    heading = PlainField(
        label=_("Heading"), help_text=_("With its number, as it is to print."), max_length=400, required=False
    )
    level = forms.TypedChoiceField(
        label=_("Level of the heading"), choices=[(1, _("Main heading")), (2, "1."), (3, "1.1")], coerce=int, initial=1
    )
    text = ProseField(label=_("Text"), required=False)
    kind = forms.ChoiceField(
        label=pgettext_lazy("a section's", "Content"), choices=[("text", _("Text")), ("risk", _("Assessment of risk"))]
    )
    place = forms.TypedChoiceField(label=_("Stands"), coerce=int)

    def __init__(self, *args: Any, others: Iterable[BudgetSection], **options: Any) -> None:
        super().__init__(*args, **options)
        after = [(at, _("after %(section)s") % {"section": str(row)[:70]}) for at, row in enumerate(others, 1)]
        self.fields["place"].choices = [(0, _("first in the note")), *after]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not (data.get("heading") or data.get("text")) and "text" not in self.errors:
            self.add_error("text", gettext("Write a heading, a text or both."))
        return data


def facts_of_section(section: BudgetSection, place: int) -> dict[str, str]:
    names = ("heading", "level", "text", "kind")
    return {name: str(getattr(section, name)) for name in names} | {"place": str(place)}


class ProposalForm(forms.Form):
    """A proposal of the note, and the points of the plan it pays for."""

    number = PlainField(
        label=_("Number in the note"),
        help_text=_("For example 1.1. It need not be the plan’s own number."),
        max_length=40,
        error_messages={"required": _("Write the number that the note uses, for example 1.1.")},
    )
    title = PlainField(label=_("Title"), max_length=400, error_messages={"required": _("Give the proposal a title.")})
    points = forms.TypedMultipleChoiceField(
        label=_("Points of the plan that it pays for"),
        coerce=int,
        required=False,
        error_messages={"invalid_choice": _("One of the points is not in the plan any more.")},
    )

    def __init__(self, *args: Any, points: Iterable[PlanItem], **options: Any) -> None:
        super().__init__(*args, **options)
        self.by_key = {point.pk: point for point in points}
        self.fields["points"].choices = [(pk, name_in_list(point)) for pk, point in self.by_key.items()]

    @property
    def chosen(self) -> list[dict[str, Any]]:
        """The points as boxes to tick."""
        ticked = {str(value) for value in self["points"].value() or ()}
        return [{"pk": pk, "name": name, "checked": str(pk) in ticked} for pk, name in self.fields["points"].choices]

    @property
    def picked(self) -> list[PlanItem]:
        return [self.by_key[pk] for pk in self.cleaned_data["points"]]


class AppropriationForm(forms.Form):
    """What a sentence says of money, year by year."""

    WHAT = (("grant", _("a recommended grant")), ("saving", _("a saving that is expected")), ("need", _("a need")))

    sentence = PlainField(
        label=_("The sentence as it is written"),
        help_text=_("It prints in its section. If no section holds it, it is put under the proposal’s text."),
        lines=4,
        max_length=2_000,
        required=False,
    )
    proposal = forms.ChoiceField(label=pgettext_lazy("budget note", "Proposal"), required=False)
    what = forms.ChoiceField(label=_("The sentence tells of"), choices=WHAT)
    kind = forms.ChoiceField(
        label=_("Kind of grant"), choices=[("", _("None")), *Appropriation.Kind.choices], required=False
    )
    duration = forms.ChoiceField(
        label=_("Duration"), choices=[("", _("Not stated")), *Appropriation.Duration.choices], required=False
    )
    part_of = forms.ChoiceField(
        label=_("Is part of"),
        help_text=_("The sentence whose amount this one is a part of. The sum of the parts is checked."),
        required=False,
    )
    purpose = PlainField(label=_("Purpose"), max_length=400, required=False)
    fte = MoneyField(
        label=_("Man-years"), help_text=_("For example 8,6 årsværk."), units=("årsværk",), ranges=False, required=False
    )
    basis = forms.ChoiceField(
        label=_("Net or gross"), choices=[("", _("Not stated")), *Appropriation.Basis.choices], required=False
    )
    basis_text = PlainField(
        label=_("Net or gross in words"),
        help_text=_("For example efter fradrag for mindre refusion."),
        max_length=200,
        required=False,
    )

    def __init__(self, *args: Any, note: BudgetNote, now: Appropriation | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        proposals = note.proposals.all()
        self.fields["proposal"].choices = [("", _("None")), *((each.number, str(each)) for each in proposals)]
        wholes = note.appropriations.filter(part_of=None).exclude(pk=now.pk if now else None)
        self.wholes = {str(each.pk): each for each in wholes}
        self.fields["part_of"].choices = [
            ("", _("Stands for itself")),
            *(
                (pk, Truncator(each.sentence or each.purpose).chars(_LONGEST_SENTENCE))
                for pk, each in self.wholes.items()
            ),
        ]
        for at in range(AMOUNTS):
            number = {"number": at + 1}
            self.fields[f"year_{at}"] = YearField(label=_("Amount %(number)d: year") % number, required=False)
            self.fields[f"amount_{at}"] = MoneyField(label=_("Amount %(number)d: amount") % number, required=False)
            self.fields[f"onwards_{at}"] = forms.BooleanField(
                label=_("Amount %(number)d: and the years after") % number, required=False
            )

    @property
    def rows(self) -> list[dict[str, Any]]:
        names = ("year", "amount", "onwards")
        return [{name: self[f"{name}_{at}"] for name in names} for at in range(AMOUNTS)]

    def plain_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in AppropriationForm.base_fields]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        years: set[int | None] = set()
        for at in range(AMOUNTS):
            if data.get(f"amount_{at}") is None:
                if data.get(f"year_{at}") and f"amount_{at}" not in self.errors:
                    self.add_error(f"amount_{at}", gettext("Write the amount of the year, or take the year away."))
                continue
            if data.get(f"year_{at}") in years:
                self.add_error(f"year_{at}", gettext("Each year has one amount."))
            years.add(data.get(f"year_{at}"))
        if not years and not any(name.startswith("amount_") for name in self.errors):
            self.add_error("amount_0", gettext("Write at least one amount."))
        if data.get("what") == "grant" and not data.get("kind"):
            self.add_error("kind", gettext("Choose the kind of grant."))
        return data

    @property
    def facts(self) -> AppropriationFact:
        data = self.cleaned_data
        is_grant = data["what"] == "grant"
        fte = data["fte"]
        return AppropriationFact(
            sentence=data["sentence"],
            amounts=tuple(
                AmountFact(data[f"year_{at}"], amount.as_written, amount.low, amount.high, data[f"onwards_{at}"])
                for at in range(AMOUNTS)
                if (amount := data[f"amount_{at}"]) is not None
            ),
            proposal=data["proposal"],
            kind=data["kind"] if is_grant else "",
            duration=data["duration"] if is_grant else "",
            is_benefit=data["what"] == "saving",
            basis=data["basis"],
            basis_text=data["basis_text"],
            purpose=data["purpose"],
            fte_as_written=fte.as_written if fte else "",
            fte=fte.low if fte else None,
        )

    @property
    def whole(self) -> Appropriation | None:
        return self.wholes.get(self.cleaned_data["part_of"])


def fields_of_sentence(facts: AppropriationFact, part_of: int | None = None) -> dict[str, Any]:
    """The fields of ``AppropriationForm`` as a browser sends them."""
    fields: dict[str, Any] = {
        "sentence": facts.sentence,
        "proposal": facts.proposal,
        "what": "grant" if facts.kind else "saving" if facts.is_benefit else "need",
        "kind": facts.kind,
        "duration": facts.duration,
        "part_of": str(part_of or ""),
        "purpose": facts.purpose,
        "fte": facts.fte_as_written,
        "basis": facts.basis,
        "basis_text": facts.basis_text,
    }
    for at, amount in enumerate(facts.amounts[:AMOUNTS]):
        fields |= {f"year_{at}": str(amount.year or ""), f"amount_{at}": amount.as_written}
        fields |= {f"onwards_{at}": "on"} if amount.onwards else {}
    return fields


def read_sentence(data: Mapping[str, Any]) -> dict[str, Any]:
    """What was typed, with the fields that can be read out of the sentence filled in."""
    typed = {name: data[name] for name in data}
    found = next(iter(find_appropriations(typed.get("sentence", ""), typed.get("proposal", ""))), None)
    if found is None:
        return typed
    read = {name: value for name, value in fields_of_sentence(found).items() if value and name != "sentence"}
    return typed | read
