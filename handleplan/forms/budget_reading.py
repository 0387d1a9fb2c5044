"""What a person decides about a pasted budget note before it is entered."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from handleplan import prose
from handleplan.budget_note.blocks import HEADING, LEVELS, Block, Head
from handleplan.budget_note.facts import NoteFact
from handleplan.budget_note.reading import Choices, offered
from handleplan.forms.budgets import NoteForm

LONGEST = 200_000


class _PastedField(forms.CharField):
    """A whole document: normalised, its tabs kept, for they are the tables' columns."""

    def to_python(self, value: Any) -> str:
        text = "" if value in self.empty_values else str(value)
        return "\n".join(
            "\t".join(prose.normalise(cell) for cell in line.split("\t"))
            for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        )

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {}


class PasteForm(forms.Form):
    """The text of the note."""

    text = _PastedField(
        label=_("The text of the budget note"),
        help_text=_(
            "Paste all of it. Headings begin with #, columns of tables are separated by tabs, and an empty line stands"
            " between paragraphs. You see how it is read before anything is saved."
        ),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 18}),
        error_messages={"required": _("Paste the text of the budget note.")},
    )


def choices_of(data: Mapping[str, Any], blocks: Sequence[Block]) -> Choices:
    """What was ticked and chosen; as it is offered, the first time."""
    if "title" not in data:
        return offered(blocks)
    levels = {block.place: block.level for block in blocks if block.kind == HEADING}
    for place in levels:
        sent = data.get(f"level_{place}", "")
        if sent in {str(level) for level in LEVELS}:
            levels[place] = int(sent)
    return Choices(
        margin=frozenset(block.place for block in blocks if data.get(f"margin_{block.place}")),
        joins=frozenset(block.place for block in blocks if data.get(f"join_{block.place}")),
        levels=levels,
    )


def head_fields(head: Head) -> dict[str, str]:
    """The fields of ``NoteForm`` as they were read."""
    fields = {name: value for name, value in dataclasses.asdict(head).items() if name != "above"}
    return fields | {"above_title": "\n".join(head.above)}


def with_head(note: NoteFact, form: NoteForm) -> NoteFact:
    """The note under the head that the person wrote. The sender is the margin's block unless one was written."""
    if not form.is_bound or not form.is_valid():
        return note
    data = dict(form.cleaned_data)
    above = tuple(line for line in data.pop("above_title").split("\n") if line.strip())
    data["sender"] = data["sender"] or note.sender
    return dataclasses.replace(note, above=above, **data)
