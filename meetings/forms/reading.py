"""The form that an old item is read with: paste or Word, the template, and what a person says of the doubtful lines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handleplan.evidence import LARGEST
from handleplan.forms.keeping import PlainField
from handleplan.models import Plan
from meetings import obliging, templating
from meetings.models import Decision, Meeting
from meetings.reading import LONGEST_TEXT, OldItem, read_item
from meetings.reading.word import NotWord, read_word

WHATS = ("section", "part", "text")
_REFUSED = {
    "too-large": gettext_lazy("The file is too large. At most 10 MB can be read."),
    "damaged": gettext_lazy("The file is damaged. Open it in Word, save it again, and choose it once more."),
    "macros": gettext_lazy("The file holds macros. Save it as an ordinary Word document (.docx)."),
}


class ReadingForm(forms.Form):
    """Reads the item while validating: ``old`` is there when the form is valid.

    The text travels with the pages; nothing is kept on the server before the person confirms.
    """

    text = forms.CharField(
        label=gettext_lazy("The item's text"),
        help_text=gettext_lazy(
            "Mark the whole item on the municipality's page or in the minutes, copy it and paste it."
        ),
        required=False,
        strip=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 14, "spellcheck": "false"}),
    )
    file = forms.FileField(
        label=gettext_lazy("Or a Word file"),
        help_text=gettext_lazy("A file (.docx) is read instead of the field above."),
        required=False,
        max_length=200,
        allow_empty_file=True,
        widget=forms.ClearableFileInput(attrs={"accept": ".docx"}),
    )
    template = forms.ChoiceField(
        label=gettext_lazy("Template"), help_text=gettext_lazy("Its headings are recognised in the text.")
    )
    plan = forms.ModelChoiceField(
        Plan.objects.none(),
        label=gettext_lazy("Plan"),
        empty_label=gettext_lazy("No plan"),
        required=False,
        to_field_name="slug",
    )
    report = forms.ChoiceField(
        label=gettext_lazy("Which report it delivers"),
        help_text=gettext_lazy("The committee has ordered reports of the plan. The item counts as this one."),
        required=False,
    )
    closed_reason = PlainField(label=gettext_lazy("Legal reason"), max_length=400, required=False)
    public_title = PlainField(label=gettext_lazy("Public title"), max_length=400, required=False)
    public_text = PlainField(label=gettext_lazy("Public decision text"), max_length=2000, required=False)

    def __init__(self, *args: Any, meeting: Meeting, plans: QuerySet[Plan], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["template"].choices = templating.choices_at(meeting.date)
        self.fields["plan"].queryset = plans
        self._offer_reports(meeting)
        self.old: OldItem | None = None

    def _offer_reports(self, meeting: Meeting) -> None:
        told = obliging.told_by(meeting.committee, meeting.date)
        self.owed = {f"{order.pk}-{first:%Y-%m}": (order, first) for order, first in told}
        self.fields["report"].choices = [("", _("No report")), *((key, key) for key in self.owed)]

    @property
    def as_text(self) -> list[int]:
        """The lines that look like headings and that the person says are text."""
        return sorted(line for line, what in _choices(self.data).items() if what == "text")

    @property
    def confirms(self) -> bool:
        return self.data.get("step") == "confirm"

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        order, first = self.owed.get(data.get("report", ""), (None, None))
        if order and order.plan == data.get("plan"):
            data |= {"obligation": order, "period": first}
        upload, levels = data.get("file"), []
        if upload:
            try:
                data["text"], levels = read_word(upload.read(LARGEST + 1))
            except NotWord as refused:
                said = _REFUSED.get(refused.problem) or _("The file is no Word document (.docx).")
                self.add_error("file", said)
                return data
        if not (data.get("text") or "").strip():
            if not self.errors:
                self.add_error("text", _("Paste the item's text, or choose a Word file."))
            return data
        if "template" in data:
            self._read(data, levels)
        return data

    def _read(self, data: dict[str, Any], levels: list[int]) -> None:
        habits = templating.named(data["template"]).habits
        old = read_item(data["text"], habits, levels=levels, choices=_choices(self.data))
        self.habits = habits
        self.old = replace(old, decisions=tuple(self._coded(place, each) for place, each in enumerate(old.decisions)))
        if not old.title:
            self.add_error("text", _("No title was found. Write it on a line of its own below the head."))
        if self.confirms and not all(each.code for each in self.old.decisions):
            self.add_error(None, _("Say for each decision what was decided."))
        if self.confirms and old.is_closed and not (data.get("closed_reason") and data.get("public_title")):
            self.add_error(None, _("A closed item needs a legal reason and a public title."))

    def _coded(self, place: int, decision: Any) -> Any:
        chosen = self.data.get(f"code_{place}", "")
        return replace(decision, code=chosen) if chosen in Decision.Code.values else decision


def _choices(data: Mapping[str, str]) -> dict[int, str]:
    """What the person said of the lines that look like headings."""
    found = {}
    for name, value in data.items():
        line = name.removeprefix("what_")
        if line != name and line.isascii() and line.isdigit() and len(line) < 7 and value in WHATS:
            found[int(line)] = value
    return found
